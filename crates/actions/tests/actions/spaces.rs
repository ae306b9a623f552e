//! Spaces: furnishing, tending, who sees what is started there, stewards.

use crate::expect::*;
use actions::space::{self, Furnishing};
use domain::{
    circle::Reach,
    id::{PersonId, SpaceId},
    kind::Kind,
    party::{EMPLOYEES, EVERYONE},
};
use testkit::in_company;

fn furnishing(name: &str, reach: Reach) -> Furnishing {
    Furnishing {
        slug: String::new(),
        name: name.into(),
        purpose: String::new(),
        kinds: vec![Kind::Talk, Kind::Case],
        reach,
        open: true,
        parties: Vec::new(),
        mail: String::new(),
        reopen_days: None,
    }
}

#[test]
fn spaces_are_furnished_by_administrators_with_what_fits() {
    in_company(async |house| {
        let store = house.store();
        let furnish = async |by, it| space::furnish(store, by, it).await;
        let dora = house.by("dora");
        let it = || furnishing("Paint shop", Reach::Inside);
        assert_eq!(refused(furnish(house.by("sami"), it()).await), forbidden("administrators-only"));
        assert_eq!(refused(furnish(house.by("maya"), it()).await), forbidden("administrators-only"));
        assert_eq!(refused(furnish(None, it()).await), STRANGER);
        let outside = || furnishing("Post", Reach::Outside);
        for (case, key) in [
            (Furnishing { name: " ".into(), ..it() }, "field-empty"),
            (Furnishing { slug: "Not a slug".into(), ..it() }, "slug-form"),
            (Furnishing { slug: "support".into(), ..it() }, "name-taken"),
            (Furnishing { kinds: vec![], ..it() }, "kinds-empty"),
            (Furnishing { reopen_days: Some(-1), ..it() }, "reopen-days-range"),
            (Furnishing { reopen_days: Some(domain::limits::REOPEN_DAYS_MAX + 1), ..it() }, "reopen-days-range"),
            (Furnishing { mail: "support".into(), ..outside() }, "name-taken"),
            (Furnishing { mail: "postmaster".into(), ..outside() }, "name-taken"),
        ] {
            assert_eq!(refused(furnish(dora, case).await), invalid(key));
        }
        for party in [EVERYONE, house.party("maya"), house.company.team("wheel-group")] {
            let it = Furnishing { parties: vec![party], ..it() };
            assert_eq!(refused(furnish(dora, it).await), forbidden("circle-inside-only"));
        }
        furnish(dora, it()).await.unwrap();
        let seen = house.eyes("mei").await.space("paint-shop").await.unwrap().expect("all employees by default");
        assert!(!seen.open && seen.mail.is_none(), "what is inside is not open to outsiders");
        assert!(house.eyes("maya").await.space("paint-shop").await.unwrap().is_none());
        assert!(house.eyes("dora").await.space("paint-shop").await.unwrap().unwrap().steward);
    });
}

#[test]
fn a_space_is_tended_by_its_stewards_and_administrators() {
    in_company(async |house| {
        let (store, wheels) = (house.store(), house.space("wheels"));
        let tend = async |by, it| space::tend(store, by, wheels, it).await;
        let it =
            || Furnishing { slug: "elsewhere".into(), mail: "wheels".into(), ..furnishing("Wheels and hubs", Reach::Inside) };
        assert_eq!(refused(tend(house.by("ravi"), it()).await), HIDDEN);
        assert_eq!(refused(tend(house.by("bram"), it()).await), forbidden("stewards-only"));
        assert_eq!(refused(tend(house.by("anton"), it()).await), forbidden("stewards-only"));
        assert_eq!(refused(tend(None, it()).await), STRANGER);
        assert_eq!(refused(tend(house.by("yara"), Furnishing { mail: "support".into(), ..it() }).await), invalid("name-taken"));
        tend(house.by("yara"), it()).await.expect("its own address is not taken");
        tend(house.by("dora"), it()).await.unwrap();
        let seen = house.eyes("anton").await.space("wheels").await.unwrap().expect("slug and circle stay");
        assert_eq!((seen.name.as_str(), seen.reach), ("Wheels and hubs", Reach::Outside));
        let nowhere = space::tend(store, house.by("dora"), SpaceId(4711), it()).await;
        assert_eq!(refused(nowhere), HIDDEN);
    });
}

#[test]
fn a_changed_circle_of_a_space_counts_for_what_is_started_from_then_on() {
    in_company(async |house| {
        let (store, product, it) = (house.store(), house.space("product"), house.company.team("it"));
        let set = async |by: &str, party, sees| space::set_party(store, house.by(by), product, party, sees).await;
        assert_eq!(refused(set("mei", it, true).await), forbidden("stewards-only"));
        assert_eq!(refused(set("ravi", it, true).await), HIDDEN);
        assert_eq!(refused(space::set_party(store, None, product, it, true).await), STRANGER);
        assert_eq!(refused(set("yara", EVERYONE, true).await), forbidden("circle-inside-only"));
        assert_eq!(refused(set("yara", EMPLOYEES, false).await), HIDDEN);
        set("yara", it, true).await.unwrap();
        assert!(house.headline("ravi", "belt").await.is_none(), "what stands keeps its circle");
        let new = start(house, "mei", "product", Kind::Talk).await.unwrap();
        assert_eq!(read(&house.eyes("ravi").await, new.conversation).await.len(), 1);
        set("yara", it, false).await.unwrap();
        let newer = start(house, "mei", "product", Kind::Talk).await.unwrap();
        assert!(read(&house.eyes("ravi").await, newer.conversation).await.is_empty());
        assert_eq!(read(&house.eyes("ravi").await, new.conversation).await.len(), 1);
    });
}

#[test]
fn stewards_are_employees_and_made_by_stewards() {
    in_company(async |house| {
        let (store, news) = (house.store(), house.space("news"));
        let (felix, maya) = (house.company.person("felix"), house.company.person("maya"));
        let set = async |by: &str, person, wears| space::set_steward(store, house.by(by), news, person, wears).await;
        assert_eq!(refused(set("felix", felix, true).await), forbidden("stewards-only"));
        assert_eq!(refused(set("maya", felix, true).await), HIDDEN);
        assert_eq!(refused(space::set_steward(store, None, news, felix, true).await), STRANGER);
        assert_eq!(refused(set("lucia", maya, true).await), forbidden("employees-only"));
        assert_eq!(refused(set("lucia", PersonId(4711), true).await), HIDDEN);
        for _ in 0..2 {
            set("lucia", felix, true).await.unwrap();
        }
        start(house, "felix", "news", Kind::Announcement).await.expect("twice at the same moment is still a steward");
        set("lucia", felix, false).await.unwrap();
        assert_eq!(refused(start(house, "felix", "news", Kind::Announcement).await), forbidden("stewards-start"));
    });
}

#[test]
fn a_space_is_seen_by_who_stands_in_its_circle_or_in_a_conversation_of_it() {
    in_company(async |house| {
        let slugs = async |who: &str| -> Vec<String> {
            house.eyes(who).await.spaces().await.unwrap().iter().map(|space| space.slug.clone()).collect()
        };
        assert_eq!(slugs("maya").await, ["community", "support"]);
        assert_eq!(slugs("wim").await, ["community"]);
        assert_eq!(slugs("anton").await, ["community", "wheels"]);
        assert_eq!(slugs("tomas").await, ["community", "facilities", "news", "support", "talk"]);
        assert!(slugs("ines").await.contains(&"product".to_owned()), "one conversation of it was shown to her");
        let strange: Vec<_> = house.strange_eyes().spaces().await.unwrap().iter().map(|s| s.slug.clone()).collect();
        assert_eq!(strange, ["community"]);
    });
}
