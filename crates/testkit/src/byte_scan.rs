//! The byte scan: where some words stand in what a store leaves on disk, in whatever table, page, log or file.

use crate::test_store::{Place, TestStore};
use std::{fs, path::Path};

impl TestStore {
    /// Where one of these words stands, in any letters: files of the directory on SQLite (database, log, index of the log,
    /// attached files, lists), rows of any table and the database's own files on PostgreSQL.
    ///
    /// # Panics
    /// Where something cannot be read.
    pub fn places_of(&self, words: &[&str]) -> Vec<String> {
        let mut found = Vec::new();
        match self.place() {
            Place::Sqlite(directory) => in_files(directory.path(), words, &mut found),
            Place::Postgres(database) => {
                for (table, rows) in database.as_text().expect("psql answers") {
                    note(&table, rows.as_bytes(), words, &mut found);
                }
                for word in words {
                    let files = database.files_holding(word).expect("psql answers");
                    found.extend(files.into_iter().map(|file| format!("{word} in the file {file}")));
                }
            }
            Place::Borrowed(_) => panic!("a borrowed database is not scanned"),
        }
        found
    }

    /// On PostgreSQL, all that stands in each table, a line for each row, sorted; `None` on SQLite, whose rows only the store
    /// reads.
    ///
    /// # Panics
    /// Where it cannot be read.
    pub fn tables(&self) -> Option<Vec<(String, Vec<String>)>> {
        let Place::Postgres(database) = self.place() else { return None };
        let sorted = |rows: String| {
            let mut rows: Vec<String> = rows.lines().map(str::to_owned).collect();
            rows.sort_unstable();
            rows
        };
        let tables = database.as_text().expect("psql answers");
        Some(tables.into_iter().map(|(table, rows)| (table, sorted(rows))).collect())
    }

    /// Has the database sample its columns for the planner, as PostgreSQL does by itself after some writing.
    ///
    /// # Panics
    /// Where it cannot.
    pub fn gather_statistics(&self) {
        if let Place::Postgres(database) = self.place() {
            database.gather_statistics().expect("psql answers");
        }
    }

    /// On PostgreSQL, a transaction of somebody else's that has begun and stays open for so long.
    ///
    /// # Panics
    /// Where it cannot.
    pub fn long_transaction(&self, seconds: u32) -> Option<std::thread::JoinHandle<()>> {
        match self.place() {
            Place::Postgres(database) => Some(database.long_transaction(seconds).expect("psql answers")),
            Place::Sqlite(_) | Place::Borrowed(_) => None,
        }
    }
}

fn in_files(directory: &Path, words: &[&str], found: &mut Vec<String>) {
    for entry in fs::read_dir(directory).expect("a directory") {
        let path = entry.expect("an entry").path();
        let name = path.display().to_string();
        note(&format!("the name {name}"), name.as_bytes(), words, found);
        if path.is_dir() {
            in_files(&path, words, found);
        } else {
            note(&name, &fs::read(&path).expect("a file"), words, found);
        }
    }
}

/// Words as they are and, as psql shows octets, in hexadecimal.
fn note(place: &str, octets: &[u8], words: &[&str], found: &mut Vec<String>) {
    // As text, since text is searched quickly: what is no text stands for no word.
    let octets = String::from_utf8_lossy(octets).to_ascii_lowercase();
    for word in words {
        let hex = |word: &str| word.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
        for form in [word.to_ascii_lowercase(), hex(word), hex(&word.to_ascii_lowercase())] {
            if octets.contains(&form) {
                found.push(format!("{word} in {place}"));
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::in_company;

    #[test]
    fn what_was_said_written_and_attached_is_found_on_either_engine() {
        in_company(async |house| {
            let said = &house.company.thread("creak").said[0].body;
            let canary = crate::canary::heard(said)[0].to_owned();
            let test = house.test();
            assert!(!test.places_of(&[&canary]).is_empty(), "{canary}");
            assert!(!test.places_of(&["MAYA.okafor@example.org"]).is_empty());
            assert!(test.places_of(&["nobody ever wrote this"]).is_empty());
        });
    }
}
