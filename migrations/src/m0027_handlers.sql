-- Who has an item open, and who is in charge of it. It only adds.

-- Somebody has an item open, reading it or writing: since when, and until when that is believed without another sign of it.
CREATE TABLE item_presence (
    item_id {key} NOT NULL REFERENCES items (id) ON DELETE CASCADE,
    person_id {key} NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    doing TEXT NOT NULL,
    since_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    PRIMARY KEY (item_id, person_id, doing)
);

CREATE INDEX item_presence_person ON item_presence (person_id);

-- 主办: the editor in charge of an item, who set that, and with which word. What it was before the last change stays beside
-- it, so that the change can be taken back. Nobody is in charge where there is no row, or no editor in it.
CREATE TABLE item_handlers (
    item_id {key} NOT NULL PRIMARY KEY REFERENCES items (id) ON DELETE CASCADE,
    handler_id BIGINT REFERENCES people (id),
    since_at BIGINT NOT NULL,
    set_by BIGINT REFERENCES people (id),
    word TEXT,
    -- It was handed on, and the editor has not opened it since.
    is_new BOOLEAN NOT NULL,
    former_id BIGINT REFERENCES people (id),
    former_since_at BIGINT NOT NULL,
    former_by BIGINT REFERENCES people (id),
    former_word TEXT,
    former_is_new BOOLEAN NOT NULL
);

CREATE INDEX item_handlers_handler ON item_handlers (handler_id);
