-- Units change: renamed, merged into another, split, abolished, each from a day on.

CREATE TABLE unit_changes (
    id {id},
    unit_id BIGINT NOT NULL REFERENCES units (id),
    -- 'renamed', 'merged', 'split', 'abolished'.
    kind TEXT NOT NULL,
    -- The first day on which it is so.
    day TEXT NOT NULL,
    -- Who earns on with the unit's points of the year; NULL where they stay with it.
    heir_id BIGINT REFERENCES units (id),
    -- What it was called until then, of a renaming.
    name_before TEXT,
    short_name_before TEXT,
    -- The paper that says so, or another reason.
    reason TEXT,
    made_by BIGINT NOT NULL REFERENCES people (id),
    made_at BIGINT NOT NULL
);
CREATE INDEX unit_changes_unit ON unit_changes (unit_id, day);

-- Into which units it went, in order.
CREATE TABLE unit_successors (
    change_id BIGINT NOT NULL REFERENCES unit_changes (id),
    unit_id BIGINT NOT NULL REFERENCES units (id),
    sort_order INTEGER NOT NULL,
    PRIMARY KEY (change_id, unit_id)
);
