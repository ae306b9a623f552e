//! Who may act by a letter.

use crate::desk::{Desk, letter};
use crate::zone::Zone;
use domain::{
    moment::{HOUR, MINUTE},
    proof::Proof,
};
use mail::truth::{Brought, Dns, Notary, Road, Trusted};
use testkit::in_company;

const SUPPORT: &str = "support@velo-lind.example";

#[test]
fn spf_dkim_and_dmarc_decide_whether_a_letter_is_proved() {
    in_company(async |house| {
        let desk = Desk::open(house).await;
        let table = [
            // the sending server, From and envelope, verdict
            ("192.0.2.10", "a@strict.example", Proof::Proved),
            ("192.0.2.66", "b@strict.example", Proof::Failed),
            ("192.0.2.66", "c@monitor.example", Proof::Unproved),
            ("192.0.2.20", "d@monitor.example", Proof::Proved),
            ("192.0.2.30", "e@plain.example", Proof::Proved),
            ("192.0.2.66", "f@plain.example", Proof::Unproved),
            ("192.0.2.66", "g@bare.example", Proof::Unproved),
            ("192.0.2.66", "h@broken.example", Proof::Unknown),
        ];
        for (peer, from, expect) in table {
            let row = desk.take(peer, from, SUPPORT, &letter(from, SUPPORT, "", from)).await;
            assert_eq!(row.state, "sorted", "{from}: {}", row.reason);
            let conversation = house.eyes("sami").await.conversation(row.number.unwrap()).await.unwrap().unwrap().id;
            let truth = desk.truth_of_last(conversation).await;
            assert_eq!(truth.proof, expect, "{from} from {peer}: {truth:?}");
            assert_eq!(truth.domain, from.split_once('@').unwrap().1);
        }
    });
}

#[test]
fn a_colleague_whose_domain_proves_her_letter_answers_by_mail_and_nobody_else_does_for_her() {
    in_company(async |house| {
        let desk = Desk::open(house).await;
        let (said, ..) = desk.sent_to_maya().await;
        let creak = house.conversation("creak");
        let answers = format!("In-Reply-To: <{}>\r\n", desk.office.message_id(said));
        let from = "Tomas Vega <tomas.vega@velo-lind.example>";
        let before = desk.messages(creak).await.len();

        let forged = letter(from, SUPPORT, &answers, "I promise a free bicycle.");
        let row = desk.take("192.0.2.66", "tomas.vega@velo-lind.example", SUPPORT, &forged).await;
        assert_eq!((row.state.as_str(), row.reason.as_str()), ("held", "employee-unproved"));
        // A second From, a From with two people, a signature of another domain: none of them helps.
        let signed_twice =
            desk.signer.sign(&letter(&format!("{from}\r\nFrom: x@velo-lind.example"), SUPPORT, &answers, "two")).unwrap();
        let crowd = desk.signer.sign(&letter(&format!("{from}, x@velo-lind.example"), SUPPORT, &answers, "crowd")).unwrap();
        for (raw, reason) in [(signed_twice, "sender-is-ours"), (crowd, "employee-unproved")] {
            let row = desk.take("192.0.2.66", "x@evil.example", SUPPORT, &raw).await;
            assert_eq!((row.state.as_str(), row.reason.as_str()), ("held", reason));
        }
        assert_eq!(desk.messages(creak).await.len(), before);

        let signed = desk.signer.sign(&letter(from, SUPPORT, &answers, "The part is on its way.")).unwrap();
        let row = desk.take("192.0.2.66", "tomas.vega@velo-lind.example", SUPPORT, &signed).await;
        assert_eq!((row.state.as_str(), row.reason.as_str()), ("sorted", ""));
        let last = desk.messages(creak).await.pop().unwrap();
        assert_eq!((last.author, last.source.as_str()), (house.company.person("tomas"), "The part is on its way."));
        assert_eq!(last.truth.map(|truth| truth.proof), Some(Proof::Proved));
        assert!(
            house.store().due(house.test().keys(), 100).await.unwrap().iter().any(|due| due.delivery.message == Some(last.id))
        );
    });
}

#[test]
fn a_colleague_answers_a_sidebar_by_mail_only_where_she_stands_in_it() {
    in_company(async |house| {
        let desk = Desk::open(house).await;
        let sidebar = house.company.thread("creak-sidebar");
        let answers = format!("In-Reply-To: <{}>\r\n", desk.office.message_id(sidebar.message(1)));
        for (who, address, joins) in
            [("sami", "sami.koskinen@velo-lind.example", true), ("felix", "felix.brandt@velo-lind.example", false)]
        {
            let before = desk.messages(sidebar.conversation).await.len();
            let raw = desk.signer.sign(&letter(address, SUPPORT, &answers, &format!("By mail, {who}"))).unwrap();
            desk.take("192.0.2.66", address, SUPPORT, &raw).await;
            assert_eq!(desk.messages(sidebar.conversation).await.len() - before, usize::from(joins), "{who}");
        }
    });
}

#[test]
fn who_signed_in_at_a_server_of_ours_is_proved() {
    in_company(async |house| {
        let desk = Desk::open(house).await;
        let (said, ..) = desk.sent_to_maya().await;
        let answers = format!("In-Reply-To: <{}>\r\n", desk.office.message_id(said));
        let address = "tomas.vega@velo-lind.example";
        let raw = letter(address, SUPPORT, &answers, "Signed in");
        let other = desk.take_vouched("", address, SUPPORT, "lena.fuchs@velo-lind.example", &raw).await;
        assert_eq!(other.reason, "employee-unproved", "she signed in as somebody else");
        let hers = desk.take_vouched("", address, SUPPORT, address, &letter(address, SUPPORT, &answers, "Signed in, too")).await;
        assert_eq!((hers.state.as_str(), hers.reason.as_str()), ("sorted", ""));
    });
}

#[test]
fn a_server_of_ours_that_looked_before_is_believed_where_the_letter_came_through_it() {
    in_company(async |house| {
        let trusted = Trusted { servers: vec!["mx.velo-lind.example".into()], ..Trusted::default() };
        let desk = Desk::trusting(house, trusted).await;
        let (said, ..) = desk.sent_to_maya().await;
        let answers = format!("In-Reply-To: <{}>\r\n", desk.office.message_id(said));
        let address = "tomas.vega@velo-lind.example";
        let results = "Authentication-Results: mx.velo-lind.example; dmarc=pass header.from=velo-lind.example\r\n";
        let raw = |words: &str| [results.as_bytes(), &letter(address, SUPPORT, &answers, words)].concat();
        let outside = desk.take("198.51.100.7", address, SUPPORT, &raw("from outside")).await;
        assert_eq!(outside.reason, "employee-unproved", "anybody can write that header");
        let through = desk.take("10.0.0.5", address, SUPPORT, &raw("through our server")).await;
        assert_eq!((through.state.as_str(), through.reason.as_str()), ("sorted", ""));
    });
}

#[test]
fn a_disowned_letter_joins_only_by_a_reply_address_of_its_senders_own() {
    in_company(async |house| {
        let desk = Desk::open(house).await;
        // Maya's provider publishes a policy from here on.
        let (said, delivery, reply_to) = desk.sent_to_maya().await;
        let maya = "maya.okafor@strict.example";
        let creak = house.conversation("creak");
        house_moves_maya(house, maya).await;
        let answers = format!("In-Reply-To: <{}>\r\n", desk.office.message_id(said));
        let before = desk.messages(creak).await.len();

        let forged = desk.take("192.0.2.66", maya, SUPPORT, &letter(maya, SUPPORT, &answers, "Send it to me instead")).await;
        assert_eq!(forged.state, "sorted");
        assert_eq!(desk.messages(creak).await.len(), before, "it stands apart");
        let apart = house.eyes("sami").await.conversation(forged.number.unwrap()).await.unwrap().unwrap().id;
        assert_eq!(desk.truth_of_last(apart).await.proof, Proof::Failed);
        let receipts = house.store().due(house.test().keys(), 100).await.unwrap();
        assert!(
            !receipts.iter().any(|due| due.delivery.reason == "receipt" && due.delivery.address == maya),
            "no receipt answers it"
        );

        let proved = desk.take("192.0.2.10", maya, SUPPORT, &letter(maya, SUPPORT, &answers, "It is me")).await;
        assert_eq!(proved.state, "sorted");
        assert_eq!(desk.messages(creak).await.len(), before + 1);
        // The reply address was issued to her other address: it is not hers to this one.
        let _ = (delivery, &reply_to);
        let not_own = desk.take("192.0.2.66", maya, &reply_to, &letter(maya, &reply_to, "", "By an address of another")).await;
        assert_ne!(not_own.number, proved.number);
    });
}

async fn house_moves_maya(house: &testkit::House, address: &str) {
    let person = house.company.person("maya");
    let address = domain::address::MailAddress::parse(address).unwrap();
    let recorded = house.store().act(async move |w| {
        w.add_address(person, &address, true).await?;
        Ok(w.record(domain::activity::Activity::of(person, domain::activity::Verb::Changed, person.0)).await?)
    });
    recorded.await.unwrap();
}

#[test]
fn a_colleagues_letter_waits_while_dns_is_away_and_is_held_when_it_stays_away() {
    in_company(async |house| {
        let desk = Desk::open(house).await;
        let person = house.company.person("tomas");
        let address = domain::address::MailAddress::parse("tomas@broken.example").unwrap();
        let adding = house.store().act(async move |w| {
            w.add_address(person, &address, true).await?;
            Ok(w.record(domain::activity::Activity::of(person, domain::activity::Verb::Changed, person.0)).await?)
        });
        adding.await.unwrap();
        let raw = letter("tomas@broken.example", SUPPORT, "", "Nobody can say");
        let row = desk.take("192.0.2.10", "tomas@broken.example", SUPPORT, &raw).await;
        assert_eq!((row.state.as_str(), row.reason.as_str()), ("waiting", "proof-waits"));
        house.test().clock().advance(11 * MINUTE);
        desk.sort().await;
        assert_eq!(desk.row(row.id).await.state, "waiting");
        house.test().clock().advance(9 * HOUR);
        desk.sort().await;
        let row = desk.row(row.id).await;
        assert_eq!((row.state.as_str(), row.reason.as_str()), ("held", "employee-unproved"));
    });
}

#[test]
fn only_colleagues_learn_the_truth_of_a_sender() {
    in_company(async |house| {
        let desk = Desk::open(house).await;
        let from = "maya.okafor@example.org";
        let row = desk.take("192.0.2.66", from, SUPPORT, &letter(from, SUPPORT, "", "Mine")).await;
        let eyes = house.eyes("maya").await;
        let headline = eyes.conversation(row.number.unwrap()).await.unwrap().unwrap();
        let shown = eyes.messages(&headline, store::reading::message::Window::Newest).await.unwrap().shown;
        assert!(shown[0].truth.is_none());
        assert!(desk.messages(headline.id).await[0].truth.is_some());
    });
}

#[tokio::test]
async fn without_a_sign_of_life_from_dns_nobody_waits_for_it() {
    let dead = Notary::new(&Dns::At(Zone::dead().serve().await), "velo-lind.example", Trusted::default()).unwrap();
    let by = Brought { peer: "192.0.2.66", helo: "x", sender: "a@strict.example", vouched: "", road: Road::Open };
    for round in 0..3 {
        let truth = dead.examine(&letter("a@strict.example", SUPPORT, "", "x"), by).await;
        assert_eq!((truth.proof, truth.findings.spf.is_none()), (Proof::Unknown, true), "{round}");
    }
}

#[test]
fn letters_that_wait_together_are_sorted_in_the_order_they_came() {
    in_company(async |house| {
        let desk = Desk::open(house).await;
        let from = "f@plain.example";
        let raw = |n: usize| {
            let answers = if n == 0 { String::new() } else { format!("In-Reply-To: <{}@chain.example>\r\n", n - 1) };
            format!(
                "From: {from}\r\nTo: {SUPPORT}\r\nSubject: Links\r\nMessage-ID: <{n}@chain.example>\r\n{answers}\r\nlink {n}\r\n"
            )
        };
        let rows = desk.take_together(from, SUPPORT, (0..28).map(|n| raw(n).into_bytes()).collect()).await;
        let number = rows[0].number.expect("the first began a conversation");
        for row in &rows {
            assert_eq!((row.state.as_str(), row.number), ("sorted", Some(number)), "{}", row.reason);
        }
        let conversation = house.eyes("sami").await.conversation(number).await.unwrap().unwrap().id;
        let said: Vec<String> = desk.messages(conversation).await.into_iter().map(|message| message.source).collect();
        let came: Vec<String> = (0..28).map(|n| format!("link {n}")).collect();
        assert_eq!(said.iter().filter(|words| words.starts_with("link")).collect::<Vec<_>>(), came.iter().collect::<Vec<_>>());
    });
}

#[test]
fn who_answers_go_to_takes_part_and_a_list_does_not() {
    in_company(async |house| {
        let desk = Desk::open(house).await;
        let parties = async |more: &str, id: &str| {
            let raw = format!(
                "From: Web Form <form@web.example>\r\nTo: support@velo-lind.example\r\n{more}Message-ID: <{id}@web.example>\r\n\
                 Subject: Bell {id}\r\n\r\nWhere is my bell?\r\n"
            );
            let row = desk.take("192.0.2.66", "form@web.example", "support@velo-lind.example", raw.as_bytes()).await;
            let eyes = house.eyes("sami").await;
            let headline = eyes.conversation(row.number.expect("a case")).await.unwrap().unwrap();
            let audience = eyes.audience(&headline).await.unwrap();
            audience.parties.iter().map(|party| party.name.clone()).collect::<Vec<_>>()
        };
        let names = parties("Reply-To: Karl Neu <karl@k.example>, support@velo-lind.example\r\n", "1").await;
        assert!(names.iter().any(|name| name == "Karl Neu") && names.iter().any(|name| name == "Web Form"), "{names:?}");
        let list = "Reply-To: Riders <riders@list.example>\r\nList-Id: <riders.list.example>\r\nPrecedence: list\r\n";
        let names = parties(list, "2").await;
        assert!(names.iter().all(|name| name != "Riders"), "{names:?}");
    });
}

#[test]
fn letters_of_one_name_written_at_other_times_are_all_kept_and_the_same_twice_is_one() {
    in_company(async |house| {
        let desk = Desk::open(house).await;
        let take = async |words: &str, date: &str, more: &str| {
            let raw = format!(
                "{more}From: Pump <pump@plain.example>\r\nTo: {SUPPORT}\r\nMessage-ID: <const@plain.example>\r\n{date}\
                 Subject: Pressure\r\n\r\n{words}\r\n"
            );
            let row = desk.take("192.0.2.30", "pump@plain.example", SUPPORT, raw.as_bytes()).await;
            assert_eq!(row.state, "sorted", "{}", row.reason);
            (row.number.expect("a case"), row.reason)
        };
        let (noon, later) = ("Date: Thu, 27 Nov 2025 12:00:00 +0000\r\n", "Date: Thu, 27 Nov 2025 13:00:00 +0000\r\n");
        let (first, _) = take("Two bar", noon, "").await;
        assert_eq!(take("Two bar\r\n-- \r\nby way of a list", noon, "X-Way: list\r\n").await, (first, "double".into()));
        let (second, why) = take("One bar", later, "").await;
        assert_eq!(why, "");
        assert_eq!(take("One bar", later, "").await, (second, "double".into()));
        assert_eq!(take("No date", "", "").await, (first, "double".into()), "what says nothing else is the same");
        let eyes = house.eyes("sami").await;
        let mut said = Vec::new();
        for number in std::collections::BTreeSet::from([first, second]) {
            let conversation = eyes.conversation(number).await.unwrap().unwrap().id;
            let head = eyes.conversation(number).await.unwrap().unwrap();
            assert_eq!(head.linked, None, "they have nothing but their name in common");
            said.extend(desk.messages(conversation).await.into_iter().map(|message| message.source));
        }
        assert_eq!(said.iter().map(|words| words.trim()).collect::<Vec<_>>(), ["Two bar", "One bar"]);
    });
}
