-- Links by which somebody who was given an account sets the own password, once. It only adds.
CREATE TABLE invitations (
    person_id {key} NOT NULL PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    -- SHA-256 of what stands in the link, in hexadecimal.
    digest TEXT NOT NULL UNIQUE,
    expires_at BIGINT NOT NULL
);
