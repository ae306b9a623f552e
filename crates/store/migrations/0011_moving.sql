-- Moving and merging: how things stood before, so that they can be put back.

-- A conversation that was moved, and each sidebar beside it: a row each, at one position. The circle of before stays as
-- it was; parties and sinces are the count and the sum of the new one's, so that a change of it is seen.
CREATE TABLE moving (
  id {id}, conversation BIGINT NOT NULL, position BIGINT NOT NULL, at BIGINT NOT NULL, moved_by BIGINT NOT NULL,
  from_space BIGINT NOT NULL, from_circle BIGINT NOT NULL, from_assignee BIGINT, to_space BIGINT NOT NULL, to_circle BIGINT NOT NULL,
  to_assignee BIGINT, parties BIGINT NOT NULL, sinces BIGINT NOT NULL, undone_at BIGINT, undone_by BIGINT);
CREATE INDEX moving_conversation ON moving (conversation, id);
CREATE INDEX moving_position ON moving (position);

-- A conversation that goes on in another: none of its messages moves, later answers to it land there.
ALTER TABLE conversation ADD COLUMN merged_into BIGINT;
CREATE INDEX conversation_merged ON conversation (merged_into) WHERE merged_into IS NOT NULL;
CREATE TABLE merging (
  id {id}, conversation BIGINT NOT NULL, into_conversation BIGINT NOT NULL, position BIGINT NOT NULL, at BIGINT NOT NULL, merged_by BIGINT NOT NULL,
  brought BIGINT NOT NULL, stage TEXT NOT NULL, awaited_since BIGINT, closed_at BIGINT, closed_by BIGINT, closed_reason TEXT,
  into_awaited BIGINT, undone_at BIGINT, undone_by BIGINT);
CREATE INDEX merging_conversation ON merging (conversation, id);
