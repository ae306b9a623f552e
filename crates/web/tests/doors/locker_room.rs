//! The locker room: every route by everybody in every representation. A naive second implementation of audience says
//! which canaries may be heard; what may be seen is heard on its conversation's page.

use crate::{
    answer::Answer,
    client::Client,
    place::{Place, in_place},
    walk::{Walk, first_frame},
};
use domain::id::{ConversationId, PersonId};
use std::{collections::HashSet, sync::Arc};
use store::Engine;
use testkit::canary::heard;

/// What one viewer may hear and read, by the naive implementation.
struct Ears {
    /// Words that stand in messages she may see.
    now: HashSet<String>,
    /// Words that stood there before an edit.
    former: HashSet<String>,
    /// Subjects of conversations she does not see.
    subjects: Vec<String>,
    /// Names and addresses of people an outsider does not know of.
    names: Vec<&'static str>,
}

fn canaries(text: &str) -> impl Iterator<Item = String> + '_ {
    heard(text).into_iter().map(str::to_owned)
}

impl Ears {
    fn of(place: &Place<'_>, walk: &Walk, viewer: Option<PersonId>) -> Ears {
        let (mut now, mut former) = (HashSet::new(), HashSet::new());
        let mut known: HashSet<PersonId> = viewer.into_iter().collect();
        for said in place.company.conversations.iter().flat_map(|thread| &thread.said) {
            if !walk.facts.may_see(viewer, said.message) {
                continue;
            }
            known.insert(said.author);
            now.extend(canaries(&said.body));
            if !said.body.is_empty() {
                former.extend(said.former.iter().flat_map(|body| canaries(body)));
            }
        }
        let sees = |conversation: &ConversationId| walk.facts.sees(viewer, *conversation).is_some();
        // A sidebar is called as the conversation beside it.
        let told: HashSet<&String> = walk.subjects.iter().filter(|(id, _)| sees(id)).map(|(_, subject)| subject).collect();
        let inside = place.company.people.iter().any(|r| Some(r.person) == viewer && r.side.inside());
        let unknown = place.company.people.iter().filter(|r| !inside && !known.contains(&r.person)).map(|r| r.name);
        let addresses = place.company.people.iter().filter(|r| !inside && Some(r.person) != viewer).map(|r| r.address);
        Ears {
            now,
            former,
            subjects: walk
                .subjects
                .iter()
                .map(|(_, subject)| subject)
                .filter(|subject| !told.contains(subject))
                .cloned()
                .collect(),
            names: unknown.chain(addresses).collect(),
        }
    }

    fn listen(&self, answer: &Answer) {
        assert!(answer.status < 500, "{}: {}", answer.asked, answer.status);
        let versions = answer.asked.contains("/versions");
        for canary in answer.canaries() {
            let may = self.now.contains(&canary) || (versions && self.former.contains(&canary));
            assert!(may, "{} sings {canary}: {}", answer.asked, answer.text());
        }
        let text = answer.text();
        for hidden in self.subjects.iter().map(String::as_str).chain(self.names.iter().copied()) {
            assert!(!text.contains(hidden), "{} tells of {hidden}: {text}", answer.asked);
        }
    }
}

/// Everything one viewer can ask for; gives how often she asked.
async fn walks(walk: Arc<Walk>, ears: Ears, client: Client, pages: bool) -> usize {
    let mut asked = walk.streams.len();
    for (n, path) in walk.paths.iter().enumerate() {
        // Of the many messages and people of one route, she looks at every other as a page, and at the rest as JSON.
        let one_of_many = path.starts_with("/messages/") || path.starts_with("/people/");
        let (page, json) = (pages && !(one_of_many && n % 2 == 0), !(pages && one_of_many && n % 2 == 1));
        if page {
            ears.listen(&client.page(path).await);
        }
        if json {
            ears.listen(&client.json(path).await);
        }
        asked += usize::from(page) + usize::from(json);
    }
    for path in &walk.streams {
        ears.listen(&first_frame(&client, path).await);
    }
    asked
}

/// What may be seen is heard: on the conversation's page, in its JSON, and in what a page that slept is told.
async fn hears_all(place: &Place<'_>, walk: &Walk, viewer: Option<PersonId>, client: &Client) -> usize {
    let mut count = 0;
    for thread in &place.company.conversations {
        let seen = thread.said.iter().filter(|said| walk.facts.may_see(viewer, said.message));
        let expected: Vec<String> = seen.flat_map(|said| canaries(&said.body)).collect();
        let path = format!("/conversations/{}", thread.number);
        let live = first_frame(client, &format!("/live?conversation={}&since=0", thread.number)).await;
        let since = client.json(&format!("{path}?since=0")).await;
        for answer in [client.page(&path).await, client.json(&path).await, since, live] {
            let told = answer.canaries();
            let missing = expected.iter().find(|canary| !told.contains(canary));
            assert!(missing.is_none(), "{} keeps {missing:?} from her: {}", answer.asked, answer.text());
        }
        count += expected.len();
    }
    count
}

#[test]
fn nobody_hears_what_she_may_not_see_and_everybody_hears_what_she_may() {
    in_place(async |place| {
        place.settled().await;
        let walk = Arc::new(Walk::of(place).await);
        let mut viewers = place.everybody();
        viewers.push((Some(place.company.person("ines")), place.program("ines", "read").await));
        let (mut said, mut at_once) = (0, tokio::task::JoinSet::new());
        // Pages are made of what JSON is: for the other engine's rows JSON is enough.
        let pages = place.store().engine() == Engine::Sqlite;
        for (viewer, client) in viewers {
            said += hears_all(place, &walk, viewer, &client).await;
            at_once.spawn(walks(walk.clone(), Ears::of(place, &walk, viewer), client, pages));
        }
        let asked: usize = at_once.join_all().await.into_iter().sum();
        eprintln!("{asked} answers listened to, {said} canaries expected");
        assert!(said > 300, "only {said} canaries were expected: there is nothing to leak");
    });
}

#[test]
fn a_letter_tells_its_recipient_what_she_may_see_and_nothing_else() {
    in_place(async |place| {
        let walk = Walk::of(place).await;
        let mut rendered = 0;
        for (viewer, client) in place.everybody() {
            let Some(person) = viewer else { continue };
            let ears = Ears::of(place, &walk, viewer);
            let eyes = place.store().recipient(person).await.expect("the store answers").expect("she may come in");
            let reading = store::Reading::new(place.store(), eyes);
            for said in place.company.conversations.iter().flat_map(|thread| &thread.said) {
                let message = reading.message(said.message).await.expect("the store answers");
                assert_eq!(message.is_some(), walk.facts.may_see(viewer, said.message), "{}", client.name);
                let Some(message) = message else { continue };
                let of = reading.conversation_by_id(message.conversation).await.expect("the store answers").expect("she sees it");
                let words = views::letter::message(&of, &message, "http://house.example/conversations/1");
                let all = format!("{}\n{}\n{}", words.subject, words.text, words.html);
                assert!(canaries(&all).all(|canary| ears.now.contains(&canary)), "{}: {all}", client.name);
                assert!(canaries(&said.body).all(|canary| words.text.contains(&canary)), "{}: {all}", client.name);
                rendered += 1;
            }
        }
        assert!(rendered > 300, "only {rendered} letters were rendered");
    });
}

#[test]
fn letters_wait_only_for_people_outside_who_may_see_what_they_bring() {
    in_place(async |place| {
        let facts = place.facts().await;
        let due = place.store().due(place.test().keys(), 1000).await.expect("the store answers");
        let mut brought = 0;
        for delivery in due.into_iter().map(|due| due.delivery) {
            let Some(message) = delivery.message else { continue };
            assert!(facts.may_see(Some(delivery.recipient), message), "{delivery:?}");
            let resident = place.company.people.iter().find(|r| r.person == delivery.recipient).expect("a resident");
            assert!(!resident.side.inside() && resident.address == delivery.address, "{delivery:?}");
            brought += 1;
        }
        assert!(brought >= 5, "only {brought} letters wait");
    });
}
