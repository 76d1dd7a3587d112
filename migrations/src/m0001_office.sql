-- The office. Conventions: times are milliseconds since 1970 (BIGINT), days are 'YYYY-MM-DD', months 'YYYY-MM',
-- points are scaled integers (1 point = 10000), structured values are JSON in TEXT, words for states and kinds
-- are the codes of the domain crate.

CREATE TABLE unit_groups (
    id {id},
    name TEXT NOT NULL UNIQUE,
    sort_order INTEGER NOT NULL
);

CREATE TABLE units (
    id {id},
    name TEXT NOT NULL UNIQUE,
    short_name TEXT,
    reviews BOOLEAN NOT NULL,
    scored BOOLEAN NOT NULL,
    sort_order INTEGER NOT NULL,
    since TEXT,
    until TEXT,
    version BIGINT NOT NULL DEFAULT 1
);

-- Every name a unit goes by, its full and short ones included, so that no two units can claim one.
CREATE TABLE unit_names (
    name TEXT NOT NULL PRIMARY KEY,
    unit_id BIGINT NOT NULL REFERENCES units (id)
);
CREATE INDEX unit_names_unit ON unit_names (unit_id);

CREATE TABLE unit_group_members (
    unit_id BIGINT NOT NULL REFERENCES units (id),
    year INTEGER NOT NULL,
    group_id BIGINT NOT NULL REFERENCES unit_groups (id),
    PRIMARY KEY (unit_id, year)
);

-- To which unit one belongs from a month on, in one level; to none any more where there is no parent.
CREATE TABLE unit_parents (
    unit_id BIGINT NOT NULL REFERENCES units (id),
    since TEXT NOT NULL,
    parent_id BIGINT REFERENCES units (id),
    PRIMARY KEY (unit_id, since)
);

CREATE TABLE people (
    id {id},
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    must_change_password BOOLEAN NOT NULL,
    active BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE person_roles (
    id {id},
    person_id BIGINT NOT NULL REFERENCES people (id),
    role TEXT NOT NULL,
    unit_id BIGINT REFERENCES units (id)
);
CREATE UNIQUE INDEX person_roles_once ON person_roles (person_id, role, COALESCE(unit_id, 0));

-- Only a digest of the cookie's token is kept.
CREATE TABLE sessions (
    token_hash TEXT NOT NULL PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_person ON sessions (person_id);

-- Failed sign-ins by account and by address, for the rate limit.
CREATE TABLE failed_sign_ins (
    id {id},
    subject TEXT NOT NULL,
    failed_at BIGINT NOT NULL
);
CREATE INDEX failed_sign_ins_subject ON failed_sign_ins (subject, failed_at);

CREATE TABLE newsletters (
    id {id},
    name TEXT NOT NULL UNIQUE,
    mark TEXT,
    publisher TEXT NOT NULL,
    foot TEXT NOT NULL,
    sections TEXT NOT NULL,
    steps TEXT NOT NULL,
    separate_duties BOOLEAN NOT NULL,
    open_to_all BOOLEAN NOT NULL,
    sort_order INTEGER NOT NULL,
    version BIGINT NOT NULL
);

CREATE TABLE items (
    id {id},
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    subtitle TEXT,
    content_type TEXT,
    attribution_line TEXT NOT NULL,
    attribution TEXT NOT NULL,
    submitting_unit_id BIGINT NOT NULL REFERENCES units (id),
    revision_id BIGINT,
    credit TEXT,
    details TEXT,
    drafted_by BIGINT NOT NULL REFERENCES people (id),
    sent_by BIGINT REFERENCES people (id),
    -- When it first reached the office: the month in which 上报篇数 counts it.
    first_reached_at BIGINT,
    first_reached_month TEXT,
    -- On which day, and as what kind: what rules may ask of a submission.
    first_reached_day TEXT,
    first_reached_kind TEXT,
    -- When it reached the office last; NULL before, and again when it is withdrawn. 上报篇数 counts what has a
    -- first_reached_month and a reached_at.
    reached_at BIGINT,
    -- Its place in lists, latest first: the time it was drafted or reached the office last, and its id's low
    -- bits, so that no two are equal: milliseconds * 2^20 + id modulo 2^20.
    position BIGINT NOT NULL UNIQUE,
    clearance TEXT,
    -- Whether nobody has decided on the present text.
    awaits_clearance BOOLEAN NOT NULL,
    -- The reason of the last return, until it is sent again.
    return_reason TEXT,
    combined_into BIGINT REFERENCES items (id),
    -- What lists show.
    list_title TEXT NOT NULL,
    characters INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    -- Last, since it is long: SQLite reads a row from its beginning up to the columns that are asked for.
    body TEXT NOT NULL
);
CREATE INDEX items_state ON items (state, position);
CREATE INDEX items_unit ON items (submitting_unit_id, state, position);
CREATE INDEX items_drafted ON items (drafted_by, state, position);
CREATE INDEX items_clearance ON items (awaits_clearance, state, position);
-- All that a submission is as a fact.
CREATE INDEX items_reached_month ON items
    (first_reached_month, submitting_unit_id, reached_at, first_reached_at, first_reached_day, first_reached_kind);
CREATE INDEX items_credit ON items (id) WHERE credit IS NOT NULL;
CREATE INDEX items_combined ON items (combined_into);

CREATE TABLE revisions (
    id {id},
    item_id BIGINT NOT NULL REFERENCES items (id),
    -- From 1 within the item.
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    saved_by BIGINT NOT NULL REFERENCES people (id),
    saved_at BIGINT NOT NULL,
    -- Whether this text was sent in; kept for good.
    submitted BOOLEAN NOT NULL,
    UNIQUE (item_id, number)
);

-- The known units of an item's attribution, for filters.
CREATE TABLE item_units (
    item_id BIGINT NOT NULL REFERENCES items (id),
    unit_id BIGINT NOT NULL REFERENCES units (id),
    PRIMARY KEY (item_id, unit_id)
);
CREATE INDEX item_units_unit ON item_units (unit_id, item_id);

-- The names in an item's attribution that mean no unit yet.
CREATE TABLE item_unknown_names (
    item_id BIGINT NOT NULL REFERENCES items (id),
    name TEXT NOT NULL,
    PRIMARY KEY (item_id, name)
);
CREATE INDEX item_unknown_names_name ON item_unknown_names (name);

-- What a person is typing, kept within seconds. `subject` is 'item:ID' or 'new'; or 'form', the form that was
-- refused last.
CREATE TABLE kept_texts (
    person_id BIGINT NOT NULL REFERENCES people (id),
    subject TEXT NOT NULL,
    -- The revision from which the typing began; NULL for a new item.
    base_revision_id BIGINT,
    -- The writing page it was typed on. Each page that is opened has another.
    sheet TEXT NOT NULL,
    -- NULL once the page's text was saved or given up: what still comes from that page comes too late.
    text TEXT,
    kept_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, subject)
);

CREATE TABLE events (
    id {id},
    happened_at BIGINT NOT NULL,
    actor_id BIGINT NOT NULL REFERENCES people (id),
    verb TEXT NOT NULL,
    -- 'item', 'issue', 'record', 'person', 'unit', 'newsletter', …
    subject_kind TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    -- What happened, in words for the screen.
    words TEXT NOT NULL,
    reason TEXT
);
CREATE INDEX events_subject ON events (subject_kind, subject_id, id);
CREATE INDEX events_actor ON events (actor_id, id);
CREATE INDEX events_verb ON events (verb, id);

-- The kinds of reasons ticked when an item was returned or rejected, to be counted by unit and month.
CREATE TABLE item_reasons (
    event_id BIGINT NOT NULL REFERENCES events (id),
    kind TEXT NOT NULL,
    item_id BIGINT NOT NULL REFERENCES items (id),
    unit_id BIGINT NOT NULL REFERENCES units (id),
    month TEXT NOT NULL,
    PRIMARY KEY (event_id, kind)
);
CREATE INDEX item_reasons_month ON item_reasons (month, unit_id);

CREATE TABLE issues (
    id {id},
    version BIGINT NOT NULL,
    newsletter_id BIGINT NOT NULL REFERENCES newsletters (id),
    year INTEGER NOT NULL,
    number INTEGER NOT NULL,
    total INTEGER,
    date TEXT NOT NULL,
    credit_month TEXT NOT NULL,
    state TEXT NOT NULL,
    past BOOLEAN NOT NULL,
    credited BOOLEAN NOT NULL,
    published_at BIGINT,
    created_at BIGINT NOT NULL,
    UNIQUE (newsletter_id, year, number)
);
CREATE INDEX issues_state ON issues (state, year, number);
CREATE INDEX issues_credit_month ON issues (credit_month, state);

CREATE TABLE issue_arrangers (
    issue_id BIGINT NOT NULL REFERENCES issues (id),
    person_id BIGINT NOT NULL REFERENCES people (id),
    PRIMARY KEY (issue_id, person_id)
);

CREATE TABLE sections (
    id {id},
    issue_id BIGINT NOT NULL REFERENCES issues (id),
    kind TEXT NOT NULL,
    title TEXT,
    sort_order INTEGER NOT NULL
);
CREATE INDEX sections_issue ON sections (issue_id, sort_order);

-- 编入. A row stays when its item is retracted.
CREATE TABLE placements (
    item_id {key} NOT NULL PRIMARY KEY REFERENCES items (id),
    issue_id BIGINT NOT NULL REFERENCES issues (id),
    section_id BIGINT NOT NULL REFERENCES sections (id),
    sort_order INTEGER NOT NULL,
    -- Of an item retracted when its credit month was closed: the open month in which that counts. The adoption stays
    -- a fact of the closed month.
    retracted_month TEXT
);
CREATE INDEX placements_section ON placements (section_id, sort_order);
CREATE INDEX placements_issue ON placements (issue_id, item_id);
CREATE INDEX placements_retracted ON placements (retracted_month) WHERE retracted_month IS NOT NULL;

-- PDFs and other bytes, by the SHA-256 of their content; never changed, never deleted.
CREATE TABLE files (
    hash TEXT NOT NULL PRIMARY KEY,
    media_type TEXT NOT NULL,
    bytes {bytes} NOT NULL,
    created_at BIGINT NOT NULL
);

-- What an issue was frozen as, each time it was sent for sign-off or corrected.
CREATE TABLE issue_versions (
    id {id},
    issue_id BIGINT NOT NULL REFERENCES issues (id),
    -- From 1 for what is published; NULL while in sign-off or when sent back.
    number INTEGER,
    -- 'in_sign_off', 'sent_back', 'published'.
    standing TEXT NOT NULL,
    content TEXT NOT NULL,
    -- Whose texts the content's items are, in printed order, each with its revision.
    items TEXT NOT NULL,
    pdf_hash TEXT NOT NULL REFERENCES files (hash),
    pages INTEGER NOT NULL,
    -- The fonts it was set with.
    fonts TEXT NOT NULL,
    -- Why this version: of a correction or retraction. Why it was sent back.
    reason TEXT,
    made_by BIGINT NOT NULL REFERENCES people (id),
    made_at BIGINT NOT NULL,
    UNIQUE (issue_id, number)
);
CREATE INDEX issue_versions_issue ON issue_versions (issue_id, id);
CREATE INDEX issue_versions_pdf ON issue_versions (pdf_hash);

CREATE TABLE signatures (
    id {id},
    issue_version_id BIGINT NOT NULL REFERENCES issue_versions (id),
    step TEXT NOT NULL,
    signer_id BIGINT NOT NULL REFERENCES people (id),
    signed_at BIGINT NOT NULL,
    pdf_hash TEXT NOT NULL,
    UNIQUE (issue_version_id, step)
);

CREATE TABLE upper_channels (
    id {id},
    name TEXT NOT NULL UNIQUE,
    sort_order INTEGER NOT NULL,
    active BOOLEAN NOT NULL
);

-- Facts outside the newsletter: upper adoptions, commissions, forwardings, adjustments. Never changed: a wrong
-- one is reversed, with a reason.
CREATE TABLE records (
    id {id},
    -- 'upper_adoption', 'commission', 'forwarding', 'instruction', 'adjustment', 'ruling', 'submission' (counts from
    -- before the program).
    kind TEXT NOT NULL,
    -- The credit month.
    month TEXT NOT NULL,
    -- The day of the event itself.
    date TEXT NOT NULL,
    channel_id BIGINT REFERENCES upper_channels (id),
    -- To which office, of a forwarding.
    office TEXT,
    title TEXT NOT NULL,
    starred BOOLEAN NOT NULL,
    commissioned BOOLEAN NOT NULL,
    -- Of an adjustment.
    points BIGINT,
    reason TEXT,
    evidence TEXT,
    -- Of a submission count.
    count INTEGER,
    -- What rules may ask about beyond the kind, as JSON.
    details TEXT,
    item_id BIGINT REFERENCES items (id),
    revision_id BIGINT REFERENCES revisions (id),
    recorded_by BIGINT NOT NULL REFERENCES people (id),
    recorded_at BIGINT NOT NULL,
    reversed_by BIGINT REFERENCES people (id),
    reversed_at BIGINT,
    reversal_reason TEXT,
    -- Where the record's month was closed: the open month in which its reversal counts. The record stays a fact of
    -- its own month.
    reversed_month TEXT
);
CREATE INDEX records_month ON records (month, kind);
CREATE INDEX records_item ON records (item_id);
CREATE INDEX records_reversed ON records (reversed_month) WHERE reversed_month IS NOT NULL;

-- What was imported from files, and each row of theirs by a digest of its words: a row that was imported is never
-- imported again, whatever became of its record.
CREATE TABLE imports (
    id {id},
    name TEXT NOT NULL,
    words TEXT NOT NULL,
    imported_by BIGINT NOT NULL REFERENCES people (id),
    imported_at BIGINT NOT NULL
);

CREATE TABLE imported_rows (
    digest TEXT NOT NULL PRIMARY KEY,
    import_id BIGINT NOT NULL REFERENCES imports (id),
    record_id BIGINT REFERENCES records (id)
);

CREATE TABLE record_units (
    record_id BIGINT NOT NULL REFERENCES records (id),
    unit_id BIGINT NOT NULL REFERENCES units (id),
    sort_order INTEGER NOT NULL,
    -- The record's own, so that a unit's year is found without its other years.
    month TEXT NOT NULL,
    PRIMARY KEY (record_id, unit_id)
);
CREATE INDEX record_units_unit ON record_units (unit_id, month, record_id);
CREATE INDEX record_units_month ON record_units (month);

-- What a month's bulletin says besides its figures: to whom it goes, its covering text with fields for figures, further
-- notes, who signs it, and when. A month without a row begins with the last one's before it, without what is its own.
CREATE TABLE bulletin_letters (
    month TEXT NOT NULL PRIMARY KEY,
    addressees TEXT,
    covering TEXT,
    notes TEXT,
    signature TEXT,
    date TEXT,
    version BIGINT NOT NULL
);

-- What a month's bulletin was frozen as, each time it was sent for signing. Never changed but for its standing.
CREATE TABLE bulletin_versions (
    id {id},
    month TEXT NOT NULL,
    -- 0 of the first that was issued, from 1 of its corrections; NULL before it is issued or when it was sent back.
    correction INTEGER,
    -- 'in_sign_off', 'signed', 'sent_back', 'issued'.
    standing TEXT NOT NULL,
    -- The bulletin and what its letter says, as JSON.
    bulletin TEXT NOT NULL,
    letter TEXT NOT NULL,
    pdf_hash TEXT NOT NULL REFERENCES files (hash),
    rule_set_version INTEGER NOT NULL,
    -- Why, of a correction. Why it was sent back.
    reason TEXT,
    sent_back_reason TEXT,
    prepared_by BIGINT NOT NULL REFERENCES people (id),
    prepared_at BIGINT NOT NULL,
    signed_by BIGINT REFERENCES people (id),
    signed_at BIGINT,
    issued_by BIGINT REFERENCES people (id),
    issued_at BIGINT,
    UNIQUE (month, correction)
);

-- 计分办法. Version 1 is built in; later ones stand here, each a TOML document with the month from which it holds.
CREATE TABLE rule_sets (
    version INTEGER NOT NULL PRIMARY KEY,
    since TEXT NOT NULL,
    document TEXT NOT NULL,
    put_in_force_by BIGINT NOT NULL REFERENCES people (id),
    put_in_force_at BIGINT NOT NULL
);

-- The one rule set that is being drafted; always one that can be read.
CREATE TABLE rule_set_drafts (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    document TEXT NOT NULL,
    changed_by BIGINT NOT NULL REFERENCES people (id),
    changed_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);

-- 台账. Only ever appended to, by the one function that writes the difference.
CREATE TABLE ledger_entries (
    id {id},
    unit_id BIGINT NOT NULL REFERENCES units (id),
    month TEXT NOT NULL,
    category TEXT NOT NULL,
    points BIGINT NOT NULL,
    rule TEXT NOT NULL,
    rule_set_version INTEGER NOT NULL,
    -- The facts it comes from, as JSON.
    facts TEXT NOT NULL,
    -- The working, in words.
    words TEXT NOT NULL,
    -- The entry that this one takes back; an entry is taken back once.
    reverses BIGINT UNIQUE REFERENCES ledger_entries (id),
    -- Why, of a reversal.
    reason TEXT,
    event_id BIGINT NOT NULL REFERENCES events (id),
    entered_at BIGINT NOT NULL
);
CREATE INDEX ledger_entries_month ON ledger_entries (month, unit_id);
CREATE INDEX ledger_entries_unit ON ledger_entries (unit_id, month);

-- What the lines of a unit and month come to, written with them: for comparing units without reading every line.
CREATE TABLE ledger_sums (
    month TEXT NOT NULL,
    unit_id BIGINT NOT NULL REFERENCES units (id),
    points BIGINT NOT NULL,
    PRIMARY KEY (month, unit_id)
);

-- 结账. A month is closed while it has a row that was not reopened; several rows are its history.
CREATE TABLE month_closings (
    id {id},
    month TEXT NOT NULL,
    -- The rules in force when it was closed.
    rule_set_version INTEGER NOT NULL,
    closed_by BIGINT NOT NULL REFERENCES people (id),
    closed_at BIGINT NOT NULL,
    reopened_by BIGINT REFERENCES people (id),
    reopened_at BIGINT,
    reopening_reason TEXT
);
CREATE UNIQUE INDEX month_closings_standing ON month_closings (month) WHERE reopened_at IS NULL;
CREATE INDEX month_closings_month ON month_closings (month, id);

-- What an upper channel printed in a month has come, or that it printed nothing: its bulletin warns of it no more.
CREATE TABLE upper_receipts (
    month TEXT NOT NULL,
    channel_id BIGINT NOT NULL REFERENCES upper_channels (id),
    -- Whether the channel printed nothing in the month.
    is_empty BOOLEAN NOT NULL,
    received_by BIGINT NOT NULL REFERENCES people (id),
    received_at BIGINT NOT NULL,
    PRIMARY KEY (month, channel_id)
);

-- 结转分: points of a year that a unit had before its first month here.
CREATE TABLE opening_points (
    year INTEGER NOT NULL,
    unit_id BIGINT NOT NULL REFERENCES units (id),
    -- The first month whose facts are here.
    month TEXT NOT NULL,
    points BIGINT NOT NULL,
    entered_by BIGINT NOT NULL REFERENCES people (id),
    entered_at BIGINT NOT NULL,
    PRIMARY KEY (year, unit_id)
);

-- How many changes the office has seen. What was worked out while the number stood holds until it moves.
CREATE TABLE changes (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    number BIGINT NOT NULL
);
INSERT INTO changes (id, number) VALUES (1, 0);
