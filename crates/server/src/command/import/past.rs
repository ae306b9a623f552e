//! The past of a mailbox elsewhere, brought in as an archive.

use super::Destination;
use crate::setting::{Settings, mailbox};
use clap::Args;
use mail::{
    import::{Wishes, form::Form},
    mailbox::bring_past,
};
use std::{fs::DirBuilder, os::unix::fs::DirBuilderExt};

/// A mailbox elsewhere.
#[derive(Args, Debug)]
pub struct PastOf {
    /// The mailbox, as for --imap: imaps://user@host/?folder=INBOX&password-file=FILE
    mailbox: String,
    #[command(flatten)]
    destination: Destination,
}

impl PastOf {
    /// Writes its letters into a directory of our own, imports that, and removes it.
    pub async fn bring(&self, settings: &Settings) -> anyhow::Result<()> {
        let mailbox = mailbox(&self.mailbox)?;
        // Before anything is fetched: the space may not be there.
        self.destination.place(settings).await?;
        let directory = settings.data_dir.join(format!("past-{}", store::secret::token()));
        DirBuilder::new().recursive(true).mode(0o700).create(&directory)?;
        let brought = bring_past(&mailbox, &directory).await;
        let imported = match brought {
            Ok(past) => {
                if past.left_behind > 0 {
                    eprintln!("{} letters are too large or were not handed over, and stay where they are.", past.left_behind);
                }
                self.destination.bring(settings, Form::Eml, &directory, Wishes::default()).await
            }
            Err(ended) => Err(ended.into()),
        };
        std::fs::remove_dir_all(&directory)?;
        imported
    }
}
