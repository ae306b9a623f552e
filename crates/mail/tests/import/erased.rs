//! Archives never bring back who was erased.

use crate::attic::{Attic, letter};
use actions::erasure;
use domain::{erasure::Neutral, moment::DAY};
use store::Thoroughness;
use testkit::on_both;

const DORA: &str = "dora@customer.example";

async fn erase_dora(attic: &Attic<'_>) {
    let dora = attic.person(DORA).await;
    let neutral = Neutral { name: "Erased person".into(), subject: "(erased subject)".into() };
    erasure::erase(attic.store(), Some(attic.founder), dora, "Dora Lind", neutral).await.expect("she is erased");
    attic.store().overwrite_erased(Thoroughness::Whole).await.expect("it is overwritten");
}

/// Somebody else's letter of the same archive.
fn pauls(id: &str, head: &str, body: &str) -> String {
    letter(id, 3, head, body).replace(&format!("Dora Lind <{DORA}>"), "Paul Brandt <paul@customer.example>")
}

#[test]
fn an_old_letter_of_hers_is_passed_over_and_others_come_without_her() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        attic.import_text(&letter("a@x", 1, "Subject: Wheels", "They wobble.")).await;
        erase_dora(&attic).await;
        // Past the lease of the first import's index.
        test.clock().advance(DAY);
        let quoting =
            format!("Mine are straight, says {DORA}.\n\nOn Saturday, Dora Lind <{DORA}> wrote:\n> They wobble badly.\n");
        let html = format!(
            "<p>Mine are <b>round</b>.</p><div class=gmail_quote>On Saturday, Dora Lind &lt;{DORA}&gt; wrote:\
             <blockquote class=gmail_quote>They <i>wobble</i> badly.</blockquote></div>"
        );
        let archive = [
            letter("a@x", 1, "Subject: Wheels", "They wobble."),
            letter("b@x", 2, "Subject: Spokes", "They rattle, too."),
            pauls("c@x", &format!("Cc: {DORA}\nSubject: Rims"), &quoting),
            pauls("e@x", &format!("Cc: {DORA}\nSubject: Tyres\nMIME-Version: 1.0\nContent-Type: text/html"), &html),
            pauls("d@x", "Subject: Hubs", "These are fine."),
        ];
        let report = attic.import_text(&archive.concat()).await;
        assert_eq!((report.known, report.erased, report.freed, report.imported), (1, 1, 2, 3));
        let left = test.places_of(&[DORA, "Dora Lind", "wobble", "rattle"]);
        assert!(left.is_empty(), "{left:#?}");
        assert_eq!((attic.hits(attic.founder, "straight").await, attic.hits(attic.founder, "fine").await), (1, 1));
    });
}

#[test]
fn who_came_again_after_it_is_somebody_new() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        attic.import_text(&letter("a@x", 1, "Subject: Wheels", "They wobble.")).await;
        erase_dora(&attic).await;
        test.clock().advance(10 * DAY);
        let later = letter("b@x", 2, "Subject: Spokes", "They rattle.").replace("2 Feb 2003", "8 Mar 2026");
        let report = attic.import_text(&later).await;
        assert_eq!((report.erased, report.imported), (0, 1));
        // A letter that does not say when it was written may be an old one.
        let undated = letter("c@x", 3, "Subject: Rims", "They shine.").replace("Date:", "X-Date:");
        let undated = undated.split_once('\n').expect("a separator").1;
        let report = attic.import(attic.put("undated.eml", undated)).await;
        assert_eq!((report.erased, report.imported), (1, 0));
        assert_eq!(attic.hits(attic.founder, "rattle").await, 1);
    });
}

#[test]
fn an_undated_letter_to_her_does_not_bring_her_back_though_she_writes_in_the_archive() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        attic.import_text(&letter("a@x", 1, "Subject: Wheels", "They wobble.")).await;
        erase_dora(&attic).await;
        test.clock().advance(10 * DAY);
        let people = attic.store().people_count().await.expect("the store answers");
        // Without a date anywhere, its time is guessed: it is that of the import.
        let undated = pauls("b@x", &format!("Cc: Dora <{DORA}>\nSubject: Rims"), "They shine.").replace("Date:", "X-Date:");
        let undated = undated.replace("x@velo.example Sat Feb  1 07:40:33 2003", "x@velo.example");
        let archive = undated + &letter("c@x", 2, "Subject: Spokes", "They rattle.");
        let report = attic.import_text(&archive).await;
        assert_eq!((report.erased, report.freed, report.imported), (1, 1, 1));
        let left = test.places_of(&[DORA, "Dora Lind"]);
        assert!(left.is_empty(), "{left:#?}");
        assert_eq!(attic.store().people_count().await.expect("the store answers"), people + 1, "Paul alone is new");
    });
}
