-- A section of 信息 whose texts are set in columns, as newspapers set long features. It only adds.
ALTER TABLE sections ADD COLUMN in_columns BOOLEAN NOT NULL DEFAULT FALSE;
