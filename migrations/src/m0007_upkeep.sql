-- What the program has put in order by itself since a database was made by an earlier one, so that it does so once.
CREATE TABLE upkeep (
    name TEXT NOT NULL PRIMARY KEY,
    -- How far it got: of 'search', the way in which texts are folded before they are entered.
    number BIGINT NOT NULL
);
