-- PostgreSQL's vectors hold where each word stands: its rank needs nothing beside them.
-- What home counts and lists, each out of an index alone, however much waits.
DROP INDEX conversation_awaited;
CREATE INDEX conversation_awaited ON conversation (space, awaited_since, id, beside, circle);
DROP INDEX notice_unseen;
CREATE INDEX notice_unseen ON notice (person, position, reason, conversation, message, at, seen_at) WHERE seen_at IS NULL;
