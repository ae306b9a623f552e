-- The index on SQLite, made anew from the log. One column: marks begin with a sign that no word has, so a word is looked for
-- without asking in which column it stands, which took a fifth of a walk. Beside it how long each message is and which of its
-- words come again: what relevance asks of ten thousand of them.
DROP TABLE found;
CREATE VIRTUAL TABLE found USING fts5(words, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 0 tokenchars _");
INSERT INTO found (found, rank) VALUES ('secure-delete', 1);
INSERT INTO found (found, rank) VALUES ('usermerge', 2);
CREATE TABLE wordage (message {id}, words BIGINT NOT NULL, again BYTEA NOT NULL);
UPDATE consumer SET bookmark = 0, lease_until = 0 WHERE name = 'index';
-- What home counts and lists, each out of an index alone, however much waits.
DROP INDEX conversation_awaited;
CREATE INDEX conversation_awaited ON conversation (space, awaited_since, id, beside, circle);
DROP INDEX notice_unseen;
CREATE INDEX notice_unseen ON notice (person, position, reason, conversation, message, at, seen_at) WHERE seen_at IS NULL;
