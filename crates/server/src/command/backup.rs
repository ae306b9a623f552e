//! `rapport backup` and `rapport restore`: the whole house as a directory, while it runs.

use crate::setting::Settings;
use anyhow::{Context, bail, ensure};
use clap::Args;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Write a backup.
#[derive(Args, Debug)]
pub struct Backup {
    /// A directory that does not exist yet.
    to: PathBuf,
}

/// Restore a backup.
#[derive(Args, Debug)]
pub struct Restore {
    /// A directory that `rapport backup` wrote.
    from: PathBuf,
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
        copy_files(&settings.data_dir.join("blobs"), &self.to.join("blobs"))
    }
}

impl Restore {
    pub fn run(self, settings: &Settings) -> anyhow::Result<()> {
        ensure!(self.from.join("rapport.db").is_file(), "{} is no backup", self.from.display());
        ensure!(!settings.data_dir.join("rapport.db").exists(), "{} holds a house already", settings.data_dir.display());
        fs::create_dir_all(&settings.data_dir)?;
        copy_files(&self.from.join("blobs"), &settings.data_dir.join("blobs"))?;
        fs::copy(self.from.join("rapport.db"), settings.data_dir.join("rapport.db"))
            .context("the database could not be copied")?;
        Ok(())
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
