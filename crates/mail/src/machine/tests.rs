use super::*;
use domain::bounce::Bounce::{Hard, Other, Soft};
use domain::limits;
use std::time::{Duration, Instant};

/// Unoptimised code on a busy machine.
const READ_MAX: Duration = Duration::from_secs(4);

fn returned(raw: &str) -> Returned {
    match report(raw.replace('\n', "\r\n").as_bytes(), None) {
        Some(Report::Returned(returned)) => returned,
        other => panic!("{other:?}"),
    }
}

fn first(raw: &str) -> (String, Bounce, String) {
    let failure = returned(raw).failures.remove(0);
    (failure.address, failure.class, failure.status)
}

fn expect(raw: &str, address: &str, class: Bounce, status: &str) {
    assert_eq!(first(raw), (address.to_owned(), class, status.to_owned()), "{raw}");
}

#[test]
fn a_standard_report_is_read_by_its_fields() {
    let raw = "From: MAILER-DAEMON@mx.x.example\nTo: support@velo.example\nSubject: Undelivered Mail Returned to Sender\n\
        Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nSorry.\n\n\
        --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.x.example\n\n\
        Final-Recipient: rfc822; Maya@x.example\nOriginal-Recipient: rfc822;maya@old.example\nAction: failed\nStatus: 5.1.1\n\
        Diagnostic-Code: smtp; 550 5.1.1 <maya@x.example>:\n    Recipient address rejected: User unknown\n\n\
        --b\nContent-Type: message/rfc822\n\nReturn-Path: <bounce+abc@velo.example>\nMessage-ID: <m.5@velo.example>\n\nHello\n--b--\n";
    let it = returned(raw);
    let failure = &it.failures[0];
    assert_eq!((failure.address.as_str(), failure.asked.as_deref()), ("maya@x.example", Some("maya@old.example")));
    assert_eq!((failure.class, failure.given_up, failure.status.as_str()), (Hard, true, "5.1.1"));
    assert_eq!(failure.words, "550 5.1.1 <maya@x.example>: Recipient address rejected: User unknown");
    assert_eq!(it.original.message_id.as_deref(), Some("m.5@velo.example"));
    assert_eq!(it.original.traces, ["bounce+abc@velo.example"]);
}

#[test]
fn a_delay_is_not_given_up_and_what_arrived_is_no_failure() {
    let report_of = |action: &str, status: &str| {
        format!(
            "From: postmaster@x.example\nSubject: Delivery\nContent-Type: multipart/report; boundary=b\n\n--b\n\nx\n\n--b\n\
             Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; m@x.example\n\
             Action: {action}\nStatus: {status}\n--b--\n"
        )
    };
    let delayed = returned(&report_of("delayed", "4.4.1")).failures.remove(0);
    assert_eq!((delayed.class, delayed.given_up), (Soft, false));
    for action in ["delivered", "relayed", "expanded"] {
        assert_eq!(report(report_of(action, "2.0.0").as_bytes(), None), None, "{action}");
    }
}

#[test]
fn bounces_in_words_of_their_own_are_read() {
    let qmail = "From: MAILER-DAEMON@x.example\nTo: a@velo.example\nSubject: failure notice\n\nI'm afraid I wasn't able to deliver \
        your message to the following addresses.\n\n<m@x.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n\
        --- Below this line is a copy of the message.\n\nMessage-ID: <m.5@velo.example>\n\nHi\n";
    expect(qmail, "m@x.example", Hard, "5.1.1");
    assert_eq!(returned(qmail).original.message_id.as_deref(), Some("m.5@velo.example"));
    let relay = "From: Mail Delivery System <Mailer-Daemon@x.example>\nTo: a@velo.example\nSubject: Warning: message delayed 24 hours\n\n\
        A message that you sent has not yet been delivered to one or more of its recipients.\n\n  m@x.example\n    \
        host mx.x.example: 451 try again later\n";
    expect(relay, "m@x.example", Soft, "");
    assert!(!returned(relay).failures[0].given_up);
    let listed = "From: postmaster@x.example\nTo: a@velo.example\nSubject: Undeliverable Mail\n\nUser mailbox exceeds allowed size: m@x.example\n\n\
        Original message follows.\n\nTo: m@x.example\n";
    expect(listed, "m@x.example", Soft, "");
    let policy = "From: MAILER-DAEMON@x.example\nTo: a@velo.example\nSubject: Delivery failure\n\nUnable to deliver message to: <m@x.example>\n\
        Server said: 554 5.7.1 Message rejected as spam\n";
    expect(policy, "m@x.example", Other, "5.7.1");
}

/// A notice of a mail system that says so in its name.
fn notice(subject: &str, words: &str) -> String {
    format!("From: Mail System <mailer-daemon@x.example>\nTo: a@velo.example\nSubject: {subject}\n\n{words}\n")
}

#[test]
fn failed_addresses_are_found_where_they_stand() {
    let found = |subject: &str, words: &str| first(&notice(subject, words)).0;
    assert_eq!(found("Undeliverable mail", "undeliverable  to  m@x.example\n\nOriginal message follows."), "m@x.example");
    assert_eq!(found("Undelivered mail", "Error-for:  m@x.example\nError-Text: looping"), "m@x.example");
    assert_eq!(found("Failure", "The letter addressed to 'm@x.example' was not delivered."), "m@x.example");
    assert_eq!(found("Delivery failed", "It failed:\n\n  a hidden address\n    (generated from m@x.example)"), "m@x.example");
    assert_eq!(
        found("Undeliverable", "It did not reach\n\nc=US;o=x;dda:SMTP=m@x.example; on Friday\n  not known"),
        "m@x.example"
    );
    assert_eq!(found("Failure", "Not delivered:\n\n\tRecipient: [SMTP:m@x.example]\n\tReason: full"), "m@x.example");
    assert_eq!(
        found("Failure", "These did not receive a copy of your message:\n\n> m@x.example\n\nIt was not delivered."),
        "m@x.example"
    );
    assert_eq!(found("", "I wasn't able to deliver this.\n\nSubject: Wheels\nTo: m@x.example\n"), "m@x.example");
    assert_eq!(found("邮件传输失败", "邮件无法送达。\n\n<m@x.example>:\n"), "m@x.example");
    assert_eq!(found("Ej levererat", "Det gick inte att leverera till:\n\nm@x.example\nAdressen finns inte."), "m@x.example");
}

#[test]
fn the_address_that_was_asked_for_is_kept_beside_the_one_that_failed() {
    let raw = notice("Returned mail", "Delivery failed:\n\nm@inner.example\n    (expanded from: m@x.example)\n");
    let failure = returned(&raw).failures.remove(0);
    assert_eq!((failure.address.as_str(), failure.asked.as_deref()), ("m@inner.example", Some("m@x.example")));
}

#[test]
fn a_program_is_known_by_a_word_no_person_chooses() {
    let from = |from: &str| {
        notice("Delivery failure", "Not delivered:\n\nm@x.example\n").replace("Mail System <mailer-daemon@x.example>", from)
    };
    for program in [
        "<mx1-smtp-out@x.example>",
        "<mail.postmaster@x.example>",
        "\"System Administrator\" <admin@x.example>",
        "<Postmaster\\@x.example>",
    ] {
        expect(&from(program), "m@x.example", Other, "");
    }
    for person in ["Maya <maya.smthson@x.example>", "Maya <maya@ndr.example>", "Maya <maya-mta@x.example>", "<ndr@x.example>"] {
        assert_eq!(report(from(person).as_bytes(), None), None, "{person}");
    }
}

#[test]
fn a_report_that_was_passed_on_or_came_as_a_receipt_is_one() {
    let inner = "From: postmaster@x.example\nSubject: Failure\nContent-Type: multipart/report; report-type=delivery-status; boundary=i\n\n\
        --i\n\nSorry.\n--i\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; m@x.example\n\
        Action: failed\nStatus: 5.1.1\n--i--\n";
    let outer = format!(
        "From: postmaster@x.example\nTo: a@velo.example\nSubject: Failure\nContent-Type: multipart/mixed; boundary=o\n\n\
         --o\nContent-Type: message/rfc822\n\n{inner}\n--o\n\nThis mail is confidential.\n--o--\n"
    );
    expect(&outer, "m@x.example", Hard, "5.1.1");
    let receipt = |words: &str| {
        format!(
            "From: m@x.example\nSubject: Rejected\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n\
             --b\n\n{words}\n--b\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; m@x.example\n\
             Disposition: automatic-action/MDN-sent-automatically; deleted\n--b--\n"
        )
    };
    expect(&receipt("Your message to <m@x.example> was automatically rejected:\nQuota exceeded"), "m@x.example", Soft, "");
    assert_eq!(report(receipt("It was deleted unread.").as_bytes(), None), Some(Report::Receipt));
}

#[test]
fn a_report_whose_boundary_is_misnamed_is_read_all_the_same() {
    let raw = "From: Mail <mail@x.example>\nTo: a@velo.example\nSubject: Report\n\
        Content-Type: multipart/report; report-type=delivery-status; boundary=other\n\n--b\nContent-Type: text/plain\n\nSorry.\n\n\
        --b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; m@x.example\nAction: failed\nStatus: 5.1.1\n\n--b--\n";
    expect(raw, "m@x.example", Hard, "5.1.1");
}

#[test]
fn a_person_who_writes_about_bounces_sends_none() {
    let asks = "From: Maya <maya@example.org>\nTo: support@velo.example\nSubject: Undelivered Mail Returned to Sender\n\nHello, I get this:\n\n\
        <info@velo.example>: 550 5.1.1 User unknown\nFinal-Recipient: rfc822; info@velo.example\nAction: failed\nStatus: 5.1.1\n";
    assert_eq!(report(asks.as_bytes(), None), None);
    let postmaster = "From: postmaster@example.org\nTo: support@velo.example\nSubject: Our new mail server\n\nPlease write to\n\nmaya@example.org\n";
    assert_eq!(report(postmaster.as_bytes(), None), None);
}

#[test]
fn an_absence_note_is_no_bounce_though_its_sender_is_null() {
    let absent = "From: Maya <maya@example.org>\nSubject: Automatic reply: your order\nAuto-Submitted: auto-replied\n\n\
        I am away, my mail is not delivered until Monday.\n\nbob@example.org\n";
    assert_eq!(report(absent.as_bytes(), Some("")), None);
}

#[test]
fn complaints_receipts_and_challenges_are_told_apart() {
    let arf = |kind: &str| {
        format!(
            "From: fbl@x.example\nSubject: Complaint\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n\
             --b\n\nA complaint.\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: {kind}\nUser-Agent: x/1\nVersion: 1\n\
             Original-Rcpt-To: <m@x.example>\n\n--b\nContent-Type: message/rfc822\n\nMessage-ID: <m.5@velo.example>\nTo: m@x.example\n\nHi\n--b--\n"
        )
    };
    let complaint = |raw: &str| match report(raw.as_bytes(), None) {
        Some(Report::Complaint(complaint)) => complaint,
        other => panic!("{other:?}"),
    };
    let abuse = complaint(&arf("abuse"));
    assert_eq!((abuse.address.as_deref(), abuse.stops_outreach()), (Some("m@x.example"), true));
    assert_eq!(abuse.original.message_id.as_deref(), Some("m.5@velo.example"));
    assert!(!complaint(&arf("auth-failure")).stops_outreach());
    let shown = "From: m@x.example\nSubject: Read: x\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n\
        --b\n\nYour letter was shown.\n--b\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; m@x.example\n\
        Disposition: manual-action/MDN-sent-manually; displayed\n--b--\n";
    assert_eq!(report(shown.as_bytes(), None), Some(Report::Receipt));
    let asks = "From: m@x.example\nSubject: Please confirm your message\nAuto-Submitted: auto-replied\n\nClick here.\n";
    assert_eq!(report(asks.as_bytes(), None), Some(Report::Challenge));
    let person = "From: m@x.example\nSubject: Please confirm your message\n\nDid you mean Tuesday?\n";
    assert_eq!(report(person.as_bytes(), Some("m@x.example")), None);
}

#[test]
fn what_is_broken_or_hostile_is_read_without_a_panic() {
    let long = "<a@b.example>:\n".repeat(20_000);
    let crowd: String = (0..400).map(|n| format!("<p{n}@b.example>:\n\n")).collect();
    let header: String = (0..11_000).map(|n| format!("p{n}@b.example,\n ")).collect();
    let recipients =
        |fields: &str| (0..2_000).map(|n| format!("Final-Recipient: rfc822; p{n}@b.example\n{fields}\n\n")).collect::<String>();
    let (failed, deleted) = (recipients("Action: failed"), recipients("Disposition: automatic-action/x; deleted"));
    let part = |kind: &str, body: &str| format!("--b\nContent-Type: {kind}\n\n{body}\n");
    let report_of = |words: &str, kind: &str, body: &str| {
        let (words, body) = (part("text/plain", words), part(kind, body));
        format!(
            "From: MAILER-DAEMON@x.example\nSubject: failure notice\nContent-Type: multipart/report; boundary=b\n\n{words}{body}--b--\n"
        )
    };
    let wide: String = (0..60).map(|n| format!("<p{n}@b.example>:\n\n")).collect();
    let wide = wide + &part("text/plain", &"word ".repeat(26_000)).repeat(50);
    let inner = report_of("Sorry.", "message/delivery-status", &failed).replace("boundary=b", "boundary=i").replace("--b", "--i");
    for raw in [
        "",
        "From: MAILER-DAEMON\n\n",
        "From: <>\nSubject: failure notice\n\n@@@@ <@> a@ @b\n\\x{d800}\n",
        "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n: : :\nFinal-Recipient\nAction:\n",
        &format!("From: MAILER-DAEMON@x.example\nSubject: failure notice\n\n{long}"),
        &format!("From: MAILER-DAEMON@x.example\nSubject: failure notice\n\n{crowd}"),
        &format!(
            "From: MAILER-DAEMON@x.example\nSubject: failure notice\nTo: {header}\nX-Failed-Recipients: q@b.example, {header}\n\n{long}"
        ),
        &report_of(&wide, "message/delivery-status", &failed),
        &report_of(&wide, "text/plain", "Sorry."),
        &report_of(&long, "message/delivery-status", &failed),
        &report_of(&long, "message/disposition-notification", &deleted),
        &report_of("This mail is confidential.", "message/rfc822", &inner),
    ] {
        let start = Instant::now();
        let failures = match report(raw.as_bytes(), Some("")) {
            Some(Report::Returned(returned)) => returned.failures.len(),
            _ => 0,
        };
        assert!(failures <= limits::BOUNCED_MAX);
        assert!(start.elapsed() < READ_MAX, "{raw:.200} took {:?}", start.elapsed());
    }
}
