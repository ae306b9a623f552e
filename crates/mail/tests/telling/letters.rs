//! The locker room of letters: whatever leaves the house tells its recipient only what she may see.

use crate::sink::{Sink, derive};
use actions::telling;
use domain::{
    moment::{DAY, HOUR},
    telling::{Level, Reason},
};
use std::collections::HashSet;
use testkit::{canary::heard, in_company};

#[test]
fn no_letter_sings_what_its_recipient_may_not_see() {
    in_company(async |house| {
        // Everybody wants everything of every space she sees, half of it at once and half as digests.
        for (n, resident) in house.company.people.iter().enumerate() {
            let level = if n % 2 == 0 { Level::Now } else { Level::Digest };
            let all = Reason::ALL.iter().filter(|reason| **reason != Reason::Every).map(|reason| (*reason, Some(level)));
            telling::choose(house.store(), Some(resident.person), None, all.collect()).await.unwrap();
            for space in house.eyes(resident.short).await.spaces().await.unwrap().iter() {
                if n % 3 == 0 {
                    let every = vec![(Reason::Every, Some(Level::Now))];
                    telling::choose(house.store(), Some(resident.person), Some(space.id), every).await.unwrap();
                }
            }
        }
        // Somebody outside asked to be left in peace.
        let anton = house.company.person("anton");
        actions::address::set_outreach(house.store(), house.by("dora"), anton, false).await.unwrap();
        let sink = Sink::of(house).await;
        derive(house).await;
        let mut taken = Vec::new();
        for _ in 0..10 {
            house.test().clock().advance(DAY + HOUR);
            taken.extend(sink.receive(house).await);
        }
        let facts = house.facts().await;
        let mut sung = 0;
        let kinds: HashSet<&str> = taken.iter().filter(|it| it.header("List-Id").is_some()).map(|it| it.to()).collect();
        let spared = house.company.people.iter().find(|r| r.short == "anton").map(|r| r.address).unwrap_or_default();
        assert!(!kinds.contains(spared), "outreach to him is stopped");
        assert!(kinds.len() > 15, "hardly anybody was told: {kinds:?}");
        for it in &taken {
            let person = house.company.people.iter().find(|r| r.address == it.to()).expect("a resident").person;
            let said = house.company.conversations.iter().flat_map(|thread| &thread.said);
            let may: HashSet<&str> =
                said.filter(|said| facts.may_see(Some(person), said.message)).flat_map(|said| heard(&said.body)).collect();
            let letter = it.letter();
            // A line that was broken on its way is whole again for who reads it.
            let raw = it.raw.replace("=\r\n", "").replace("=\n", "");
            let all = format!("{}\n{}\n{raw}", letter.subject, letter.text);
            for canary in heard(&all) {
                assert!(may.contains(canary), "{canary} is told to {}: {all}", it.to());
                sung += 1;
            }
            // What only colleagues may see says so, and goes to colleagues alone.
            if letter.text.contains("Inside: only colleagues see this.") {
                assert!(it.to().ends_with("@velo-lind.example"), "{all}");
            }
        }
        assert!(sung > 100, "only {sung} canaries sang: there was nothing to leak");
    });
}
