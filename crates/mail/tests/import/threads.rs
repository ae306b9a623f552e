//! Letters come together with the letters they belong to, in whatever order and however often.

use crate::attic::{Attic, letter};
use actions::conversation::bring_address;
use domain::moment::Moment;
use mail::{post_office::PostOffice, sorting::Sorter};
use store::writing::intake::Arrival;
use testkit::on_both;

/// The 1st of February 2003, ten o'clock.
const FIRST: i64 = 1_044_093_600_000_000;
const DAY: i64 = domain::moment::DAY;

fn three() -> [String; 3] {
    [
        letter("a@x", 1, "Subject: Wheels", "They wobble."),
        letter("b@x", 2, "Subject: Re: Wheels\nIn-Reply-To: <a@x>", "Which ones?"),
        letter("c@x", 3, "Subject: Re: Wheels\nReferences: <a@x> <b@x>", "The front one."),
    ]
}

#[test]
fn letters_become_a_conversation_whichever_comes_first() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        let [a, b, c] = three();
        let report = attic.import_text(&[c, b, a].concat()).await;
        assert_eq!((report.read, report.imported, report.threads), (3, 3, 1));
        assert_eq!((report.replies_found, report.replies_missing, report.unreadable), (2, 0, 0));
        let [row] = &attic.list().await[..] else { panic!("one conversation") };
        let it = &row.headline;
        assert_eq!((it.subject.as_str(), it.started_at, it.last_at), ("Wheels", Moment(FIRST), Moment(FIRST + 2 * DAY)));
        assert_eq!(it.starter, attic.person("dora@customer.example").await);
        let messages = attic.messages(it.id).await;
        let words: Vec<&str> = messages.iter().map(|m| m.source.as_str()).collect();
        assert_eq!(words, ["They wobble.", "Which ones?", "The front one."]);
        let answers: Vec<_> = messages.iter().map(|m| m.answers).collect();
        assert_eq!(answers, [None, Some(messages[0].id), Some(messages[1].id)]);
        assert_eq!(it.last_position, messages[0].position, "the oldest letter came last");
    });
}

#[test]
fn a_second_run_changes_nothing_and_a_longer_archive_goes_on() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        let [a, b, c] = three();
        let nameless = letter("x@x", 4, "Subject: Without", "No id").replace("Message-ID: <x@x>\n", "");
        attic.import_text(&[a.as_str(), &b, &nameless].concat()).await;
        let before = attic.shelf().await;
        let again = attic.import_text(&[a.as_str(), &b, &nameless].concat()).await;
        assert_eq!((again.read, again.imported, again.known, again.threads), (3, 0, 3, 0));
        assert_eq!(attic.shelf().await, before);
        let longer = attic.import_text(&[c.as_str(), &c, &a].concat()).await;
        assert_eq!((longer.imported, longer.known, longer.threads, longer.replies_found), (1, 2, 0, 2));
        let shelf = attic.shelf().await;
        assert_eq!(shelf.len(), 2);
        assert!(shelf.contains(&("Wheels".into(), vec!["They wobble.".into(), "Which ones?".into(), "The front one.".into()])));
    });
}

#[test]
fn a_conversation_that_others_see_by_now_is_continued_beside() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        let [a, b, c] = three();
        attic.import_text(&a).await;
        let old = attic.list().await[0].headline.id;
        let dora = attic.person("dora@customer.example").await;
        bring_address(attic.store(), Some(attic.founder), old, "dora@customer.example", true).await.expect("she is brought in");
        assert_eq!(attic.messages(old).await.len(), 1);
        let report = attic.import_text(&[b, c].concat()).await;
        assert_eq!((report.imported, report.threads), (2, 1));
        assert_eq!(attic.messages(old).await.len(), 1);
        let beside = attic.list().await.into_iter().find(|row| row.headline.id != old).expect("a second conversation");
        assert_eq!(beside.headline.linked, Some(old));
        assert!(attic.eyes_of(dora).await.conversation_by_id(beside.headline.id).await.unwrap().is_none());
    });
}

#[test]
fn letters_of_one_second_keep_their_order() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        let first = letter("0@x", 1, "Subject: Many", "0");
        let others: String = (1..60).map(|n| letter(&format!("{n}@x"), 1, "In-Reply-To: <0@x>", &n.to_string())).collect();
        attic.import_text(&(first + &others)).await;
        let expect: Vec<String> = (0..60).map(|n| n.to_string()).collect();
        assert_eq!(attic.shelf().await[0].1, expect);
    });
}

#[test]
fn a_letter_without_a_date_stands_behind_the_one_before_it() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        let undated = |id: &str, line: &str| {
            let text = letter(id, 9, "In-Reply-To: <a@x>", id);
            text.replace("Date: 9 Feb 2003 10:00:00 +0000\n", line).replace(" Sat Feb  1 07:40:33 2003", "")
        };
        let [a, b, _] = three().map(|text| text.replace(" Sat Feb  1 07:40:33 2003", ""));
        let future = undated("future@x", "Date: 9 Feb 2903 10:00:00 +0000\n");
        attic.import_text(&[a, undated("none@x", ""), future, b].concat()).await;
        assert_eq!(attic.shelf().await[0].1, ["They wobble.", "none@x", "future@x", "Which ones?"]);
    });
}

#[test]
fn letters_of_one_name_written_at_other_times_all_come_home_once_in_whatever_order() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        let bar = |n: u32| letter("const@x", n, &format!("Subject: Pressure {n}"), &format!("{n} bar"));
        let report = attic.import_text(&[bar(1), bar(2), bar(1)].concat()).await;
        assert_eq!((report.imported, report.known, report.threads), (2, 1, 2));
        let report = attic.import_text(&[bar(1), bar(2)].concat()).await;
        assert_eq!((report.imported, report.known), (0, 2));
        // Another archive begins with another of them.
        let report = attic.import_text(&[bar(3), bar(2), bar(1)].concat()).await;
        assert_eq!((report.imported, report.known), (1, 2));
        for order in [[1, 2, 3], [3, 1, 2], [2, 3, 1]] {
            let report = attic.import_text(&order.map(bar).concat()).await;
            assert_eq!((report.imported, report.known), (0, 3), "{order:?}");
        }
        let mut said: Vec<String> = attic.shelf().await.into_iter().flat_map(|(_, words)| words).collect();
        said.sort();
        assert_eq!(said, ["1 bar", "2 bar", "3 bar"]);
    });
}

#[test]
fn a_letter_that_came_by_itself_is_known_by_its_name_and_date() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        let bar = |n: u32| letter("const@x", n, &format!("Subject: Pressure {n}"), &format!("{n} bar"));
        let raw = bar(2).split_once('\n').expect("a line before it").1.as_bytes().to_vec();
        let arrival = Arrival {
            door: "smtp",
            peer: String::new(),
            helo: String::new(),
            vouched: String::new(),
            believed: String::new(),
            sender: "dora@customer.example".into(),
            recipient: "support@velo.example".into(),
            raw,
        };
        actions::letter::keep(attic.store(), vec![arrival]).await.expect("it is kept");
        let office = PostOffice::open(attic.store(), "velo.example", "https://velo.example").await.expect("the store answers");
        let sorter = Sorter::new(attic.store().clone(), attic.test.keys().clone(), office);
        assert_eq!(sorter.sort_waiting().await.expect("the store answers"), 1);
        assert_eq!(attic.shelf().await.len(), 1);
        let report = attic.import_text(&[bar(1), bar(2)].concat()).await;
        assert_eq!((report.imported, report.known), (1, 1));
        assert_eq!(attic.import_text(&[bar(1), bar(2)].concat()).await.known, 2);
    });
}
