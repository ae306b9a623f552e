//! What machines report moves deliveries and addresses, and opens nothing.

use crate::desk::{Desk, letter};
use domain::{kind::Stage, limits, moment::DAY};
use store::reading::shelf::{Cursor, List};
use testkit::{House, in_company};

const SUPPORT: &str = "support@velo-lind.example";
const MAYA: &str = "maya.okafor@example.org";

fn bounce(to: &str, status: &str, words: &str, original: &str) -> Vec<u8> {
    format!(
        "From: MAILER-DAEMON@mx.example.org\r\nTo: {to}\r\nSubject: Undelivered Mail Returned to Sender\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nSorry.\r\n--b\r\n\
         Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.org\r\n\r\n\
         Final-Recipient: rfc822; {MAYA}\r\nAction: {}\r\nStatus: {status}\r\nDiagnostic-Code: smtp; {words}\r\n--b\r\n\
         Content-Type: message/rfc822\r\n\r\n{original}\r\n\r\nHi\r\n--b--\r\n",
        if status.starts_with('4') { "delayed" } else { "failed" }
    )
    .into_bytes()
}

/// Conversations of the support space, to see that none was opened.
async fn conversations(house: &House) -> usize {
    house.eyes("sami").await.list(List::Space(house.space("support")), Cursor::TOP).await.unwrap().rows.len()
}

async fn trouble(house: &House) -> Option<(String, String)> {
    let eyes = house.eyes("sami").await;
    let maya = eyes.person(house.company.person("maya")).await.unwrap().unwrap();
    let standings = eyes.standing_of_addresses(&maya).await.unwrap();
    standings.first().and_then(|it| it.trouble.as_ref()).map(|it| (it.class.word().to_owned(), it.status.clone()))
}

#[test]
fn a_bounce_moves_its_delivery_and_marks_the_address_and_opens_no_conversation() {
    in_company(async |house| {
        let desk = Desk::open(house).await;
        let before = conversations(house).await;
        let (_, delivery, _) = desk.sent_to_maya().await;
        let to = desk.bounces_to(delivery);
        let late = desk.take("192.0.2.9", "", &to, &bounce(&to, "4.4.1", "451 try again", "Subject: x")).await;
        assert_eq!((late.state.as_str(), late.reason.as_str()), ("sorted", "bounce"));
        let it = desk.delivery(delivery).await;
        assert_eq!((it.state.as_str(), it.bounce.as_str(), it.bounce_status.as_str()), ("sent", "soft", "4.4.1"));
        assert_eq!(trouble(house).await, Some(("soft".into(), "4.4.1".into())));

        let over = desk.take("192.0.2.9", "", &to, &bounce(&to, "5.1.1", "550 5.1.1 User unknown", "Subject: x")).await;
        assert_eq!(over.state, "sorted");
        let it = desk.delivery(delivery).await;
        assert_eq!((it.state.as_str(), it.bounce.as_str(), it.words.as_str()), ("bounced", "hard", "550 5.1.1 User unknown"));
        assert_eq!(trouble(house).await, Some(("hard".into(), "5.1.1".into())));
        assert_eq!(conversations(house).await, before);

        // The audience line warns, an outsider learns nothing, and a letter from her takes the mark off.
        let eyes = house.eyes("sami").await;
        let creak = eyes.conversation_by_id(house.conversation("creak")).await.unwrap().unwrap();
        assert!(eyes.audience(&creak).await.unwrap().parties.iter().any(|party| party.comes_back));
        let maya = house.eyes("maya").await;
        let herself = maya.me().await.unwrap().unwrap();
        assert!(maya.standing_of_addresses(&herself).await.unwrap().is_empty());
        desk.take("192.0.2.66", MAYA, SUPPORT, &letter(MAYA, SUPPORT, "", "I am back")).await;
        assert_eq!(trouble(house).await, None);
    });
}

#[test]
fn a_bounce_elsewhere_is_known_by_what_it_quotes_and_a_forged_one_changes_nothing() {
    in_company(async |house| {
        let desk = Desk::open(house).await;
        let (said, delivery, reply_to) = desk.sent_to_maya().await;
        let forged = bounce(SUPPORT, "5.1.1", "550 no", "Message-ID: <m.4711@velo-lind.example>");
        let row = desk.take("192.0.2.66", "", SUPPORT, &forged).await;
        assert_eq!((row.state.as_str(), row.reason.as_str()), ("held", "bounce-of-nothing"));
        let strange = bounce(SUPPORT, "5.1.1", "550 no", "Message-ID: <x@elsewhere.example>");
        assert_eq!(desk.take("192.0.2.66", "", SUPPORT, &strange).await.reason, "bounce-of-nothing");
        assert_eq!(desk.delivery(delivery).await.state, "sent");

        let quoting = bounce(SUPPORT, "5.2.2", "552 mailbox full", &format!("Message-ID: <{}>", desk.office.message_id(said)));
        assert_eq!(desk.take("192.0.2.9", "", SUPPORT, &quoting).await.state, "sorted");
        assert_eq!(desk.delivery(delivery).await.bounce, "soft");

        let (_, second, second_reply) = desk.sent_to_maya().await;
        let by_reply_to = bounce(SUPPORT, "5.1.1", "550 no", &format!("Reply-To: {second_reply}"));
        assert_eq!(desk.take("192.0.2.9", "", SUPPORT, &by_reply_to).await.state, "sorted");
        assert_eq!(desk.delivery(second).await.state, "bounced");
        assert_ne!(reply_to, second_reply);
    });
}

#[test]
fn what_a_mail_system_says_at_a_bounce_address_is_a_bounce_even_where_it_cannot_be_read() {
    in_company(async |house| {
        let desk = Desk::open(house).await;
        let (_, delivery, _) = desk.sent_to_maya().await;
        let to = desk.bounces_to(delivery);
        let odd = letter("Postmaster <postmaster@example.org>", &to, "", "Kaputt.");
        assert_eq!(desk.take("192.0.2.9", "", &to, &odd).await.reason, "bounce");
        let it = desk.delivery(delivery).await;
        assert_eq!((it.state.as_str(), it.bounce.as_str()), ("bounced", "other"));
        assert_eq!(trouble(house).await, None, "it says nothing about the address");
    });
}

#[test]
fn an_absence_note_joins_quietly_wakes_nobody_and_stops_no_clock() {
    in_company(async |house| {
        let desk = Desk::open(house).await;
        let creak = house.conversation("creak");
        let (_, delivery, _) = desk.sent_to_maya().await;
        let before = house.headline("sami", "creak").await.unwrap();
        let waiting = house.store().due(house.test().keys(), 100).await.unwrap().len();
        let to = desk.bounces_to(delivery);
        let raw = letter(MAYA, &to, "Auto-Submitted: auto-replied\r\n", "I am away until Monday. @tomas.vega");
        let row = desk.take("192.0.2.66", "", &to, &raw).await;
        assert_eq!((row.state.as_str(), row.reason.as_str()), ("sorted", ""));
        let last = desk.messages(creak).await.pop().unwrap();
        assert!(last.automatic && last.source.starts_with("I am away"));
        let after = house.headline("sami", "creak").await.unwrap();
        assert_eq!((after.stage, after.awaited_since, after.last_at), (before.stage, before.awaited_since, before.last_at));
        assert_eq!(house.store().due(house.test().keys(), 100).await.unwrap().len(), waiting, "no letter answers it");
        let bookmark = store::consumer::Bookmark::of("notices");
        loop {
            let (from, lines) = bookmark.lines(house.store()).await.unwrap();
            let Some(last) = lines.last().map(|line| line.position) else { break };
            bookmark.advance(house.store(), from, last, async move |w| actions::notice::derive(w, &lines).await).await.unwrap();
        }
        let notices = house.eyes("tomas").await.notices(None).await.unwrap().lines;
        assert!(notices.iter().all(|notice| notice.message != last.id), "nobody is told");
    });
}

#[test]
fn an_absence_note_that_belongs_to_nothing_is_held_and_so_is_a_colleagues() {
    in_company(async |house| {
        let desk = Desk::open(house).await;
        let away = "Auto-Submitted: auto-replied\r\n";
        let row = desk.take("192.0.2.66", "new@example.org", SUPPORT, &letter("new@example.org", SUPPORT, away, "Away")).await;
        assert_eq!(row.reason, "machine-starts-nothing");
        let tomas = "tomas.vega@velo-lind.example";
        let raw = desk.signer.sign(&letter(tomas, SUPPORT, away, "Away, too")).unwrap();
        assert_eq!(desk.take("192.0.2.66", tomas, SUPPORT, &raw).await.reason, "machine-of-colleague");
    });
}

#[test]
fn two_machines_that_answer_each_other_end_after_some_rounds() {
    in_company(async |house| {
        let desk = Desk::open(house).await;
        let creak = house.conversation("creak");
        let (said, ..) = desk.sent_to_maya().await;
        let before = desk.messages(creak).await.len();
        let answers = format!("In-Reply-To: <{}>\r\n", desk.office.message_id(said));
        // One that says what it is, and one without manners that repeats itself under new Message-IDs.
        for (more, rounds) in [("Auto-Submitted: auto-replied\r\n", 6), ("", 12)] {
            for round in 0..rounds {
                let id = format!("X-Round: {round}\r\n{answers}{more}");
                let raw = letter(MAYA, SUPPORT, &id, "I am a program.");
                let raw =
                    String::from_utf8(raw).unwrap().replace("@test.example", &format!(".{}.{round}@test.example", more.len()));
                desk.take("192.0.2.66", MAYA, SUPPORT, raw.as_bytes()).await;
            }
        }
        let joined = desk.messages(creak).await.len() - before;
        let bound = usize::try_from(limits::MACHINE_LETTERS_PER_HOUR + limits::SAME_WORDS_PER_DAY).unwrap();
        assert!(joined <= bound, "{joined} letters of a program came through");
        house.test().clock().advance(2 * DAY);
        desk.take("192.0.2.66", MAYA, SUPPORT, &letter(MAYA, SUPPORT, &answers, "A person again")).await;
        assert_eq!(desk.messages(creak).await.len() - before, joined + 1);
    });
}

#[test]
fn a_program_that_starts_case_after_case_gets_few_receipts() {
    in_company(async |house| {
        let desk = Desk::open(house).await;
        for round in 0..8 {
            let from = "program@bare.example";
            desk.take("192.0.2.66", from, SUPPORT, &letter(from, SUPPORT, "", &format!("Round {round}"))).await;
        }
        let due = house.store().due(house.test().keys(), 200).await.unwrap();
        let receipts = due.iter().filter(|due| due.delivery.address == "program@bare.example").count();
        assert_eq!(receipts, usize::try_from(limits::RECEIPTS_PER_HOUR).unwrap());
    });
}

#[test]
fn our_own_letter_that_comes_back_and_one_that_runs_in_a_circle_are_set_aside() {
    in_company(async |house| {
        let desk = Desk::open(house).await;
        let (said, ..) = desk.sent_to_maya().await;
        let own = format!("From: {MAYA}\r\nMessage-ID: <{}>\r\n\r\nHi\r\n", desk.office.message_id(said));
        assert_eq!(desk.take("192.0.2.66", MAYA, SUPPORT, own.as_bytes()).await.reason, "letter-is-ours");
        let received = "Received: from a by b; Mon, 2 Mar 2026 08:00:00 +0000\r\n".repeat(limits::HOPS_MAX + 1);
        let circle = [received.as_bytes(), &letter(MAYA, SUPPORT, "", "Round and round")].concat();
        assert_eq!(desk.take("192.0.2.66", MAYA, SUPPORT, &circle).await.reason, "letter-in-circle");
    });
}

#[test]
fn a_complaint_stops_outreach_and_not_the_answers_to_her_case() {
    in_company(async |house| {
        let desk = Desk::open(house).await;
        let (said, ..) = desk.sent_to_maya().await;
        let complaint = |id: &str| {
            format!(
                "From: fbl@example.org\r\nSubject: complaint\r\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\r\n\r\n\
                 --b\r\n\r\nA complaint.\r\n--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nVersion: 1\r\n\
                 Original-Rcpt-To: {MAYA}\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <{id}>\r\n\r\nHi\r\n--b--\r\n"
            )
        };
        let nothing = desk.take("192.0.2.9", "fbl@example.org", SUPPORT, complaint("x@y.example").as_bytes()).await;
        assert_eq!(nothing.reason, "complaint-of-nothing");
        let row = desk.take("192.0.2.9", "fbl@example.org", SUPPORT, complaint(&desk.office.message_id(said)).as_bytes()).await;
        assert_eq!((row.state.as_str(), row.reason.as_str()), ("sorted", "complaint"));
        let eyes = house.eyes("sami").await;
        let maya = eyes.person(house.company.person("maya")).await.unwrap().unwrap();
        let stopped = eyes.standing_of_addresses(&maya).await.unwrap()[0].stopped.clone().expect("a record");
        assert_eq!(stopped.kind, "abuse");
        let (_, delivery, _) = desk.sent_to_maya().await;
        assert_eq!(desk.delivery(delivery).await.state, "sent");
        assert_ne!(house.headline("sami", "creak").await.unwrap().stage, Stage::Closed);
    });
}

#[test]
fn read_receipts_and_challenges_are_no_conversations() {
    in_company(async |house| {
        let desk = Desk::open(house).await;
        let before = conversations(house).await;
        let shown = "From: m@example.org\r\nSubject: Read: x\r\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\r\n\r\n\
            --b\r\n\r\nShown.\r\n--b\r\nContent-Type: message/disposition-notification\r\n\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n--b--\r\n";
        assert_eq!(desk.take("192.0.2.66", "m@example.org", SUPPORT, shown.as_bytes()).await.reason, "read-receipt");
        let asks =
            letter("m@example.org", SUPPORT, "Auto-Submitted: auto-replied\r\n", "Please confirm your message by a click.");
        assert_eq!(desk.take("192.0.2.66", "m@example.org", SUPPORT, &asks).await.reason, "challenge");
        assert_eq!(conversations(house).await, before);
    });
}
