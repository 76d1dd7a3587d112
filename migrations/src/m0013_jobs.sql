-- What the program does by itself. It only adds.

-- Work that waits, is under way, or was given up (`waiting`, `under_way`, `dead`). What is done is gone.
CREATE TABLE jobs (
    id {id},
    -- A code of domain::job::JobKind.
    kind TEXT NOT NULL,
    -- What it is about, as in events; empty and 0 where it is about nothing in particular.
    subject_kind TEXT NOT NULL DEFAULT '',
    subject_number BIGINT NOT NULL DEFAULT 0,
    state TEXT NOT NULL,
    -- From when on it may be done.
    due_at BIGINT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    -- Who does it, and until when nobody else may take it.
    taken_by TEXT,
    taken_until BIGINT,
    -- What went wrong the last time.
    fault TEXT,
    made_at BIGINT NOT NULL
);

-- The same that waits already is not added once more.
CREATE UNIQUE INDEX jobs_waiting ON jobs (kind, subject_kind, subject_number) WHERE state = 'waiting';
CREATE INDEX jobs_due ON jobs (state, due_at);

-- How each kind ended the last time.
CREATE TABLE job_outcomes (
    kind TEXT PRIMARY KEY,
    ended_at BIGINT NOT NULL,
    words TEXT NOT NULL,
    is_good INTEGER NOT NULL
);

-- For which moment each kind that is due by itself was written down last.
CREATE TABLE job_times (
    kind TEXT PRIMARY KEY,
    due_at BIGINT NOT NULL
);
