-- What helps to write. It only adds.

-- The office's frames and phrases: one row, JSON of domain::frame::WritingHelp; nothing until the office has its own.
CREATE TABLE writing_help (
    id BIGINT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    help TEXT
);
INSERT INTO writing_help (id, version) VALUES (1, 1);
