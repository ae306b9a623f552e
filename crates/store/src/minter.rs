//! Mints ids: time-sorted, unique among nodes by a leased node number.

use domain::{id, moment::Moment};
use std::sync::atomic::{AtomicI64, AtomicU8, Ordering};

/// Mints the ids of one node.
pub(crate) struct Minter {
    node: AtomicU8,
    last: AtomicI64,
}

impl Minter {
    pub(crate) fn new(node: u8) -> Minter {
        Minter { node: AtomicU8::new(node), last: AtomicI64::new(0) }
    }

    /// The lease gave another number; ids go on behind the last one all the same.
    pub(crate) fn set_node(&self, node: u8) {
        self.node.store(node, Ordering::Relaxed);
    }

    fn node(&self) -> u8 {
        self.node.load(Ordering::Relaxed)
    }

    /// The next id, later than every one before, even when the clock goes back.
    pub(crate) fn mint(&self, now: Moment) -> i64 {
        let fresh = id::compose(now.millis(), self.node(), 0);
        let mut last = self.last.load(Ordering::Relaxed);
        loop {
            let next = fresh.max(self.after(last));
            match self.last.compare_exchange_weak(last, next, Ordering::Relaxed, Ordering::Relaxed) {
                Ok(_) => return next,
                Err(other) => last = other,
            }
        }
    }

    /// The id behind `last` that still carries this node's number: the next sequence, else the next millisecond.
    fn after(&self, last: i64) -> i64 {
        let ours = (last >> id::BELOW_NODE) & 0xff == i64::from(self.node());
        if ours && last & 0xfff < 0xfff { last + 1 } else { id::compose((last >> id::BELOW_MILLIS) + 1, self.node(), 0) }
    }

    /// An id for something that happened in the past (an archive's letter): its own time, a number of chance.
    ///
    /// Two may meet; who inserts it asks whether it is free.
    pub(crate) fn mint_at(&self, at: Moment, chance: u16) -> i64 {
        id::compose(at.millis(), self.node(), chance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_never_repeat_nor_go_back_even_when_the_clock_does() {
        let minter = Minter::new(3);
        let mut last = 0;
        for n in 0..20_000 {
            let next = minter.mint(Moment(5_000_000 - n));
            assert!(next > last);
            assert_eq!((next >> id::BELOW_NODE) & 0xff, 3);
            last = next;
        }
    }
}
