-- Pictures of the pages of versions, drawn once after they were printed, page by page from 0.
CREATE TABLE page_pictures (
    pdf_hash TEXT NOT NULL,
    page BIGINT NOT NULL,
    hash TEXT NOT NULL REFERENCES files (hash),
    PRIMARY KEY (pdf_hash, page)
);
