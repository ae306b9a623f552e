-- The truth of a letter's sender, and what machines say about letters and addresses.

-- What a door knows of who brought a letter: the name it gave, the address it was signed in as (empty for none), and
-- from when on to look at the letter again where DNS was away.
ALTER TABLE intake ADD COLUMN helo TEXT NOT NULL DEFAULT '';
ALTER TABLE intake ADD COLUMN vouched TEXT NOT NULL DEFAULT '';
ALTER TABLE intake ADD COLUMN again_at BIGINT NOT NULL DEFAULT 0;
-- The verdict on a message's sender and what it rests on (JSON); domains only, never an address.
CREATE TABLE proof (message {id}, verdict TEXT NOT NULL, domain TEXT NOT NULL, findings TEXT NOT NULL, at BIGINT NOT NULL);
-- How a letter came back, beside what the other server said: hard, soft or other, and its code.
ALTER TABLE outbox ADD COLUMN bounce TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN bounce_status TEXT NOT NULL DEFAULT '';
CREATE INDEX outbox_recipient ON outbox (recipient, made_at);
-- An address whose letters came back; the row goes when it works again. Its id is the address's row.
CREATE TABLE address_trouble (
  address {id}, class TEXT NOT NULL, status TEXT NOT NULL, words TEXT NOT NULL, delivery BIGINT NOT NULL,
  since BIGINT NOT NULL, last_at BIGINT NOT NULL, times BIGINT NOT NULL);
-- An address that is written to about its own cases only: somebody complained, or asked for it. Its id is the address's row.
CREATE TABLE outreach_stop (address {id}, kind TEXT NOT NULL, letter BIGINT NOT NULL, noted_by BIGINT NOT NULL, at BIGINT NOT NULL);
