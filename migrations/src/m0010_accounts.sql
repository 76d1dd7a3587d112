-- What the office sets for accounts and sign-off; sessions that show when they were last used; passwords that are not
-- to come back.

CREATE TABLE office_settings (
    id {key} NOT NULL PRIMARY KEY CHECK (id = 1),
    version BIGINT NOT NULL,
    -- A session ends after so long without a sign of life, and so long after signing in, whichever comes first.
    idle_minutes BIGINT NOT NULL,
    session_hours BIGINT NOT NULL,
    -- After so many days a password must be changed. NULL: never.
    password_days BIGINT,
    -- Whether one person may sign several steps of one sign-off.
    one_signer BOOLEAN NOT NULL
);
INSERT INTO office_settings (id, version, idle_minutes, session_hours, one_signer) VALUES (1, 1, 30, 12, FALSE);

-- NULL for sessions from before this was kept: their next sign of life is the first.
ALTER TABLE sessions ADD COLUMN seen_at BIGINT;
ALTER TABLE sessions ADD COLUMN address TEXT NOT NULL DEFAULT '';

-- NULL for passwords from before this was kept: they are as old as the account.
ALTER TABLE people ADD COLUMN password_set_at BIGINT;

CREATE TABLE former_passwords (
    id {id},
    person_id BIGINT NOT NULL REFERENCES people (id),
    password_hash TEXT NOT NULL
);
CREATE INDEX former_passwords_person ON former_passwords (person_id);
