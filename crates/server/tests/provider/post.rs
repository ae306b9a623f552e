//! A customer at a provider and the house, with Postfix between them: her letter comes by LMTP, the answer goes out by
//! submission, hers comes back into the same place, and what cannot be delivered is said on both sides.

use crate::{
    DOMAIN, PROVIDER,
    dovecot::{Dovecot, USERS},
    postfix::Postfix,
    serving::{Serving, command},
    web::Program,
};
use serde_json::{Value, json};
use std::time::Duration;
use testkit::House;

/// Until a letter lies in a mailbox: ten seconds of undo, Postfix, a busy machine.
const ARRIVES_MAX: Duration = Duration::from_secs(60);

pub async fn it(house: &House, dovecot: Dovecot) {
    let Some(postfix) = Postfix::open(&dovecot) else { return };
    let (administrator, program) = (Program::of(house, "dora").await, Program::of(house, "sami").await);
    let relay = format!("smtp+starttls://rapport@localhost:{}", postfix.submission);
    let door = format!("unix:{}/rapport", dovecot.place().display());
    let password = dovecot.place().join("relay-password");
    std::fs::write(&password, USERS[2].1).expect("ours");
    let password = password.display().to_string();
    let told = ["--smtp-relay", &relay, "--smtp-password-file", &password, "--lmtp", &door];
    let serving = Serving::start(house, &dovecot.certificate(), &told).await;
    // One Postfix transaction, two recipients, an answer for each: one is kept, one comes back.
    let maya = format!("maya@{PROVIDER}");
    let support = format!("support@{DOMAIN}");
    let letter = written(&maya, &support, "first@post.example", "", "My brake squeals.");
    postfix.hand_in(&maya, &[&support, &format!("nobody@{DOMAIN}")], &letter).await;
    let number = case(&program, &serving).await;
    let receipt = arrived(&dovecot, "maya", |it| it.contains("first@post.example") && it.contains("DKIM-Signature")).await;
    assert!(receipt.contains("Auto-Submitted"), "{receipt}");
    let notice = arrived(&dovecot, "maya", |it| it.contains("Undelivered Mail")).await;
    let notice = notice.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(notice.contains(&format!("nobody@{DOMAIN}")) && notice.contains("Nobody here has that address"), "{notice}");

    // Answered, and somebody else written to who is not there: Postfix says so, and the delivery knows.
    program.post(&serving, &format!("/conversations/{number}/messages"), &json!({ "body": "Bring it to us on Monday." })).await;
    let stranger = json!({ "kind": "case", "subject": "Your visit", "to": format!("gone@{PROVIDER}"), "body": "Are you well?" });
    program.post(&serving, "/spaces/support/conversations", &stranger).await;
    let answer = arrived(&dovecot, "maya", |it| it.contains("Bring it to us on Monday.")).await;
    let (ours, reply_to) = (header(&answer, "Message-ID:"), header(&answer, "Reply-To:"));
    assert!(header(&answer, "Received:").contains("mx.post.example") && answer.contains("with ESMTPSA"), "{answer}");
    let again = written(&maya, &reply_to, "second@post.example", &format!("In-Reply-To: {ours}\r\n"), "Monday is fine.");
    postfix.hand_in(&maya, &[address(&reply_to)], &again).await;
    let joined = |seen: &Value| seen["thread"]["messages"].to_string().contains("Monday is fine.").then(|| seen.clone());
    let seen = program.until(&serving, &format!("/conversations/{number}"), joined).await;
    assert_eq!(seen["thread"]["messages"].as_array().expect("messages").len(), 3, "{seen:#}");
    let bounced = |seen: &Value| {
        let rows = seen["deliveries"].as_array()?;
        rows.iter().find(|row| row["address"] == format!("gone@{PROVIDER}") && row["state"] == "bounced").cloned()
    };
    let row = administrator.until(&serving, "/administration/outbox", bounced).await;
    assert_eq!(row["bounce"], "hard", "{row}");

    let (_, said) = command(house, &dovecot.certificate(), &["doctor", "mail"], &told).await;
    assert!(said.contains("signed in") && said.contains("is handed letters for"), "{said}");
    let logged = serving.stop().await;
    assert!(!logged.contains(USERS[2].1), "{logged}");
    assert!(!dovecot.place().join("rapport").exists(), "the socket goes with the house");
}

fn written(from: &str, to: &str, id: &str, more: &str, words: &str) -> String {
    format!("From: Maya <{from}>\r\nTo: {to}\r\nSubject: My brake\r\nMessage-ID: <{id}>\r\n{more}\r\n{words}\r\n")
}

/// The number of the case that her letter began.
async fn case(program: &Program, serving: &Serving) -> i64 {
    let path = "/spaces/support";
    let began = |seen: &Value| numbered(seen, "My brake");
    program.until(serving, path, began).await
}

/// The number beside a subject, wherever in a page of JSON both stand.
fn numbered(seen: &Value, subject: &str) -> Option<i64> {
    match seen {
        Value::Object(fields) if fields.get("subject").is_some_and(|it| it == subject) => fields.get("number")?.as_i64(),
        Value::Object(fields) => fields.values().find_map(|it| numbered(it, subject)),
        Value::Array(items) => items.iter().find_map(|it| numbered(it, subject)),
        _ => None,
    }
}

async fn arrived(dovecot: &Dovecot, user: &str, is_it: impl Fn(&str) -> bool) -> String {
    let begun = tokio::time::Instant::now();
    loop {
        let inbox = dovecot.inbox(user);
        if let Some(letter) = inbox.iter().find(|letter| is_it(letter)) {
            return letter.clone();
        }
        let log = || std::fs::read_to_string(dovecot.place().join("postfix.log")).unwrap_or_default();
        assert!(begun.elapsed() < ARRIVES_MAX, "it never came; {} did: {inbox:#?} {}", inbox.len(), log());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// The value of a letter's first header of this name, unfolded.
fn header(letter: &str, name: &str) -> String {
    let mut lines = letter.lines().skip_while(|line| !line.to_lowercase().starts_with(&name.to_lowercase()));
    let first = lines.next().unwrap_or_default();
    let more: String = lines.take_while(|line| line.starts_with([' ', '\t'])).collect();
    format!("{}{more}", &first[name.len().min(first.len())..]).trim().to_owned()
}

/// The address in `Name <address>`.
fn address(field: &str) -> &str {
    field.rsplit_once('<').map_or(field, |(_, rest)| rest.trim_end_matches('>'))
}
