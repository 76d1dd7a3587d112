-- Numbers of issues beyond a plain 第N期, and corrections of what was published. It only adds to m0001.

-- In which sequence an issue is counted: 'regular', 'supplement' (增刊), 'special' (特刊). Numbers are unique in
-- newsletter and year, so that `number` of a 增刊 is its number and 1,000,000, of a 特刊 2,000,000.
ALTER TABLE issues ADD COLUMN series TEXT NOT NULL DEFAULT 'regular';
-- Of a 合刊: the last of the numbers, and of the totals, that it stands for.
ALTER TABLE issues ADD COLUMN last_number INTEGER;
ALTER TABLE issues ADD COLUMN last_total INTEGER;

-- Numbers that no issue bears, and why.
CREATE TABLE issue_number_gaps (
    newsletter_id BIGINT NOT NULL REFERENCES newsletters (id),
    year INTEGER NOT NULL,
    series TEXT NOT NULL,
    number INTEGER NOT NULL,
    reason TEXT NOT NULL,
    explained_by BIGINT NOT NULL REFERENCES people (id),
    explained_at BIGINT NOT NULL,
    PRIMARY KEY (newsletter_id, year, series, number)
);

-- What readers are told of a corrected version; `reason` is the office's own. A version's standing may also be
-- 'correcting': a correction that is being signed.
ALTER TABLE issue_versions ADD COLUMN notice TEXT;

-- Another text for a published item, on its way to being in force. Text and attribution never change: what is
-- proposed again is another correction.
CREATE TABLE corrections (
    id {id},
    issue_id BIGINT NOT NULL REFERENCES issues (id),
    item_id BIGINT NOT NULL REFERENCES items (id),
    -- 'to_be_cleared', 'in_sign_off', 'returned', 'in_force', 'withdrawn'.
    standing TEXT NOT NULL,
    text TEXT NOT NULL,
    attribution TEXT NOT NULL,
    -- Why, for the office; and what readers are told.
    reason TEXT NOT NULL,
    notice TEXT,
    proposed_by BIGINT NOT NULL REFERENCES people (id),
    proposed_at BIGINT NOT NULL,
    -- 保密审查 of this text.
    cleared_by BIGINT REFERENCES people (id),
    cleared_at BIGINT,
    -- The corrected issue that is signed.
    issue_version_id BIGINT REFERENCES issue_versions (id),
    -- Why it was returned last, and by whom.
    returned_reason TEXT,
    returned_by BIGINT REFERENCES people (id)
);
CREATE INDEX corrections_standing ON corrections (standing, id);
CREATE INDEX corrections_issue ON corrections (issue_id, standing);
CREATE INDEX corrections_item ON corrections (item_id, id);
