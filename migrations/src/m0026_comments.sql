-- What is said of items: 批注 and 修改建议. It only adds.

CREATE TABLE comments (
    id {id},
    item_id BIGINT NOT NULL REFERENCES items (id) ON DELETE CASCADE,
    -- The text of which it was said.
    revision_id BIGINT NOT NULL REFERENCES revisions (id) ON DELETE CASCADE,
    -- The comment that it answers; answers are answered by nobody.
    answers_id BIGINT REFERENCES comments (id) ON DELETE CASCADE,
    -- The passage: its field, its letters there from one to before another, and how it was read. Of the whole item where
    -- they are the same.
    field TEXT NOT NULL,
    first_letter BIGINT NOT NULL,
    end_letter BIGINT NOT NULL,
    passage TEXT NOT NULL,
    words TEXT NOT NULL,
    -- What could stand there instead; empty where the passage should go.
    wording TEXT,
    audience TEXT NOT NULL,
    written_by BIGINT NOT NULL REFERENCES people (id),
    written_at BIGINT NOT NULL,
    settled_by BIGINT REFERENCES people (id),
    settled_at BIGINT,
    -- What became of a suggestion, and the text that it was taken into.
    outcome TEXT,
    taken_revision_id BIGINT,
    withdrawn_at BIGINT
);

CREATE INDEX comments_item ON comments (item_id);
CREATE INDEX comments_written ON comments (written_by, item_id);

-- Who is asked to look at it.
CREATE TABLE comment_mentions (
    comment_id {key} NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
    person_id {key} NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    PRIMARY KEY (comment_id, person_id)
);

CREATE INDEX comment_mentions_person ON comment_mentions (person_id);

-- Up to which comment each person has read what is said of an item.
CREATE TABLE comments_read (
    person_id {key} NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    item_id {key} NOT NULL REFERENCES items (id) ON DELETE CASCADE,
    comment_id BIGINT NOT NULL,
    PRIMARY KEY (person_id, item_id)
);
