//! Merging persons: two addresses of one person, one person from then on, and two again where that was wrong.

use crate::{expect::*, letters::incoming};
use actions::{
    conversation::{self, Bringing},
    letter::{self, Incoming, Place},
    merging::{self, Merging},
    person_merging::{self, PersonMerging},
    session,
};
use domain::{
    address::MailAddress,
    id::{ConversationId, PersonId},
    kind::Kind,
    side::Side,
};
use store::Stop;
use testkit::{House, in_company};

/// Another address of Maya's, from which she writes to the desk.
pub const OTHER: &str = "maya@elsewhere.example";

pub async fn merge(house: &House, by: &str, it: PersonId, into: PersonId, inside: bool) -> Result<(), Stop> {
    person_merging::merge(house.store(), house.by(by), it, PersonMerging { into, inside, saw: None }).await
}

pub async fn part(house: &House, by: &str, it: PersonId) -> Result<(), Stop> {
    person_merging::part(house.store(), house.by(by), it).await
}

/// Who has an address.
pub async fn who(house: &House, address: &str) -> PersonId {
    let address = MailAddress::parse(address).unwrap();
    let found = house.store().act(async move |w| {
        let (person, _) = w.person_by_address(&address).await?.unwrap();
        let line = domain::activity::Activity::of(domain::party::MACHINE, domain::activity::Verb::Changed, person.0);
        Ok(w.record(line).await?.with(person))
    });
    found.await.unwrap()
}

/// A letter from an address, and where it lands.
pub async fn letter_from(house: &House, address: &str, subject: &str) -> Place {
    house.test().clock().advance(domain::moment::MINUTE);
    let it = Incoming { sender_name: "M. Okafor".into(), subject: subject.into(), ..incoming(house, address).await };
    letter::sort(house.store(), it).await.unwrap()
}

/// The case Maya starts from her other address, and who she is there.
pub async fn elsewhere(house: &House) -> (PersonId, ConversationId) {
    let Place::Started(case) = letter_from(house, OTHER, "The bell").await else { panic!("it starts a case") };
    (who(house, OTHER).await, case)
}

#[test]
fn one_person_of_two_sees_what_both_saw_and_everybody_else_what_she_saw() {
    in_company(async |house| {
        let (maya, (it, case)) = (house.company.person("maya"), elsewhere(house).await);
        let before = house.facts().await;
        merge(house, "dora", it, maya, false).await.unwrap();
        let after = house.facts().await;
        for message in before.messages.keys() {
            for person in house.company.people.iter().map(|r| r.person).filter(|person| *person != maya) {
                assert_eq!(before.may_see(Some(person), *message), after.may_see(Some(person), *message));
            }
            let both = before.may_see(Some(maya), *message) || before.may_see(Some(it), *message);
            assert_eq!(after.may_see(Some(maya), *message), both);
            let eyes = house.eyes("maya").await;
            assert_eq!(eyes.message(*message).await.unwrap().is_some(), both, "and the store says the same");
        }
        assert!(house.store().recipient(it).await.unwrap().is_none(), "the other one comes in no more");
        let eyes = house.eyes("maya").await;
        assert_eq!(read(&eyes, case).await[0].author, maya, "her words are hers");
        let named = eyes.conversation_by_id(case).await.unwrap().unwrap();
        assert_eq!(named.starter, maya);
        assert!(eyes.named_in(&named).await.unwrap());
    });
}

#[test]
fn administrators_merge_people_outside_and_nobody_else_does() {
    in_company(async |house| {
        let (maya, (it, _)) = (house.company.person("maya"), elsewhere(house).await);
        let (tomas, sami) = (house.company.person("tomas"), house.company.person("sami"));
        for by in ["sami", "tomas", "anton", "maya"] {
            assert_eq!(refused(merge(house, by, it, maya, true).await), forbidden("administrators-only"));
            assert_eq!(refused(merge(house, by, PersonId(4711), maya, true).await), forbidden("administrators-only"));
            assert_eq!(refused(part(house, by, it).await), forbidden("administrators-only"));
        }
        assert_eq!(refused(merge(house, "dora", PersonId(4711), maya, true).await), HIDDEN);
        assert_eq!(refused(merge(house, "dora", it, PersonId(9), true).await), HIDDEN, "a machine is nobody");
        assert_eq!(refused(merge(house, "dora", tomas, maya, true).await), forbidden("persons-colleague"));
        assert_eq!(refused(merge(house, "dora", tomas, sami, true).await), forbidden("persons-colleague"));
        assert_eq!(refused(merge(house, "dora", it, tomas, false).await), forbidden("persons-inside"));
        assert_eq!(refused(part(house, "dora", it).await), moved("persons-apart"));
        let stale = PersonMerging { into: maya, inside: false, saw: Some("stale".into()) };
        let stale = person_merging::merge(house.store(), house.by("dora"), it, stale).await;
        assert_eq!(refused(stale), moved("persons-otherwise"));
        merge(house, "dora", it, maya, false).await.unwrap();
        assert_eq!(refused(merge(house, "dora", it, maya, false).await), moved("persons-merged"));
        let jonas = house.company.person("jonas");
        assert_eq!(refused(merge(house, "dora", maya, jonas, false).await), forbidden("persons-several"));
        assert_eq!(refused(merge(house, "dora", jonas, it, false).await), moved("persons-merged"));
    });
}

#[test]
fn letters_of_both_addresses_are_hers_and_letters_to_her_are_one() {
    in_company(async |house| {
        let (maya, (it, case)) = (house.company.person("maya"), elsewhere(house).await);
        let creak = house.conversation("creak");
        // She stands twice in one case: as the one who started it, and in her other self's Cc.
        let both = Bringing { party: it.into(), past: true };
        conversation::bring(house.store(), house.by("tomas"), creak, both).await.unwrap();
        merge(house, "dora", it, maya, false).await.unwrap();
        for (address, at) in [(OTHER, case), ("maya.okafor@example.org", case), (OTHER, creak)] {
            let message = reply(house, house.by("tomas"), at).await.unwrap().message;
            let letters = letters(house).await;
            let to: Vec<_> =
                letters.iter().filter(|due| due.delivery.message == Some(message)).map(|due| &due.delivery).collect();
            assert_eq!(to.len(), 1, "one letter to one person");
            assert_eq!((to[0].recipient, to[0].address.as_str()), (maya, "maya.okafor@example.org"));
            let answer = Incoming { answers: vec![letter::Answered::Ours(message)], ..incoming(house, address).await };
            house.test().clock().advance(domain::moment::MINUTE);
            assert_eq!(letter::sort(house.store(), answer).await.unwrap(), Place::Joined(at));
            let said = read(&house.eyes("tomas").await, at).await;
            assert_eq!(said.last().unwrap().author, maya);
        }
        let eyes = house.eyes("tomas").await;
        let headline = eyes.conversation_by_id(creak).await.unwrap().unwrap();
        let audience = eyes.audience(&headline).await.unwrap();
        assert_eq!(audience.by_mail(house.by("tomas")).len(), 1);
        let found = eyes.people("okafor", "").await.unwrap();
        assert_eq!(found.iter().map(|person| person.id).collect::<Vec<_>>(), [maya], "she is one of whom to look for");
    });
}

#[test]
fn a_letter_queued_before_is_read_as_the_one_she_is() {
    in_company(async |house| {
        let (maya, (it, case)) = (house.company.person("maya"), elsewhere(house).await);
        let message = reply(house, house.by("tomas"), case).await.unwrap().message;
        merge(house, "dora", it, maya, false).await.unwrap();
        let due = letters(house).await;
        let due = due.iter().find(|due| due.delivery.message == Some(message)).unwrap();
        assert_eq!((due.delivery.recipient, due.delivery.address.as_str()), (it, OTHER), "its row is as it was");
        let viewer = house.store().addressee(it).await.unwrap().unwrap();
        assert_eq!(viewer.person(), Some(maya));
    });
}

#[test]
fn two_cases_of_one_person_can_be_merged_and_she_who_started_stays() {
    in_company(async |house| {
        let (maya, (it, case)) = (house.company.person("maya"), elsewhere(house).await);
        let creak = house.conversation("creak");
        let merge_cases = async || {
            let into = Merging { into: creak, brings: false, saw: None };
            merging::merge(house.store(), house.by("tomas"), case, into).await
        };
        assert_eq!(refused(merge_cases().await), forbidden("merging-others"));
        merge(house, "dora", it, maya, false).await.unwrap();
        for party in [it, maya] {
            let removed = conversation::remove(house.store(), house.by("tomas"), case, party.into()).await;
            assert_eq!(refused(removed), forbidden("starter-stays"));
        }
        merge_cases().await.unwrap();
    });
}

#[test]
fn whoever_is_removed_leaves_as_both() {
    in_company(async |house| {
        let (maya, (it, _)) = (house.company.person("maya"), elsewhere(house).await);
        let mudguards = house.conversation("mudguards");
        let bring = |party: PersonId| Bringing { party: party.into(), past: false };
        conversation::bring(house.store(), house.by("tomas"), mudguards, bring(it)).await.unwrap();
        merge(house, "dora", it, maya, false).await.unwrap();
        let again = conversation::bring(house.store(), house.by("tomas"), mudguards, bring(maya)).await;
        assert_eq!(refused(again), moved("party-here-already"));
        conversation::remove(house.store(), house.by("tomas"), mudguards, maya.into()).await.unwrap();
        part(house, "dora", it).await.unwrap();
        let facts = house.facts().await;
        assert!(facts.sees(Some(it), mudguards).is_none() && facts.sees(Some(maya), mudguards).is_none());
    });
}

#[test]
fn a_colleagues_own_address_elsewhere_becomes_hers_only_by_a_word_and_what_is_inside_stays_there() {
    in_company(async |house| {
        let (tomas, (it, case)) = (house.company.person("tomas"), elsewhere(house).await);
        let before = house.facts().await;
        merge(house, "dora", it, tomas, true).await.unwrap();
        let after = house.facts().await;
        for message in before.messages.keys() {
            let both = before.may_see(Some(tomas), *message) || before.may_see(Some(it), *message);
            assert_eq!(after.may_see(Some(tomas), *message), both);
        }
        // Nobody outside is left to write to.
        let message = reply(house, house.by("sami"), case).await.unwrap().message;
        assert!(letters(house).await.iter().all(|due| due.delivery.message != Some(message)));
        // A letter that only says it is from there does not act as a colleague.
        assert_eq!(letter_from(house, OTHER, "Re: The bell").await, Place::Held);
        part(house, "dora", it).await.unwrap();
        assert!(house.facts().await.sees(Some(it), case).is_some());
    });
}

/// Whatever stands in any table, line by line, but for the log and what remembers merges; on SQLite what tells who sees what
/// and who has which address.
async fn tables(house: &House) -> Vec<(String, Vec<String>)> {
    let left_out = ["activity", "log_head", "person_merging", "consumer", "node", "counter"];
    let Some(mut tables) = house.test().tables() else {
        let rows = format!("{:?}", house.store().plain_rows(house.test().keys()).await.unwrap());
        let owners = format!("{:?}", (who(house, OTHER).await, who(house, "maya.okafor@example.org").await));
        return vec![("rows".into(), vec![rows, owners])];
    };
    tables.retain(|(table, _)| !left_out.contains(&table.as_str()));
    tables
}

#[test]
fn undoing_gives_back_each_row_as_it_was() {
    in_company(async |house| {
        let (maya, (it, case)) = (house.company.person("maya"), elsewhere(house).await);
        chooses(house, it, domain::telling::Reason::Announced, domain::telling::Level::Never).await;
        chooses(house, maya, domain::telling::Reason::Announced, domain::telling::Level::Digest).await;
        chooses(house, it, domain::telling::Reason::Started, domain::telling::Level::Now).await;
        reply(house, Some(it), case).await.unwrap();
        letters(house).await;
        let before = tables(house).await;
        merge(house, "dora", it, maya, false).await.unwrap();
        assert_ne!(tables(house).await, before);
        part(house, "dora", it).await.unwrap();
        for (was, is) in before.iter().zip(tables(house).await) {
            assert_eq!(*was, is);
        }
        assert_eq!(refused(part(house, "dora", it).await), moved("persons-apart"));
    });
}

async fn chooses(house: &House, person: PersonId, reason: domain::telling::Reason, level: domain::telling::Level) {
    let choice = actions::telling::choose(house.store(), Some(person), None, vec![(reason, Some(level))]).await;
    choice.unwrap();
}

#[test]
fn what_was_said_read_and_refused_meanwhile_stays_and_each_has_her_own_again() {
    in_company(async |house| {
        let (maya, (it, case)) = (house.company.person("maya"), elsewhere(house).await);
        merge(house, "dora", it, maya, false).await.unwrap();
        let said = reply(house, house.by("maya"), case).await.unwrap().message;
        let queued = reply(house, house.by("tomas"), case).await.unwrap().message;
        part(house, "dora", it).await.unwrap();
        let all = read(&house.eyes_of(it).await, case).await;
        assert!(all.iter().any(|message| message.id == said && message.author == maya), "it stays where and whose it was");
        assert!(read(&house.eyes("maya").await, case).await.is_empty(), "the case is not hers");
        let due = letters(house).await;
        let due = due.iter().find(|due| due.delivery.message == Some(queued)).unwrap();
        assert_eq!(
            (due.delivery.recipient, due.delivery.address.as_str()),
            (it, OTHER),
            "a letter under way goes to whom it is for"
        );
        assert_eq!((who(house, OTHER).await, who(house, "maya.okafor@example.org").await), (it, maya));
        let eyes = house.eyes_of(it).await;
        assert_eq!(eyes.me().await.unwrap().unwrap().name, "M. Okafor");
        assert_eq!(eyes.me().await.unwrap().unwrap().side, Side::Customer);
    });
}

#[test]
fn whom_she_looks_like_is_suggested_to_administrators() {
    in_company(async |house| {
        let plus = "maya.okafor+bike@example.org";
        let Place::Started(_) = letter_from(house, plus, "The bell").await else { panic!("it starts a case") };
        let (maya, it) = (house.company.person("maya"), who(house, plus).await);
        let likely = async |eyes: &store::Reading, of: PersonId| {
            let of = eyes.person(of).await.unwrap().unwrap();
            eyes.likely(&of).await.unwrap().into_iter().map(|found| found.0.id).collect::<Vec<_>>()
        };
        let dora = house.eyes("dora").await;
        assert_eq!((likely(&dora, it).await, likely(&dora, maya).await), (vec![maya], vec![it]));
        assert!(likely(&dora, house.company.person("jonas")).await.is_empty());
        assert!(likely(&house.eyes("sami").await, it).await.is_empty(), "it is for administrators");
        start(house, "maya", "support", Kind::Case).await.unwrap();
        merge(house, "dora", it, maya, false).await.unwrap();
        assert!(likely(&dora, maya).await.is_empty());
    });
}

#[test]
fn searching_for_one_finds_the_words_of_both() {
    in_company(async |house| {
        let (maya, (it, case)) = (house.company.person("maya"), elsewhere(house).await);
        merge(house, "dora", it, maya, false).await.unwrap();
        crate::erasing::indexed(house).await;
        for (who, query) in [("tomas", "from:maya"), ("tomas", "from:maya@elsewhere.example"), ("maya", "from:me")] {
            let query = domain::query::parse(query).unwrap();
            let found = house.eyes(who).await.search(&query, store::reading::search::Order::Newest, None).await.unwrap();
            assert!(found.hits.iter().any(|hit| hit.conversation.id == case && hit.author == maya), "{who}");
        }
    });
}

#[test]
fn she_comes_in_by_either_address_as_one_and_by_what_was_open_as_the_other_no_more() {
    in_company(async |house| {
        let (store, maya, (it, case)) = (house.store(), house.company.person("maya"), elsewhere(house).await);
        let other = MailAddress::parse(OTHER).unwrap();
        let link = async || session::link_for(store, &other, 15).await.unwrap();
        let open = session::enter_by_link(store, &link().await, "a browser").await.unwrap();
        let unused = link().await;
        assert_eq!(store.enter(&open).await.unwrap().unwrap().viewer.person(), Some(it));
        merge(house, "dora", it, maya, false).await.unwrap();
        assert!(store.enter(&open).await.unwrap().is_none());
        assert_eq!(refused(session::enter_by_link(store, &unused, "a browser").await), forbidden("link-spent"));
        let token = session::enter_by_link(store, &link().await, "a browser").await.unwrap();
        let viewer = store.enter(&token).await.unwrap().unwrap().viewer;
        assert_eq!(viewer.person(), Some(maya));
        assert!(store::Reading::new(store, viewer).conversation_by_id(case).await.unwrap().is_some());
        part(house, "dora", it).await.unwrap();
        assert_eq!(store.enter(&open).await.unwrap().unwrap().viewer.person(), Some(it), "it was only at rest");
        let eyes = house.eyes("maya").await;
        assert!(eyes.conversation_by_id(case).await.unwrap().is_none(), "and what came in as one is hers alone again");
    });
}

#[test]
fn a_link_proves_the_address_it_was_sent_to_and_no_other() {
    in_company(async |house| {
        let (store, maya, (it, _)) = (house.store(), house.company.person("maya"), elsewhere(house).await);
        merge(house, "dora", it, maya, false).await.unwrap();
        let proved = async || {
            let dora = house.eyes("dora").await;
            let her = dora.person(maya).await.unwrap().unwrap();
            let addresses = dora.addresses_of(&her).await.unwrap();
            addresses.iter().filter(|it| it.proved_at.is_some()).map(|it| it.address.clone()).collect::<Vec<_>>()
        };
        let before = proved().await;
        assert!(!before.contains(&OTHER.to_owned()));
        let link = session::link_for(store, &MailAddress::parse(OTHER).unwrap(), 15).await.unwrap();
        session::enter_by_link(store, &link, "a browser").await.unwrap();
        assert_eq!(proved().await, [before, vec![OTHER.to_owned()]].concat());
    });
}

#[test]
fn what_she_planned_as_the_other_is_asked_of_her_again() {
    in_company(async |house| {
        let (store, keys) = (house.store(), house.test().keys());
        let (maya, (it, case)) = (house.company.person("maya"), elsewhere(house).await);
        let at = house.test().now().plus(domain::moment::HOUR);
        actions::planned::plan(store, Some(it), replying(case, "Words for later"), at).await.unwrap();
        merge(house, "dora", it, maya, false).await.unwrap();
        house.test().clock().advance(2 * domain::moment::HOUR);
        assert_eq!(actions::planned::send_due(store, keys).await.unwrap(), 1);
        let eyes = house.eyes("maya").await;
        assert_eq!(read(&eyes, case).await.len(), 1, "nothing went");
        let headline = eyes.conversation_by_id(case).await.unwrap().unwrap();
        assert_eq!(eyes.draft(&headline).await.unwrap().map(store::Seen::into_inner), Some(String::from("Words for later")));
        assert!(eyes.notices(None).await.unwrap().lines.iter().any(|notice| notice.reason == "unsent"));
    });
}

#[test]
fn one_unsubscribe_link_of_either_stops_what_goes_to_the_one() {
    in_company(async |house| {
        let (store, maya, (it, _)) = (house.store(), house.company.person("maya"), elsewhere(house).await);
        let token = actions::telling::unsubscribe_token(store, it, None).await.unwrap();
        merge(house, "dora", it, maya, false).await.unwrap();
        actions::telling::unsubscribe(store, &token, domain::telling::Scope::Everything).await.unwrap();
        let never = house.eyes("maya").await.my_choices().await.unwrap();
        assert!(never.iter().any(|choice| choice.level == domain::telling::Level::Never));
    });
}
