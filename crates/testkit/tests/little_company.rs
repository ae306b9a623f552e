//! The little company: it can be built by the doors, everyone sees of it what the naive second implementation says,
//! and two builds are alike.

use store::reading::message::Window;
use testkit::{TestStore, canary::heard, in_company, on_both};

#[test]
fn everybody_reads_the_canaries_she_may_and_no_others() {
    in_company(async |house| {
        let facts = house.facts().await;
        let mut viewers: Vec<_> = house.company.people.iter().map(|r| (r.short, Some(r.person))).collect();
        viewers.push(("stranger", None));
        let mut hidden = 0;
        for (name, person) in viewers {
            let eyes = match person {
                Some(person) => house.eyes_of(person).await,
                None => house.strange_eyes(),
            };
            for thread in &house.company.conversations {
                let headline = eyes.conversation_by_id(thread.conversation).await.unwrap();
                assert_eq!(headline.is_some(), facts.sees(person, thread.conversation).is_some(), "{name} {}", thread.short);
                let mut read = Vec::new();
                if let Some(headline) = headline {
                    for message in eyes.messages(&headline, Window::Newest).await.unwrap().shown {
                        read.extend(heard(&message.html).into_iter().map(str::to_owned));
                    }
                }
                let may = thread.said.iter().filter(|said| facts.may_see(person, said.message));
                let expected: Vec<String> = may.flat_map(|said| heard(&said.body)).map(str::to_owned).collect();
                hidden += thread.said.len() - expected.len();
                assert_eq!(read, expected, "{name} in {}", thread.short);
            }
        }
        assert!(hidden > 100, "only {hidden} times something was hidden from somebody: the walls are not tried");
    });
}

#[test]
fn two_companies_are_alike_to_the_last_id() {
    on_both(async |one| {
        let other = match one.url() {
            Some(_) => TestStore::postgres().await.expect("it was here a moment ago"),
            None => TestStore::sqlite().await,
        };
        let ids = async |it: &TestStore| {
            let company = company::build(it.store()).await.unwrap();
            let people: Vec<_> = company.people.iter().map(|r| (r.short, r.person)).collect();
            let said = company.conversations.iter().flat_map(|t| t.said.iter().map(|s| (t.conversation, t.number, s.message)));
            (people, said.collect::<Vec<_>>())
        };
        assert_eq!(ids(one).await, ids(&other).await);
    });
}

#[test]
fn the_company_has_the_people_and_places_it_is_known_for() {
    in_company(async |house| {
        let company = &house.company;
        assert!((20..=26).contains(&company.people.len()), "{}", company.people.len());
        let in_support = company.people.iter().filter(|r| r.team == "support").count();
        assert!(in_support >= 4, "{in_support}");
        assert!(company.conversations.len() >= 12, "{}", company.conversations.len());
        assert!(company.conversations.iter().any(|t| t.said.iter().any(|s| s.body.is_empty())), "one deletion");
        for outsider in company.people.iter().filter(|r| !r.side.inside()) {
            let domain = outsider.address.rsplit_once('@').unwrap().1;
            assert!(["example.org", "example.net", "radwerk.example"].contains(&domain), "{domain}");
        }
    });
}
