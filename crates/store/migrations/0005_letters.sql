-- How a letter is shown besides its new words: signature and history in their own form, notes as JSON.
CREATE TABLE letter_face (message {id}, signature TEXT NOT NULL, history TEXT NOT NULL, notes TEXT NOT NULL);
-- Days within which a letter into a closed conversation opens it again; later it begins a new one, linked.
ALTER TABLE space ADD COLUMN reopen_days BIGINT NOT NULL DEFAULT 30;
