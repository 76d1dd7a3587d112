-- What each item's text is found by when another is like it: its fingerprints, four bytes each, ascending.
CREATE TABLE item_likeness (
    item_id BIGINT NOT NULL PRIMARY KEY REFERENCES items (id),
    fingerprints BYTEA NOT NULL
);
-- The same the other way around.
CREATE TABLE item_fingerprints (
    fingerprint INTEGER NOT NULL,
    item_id BIGINT NOT NULL,
    PRIMARY KEY (fingerprint, item_id)
);
