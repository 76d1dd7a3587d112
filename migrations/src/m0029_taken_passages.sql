-- Paragraphs that an item took over from others when they were combined. It only adds.
CREATE TABLE taken_passages (
    id {id},
    item_id BIGINT NOT NULL REFERENCES items (id) ON DELETE CASCADE,
    -- The item out of whose text it came.
    source_id BIGINT NOT NULL REFERENCES items (id) ON DELETE CASCADE,
    -- As it was taken, as a body of its own.
    text TEXT NOT NULL
);

CREATE INDEX taken_passages_item ON taken_passages (item_id);

CREATE INDEX taken_passages_source ON taken_passages (source_id);
