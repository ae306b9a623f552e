-- What an undoing took away since it was asked for, whoever did the work.
ALTER TABLE import ADD COLUMN gone_messages BIGINT NOT NULL DEFAULT 0;
ALTER TABLE import ADD COLUMN gone_conversations BIGINT NOT NULL DEFAULT 0;
ALTER TABLE import ADD COLUMN gone_people BIGINT NOT NULL DEFAULT 0;
