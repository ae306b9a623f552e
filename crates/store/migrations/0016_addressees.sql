-- Whom a letter of an archive names in To and Cc, as far as she is somebody here: to whom it turned. It gives no sight, no
-- notice and no letter.
CREATE TABLE addressee (message BIGINT NOT NULL, person BIGINT NOT NULL, PRIMARY KEY (message, person)) {clustered};
CREATE INDEX addressee_person ON addressee (person, message);
