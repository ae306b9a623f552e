//! C5: who starts, and who talks more once it has started.

use super::{Asked, How, Thread};
use crate::measured::{Lacking, Name, Said, share};

/// `(O - X) / (O + X)`: threads we start, threads the market starts. -1 only they, +1 only we.
pub const BALANCE: Name = Name::first("initiative_balance");
/// Our words over all words in the market's threads; above 0.8 it is lecturing.
pub const WORDS: Name = Name::first("word_balance");

/// Threads begun in the window by us, and by the market.
pub fn begun(threads: &[Thread], asked: &Asked) -> (usize, usize) {
    let real = |thread: &&Thread| !thread.closings.iter().any(|end| end.how == How::NoThread && end.at <= asked.now);
    let (mut ours, mut theirs) = (0, 0);
    for thread in threads.iter().filter(real) {
        if let Some(first) = thread.said(asked.now).first().filter(|first| asked.window.holds(first.at)) {
            *if first.by.is_ours() { &mut ours } else { &mut theirs } += 1;
        }
    }
    (ours, theirs)
}

/// The balance of beginnings.
pub fn balance(threads: &[Thread], asked: &Asked) -> Said {
    let (ours, theirs) = begun(threads, asked);
    share(ours as f64 - theirs as f64, (ours + theirs) as f64, Lacking::NoRecords)
}

/// Our share of the words in threads that the market began.
pub fn words(threads: &[Thread], asked: &Asked) -> Said {
    let (mut ours, mut all) = (0.0, 0.0);
    for (thread, ..) in asked.market(threads) {
        for message in thread.said(asked.now) {
            all += f64::from(message.words);
            ours += if message.by.is_ours() { f64::from(message.words) } else { 0.0 };
        }
    }
    share(ours, all, Lacking::NoRecords)
}
