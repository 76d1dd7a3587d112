-- Events in a chain of hashes; see `store/src/chain`. It only adds.

-- Which one it is in the chain, from 1 without a gap.
ALTER TABLE events ADD COLUMN place BIGINT;
-- What stands in words and reason, as a digest with a salt of its own. The salt goes when the words are destroyed.
ALTER TABLE events ADD COLUMN salt TEXT;
ALTER TABLE events ADD COLUMN digest TEXT;
-- Of the hash before it, all that it says, and what it vouches for.
ALTER TABLE events ADD COLUMN hash TEXT;
CREATE UNIQUE INDEX events_place ON events (place);

-- What an event vouches for beside itself: a row of another table, by a digest of it.
CREATE TABLE event_covers (
    id {id},
    -- NULL until the event of the same act is written.
    event_id BIGINT REFERENCES events (id),
    -- 'issue_version', 'signature', 'clearance', …
    kind TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    salt TEXT,
    -- NULL where the row was taken away.
    digest TEXT
);
CREATE INDEX event_covers_subject ON event_covers (kind, subject_id, id);
CREATE INDEX event_covers_event ON event_covers (event_id);

-- The chain's end, and up to which place it was made afterwards, of events from before it.
CREATE TABLE event_chain (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    place BIGINT NOT NULL,
    hash TEXT NOT NULL,
    afterwards BIGINT NOT NULL
);

-- Which typesetting made the PDF: program, templates and fonts.
ALTER TABLE issue_versions ADD COLUMN typesetting TEXT;
ALTER TABLE bulletin_versions ADD COLUMN typesetting TEXT;
