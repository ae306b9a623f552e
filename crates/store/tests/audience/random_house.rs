//! A house in which anything happens: each step is one action, and the facts are kept beside it.

use domain::{
    activity::{Activity, Verb},
    circle::{Reach, Sight},
    conversation::{ConversationFacts, may_bring, may_follow, may_remove, may_reply},
    id::{AttachmentId, CircleId, ConversationId, MessageId, PartyId, PersonId, Position, SpaceId},
    kind::{Kind, Stage},
    message::Channel,
    moving::{Holder, exchange, may_move},
    party::{EMPLOYEES, EVERYONE, MACHINE, PartyKind, SIGNED_IN},
    person::{Actor, may_administer},
    person_merging::{may_merge_persons, may_part_persons},
    side::Side,
    space::{SpaceFacts, may_start},
};
use std::collections::HashMap;
use store::{
    Stop, Store, Writing,
    writing::{
        attachment::NewAttachment,
        conversation::{NewConversation, Spoken},
        message::NewMessage,
        party::NewParty,
        space::NewSpace,
    },
};
use testkit::{
    Dice,
    naive::{Facts, Place},
};

/// A conversation, as the scenario knows it.
#[derive(Clone, Copy)]
pub struct Talk {
    pub id: ConversationId,
    pub circle: CircleId,
    pub space: SpaceId,
    pub reach: Reach,
}

pub struct RandomHouse {
    pub store: Store,
    pub dice: Dice,
    pub facts: Facts,
    pub people: Vec<PersonId>,
    pub joined: HashMap<PersonId, Position>,
    pub units: Vec<PartyId>,
    /// Groups that see only what arrives after, and organizations that see all.
    pub groups: Vec<PartyId>,
    pub spaces: Vec<(SpaceId, CircleId)>,
    pub talks: Vec<Talk>,
    pub attached: Vec<(AttachmentId, MessageId)>,
    pub marks: HashMap<(PersonId, ConversationId), Position>,
    pub space_marks: HashMap<(PersonId, SpaceId), Position>,
}

fn root() -> Actor {
    Actor { person: MACHINE, side: Side::Employee, administrator: true }
}

impl Talk {
    pub fn facts(self) -> ConversationFacts {
        ConversationFacts {
            id: self.id,
            space: self.space,
            circle: self.circle,
            reach: self.reach,
            kind: Kind::Talk,
            stage: Stage::Open,
            starter: MACHINE,
            beside: None,
            merged: false,
            seen: true,
            steward: false,
            public: false,
        }
    }
}

/// Writes a message into a talk, with what every message does to its conversation; gives the id and the position.
async fn write(w: &mut Writing, talk: Talk, author: PersonId, files: &[NewAttachment]) -> (Place, MessageId, Vec<AttachmentId>) {
    let permit = may_reply(&root(), &talk.facts()).unwrap();
    let place = Place { conversation: talk.id, position: w.next_position(), author };
    let new = NewMessage {
        author,
        channel: Channel::Web,
        at: w.at(),
        answers: None,
        source: format!("words at {}", place.position),
        html: String::new(),
        history: String::new(),
        signature: String::new(),
        automatic: false,
        mailed: false,
    };
    let message = w.add_message(&permit, &new).await.unwrap();
    let mut attached = Vec::new();
    for file in files {
        attached.push(w.attach(message, author, file).await.unwrap());
    }
    w.spoken(&permit, Spoken { stage: Stage::Open, awaited_since: None, at: w.at() }).await.unwrap();
    w.participate(talk.id, author, "wrote").await.unwrap();
    (place, message, attached)
}

impl RandomHouse {
    /// People of all sides, a tree of units, groups and organizations, and two spaces.
    pub async fn founded(store: Store, dice: Dice) -> RandomHouse {
        let (people, units, groups, spaces) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut house = RandomHouse {
            store,
            dice,
            facts: Facts::default(),
            people,
            joined: HashMap::new(),
            units,
            groups,
            spaces,
            talks: Vec::new(),
            attached: Vec::new(),
            marks: HashMap::new(),
            space_marks: HashMap::new(),
        };
        for n in 0..9 {
            house.add_person(if n < 5 { Side::Employee } else { Side::ALL[1 + n % 3] }).await;
        }
        for n in 0..4 {
            house.add_party(PartyKind::Unit).await;
            house.add_party(if n % 2 == 0 { PartyKind::Group } else { PartyKind::Organization }).await;
        }
        for reach in [Reach::Inside, Reach::Outside] {
            house.add_space(reach).await;
        }
        house
    }

    async fn add_person(&mut self, side: Side) {
        let (person, joined) = self
            .store
            .act(async move |w| {
                let person = w.add_person("Somebody", side).await?;
                let joined = w.next_position();
                Ok(w.record(Activity::of(person, Verb::Joined, person.0)).await?.with((person, joined)))
            })
            .await
            .unwrap();
        self.people.push(person);
        self.joined.insert(person, joined);
        self.facts.sides.insert(person, side);
    }

    async fn add_party(&mut self, kind: PartyKind) {
        let parent = self.units.last().copied().filter(|_| kind == PartyKind::Unit && self.dice.once_in(2));
        let slug = format!("party-{}", self.dice.roll());
        let party = self
            .store
            .act(async move |w| {
                let permit = may_administer(&root())?;
                let new = NewParty { kind, name: slug.clone(), slug, parent, sees_past: false, ours: false };
                let party = w.add_party(&permit, &new).await?;
                Ok(w.record(Activity::of(MACHINE, Verb::Arranged, party.0)).await?.with(party))
            })
            .await
            .unwrap();
        if kind == PartyKind::Unit {
            self.units.push(party);
        } else {
            self.groups.push(party);
        }
        self.facts.above.extend(parent.map(|parent| (party, parent)));
    }

    async fn add_space(&mut self, reach: Reach) {
        let party = self.some_party();
        let slug = format!("space-{}", self.dice.roll());
        let (space, circle) = self
            .store
            .act(async move |w| {
                let permit = may_administer(&root())?;
                let circle = w.add_circle(reach).await?;
                w.give_sight(circle, reach, Sight { party, since: Position::START }, MACHINE).await?;
                let (name, purpose) = (slug.clone(), String::new());
                let new = NewSpace { slug, name, purpose, kinds: vec![Kind::Talk], open: true, mail: None, reopen_days: 30 };
                let space = w.add_space(&permit, &new, circle).await?;
                Ok(w.record(Activity::of(MACHINE, Verb::Arranged, space.0)).await?.with((space, circle)))
            })
            .await
            .unwrap();
        self.spaces.push((space, circle));
        self.facts.circles.insert(circle, (reach, vec![Sight { party, since: Position::START }]));
    }

    fn some_party(&mut self) -> PartyId {
        match self.dice.below(8) {
            0 => EVERYONE,
            1 => SIGNED_IN,
            2 => EMPLOYEES,
            3 | 4 => *self.dice.pick(&self.units),
            5 => *self.dice.pick(&self.groups),
            _ => (*self.dice.pick(&self.people)).into(),
        }
    }

    /// Something happens.
    pub async fn step(&mut self) {
        match self.dice.below(16) {
            _ if self.talks.is_empty() => self.start_conversation().await,
            0..=2 => self.start_conversation().await,
            3..=6 => self.say_something().await,
            7 | 8 => self.move_somebody().await,
            9 | 10 => self.bring_somebody().await,
            11 => self.remove_somebody().await,
            12 => self.change_side().await,
            13 => self.rearrange().await,
            14 => self.move_conversation().await,
            _ => self.mark().await,
        }
    }

    /// A conversation with a circle of its own: any parties, also outsiders in an inside one, each since any position.
    pub async fn start_conversation(&mut self) {
        let reach = if self.dice.once_in(3) { Reach::Inside } else { Reach::Outside };
        let head = self.store.head().await.unwrap();
        let mut sights: Vec<Sight> = Vec::new();
        for _ in 0..=self.dice.below(4) {
            let party = self.some_party();
            let since = if self.dice.once_in(3) { Position(head.0 + self.dice.below(25) as i64) } else { Position::START };
            if sights.iter().all(|s| s.party != party) {
                sights.push(Sight { party, since });
            }
        }
        let (author, (space, _)) = (*self.dice.pick(&self.people), *self.dice.pick(&self.spaces));
        let given = sights.clone();
        let (talk, place, message) = self
            .store
            .act(async move |w| {
                let circle = w.add_circle(reach).await?;
                for sight in given {
                    w.give_sight(circle, reach, sight, MACHINE).await?;
                }
                let kinds = vec![Kind::Talk];
                let facts = SpaceFacts { id: space, circle, reach, kinds, open: true, seen: true, steward: true };
                let permit = may_start(&root(), &facts, Kind::Talk)?;
                let new = NewConversation { subject: "Anything".into(), circle, starter: author, at: w.at(), linked: None };
                let (id, _) = w.add_conversation(&permit, &new).await?;
                let talk = Talk { id, circle, space, reach };
                let (place, message, _) = write(w, talk, author, &[]).await;
                let line = Activity::at(author, Verb::Started, space, id).message(message);
                Ok(w.record(line).await?.with((talk, place, message)))
            })
            .await
            .unwrap();
        self.talks.push(talk);
        self.facts.circles.insert(talk.circle, (reach, sights));
        self.facts.conversations.insert(talk.id, talk.circle);
        self.facts.messages.insert(message, place);
    }

    async fn say_something(&mut self) {
        let (talk, author) = (*self.dice.pick(&self.talks), *self.dice.pick(&self.people));
        let mut files = Vec::new();
        if self.dice.once_in(3) {
            let mut upload = self.store.blobs().upload().unwrap();
            upload.write(&self.dice.roll().to_be_bytes()).unwrap();
            let kept = self.store.blobs().keep(upload).unwrap();
            files.push(NewAttachment { name: "paper".into(), media_type: "text/plain".into(), kept });
        }
        let (place, message, attached) = self
            .store
            .act(async move |w| {
                let (place, message, attached) = write(w, talk, author, &files).await;
                let line = Activity::at(author, Verb::Replied, talk.space, talk.id).message(message);
                Ok(w.record(line).await?.with((place, message, attached)))
            })
            .await
            .unwrap();
        self.facts.messages.insert(message, place);
        self.attached.extend(attached.into_iter().map(|file| (file, message)));
    }

    /// Somebody becomes a member of a unit, group or organization, or stops being one.
    async fn move_somebody(&mut self) {
        let person = *self.dice.pick(&self.people);
        let party = if self.dice.once_in(2) { *self.dice.pick(&self.units) } else { *self.dice.pick(&self.groups) };
        let is_in = self.facts.memberships.iter().any(|(p, y, _)| (*p, *y) == (person, party));
        let past = self.dice.once_in(2);
        let since = self
            .store
            .act(async move |w| {
                let since = if past { Position::START } else { w.next_position() };
                if is_in {
                    assert!(w.leave_party(person, party).await?);
                } else {
                    assert!(w.enter_party(person, party, since).await?);
                }
                let verb = if is_in { Verb::Left } else { Verb::Entered };
                Ok(w.record(Activity::of(MACHINE, verb, person.0).other(party.0)).await?.with(since))
            })
            .await
            .unwrap();
        if is_in {
            self.facts.memberships.retain(|(p, y, _)| (*p, *y) != (person, party));
        } else {
            self.facts.memberships.push((person, party, since));
        }
    }

    pub async fn bring_somebody(&mut self) {
        let (talk, party, past) = (*self.dice.pick(&self.talks), self.some_party(), self.dice.once_in(2));
        let since = self
            .store
            .act(async move |w| {
                let since = if past { Position::START } else { w.next_position() };
                let permit = may_bring(&root(), &talk.facts())?;
                w.bring(&permit, talk.reach, Sight { party, since }, MACHINE).await?;
                let line = Activity::at(MACHINE, Verb::Brought, talk.space, talk.id).other(party.0);
                Ok(w.record(line).await?.with(since))
            })
            .await
            .unwrap();
        let sights = &mut self.facts.circles.get_mut(&talk.circle).unwrap().1;
        match sights.iter_mut().find(|s| s.party == party) {
            // Who sees more already does not see less for being brought again.
            Some(sight) => sight.since = sight.since.min(since),
            None => sights.push(Sight { party, since }),
        }
    }

    async fn remove_somebody(&mut self) {
        let talk = *self.dice.pick(&self.talks);
        let sights = self.facts.circles[&talk.circle].1.clone();
        if sights.is_empty() {
            return;
        }
        let party = self.dice.pick(&sights).party;
        self.store
            .act(async move |w| {
                let permit = may_remove(&root(), &talk.facts(), party.0)?;
                assert!(w.remove(&permit, party).await?);
                Ok(w.record(Activity::at(MACHINE, Verb::Removed, talk.space, talk.id).other(party.0)).await?)
            })
            .await
            .unwrap();
        self.facts.circles.get_mut(&talk.circle).unwrap().1.retain(|s| s.party != party);
    }

    /// A conversation goes to another space: the scenario says itself who comes and who leaves.
    async fn move_conversation(&mut self) {
        let at = self.dice.below(self.talks.len());
        let (talk, since) = (self.talks[at], self.store.head().await.unwrap());
        let (to, to_circle) = *self.spaces.iter().find(|(space, _)| *space != talk.space).unwrap();
        let from_circle = self.spaces.iter().find(|(space, _)| *space == talk.space).unwrap().1;
        let parties = |circle: CircleId| self.facts.circles[&circle].1.iter().map(|s| s.party).collect::<Vec<_>>();
        let (from, there) = (parties(from_circle), parties(to_circle));
        let now = self.facts.circles[&talk.circle].1.clone();
        let past = self.dice.once_in(2);
        let holder = |party, since, outsiders| Holder { party, who: party, since, outsiders };
        let holders: Vec<Holder> = now.iter().map(|s| holder(s.party, s.since, false)).collect();
        let goals: Vec<Holder> = there.iter().map(|p| holder(*p, Position::START, matches!(*p, EVERYONE | SIGNED_IN))).collect();
        let by = exchange(&holders, &from, &goals, root().person);
        let facts = SpaceFacts {
            id: to,
            circle: to_circle,
            reach: Reach::Outside,
            kinds: vec![Kind::Talk],
            open: true,
            seen: true,
            steward: true,
        };
        let Ok(permit) = may_move(&root(), &talk.facts(), &facts, &by) else { return };
        let circle = self
            .store
            .act(async move |w| {
                let since = if past { Position::START } else { w.next_position() };
                let (moving, circle) =
                    w.move_conversation(&permit, (talk.id, talk.circle, talk.reach), &by, since, MACHINE).await?;
                Ok(w.record(Activity::at(MACHINE, Verb::Moved, to, talk.id).other(moving)).await?.with(circle))
            })
            .await
            .unwrap();
        // Naively: who stood in the one space's circle and not in the other's is out, whose the other's is comes in.
        let since = if past { Position::START } else { Position(since.0 + 1) };
        let out = |party: PartyId| from.contains(&party) && !there.contains(&party) && party != root().person.into();
        let mut after: Vec<Sight> = now.iter().filter(|s| !out(s.party)).copied().collect();
        for party in there.into_iter().filter(|p| !matches!(*p, EVERYONE | SIGNED_IN)) {
            if now.iter().all(|s| s.party != party) {
                after.push(Sight { party, since });
            }
        }
        self.facts.circles.insert(circle, (talk.reach, after));
        self.facts.conversations.insert(talk.id, circle);
        self.talks[at] = Talk { circle, space: to, ..talk };
    }

    async fn change_side(&mut self) {
        let (person, side) = (*self.dice.pick(&self.people), *self.dice.pick(&Side::ALL));
        self.store
            .act(async move |w| {
                assert!(w.set_side(&may_administer(&root())?, person, side).await?);
                Ok(w.record(Activity::of(MACHINE, Verb::Changed, person.0)).await?)
            })
            .await
            .unwrap();
        self.facts.sides.insert(person, side);
    }

    /// A unit is hung below another, or made to stand alone.
    async fn rearrange(&mut self) {
        let (unit, parent) = (*self.dice.pick(&self.units), *self.dice.pick(&self.units));
        let above = std::iter::successors(Some(parent), |u| self.facts.above.get(u).copied());
        let parent = (!above.take(20).any(|u| u == unit)).then_some(parent);
        self.store
            .act(async move |w| {
                w.hang_party(&may_administer(&root())?, unit, parent, "Moved").await?;
                Ok(w.record(Activity::of(MACHINE, Verb::Arranged, unit.0)).await?)
            })
            .await
            .unwrap();
        self.facts.above.remove(&unit);
        self.facts.above.extend(parent.map(|parent| (unit, parent)));
    }

    /// Somebody reads on, goes back, or has read a whole space.
    async fn mark(&mut self) {
        let (person, talk) = (*self.dice.pick(&self.people), *self.dice.pick(&self.talks));
        let head = self.store.head().await.unwrap();
        let to = Position(1 + self.dice.below(usize::try_from(head.0).unwrap()) as i64);
        let way = self.dice.below(4);
        let shelves: Vec<PartyId> = self.facts.standings(Some(person)).iter().map(|s| s.party).collect();
        let parties = shelves.clone();
        self.store
            .act(async move |w| {
                match way {
                    0 => w.mark_unread(&may_follow(&root(), &talk.facts())?, person, to).await?,
                    1 => w.mark_space_read(person, talk.space, &parties).await?,
                    _ => w.mark_read(talk.id, person, to).await?,
                }
                Ok(w.record(Activity::at(person, Verb::Read, talk.space, talk.id)).await?)
            })
            .await
            .unwrap();
        let key = (person, talk.id);
        match way {
            0 => drop(self.marks.insert(key, Position(to.0 - 1))),
            1 => self.space_was_read(person, talk.space, head, &shelves),
            _ => {
                let mark = self.marks.entry(key).or_insert(to);
                *mark = to.max(*mark);
            }
        }
    }

    fn space_was_read(&mut self, person: PersonId, space: SpaceId, to: Position, shelves: &[PartyId]) {
        self.space_marks.insert((person, space), to);
        for talk in self.talks.iter().filter(|talk| talk.space == space) {
            let shelved = self.facts.circles[&talk.circle].1.iter().any(|s| shelves.contains(&s.party));
            if shelved && self.marks.get(&(person, talk.id)).is_some_and(|mark| *mark <= to) {
                self.marks.remove(&(person, talk.id));
            }
        }
    }

    /// Somebody outside is found to be another; who, and whom. She no longer comes in by herself.
    pub async fn merge_somebody(&mut self) -> Option<(PersonId, PersonId)> {
        let outside = |house: &RandomHouse, it: &PersonId| !house.facts.sides[it].inside();
        let free = |house: &RandomHouse, it: &PersonId| house.facts.merged.iter().all(|(_, into)| into != it);
        let its: Vec<PersonId> = self.people.iter().copied().filter(|it| outside(self, it) && free(self, it)).collect();
        if its.is_empty() {
            return None;
        }
        let (it, into) = (*self.dice.pick(&its), *self.dice.pick(&self.people));
        if it == into {
            return None;
        }
        // Nobody outside is in a unit, nor stands inside: there this house is wilder than any real one.
        if self.facts.memberships.iter().any(|(person, party, _)| *person == it && self.units.contains(party)) {
            return None;
        }
        let merged = self
            .store
            .act(async move |w| {
                let (facts, other) = (w.merging_person(it).await?.unwrap(), w.merging_person(into).await?.unwrap());
                w.merge_persons(&may_merge_persons(&root(), &facts, &other, true)?, MACHINE).await?;
                Ok(w.record(Activity::of(MACHINE, Verb::PersonsMerged, it.0).other(into.0)).await?)
            })
            .await;
        if let Err(Stop::Refused(_)) = &merged {
            return None;
        }
        merged.unwrap();
        self.people.retain(|person| *person != it);
        self.facts.merged.push((it, into));
        let hers: Vec<_> = self.marks.iter().filter(|((person, _), _)| *person == it).map(|(key, mark)| (key.1, *mark)).collect();
        for (conversation, mark) in hers {
            self.marks.entry((into, conversation)).or_insert(mark);
        }
        Some((it, into))
    }

    /// The two are two again, where nobody read on meanwhile.
    pub async fn part_somebody(
        &mut self,
        (it, into): (PersonId, PersonId),
        marks: HashMap<(PersonId, ConversationId), Position>,
    ) {
        self.store
            .act(async move |w| {
                let facts = w.merging_person(it).await?.unwrap();
                w.part_persons(&may_part_persons(&root(), &facts)?, MACHINE).await?;
                Ok(w.record(Activity::of(MACHINE, Verb::PersonsParted, it.0).other(into.0)).await?)
            })
            .await
            .unwrap();
        self.people.push(it);
        self.facts.merged.retain(|(merged, _)| *merged != it);
        self.marks = marks;
    }

    /// Who somebody was found to be.
    pub fn who_is(&self, person: PersonId) -> PersonId {
        self.facts.merged.iter().find(|(it, _)| *it == person).map_or(person, |(_, into)| *into)
    }

    /// Up to where somebody has read a conversation.
    pub fn mark_of(&self, person: PersonId, talk: Talk) -> Position {
        let mark = self.marks.get(&(person, talk.id)).or(self.space_marks.get(&(person, talk.space)));
        *mark.unwrap_or(&self.joined[&person])
    }
}
