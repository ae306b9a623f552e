//! Erasing a person: who may, what goes, what stays, and that no octet of her is left.

use crate::expect::*;
use actions::{
    attachment, conversation, draft, erasure, invitation,
    letter::{self, Answered, Incoming, Place},
    message, person, session,
};
use domain::{
    address::MailAddress,
    erasure::Neutral,
    id::{ConversationId, LetterId},
    side::Side,
};
use store::{
    Stop, Thoroughness,
    consumer::Bookmark,
    reading::search::Order,
    writing::{attachment::NewAttachment, house::GivenAnswer, intake::Arrival},
};
use testkit::{House, in_company};

pub const ADDRESS: &str = "maya.okafor@example.org";
pub const NAME: &str = "Maya Okafor";
/// Words that occur nowhere else, of letters with which no other word begins: the index keeps them whole.
pub const LINE: &str = "the xqzjwvbird sang below the left crank all morning";
pub const FILE: &str = "the yqkvjwplan of the bracket";
const BEFORE: &str = "first I thought of zzqvxkwater in the tube";
const DRAFT: &str = "and jjzqvxhalf of a thought";
/// The same in Tomas's words, which stay.
const STAYS: &str = "vvqxzkanswer";

/// What must not be left of her.
pub const NEEDLES: [&str; 7] = [ADDRESS, NAME, "maya.okafor", "qzjwvbird", "qkvjwplan", "zqvxkwater", "jzqvxhalf"];

fn neutral() -> Neutral {
    Neutral { name: "Erased person".into(), subject: "(erased subject)".into() }
}

pub async fn erase(house: &House, by: &str, whom: &str, typed: &str) -> Result<(), Stop> {
    erasure::erase(house.store(), house.by(by), house.company.person(whom), typed, neutral()).await
}

pub fn kept(house: &House, name: &str, octets: &str) -> NewAttachment {
    let mut upload = house.store().blobs().upload().unwrap();
    upload.write(octets.as_bytes()).unwrap();
    attachment::named(name, house.store().blobs().keep(upload).unwrap())
}

/// A letter as it is kept, and as it was read.
pub async fn arrives(house: &House, from: (&str, &str), words: &str, history: &str) -> Incoming {
    let raw = format!(
        "From: {} <{}>\r\nCc: {NAME} <{ADDRESS}>\r\nSubject: About {NAME}\r\n\r\n{words}\r\n{history}\r\n",
        from.0, from.1
    );
    let recipient = "support@velo-lind.example".to_owned();
    let message_id = format!("{}.{}", house.test().now().0, from.1);
    let (peer, helo) = ("192.0.2.1".into(), format!("mail.of.{}", from.1));
    let (vouched, believed) = (String::new(), String::new());
    let arrival =
        Arrival { door: "smtp", peer, helo, vouched, believed, sender: from.1.into(), recipient, raw: raw.into_bytes() };
    Incoming {
        letter: letter::keep(house.store(), vec![arrival]).await.unwrap()[0],
        space_mail: "support".into(),
        token: None,
        sender: MailAddress::parse(from.1).unwrap(),
        sender_name: from.0.into(),
        subject: format!("The bird of {NAME}"),
        words: words.into(),
        history: history.into(),
        signature: format!("{NAME}, on her bicycle"),
        html: None,
        face: domain::letter_face::LetterFace::default(),
        digest: store::secret::digest(&message_id),
        message_id,
        date: None,
        answers: Vec::new(),
        others: Vec::new(),
        automatic: false,
        at_home: false,
        truth: domain::proof::Truth::default(),
        at: house.test().now(),
        attachments: Vec::new(),
    }
}

/// Everything in which something of Maya may stand.
pub async fn lives(house: &House) -> ConversationId {
    let (store, maya) = (house.store(), house.by("maya"));
    let hers = Incoming {
        attachments: vec![kept(house, "okafor-plan.txt", FILE)],
        others: vec![("Jonas Weber".into(), MailAddress::parse("jonas.weber@example.net").unwrap())],
        ..arrives(house, (NAME, ADDRESS), LINE, "").await
    };
    let hers_id = hers.message_id.clone();
    let Place::Started(case) = letter::sort(store, hers).await.unwrap() else { panic!("it starts a case") };
    let written = message::reply(store, maya, replying(case, BEFORE)).await.unwrap();
    message::edit(store, maya, written.message, "It was no water.").await.unwrap();
    let quoted = format!("> {LINE}\n\n{NAME} ({ADDRESS}) is right: {STAYS}.");
    message::reply(store, house.by("tomas"), replying(case, &quoted)).await.unwrap();
    let history = format!("On Monday {NAME} <{ADDRESS}> wrote:\n> the xqzjwvbird sang below the\n> left crank all morning");
    let answer = Incoming {
        answers: vec![Answered::Theirs(hers_id)],
        ..arrives(house, ("Jonas Weber", "jonas.weber@example.net"), "Mine sings, too.", &history).await
    };
    assert_eq!(letter::sort(store, answer).await.unwrap(), Place::Joined(case));
    actions::sidebar::open(store, house.by("tomas"), case, &format!("Listen: {LINE}")).await.unwrap();
    draft::keep(store, maya, case, DRAFT).await.unwrap();
    draft::keep(store, house.by("sami"), case, &format!("> {LINE}\n\nDear {NAME},")).await.unwrap();
    letters_of_all_kinds(house).await;
    person::set_password(store, maya, None, "correct horse battery".into()).await.unwrap();
    let given = GivenAnswer { status: 201, location: String::new(), body: format!("{NAME} {LINE}") };
    store.take_key(maya.unwrap(), "a key").await.unwrap();
    store.keep_answer(maya.unwrap(), "a key", Some(given)).await.unwrap();
    indexed(house).await;
    case
}

/// Letters to and from her that are no message: held, come back, a sign-in link, an invitation.
async fn letters_of_all_kinds(house: &House) {
    let store = house.store();
    let held = arrives(house, (NAME, ADDRESS), LINE, "").await;
    letter::set_aside(store, held.letter, "held", "sender-barred").await.unwrap();
    let back = arrives(house, ("Mail system", "mailer@relay.example"), ADDRESS, "").await;
    letter::set_aside(store, back.letter, "sorted", "bounce").await.unwrap();
    session::ask_for_link(store, ADDRESS).await.unwrap();
    let inviting = invitation::Inviting {
        side: Side::Customer,
        unit: None,
        organization: None,
        administrator: false,
        address: ADDRESS.into(),
        uses: 1,
    };
    invitation::invite(store, house.by("dora"), inviting).await.unwrap();
}

pub async fn indexed(house: &House) {
    let bookmark = Bookmark::of("index");
    loop {
        let (from, lines) = bookmark.lines(house.store()).await.unwrap();
        let Some(to) = lines.last().map(|line| line.position) else {
            if bookmark.reindex(house.store(), from).await.unwrap() {
                continue;
            }
            break;
        };
        bookmark.advance(house.store(), from, to, async move |w| Ok(w.index_lines(&lines).await?)).await.unwrap();
    }
    bookmark.give_back(house.store()).await.unwrap();
}

async fn hits(house: &House, who: &str, words: &str) -> usize {
    let query = domain::query::parse(words).unwrap();
    house.eyes(who).await.search(&query, Order::Newest, None).await.unwrap().hits.len()
}

#[test]
fn no_octet_of_an_erased_person_is_left() {
    in_company(async |house| {
        lives(house).await;
        let test = house.test();
        test.gather_statistics();
        let stands = test.places_of(&NEEDLES);
        for needle in NEEDLES {
            let found = stands.iter().any(|place| place.starts_with(needle));
            assert!(found, "{needle} stands nowhere: the test would prove nothing");
        }
        erase(house, "dora", "maya", NAME).await.unwrap();
        test.store().overwrite_erased(Thoroughness::Whole).await.unwrap();
        let left = test.places_of(&NEEDLES);
        assert!(left.is_empty(), "{left:#?}");
        // What was not erased is still found: the scan works to the end.
        assert!(!test.places_of(&[STAYS]).is_empty());
        indexed(house).await;
        let left = test.places_of(&NEEDLES);
        assert!(left.is_empty(), "what follows the log brought something back: {left:#?}");
        assert!(!test.store().must_overwrite().await.unwrap());
    });
}

#[test]
fn a_transaction_that_began_before_the_erasure_keeps_nothing_of_her() {
    in_company(async |house| {
        let test = house.test();
        let older = test.long_transaction(3);
        erase(house, "dora", "maya", NAME).await.unwrap();
        test.store().overwrite_erased(Thoroughness::Whole).await.unwrap();
        let left = test.places_of(&NEEDLES);
        assert!(left.is_empty(), "{left:#?}");
        older.into_iter().for_each(|older| older.join().unwrap());
    });
}

#[test]
fn what_others_wrote_stays_without_what_was_hers() {
    in_company(async |house| {
        let case = lives(house).await;
        assert_eq!((hits(house, "sami", "xqzjwvbird").await, hits(house, "sami", STAYS).await), (3, 1));
        erase(house, "dora", "maya", NAME).await.unwrap();
        let said = read(&house.eyes("sami").await, case).await;
        let authors: Vec<&str> = said.iter().map(|m| m.author_name.as_str()).collect();
        assert_eq!(authors, ["Erased person", "Erased person", "Tomás Vega", "Jonas Weber"]);
        assert!(said[..2].iter().all(|m| m.erased && m.source.is_empty() && m.attachments.is_empty() && m.reactions.is_empty()));
        assert_eq!(said[2].source, format!("[…]\n\nErased person (Erased person) is right: {STAYS}."));
        assert!(said[2].html.contains(STAYS) && !said[2].html.contains("Maya"), "{}", said[2].html);
        assert_eq!((said[3].source.as_str(), said[3].history.as_str()), ("Mine sings, too.", ""));
        let original = house.eyes("sami").await.original(said[3].id).await.unwrap();
        assert!(original.is_some_and(|letter| letter.is_empty()), "his letter quoted her");
        let head = house.eyes("sami").await.conversation_by_id(case).await.unwrap().unwrap();
        assert_eq!(head.subject, "(erased subject)");
        assert_eq!((hits(house, "sami", "xqzjwvbird").await, hits(house, "sami", STAYS).await), (0, 1));
        // What she had nothing to do with is as it was.
        assert!(read(&house.eyes("ines").await, house.conversation("parcel")).await.iter().all(|m| !m.source.is_empty()));
    });
}

#[test]
fn an_erased_person_is_out_and_may_come_again_as_somebody_new() {
    in_company(async |house| {
        let (store, maya) = (house.store(), house.company.person("maya"));
        let case = lives(house).await;
        erase(house, "dora", "maya", NAME).await.unwrap();
        assert!(store.enter(&house.company.resident("maya").token).await.unwrap().is_none());
        assert!(letters(house).await.iter().all(|due| due.delivery.recipient != maya && due.delivery.address != ADDRESS));
        assert_eq!(refused(person::reactivate(store, house.by("dora"), maya).await), HIDDEN);
        assert_eq!(refused(erase(house, "dora", "maya", "Erased person").await), HIDDEN);
        let her = house.eyes("dora").await.person(maya).await.unwrap().unwrap();
        assert_eq!((her.name.as_str(), her.erased_at.is_some()), ("Erased person", true));
        assert!(house.eyes("dora").await.people("Erased", "").await.unwrap().is_empty());
        house.test().clock().advance(1);
        let again = Incoming { subject: "Hello".into(), ..arrives(house, (NAME, ADDRESS), "It is me.", "").await };
        let Place::Started(anew) = letter::sort(store, again).await.unwrap() else { panic!("it starts one") };
        assert_ne!(anew, case);
        let new = house.eyes("sami").await.conversation_by_id(anew).await.unwrap().unwrap().starter;
        assert_ne!(new, maya);
        assert!(house.eyes_of(new).await.conversation_by_id(case).await.unwrap().is_none(), "she sees nothing of before");
    });
}

#[test]
fn herself_and_administrators_erase_by_typing_the_name_and_nobody_else() {
    in_company(async |house| {
        let (store, maya) = (house.store(), house.company.person("maya"));
        let by = async |by, typed: &str| erasure::erase(store, by, maya, typed, neutral()).await;
        assert_eq!(refused(by(None, NAME).await), STRANGER);
        for who in ["sami", "jonas", "anton"] {
            assert_eq!(refused(by(house.by(who), NAME).await), forbidden("administrators-only"));
        }
        for who in ["dora", "maya"] {
            assert_eq!(refused(by(house.by(who), "Maya").await), invalid("erasure-name"));
        }
        assert_eq!(
            refused(erase(house, "dora", "dora", house.company.resident("dora").name).await),
            forbidden("last-administrator")
        );
        let nobody = domain::id::PersonId(4711);
        assert_eq!(refused(erasure::erase(store, house.by("dora"), nobody, NAME, neutral()).await), HIDDEN);
        let machine = domain::party::MACHINE;
        assert_eq!(refused(erasure::erase(store, house.by("dora"), machine, "Velo Lind", neutral()).await), HIDDEN);
        assert_eq!(refused(erasure::erase_from_command_line(store, maya, "Maya", neutral()).await), invalid("erasure-name"));
        by(house.by("maya"), NAME).await.unwrap();
        assert_eq!(refused(by(house.by("maya"), NAME).await), STRANGER);
        erasure::erase_from_command_line(store, house.company.person("jonas"), "Jonas Weber", neutral()).await.unwrap();
    });
}

#[test]
fn a_colleague_who_is_erased_leaves_her_queue_her_hats_and_her_mentions() {
    in_company(async |house| {
        let kofi = house.company.person("kofi");
        conversation::assign(house.store(), house.by("tomas"), house.conversation("creak"), Some(house.party("tomas")))
            .await
            .unwrap();
        let name = house.company.resident("kofi").name;
        let said = read(&house.eyes("tomas").await, house.conversation("creak-sidebar")).await;
        assert!(said[0].html.contains(name), "{}", said[0].html);
        erase(house, "dora", "kofi", name).await.unwrap();
        let said = read(&house.eyes("tomas").await, house.conversation("creak-sidebar")).await;
        assert!(said.iter().all(|m| !m.html.contains("Kofi") && !m.source.contains("kofi.mensah")), "{:?}", said[0]);
        assert!(said[1].erased);
        assert!(house.store().recipient(kofi).await.unwrap().is_none());
        assert!(house.store().employee_by_handle("kofi.mensah").await.unwrap().is_none());
        erase(house, "dora", "tomas", house.company.resident("tomas").name).await.unwrap();
        assert_eq!(house.headline("sami", "creak").await.unwrap().assignee, None);
    });
}

#[test]
fn a_file_that_somebody_else_attached_too_stays() {
    in_company(async |house| {
        let (store, case) = (house.store(), lives(house).await);
        let same = message::Replying { attachments: vec![kept(house, "plan.txt", FILE)], ..replying(case, "Here it is again") };
        let again = message::reply(store, house.by("tomas"), same).await.unwrap();
        erase(house, "dora", "maya", NAME).await.unwrap();
        store.overwrite_erased(Thoroughness::Whole).await.unwrap();
        let eyes = house.eyes("sami").await;
        let file = eyes.message(again.message).await.unwrap().unwrap().attachments[0].id;
        let file = eyes.attachment(file).await.unwrap().unwrap();
        assert_eq!(store.octets(&file).await.unwrap(), FILE.as_bytes());
    });
}

#[test]
fn the_intake_says_what_became_of_letters_that_went() {
    in_company(async |house| {
        lives(house).await;
        erase(house, "dora", "maya", NAME).await.unwrap();
        let rows = house.eyes("dora").await.intake(LetterId(i64::MAX)).await.unwrap();
        assert!(rows.iter().all(|row| row.sender != ADDRESS));
        assert!(rows.iter().any(|row| row.sender == "jonas.weber@example.net"));
    });
}
