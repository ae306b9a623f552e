//! Imports at the web door: administrators see and undo them; for everybody else they do not exist.

use crate::place::in_place;
use actions::import_run::{self, Opening};
use domain::{address::MailAddress, import::Counts, side::Side};
use serde_json::json;
use store::writing::import_run::UnreadablePiece;

#[test]
fn an_administrator_sees_what_was_brought_and_takes_it_back_when_she_is_sure() {
    in_place(async |place| {
        let admin = place.company.people.iter().find(|resident| resident.short == "dora").expect("Dora lives here");
        let by = MailAddress::parse("dora.lind@velo-lind.example").ok();
        let opening =
            Opening { space: "support".into(), form: "mbox".into(), source: "old.mbox".into(), side: Side::Customer, by };
        let import = import_run::open(place.store(), opening).await.expect("it is opened");
        let piece = UnreadablePiece { file: "old.mbox".into(), place: 7, reason: "no-writer".into(), words: String::new() };
        let counts = Counts { found: 1, unreadable: 1, ..Counts::default() };
        import_run::close(place.store(), import, counts, vec![piece]).await.expect("it is closed");
        let (dora, path) = (place.browser(admin.short), format!("/administration/imports/{import}"));
        assert!(dora.page("/administration/imports").await.expect(200).text().contains("old.mbox"));
        let page = dora.page(&path).await.expect(200).text();
        assert!(page.contains("Nobody is named as its writer") && page.contains("I am sure"), "{page}");
        let view = dora.json(&path).await.expect(200).json();
        assert_eq!((&view["import"]["counts"]["unreadable"], &view["unreadable"][0]["reason"]), (&json!(1), &json!("no-writer")));
        assert_eq!(view["import"]["by"], json!(admin.person.to_string()));
        let undoing = view["actions"]["undo"]["href"].as_str().expect("it is offered").to_owned();
        for (name, browser) in [("sami", place.browser("sami")), ("stranger", place.stranger())] {
            for page in [path.as_str(), "/administration/imports"] {
                let status = browser.json(page).await.status;
                assert!([401, 404].contains(&status), "{name}: {page}: {status}");
            }
            let status = browser.post_json(&undoing, &json!({ "sure": true })).await.status;
            assert!([401, 403].contains(&status), "{name}: {status}");
        }
        let refused = dora.post(&undoing, &[]).await.expect(422).text();
        assert!(refused.contains("Say that you are sure"), "{refused}");
        dora.post_json(&undoing, &json!({})).await.expect(422);
        dora.post(&undoing, &[("sure", "1")]).await.expect(303);
        let (waits, asked) = place.store().undoing_waits().await.expect("the store answers").expect("it waits");
        assert_eq!((waits, asked), (import, admin.person));
        import_run::undo(place.store(), import, asked, async |_| Ok(())).await.expect("it is undone");
        assert!(dora.page(&path).await.expect(200).text().contains("taken back"));
        dora.post_json("/administration/imports/4711/undoing", &json!({ "sure": true })).await.expect(404);
    });
}
