-- The observatory: what people agreed to, who turned to whom, who waits, and what was published of it.

-- A person's terms: what she agreed to, what she left. Ending one is a date more, never an edit.
CREATE TABLE term (
  id {id}, person BIGINT NOT NULL, term TEXT NOT NULL, version BIGINT NOT NULL,
  since_at BIGINT NOT NULL, since_position BIGINT NOT NULL, until_at BIGINT, until_position BIGINT);
CREATE INDEX term_person ON term (person, term);
-- What the house told its people before it measured anything; the newest that was not ended stands.
CREATE TABLE measuring_notice (
  id {id}, words TEXT NOT NULL, group_min BIGINT NOT NULL, counts_from BIGINT NOT NULL,
  published_by BIGINT NOT NULL, published_at BIGINT NOT NULL, ended_by BIGINT, ended_at BIGINT);

-- Whom a message turned to; units are 0 for none, as they were when it was written.
CREATE TABLE turned (
  message BIGINT NOT NULL, person BIGINT NOT NULL, author BIGINT NOT NULL, at BIGINT NOT NULL, means TEXT NOT NULL,
  author_unit BIGINT NOT NULL, person_unit BIGINT NOT NULL, PRIMARY KEY (message, person)) {clustered};
CREATE INDEX turned_author ON turned (author);
CREATE INDEX turned_person ON turned (person);
-- The same by pair and week, and by day and unit pair. Weights are billionths, so that sums are exact in any order: by
-- week that at the week's end, by day that of the moment.
CREATE TABLE tie_week (
  week BIGINT NOT NULL, author BIGINT NOT NULL, person BIGINT NOT NULL, author_unit BIGINT NOT NULL, person_unit BIGINT NOT NULL,
  messages BIGINT NOT NULL, weight BIGINT NOT NULL, PRIMARY KEY (week, author, person, author_unit, person_unit)) {clustered};
CREATE TABLE tie_day (
  day BIGINT NOT NULL, author_unit BIGINT NOT NULL, person_unit BIGINT NOT NULL,
  messages BIGINT NOT NULL, weight BIGINT NOT NULL, PRIMARY KEY (day, author_unit, person_unit)) {clustered};

-- Who outside waits for an answer of ours, since which message; a row goes when she is answered, or says that she no
-- longer waits, and for nothing else.
CREATE TABLE waiting (conversation {id}, space BIGINT NOT NULL, person BIGINT NOT NULL, message BIGINT NOT NULL, since BIGINT NOT NULL);
CREATE INDEX waiting_since ON waiting (since, conversation);
CREATE INDEX waiting_person ON waiting (person);
-- Up to which position nothing waits any more, though nobody of ours wrote: she closed it, an answer was accepted.
CREATE TABLE settled (conversation {id}, position BIGINT NOT NULL);
-- Ends of conversations, which may not be the last, and who held them: only the log knows.
CREATE TABLE ending (
  conversation BIGINT NOT NULL, position BIGINT NOT NULL, at BIGINT NOT NULL, outsider BIGINT NOT NULL, reason TEXT NOT NULL,
  reopened_at BIGINT, PRIMARY KEY (conversation, position)) {clustered};
CREATE TABLE hold (
  conversation BIGINT NOT NULL, position BIGINT NOT NULL, at BIGINT NOT NULL, person BIGINT NOT NULL,
  PRIMARY KEY (conversation, position)) {clustered};
CREATE INDEX hold_person ON hold (person);

-- What was measured and may be seen, with a circle like any other; and of whom it spoke, which nobody sees: what follows
-- must not tell who came or went.
CREATE TABLE published (
  id {id}, name TEXT NOT NULL, version BIGINT NOT NULL, from_at BIGINT NOT NULL, until_at BIGINT NOT NULL,
  computed_at BIGINT NOT NULL, circle BIGINT NOT NULL, body TEXT NOT NULL);
CREATE UNIQUE INDEX published_window ON published (name, until_at);
CREATE TABLE measured_group (
  unit BIGINT NOT NULL, until_at BIGINT NOT NULL, from_at BIGINT NOT NULL, person BIGINT NOT NULL,
  PRIMARY KEY (unit, until_at, person)) {clustered};
