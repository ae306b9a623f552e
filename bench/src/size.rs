//! How large a generated house is.

use domain::limits;

/// A size of house.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Its name in tables and folders.
    pub name: &'static str,
    /// Conversations.
    pub conversations: usize,
    /// Messages in all of them.
    pub messages: usize,
    /// People, three fifths of them employees.
    pub people: usize,
    /// Messages of the longest conversation.
    pub long: usize,
    /// Conversations with exactly one page of messages: what the page measures read.
    pub pages: usize,
}

impl Size {
    /// A million messages.
    pub const MILLION: Size =
        Size { name: "million", conversations: 100_000, messages: 1_000_000, people: 2_000, long: 50_000, pages: 2_000 };
    /// Ten times smaller, so that growth shows.
    pub const TENTH: Size =
        Size { name: "tenth", conversations: 10_000, messages: 100_000, people: 2_000, long: 5_000, pages: 400 };
    /// Made in seconds: whether everything can be measured at all.
    pub const QUICK: Size = Size { name: "quick", conversations: 600, messages: 8_000, people: 200, long: 1_000, pages: 60 };

    /// The units of our organization, as a tree.
    pub fn units(self) -> usize {
        if self.people < 1_000 { 8 } else { 60 }
    }

    /// The spaces, those that founding makes included.
    pub fn spaces(self) -> usize {
        if self.people < 1_000 { 10 } else { 40 }
    }

    /// The messages of each conversation, in the order of their numbers in the plan: the long one, those of one page,
    /// then the rest with a long tail.
    pub fn lengths(self, dice: &mut crate::dice::Dice) -> Vec<usize> {
        let mut lengths = vec![self.long];
        lengths.resize(1 + self.pages, limits::PAGE_MESSAGES);
        let rest = self.conversations - lengths.len();
        let words = self.messages - self.long - self.pages * limits::PAGE_MESSAGES - rest;
        let weights: Vec<f64> = (0..rest).map(|_| dice.length(1.0, 1.0).min(40.0)).collect();
        let total: f64 = weights.iter().sum();
        let (mut sum, mut given) = (0.0, 0);
        for weight in weights {
            sum += weight;
            let upto = (words as f64 * sum / total).round() as usize;
            lengths.push(1 + upto - given);
            given = upto;
        }
        lengths
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::Dice;

    #[test]
    fn every_size_has_exactly_its_conversations_and_messages() {
        for size in [Size::MILLION, Size::TENTH, Size::QUICK] {
            let lengths = size.lengths(&mut Dice::seeded(1));
            assert_eq!((lengths.len(), lengths.iter().sum::<usize>()), (size.conversations, size.messages), "{}", size.name);
            assert!(lengths.iter().all(|n| *n > 0));
        }
    }
}
