-- How each person goes through lists. It only adds.

-- What of the items that others wrote this person has read: up to which revision.
CREATE TABLE item_seen (
    person_id {key} NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    item_id {key} NOT NULL REFERENCES items (id) ON DELETE CASCADE,
    revision_id BIGINT NOT NULL,
    PRIMARY KEY (person_id, item_id)
);

-- What editors have had in hand is not new to those who do the office's work.
INSERT INTO item_seen (person_id, item_id, revision_id)
SELECT DISTINCT person_roles.person_id, items.id, items.revision_id
FROM person_roles, items
WHERE person_roles.role IN ('editor', 'clearer', 'signer')
    AND items.state IN ('editing', 'shortlisted', 'placed')
    AND items.revision_id IS NOT NULL;

CREATE INDEX item_seen_item ON item_seen (item_id);

-- Filters that a person has given a name.
CREATE TABLE saved_views (
    id {id},
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    -- The list's own address, with its filters.
    address TEXT NOT NULL,
    UNIQUE (person_id, name)
);
