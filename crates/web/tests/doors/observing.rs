//! Who waits, and what is measured: the same for every employee, as far as each may see; for everyone else it is not there.

use crate::{
    client::Client,
    place::{Place, in_place},
};
use domain::id::{ConversationId, PersonId};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Some people, each at the door; `None` is the stranger.
type People = Vec<(Option<PersonId>, Client)>;

/// Everybody who stands inside, and everybody who does not.
fn sides(place: &Place<'_>) -> (People, People) {
    let inside = |person: &Option<PersonId>| place.company.people.iter().any(|r| Some(r.person) == *person && r.side.inside());
    place.everybody().into_iter().partition(|(person, _)| inside(person))
}

/// The conversations in which somebody waits, by the plain rows.
async fn waiting(place: &Place<'_>) -> Vec<ConversationId> {
    let lines = place.store().plain_clocks(place.test().keys()).await.expect("the store answers");
    let first = |line: &String| line.strip_prefix("waiting ").map(|rest| rest.split(' ').next().expect("a number").to_owned());
    lines.iter().filter_map(first).map(|id| ConversationId(id.parse().expect("an id"))).collect()
}

fn numbers(board: &Value) -> BTreeSet<i64> {
    board["waiting"].as_array().expect("a board").iter().map(|line| line["number"].as_i64().expect("a number")).collect()
}

#[test]
fn the_board_shows_each_employee_who_waits_where_she_may_look_and_nobody_else_anything() {
    in_place(async |place| {
        place.settled().await;
        let (facts, waiting) = (place.facts().await, waiting(place).await);
        assert!(waiting.len() >= 2, "only {} wait: the test would prove little", waiting.len());
        let number =
            |id: &ConversationId| place.company.conversations.iter().find(|t| t.conversation == *id).expect("known").number;
        let (inside, outside) = sides(place);
        let mut shown = 0;
        for (person, client) in inside {
            let board = client.json("/waiting").await.expect(200).json();
            let expected: BTreeSet<i64> = waiting.iter().filter(|id| facts.sees(person, **id).is_some()).map(number).collect();
            assert_eq!(numbers(&board), expected, "{}", client.name);
            let since: Vec<&str> = board["waiting"].as_array().unwrap().iter().map(|l| l["since"].as_str().unwrap()).collect();
            assert!(since.is_sorted(), "the longest waiting stands first: {since:?}");
            let csv = client.page("/waiting.csv").await.expect(200);
            assert_eq!(csv.text().lines().count(), expected.len() + 1, "{}", client.name);
            client.page("/waiting").await.expect(200);
            shown += expected.len();
        }
        assert!(shown > waiting.len(), "nobody sees anything");
        for (_, client) in outside {
            for path in ["/waiting", "/waiting.csv", "/observatory"] {
                client.json(path).await.expect(404);
            }
        }
    });
}

#[test]
fn the_spreadsheet_says_how_it_is_written_and_goes_on_where_it_is_asked_to() {
    in_place(async |place| {
        place.settled().await;
        let dora = place.browser("dora");
        let lines = place.store().plain_clocks(place.test().keys()).await.expect("the store answers");
        let facts = place.facts().await;
        // As the plain rows have it: conversation, person, message, since.
        let place_of = |line: &String| {
            let rest: Vec<i64> = line.strip_prefix("waiting ")?.split(' ').map(|n| n.parse().expect("a number")).collect();
            facts.sees(Some(place.company.person("dora")), ConversationId(rest[0])).map(|_| (rest[3], rest[0]))
        };
        let mut places: Vec<(i64, i64)> = lines.iter().filter_map(place_of).collect();
        places.sort_unstable();
        let whole = dora.page("/waiting.csv").await.expect(200);
        assert!(whole.octets.starts_with("\u{feff}\"".as_bytes()), "{}", whole.text());
        assert_eq!((whole.text().lines().count(), whole.header("link")), (places.len() + 1, ""));
        let (since, conversation) = places[0];
        let rest = dora.page(&format!("/waiting.csv?cursor={since}.{conversation}")).await.expect(200).text();
        let expected: Vec<String> = whole.text().lines().enumerate().filter(|(n, _)| *n != 1).map(|(_, l)| l.into()).collect();
        assert_eq!(rest.lines().collect::<Vec<_>>(), expected);
    });
}

#[test]
fn closing_without_an_answer_leaves_her_on_the_board_and_an_answer_takes_her_off() {
    in_place(async |place| {
        place.settled().await;
        let sami = place.browser("sami");
        let board = sami.json("/waiting").await.expect(200).json();
        let open = board["waiting"].as_array().unwrap().iter().find(|line| line["closed_at"].is_null());
        let case = open.and_then(|line| line["number"].as_i64()).expect("somebody waits where Sami sees it");
        let first = numbers(&sami.json("/waiting?first=true").await.expect(200).json());
        let lines = board["waiting"].as_array().unwrap().iter().filter(|line| line["again"] == false);
        assert_eq!(first, lines.map(|line| line["number"].as_i64().unwrap()).collect::<BTreeSet<_>>());
        let page = sami.json(&format!("/conversations/{case}")).await.expect(200).json();
        let reason = if page["kind"] == "question" { "duplicate" } else { "solved" };
        sami.post_json(&format!("/conversations/{case}/closure"), &json!({ "reason": reason })).await.expect(200);
        place.settled().await;
        let board = sami.json("/waiting").await.expect(200).json();
        let line = board["waiting"].as_array().unwrap().iter().find(|line| line["number"] == case).expect("she still waits");
        assert_eq!(line["closed_reason"], reason);
        assert!(line["closed_at"].is_string());
        sami.post_json(&format!("/conversations/{case}/reopening"), &json!({})).await.expect(200);
        sami.post_json(&format!("/conversations/{case}/messages"), &json!({ "body": "Here is your answer." })).await.expect(201);
        place.settled().await;
        assert!(!numbers(&sami.json("/waiting").await.expect(200).json()).contains(&case));
        // Whoever speaks again waits again, and no more for a first answer.
        let (_, outside) = sides(place);
        let asker = line["person"].as_str().and_then(|id| id.parse().ok()).map(PersonId);
        let client = outside.into_iter().find(|(person, _)| *person == asker).expect("she comes in herself").1;
        client.post_json(&format!("/conversations/{case}/messages"), &json!({ "body": "Thank you." })).await.expect(201);
        place.settled().await;
        let board = sami.json("/waiting").await.expect(200).json();
        let line = board["waiting"].as_array().unwrap().iter().find(|line| line["number"] == case).expect("she spoke last");
        assert_eq!(line["again"], true);
        assert!(!numbers(&sami.json("/waiting?first=true").await.expect(200).json()).contains(&case));
    });
}

#[test]
fn every_employee_reads_the_same_observatory_and_it_names_nobody() {
    in_place(async |place| {
        let (dora, week) = (place.browser("dora"), some_weeks());
        place.browser("sami").post_json("/administration/notice", &json!({ "words": "x" })).await.expect(403);
        place.browser("sami").json("/administration/notice").await.expect(404);
        let notice = json!({ "words": "We count who answers whom.", "group_min": 5, "counts_from": "2020-01-01" });
        dora.post_json("/administration/notice", &notice).await.expect(200);
        dora.post_json("/administration/notice", &json!({ "words": "We count.", "group_min": 4 })).await.expect(422);
        let empty = dora.json("/observatory").await.expect(200).json();
        assert!(empty["result"].is_null() && empty["notice"]["words"] == "We count who answers whom.");
        place.settled().await;
        place.test().clock().advance(week);
        let measured = actions::measuring::measure(place.store(), place.test().keys()).await.expect("the store answers");
        assert!(measured.windows > 0);
        let again = actions::measuring::measure(place.store(), place.test().keys()).await.expect("the store answers");
        assert_eq!(again.windows, 0, "a window is measured once");
        let (inside, outside) = sides(place);
        let first = inside[0].1.json("/observatory").await.expect(200).json();
        assert!(first["result"]["walls"].as_array().is_some_and(|figures| figures.len() == 10), "{first}");
        for (_, client) in &inside {
            assert_eq!(client.json("/observatory").await.expect(200).json(), first, "{}", client.name);
            client.page("/observatory").await.expect(200);
        }
        let until = first["result"]["until"].as_i64().expect("a window");
        let text = first.to_string();
        for resident in &place.company.people {
            for told in [resident.name.to_owned(), resident.person.to_string(), resident.address.to_owned()] {
                assert!(!text.contains(&told), "the observatory tells of {told}");
            }
        }
        for unit in first["result"]["units"].as_array().expect("units") {
            let people = unit["people"].as_i64();
            assert!(people.is_none_or(|people| people >= 5), "{unit}");
            let silent =
                unit["figures"].as_array().unwrap().iter().all(|figure| figure["value"].is_null() && figure["n"].is_null());
            assert!(people.is_some() || silent, "{unit}");
        }
        for (_, client) in outside {
            client.json(&format!("/observatory?until={until}")).await.expect(404);
        }
        dora.json("/observatory?until=17").await.expect(404);
    });
}

/// A week and a day, so that the company's days lie in windows that closed.
fn some_weeks() -> i64 {
    8 * domain::moment::DAY
}

#[test]
fn each_chooses_for_herself_whether_she_counts() {
    in_place(async |place| {
        let (sami, maya) = (place.browser("sami"), place.browser("maya"));
        assert_eq!(sami.json("/settings/terms").await.expect(200).json()["aggregates"], true);
        sami.post_json("/settings/terms", &json!({ "aggregates": "out" })).await.expect(200);
        sami.post("/settings/terms", &[("aggregates", "out"), ("personal", "in")]).await.expect(303);
        let mine = sami.json("/settings/terms").await.expect(200).json();
        assert_eq!((&mine["aggregates"], &mine["personal"]), (&json!(false), &json!(true)));
        sami.post_json("/settings/terms", &json!({ "agreement": "SD-BASE-A" })).await.expect(403);
        sami.post_json("/settings/terms", &json!({ "aggregates": "perhaps" })).await.expect(422);
        let refused = sami.post("/settings/terms", &[("aggregates", "perhaps")]).await.expect(422).text();
        assert_eq!(refused.matches("class=\"notice refused\"").count(), 1, "{refused}");
        assert!(!refused.contains("class=\"refusal\""), "it is told twice: {refused}");
        assert_eq!(maya.json("/settings/terms").await.expect(200).json()["aggregates"], false);
        maya.post_json("/settings/terms", &json!({ "aggregates": "out" })).await.expect(403);
        maya.post_json("/settings/terms", &json!({ "agreement": "SD-EVERYTHING" })).await.expect(422);
        maya.post_json("/settings/terms", &json!({ "agreement": "SD-BASE-A" })).await.expect(200);
        assert_eq!(maya.json("/settings/terms").await.expect(200).json()["agreements"], json!(["SD-BASE-A"]));
        maya.post_json("/settings/terms", &json!({ "agreement": "SD-BASE" })).await.expect(200);
        assert_eq!(maya.json("/settings/terms").await.expect(200).json()["agreements"], json!([]));
        for client in [&sami, &maya] {
            client.page("/settings/terms").await.expect(200);
        }
        place.stranger().json("/settings/terms").await.expect(401);
    });
}
