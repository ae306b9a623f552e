-- Imports: each run with what it brought, so that it is listed and can be undone as a whole.

-- source is the archive's name as it was given; undone_at is when somebody asked to undo it, settled_at when that was done
-- as far as it goes.
CREATE TABLE import (
  id {id}, form TEXT NOT NULL, source TEXT NOT NULL, space BIGINT NOT NULL, side TEXT NOT NULL, made_by BIGINT NOT NULL,
  begun_at BIGINT NOT NULL, begun_position BIGINT NOT NULL, ended_at BIGINT,
  found BIGINT NOT NULL, written BIGINT NOT NULL, known BIGINT NOT NULL, erased BIGINT NOT NULL, freed BIGINT NOT NULL,
  begun BIGINT NOT NULL, passed_over BIGINT NOT NULL, unreadable BIGINT NOT NULL,
  undone_by BIGINT, undone_at BIGINT, settled_at BIGINT);
CREATE INDEX import_undone ON import (undone_at) WHERE undone_at IS NOT NULL AND settled_at IS NULL;
-- The messages a run brought and the people it made; the rows go with them.
CREATE TABLE imported (message {id}, import BIGINT NOT NULL, conversation BIGINT NOT NULL);
CREATE INDEX imported_import ON imported (import, conversation, message);
CREATE TABLE import_person (person {id}, import BIGINT NOT NULL);
CREATE INDEX import_person_import ON import_person (import, person);
-- What could not be read: the first of it, by name.
CREATE TABLE import_unreadable (
  import BIGINT NOT NULL, n BIGINT NOT NULL, file TEXT NOT NULL, place BIGINT NOT NULL, reason TEXT NOT NULL, words TEXT NOT NULL,
  PRIMARY KEY (import, n)) {clustered};
-- Conversations that an undoing left, and why.
CREATE TABLE import_stay (import BIGINT NOT NULL, conversation BIGINT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (import, conversation)) {clustered};
