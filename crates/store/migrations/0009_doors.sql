-- A mailbox elsewhere that letters are pulled from: which node pulls it, and how it stands (in words of the other server where
-- it failed). Passwords stand in the settings, never here.
CREATE TABLE mailbox (
  name TEXT PRIMARY KEY, space_mail TEXT NOT NULL, lease TEXT NOT NULL, lease_until BIGINT NOT NULL, state TEXT NOT NULL,
  words TEXT NOT NULL, since_at BIGINT NOT NULL, next_at BIGINT NOT NULL);
-- Its folders, and how far each is read: uids (RFC 9051, 2.3.1.1) up to last_uid are had, as long as validity holds. After a
-- change of validity those up to recheck_to are compared with what was had.
CREATE TABLE mailbox_folder (
  mailbox TEXT NOT NULL, folder TEXT NOT NULL, validity BIGINT NOT NULL, last_uid BIGINT NOT NULL, recheck_to BIGINT NOT NULL,
  began_at BIGINT NOT NULL, looked_at BIGINT NOT NULL, state TEXT NOT NULL, words TEXT NOT NULL, letters BIGINT NOT NULL,
  left_behind BIGINT NOT NULL, last_letter_at BIGINT NOT NULL, PRIMARY KEY (mailbox, folder)) {clustered};
-- Digests of the letters had from a mailbox, for the day its uids change their meaning.
CREATE TABLE mailbox_letter (mailbox TEXT NOT NULL, digest BYTEA NOT NULL, PRIMARY KEY (mailbox, digest)) {clustered};
-- The mail server whose Authentication-Results (RFC 8601) count for a letter, because it lay in a mailbox there.
ALTER TABLE intake ADD COLUMN believed TEXT NOT NULL DEFAULT '';
