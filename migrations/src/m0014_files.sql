-- What is known of a file, what it is used for, and where its bytes are, each by itself.

-- The bytes of files, where the database is their place.
CREATE TABLE blobs (
    hash TEXT NOT NULL PRIMARY KEY,
    bytes {bytes} NOT NULL
);
INSERT INTO blobs (hash, bytes) SELECT hash, bytes FROM files;

-- Where the bytes are: one row, which says 'database', or the path of a folder, or 's3://bucket/prefix'.
CREATE TABLE file_place (
    place TEXT NOT NULL
);
INSERT INTO file_place (place) VALUES ('database');

-- The bytes go first, so that no row is written anew with them.
ALTER TABLE files DROP COLUMN bytes;
ALTER TABLE files ADD COLUMN size BIGINT NOT NULL DEFAULT 0;
UPDATE files SET size = (SELECT LENGTH(blobs.bytes) FROM blobs WHERE blobs.hash = files.hash);

-- What was put where files are kept, and when, by the machine's clock: it is put before the act that names it, and what
-- nothing has named after a day goes. What another database put is not this one's to take away.
CREATE TABLE file_puts (
    hash TEXT NOT NULL PRIMARY KEY,
    size BIGINT NOT NULL,
    put_at BIGINT NOT NULL
);
INSERT INTO file_puts (hash, size, put_at) SELECT hash, size, created_at FROM files;

-- What a file is used for: whoever may read the subject may read it, as far as the role goes.
CREATE TABLE file_uses (
    hash TEXT NOT NULL REFERENCES files (hash),
    subject_kind TEXT NOT NULL,
    subject_number BIGINT NOT NULL,
    -- 'issue_pages', 'bulletin_pages', 'picture'.
    role TEXT NOT NULL,
    PRIMARY KEY (hash, subject_kind, subject_number, role)
);
CREATE INDEX file_uses_subject ON file_uses (subject_kind, subject_number);
INSERT INTO file_uses (hash, subject_kind, subject_number, role)
    SELECT DISTINCT pdf_hash, 'issue', issue_id, 'issue_pages' FROM issue_versions;
-- A month's number is written as in 202401.
INSERT INTO file_uses (hash, subject_kind, subject_number, role)
    SELECT DISTINCT pdf_hash, 'bulletin', CAST(REPLACE(month, '-', '') AS BIGINT), 'bulletin_pages'
    FROM bulletin_versions;
