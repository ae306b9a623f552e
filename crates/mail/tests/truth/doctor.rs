//! The doctor looks at names, signing, relay and door, and says in words what to change.

use crate::zone::Zone;
use mail::{
    desk::HouseDesk,
    doctor::{Look, Patient, State, examine, is_well},
    post_office::PostOffice,
    receiver::Receiver,
    relay::Relay,
    signing::Signer,
    truth::{Dns, Notary, Trusted},
};
use std::sync::Arc;
use testkit::TestStore;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

const DOMAIN: &str = "velo-lind.example";

async fn patient_of(test: &TestStore, dns: &Dns, relay: Option<&str>, door: Option<&str>) -> Vec<Look> {
    let signer = Signer::open(test.store(), DOMAIN).await.unwrap();
    let notary = Notary::new(dns, DOMAIN, Trusted::default()).unwrap();
    let relay = relay.map(|relay| Relay::parse(relay).unwrap().introduced_as(DOMAIN));
    let (lmtp, mailboxes, send_to) = (None, &[][..], None);
    let relay = relay.as_ref();
    examine(&Patient { domain: DOMAIN, notary: &notary, signer: &signer, relay, door, lmtp, mailboxes, send_to }).await
}

fn state(looks: &[Look], what: &str) -> State {
    looks.iter().find(|look| look.what == what).unwrap_or_else(|| panic!("{what} was not looked at")).state
}

/// A door of ours on a port of its own, also taken as a relay: it answers EHLO.
async fn door(test: &TestStore) -> String {
    let office = PostOffice::open(test.store(), DOMAIN, "https://velo-lind.example").await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let receiver = Receiver::new(DOMAIN, &[DOMAIN], Arc::new(HouseDesk::new(test.store().clone(), office)));
    tokio::spawn(receiver.serve(listener, CancellationToken::new()));
    address
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_in_place_is_well() {
    let test = TestStore::sqlite().await;
    let signer = Signer::open(test.store(), DOMAIN).await.unwrap();
    let zone = Zone::default()
        .mx(DOMAIN, "mail.velo-lind.example")
        .a("mail.velo-lind.example", "192.0.2.1")
        .ptr("1.2.0.192.in-addr.arpa", "mail.velo-lind.example")
        .txt(DOMAIN, "v=spf1 ip4:127.0.0.1 -all")
        .txt(&signer.dns_name(DOMAIN), &signer.dns_record())
        .txt("_dmarc.velo-lind.example", "v=DMARC1; p=reject");
    let door = door(&test).await;
    let looks = patient_of(&test, &Dns::At(zone.serve().await), Some(&format!("smtp://{door}")), Some(&door)).await;
    for what in ["mx", "spf", "dkim", "dmarc", "reverse", "signing", "relay"] {
        assert_eq!(state(&looks, what), State::Well, "{looks:#?}");
    }
    assert_eq!(state(&looks, "receiving"), State::Weak, "it offers no TLS here");
    assert!(is_well(&looks));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_is_named_with_what_to_publish() {
    let test = TestStore::sqlite().await;
    let dns = Dns::At(Zone::default().txt("other.example", "x").serve().await);
    let looks = patient_of(&test, &dns, None, Some("127.0.0.1:1")).await;
    for what in ["mx", "spf", "dkim", "dmarc", "relay", "receiving"] {
        let look = looks.iter().find(|look| look.what == what).unwrap();
        assert_eq!(look.state, State::Wrong, "{look:?}");
        assert!(!look.advice.is_empty(), "{look:?}");
    }
    let dkim = looks.iter().find(|look| look.what == "dkim").unwrap();
    let (name, text) = dkim.record.clone().unwrap();
    let line = dkim.record_line().unwrap();
    let strings: Vec<&str> = line.strip_prefix(&format!("{name} TXT ")).unwrap().trim_matches('"').split("\" \"").collect();
    assert!(strings.len() == 2 && strings.iter().all(|string| string.len() <= 255), "{line}");
    assert_eq!(strings.concat(), text, "DNS takes no longer strings, and reads them as one");
    let spf = looks.iter().find(|look| look.what == "spf").unwrap();
    assert_eq!(spf.record_line().unwrap(), "velo-lind.example TXT \"v=spf1 mx -all\"");
    assert_eq!(name, "rapport1._domainkey.velo-lind.example");
    assert!(text.starts_with("v=DKIM1; k=rsa; p=MII"));
    assert!(!is_well(&looks));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_dns_the_doctor_says_so_and_looks_at_the_rest() {
    let test = TestStore::sqlite().await;
    let looks = patient_of(&test, &Dns::Off, None, None).await;
    assert_eq!(state(&looks, "mx"), State::Unknown);
    assert_eq!(state(&looks, "signing"), State::Well);
    assert!(looks.iter().any(|look| look.what == "dkim" && look.record.is_some()), "the record can be published all the same");
}
