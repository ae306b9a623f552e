//! The order of relevance: plain BM25 on SQLite, and nothing in it of what the viewer does not see.

use crate::{erasing::indexed, expect::*};
use actions::conversation::{self, Bringing};
use domain::id::MessageId;
use std::collections::HashMap;
use store::{Engine, Reading, reading::search::Order};
use testkit::{House, in_company};

/// What is written: the two words that are looked for in all proportions, long and short, twice the same.
fn texts() -> Vec<String> {
    let mut texts = Vec::new();
    for n in 0..24_usize {
        let (plinths, quibbles, others) = (1 + n % 3, 1 + (n / 3) % 4, (n * 7) % 23);
        let words = ["plinth "]
            .repeat(plinths)
            .into_iter()
            .chain(["quibble "].repeat(quibbles))
            .chain(["with other words "].repeat(others));
        texts.push(words.collect::<String>().trim_end().to_owned());
    }
    texts.push(texts[4].clone());
    // These make one of them common.
    texts.extend((0..6).map(|n| format!("a plinth {n}")));
    texts
}

async fn said(house: &House, thread: &str, texts: &[String]) -> Vec<(MessageId, String)> {
    let mut said = Vec::new();
    for text in texts {
        let it = actions::message::reply(house.store(), house.by("sami"), replying(house.conversation(thread), text)).await;
        said.push((it.unwrap().message, text.clone()));
    }
    indexed(house).await;
    said
}

async fn relevant(eyes: &Reading, words: &str) -> Vec<MessageId> {
    let query = domain::query::parse(words).unwrap();
    eyes.search(&query, Order::Relevance, None).await.unwrap().hits.iter().map(|hit| hit.message).collect()
}

/// How many messages the index shows her in all.
async fn all(eyes: &Reading) -> usize {
    let query = domain::query::parse("before:2100-01-01").unwrap();
    let (mut count, mut from) = (0, None);
    loop {
        let found = eyes.search(&query, Order::Newest, from).await.unwrap();
        count += found.hits.len();
        let Some(next) = found.next else { return count };
        from = Some(next);
    }
}

/// BM25 as in the books; the words of a phrase are one word, which comes as often as the rarest of them.
fn plain(said: &[(MessageId, String)], words: &[&str], all: usize) -> HashMap<MessageId, f64> {
    let of_one = |text: &str, word: &str| text.split(' ').filter(|it| *it == word).count() as f64;
    let times = |text: &str, words: &str| words.split(' ').map(|word| of_one(text, word)).fold(f64::INFINITY, f64::min);
    let matches: Vec<_> = said.iter().filter(|(_, text)| words.iter().all(|word| text.contains(word))).collect();
    let length = |text: &str| text.split(' ').count() as f64;
    let mean = matches.iter().map(|(_, text)| length(text)).sum::<f64>() / matches.len() as f64;
    let score = |text: &str, word: &&str| {
        let having = said.iter().filter(|(_, text)| times(text, word) > 0.0).count() as f64;
        let rarity = (1.0 + (all as f64 - having + 0.5) / (having + 0.5)).ln();
        rarity * times(text, word) * 2.2 / (times(text, word) + 1.2 * (0.25 + 0.75 * length(text) / mean))
    };
    matches.into_iter().map(|(id, text)| (*id, words.iter().map(|word| score(text, word)).sum())).collect()
}

#[test]
fn messages_come_in_the_order_of_plain_bm25_and_of_two_alike_the_newer_first() {
    in_company(async |house| {
        if house.store().engine() == Engine::Postgres {
            return;
        }
        let said = said(house, "creak", &texts()).await;
        let sami = house.eyes("sami").await;
        let all = all(&sami).await;
        for words in ["plinth", "quibble", "plinth quibble", "\"plinth quibble\""] {
            let each: Vec<&str> = match words.strip_prefix('"') {
                Some(phrase) => vec![phrase.trim_end_matches('"')],
                None => words.split(' ').collect(),
            };
            let scores = plain(&said, &each, all);
            let found = relevant(&sami, words).await;
            assert_eq!(found.len(), scores.len(), "{words}");
            for pair in found.windows(2) {
                let (before, after) = (scores[&pair[0]], scores[&pair[1]]);
                let alike = (before - after).abs() < 1e-9;
                assert!(if alike { pair[0] > pair[1] } else { before > after }, "{words}: {before} stands before {after}");
            }
        }
    });
}

#[test]
fn the_order_tells_nothing_of_what_others_say_where_she_does_not_see_it() {
    in_company(async |house| {
        if house.store().engine() == Engine::Postgres {
            return;
        }
        let texts = ["quibble quibble plinth", "plinth plinth quibble", "a plinth", "one more plinth"].map(String::from);
        let written = said(house, "creak", &texts).await;
        let expected = vec![written[0].0, written[1].0];
        assert_eq!(relevant(&house.eyes("maya").await, "plinth quibble").await, expected, "the rarer word weighs more");
        said(house, "coffee", &vec![String::from("a quibble"); 12]).await;
        assert_eq!(relevant(&house.eyes("maya").await, "plinth quibble").await, expected, "quibbles inside are nothing to her");
        let sami = relevant(&house.eyes("sami").await, "plinth quibble").await;
        assert_eq!(sami, [written[1].0, written[0].0], "to a colleague plinths are the rarer ones");
    });
}

#[test]
fn more_of_a_word_and_a_shorter_message_come_first_on_both_engines() {
    in_company(async |house| {
        let long = format!("a plinth {}", "among many other words ".repeat(12));
        let texts = [long.trim_end(), "a plinth here", "a plinth there", "plinth plinth here"].map(String::from);
        let written = said(house, "creak", &texts).await;
        let expected: Vec<MessageId> = [3, 2, 1, 0].into_iter().map(|n: usize| written[n].0).collect();
        // Who sees more of the house, and so has more marks in the index, finds them in the same order.
        for who in ["maya", "sami"] {
            assert_eq!(relevant(&house.eyes(who).await, "plinth").await, expected, "{who}");
        }
    });
}

#[test]
fn the_order_tells_nothing_of_what_was_said_before_she_came() {
    in_company(async |house| {
        if house.store().engine() == Engine::Postgres {
            return;
        }
        let texts = ["quibble quibble plinth", "plinth plinth quibble", "a plinth", "one more plinth"].map(String::from);
        said(house, "mudguards", &vec![String::from("a quibble"); 12]).await;
        let ravi = Bringing { party: house.party("ravi"), past: false };
        conversation::bring(house.store(), house.by("sami"), house.conversation("mudguards"), ravi).await.unwrap();
        let written = said(house, "mudguards", &texts).await;
        let found = relevant(&house.eyes("ravi").await, "plinth quibble").await;
        assert_eq!(found, [written[0].0, written[1].0], "to him quibbles are the rarer ones");
    });
}
