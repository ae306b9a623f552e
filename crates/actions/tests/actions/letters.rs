//! Letters: kept first, sorted once, and never more than their sender may do.

use crate::expect::*;
use actions::letter::{self, Incoming, Place};
use domain::{address::MailAddress, id::LetterId, kind::Stage, letter_face::LetterFace};
use store::writing::intake::Arrival;
use testkit::{House, in_company};

async fn kept(house: &House) -> LetterId {
    let arrival = Arrival {
        door: "smtp",
        peer: "192.0.2.1".into(),
        sender: "somebody@example.org".into(),
        recipient: "support@velo-lind.example".into(),
        raw: b"Subject: hello\r\n\r\nhello\r\n".to_vec(),
    };
    letter::keep(house.store(), vec![arrival]).await.unwrap()[0]
}

async fn incoming(house: &House, sender: &str) -> Incoming {
    Incoming {
        letter: kept(house).await,
        space_mail: "support".into(),
        token: None,
        sender: MailAddress::parse(sender).unwrap(),
        sender_name: "Somebody".into(),
        subject: "Hello".into(),
        words: "Some words".into(),
        html: None,
        face: LetterFace::default(),
        history: String::new(),
        signature: String::new(),
        digest: store::secret::digest(&format!("{}@example.org", house.test().now().0)),
        message_id: format!("{}@example.org", house.test().now().0),
        answers: Vec::new(),
        others: Vec::new(),
        automatic: false,
        at: house.test().now(),
        attachments: Vec::new(),
    }
}

#[test]
fn a_letter_from_somebody_new_starts_a_case_and_she_is_told_that_we_have_it() {
    in_company(async |house| {
        let it = incoming(house, "new@example.org").await;
        let again = it.clone();
        let Place::Started(case) = letter::sort(house.store(), it).await.unwrap() else { panic!("it starts one") };
        assert_eq!(read(&house.eyes("sami").await, case).await.len(), 1);
        let due = letters(house).await;
        assert!(due.iter().any(|d| d.delivery.reason == "receipt" && d.delivery.address == "new@example.org"));
        // The same row a second time, and the same letter once more.
        assert_eq!(letter::sort(house.store(), again.clone()).await.unwrap(), Place::Held);
        let double = Incoming { letter: kept(house).await, ..again };
        assert_eq!(letter::sort(house.store(), double).await.unwrap(), Place::Double(case));
        assert_eq!(read(&house.eyes("sami").await, case).await.len(), 1);
    });
}

#[test]
fn a_letter_to_no_space_is_held_and_one_set_aside_is_not_sorted_any_more() {
    in_company(async |house| {
        let nowhere = Incoming { space_mail: "talk".into(), ..incoming(house, "new@example.org").await };
        assert_eq!(letter::sort(house.store(), nowhere).await.unwrap(), Place::Held);
        let junk = incoming(house, "new@example.org").await;
        letter::set_aside(house.store(), junk.letter, "refused", "junk").await.unwrap();
        assert_eq!(letter::sort(house.store(), junk.clone()).await.unwrap(), Place::Held);
        let rows = house.eyes("dora").await.intake(LetterId(i64::MAX)).await.unwrap();
        let row = rows.iter().find(|row| row.id == junk.letter).unwrap();
        assert_eq!((row.state.as_str(), row.reason.as_str()), ("refused", "junk"));
        assert!(house.eyes("sami").await.intake(LetterId(i64::MAX)).await.unwrap().is_empty(), "for administrators");
    });
}

#[test]
fn a_letter_joins_only_what_its_sender_sees() {
    in_company(async |house| {
        let creak = house.company.thread("creak");
        let answers = || vec![letter::Answered::Ours(creak.message(1))];
        let hers = Incoming { answers: answers(), ..incoming(house, "maya.okafor@example.org").await };
        assert_eq!(letter::sort(house.store(), hers).await.unwrap(), Place::Joined(creak.conversation));
        house.test().clock().advance(1);
        let strange = Incoming { answers: answers(), ..incoming(house, "other@example.org").await };
        match letter::sort(house.store(), strange).await.unwrap() {
            Place::Started(apart) => assert_ne!(apart, creak.conversation),
            Place::Held => {}
            place => panic!("{place:?}"),
        }
        assert_eq!(read(&house.eyes("maya").await, creak.conversation).await.len(), 5);
    });
}

#[test]
fn a_letter_into_a_closed_case_opens_it_again() {
    in_company(async |house| {
        let parcel = house.company.thread("parcel");
        let answers = vec![letter::Answered::Ours(parcel.message(1))];
        let it = Incoming { answers, ..incoming(house, "jonas.weber@example.net").await };
        assert_eq!(letter::sort(house.store(), it).await.unwrap(), Place::Joined(parcel.conversation));
        assert_eq!(house.headline("ines", "parcel").await.unwrap().stage, Stage::Open);
    });
}
