//! The list of erased people: keyed hashes, in a table and in a file beside the database.
//!
//! A backup knows nobody who was erased after it. The file does: at start, what it lists and the table does not is
//! merged, and whoever of them is back in the rows is erased again. The key lies in the database, and with it in every
//! backup, so the file by itself tells nobody who is on it.

use crate::{
    Stop,
    fault::Fault,
    opening::Store,
    secret,
    sql::statements,
    value::args,
    writer::Recorded,
    writing::erasure::{KEY, LIST, listed_person},
};
use data_encoding::HEXLOWER;
use domain::{id::PersonId, limits, moment::Moment};
use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Read, Write},
    path::Path,
};

statements! {
    ALL = "SELECT digest, at FROM erased ORDER BY digest";
    PEOPLE = "SELECT id FROM person WHERE id > $1 AND erased_at IS NULL ORDER BY id LIMIT $2";
}

/// The file's name in its directory.
pub const FILE: &str = "erased-people";
/// Its first line, before the mark of its key.
const HEAD: &str = "# Erased people, as hashes under a key of this house. Keep a copy apart from your backups.";
/// People looked at in one go.
const BATCH: usize = 10_000;

/// A list as a file holds it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErasureList {
    /// A mark of the key, which tells whether it belongs to a database; empty where nobody is listed.
    key: String,
    entries: BTreeMap<Vec<u8>, i64>,
}

impl ErasureList {
    /// Reads a list; an empty one where there is no file.
    ///
    /// # Errors
    /// A file that cannot be read or is no such list.
    pub fn read(path: &Path) -> io::Result<ErasureList> {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(ErasureList::default()),
            Err(error) => return Err(error),
        };
        let mut text = String::new();
        file.take(limits::ERASURE_LIST_BYTES_MAX).read_to_string(&mut text)?;
        let strange = || io::Error::new(io::ErrorKind::InvalidData, format!("{} is no list of erased people", path.display()));
        let mut list = ErasureList::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let (first, second) = line.split_once(' ').ok_or_else(strange)?;
            if first == "key" {
                second.clone_into(&mut list.key);
            } else {
                let digest = HEXLOWER.decode(first.as_bytes()).map_err(|_| strange())?;
                list.entries.insert(digest, second.parse().map_err(|_| strange())?);
            }
        }
        Ok(list)
    }

    /// Adds another list of the same house.
    ///
    /// # Errors
    /// A list of another house.
    pub fn merge(&mut self, other: ErasureList) -> io::Result<()> {
        if other.entries.is_empty() {
            return Ok(());
        }
        if !self.entries.is_empty() && self.key != other.key {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the lists of erased people are of different houses"));
        }
        self.key = other.key;
        for (digest, at) in other.entries {
            let known = self.entries.entry(digest).or_insert(at);
            *known = at.max(*known);
        }
        Ok(())
    }

    /// Writes the list whole, or leaves the file as it was; nothing where nobody is listed.
    ///
    /// # Errors
    /// A disk that cannot be written.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        if self.entries.is_empty() {
            return Ok(());
        }
        let mut text = format!("{HEAD}\nkey {}\n", self.key);
        for (digest, at) in &self.entries {
            text.push_str(&format!("{} {at}\n", HEXLOWER.encode(digest)));
        }
        let directory = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(directory)?;
        let fresh = path.with_extension("new");
        let mut file = File::create(&fresh)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&fresh, path)?;
        File::open(directory)?.sync_all()
    }
}

impl Store {
    /// Writes the list of erased people into its file, if there is one to be written.
    ///
    /// # Errors
    /// A disk or database that fails.
    pub async fn keep_erasure_list(&self) -> Result<(), Fault> {
        let Some(path) = &self.core().erasure_list else { return Ok(()) };
        Ok(self.own_list().await?.write(path)?)
    }

    async fn own_list(&self) -> Result<ErasureList, Fault> {
        let key = HEXLOWER.encode(&secret::mac(&self.key(KEY).await?, b"list")[..8]);
        let entries = self.core().blind(&ALL, args![], |row| (row.bytes(0), row.int(1))).await?;
        Ok(ErasureList { key, entries: entries.into_iter().collect() })
    }

    /// Learns from the file whom a restored backup does not know to be erased; gives those who are back, with the moment
    /// they were erased at.
    ///
    /// # Errors
    /// A disk or database that fails; a file of another house.
    pub async fn recall_erasures(&self) -> Result<Vec<(PersonId, Moment)>, Fault> {
        let Some(path) = &self.core().erasure_list else { return Ok(Vec::new()) };
        let (listed, own) = (ErasureList::read(path)?, self.own_list().await?);
        if !listed.entries.is_empty() && listed.key != own.key {
            let words = "is the list of another house's erased people, or of this one under a key its database lost";
            return Err(Fault::Unfit(format!("{} {words}", path.display())));
        }
        let forgotten: Vec<_> = listed.entries.iter().filter(|(digest, _)| !own.entries.contains_key(*digest)).collect();
        let forgotten: Vec<(Vec<u8>, i64)> = forgotten.into_iter().map(|(digest, at)| (digest.clone(), *at)).collect();
        // Whoever is back was not erased when the process ended before, too: the list is asked, not only what is new.
        let back = if listed.entries.is_empty() { Vec::new() } else { self.people_on(&listed).await? };
        if !forgotten.is_empty() {
            self.learn(forgotten).await?;
        }
        Ok(back)
    }

    async fn learn(&self, entries: Vec<(Vec<u8>, i64)>) -> Result<(), Fault> {
        let learnt = self.act(async move |w| {
            for (digest, at) in entries {
                w.run(&LIST, args![digest, at]).await?;
            }
            Ok(Recorded::new())
        });
        learnt.await.map_err(|stop| match stop {
            Stop::Fault(fault) => fault,
            Stop::Refused(refusal) => Fault::Unfit(refusal.to_string()),
        })
    }

    /// Everybody who is on the list and not erased.
    async fn people_on(&self, list: &ErasureList) -> Result<Vec<(PersonId, Moment)>, Fault> {
        let key = self.key(KEY).await?;
        let (mut found, mut after) = (Vec::new(), 0);
        loop {
            let people = self.core().blind(&PEOPLE, args![after, BATCH], |row| row.int(0)).await?;
            let Some(last) = people.last() else { return Ok(found) };
            after = *last;
            for person in people.into_iter().map(PersonId) {
                if let Some(at) = list.entries.get(&listed_person(&key, person)) {
                    found.push((person, Moment(*at)));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(key: &str, entries: &[(u8, i64)]) -> ErasureList {
        ErasureList { key: key.into(), entries: entries.iter().map(|(digest, at)| (vec![*digest; 32], *at)).collect() }
    }

    #[test]
    fn a_list_is_read_as_it_was_written_and_lists_of_one_house_become_one() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("deep").join(FILE);
        assert_eq!(ErasureList::read(&path).unwrap(), ErasureList::default());
        ErasureList::default().write(&path).unwrap();
        assert!(!path.exists(), "nobody is on it");
        let mut one = list("k", &[(1, 10), (2, 20)]);
        one.write(&path).unwrap();
        assert_eq!(ErasureList::read(&path).unwrap(), one);
        one.merge(list("k", &[(2, 25), (3, 5)])).unwrap();
        assert_eq!(one, list("k", &[(1, 10), (2, 25), (3, 5)]));
        one.merge(ErasureList::default()).unwrap();
        assert!(one.merge(list("other", &[(4, 1)])).is_err());
    }

    #[test]
    fn what_is_no_list_is_said_so() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join(FILE);
        for text in ["hello", "zz 1", "00ff x"] {
            fs::write(&path, text).unwrap();
            assert!(ErasureList::read(&path).is_err(), "{text}");
        }
    }
}
