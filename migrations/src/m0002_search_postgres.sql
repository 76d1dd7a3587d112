-- One entry of words for each item.
CREATE TABLE item_search (
    item_id BIGINT NOT NULL PRIMARY KEY REFERENCES items (id),
    words TSVECTOR NOT NULL
);
CREATE INDEX item_search_words ON item_search USING GIN (words);
