//! Offered is allowed: whatever action a page offers succeeds when it is followed, and every other action known there
//! is refused and leaves the log as it was.

use crate::{
    client::Client,
    deed::{Deed, deeds_of, fields_for},
    place::{Place, in_place},
};
use domain::id::PersonId;
use serde_json::Value;
use std::collections::BTreeSet;
use store::Engine;

/// Whoever differs from the others by side, unit, hat or what she started; the rest would repeat them.
const VIEWERS: [&str; 12] = ["dora", "sami", "tomas", "lena", "nora", "yara", "kofi", "lucia", "anton", "emil", "maya", "aiko"];

/// One of each side.
const SOME: [&str; 5] = ["dora", "tomas", "anton", "maya", "stranger"];

/// The pages on which actions are offered.
fn pages(place: &Place<'_>) -> Vec<String> {
    let company = &place.company;
    let conversations = company.conversations.iter().map(|thread| format!("/conversations/{}", thread.number));
    let moving = [("creak", "talk"), ("mudguards", "facilities"), ("warranty", "talk"), ("belt", "talk"), ("hubs", "community")]
        .map(|(thread, slug)| format!("/conversations/{}/moving/{slug}", company.thread(thread).number));
    let merging =
        [("parcel", "mudguards"), ("creak", "mudguards"), ("belt", "creak"), ("mudguards", "parcel"), ("seat", "warranty")]
            .map(|(it, into)| format!("/conversations/{}/merging/{}", company.thread(it).number, company.thread(into).number));
    let forwarding = [("creak", ""), ("creak", "/talk"), ("belt", ""), ("belt", "/talk"), ("hubs", "/support")]
        .map(|(it, to)| format!("/messages/{}/forwarding{to}", company.thread(it).said[0].message));
    let spaces = company.spaces.iter().flat_map(|room| {
        [
            format!("/spaces/{}", room.slug),
            format!("/spaces/{}/new", room.slug),
            format!("/spaces/{}/mail", room.slug),
            format!("/administration/spaces/{}", room.slug),
        ]
    });
    let people = ["maya", "ravi", "jana"].map(|name| format!("/people/{}", company.person(name)));
    let persons = [("wim", "jonas"), ("aiko", "maya"), ("jonas", "tomas"), ("tomas", "maya")]
        .map(|(it, into)| format!("/people/{}/merging/{}", company.person(it), company.person(into)));
    let units = ["it", "wheel-group"].map(|name| format!("/administration/units/{}", company.team(name)));
    let others = ["/administration", "/administration/spaces", "/administration/units", "/administration/people"];
    let last = [
        "/administration/outbox",
        "/people",
        "/settings/mail",
        "/settings/addresses",
        "/settings/terms",
        "/administration/notice",
        "/notices/replied",
        "/notices/following",
        "/planned",
        "/settings",
    ];
    let others = others.iter().chain(&last).map(|path| (*path).to_owned());
    conversations
        .chain(moving)
        .chain(merging)
        .chain(forwarding)
        .chain(spaces)
        .chain(people)
        .chain(persons)
        .chain(units)
        .chain(others)
        .collect()
}

/// The actions that a page offers, wherever in it they stand.
fn offered(value: &Value, found: &mut BTreeSet<Deed>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                match (key.as_str(), value) {
                    ("actions", Value::Object(actions)) => {
                        found.extend(
                            actions
                                .iter()
                                .map(|(name, action)| Deed::new(name, action["href"].as_str().expect("an address"), object)),
                        );
                    }
                    _ => offered(value, found),
                }
            }
        }
        Value::Array(many) => many.iter().for_each(|value| offered(value, found)),
        _ => {}
    }
}

async fn offers_of(client: &Client, page: &str) -> (Value, BTreeSet<Deed>) {
    let answer = client.json(page).await;
    let mut found = BTreeSet::new();
    if answer.status != 200 {
        return (Value::Null, found);
    }
    let page = answer.json();
    offered(&page, &mut found);
    (page, found)
}

/// Follows each offer of a page, reading the page anew before each; what was taken back meanwhile is not followed.
async fn follows(place: &Place<'_>, client: &Client, page: &str) -> usize {
    let (_, first) = offers_of(client, page).await;
    let mut ordered: Vec<Deed> = first.into_iter().collect();
    ordered.sort_by_key(Deed::weight);
    let mut followed = BTreeSet::new();
    for deed in ordered {
        // Messages and people of one page are many; the first with this action stands for them.
        if followed.contains(&deed.name) && deed.one_of_many() {
            continue;
        }
        let (now, offers) = offers_of(client, page).await;
        if !offers.contains(&deed) {
            continue;
        }
        let fields = fields_for(place, &deed, &now);
        let answer = client.post_json(&deed.href, &fields).await;
        assert!(
            answer.succeeded(),
            "{} was offered {deed:?} on {page}, then {}: {} ({fields})",
            client.name,
            answer.status,
            answer.text()
        );
        followed.insert(deed.name);
    }
    followed.len()
}

/// Tries each action known on a page that it does not offer.
async fn tries_others(place: &Place<'_>, viewer: Option<PersonId>, client: &Client, page: &str) -> usize {
    let (now, offers) = offers_of(client, page).await;
    let (mut tried, before) = (0, place.head().await);
    for deed in deeds_of(place, page, viewer) {
        if offers.iter().any(|offer| offer.does_as(&deed)) {
            continue;
        }
        let fields = fields_for(place, &deed, &now);
        let answer = client.post_json(&deed.href, &fields).await;
        let refused = matches!(answer.status, 401 | 403 | 404 | 409 | 422);
        assert!(
            refused,
            "{} was not offered {deed:?} on {page}, yet {}: {} ({fields})",
            client.name,
            answer.status,
            answer.text()
        );
        tried += 1;
    }
    assert_eq!(place.head().await, before, "{} left a line in the log by what was refused on {page}", client.name);
    tried
}

#[test]
fn what_is_not_offered_is_refused_and_leaves_no_trace() {
    in_place(async |place| {
        let mut tried = 0;
        let all = place.store().engine() == Engine::Sqlite;
        // The rules are the same on the other engine: there it is enough that its rows tell them the same.
        for (viewer, client) in place.everybody().into_iter().filter(|(_, client)| all || SOME.contains(&client.name.as_str())) {
            // Whoever comes in after long marks her session as used; then nothing else may write.
            client.json("/spaces").await;
            for page in pages(place) {
                tried += tries_others(place, viewer, &client, &page).await;
            }
        }
        eprintln!("{tried} actions were tried");
        assert!(tried > 1500, "only {tried} actions were tried");
    });
}

#[test]
fn what_is_offered_succeeds() {
    for name in VIEWERS {
        in_place(async |place| {
            let client = place.browser(name);
            let mut followed = 0;
            for page in pages(place) {
                followed += follows(place, &client, &page).await;
            }
            eprintln!("{name} followed {followed} offers");
            assert!(followed >= 10, "{name} was offered almost nothing: {followed}");
        });
    }
}

#[test]
fn nothing_is_offered_to_the_stranger() {
    in_place(async |place| {
        for page in pages(place) {
            let (_, offers) = offers_of(&place.stranger(), &page).await;
            assert!(offers.is_empty(), "{page}: {offers:?}");
        }
    });
}
