//! Live pages: a page with the fragments that come is the page as it would be read now; who loses sight gets nothing
//! of the very next message; who does not read is cut and catches up.

use crate::{
    client::{Client, Key},
    place::{Place, in_place},
    stream::{Event, Stream, applied, articles, cursor, sung},
};
use actions::{
    Saw,
    conversation::{self, Bringing},
    message::{Replying, reply},
};
use axum::http::header::ACCEPT;
use domain::limits::LIVE_WAITING_MAX;
use serde_json::json;

/// Somebody says something without looking; gives which message it is.
async fn says(place: &Place<'_>, who: &str, conversation: &str, body: &str) -> domain::id::MessageId {
    let conversation = place.conversation(conversation);
    let it = Replying { conversation, body: body.to_owned(), answers: None, attachments: Vec::new(), saw: Saw::default() };
    reply(place.store(), place.by(who), it).await.expect("she may write").message
}

fn number(place: &Place<'_>, conversation: &str) -> i64 {
    place.company.thread(conversation).number
}

async fn listens(place: &Place<'_>, who: &Client, conversations: &[&str]) -> Stream {
    let numbers: Vec<i64> = conversations.iter().map(|name| number(place, name)).collect();
    Stream::of(who, &numbers, None).await
}

#[test]
fn what_is_said_reaches_all_who_may_see_it_with_the_same_bytes_on_each_side() {
    in_place(async |place| {
        place.live().await;
        let mut inside = Vec::new();
        for name in ["tomas", "lena", "sami"] {
            inside.push(listens(place, &place.browser(name), &["creak"]).await);
        }
        let mut maya = listens(place, &place.browser("maya"), &["creak"]).await;
        says(place, "tomas", "creak", "canary9001z the dealer has it").await;
        let mut told: Vec<Vec<Event>> = Vec::new();
        for stream in &mut inside {
            told.push(stream.until("canary9001z").await);
        }
        assert!(told.iter().all(|events| *events == told[0]), "colleagues were told different bytes: {told:?}");
        let outside = maya.until("canary9001z").await;
        assert_eq!(outside.len(), 1);
        assert!(!outside[0].content.contains("/deliveries"), "an outsider is told how letters fare: {outside:?}");
    });
}

#[test]
fn an_outsider_gets_nothing_of_a_sidebar_even_if_she_asks_for_it() {
    in_place(async |place| {
        place.live().await;
        let mut maya = listens(place, &place.browser("maya"), &["creak", "creak-sidebar", "coffee"]).await;
        let mut stranger = listens(place, &place.stranger(), &["creak", "creak-sidebar", "tubeless"]).await;
        let mut lena = listens(place, &place.browser("lena"), &["creak"]).await;
        says(place, "kofi", "creak-sidebar", "canary9002z only among us").await;
        says(place, "nora", "coffee", "canary9003z beans").await;
        says(place, "tomas", "creak", "canary9004z for Maya").await;
        says(place, "kofi", "tubeless", "canary9005z for all").await;
        assert_eq!(sung(&maya.until("canary9004z").await), ["canary9004z"]);
        assert_eq!(sung(&stranger.until("canary9005z").await), ["canary9005z"]);
        assert_eq!(sung(&lena.until("canary9004z").await), ["canary9002z", "canary9004z"]);
    });
}

#[test]
fn who_is_removed_hears_nothing_of_the_very_next_message() {
    in_place(async |place| {
        place.live().await;
        let mut ines = listens(place, &place.browser("ines"), &["belt", "coffee"]).await;
        // Somebody of her side still hears it, so that there is something she could get.
        let mut mei = listens(place, &place.browser("mei"), &["belt"]).await;
        says(place, "yara", "belt", "canary9010z she still hears").await;
        assert_eq!(sung(&ines.until("canary9010z").await), ["canary9010z"]);
        let belt = place.conversation("belt");
        actions::conversation::remove(place.store(), place.by("yara"), belt, place.party("ines")).await.unwrap();
        says(place, "yara", "belt", "canary9011z she no longer hears").await;
        says(place, "nora", "coffee", "canary9012z she hears").await;
        assert_eq!(sung(&mei.until("canary9011z").await), ["canary9010z", "canary9011z"]);
        assert_eq!(sung(&ines.until("canary9012z").await), ["canary9012z"]);
    });
}

#[test]
fn who_leaves_a_unit_hears_nothing_of_the_very_next_message() {
    in_place(async |place| {
        place.live().await;
        let mut lena = listens(place, &place.browser("lena"), &["creak", "creak-sidebar", "coffee"]).await;
        let mut tomas = listens(place, &place.browser("tomas"), &["creak", "creak-sidebar"]).await;
        says(place, "maya", "creak", "canary9020z she still hears").await;
        assert_eq!(sung(&lena.until("canary9020z").await), ["canary9020z"]);
        let (lena_id, support) = (place.company.person("lena"), place.company.team("support"));
        actions::party::leave(place.store(), place.by("dora"), lena_id, support).await.unwrap();
        says(place, "maya", "creak", "canary9021z she no longer hears").await;
        says(place, "tomas", "creak-sidebar", "canary9022z nor this").await;
        says(place, "nora", "coffee", "canary9023z she hears").await;
        assert_eq!(sung(&tomas.until("canary9022z").await), ["canary9020z", "canary9021z", "canary9022z"]);
        assert_eq!(sung(&lena.until("canary9023z").await), ["canary9023z"]);
        actions::party::enter(place.store(), place.by("dora"), lena_id, support).await.unwrap();
        says(place, "maya", "creak", "canary9024z she hears again").await;
        assert_eq!(sung(&lena.until("canary9024z").await), ["canary9024z"]);
    });
}

#[test]
fn who_signs_out_or_is_deactivated_is_cut_before_the_next_message() {
    in_place(async |place| {
        place.live().await;
        let mut jonas = listens(place, &place.browser("jonas"), &["parcel", "tubeless"]).await;
        let mut maya = listens(place, &place.browser("maya"), &["creak", "tubeless"]).await;
        place.browser("maya").post("/sign-out", &[]).await.expect(303);
        actions::person::deactivate(place.store(), place.by("dora"), place.company.person("jonas")).await.unwrap();
        says(place, "kofi", "tubeless", "canary9030z for who is still there").await;
        for stream in [&mut jonas, &mut maya] {
            let last = stream.until_its_end().await;
            assert!(sung(&last).is_empty(), "{last:?}");
            assert_eq!(last.last().map(|event| event.name.as_str()), Some("end"));
        }
    });
}

#[test]
fn a_new_password_cuts_the_pages_of_her_other_sessions() {
    in_place(async |place| {
        place.live().await;
        let address = domain::address::MailAddress::parse("sami.koskinen@velo-lind.example").unwrap();
        let link = actions::session::link_for(place.store(), &address, 5).await.unwrap();
        let lost = actions::session::enter_by_link(place.store(), &link, "a lost telephone").await.unwrap();
        let mut lost = listens(place, &Client::new(place.door.clone(), "a lost telephone", Key::Cookie(lost)), &["coffee"]).await;
        let mut here = listens(place, &place.browser("sami"), &["coffee"]).await;
        let password = json!({ "password": "correct horse battery" });
        place.browser("sami").post_json("/settings/password", &password).await.expect(200);
        says(place, "nora", "coffee", "canary9040z not for who found the telephone").await;
        assert!(sung(&lost.until_its_end().await).is_empty());
        assert_eq!(sung(&here.until("canary9040z").await), ["canary9040z"]);
    });
}

#[test]
fn a_right_that_ended_while_she_connected_is_not_hers() {
    in_place(async |place| {
        place.live().await;
        // Her request is known, and only then, before her page listens, she leaves her unit.
        let token = &place.company.resident("lena").token;
        let viewer = place.store().enter(token).await.unwrap().expect("she is in").viewer;
        let (creak, support) = (vec![place.conversation("creak")], place.company.team("support"));
        actions::party::leave(place.store(), place.by("dora"), place.company.person("lena"), support).await.unwrap();
        let mut page = place.hub.subscribe(viewer.clone(), creak.clone());
        place.hub.renew(&page).await.unwrap();
        let mut tomas = listens(place, &place.browser("tomas"), &["creak"]).await;
        says(place, "tomas", "creak", "canary9060z not for her").await;
        tomas.until("canary9060z").await;
        while let Ok(frame) = page.lane.try_recv() {
            // A line that only keeps the connection alive may come at any time.
            let told = frame.as_ref() != b": alive\n\n";
            assert!(!told || frame.as_ref() == b"event: look\ndata: look\n\n", "she got it all the same");
        }
        place.browser("lena").post("/sign-out", &[]).await.expect(303);
        let mut page = place.hub.subscribe(viewer, creak);
        place.hub.renew(&page).await.unwrap();
        assert!(page.lane.recv().await.is_some_and(|last| last.starts_with(b"event: end")));
        assert!(page.lane.recv().await.is_none(), "a page of a session that ended is still there");
    });
}

#[test]
fn who_does_not_read_is_cut_and_catches_up() {
    in_place(async |place| {
        place.live().await;
        let (tomas, coffee) = (place.browser("tomas"), number(place, "coffee"));
        let before = place.head().await;
        let mut reads = listens(place, &place.browser("lena"), &["coffee"]).await;
        let mut asleep = listens(place, &tomas, &["coffee"]).await;
        let mut said = Vec::new();
        for n in 0..LIVE_WAITING_MAX + 10 {
            let word = format!("canary8{n:03}z");
            says(place, "nora", "coffee", &word).await;
            // Once who reads has it, it was sent to who does not.
            reads.until(&word).await;
            said.push(word);
        }
        let got = sung(&asleep.until_its_end().await);
        assert!(got.len() <= LIVE_WAITING_MAX && !got.is_empty(), "{} fragments waited", got.len());
        assert_eq!(got, said[..got.len()]);
        let mut back = Stream::of(&tomas, &[coffee], Some(before)).await;
        assert_eq!(sung(&back.until(&said[said.len() - 1]).await), said, "coming back, he did not catch up");
    });
}

#[test]
fn who_slept_for_very_long_is_told_to_read_the_page_anew() {
    in_place(async |place| {
        let coffee = number(place, "coffee");
        let before = place.head().await;
        for n in 0..120 {
            says(place, "nora", "coffee", &format!("line {n}")).await;
        }
        let mut back = Stream::of(&place.browser("tomas"), &[coffee], Some(before)).await;
        let first = back.next().await.expect("a first event");
        assert!(first.content.contains("action=\"refresh\""), "{first:?}");
        assert_eq!(first.id, place.head().await);
    });
}

/// What somebody does to a conversation while another one looks at it.
async fn stir(place: &Place<'_>, conversation: &str, words: &str) {
    let store = place.store();
    let one = says(place, "felix", conversation, &format!("One: {words}")).await;
    let two = says(place, "mei", conversation, &format!("Two: {words}")).await;
    actions::message::edit(store, place.by("felix"), one, &format!("One, better: {words}")).await.unwrap();
    actions::message::react(store, place.by("mei"), one, "🎉").await.unwrap();
    actions::message::delete(store, place.by("mei"), two).await.unwrap();
    // Closing changes no message, and something older changes as well.
    let (place_id, reason) = (place.conversation(conversation), domain::kind::Kind::Talk.life().closings[0].word);
    actions::conversation::close(store, place.by("felix"), place_id, reason).await.unwrap();
    actions::conversation::reopen(store, place.by("felix"), place_id).await.unwrap();
    let first = place.company.thread(conversation).message(0);
    actions::message::react(store, place.by("mei"), first, "👀").await.unwrap();
    says(place, "felix", conversation, &format!("Last: {words}")).await;
}

#[test]
fn a_page_with_its_fragments_is_the_page_read_anew() {
    in_place(async |place| {
        place.live().await;
        let (ravi, path) = (place.browser("ravi"), format!("/conversations/{}", number(place, "ride")));
        let page = ravi.page(&path).await.expect(200);
        let mut shown = articles(&page.text());
        // Much happens between reading the page and listening, and then while it listens.
        stir(place, "ride", "before it listens").await;
        let mut stream = Stream::of(&ravi, &[number(place, "ride")], Some(cursor(&page))).await;
        for event in stream.until("Last: before it listens").await {
            applied(&mut shown, &event);
        }
        assert_eq!(shown, articles(&ravi.page(&path).await.text()), "after catching up");
        stir(place, "ride", "while it listens").await;
        for event in stream.until("Last: while it listens").await {
            applied(&mut shown, &event);
        }
        assert_eq!(shown, articles(&ravi.page(&path).await.text()), "while listening");
    });
}

#[test]
fn a_page_that_reconnects_says_where_it_was_and_misses_nothing() {
    in_place(async |place| {
        place.live().await;
        let (ravi, coffee) = (place.browser("ravi"), number(place, "coffee"));
        let mut stream = Stream::of(&ravi, &[coffee], None).await;
        says(place, "nora", "coffee", "canary9050z heard").await;
        let last = stream.until("canary9050z").await.last().map(|event| event.id).expect("an event");
        drop(stream);
        says(place, "nora", "coffee", "canary9051z missed").await;
        let request = ravi.request("GET", &format!("/live?conversation={coffee}")).header("last-event-id", last);
        let request = request.header(ACCEPT, "text/event-stream").body(axum::body::Body::empty()).unwrap();
        let mut back = Stream::from(&ravi, request).await;
        assert_eq!(sung(&back.until("canary9051z").await), ["canary9051z"]);
        assert!(place.hub.connected() >= 1, "nobody is connected");
    });
}

#[test]
fn a_list_that_was_read_before_something_came_looks_again() {
    in_place(async |place| {
        let (tomas, maya) = (place.browser("tomas"), place.browser("maya"));
        let (his, hers) = (cursor(&tomas.page("/spaces/support").await), cursor(&maya.page("/").await));
        // Between reading the list and listening; Maya sees nothing of it.
        says(place, "nora", "coffee", "canary9070z between").await;
        let mut his = Stream::of(&tomas, &[], Some(his)).await;
        assert_eq!(his.next().await.expect("an event").name, "look");
        place.live().await;
        let mut hers = Stream::of(&maya, &[number(place, "creak")], Some(hers)).await;
        says(place, "tomas", "creak", "canary9071z for Maya").await;
        assert_eq!(hers.next().await.expect("an event").name, "message", "she was told of what she does not see");
        // Who listens from the end on missed nothing.
        let mut late = Stream::of(&tomas, &[number(place, "creak")], Some(place.head().await)).await;
        says(place, "maya", "creak", "canary9072z thanks").await;
        assert_eq!(late.next().await.expect("an event").name, "message");
    });
}

#[test]
fn who_lost_sight_looks_again_and_nobody_else_is_told_that_somebody_did() {
    in_place(async |place| {
        let (store, mudguards) = (place.store(), place.conversation("mudguards"));
        let ravi = Bringing { party: place.party("ravi"), past: true };
        conversation::bring(store, place.by("sami"), mudguards, ravi).await.expect("brought in");
        let (ravi, maya) = (place.browser("ravi"), place.browser("maya"));
        let (his, hers) = (cursor(&ravi.page("/").await), cursor(&maya.page("/").await));
        conversation::remove(store, place.by("sami"), mudguards, place.party("ravi")).await.expect("removed");
        place.live().await;
        let mut his = Stream::of(&ravi, &[], Some(his)).await;
        assert_eq!(his.next().await.expect("an event").name, "look");
        let mut hers = Stream::of(&maya, &[number(place, "creak")], Some(hers)).await;
        says(place, "tomas", "creak", "canary9073z for Maya").await;
        assert_eq!(hers.next().await.expect("an event").name, "message", "she was told of what she does not see");
    });
}
