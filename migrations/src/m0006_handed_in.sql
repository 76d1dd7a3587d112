-- Files that people handed in, by the SHA-256 of their content, for as long as somebody's handing in names them.
CREATE TABLE handed_in_files (
    hash TEXT NOT NULL PRIMARY KEY,
    bytes {bytes} NOT NULL
);

-- That a person handed a file in to be imported: its preview and its import read it from here. Forgotten after a day.
CREATE TABLE handed_in (
    id {id},
    hash TEXT NOT NULL REFERENCES handed_in_files (hash),
    -- The file's own name.
    name TEXT NOT NULL,
    person_id BIGINT NOT NULL REFERENCES people (id),
    handed_in_at BIGINT NOT NULL,
    -- What the import answered, so that asking for it once more makes nothing twice; NULL while it was not imported.
    answer TEXT
);
CREATE INDEX handed_in_person ON handed_in (person_id, id);
CREATE INDEX handed_in_hash ON handed_in (hash);
