-- Sending: how people are told by mail, what is planned, what can be taken back, and who is given a rest.

-- How somebody wants to be told: per space (0: everywhere) and reason. No row: the default of the reason.
CREATE TABLE telling (
  person BIGINT NOT NULL, space BIGINT NOT NULL, reason TEXT NOT NULL, level TEXT NOT NULL, at BIGINT NOT NULL,
  PRIMARY KEY (person, space, reason)) {clustered};
CREATE INDEX telling_space ON telling (space, reason, level);
-- Her digest and her quiet hours, in her own time zone; quiet_from = quiet_until: none.
CREATE TABLE habit (person {id}, rhythm TEXT NOT NULL, hour BIGINT NOT NULL, quiet_from BIGINT NOT NULL, quiet_until BIGINT NOT NULL);
-- The letter that tells of a notice; 0 where none does.
ALTER TABLE notice ADD COLUMN told BIGINT NOT NULL DEFAULT 0;
CREATE INDEX notice_told ON notice (told, person) WHERE told <> 0;

-- What somebody wrote to be sent later; the row goes when it is sent or cancelled.
CREATE TABLE planned (
  id {id}, person BIGINT NOT NULL, conversation BIGINT NOT NULL, source TEXT NOT NULL, answers BIGINT, audience TEXT NOT NULL,
  position BIGINT NOT NULL, due_at BIGINT NOT NULL, made_at BIGINT NOT NULL);
CREATE INDEX planned_due ON planned (due_at);
CREATE INDEX planned_person ON planned (person, due_at);
CREATE INDEX planned_conversation ON planned (conversation, person);
ALTER TABLE attachment ADD COLUMN planned BIGINT;
CREATE INDEX attachment_planned ON attachment (planned) WHERE planned IS NOT NULL;

-- How a conversation stood before a message that leaves the house, so that it can be taken back.
CREATE TABLE before_sending (message {id}, stage TEXT NOT NULL, awaited_since BIGINT, at BIGINT NOT NULL);
CREATE INDEX before_sending_at ON before_sending (at);

-- Destinations that asked for a rest; the empty one is the relay itself.
CREATE TABLE destination (domain TEXT PRIMARY KEY, failures BIGINT NOT NULL, rests_until BIGINT NOT NULL, words TEXT NOT NULL);
ALTER TABLE outbox ADD COLUMN domain TEXT NOT NULL DEFAULT '';
-- When it was first due: from then on its five days count; 0 in rows of before.
ALTER TABLE outbox ADD COLUMN begun_at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX outbox_recipient_state ON outbox (recipient, state);

-- In whose name a space's letters go; empty: its own address and the author's name.
ALTER TABLE space ADD COLUMN from_name TEXT NOT NULL DEFAULT '';
ALTER TABLE space ADD COLUMN from_address TEXT NOT NULL DEFAULT '';
