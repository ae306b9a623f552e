//! Whose word counts for a letter, by the road it came: from whoever connected, by a server of ours, out of a mailbox.

use crate::desk::{Desk, letter};
use domain::proof::Proof;
use mail::truth::Trusted;
use store::writing::intake::Arrival;
use testkit::in_company;

const SUPPORT: &str = "support@velo-lind.example";
const TOMAS: &str = "tomas.vega@velo-lind.example";
const PASSES: &str = "dmarc=pass header.from=velo-lind.example";

fn arrival(door: &'static str, peer: &str, believed: &str, sender: &str, raw: Vec<u8>) -> Arrival {
    let (helo, vouched, believed) = (String::new(), String::new(), believed.to_owned());
    Arrival { door, peer: peer.into(), helo, vouched, believed, sender: sender.into(), recipient: SUPPORT.into(), raw }
}

/// A letter of a colleague with what servers say they found, the last one on top.
fn of_tomas(results: &[&str], words: &str) -> Vec<u8> {
    let lines: String = results.iter().map(|line| format!("Authentication-Results: {line}\r\n")).collect();
    [lines.into_bytes(), letter(TOMAS, SUPPORT, "", words)].concat()
}

#[test]
fn out_of_a_mailbox_only_the_word_of_its_own_server_counts() {
    in_company(async |house| {
        let trusted = Trusted { servers: vec!["mx.ours.example".into()], ..Trusted::default() };
        let desk = Desk::trusting(house, trusted).await;
        let theirs = format!("mx.provider.example; {PASSES}");
        let table = [
            // whose mailbox, what servers say, whether it acts as Tomas
            ("mx.provider.example", vec![theirs.as_str()], true),
            ("", vec![theirs.as_str()], false),
            ("mx.another.example", vec![theirs.as_str()], false),
            // One below what the server itself found came with the letter.
            (
                "mx.provider.example",
                vec!["mx.provider.example; dmarc=fail header.from=velo-lind.example", theirs.as_str()],
                false,
            ),
            // A server before our own door has no say in a mailbox elsewhere.
            ("mx.provider.example", vec!["mx.ours.example; dmarc=pass header.from=velo-lind.example"], false),
        ];
        for (n, (believed, results, acts)) in table.into_iter().enumerate() {
            let raw = of_tomas(&results, &format!("Letter {n}"));
            let row = desk.take_arrival(arrival("imap", "", believed, TOMAS, raw)).await;
            let expect = if acts { ("sorted", "") } else { ("held", "employee-unproved") };
            assert_eq!((row.state.as_str(), row.reason.as_str()), expect, "{believed}: {results:?}");
        }
    });
}

#[test]
fn who_handed_a_letter_over_says_nothing_against_its_sender() {
    in_company(async |house| {
        let trusted = Trusted { servers: vec!["mx.ours.example".into()], ..Trusted::default() };
        let desk = Desk::trusting(house, trusted).await;
        let from = "b@strict.example";
        for (door, peer) in [("lmtp", "127.0.0.1"), ("lmtp", "192.0.2.66"), ("imap", "")] {
            let raw = letter(from, SUPPORT, "", &format!("{door} {peer}"));
            let row = desk.take_arrival(arrival(door, peer, "", from, raw)).await;
            let conversation = house.eyes("sami").await.conversation(row.number.unwrap()).await.unwrap().unwrap().id;
            let truth = desk.truth_of_last(conversation).await;
            assert_eq!((truth.proof, truth.findings.spf.is_none()), (Proof::Unproved, true), "{door} {peer}: {truth:?}");
        }
        // Ours is believed where it hands over; what somebody else wrote in its name is not.
        let said = format!("mx.ours.example; {PASSES}");
        for (peer, state) in [("127.0.0.1", "sorted"), ("192.0.2.66", "held")] {
            let row = desk.take_arrival(arrival("lmtp", peer, "", TOMAS, of_tomas(&[&said], peer))).await;
            assert_eq!(row.state, state, "{peer}: {}", row.reason);
        }
    });
}
