-- A page of a conversation asks for reactions and files only where some may be: decorated is 1 from the first one on.
-- What was written before is asked as ever.
ALTER TABLE message ADD COLUMN decorated BIGINT NOT NULL DEFAULT 1;
-- Who wrote lately, and the last words of a list's row, are read from the index alone.
DROP INDEX message_conversation;
CREATE INDEX message_conversation ON message (conversation, id, author, position);
