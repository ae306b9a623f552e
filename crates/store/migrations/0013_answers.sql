-- What answers a message is found without reading its whole conversation.
CREATE INDEX message_answers ON message (answers) WHERE answers IS NOT NULL;
-- A conversation knows its space, also after it was moved.
ALTER TABLE waiting DROP COLUMN space;
