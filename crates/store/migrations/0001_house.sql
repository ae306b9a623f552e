-- The house. One text for both engines: BIGINT, TEXT, BYTEA, DOUBLE PRECISION; times are microseconds UTC, booleans 0/1.
-- {id} is the engine's cheapest BIGINT PRIMARY KEY; {clustered} keeps a table in the order of its key where the engine can.

-- The log. log_head is the one row the writer locks; positions are dense and in commit order.
CREATE TABLE log_head (id {id}, position BIGINT NOT NULL);
INSERT INTO log_head (id, position) VALUES (1, 0);
CREATE TABLE activity (
  position {id}, at BIGINT NOT NULL, actor BIGINT NOT NULL, verb TEXT NOT NULL,
  space BIGINT NOT NULL, conversation BIGINT NOT NULL, object BIGINT NOT NULL, other BIGINT NOT NULL);
CREATE TABLE consumer (name TEXT PRIMARY KEY, bookmark BIGINT NOT NULL, lease TEXT NOT NULL, lease_until BIGINT NOT NULL);
CREATE TABLE node (number {id}, name TEXT NOT NULL, lease_until BIGINT NOT NULL);
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE secret (name TEXT PRIMARY KEY, bytes BYTEA NOT NULL);
CREATE TABLE counter (name TEXT PRIMARY KEY, value BIGINT NOT NULL);

-- People.
CREATE TABLE person (
  id {id}, name TEXT NOT NULL, handle TEXT NOT NULL UNIQUE, side TEXT NOT NULL, joined_at BIGINT NOT NULL,
  joined_position BIGINT NOT NULL, deactivated_at BIGINT, time_zone TEXT NOT NULL, theme TEXT NOT NULL);
CREATE INDEX person_name ON person (name);
CREATE TABLE address (
  id {id}, person BIGINT NOT NULL, address TEXT NOT NULL UNIQUE, verified_at BIGINT, blocked_at BIGINT);
CREATE INDEX address_person ON address (person);
CREATE TABLE password (person {id}, hash TEXT NOT NULL, at BIGINT NOT NULL);
CREATE TABLE session (
  id {id}, digest BYTEA NOT NULL UNIQUE, person BIGINT NOT NULL, name TEXT NOT NULL, scopes TEXT NOT NULL,
  made_at BIGINT NOT NULL, used_at BIGINT NOT NULL, ends_at BIGINT NOT NULL, ended_at BIGINT);
CREATE INDEX session_person ON session (person);
CREATE TABLE sign_in (digest BYTEA PRIMARY KEY, person BIGINT NOT NULL, made_at BIGINT NOT NULL, ends_at BIGINT NOT NULL, used_at BIGINT);
CREATE INDEX sign_in_person ON sign_in (person, made_at);
CREATE TABLE invitation (
  id {id}, digest BYTEA NOT NULL UNIQUE, side TEXT NOT NULL, unit BIGINT NOT NULL, organization BIGINT NOT NULL,
  administrator BIGINT NOT NULL, address TEXT NOT NULL, made_by BIGINT NOT NULL, made_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL, uses_left BIGINT NOT NULL);
CREATE TABLE hat (
  person BIGINT NOT NULL, hat TEXT NOT NULL, object BIGINT NOT NULL, since_at BIGINT NOT NULL, until_at BIGINT,
  PRIMARY KEY (person, hat, object, since_at)) {clustered};
CREATE INDEX hat_object ON hat (object, hat);

-- Parties: the name of whatever can be given sight, and who is a member of it today and was before.
CREATE TABLE party (id {id}, kind TEXT NOT NULL, name TEXT NOT NULL, slug TEXT NOT NULL, parent BIGINT, sees_past BIGINT NOT NULL, ours BIGINT NOT NULL, made_at BIGINT NOT NULL);
CREATE UNIQUE INDEX party_slug ON party (kind, slug);
INSERT INTO party (id, kind, name, slug, parent, sees_past, ours, made_at) VALUES (1, 'all', 'Everyone', 'everyone', NULL, 1, 0, 0);
INSERT INTO party (id, kind, name, slug, parent, sees_past, ours, made_at) VALUES (2, 'all', 'Everyone signed in', 'signed-in', NULL, 1, 0, 0);
INSERT INTO party (id, kind, name, slug, parent, sees_past, ours, made_at) VALUES (3, 'all', 'All employees', 'employees', NULL, 1, 0, 0);
CREATE TABLE membership (
  person BIGINT NOT NULL, party BIGINT NOT NULL, since BIGINT NOT NULL, joined_at BIGINT NOT NULL, left_at BIGINT,
  PRIMARY KEY (person, party, joined_at)) {clustered};
CREATE INDEX membership_party ON membership (party, person);

-- Audience: the few rows of a circle decide who sees a conversation, from which position on.
CREATE TABLE circle (id {id}, inside BIGINT NOT NULL);
CREATE TABLE sight (
  circle BIGINT NOT NULL, party BIGINT NOT NULL, since BIGINT NOT NULL, inside BIGINT NOT NULL,
  given_by BIGINT NOT NULL, given_at BIGINT NOT NULL, PRIMARY KEY (circle, party)) {clustered};
CREATE INDEX sight_party ON sight (party, circle);

-- Spaces and conversations.
CREATE TABLE space (
  id {id}, slug TEXT NOT NULL UNIQUE, name TEXT NOT NULL, purpose TEXT NOT NULL, circle BIGINT NOT NULL,
  kinds TEXT NOT NULL, open BIGINT NOT NULL, mail TEXT UNIQUE, made_at BIGINT NOT NULL);
CREATE TABLE conversation (
  id {id}, number BIGINT NOT NULL UNIQUE, space BIGINT NOT NULL, kind TEXT NOT NULL, stage TEXT NOT NULL, subject TEXT NOT NULL,
  circle BIGINT NOT NULL, beside BIGINT, starter BIGINT NOT NULL, started_at BIGINT NOT NULL, position BIGINT NOT NULL,
  last_position BIGINT NOT NULL, last_at BIGINT NOT NULL, awaited_since BIGINT, assignee BIGINT, closed_at BIGINT,
  closed_by BIGINT, closed_reason TEXT, accepted BIGINT, linked BIGINT);
CREATE INDEX conversation_beside ON conversation (beside);
CREATE INDEX conversation_assignee ON conversation (assignee, last_at);
CREATE INDEX conversation_linked ON conversation (linked);
CREATE INDEX conversation_circle ON conversation (circle);
CREATE INDEX conversation_awaited ON conversation (space, awaited_since);
CREATE TABLE shelf (
  party BIGINT NOT NULL, conversation BIGINT NOT NULL, space BIGINT NOT NULL, last_at BIGINT NOT NULL, last_position BIGINT NOT NULL,
  PRIMARY KEY (party, conversation)) {clustered};
CREATE INDEX shelf_newest ON shelf (party, last_at, conversation);
CREATE INDEX shelf_space ON shelf (party, space, last_at, conversation);
CREATE INDEX shelf_position ON shelf (party, last_position, conversation);

-- Messages.
CREATE TABLE message (
  id {id}, conversation BIGINT NOT NULL, position BIGINT NOT NULL, author BIGINT NOT NULL, channel TEXT NOT NULL, at BIGINT NOT NULL,
  answers BIGINT, source TEXT NOT NULL, html TEXT NOT NULL, history TEXT NOT NULL, signature TEXT NOT NULL,
  automatic BIGINT NOT NULL, mailed BIGINT NOT NULL, edited_at BIGINT, deleted_at BIGINT, deleted_by BIGINT);
CREATE INDEX message_conversation ON message (conversation, id);
CREATE INDEX message_position ON message (conversation, position);
CREATE TABLE message_version (message BIGINT NOT NULL, position BIGINT NOT NULL, at BIGINT NOT NULL, source TEXT NOT NULL, PRIMARY KEY (message, position)) {clustered};
CREATE TABLE reaction (message BIGINT NOT NULL, person BIGINT NOT NULL, reaction TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (message, person, reaction)) {clustered};
CREATE TABLE attachment (
  id {id}, message BIGINT, person BIGINT NOT NULL, name TEXT NOT NULL, media_type TEXT NOT NULL, size BIGINT NOT NULL, digest BYTEA NOT NULL, made_at BIGINT NOT NULL);
CREATE INDEX attachment_message ON attachment (message);
CREATE INDEX attachment_digest ON attachment (digest);
CREATE TABLE blob (digest BYTEA PRIMARY KEY, size BIGINT NOT NULL, made_at BIGINT NOT NULL);
CREATE TABLE blob_chunk (digest BYTEA NOT NULL, n BIGINT NOT NULL, bytes BYTEA NOT NULL, PRIMARY KEY (digest, n));
CREATE TABLE participant (conversation BIGINT NOT NULL, person BIGINT NOT NULL, role TEXT NOT NULL, since BIGINT NOT NULL, PRIMARY KEY (conversation, person)) {clustered};
CREATE INDEX participant_person ON participant (person, conversation);

-- What a person has read, what concerns her, what she is writing.
-- back is 1 where she set the mark back by hand; those may lie below her space's mark and are few.
CREATE TABLE reading_mark (person BIGINT NOT NULL, conversation BIGINT NOT NULL, position BIGINT NOT NULL, back BIGINT NOT NULL, PRIMARY KEY (person, conversation)) {clustered};
CREATE INDEX reading_mark_back ON reading_mark (person) WHERE back = 1;
CREATE TABLE space_mark (person BIGINT NOT NULL, space BIGINT NOT NULL, position BIGINT NOT NULL, PRIMARY KEY (person, space)) {clustered};
CREATE TABLE notice (
  id {id}, person BIGINT NOT NULL, conversation BIGINT NOT NULL, message BIGINT NOT NULL, reason TEXT NOT NULL,
  position BIGINT NOT NULL, at BIGINT NOT NULL, seen_at BIGINT);
CREATE UNIQUE INDEX notice_once ON notice (person, position, reason);
CREATE INDEX notice_unseen ON notice (person, seen_at, position);
CREATE INDEX notice_conversation ON notice (person, conversation);
CREATE TABLE draft (person BIGINT NOT NULL, conversation BIGINT NOT NULL, source TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (person, conversation)) {clustered};

-- Doors: what arrived, kept before we answer; what is due, one row per recipient and channel.
CREATE TABLE intake (
  id {id}, door TEXT NOT NULL, arrived_at BIGINT NOT NULL, peer TEXT NOT NULL, sender TEXT NOT NULL, recipient TEXT NOT NULL, raw BYTEA NOT NULL,
  size BIGINT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL, conversation BIGINT, message BIGINT, sorted_at BIGINT);
CREATE INDEX intake_state ON intake (state, id);
CREATE INDEX intake_message ON intake (message);
CREATE TABLE letter (digest BYTEA NOT NULL, conversation BIGINT NOT NULL, message BIGINT NOT NULL, message_id TEXT NOT NULL, PRIMARY KEY (digest, conversation)) {clustered};
CREATE INDEX letter_message ON letter (message);
CREATE TABLE outbox (
  id {id}, reason TEXT NOT NULL, message BIGINT NOT NULL, conversation BIGINT NOT NULL, recipient BIGINT NOT NULL, address TEXT NOT NULL, secret TEXT NOT NULL,
  state TEXT NOT NULL, made_at BIGINT NOT NULL, due_at BIGINT NOT NULL, attempts BIGINT NOT NULL, words TEXT NOT NULL,
  lease TEXT NOT NULL, lease_until BIGINT NOT NULL, done_at BIGINT);
CREATE INDEX outbox_due ON outbox (state, due_at);
CREATE INDEX outbox_message ON outbox (message);
CREATE TABLE idempotency (digest BYTEA PRIMARY KEY, person BIGINT NOT NULL, at BIGINT NOT NULL, status BIGINT NOT NULL, location TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE erased (digest BYTEA PRIMARY KEY, at BIGINT NOT NULL);
