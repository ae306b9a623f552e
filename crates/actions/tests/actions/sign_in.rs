//! Coming in and going out.

use crate::expect::*;
use actions::{password, person, session};
use domain::{
    address::MailAddress,
    id::SessionId,
    limits,
    moment::{DAY, HOUR, MINUTE},
};
use testkit::{House, in_company};

const MAYA: &str = "maya.okafor@example.org";
const PASSWORD: &str = "correct horse battery";

async fn links(house: &House) -> Vec<String> {
    letters(house).await.into_iter().filter(|due| due.delivery.reason == "sign-in").map(|due| due.secret).collect()
}

#[test]
fn a_link_is_asked_for_alike_by_the_known_and_the_unknown_and_not_too_often() {
    in_company(async |house| {
        let ask = async |address: &str| session::ask_for_link(house.store(), address).await;
        ask("nobody@example.org").await.expect("the unknown is answered like the known");
        assert!(links(house).await.is_empty());
        assert_eq!(refused(ask("no address").await), invalid("address-form"));
        for n in 1..=limits::SIGN_IN_LINKS_PER_HOUR + 3 {
            ask(" Maya.Okafor@Example.org ").await.expect("no answer tells that it was too often");
            let expected = n.min(limits::SIGN_IN_LINKS_PER_HOUR);
            assert_eq!(links(house).await.len() as i64, expected);
        }
        house.test().clock().advance(HOUR + MINUTE);
        ask(MAYA).await.unwrap();
        assert_eq!(links(house).await.len() as i64, limits::SIGN_IN_LINKS_PER_HOUR + 1);
    });
}

#[test]
fn a_link_lets_in_once_and_not_for_long() {
    in_company(async |house| {
        let store = house.store();
        let enter = async |link: &str| session::enter_by_link(store, link, "Firefox").await;
        session::ask_for_link(store, MAYA).await.unwrap();
        let [link] = &links(house).await[..] else { panic!("one link") };
        assert_eq!(store.sign_in_link(link).await.unwrap(), house.by("maya"));
        let token = enter(link).await.unwrap();
        assert_eq!(store.enter(&token).await.unwrap().unwrap().viewer.person(), house.by("maya"));
        assert_eq!(refused(enter(link).await), forbidden("link-spent"));
        assert_eq!(refused(enter("made up").await), forbidden("link-spent"));
        let late = session::link_for(store, &MailAddress::parse(MAYA).unwrap(), limits::SIGN_IN_MINUTES).await.unwrap();
        house.test().clock().advance(limits::SIGN_IN_MINUTES * MINUTE + 1);
        assert_eq!(refused(enter(&late).await), forbidden("link-spent"));
        let nobody = MailAddress::parse("nobody@example.org").unwrap();
        assert_eq!(refused(session::link_for(store, &nobody, 5).await), invalid("address-unknown"));
        let gone = session::link_for(store, &MailAddress::parse(MAYA).unwrap(), 5).await.unwrap();
        person::deactivate(store, house.by("dora"), house.company.person("maya")).await.unwrap();
        assert_eq!(refused(enter(&gone).await), forbidden("link-spent"));
    });
}

#[test]
fn a_wrong_password_and_an_unknown_address_are_refused_alike() {
    in_company(async |house| {
        let store = house.store();
        let enter = async |address: &str, password: &str| {
            session::enter_by_password(store, address, password.to_owned(), "Firefox").await
        };
        let before = session::link_for(store, &MailAddress::parse(MAYA).unwrap(), 5).await.unwrap();
        let kept = session::enter_by_link(store, &before, "Firefox").await.unwrap();
        let session = store.enter(&kept).await.unwrap().unwrap().viewer.session();
        let set = async |by, words: String| person::set_password(store, by, session, words).await;
        assert_eq!(refused(set(house.by("maya"), "short".into()).await), invalid("password-short"));
        assert_eq!(refused(set(house.by("maya"), "x".repeat(limits::PASSWORD_CHARS_MAX + 1)).await), invalid("password-long"));
        assert_eq!(refused(set(None, PASSWORD.into()).await), STRANGER);
        set(house.by("maya"), PASSWORD.into()).await.unwrap();
        assert!(store.enter(&kept).await.unwrap().is_some(), "the session she set it in");
        assert!(store.enter(&house.company.resident("maya").token).await.unwrap().is_none(), "every other one ended");

        let token = enter("Maya.Okafor@example.org", PASSWORD).await.unwrap();
        assert_eq!(store.enter(&token).await.unwrap().unwrap().viewer.person(), house.by("maya"));
        for (address, words) in [
            (MAYA, "wrong horse battery"),
            (MAYA, ""),
            ("nobody@example.org", PASSWORD),
            // Jonas has none: nothing fits.
            ("jonas.weber@example.net", ""),
        ] {
            assert_eq!(refused(enter(address, words).await), invalid("password-wrong"), "{address}");
        }
        assert_eq!(refused(enter("no address", PASSWORD).await), invalid("address-form"));
        person::deactivate(store, house.by("dora"), house.company.person("maya")).await.unwrap();
        assert_eq!(refused(enter(MAYA, PASSWORD).await), invalid("password-wrong"));
    });
}

#[tokio::test]
async fn a_hash_fits_its_password_and_no_other_and_no_hash_fits_none() {
    let hash = password::hash(PASSWORD.to_owned()).await.unwrap();
    assert!(password::fits(PASSWORD.to_owned(), hash.clone()).await.unwrap());
    assert!(!password::fits(format!("{PASSWORD}!"), hash.clone()).await.unwrap());
    assert!(!password::fits("nobody has this password".to_owned(), String::new()).await.unwrap());
    assert!(!password::fits("x".repeat(100_000), hash).await.unwrap());
}

#[test]
fn sessions_end_with_time_and_by_their_owner() {
    in_company(async |house| {
        let store = house.store();
        let token = &house.company.resident("mei").token;
        let session = store.enter(token).await.unwrap().unwrap().viewer.session().unwrap();
        assert_eq!(refused(session::leave(store, house.by("maya"), session).await), HIDDEN);
        assert_eq!(refused(session::leave(store, None, session).await), STRANGER);
        assert_eq!(refused(session::leave(store, house.by("mei"), SessionId(4711)).await), HIDDEN);
        // What is used lasts on from then.
        house.test().clock().advance(40 * DAY);
        assert!(store.enter(token).await.unwrap().unwrap().stale);
        session::keep(store, house.company.person("mei"), session).await.unwrap();
        house.test().clock().advance(40 * DAY);
        assert!(store.enter(token).await.unwrap().is_some());
        assert!(store.enter(&house.company.resident("ravi").token).await.unwrap().is_none(), "sixty days unused");
        session::leave(store, house.by("mei"), session).await.unwrap();
        assert!(store.enter(token).await.unwrap().is_none());
        assert_eq!(refused(session::leave(store, house.by("mei"), session).await), HIDDEN);
    });
}

#[test]
fn a_token_for_programs_may_do_what_its_scopes_say_and_ends() {
    in_company(async |house| {
        let store = house.store();
        let make = async |by, name: &str, scopes: &str, days| session::make_token(store, by, name, scopes, days).await;
        let maya = house.by("maya");
        assert_eq!(refused(make(None, "Backup", "read", 30).await), STRANGER);
        assert_eq!(refused(make(maya, " ", "read", 30).await), invalid("field-empty"));
        for scopes in ["", "everything", "read all"] {
            assert_eq!(refused(make(maya, "Backup", scopes, 30).await), invalid("scope-unknown"), "{scopes}");
        }
        let token = make(maya, "Backup", " read  write ", 30).await.unwrap();
        let viewer = store.enter(&token).await.unwrap().unwrap().viewer;
        assert!(viewer.may_scope("read") && viewer.may_scope("write") && !viewer.may_scope("admin"));
        assert!(store.enter("made up").await.unwrap().is_none());
        house.test().clock().advance(31 * DAY);
        assert!(store.enter(&token).await.unwrap().is_none());
        let long = make(maya, "For ever", "read", 100_000).await.unwrap();
        house.test().clock().advance(367 * DAY);
        assert!(store.enter(&long).await.unwrap().is_none(), "after a year somebody looks at it again");
    });
}
