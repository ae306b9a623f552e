-- The index on SQLite: rowid is the message, text its folded words, marks its audience and what filters ask for.
CREATE VIRTUAL TABLE found USING fts5(text, marks, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 0");
INSERT INTO found (found, rank) VALUES ('secure-delete', 1);
CREATE TABLE reindex (conversation INTEGER PRIMARY KEY, before BIGINT NOT NULL);
