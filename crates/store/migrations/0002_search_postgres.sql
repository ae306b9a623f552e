-- The index on PostgreSQL: one vector per message, its folded words with positions and its marks without.
CREATE TABLE found (message BIGINT PRIMARY KEY, words TSVECTOR NOT NULL);
CREATE INDEX found_words ON found USING GIN (words) WITH (fastupdate = off);
CREATE TABLE reindex (conversation BIGINT PRIMARY KEY, before BIGINT NOT NULL);
