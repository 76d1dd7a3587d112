-- One page may be open twice under its name, in two browsers: whose words it holds, and which of the copies did what was
-- done last. Empty or NULL where no copy told.
ALTER TABLE sheets ADD COLUMN kept_copy TEXT NOT NULL DEFAULT '';
ALTER TABLE sheets ADD COLUMN done_copy TEXT;
