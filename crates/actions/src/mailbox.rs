//! Mailboxes elsewhere: letters pulled from a folder are kept together with the note of how far it is read.

use domain::{
    activity::{Activity, Verb},
    party::MACHINE,
};
use store::{
    Stop, Store,
    mailbox::{FolderMark, Hold},
    writing::{intake::Arrival, mailbox::Passed},
};

/// A letter out of a folder.
#[derive(Clone, Debug)]
pub struct Caught {
    /// What arrives: the letter, or its head where the rest is left behind.
    pub arrival: Arrival,
    /// The digest under which it is known.
    pub digest: Vec<u8>,
    /// Why it is left in its mailbox, if it is: a key of the catalogue.
    pub left: Option<&'static str>,
}

/// Letters that lie behind a folder's mark, one after the other.
#[derive(Clone, Debug)]
pub struct Haul {
    /// Who has the mailbox in hand.
    pub hold: Hold,
    /// The folder.
    pub folder: String,
    /// Its mark before them.
    pub from: FolderMark,
    /// Its mark behind them.
    pub to: FolderMark,
    /// The letters.
    pub letters: Vec<Caught>,
}

/// Keeps a haul and moves the mark behind it, in one transaction: what is kept is not pulled again, what is not, is.
///
/// # Errors
/// A fault of the store; [`store::Fault::Unfit`] where another node was there first. Nothing is kept then.
pub async fn keep(store: &Store, haul: Haul) -> Result<(), Stop> {
    store
        .act(async move |w| {
            let left_behind = haul.letters.iter().filter(|caught| caught.left.is_some()).count();
            let passed = Passed { letters: haul.letters.len() - left_behind, left_behind };
            w.move_folder_mark(&haul.hold, &haul.folder, (&haul.from, &haul.to), passed).await?;
            let mut first = 0;
            for caught in haul.letters {
                let letter = w.keep_arrival(caught.arrival).await?;
                if let Some(reason) = caught.left {
                    w.settle_letter(letter, "held", reason, None).await?;
                }
                w.mailbox_learns(&haul.hold, &caught.digest).await?;
                first = if first == 0 { letter.0 } else { first };
            }
            Ok(w.record(Activity::of(MACHINE, Verb::Arrived, first)).await?)
        })
        .await
}
