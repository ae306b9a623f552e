//! Answers remembered by the log's length: whatever could change one is an activity, so the same length means the same
//! answer.
//!
//! **Invariant.** A reading takes the length before it computes, so what is kept is never older than its length says.

use domain::id::Position;
use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Answers by key, each as of a length of the log.
pub(crate) struct Remembered<K, V> {
    answers: Mutex<HashMap<K, (Position, V)>>,
    most: usize,
}

impl<K: Eq + Hash, V: Clone> Remembered<K, V> {
    /// Remembers at most this many answers; one more, and it begins anew.
    pub fn new(most: usize) -> Remembered<K, V> {
        Remembered { answers: Mutex::default(), most }
    }

    /// The answer, where the log is as long as it was then.
    pub fn at(&self, key: &K, head: Position) -> Option<V> {
        self.lock().get(key).filter(|(at, _)| *at == head).map(|(_, answer)| answer.clone())
    }

    /// Keeps an answer that was computed after the log was found to be this long.
    pub fn keep(&self, key: K, head: Position, answer: &V) {
        let mut answers = self.lock();
        if answers.len() >= self.most && !answers.contains_key(&key) {
            answers.clear();
        }
        answers.insert(key, (head, answer.clone()));
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<K, (Position, V)>> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_holds_until_the_log_grows_and_no_more_are_kept_than_allowed() {
        let remembered = Remembered::new(2);
        remembered.keep('a', Position(7), &1);
        assert_eq!(remembered.at(&'a', Position(7)), Some(1));
        assert_eq!(remembered.at(&'a', Position(8)), None);
        remembered.keep('b', Position(7), &2);
        remembered.keep('a', Position(8), &3);
        assert_eq!((remembered.at(&'a', Position(8)), remembered.at(&'b', Position(7))), (Some(3), Some(2)));
        remembered.keep('c', Position(8), &4);
        assert_eq!((remembered.at(&'a', Position(8)), remembered.at(&'c', Position(8))), (None, Some(4)));
    }
}
