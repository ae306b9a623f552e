-- The index merges two parts of a size where it is asked to, instead of waiting for four.
INSERT INTO found (found, rank) VALUES ('usermerge', 2);
