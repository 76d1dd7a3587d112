-- One entry of words for each item.
CREATE TABLE item_search (
    item_id BIGINT NOT NULL PRIMARY KEY REFERENCES items (id),
    words TSVECTOR NOT NULL
);
-- The entries stand in their rows: kept apart, as they would be, PostgreSQL reckons that reading them all is cheap,
-- and does.
ALTER TABLE item_search ALTER COLUMN words SET STORAGE MAIN;
-- Without a list of pending entries, which every search would have to read besides.
CREATE INDEX item_search_words ON item_search USING GIN (words) WITH (fastupdate = off);
