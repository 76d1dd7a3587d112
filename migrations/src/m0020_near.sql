-- Which items are like which. It only adds.

-- Items of which nearly all stands in another, found after one of both was saved (`item_id`). What is like it that was saved
-- later found it: a pair stands once, either way.
CREATE TABLE item_near (
    item_id {key} NOT NULL REFERENCES items (id) ON DELETE CASCADE,
    other_id {key} NOT NULL REFERENCES items (id) ON DELETE CASCADE,
    -- How much of the shorter stands in the other, in thousandths.
    share INTEGER NOT NULL,
    PRIMARY KEY (item_id, other_id)
);

CREATE INDEX item_near_other ON item_near (other_id);
