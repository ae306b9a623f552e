-- A person's own mirror: what she turned to, and who turned to her, in a window is one range of an index.
DROP INDEX turned_author;
CREATE INDEX turned_author ON turned (author, message);
DROP INDEX turned_person;
CREATE INDEX turned_person ON turned (person, message);
