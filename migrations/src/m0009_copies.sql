-- One page may be open twice under its name, in two browsers: which of the copies did what was done last. NULL where no
-- copy told.
ALTER TABLE sheets ADD COLUMN done_copy TEXT;
