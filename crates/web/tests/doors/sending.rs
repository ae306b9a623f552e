//! Sending safely and telling by mail, through the web door: forms without scripts, and the same as JSON.

use crate::place::{Place, in_place};
use axum::{
    body::Body,
    http::{Request, header},
};
use domain::{moment::SECOND, telling::Level};
use serde_json::json;

fn number(place: &Place<'_>, name: &str) -> i64 {
    let id = place.company.conversation(name);
    place.company.conversations.iter().find(|thread| thread.conversation == id).expect("a conversation").number
}

#[test]
fn a_mail_program_unsubscribes_with_one_click_and_looking_stops_nothing() {
    in_place(async |place| {
        let (sami, talk) = (place.company.person("sami"), place.space("talk"));
        let token = actions::telling::unsubscribe_token(place.store(), sami, Some(talk)).await.unwrap();
        let path = format!("/unsubscribe/{token}");
        let before = place.head().await;
        let page = place.stranger().page(&path).await;
        assert_eq!(page.status, 200);
        assert_eq!(page.text().matches("<button").count(), 1, "one button: {}", page.text());
        assert!(page.text().contains("Workshop talk"));
        assert_eq!(place.head().await, before, "a scanner that follows links stops nothing");
        for _ in 0..2 {
            // As RFC 8058 has it: no cookie, no Origin, this body.
            let request = Request::post(&path).header(header::HOST, "house.example");
            let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            let body = Body::from("List-Unsubscribe=One-Click");
            let answer = place.stranger().send(request.body(body).unwrap()).await;
            assert_eq!(answer.status, 200, "no redirect: {}", answer.text());
        }
        let choices = place.eyes("sami").await.my_choices().await.unwrap();
        assert!(!choices.is_empty() && choices.iter().all(|c| c.level == Level::Never && c.space == Some(talk)));
        let everything = place.stranger().post(&path, &[("scope", "everything")]).await;
        assert_eq!(everything.status, 200);
        let made_up = format!("/unsubscribe/{}", "a".repeat(42));
        assert_eq!(place.stranger().page(&made_up).await.status, 404);
        assert_eq!(place.stranger().post(&made_up, &[]).await.status, 404);
    });
}

#[test]
fn what_leaves_the_house_is_taken_back_by_a_form() {
    in_place(async |place| {
        let (tomas, at) = (place.browser("tomas"), format!("/conversations/{}", number(place, "creak")));
        tomas.post(&format!("{at}/messages"), &[("body", "Too erly")]).await.expect(303);
        let page = tomas.page(&at).await;
        assert!(page.text().contains("<take-back left=\"10\""), "{}", page.text());
        place.test().clock().advance(3 * SECOND + SECOND / 2);
        assert!(tomas.page(&at).await.text().contains("<take-back left=\"7\""), "a second that was begun is left");
        let action = page.text().split_once("<take-back").expect("it can be taken back").1.to_owned();
        let action = action.split_once("action=\"").unwrap().1.split_once('"').unwrap().0.to_owned();
        assert!(!place.browser("sami").page(&at).await.text().contains("<take-back"), "his colleague cannot");
        assert!(page.text().contains("1 waiting"), "how its letters fare stands on it");
        assert!(!place.browser("maya").page(&at).await.text().contains("1 waiting"));
        tomas.post(&action, &[]).await.expect(303);
        let page = tomas.page(&at).await;
        assert!(page.text().contains(">Too erly</textarea>"), "the words are in the composer again");
        // Too late is told in words.
        let made = tomas.post_json(&format!("{at}/messages"), &json!({ "body": "In time" })).await.expect(201).json();
        place.test().clock().advance(10 * SECOND);
        let late = tomas.post_json(&format!("/messages/{}/taking-back", made["id"].as_str().unwrap()), &json!({})).await;
        assert_eq!(late.status, 409);
        assert!(late.text().contains("left the house"), "{}", late.text());
    });
}

#[test]
fn a_forgotten_file_is_asked_about_once_on_the_page_and_in_json() {
    in_place(async |place| {
        let (tomas, at) = (place.browser("tomas"), format!("/conversations/{}", number(place, "creak")));
        let path = format!("{at}/messages");
        let asked = tomas.post(&path, &[("body", "See the drawing attached.")]).await;
        assert_eq!(asked.status, 422);
        assert!(asked.text().contains("name=\"without_file\"") && asked.text().contains("See the drawing attached."));
        let sent = [("body", "See the drawing attached."), ("without_file", "1")];
        tomas.post(&path, &sent).await.expect(303);
        let json = tomas.post_json(&path, &json!({ "body": "Anbei die Zeichnung" })).await;
        assert_eq!((json.status, json.json()["field"].as_str()), (422, Some("file")));
        tomas.post_json(&path, &json!({ "body": "Anbei die Zeichnung", "without_file": true })).await.expect(201);
        let start = "/spaces/support/conversations";
        let fields = json!({ "kind": "case", "subject": "S", "body": "I enclose it: enclosed", "inside": true });
        assert_eq!(tomas.post_json(start, &fields).await.status, 422);
    });
}

/// What a form of the page sends besides what is typed into it.
fn hidden(page: &str, name: &str) -> Option<String> {
    let field = format!("<input type=\"hidden\" name=\"{name}\" value=\"");
    Some(page.split_once(&field)?.1.split_once('"')?.0.to_owned())
}

#[test]
fn who_was_asked_about_a_forgotten_file_can_plan_the_message_as_well_as_send_it() {
    in_place(async |place| {
        let (tomas, at) = (place.browser("tomas"), format!("/conversations/{}", number(place, "creak")));
        let path = format!("{at}/messages");
        let typed = [("body", "See the drawing attached."), ("later", "1"), ("at", "2026-12-01T08:00")];
        assert_eq!(hidden(&tomas.page(&at).await.text(), "without_file"), None, "nobody asked yet");
        let asked = tomas.post(&path, &typed).await.expect(422).text();
        assert!(asked.contains("Send without a file") && asked.contains("<details class=\"menu later\" open>"), "{asked}");
        assert!(asked.contains("value=\"2026-12-01T08:00\""), "her time is gone: {asked}");
        let sure = hidden(&asked, "without_file").expect("both buttons carry it");
        // A time that is over is told, and what she was asked before is not asked again.
        let past = [("body", "See the drawing attached."), ("later", "1"), ("at", "2020-01-01T08:00"), ("without_file", &sure)];
        let late = tomas.post(&path, &past).await.expect(422).text();
        assert!(late.contains("<details class=\"menu later\" open>") && late.contains("value=\"2020-01-01T08:00\""), "{late}");
        let sure = hidden(&late, "without_file").expect("it is still there");
        tomas.post(&path, &[typed.as_slice(), &[("without_file", &sure)]].concat()).await.expect(303);
        assert_eq!(tomas.json("/planned").await.json()["planned"][0]["source"], "See the drawing attached.");
        assert!(!tomas.page(&at).await.text().contains("<details class=\"menu later\" open>"));
    });
}

#[test]
fn a_message_is_planned_listed_changed_and_given_up() {
    in_place(async |place| {
        let (tomas, at) = (place.browser("tomas"), format!("/conversations/{}", number(place, "creak")));
        let path = format!("{at}/messages");
        let zone = [("name", "Tomás Vega"), ("time_zone", "Europe/Helsinki"), ("theme", "")];
        tomas.post("/settings", &zone).await.expect(303);
        let refused = tomas.post(&path, &[("body", "Later"), ("later", "1"), ("at", "2020-01-01T08:00")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("This time is over") && refused.text().contains(">Later</textarea>"));
        tomas.post(&path, &[("body", "Later"), ("later", "1"), ("at", "2026-12-01T08:00")]).await.expect(303);
        // The field of the page stands there empty or filled; only the button plans.
        assert!(tomas.page(&at).await.text().contains("You planned a message"));
        assert!(!place.browser("sami").page(&at).await.text().contains("You planned a message"));
        let listed = tomas.json("/planned").await.expect(200).json();
        let plan = &listed["planned"][0];
        assert_eq!((plan["source"].as_str(), plan["due_at"].as_str()), (Some("Later"), Some("2026-12-01T06:00:00Z")));
        assert!(tomas.page("/planned").await.text().contains("value=\"2026-12-01T08:00\""));
        let change = plan["actions"]["change"]["href"].as_str().unwrap().to_owned();
        tomas.post_json(&change, &json!({ "body": "Later, better", "at": "2026-12-02T06:00:00Z" })).await.expect(200);
        assert_eq!(
            place.browser("sami").post_json(&change, &json!({ "body": "x", "at": "2026-12-02T06:00:00Z" })).await.status,
            404
        );
        let cancel = plan["actions"]["cancel"]["href"].as_str().unwrap().to_owned();
        tomas.post(&cancel, &[]).await.expect(303);
        assert!(tomas.page(&at).await.text().contains(">Later, better</textarea>"));
        let made =
            tomas.post_json(&path, &json!({ "body": "By a program", "at": "2026-12-03T06:00:00Z" })).await.expect(201).json();
        assert_eq!(made["planned"], "2026-12-03T06:00:00Z");
        assert_eq!(place.stranger().page("/planned").await.status, 303);
    });
}

#[test]
fn what_comes_by_mail_is_chosen_on_a_page_and_in_json() {
    in_place(async |place| {
        let ravi = place.browser("ravi");
        let fields = [("mentioned", "digest"), ("digest", "weekly"), ("hour", "6"), ("quiet_from", "22"), ("quiet_until", "6")];
        ravi.post("/settings/mail", &fields).await.expect(303);
        let now = ravi.json("/settings/mail").await.expect(200).json();
        let row = |view: &serde_json::Value, reason: &str| {
            view["reasons"].as_array().unwrap().iter().find(|row| row["reason"] == reason).unwrap()["level"].clone()
        };
        assert_eq!((row(&now, "mentioned"), row(&now, "assigned")), (json!("digest"), json!("now")));
        assert_eq!((&now["habit"]["digest"], &now["habit"]["hour"]), (&json!("weekly"), &json!(6)));
        ravi.post_json("/spaces/talk/mail", &json!({ "mentioned": "never", "every": "now" })).await.expect(200);
        let here = ravi.json("/spaces/talk/mail").await.expect(200).json();
        assert_eq!((row(&here, "mentioned"), &here["every"]), (json!("never"), &json!(true)));
        ravi.post_json("/spaces/talk/mail", &json!({ "mentioned": "", "every": "" })).await.expect(200);
        let here = ravi.json("/spaces/talk/mail").await.expect(200).json();
        assert_eq!((row(&here, "mentioned"), &here["every"]), (json!("digest"), &json!(false)));
        assert_eq!(ravi.post_json("/settings/mail", &json!({ "mentioned": "loudly" })).await.status, 422);
        let refused = ravi.post("/settings/mail", &[("mentioned", "loudly")]).await.expect(422).text();
        assert_eq!(refused.matches("You can be told at once").count(), 1, "it is told once: {refused}");
        assert_eq!(ravi.post_json("/settings/mail", &json!({ "hour": 99 })).await.status, 422);
        assert_eq!(place.browser("maya").json("/spaces/talk/mail").await.status, 404);
        assert_eq!(place.browser("maya").post_json("/spaces/talk/mail", &json!({ "every": "now" })).await.status, 404);
        assert_eq!(place.stranger().page("/settings/mail").await.status, 303);
    });
}

#[test]
fn a_message_says_why_its_letters_wait_to_colleagues_who_see_it() {
    in_place(async |place| {
        let creak = place.company.conversation("creak");
        let it = actions::message::Replying {
            conversation: creak,
            body: "Soon".into(),
            answers: None,
            attachments: Vec::new(),
            saw: actions::Saw::default(),
        };
        let said = actions::message::reply(place.store(), place.by("tomas"), it).await.expect("he may").message;
        let path = format!("/messages/{said}/deliveries");
        let tomas = place.browser("tomas");
        assert!(tomas.json(&path).await.expect(200).json().get("resting").is_none());
        let rest = async move |w: &mut store::Writing| {
            w.rest("example.org", "450 4.7.1 come back later").await?;
            w.rest("other.example", "450 4.7.1 elsewhere").await?;
            Ok(w.record(domain::activity::Activity::of(domain::party::MACHINE, domain::activity::Verb::Delivered, 0)).await?)
        };
        place.store().act(rest).await.expect("the store answers");
        let resting = tomas.json(&path).await.expect(200).json()["resting"].clone();
        assert_eq!((resting.as_array().unwrap().len(), &resting[0]["domain"]), (1, &json!("example.org")));
        let page = tomas.page(&path).await.expect(200).text();
        assert!(page.contains("example.org is given a rest until") && page.contains("come back later"), "{page}");
        assert!(!page.contains("elsewhere"), "that waits for another letter");
        let outbox = place.browser("dora").page("/administration/outbox").await.expect(200).text();
        assert!(outbox.contains("example.org is given a rest until") && outbox.contains("elsewhere"));
        assert_eq!(place.browser("maya").page(&path).await.status, 404);
    });
}
