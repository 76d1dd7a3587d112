-- What came with an item beside its text. It only adds.

-- Files that are not printed: the one in which the text came, and attachments. `file_uses` says the same of the bytes.
CREATE TABLE item_files (
    id {id},
    item_id BIGINT NOT NULL REFERENCES items (id),
    hash TEXT NOT NULL REFERENCES files (hash),
    -- 'original', 'attachment'.
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    added_by BIGINT NOT NULL REFERENCES people (id),
    added_at BIGINT NOT NULL,
    UNIQUE (item_id, role, hash)
);

-- What somebody had written beside a passage of that file.
CREATE TABLE item_notes (
    id {id},
    item_id BIGINT NOT NULL REFERENCES items (id),
    author TEXT NOT NULL,
    written_on TEXT,
    passage TEXT NOT NULL,
    words TEXT NOT NULL
);
CREATE INDEX item_notes_item ON item_notes (item_id);

-- What the office needs to know with an item and does not print. Days are written as in 2024-03-05.
ALTER TABLE items ADD COLUMN drafter TEXT;
ALTER TABLE items ADD COLUMN telephone TEXT;
ALTER TABLE items ADD COLUMN approver TEXT;
ALTER TABLE items ADD COLUMN approved_on TEXT;
ALTER TABLE items ADD COLUMN urgent_until TEXT;
