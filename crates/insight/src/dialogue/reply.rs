//! C4: how much of what we say to the market answers somebody, and how far conversations go back and forth.

use super::{Asked, Thread, median};
use crate::measured::{Lacking, Name, Said};
use crate::wilson;

/// Employees' outward messages that answer an outsider, over all of them.
pub const MEASURE: Name = Name::first("reply_ratio");
/// How often the side that speaks changes, in the middle thread.
pub const DEPTH: Name = Name::first("depth");
/// Threads where it changes three times or more.
pub const DEEP: Name = Name::first("deep_threads");
/// Question, answer, question, answer.
const DEEP_MIN: usize = 3;

/// The share of our outward messages that answer an outsider.
pub fn ratio(threads: &[Thread], asked: &Asked) -> Said<wilson::Share> {
    let said = asked.said(threads);
    let ours = || said.iter().filter(|(_, message, _)| message.by.is_ours());
    wilson::share(ours().filter(|(.., before)| before.is_some_and(|before| !before.by.is_ours())).count(), ours().count())
}

/// Changes of side in the middle thread of the market, and the share of threads with three or more.
pub fn depth(threads: &[Thread], asked: &Asked) -> Said<(usize, wilson::Share)> {
    let changes = |thread: &Thread| {
        let sides: Vec<bool> = thread.said(asked.now).iter().map(|message| message.by.is_ours()).collect();
        sides.windows(2).filter(|pair| pair[0] != pair[1]).count()
    };
    let depths: Vec<usize> = asked.market(threads).into_iter().map(|(thread, ..)| changes(thread)).collect();
    let deep = wilson::share(depths.iter().filter(|depth| **depth >= DEEP_MIN).count(), depths.len())?;
    Ok((median(depths).ok_or(Lacking::NoRecords)?, deep))
}
