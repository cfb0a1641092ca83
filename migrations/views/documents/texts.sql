-- The words of the files of one space: it has a file of its own, so that nothing of others is ever looked through.

-- One row for each content that was read. The numbers grow with time.
CREATE TABLE files (
    number INTEGER PRIMARY KEY,
    blob   BLOB NOT NULL UNIQUE
) STRICT;

-- What holds words. The text itself is kept to show where they stand.
CREATE VIRTUAL TABLE texts USING fts5 (text, tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co So'");
INSERT INTO texts (texts, rank) VALUES ('secure-delete', 1);
