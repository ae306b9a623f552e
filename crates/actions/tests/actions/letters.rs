//! Letters: kept first, sorted once, and never more than their sender may do.

use crate::expect::*;
use actions::letter::{self, Incoming, Place};
use domain::{
    activity::{Activity, Verb},
    address::MailAddress,
    id::LetterId,
    kind::Stage,
    letter_face::{LetterFace, Note},
    limits,
    party::MACHINE,
    proof::{Proof, Truth},
};
use store::writing::intake::Arrival;
use testkit::{House, in_company};

pub async fn kept(house: &House) -> LetterId {
    let arrival = Arrival {
        door: "smtp",
        peer: "192.0.2.1".into(),
        helo: "mail.example.org".into(),
        vouched: String::new(),
        believed: String::new(),
        sender: "somebody@example.org".into(),
        recipient: "support@velo-lind.example".into(),
        raw: b"Subject: hello\r\n\r\nhello\r\n".to_vec(),
    };
    letter::keep(house.store(), vec![arrival]).await.unwrap()[0]
}

pub async fn incoming(house: &House, sender: &str) -> Incoming {
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
        date: None,
        answers: Vec::new(),
        others: Vec::new(),
        automatic: false,
        at_home: false,
        truth: Truth::default(),
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
fn the_same_letter_to_two_spaces_makes_a_conversation_in_each_the_second_linked_to_the_first() {
    in_company(async |house| {
        let it = incoming(house, "new@example.org").await;
        let Place::Started(support) = letter::sort(house.store(), it.clone()).await.unwrap() else { panic!("it starts one") };
        let there = Incoming { letter: kept(house).await, space_mail: "wheels".into(), ..it.clone() };
        let Place::Started(wheels) = letter::sort(house.store(), there).await.unwrap() else { panic!("and another") };
        let linked = async |who, it| house.eyes(who).await.conversation_by_id(it).await.unwrap().unwrap().linked;
        assert_eq!((linked("sami", support).await, linked("yara", wheels).await), (None, Some(support)));
        // Somebody else's letter of that name is no other copy.
        let others = Incoming { letter: kept(house).await, ..incoming(house, "other@example.org").await };
        let named = Incoming { digest: it.digest, message_id: it.message_id, ..others };
        let Place::Started(other) = letter::sort(house.store(), named).await.unwrap() else { panic!("a third") };
        assert_eq!(linked("sami", other).await, None);
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

#[test]
fn a_program_that_begins_something_new_each_time_ends_after_some_rounds() {
    in_company(async |house| {
        let next = async |sender: &str| {
            house.test().clock().advance(1);
            letter::sort(house.store(), incoming(house, sender).await).await.unwrap()
        };
        let Place::Started(first) = next("robot@example.org").await else { panic!("it starts one") };
        for _ in 1..limits::BEGINNINGS_PER_HOUR {
            assert!(matches!(next("robot@example.org").await, Place::Started(_)));
        }
        assert_eq!(next("robot@example.org").await, Place::Held);
        let said = read(&house.eyes("sami").await, first).await[0].id;
        let answer = Incoming {
            answers: vec![letter::Answered::Ours(said)],
            words: "Other words".into(),
            ..incoming(house, "robot@example.org").await
        };
        assert_eq!(letter::sort(house.store(), answer).await.unwrap(), Place::Joined(first), "what it answers is counted apart");
        assert!(matches!(next("new@example.org").await, Place::Started(_)), "somebody else's letters come through");
        let rows = house.eyes("dora").await.intake(LetterId(i64::MAX)).await.unwrap();
        assert!(rows.iter().any(|row| (row.state.as_str(), row.reason.as_str()) == ("held", "letters-too-many")));
        let creak = house.company.thread("creak");
        let answer = Incoming {
            answers: vec![letter::Answered::Ours(creak.message(1))],
            ..incoming(house, "maya.okafor@example.org").await
        };
        assert_eq!(letter::sort(house.store(), answer).await.unwrap(), Place::Joined(creak.conversation));
        house.test().clock().advance(3_600_000_000);
        assert!(matches!(next("robot@example.org").await, Place::Started(_)), "and hers again, an hour later");
    });
}

#[test]
fn who_forges_somebodys_address_takes_nothing_from_her() {
    in_company(async |house| {
        let next = async |proof: Proof| {
            house.test().clock().advance(1);
            let truth = Truth { proof, ..Truth::default() };
            letter::sort(house.store(), Incoming { truth, ..incoming(house, "new@example.org").await }).await.unwrap()
        };
        for _ in 0..limits::BEGINNINGS_PER_HOUR {
            assert!(matches!(next(Proof::Failed).await, Place::Started(_)));
        }
        assert_eq!(next(Proof::Failed).await, Place::Held);
        for proof in Proof::ALL.into_iter().filter(|proof| *proof != Proof::Failed) {
            assert!(matches!(next(proof).await, Place::Started(_)), "{proof:?}");
        }
        for _ in 1..limits::BEGINNINGS_PER_HOUR {
            assert!(matches!(next(Proof::Proved).await, Place::Started(_)));
        }
        assert_eq!(next(Proof::Proved).await, Place::Held, "and her own end as anybody's");
    });
}

/// A letter that does not say what it answers.
async fn loose(house: &House, sender: &str, subject: &str, history: &str) -> Place {
    house.test().clock().advance(1);
    let it = Incoming { subject: subject.into(), history: history.into(), ..incoming(house, sender).await };
    letter::sort(house.store(), it).await.unwrap()
}

#[test]
fn a_reply_without_headers_joins_only_what_its_sender_sees() {
    in_company(async |house| {
        let creak = house.company.thread("creak");
        let subject = house.headline("sami", "creak").await.unwrap().subject.clone();
        let said = read(&house.eyes("maya").await, creak.conversation).await[0].source.clone();
        let reply = format!("Re: {subject}");
        assert_eq!(loose(house, "maya.okafor@example.org", &reply, "").await, Place::Joined(creak.conversation));
        // What is no reply, and what others write under the same subject or with the same quote, goes its own way.
        for (sender, subject, history) in [
            ("maya.okafor@example.org", subject.as_str(), ""),
            ("jonas.weber@example.net", reply.as_str(), ""),
            ("other@example.org", reply.as_str(), said.as_str()),
        ] {
            match loose(house, sender, subject, history).await {
                Place::Started(apart) => assert_ne!(apart, creak.conversation, "{sender}"),
                place => panic!("{sender}: {place:?}"),
            }
        }
    });
}

#[test]
fn a_quote_finds_its_conversation_under_any_subject() {
    in_company(async |house| {
        let words = "The rear wheel wobbles since Monday morning.\nIt is the very one that you built for me.";
        let first = Incoming { words: words.into(), ..incoming(house, "new@example.org").await };
        let Place::Started(case) = letter::sort(house.store(), first).await.unwrap() else { panic!("it starts one") };
        let quote = format!("> {}", words.replace('\n', "\n> "));
        assert_eq!(loose(house, "new@example.org", "Still there", &quote).await, Place::Joined(case));
        let Place::Started(other) = loose(house, "stranger@example.org", "Still there", &quote).await else { panic!("apart") };
        assert_ne!(other, case);
    });
}

#[test]
fn no_header_takes_a_letter_into_anothers_conversation() {
    in_company(async |house| {
        let creak = house.company.thread("creak");
        let before = read(&house.eyes("maya").await, creak.conversation).await.len();
        let known = "mayas-letter@example.org";
        let hers = Incoming {
            answers: vec![letter::Answered::Ours(creak.message(1))],
            message_id: known.into(),
            digest: store::secret::digest(known),
            ..incoming(house, "maya.okafor@example.org").await
        };
        assert_eq!(letter::sort(house.store(), hers).await.unwrap(), Place::Joined(creak.conversation));
        let delivery = letters(house).await.iter().map(|due| due.delivery.id).next();
        let forgeries = [
            // References to her letter, to ours, her Message-ID as its own, a reply address that was issued to her.
            (vec![letter::Answered::Theirs(known.into())], "a@evil.example", None),
            (vec![letter::Answered::Ours(creak.message(1))], "b@evil.example", None),
            (vec![], known, None),
            (vec![], "c@evil.example", delivery.map(|delivery| (creak.conversation, delivery))),
        ];
        for (answers, id, token) in forgeries {
            house.test().clock().advance(1);
            let (message_id, digest) = (id.to_owned(), store::secret::digest(id));
            let it = Incoming { answers, message_id, digest, token, ..incoming(house, "mallory@evil.example").await };
            match letter::sort(house.store(), it).await.unwrap() {
                Place::Started(apart) => {
                    assert_ne!(apart, creak.conversation, "{id}");
                    assert!(house.eyes("maya").await.conversation_by_id(apart).await.unwrap().is_none(), "{id}");
                }
                Place::Held => {}
                place => panic!("{id}: {place:?}"),
            }
        }
        assert_eq!(read(&house.eyes("maya").await, creak.conversation).await.len(), before + 1);
    });
}

#[test]
fn a_late_letter_into_a_closed_case_begins_a_new_one_beside_it() {
    in_company(async |house| {
        let parcel = house.company.thread("parcel");
        let answers = || vec![letter::Answered::Ours(parcel.message(1))];
        house.test().clock().advance(domain::limits::REOPEN_DAYS * domain::moment::DAY);
        let late = Incoming { answers: answers(), ..incoming(house, "jonas.weber@example.net").await };
        let Place::Started(new) = letter::sort(house.store(), late).await.unwrap() else { panic!("it starts one") };
        let seen = house.eyes("ines").await.conversation_by_id(new).await.unwrap().expect("the desk sees it");
        assert_eq!(seen.linked, Some(parcel.conversation));
        assert_eq!(house.headline("ines", "parcel").await.unwrap().stage, Stage::Closed);
        // A machine's answer that late is nobody's.
        house.test().clock().advance(1);
        let machine = Incoming { answers: answers(), automatic: true, ..incoming(house, "jonas.weber@example.net").await };
        assert_eq!(letter::sort(house.store(), machine).await.unwrap(), Place::Held);
    });
}

#[test]
fn a_letter_keeps_its_face_and_its_pictures_get_addresses() {
    in_company(async |house| {
        let mut upload = house.store().blobs().upload().unwrap();
        upload.write(b"\x89PNG\r\n\x1a\n").unwrap();
        let picture = actions::attachment::named("wheel.png", house.store().blobs().keep(upload).unwrap());
        let face = LetterFace {
            history: "<p>old <img src=\"cid:0\" alt=\"\"></p>".into(),
            notes: vec![domain::letter_face::Note::Letter {
                file: 0,
                subject: "wheel".into(),
                from: "Maya".into(),
                at: Some(domain::moment::Moment(1_651_565_700_000_000)),
                words: "<p>within</p>".into(),
                holds: Vec::new(),
            }],
            ..LetterFace::default()
        };
        let it = Incoming {
            html: Some("<div class=\"letter\"><b>see</b> <img src=\"cid:0\" alt=\"\"></div>".into()),
            face: face.clone(),
            attachments: vec![picture],
            ..incoming(house, "new@example.org").await
        };
        let Place::Started(case) = letter::sort(house.store(), it).await.unwrap() else { panic!("it starts one") };
        let message = read(&house.eyes("sami").await, case).await.remove(0);
        let address = format!("src=\"/attachments/{}/picture\"", message.attachments[0].id);
        assert!(message.html.contains(&address) && message.face.history.contains(&address), "{message:?}");
        assert_eq!(message.face.notes, face.notes);
        let stranger = house.eyes("jonas").await;
        assert!(stranger.attachment(message.attachments[0].id).await.unwrap().is_none(), "nobody else gets the picture");
        let sami = Some(house.company.person("sami"));
        actions::message::delete(house.store(), sami, message.id).await.expect("a steward may");
        let gone = read(&house.eyes("sami").await, case).await.remove(0);
        assert!(gone.face.is_empty() && gone.html.is_empty(), "{gone:?}");
    });
}

#[test]
fn of_a_crowd_in_cc_as_many_join_as_there_is_room_for_and_the_letter_says_how_many_did_not() {
    in_company(async |house| {
        let friend = |n: usize| (String::new(), MailAddress::parse(&format!("friend{n}@example.net")).unwrap());
        let crowd = Incoming { others: (0..120).map(friend).collect(), ..incoming(house, "new@example.org").await };
        let Place::Started(case) = letter::sort(house.store(), crowd).await.unwrap() else { panic!("it starts one") };
        let sami = house.eyes("sami").await;
        let message = read(&sami, case).await.remove(0);
        let joined = 120
            - match message.face.notes[..] {
                [Note::LeftOut { count }] => count,
                ref other => panic!("{other:?}"),
            };
        let known = async |n: usize| {
            let address = friend(n).1;
            let look = async move |w: &mut store::Writing| {
                let found = w.person_by_address(&address).await?.is_some();
                Ok(w.record(Activity::of(MACHINE, Verb::Sorted, 0)).await?.with(found))
            };
            house.store().act(look).await.unwrap()
        };
        assert!((40..limits::CIRCLE_PARTIES_MAX).contains(&joined), "{joined}");
        assert!(known(0).await && known(joined - 1).await && !known(joined).await && !known(119).await);
        house.test().clock().advance(1);
        let few = Incoming { others: (0..3).map(friend).collect(), ..incoming(house, "other@example.org").await };
        let Place::Started(case) = letter::sort(house.store(), few).await.unwrap() else { panic!("it starts one") };
        assert!(read(&sami, case).await[0].face.notes.is_empty());
    });
}

#[test]
fn who_is_in_cc_sees_from_that_letter_on_and_joins_by_answering() {
    in_company(async |house| {
        let creak = house.company.thread("creak");
        let before = read(&house.eyes("maya").await, creak.conversation).await.len();
        let id = "with-a-friend@example.org";
        let friend = MailAddress::parse("friend@example.org").unwrap();
        let hers = Incoming {
            answers: vec![letter::Answered::Ours(creak.message(1))],
            others: vec![("A Friend".into(), friend.clone())],
            message_id: id.into(),
            digest: store::secret::digest(id),
            ..incoming(house, "maya.okafor@example.org").await
        };
        assert_eq!(letter::sort(house.store(), hers).await.unwrap(), Place::Joined(creak.conversation));
        house.test().clock().advance(1);
        let theirs = Incoming { answers: vec![letter::Answered::Theirs(id.into())], ..incoming(house, friend.as_str()).await };
        assert_eq!(letter::sort(house.store(), theirs).await.unwrap(), Place::Joined(creak.conversation));
        let all = read(&house.eyes("maya").await, creak.conversation).await;
        assert_eq!(all.len(), before + 2);
        let person = all.last().unwrap().author;
        let viewer = house.store().recipient(person).await.unwrap().expect("she is known by her letter");
        let hers = store::Reading::new(house.store(), viewer);
        assert_eq!(read(&hers, creak.conversation).await.len(), 2, "nothing of what was said before");
        let sidebar = house.company.conversation("creak-sidebar");
        assert!(hers.conversation_by_id(sidebar).await.unwrap().is_none(), "nothing of what is said inside");
    });
}
