-- A correction's form has the fields of a text by the names by which every text travels. What was typed into one and is
-- not handed in yet is kept under those.
UPDATE sheets SET form = REPLACE(form, '["attribution",', '["attribution_line",')
WHERE verb = 'correct_item' AND form IS NOT NULL;
