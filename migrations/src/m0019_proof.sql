-- What an office adds to proofreading, and what was looked at and left. It only adds.

-- The office's lists: one row, JSON of domain::proof::OfficeWords without the units, which have tables of their own.
CREATE TABLE office_words (
    id BIGINT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    words TEXT NOT NULL
);
INSERT INTO office_words (id, version, words) VALUES (1, 1, '{}');

-- 校对意见 that somebody looked at and left as they are, by the key by which each is known again.
CREATE TABLE left_findings (
    item_id BIGINT NOT NULL REFERENCES items (id),
    key TEXT NOT NULL,
    words TEXT NOT NULL,
    left_by BIGINT NOT NULL REFERENCES people (id),
    left_at BIGINT NOT NULL,
    PRIMARY KEY (item_id, key)
);
