-- Merging persons: who somebody was found to be, and what it takes to undo that.

-- A person who is another: from then on she is a party of that one, who reads and is written to for both. No message, sight,
-- shelf or membership of hers is rewritten.
ALTER TABLE person ADD COLUMN merged_into BIGINT;
CREATE INDEX person_merged ON person (merged_into) WHERE merged_into IS NOT NULL;
-- An address that came by a merge stands behind her own: letters go to the first one that may be written to.
ALTER TABLE address ADD COLUMN later BIGINT NOT NULL DEFAULT 0;
-- Each merge, with where in the log it stands and where it was undone: who was one person when something was said. name is
-- that of before, and empty once it is no longer needed.
CREATE TABLE person_merging (
  id {id}, person BIGINT NOT NULL, into_person BIGINT NOT NULL, position BIGINT NOT NULL, at BIGINT NOT NULL, merged_by BIGINT NOT NULL,
  name TEXT NOT NULL, undone_position BIGINT, undone_at BIGINT, undone_by BIGINT);
CREATE INDEX person_merging_person ON person_merging (person, id);
CREATE INDEX person_merging_into ON person_merging (into_person, id);
-- What went along: addresses (their ids), reading marks (conversations), choices of being told (space and reason). The rows go
-- when it is undone.
CREATE TABLE person_merging_row (merging BIGINT NOT NULL, kind TEXT NOT NULL, object BIGINT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (merging, kind, object, word)) {clustered};
-- To which address a link to come in was sent: it is that one, of several, which whoever uses it has proved.
ALTER TABLE sign_in ADD COLUMN address BIGINT NOT NULL DEFAULT 0;
