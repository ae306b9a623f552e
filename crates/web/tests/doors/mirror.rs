//! A person's own mirror: she alone sees it, it is right, and it stops where she says so.

use crate::{
    client::Client,
    place::{Place, in_place},
};
use domain::id::{MessageId, PersonId};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Under the notice, with all that follows from the log, so that the company's days lie in a window that closed.
async fn told(place: &Place<'_>) {
    let notice = json!({ "words": "We count who answers whom.", "group_min": 5, "counts_from": "2020-01-01" });
    place.browser("dora").post_json("/administration/notice", &notice).await.expect(200);
    place.settled().await;
    place.test().clock().advance(8 * domain::moment::DAY);
}

/// A message, whom it turned to, who wrote it.
type Turn = (MessageId, PersonId, PersonId);

async fn mirror(client: &Client) -> Value {
    client.json("/mirror").await.expect(200).json()
}

/// How somebody is named in a message.
fn handle(place: &Place<'_>, short: &str) -> String {
    let name = place.company.people.iter().find(|resident| resident.short == short).expect("known").name;
    format!("@{}", domain::name::handle_of(name))
}

/// Rows of who turned to whom, as they stand.
async fn turned(place: &Place<'_>) -> Vec<Turn> {
    let lines = place.store().plain_ties(place.test().keys()).await.expect("the store answers");
    let row = |line: &String| {
        let ids: Vec<i64> = line.strip_prefix("turned ")?.split(' ').take(3).map(|id| id.parse().expect("an id")).collect();
        Some((MessageId(ids[0]), PersonId(ids[1]), PersonId(ids[2])))
    };
    lines.iter().filter_map(row).collect()
}

#[test]
fn each_colleague_reads_of_her_own_ties_and_of_nobody_elses() {
    in_place(async |place| {
        told(place).await;
        // Ines asks six colleagues by name where all of them read.
        let ride = place.company.conversations.iter().find(|it| it.short == "ride").expect("known").number;
        let names = ["sami", "tomas", "kofi", "bram", "yara", "felix"].map(|short| handle(place, short)).join(" ");
        let asks = json!({ "body": format!("Who comes along? {names}") });
        place.browser("ines").post_json(&format!("/conversations/{ride}/messages"), &asks).await.expect(201);
        place.settled().await;
        let (rows, facts) = (turned(place).await, place.facts().await);
        let mut told = false;
        assert!(rows.len() > 10, "only {} rows: the test would prove little", rows.len());
        for resident in place.company.people.iter().filter(|r| r.side.inside()) {
            let mine = mirror(&place.browser(resident.short)).await;
            let seen = |(message, ..): &&Turn| facts.may_see(Some(resident.person), *message);
            let people = |side: &dyn Fn(&Turn) -> Option<PersonId>| {
                let people = rows.iter().filter(seen).filter_map(side).collect::<BTreeSet<_>>().len();
                Some(people).filter(|people| *people >= 5)
            };
            let to = people(&|row| (row.2 == resident.person).then_some(row.1));
            let by = people(&|row| (row.1 == resident.person).then_some(row.2));
            assert_eq!(mine["mirror"]["ties"], json!({ "turned_to": to, "turned_by": by }), "{}: {mine}", resident.short);
            told |= to.is_some();
            let text = mine.to_string();
            for other in &place.company.people {
                assert!(!text.contains(other.name), "{}'s mirror names {}", resident.short, other.name);
                assert!(!text.contains(&other.person.to_string()), "{}'s mirror tells of {}", resident.short, other.short);
            }
        }
        assert!(told, "nobody turned to five: the test would prove little");
    });
}

#[test]
fn the_numbers_are_those_of_the_company() {
    in_place(async |place| {
        told(place).await;
        // Tomás answered Maya after nine minutes, and asked Kofi by name in the sidebar, who answered him.
        let tomas = mirror(&place.browser("tomas")).await;
        let mine = &tomas["mirror"];
        assert_eq!(mine["answers"]["asked"], 1, "{tomas}");
        assert_eq!((&mine["answers"]["answered"], &mine["answers"]["median_hours"]), (&json!(1), &json!(0.15)));
        assert_eq!(mine["answers"]["within"][0], json!({ "hours": 1, "share": 1.0 }));
        assert_eq!(mine["ties"], json!({ "turned_to": null, "turned_by": null }), "one each, which would tell of that one");
        assert_eq!(mine["units"]["met"], 1, "{mine}");
        assert_eq!(mine["outside"], json!({ "people": 1, "organizations": 0 }));
        assert_eq!(mine["begun"], json!({ "by_me": 0, "by_others": 1 }));
        assert_eq!(
            (&mine["words"]["outside"], &mine["words"]["conversations"], &mine["words"]["inside"]),
            (&json!(2), &json!(1), &json!(1))
        );
        let never = names(mine);
        assert!(!never.contains(&"Research") && !never.contains(&"Support"), "{never:?}");
        assert!(never.contains(&"Marketing") && never.contains(&"Radwerk") && never.is_sorted(), "{never:?}");
        // Bram writes with Radwerk; Kofi answered after 2 + 41 minutes, and may look into a space of Product.
        assert!(!names(&mirror(&place.browser("bram")).await["mirror"]).contains(&"Radwerk"));
        let kofi = mirror(&place.browser("kofi")).await["mirror"].clone();
        assert_eq!((&kofi["answers"]["asked"], &kofi["answers"]["median_hours"]), (&json!(1), &json!(43.0 / 60.0)));
        let space = |of: &Value, name: &str| {
            of["unmet"].as_array().unwrap().iter().find(|it| it["name"] == name).unwrap()["space"].clone()
        };
        assert_eq!(space(&kofi, "Product"), json!(["product", "Product"]));
        assert_eq!(space(mine, "Product"), Value::Null, "Tomás does not see it");
    });
}

fn names(mirror: &Value) -> Vec<&str> {
    mirror["unmet"].as_array().expect("a list").iter().map(|it| it["name"].as_str().expect("a name")).collect()
}

#[test]
fn somebody_who_is_asked_by_name_sees_it_wait_until_she_answers() {
    in_place(async |place| {
        told(place).await;
        let (sami, yara) = (place.browser("sami"), place.browser("yara"));
        let before = mirror(&sami).await;
        let ride = place.company.conversations.iter().find(|it| it.short == "ride").expect("known").number;
        let asks = json!({ "body": "@sami.koskinen, who carries the cake?" });
        yara.post_json(&format!("/conversations/{ride}/messages"), &asks).await.expect(201);
        place.settled().await;
        place.test().clock().advance(2 * domain::moment::HOUR);
        let waits = mirror(&sami).await;
        assert_eq!(waits["waiting"].as_array().map(Vec::len), before["waiting"].as_array().map(|it| it.len() + 1), "{waits}");
        assert!(waits["waiting"].as_array().unwrap().iter().any(|it| it["number"] == ride));
        assert!(sami.page("/mirror").await.expect(200).text().contains(&format!("/conversations/{ride}\"")));
        assert!(!mirror(&yara).await["waiting"].to_string().contains(&format!("\"number\":{ride}")), "it waits for Sami alone");
        sami.post_json(&format!("/conversations/{ride}/messages"), &json!({ "body": "I do." })).await.expect(201);
        let answered = mirror(&sami).await;
        assert_eq!(answered["waiting"], before["waiting"]);
        let count = |it: &Value| it["mirror"]["answers"]["answered"].as_i64().expect("a number");
        assert_eq!(count(&answered), count(&before) + 1);
    });
}

#[test]
fn for_everybody_else_it_does_not_exist_on_any_door() {
    in_place(async |place| {
        told(place).await;
        let tomas = place.company.person("tomas");
        let whole = mirror(&place.browser("tomas")).await;
        let stranger = place.stranger();
        for path in ["/mirror", "/mirror.json", "/mirror.csv"] {
            stranger.page(path).await.expect(404);
            stranger.json(path).await.expect(404);
        }
        // An administrator, the steward of his space, a colleague, a customer; no token, whatever it may, looks into any.
        for name in ["dora", "sami", "ines", "maya", "tomas"] {
            let program = place.program(name, if name == "dora" { "read write admin" } else { "read write" }).await;
            program.json("/mirror").await.expect(403);
            program.json("/mirror.csv").await.expect(403);
        }
        for name in ["dora", "sami", "ines", "maya"] {
            {
                let client = place.browser(name);
                let own = mirror(&client).await;
                assert_ne!(own, whole, "{} reads his", client.name);
                for query in ["person", "id", "of", "viewer", "as"] {
                    let asked = client.json(&format!("/mirror?{query}={tomas}")).await.expect(200).json();
                    assert_eq!(asked, own, "{} {query}", client.name);
                }
                for path in [
                    format!("/mirror/{tomas}"),
                    format!("/people/{tomas}/mirror"),
                    format!("/people/{tomas}/mirror.csv"),
                    String::from("/observatory/mirror"),
                ] {
                    client.json(&path).await.expect(404);
                    client.page(&path).await.expect(404);
                }
                let page = client.page(&format!("/people/{tomas}")).await;
                assert!(!page.text().contains("/mirror"), "{} is led to it", client.name);
            }
        }
        let admin = place.program("dora", "read write admin").await;
        admin.json(&format!("/administration/people/{tomas}/mirror")).await.expect(404);
        let head = place.head().await;
        for name in ["tomas", "dora", "maya"] {
            mirror(&place.browser(name)).await;
            place.browser(name).page("/mirror").await.expect(200);
        }
        assert_eq!(place.head().await, head, "looking leaves no line in the log");
        assert!(place.browser("tomas").page(&format!("/people/{tomas}")).await.expect(200).text().contains("href=\"/mirror\""));
        let kept = place.browser("tomas").page("/mirror").await.expect(200);
        assert_eq!(kept.header("cache-control"), "private, no-store");
        assert_eq!(place.browser("tomas").page("/mirror.csv").await.expect(200).header("cache-control"), "private, no-store");
    });
}

#[test]
fn without_a_notice_or_where_she_left_nothing_is_computed_and_she_reads_how_to_come_back() {
    in_place(async |place| {
        let tomas = place.browser("tomas");
        let none = mirror(&tomas).await;
        assert_eq!((&none["lacking"], &none["mirror"]), (&json!("no_notice"), &Value::Null));
        told(place).await;
        let whole = mirror(&tomas).await;
        tomas.post_json("/settings/terms", &json!({ "personal": "out" })).await.expect(200);
        let left = mirror(&tomas).await;
        assert_eq!((&left["lacking"], &left["mirror"], &left["waiting"]), (&json!("left"), &Value::Null, &json!([])));
        let page = tomas.page("/mirror").await.expect(200).text();
        assert!(page.contains("href=\"/settings/terms\"") && !page.contains("<svg class=\"picture"), "{page}");
        assert_eq!(tomas.page("/mirror.csv").await.expect(200).text().lines().count(), 1);
        tomas.post_json("/settings/terms", &json!({ "personal": "in" })).await.expect(200);
        assert_eq!(mirror(&tomas).await, whole);
        // Without the numbers about groups no ties of his are kept; what stands in his own conversations is still his.
        tomas.post_json("/settings/terms", &json!({ "aggregates": "out" })).await.expect(200);
        let alone = mirror(&tomas).await;
        assert_eq!((&alone["mirror"]["ties"], &alone["mirror"]["answers"]), (&Value::Null, &whole["mirror"]["answers"]));
        assert_eq!(alone["mirror"]["unmet"], whole["mirror"]["unmet"], "whom he never meets stands on the pages he reads");
        tomas.page("/mirror").await.expect(200);
    });
}

#[test]
fn who_left_the_numbers_is_in_nobodys_mirror_and_no_mirror_tells_who_that_is() {
    in_place(async |place| {
        told(place).await;
        let tomas = place.browser("tomas");
        let before = mirror(&tomas).await;
        assert!(turned(place).await.iter().any(|row| row.2 == place.company.person("tomas")), "he turned to Kofi");
        place.browser("kofi").post_json("/settings/terms", &json!({ "aggregates": "out" })).await.expect(200);
        assert!(!turned(place).await.iter().any(|row| row.2 == place.company.person("tomas")), "of which nothing is left");
        assert_eq!(mirror(&tomas).await, before);
    });
}

#[test]
fn somebody_outside_reads_what_she_asked_and_how_it_was_answered() {
    in_place(async |place| {
        // It serves her, and needs neither a notice nor an agreement.
        let jonas = mirror(&place.browser("jonas")).await;
        assert_eq!(jonas["mirror"], Value::Null);
        let answers = &jonas["answers"];
        assert_eq!(
            (&answers["asked"], &answers["answered"], &answers["median_hours"]),
            (&json!(3), &json!(1), &json!(37.0 / 60.0))
        );
        let mudguards = place.company.conversations.iter().find(|it| it.short == "mudguards").expect("known").number;
        let waiting: Vec<_> = jonas["waiting"].as_array().unwrap().iter().map(|it| it["number"].as_i64().unwrap()).collect();
        assert_eq!(waiting, [mudguards]);
        let maya = mirror(&place.browser("maya")).await;
        assert_eq!((&maya["answers"]["asked"], &maya["answers"]["answered"]), (&json!(2), &json!(2)), "{maya}");
        assert_eq!(maya["waiting"], json!([]));
        // Others answered her after 44 minutes; that one of them is a rider makes it no less of an answer.
        let aiko = mirror(&place.browser("aiko")).await;
        assert_eq!(aiko["answers"]["answered"], 1);
        for name in ["jonas", "maya", "emil"] {
            let page = place.browser(name).page("/mirror").await.expect(200).text();
            assert!(!page.contains("mirror-"), "a key stands in the page of {name}");
        }
    });
}
