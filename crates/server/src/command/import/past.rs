//! The past of a mailbox elsewhere, brought in as an archive.

use super::Destination;
use crate::{
    keeping::sweep_pasts,
    setting::{Settings, mailbox},
};
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
    /// Writes its letters into a directory of our own, imports that, and removes it; one that an earlier import left
    /// because it was cut short, too.
    pub async fn bring(&self, settings: &Settings) -> anyhow::Result<()> {
        let mailbox = mailbox(&self.mailbox)?;
        sweep_pasts(&settings.pasts())?;
        // Before anything is fetched: the space may not be there.
        let place = self.destination.place(settings).await?;
        let directory = settings.pasts().join(store::secret::token());
        DirBuilder::new().recursive(true).mode(0o700).create(&directory)?;
        let brought = bring_past(&mailbox, &directory).await;
        let imported = match brought {
            Ok(past) => {
                if past.left_behind > 0 {
                    eprintln!("{} letters are too large or were not handed over, and stay where they are.", past.left_behind);
                }
                place.bring(settings, Form::Eml, (&directory, Some(mailbox.name())), Wishes::default()).await
            }
            Err(ended) => Err(ended.into()),
        };
        std::fs::remove_dir_all(&directory)?;
        imported
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;
    use std::{
        fs::File,
        time::{Duration, SystemTime},
    };

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        settings: Settings,
        #[command(flatten)]
        past: PastOf,
    }

    #[test]
    fn what_is_wrong_is_said_before_anything_is_fetched_and_nothing_is_left_behind() {
        testkit::in_company(async |house| {
            let own = tempfile::tempdir().expect("a directory");
            let place = house.test().directory().unwrap_or(own.path());
            let left = place.join("past/left");
            std::fs::create_dir_all(&left).expect("a directory");
            let old = SystemTime::now() - Duration::from_secs(25 * 3600);
            File::open(&left).expect("a directory").set_modified(old).expect("ours");
            let bring = async |more: [&str; 2]| {
                // Nobody listens there.
                let known = ["rapport", "imap://help:secret@127.0.0.1:1/", "--data-dir", place.to_str().expect("a path")];
                let database = house.test().url().map(|url| ["--database", url]);
                let space = (more[0] != "--space").then_some(["--space", "support"]);
                let line = known.into_iter().chain(database.into_iter().chain(space).flatten()).chain(more);
                let line = Line::try_parse_from(line).expect("is sound");
                line.past.bring(&line.settings).await.expect_err("it cannot be brought").to_string()
            };
            let (customer, employee) = (house.company.resident("maya").address, house.company.resident("tomas").address);
            for (more, words) in [
                (["--side", "elsewhere"], "the side is"),
                (["--by", "nobody"], "address"),
                (["--by", "nobody@velo-lind.example"], "No employee has this address"),
                (["--by", customer], "No employee has this address"),
                (["--space", "nowhere"], "space"),
                (["--by", employee], "the mailbox cannot be read"),
            ] {
                let said = bring(more).await;
                assert!(said.contains(words), "{more:?}: {said}");
            }
            assert_eq!(std::fs::read_dir(place.join("past")).expect("it is there").count(), 0);
        });
    }
}
