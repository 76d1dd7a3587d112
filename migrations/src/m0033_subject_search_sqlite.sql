-- One entry of words for each issue, bulletin, record and comment, as item_search has one for each item.
CREATE VIRTUAL TABLE subject_search USING fts5 (
    words,
    content = '',
    contentless_delete = 1,
    prefix = '1',
    tokenize = "unicode61 remove_diacritics 0"
);
