-- Pages on which people type and act. Each page that is opened bears a name, its sheet; what is typed on it is kept
-- under that name within seconds, and the form that was posted from it is done once, however often it is posted.
CREATE TABLE sheets (
    person_id BIGINT NOT NULL REFERENCES people (id),
    sheet TEXT NOT NULL,
    -- What its form asks for: 'draft_item', 'save_item', 'correct_item', …
    verb TEXT NOT NULL,
    -- The item whose text it is, or became; NULL where there is none.
    item_id BIGINT,
    -- The revision from which the typing began, or which the page saved last.
    base_revision_id BIGINT,
    -- Where the form stands, path and query; empty where the item tells.
    address TEXT NOT NULL,
    -- What is typed and not saved, as JSON: its verb and fields (of a text that was kept by an earlier schema, the
    -- text). NULL where nothing is.
    form TEXT,
    -- Counts the changes of the form, within its page: what bears a lower number is older.
    stamp BIGINT NOT NULL,
    kept_at BIGINT NOT NULL,
    -- Given up then. The form stays for a while, so that it can be taken back.
    dropped_at BIGINT,
    -- Of a form that was done: the stamp and a digest of what was posted last, how often something new was posted,
    -- what was answered last, as JSON, and when.
    done_stamp BIGINT,
    done_digest TEXT,
    done_count INTEGER NOT NULL DEFAULT 0,
    answer TEXT,
    done_at BIGINT,
    PRIMARY KEY (person_id, sheet)
);
CREATE INDEX sheets_unsaved ON sheets (person_id, kept_at) WHERE form IS NOT NULL;
CREATE INDEX sheets_item ON sheets (item_id) WHERE item_id IS NOT NULL;
CREATE INDEX sheets_done ON sheets (done_at) WHERE done_at IS NOT NULL;

-- Texts that were kept by person and item are one page's each. `kept_texts` goes on holding the form that was refused
-- last; nothing else.
INSERT INTO sheets (person_id, sheet, verb, item_id, base_revision_id, address, form, stamp, kept_at)
SELECT person_id,
       CASE WHEN sheet = '' THEN 'kept-' || subject ELSE sheet END,
       CASE WHEN subject = 'new' THEN 'draft_item' ELSE 'save_item' END,
       CASE WHEN subject LIKE 'item:%' THEN CAST(SUBSTR(subject, 6) AS BIGINT) END,
       base_revision_id, '', text, 0, kept_at
FROM kept_texts
WHERE text IS NOT NULL AND subject <> 'form'
ON CONFLICT DO NOTHING;

-- What only the program knows, made once by chance: 'sheets', with which the names of pages are signed.
CREATE TABLE secrets (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
