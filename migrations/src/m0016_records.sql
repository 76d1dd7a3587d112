-- Each thing that is recorded stands in a column of its own. It only adds, and moves what stood in another's.

-- Which decision it is; until now in office.
ALTER TABLE records ADD COLUMN ruling TEXT;
UPDATE records SET ruling = office, office = NULL WHERE kind = 'ruling';

-- On which publication a leader wrote, where that matters; until now in office.
ALTER TABLE records ADD COLUMN written_on TEXT;
UPDATE records SET written_on = office, office = NULL WHERE kind = 'instruction';

-- Who cleared what was sent up; until now in evidence.
ALTER TABLE records ADD COLUMN cleared_by TEXT;
UPDATE records SET cleared_by = evidence, evidence = NULL WHERE kind = 'forwarding';
