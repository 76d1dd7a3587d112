-- 代办: who acts for whom, in which roles, from which day until which. It only adds.
CREATE TABLE deputies (
    id {id},
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    deputy_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    -- As forms hold them, one after the other: editor, or contributor:12 with the unit's id.
    roles TEXT NOT NULL,
    since TEXT NOT NULL,
    until TEXT NOT NULL,
    set_by BIGINT NOT NULL REFERENCES people (id),
    set_at BIGINT NOT NULL,
    ended_at BIGINT
);

CREATE INDEX deputies_deputy ON deputies (deputy_id);
CREATE INDEX deputies_person ON deputies (person_id);
