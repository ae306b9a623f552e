//! `rapport backup` and `rapport restore`: the whole house as a directory, while it runs.

use super::in_words;
use crate::{serving::say, setting::Settings};
use anyhow::{Context, bail, ensure};
use clap::Args;
use domain::limits;
use std::{
    fs,
    path::{Path, PathBuf},
};
use store::{
    Store, Thoroughness,
    erasure_list::{ErasureList, FILE},
};

/// Write a backup. It holds everybody who is erased later: keep it 30 days, then throw it away.
#[derive(Args, Debug)]
pub struct Backup {
    /// A directory that does not exist yet.
    to: PathBuf,
}

/// Restore a backup. Whoever was erased since it was made is erased again, by the lists of erased people in the backup,
/// in the data directory and in what you give.
#[derive(Args, Debug)]
pub struct Restore {
    /// A directory that `rapport backup` wrote.
    from: PathBuf,
    /// The newest list of erased people (the file `erased-people` of the data directory that was lost).
    #[arg(long)]
    erased_people: Option<PathBuf>,
}

impl Backup {
    pub fn run(self, settings: &Settings) -> anyhow::Result<()> {
        if settings.database.is_some() {
            bail!("this house lies in PostgreSQL: use pg_dump");
        }
        ensure!(!self.to.exists(), "{} exists already", self.to.display());
        fs::create_dir_all(&self.to)?;
        // The files first lie, then are named: what the copied database names is there.
        store::copy_database(&settings.data_dir.join("rapport.db"), &self.to.join("rapport.db"))?;
        copy_files(&settings.data_dir.join("blobs"), &self.to.join("blobs"))?;
        ErasureList::read(&settings.data_dir.join(FILE))?.write(&self.to.join(FILE))?;
        let days = limits::BACKUP_DAYS;
        let words = format!("The backup is written. It holds everybody who is erased later: throw it away after {days} days.");
        Ok(say(settings, "backup", &serde_json::json!(self.to), &words)?)
    }
}

impl Restore {
    pub async fn run(self, settings: &Settings) -> anyhow::Result<()> {
        if settings.database.is_some() {
            bail!("this house lies in PostgreSQL: use pg_restore; whoever was erased is erased again when it starts");
        }
        ensure!(self.from.join("rapport.db").is_file(), "{} is no backup", self.from.display());
        ensure!(!settings.data_dir.join("rapport.db").exists(), "{} holds a house already", settings.data_dir.display());
        let list = self.lists(settings)?;
        fs::create_dir_all(&settings.data_dir)?;
        copy_files(&self.from.join("blobs"), &settings.data_dir.join("blobs"))?;
        fs::copy(self.from.join("rapport.db"), settings.data_dir.join("rapport.db"))
            .context("the database could not be copied")?;
        list.write(&settings.data_dir.join(FILE))?;
        let (store, _) = Store::open(settings.opening()).await?;
        let erased = actions::erasure::replay(&store, &views::words::erased()).await.map_err(in_words)?;
        store.overwrite_erased(Thoroughness::Whole).await?;
        let mut words = format!("The backup is restored. Erased again, since they were erased after it was made: {erased}.");
        if self.erased_people.is_none() {
            words.push_str(
                "\nIf people were erased since and their list (the file erased-people) lies elsewhere: restore again, into an empty directory, with --erased-people.",
            );
        }
        Ok(say(settings, "erased_again", &serde_json::json!(erased), &words)?)
    }

    /// All that is known of who was erased, as one list.
    fn lists(&self, settings: &Settings) -> anyhow::Result<ErasureList> {
        let mut list = ErasureList::read(&self.from.join(FILE))?;
        list.merge(ErasureList::read(&settings.data_dir.join(FILE))?)?;
        if let Some(given) = &self.erased_people {
            ensure!(given.is_file(), "{} is not there", given.display());
            list.merge(ErasureList::read(given)?)?;
        }
        Ok(list)
    }
}

fn copy_files(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to)?;
    if !from.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}
