//! What somebody is told by mail is hers to choose; and in whose name a space writes is its stewards'.

use crate::expect::*;
use actions::{space, telling};
use domain::{
    habit::Habit,
    telling::{Level, Reason},
};
use testkit::in_company;

#[test]
fn everybody_chooses_for_herself_where_she_may_look() {
    in_company(async |house| {
        let store = house.store();
        let never = || vec![(Reason::Mentioned, Some(Level::Never))];
        telling::choose(store, house.by("maya"), Some(house.space("support")), never()).await.unwrap();
        telling::choose(store, house.by("maya"), None, never()).await.unwrap();
        assert_eq!(house.eyes("maya").await.my_choices().await.unwrap().len(), 2);
        telling::choose(store, house.by("maya"), None, vec![(Reason::Mentioned, None)]).await.unwrap();
        assert_eq!(house.eyes("maya").await.my_choices().await.unwrap().len(), 1);
        assert!(house.eyes("jonas").await.my_choices().await.unwrap().is_empty());
        assert_eq!(refused(telling::choose(store, house.by("maya"), Some(house.space("talk")), never()).await), HIDDEN);
        assert_eq!(refused(telling::choose(store, None, None, never()).await), STRANGER);
        let digest = vec![(Reason::Every, Some(Level::Digest))];
        assert_eq!(refused(telling::choose(store, house.by("dora"), None, digest).await), invalid("level-unknown"));
        let late = Habit { hour: 24, ..Habit::default() };
        assert_eq!(refused(telling::settle_habit(store, house.by("dora"), late).await), invalid("hour-unknown"));
        let early = Habit { hour: 5, ..Habit::default() };
        telling::settle_habit(store, house.by("dora"), early.clone()).await.unwrap();
        assert_eq!(*house.eyes("dora").await.my_habit().await.unwrap(), early);
    });
}

#[test]
fn a_space_writes_in_the_name_its_stewards_give_it_and_for_no_domain_of_others() {
    in_company(async |house| {
        let (store, support) = (house.store(), house.space("support"));
        let domains = [String::from("velo-lind.example")];
        let set = async |who: &str, address: &str| {
            space::set_sender(store, house.by(who), support, "Velo Support", address, &domains).await
        };
        set("dora", "hello@Velo-Lind.example").await.unwrap();
        let head = store.letterhead(support).await.unwrap();
        assert_eq!((head.from_name.as_str(), head.from_address.as_str()), ("Velo Support", "hello@velo-lind.example"));
        assert_eq!(refused(set("dora", "boss@bank.example").await), invalid("sender-domain"));
        assert_eq!(refused(set("dora", "no address").await), invalid("address-form"));
        assert_eq!(refused(set("tomas", "hello@velo-lind.example").await), forbidden("stewards-only"));
        set("dora", "").await.unwrap();
        assert_eq!(store.letterhead(support).await.unwrap().from_address, "");
    });
}
