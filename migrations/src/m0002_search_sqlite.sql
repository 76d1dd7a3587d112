-- One entry of words for each item; its row number is the item's position. The words are already cut, so the
-- tokenizer only parts them at blanks; what an entry was made of is not kept twice.
CREATE VIRTUAL TABLE item_search USING fts5 (
    words,
    content = '',
    contentless_delete = 1,
    prefix = '1',
    tokenize = "unicode61 remove_diacritics 0"
);
