//! Compares everything the store tells a viewer with what the naive implementation says she may know.

use crate::random_house::{RandomHouse, Talk};
use domain::id::{ConversationId, MessageId, PersonId};
use domain::moment::Moment;
use std::collections::{BTreeMap, BTreeSet};
use store::{
    Reading,
    reading::{
        message::Window,
        shelf::{Cursor, List, ListRow},
    },
};

/// How often something was seen and hidden.
#[derive(Default)]
pub struct Tally {
    pub seen: usize,
    pub hidden: usize,
}

/// One viewer with the store as she sees it.
struct Eyes<'a> {
    house: &'a RandomHouse,
    viewer: Option<PersonId>,
    reading: Reading,
    case: String,
}

/// Asks for everything, as everybody.
pub async fn everything(house: &RandomHouse, seed: u64) -> Tally {
    let mut tally = Tally::default();
    for viewer in house.people.iter().copied().map(Some).chain([None]) {
        let eyes = Eyes { house, viewer, reading: reading(house, viewer).await, case: format!("seed {seed}, {viewer:?}") };
        eyes.messages(&mut tally).await;
        eyes.conversations().await;
        eyes.lists().await;
        eyes.unread().await;
        eyes.people().await;
        eyes.spaces().await;
    }
    tally
}

async fn reading(house: &RandomHouse, viewer: Option<PersonId>) -> Reading {
    let eyes = match viewer {
        Some(person) => house.store.recipient(person).await.unwrap().unwrap(),
        None => house.store.stranger(),
    };
    Reading::new(&house.store, eyes)
}

impl Eyes<'_> {
    fn may_see(&self, message: MessageId) -> bool {
        self.house.facts.may_see(self.viewer, message)
    }

    fn sees(&self, talk: &Talk) -> bool {
        self.house.facts.sees(self.viewer, talk.id).is_some()
    }

    /// The messages of a conversation she may see, the oldest first.
    fn readable(&self, conversation: ConversationId) -> Vec<MessageId> {
        let in_it = self.house.facts.messages.iter().filter(|(_, place)| place.conversation == conversation);
        let mut ids: Vec<MessageId> = in_it.map(|(id, _)| *id).filter(|id| self.may_see(*id)).collect();
        ids.sort_unstable();
        ids
    }

    async fn messages(&self, tally: &mut Tally) {
        for message in self.house.facts.messages.keys() {
            let expected = self.may_see(*message);
            let found = self.reading.message(*message).await.unwrap().is_some();
            assert_eq!(found, expected, "{}: {message:?} by its id", self.case);
            *(if expected { &mut tally.seen } else { &mut tally.hidden }) += 1;
        }
        for (file, message) in &self.house.attached {
            let found = self.reading.attachment(*file).await.unwrap();
            assert_eq!(found.is_some(), self.may_see(*message), "{}: {file:?}", self.case);
        }
    }

    async fn conversations(&self) {
        for talk in &self.house.talks {
            let headline = self.reading.conversation_by_id(talk.id).await.unwrap();
            assert_eq!(headline.is_some(), self.sees(talk), "{}: {:?}", self.case, talk.id);
            let Some(headline) = headline else { continue };
            let expected = self.readable(talk.id);
            let newest = self.reading.messages(&headline, Window::Newest).await.unwrap();
            assert_eq!(ids(&newest.shown), expected, "{}: window of {:?}", self.case, talk.id);
            let from = self.reading.messages(&headline, Window::From(MessageId(0))).await.unwrap();
            assert_eq!(ids(&from.shown), expected, "{}: window from the start of {:?}", self.case, talk.id);
            let since = self.reading.messages_since(&headline, domain::id::Position::START).await.unwrap();
            assert_eq!(ids(&since), expected, "{}: what a live page of {:?} missed", self.case, talk.id);
            let wrote: BTreeSet<_> = self.reading.wrote_in(&headline).await.unwrap().iter().map(|w| w.0).collect();
            let authors: BTreeSet<_> = expected.iter().map(|m| self.house.who_is(self.house.facts.messages[m].author)).collect();
            assert_eq!(wrote, authors, "{}: who wrote in {:?}", self.case, talk.id);
        }
    }

    async fn lists(&self) {
        let mut found = BTreeMap::new();
        for row in whole_list(&self.reading).await {
            let last = row.last.as_ref().map(|last| last.position);
            assert!(found.insert(row.headline.id, (last, row.unread)).is_none(), "{}: listed twice", self.case);
        }
        let mut expected = BTreeMap::new();
        for talk in self.house.talks.iter().filter(|talk| self.sees(talk)) {
            let last = self.readable(talk.id).last().map(|m| self.house.facts.messages[m]);
            let unread = last.is_some_and(|last| self.viewer.is_none_or(|me| self.is_new(me, *talk, &last)));
            expected.insert(talk.id, (last.map(|l| l.position), unread));
        }
        // The stranger keeps no marks: to her nothing is new or old.
        if self.viewer.is_none() {
            found.values_mut().chain(expected.values_mut()).for_each(|row| row.1 = false);
        }
        // Conversations of other houses in this database are in nobody's circle here, but may be everyone's.
        found.retain(|id, _| self.house.talks.iter().any(|talk| talk.id == *id));
        assert_eq!(found, expected, "{}: the list of all", self.case);
    }

    fn is_new(&self, me: PersonId, talk: Talk, place: &testkit::naive::Place) -> bool {
        place.author != me && place.position > self.house.mark_of(me, talk)
    }

    async fn unread(&self) {
        let Some(me) = self.viewer else { return };
        let found = self.reading.unread().await.unwrap();
        let mut expected = BTreeMap::new();
        for talk in &self.house.talks {
            let new = self.readable(talk.id).iter().any(|m| self.is_new(me, *talk, &self.house.facts.messages[m]));
            if new {
                *expected.entry(talk.space).or_insert(0) += 1;
            }
        }
        let ours = |space| self.house.spaces.iter().any(|(s, _)| *s == space);
        let found: BTreeMap<_, _> = found.spaces.into_iter().filter(|(space, _)| ours(*space)).collect();
        assert_eq!(found, expected, "{}: unread", self.case);
    }

    async fn people(&self) {
        for person in &self.house.people {
            let found = self.reading.person(*person).await.unwrap().is_some();
            let hers = |author| self.house.who_is(author) == *person;
            let wrote = self.house.facts.messages.iter().any(|(id, place)| hers(place.author) && self.may_see(*id));
            let inside = self.viewer.is_some_and(|me| self.house.facts.sides[&me].inside());
            assert_eq!(found, inside || self.viewer == Some(*person) || wrote, "{}: knows {person:?}", self.case);
        }
    }

    async fn spaces(&self) {
        let found: BTreeSet<_> = self.reading.spaces().await.unwrap().iter().map(|space| space.id).collect();
        for (space, circle) in &self.house.spaces {
            let (reach, sights) = &self.house.facts.circles[circle];
            let standings = self.house.facts.standings(self.viewer);
            let side = self.viewer.map_or(domain::side::Side::Public, |me| self.house.facts.sides[&me]);
            let known = domain::circle::sees_since(*reach, sights, &standings, side).is_some();
            let through = self.house.talks.iter().any(|talk| talk.space == *space && self.sees(talk));
            assert_eq!(found.contains(space), known || through, "{}: {space:?}", self.case);
        }
    }
}

fn ids(messages: &[store::Seen<store::reading::message::Message>]) -> Vec<MessageId> {
    let mut ids: Vec<MessageId> = messages.iter().map(|m| m.id).collect();
    ids.sort_unstable();
    ids
}

/// The list of all, page by page.
async fn whole_list(reading: &Reading) -> Vec<store::Seen<ListRow>> {
    let (mut rows, mut cursor) = (Vec::new(), Cursor::TOP);
    loop {
        let page = reading.list(List::All, cursor).await.unwrap();
        rows.extend(page.rows);
        match page.next {
            Some((last_at, id)) => cursor = Cursor { last_at: Moment(last_at), id },
            None => return rows,
        }
    }
}

/// Pages through the list of all as everybody: together the pages hold what each sees, once each, newest first.
pub async fn paging(house: &RandomHouse) {
    let mut longest = 0;
    for viewer in house.people.iter().copied() {
        let reading = reading(house, Some(viewer)).await;
        let found: Vec<_> = whole_list(&reading).await.iter().map(|row| (row.headline.last_at, row.headline.id)).collect();
        let mut ordered = found.clone();
        ordered.sort_unstable_by(|a, b| b.cmp(a));
        assert_eq!(found, ordered, "newest first, without a step back");
        let sees = |talk: &&Talk| house.facts.sees(Some(viewer), talk.id).is_some();
        let expected: BTreeSet<_> = house.talks.iter().filter(sees).map(|talk| talk.id).collect();
        assert_eq!(found.len(), expected.len(), "{viewer:?}: some stand on two pages or on none");
        assert_eq!(found.iter().map(|(_, id)| *id).collect::<BTreeSet<_>>(), expected);
        longest = longest.max(found.len());
    }
    assert!(longest > domain::limits::PAGE_ROWS, "nobody needed a second page");
}
