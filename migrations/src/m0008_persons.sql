-- Who is whom: names in attributions, accounts that bear one name, and what a reviewer only mended.

-- Whose an author's name in the attributions of a unit is (is_same), or that it is not this person's. Names as
-- domain::text::name_key writes them; no unit where it was not known.
CREATE TABLE author_statements (
    id {id},
    unit_id BIGINT REFERENCES units (id),
    name_key TEXT NOT NULL,
    -- As it stood there.
    name TEXT NOT NULL,
    person_id BIGINT NOT NULL REFERENCES people (id),
    is_same BOOLEAN NOT NULL,
    stated_by BIGINT NOT NULL REFERENCES people (id),
    stated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX author_statements_once ON author_statements (COALESCE(unit_id, 0), name_key, person_id);

-- What a person was called before an account was renamed: attributions still say it.
CREATE TABLE former_names (
    id {id},
    person_id BIGINT NOT NULL REFERENCES people (id),
    name TEXT NOT NULL
);
CREATE INDEX former_names_person ON former_names (person_id);

-- Two accounts of one name that are two people's, as an administrator stated who is neither.
CREATE TABLE different_people (
    person_id BIGINT NOT NULL REFERENCES people (id),
    other_id BIGINT NOT NULL REFERENCES people (id),
    stated_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, other_id)
);

-- Whether the unit's reviewer mended the piece by it without writing another one.
ALTER TABLE revisions ADD COLUMN mended BOOLEAN NOT NULL DEFAULT FALSE;
