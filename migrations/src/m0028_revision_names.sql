-- Names that people give to revisions: 领导改后. It only adds.
ALTER TABLE revisions ADD COLUMN name TEXT;
