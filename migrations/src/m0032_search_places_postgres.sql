-- In which order PostgreSQL goes through the entries of words: all of them, a unit's, those printed in a year. Its index of
-- words keeps no order, and where a word stands in many items, collecting them all to show thirty takes long. It only adds.
CREATE TABLE item_search_places (
    item_id BIGINT NOT NULL PRIMARY KEY REFERENCES items (id),
    position BIGINT NOT NULL,
    unit_id BIGINT NOT NULL,
    -- Of the issue in which it was printed.
    year INTEGER
);
INSERT INTO item_search_places (item_id, position, unit_id, year)
SELECT items.id, items.position, items.submitting_unit_id, issues.year FROM items
LEFT JOIN placements ON placements.item_id = items.id AND items.state IN ('adopted', 'retracted')
LEFT JOIN issues ON issues.id = placements.issue_id;
CREATE INDEX item_search_places_position ON item_search_places (position);
CREATE INDEX item_search_places_unit ON item_search_places (unit_id, position);
CREATE INDEX item_search_places_year ON item_search_places (year, position);
