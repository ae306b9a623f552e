//! The walls after a merge: one page shows two conversations, and each sings only to who heard it before.

use crate::{
    place::{Place, in_place},
    stream::{Stream, sung},
};
use actions::{
    conversation::{self, Bringing},
    merging::{self, Merging},
};
use std::collections::HashSet;
use testkit::canary::heard;

/// Sami puts the parcel into the mudguards, where Ravi stands too.
async fn merged(place: &Place<'_>) {
    let (store, company) = (place.store(), &place.company);
    let (parcel, mudguards) = (company.thread("parcel"), company.thread("mudguards"));
    let ravi = Bringing { party: company.person("ravi").into(), past: true };
    conversation::bring(store, place.by("sami"), mudguards.conversation, ravi).await.expect("he is brought in");
    let it = Merging { into: mudguards.conversation, brings: false, saw: None };
    merging::merge(store, place.by("sami"), parcel.conversation, it).await.expect("both are Jonas's");
}

#[test]
fn a_merged_conversation_sings_to_nobody_who_did_not_hear_it_before() {
    in_place(async |place| {
        merged(place).await;
        let company = &place.company;
        let (parcel, mudguards) = (company.thread("parcel"), company.thread("mudguards"));
        let facts = place.facts().await;
        let earlier: HashSet<&str> = parcel.said.iter().flat_map(|said| heard(&said.body)).collect();
        let path = format!("/conversations/{}", mudguards.number);
        for (viewer, client) in place.everybody() {
            let said = company.conversations.iter().flat_map(|thread| &thread.said);
            let may: HashSet<&str> =
                said.filter(|said| facts.may_see(viewer, said.message)).flat_map(|said| heard(&said.body)).collect();
            for answer in [client.page(&path).await, client.json(&path).await] {
                let sings = answer.canaries();
                assert!(sings.iter().all(|canary| may.contains(canary.as_str())), "{}: {}", client.name, answer.text());
                let hears = earlier.iter().filter(|canary| sings.iter().any(|sung| sung == **canary)).count();
                let expected = if facts.sees(viewer, parcel.conversation).is_some() { earlier.len() } else { 0 };
                assert_eq!(hears, expected, "{} hears the earlier one", client.name);
            }
        }
        let old = format!("/conversations/{}", parcel.number);
        assert_eq!(place.browser("sami").page(&old).await.status, 303, "the old address leads on");
        assert_eq!(place.browser("ravi").page(&old).await.status, 404);
    });
}

#[test]
fn a_page_follows_what_was_merged_into_it_for_who_heard_it_before() {
    in_place(async |place| {
        place.live().await;
        merged(place).await;
        let (parcel, mudguards) = (place.company.thread("parcel"), place.company.thread("mudguards"));
        let before = place.head().await;
        let mut sami = Stream::of(&place.browser("sami"), &[mudguards.number], None).await;
        let mut ravi = Stream::of(&place.browser("ravi"), &[mudguards.number], None).await;
        actions::message::react(place.store(), place.by("sami"), parcel.message(0), "👍").await.expect("he sees it");
        let words = "canary9070z both hear it";
        place
            .browser("sami")
            .post(&format!("/conversations/{}/messages", mudguards.number), &[("body", words)])
            .await
            .expect(303);
        let article = format!("target=\"m{}\"", parcel.message(0));
        for events in [
            sami.until("canary9070z").await,
            Stream::of(&place.browser("sami"), &[mudguards.number], Some(before)).await.until("canary9070z").await,
        ] {
            assert!(events.iter().any(|event| event.content.contains(&article) && event.content.contains("👍")), "{events:?}");
        }
        assert_eq!(sung(&ravi.until("canary9070z").await), ["canary9070z"]);
    });
}

#[test]
fn how_much_was_said_before_is_told_only_where_all_of_it_is_shown() {
    in_place(async |place| {
        let (parcel, mudguards) = (place.company.thread("parcel"), place.company.thread("mudguards"));
        let count = |page: &str| {
            let summary = page.split_once("<summary>Earlier").expect("what was before").1.split_once("</summary>").unwrap().0;
            summary.contains("<small>")
        };
        merged(place).await;
        let (sami, at) = (place.browser("sami"), format!("/conversations/{}", mudguards.number));
        assert!(count(&sami.page(&at).await.text()));
        // Taken apart it is as before, closed; then much is said in it.
        for deed in ["parting", "reopening"] {
            let path = format!("/conversations/{}/{deed}", parcel.number);
            sami.post_json(&path, &serde_json::json!({})).await.expect(200);
        }
        for n in 0..domain::limits::PAGE_MESSAGES {
            let body = serde_json::json!({ "body": format!("word{n:03}") });
            sami.post_json(&format!("/conversations/{}/messages", parcel.number), &body).await.expect(201);
        }
        let it = Merging { into: mudguards.conversation, brings: false, saw: None };
        merging::merge(place.store(), place.by("sami"), parcel.conversation, it).await.expect("both are Jonas's");
        assert!(!count(&sami.page(&at).await.text()), "a window is told as if it were all");
    });
}

#[test]
fn who_may_be_one_person_is_shown_with_addresses_to_administrators() {
    in_place(async |place| {
        let wim = place.company.person("wim");
        let path = format!("/people/{wim}/merging?q=Aiko");
        let dora = place.browser("dora");
        let found = dora.json(&path).await.expect(200).json();
        assert_eq!(found["addresses"], serde_json::json!(["wim.bakker@example.net"]));
        let likely =
            found["candidates"].as_array().unwrap().iter().find(|it| it["name"] == "Aiko Tanaka").expect("she is found").clone();
        assert_eq!(likely["addresses"], serde_json::json!(["aiko.tanaka@example.org"]));
        let page = dora.page(&path).await.expect(200).text();
        assert!(page.contains("wim.bakker@example.net") && page.contains("aiko.tanaka@example.org"), "{page}");
        for other in ["tomas", "anton", "maya"] {
            assert_eq!(place.browser(other).page(&path).await.status, 404, "{other}");
        }
    });
}
