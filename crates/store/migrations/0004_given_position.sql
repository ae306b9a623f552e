-- Where in the log a sight was given: two actions of one group share a moment, never a position.
-- Nothing for what was given before: nobody can say any more which came with which.
ALTER TABLE sight ADD COLUMN given_position BIGINT;
