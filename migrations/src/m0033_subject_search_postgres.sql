-- One entry of words for each issue, bulletin, record and comment, as item_search has one for each item.
CREATE TABLE subject_search (
    id BIGINT NOT NULL PRIMARY KEY,
    words TSVECTOR NOT NULL
);
ALTER TABLE subject_search ALTER COLUMN words SET STORAGE MAIN;
CREATE INDEX subject_search_words ON subject_search USING GIN (words) WITH (fastupdate = off);
