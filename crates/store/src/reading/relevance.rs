//! Relevance on SQLite: the newest ten thousand matches in the order of BM25.
//!
//! More of the words, rarer ones of several, in a shorter message come first; of two alike, the newer (Robertson and Zaragoza,
//! "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, with the constants that SQLite takes). The index's own `bm25`
//! counts, for each query, how many of all messages have each word and each party of the audience, which costs more than all
//! the rest. Here only what matched is weighed, with what [`wordage`](crate::wordage) knows of it: its length, beside the mean
//! of all that matched, and how often each word comes; a phrase comes as often as the rarest of its words. How rare a word is
//! matters only beside another: it is counted in the newest ten thousand messages that the viewer's parties see, so that no
//! order tells of anything else; who came to a party later is not counted with it.

use super::search::{Expression, RANKED_MAX};
use crate::{
    fault::Fault,
    reading::Reading,
    row::Row,
    value::args,
    wordage::{WordMark, Wordage},
};

/// The statements of SQLite's index.
pub(crate) mod fork {
    use crate::sql::statements;
    statements! {
        SQLITE_WEIGHED = "SELECT w.message, w.words, w.again FROM found f CROSS JOIN wordage w ON w.message = -f.rowid \
            WHERE found MATCH $1 AND f.rowid > -$2 AND f.rowid <= -$3 ORDER BY f.rowid LIMIT $4";
        SQLITE_EDGE = "SELECT COUNT(*), MAX(f.edge) FROM (SELECT rowid AS edge FROM found WHERE found MATCH $1 ORDER BY rowid LIMIT $2) AS f";
        SQLITE_HAVING = "SELECT COUNT(*) FROM found WHERE found MATCH $1 AND rowid <= $2";
    }
}

/// How soon another of the same word adds less.
const SATURATION: f64 = 1.2;
/// How much a long message must have more of them, of one.
const LENGTH: f64 = 0.75;

/// A word or phrase that is wanted.
pub(super) struct Term {
    /// As the index asks for it.
    pub expression: String,
    /// Its words.
    pub words: Vec<WordMark>,
}

/// A match with what it weighs by.
struct Match {
    message: i64,
    wordage: Wordage,
}

impl Reading {
    /// The newest matches, the most relevant first.
    pub(super) async fn by_relevance(&self, it: &Expression, below: i64, floor: i64) -> Result<Vec<i64>, Fault> {
        let a_match = |row: &Row<'_>| {
            let words = usize::try_from(row.int(1)).unwrap_or_default();
            Match { message: row.int(0), wordage: Wordage { words, again: row.bytes(2) } }
        };
        let args = args![it.whole.as_str(), below, floor, RANKED_MAX];
        let matches = self.rows(&fork::SQLITE_WEIGHED, args, a_match).await?;
        Ok(in_order(matches, &it.terms, &self.rarities(it).await?))
    }

    /// How rare each term is; of a single one it does not matter.
    async fn rarities(&self, it: &Expression) -> Result<Vec<f64>, Fault> {
        if it.terms.len() < 2 {
            return Ok(vec![1.0; it.terms.len()]);
        }
        let edge = self.one(&fork::SQLITE_EDGE, args![it.audience.as_str(), RANKED_MAX], |row| (row.int(0), row.int_or_null(1)));
        let Some((all, Some(edge))) = edge.await? else { return Ok(vec![1.0; it.terms.len()]) };
        let mut rarities = Vec::new();
        for term in &it.terms {
            let seen = format!("{} AND {}", it.audience, term.expression);
            let having = self.one(&fork::SQLITE_HAVING, args![seen, edge], |row| row.int(0)).await?.unwrap_or_default();
            rarities.push(rarity(all as f64, having as f64));
        }
        Ok(rarities)
    }
}

/// What having a word that so many of all have says about a message; never nothing.
fn rarity(all: f64, having: f64) -> f64 {
    (1.0 + (all - having + 0.5) / (having + 0.5)).ln()
}

/// From the best on. Given newest first, of those alike the newer stays before the older.
fn in_order(matches: Vec<Match>, terms: &[Term], rarities: &[f64]) -> Vec<i64> {
    let words: usize = matches.iter().map(|it| it.wordage.words).sum();
    let mean = (words as f64 / matches.len().max(1) as f64).max(1.0);
    let score = |it: Match| {
        let length = SATURATION * (1.0 - LENGTH + LENGTH * it.wordage.words as f64 / mean);
        let weight = |(term, rarity): (&Term, &f64)| {
            let times = f64::from(term.words.iter().map(|word| it.wordage.times(*word)).min().unwrap_or(1));
            rarity * times * (SATURATION + 1.0) / (times + length)
        };
        (terms.iter().zip(rarities).map(weight).sum::<f64>(), it.message)
    };
    let mut scored: Vec<(f64, i64)> = matches.into_iter().map(score).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    scored.into_iter().map(|(_, message)| message).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wordage::word_mark;

    fn of(message: i64, text: &str) -> Match {
        Match { message, wordage: Wordage::of(text) }
    }

    fn term(words: &str) -> Term {
        Term { expression: String::new(), words: words.split(' ').map(word_mark).collect() }
    }

    #[test]
    fn more_of_a_word_and_a_shorter_message_come_first_and_of_those_alike_the_newer() {
        let matches = vec![
            of(9, "a bell in a long message about a bicycle that someone left here"),
            of(8, "a bell here"),
            of(7, "one bell here"),
            of(6, "bell bell here"),
        ];
        assert_eq!(in_order(matches, &[term("bell")], &[1.0]), [6, 8, 7, 9]);
    }

    #[test]
    fn the_rarer_of_two_words_weighs_more_and_a_phrase_comes_as_often_as_its_rarest_word() {
        let matches = || vec![of(2, "the the bell"), of(1, "the bell bell")];
        let rare = [rarity(100.0, 90.0), rarity(100.0, 2.0)];
        assert_eq!(in_order(matches(), &[term("the"), term("bell")], &rare), [1, 2]);
        assert_eq!(in_order(matches(), &[term("the bell")], &[1.0]), [2, 1]);
        assert!(rarity(10.0, 10.0) > 0.0);
    }
}
