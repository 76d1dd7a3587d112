-- What readers have read and keep. It only adds.

-- The issues that a person has opened.
CREATE TABLE issues_read (
    person_id {key} NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    issue_id {key} NOT NULL REFERENCES issues (id) ON DELETE CASCADE,
    PRIMARY KEY (person_id, issue_id)
);

-- 收藏: printed pieces that a person wants to find again.
CREATE TABLE kept_pieces (
    person_id {key} NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    item_id {key} NOT NULL REFERENCES items (id) ON DELETE CASCADE,
    kept_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, item_id)
);
