//! The life of a mailbox that is pulled: from now on, by IDLE and by looking, through a kill, after its letters got new
//! numbers, with a wrong password, and its past.

use crate::{
    dovecot::{Dovecot, USERS},
    serving::{Serving, command},
    too_large,
    web::{Program, senders},
};
use serde_json::Value;
use std::{collections::BTreeSet, time::Duration};
use testkit::{Dice, House};

const PAGE: &str = "/administration/mailboxes";
const UMLAUTS: &str = "Werkstatt/Öl";
/// Letters that come while the house is killed, and while it is away.
const BURST: usize = 60;
const AWAY: usize = 20;

pub async fn it(house: &House, dovecot: Dovecot) {
    let (program, desk) = (Program::of(house, "dora").await, Program::of(house, "sami").await);
    dovecot.make_folder(UMLAUTS);
    for (n, folder) in [(1, "INBOX"), (2, "INBOX"), (3, "INBOX"), (4, UMLAUTS)] {
        dovecot.save(folder, letter(&format!("past{n}")).as_bytes());
    }
    dovecot.doveadm(&["flags", "add", "-u", "help", "\\Seen \\Answered", "mailbox", "INBOX", "uid", "1"], b"");
    dovecot.doveadm(&["flags", "add", "-u", "help", "\\Flagged", "mailbox", "INBOX", "uid", "2"], b"");
    let before = [dovecot.flags("INBOX"), dovecot.flags(UMLAUTS)];

    let folders = "folder=INBOX&folder=Werkstatt%2F%C3%96l";
    let imaps = dovecot.mailbox("imaps", folders);
    let serving = Serving::start(house, &dovecot.certificate(), &["--imap", &imaps]).await;
    wakes_when_letters_come(&program, &desk, &serving, &dovecot).await;
    let after = [dovecot.flags("INBOX"), dovecot.flags(UMLAUTS)];
    for (before, after) in before.iter().zip(&after) {
        assert!(after.starts_with(before) && after.len() > before.len(), "flags changed: {before:?} {after:?}");
    }
    assert!(after.iter().flatten().skip(3).all(|flags| !flags.contains("Seen")), "{after:?}");

    burst_through_a_kill(house, serving, &dovecot).await;
    dovecot.without_idle();
    let starttls = dovecot.mailbox("imap+starttls", &format!("{folders}&poll=5"));
    // Another port is another mailbox to us: it is pulled from now on, and brings nothing twice.
    let serving = Serving::start(house, &dovecot.certificate(), &["--imap", &imaps]).await;
    everything_came_once(&program, &serving).await;
    serving.stop().await;

    let serving = Serving::start(house, &dovecot.certificate(), &["--imap", &starttls]).await;
    looks_where_nobody_says(&program, &serving, &dovecot).await;
    serving.stop().await;
    letters_with_new_numbers_are_recognised(house, &program, &dovecot, &starttls).await;
    a_wrong_password_is_said_in_words(house, (&program, &desk), &dovecot).await;
    the_past_comes_in_silently(house, &dovecot, &imaps).await;
}

fn letter(word: &str) -> String {
    format!(
        "From: Rider <{word}@example.org>\r\nTo: help@post.example\r\nSubject: About {word}\r\nMessage-ID: <{word}@example.org>\r\n\
         Date: Mon, 02 Feb 2026 10:00:00 +0000\r\n\r\n{word} creaks when I ride.\r\n"
    )
}

fn address(word: &str) -> String {
    format!("{word}@example.org")
}

/// The states of the mailbox and its folders, where the page shows one that is connected.
fn connected<'v>(seen: &'v Value, state: &str) -> Option<&'v Value> {
    let mailbox = seen["mailboxes"].as_array()?.iter().find(|it| it["state"] == "connected")?;
    mailbox["folders"].as_array()?.iter().all(|folder| folder["state"] == state).then_some(mailbox)
}

async fn until_came(program: &Program, serving: &Serving, word: &str) {
    let came = |seen: &Value| {
        let mut rows = seen["letters"].as_array()?.iter();
        rows.any(|row| row["sender"] == address(word).as_str() && row["state"] != "waiting").then_some(())
    };
    program.until(serving, "/administration/intake", came).await;
}

async fn wakes_when_letters_come(program: &Program, desk: &Program, serving: &Serving, dovecot: &Dovecot) {
    program.until(serving, PAGE, |seen| connected(seen, "waiting").map(|_| ())).await;
    assert!(senders(program, serving, "imap").await.is_empty(), "its past came in");
    // Without IDLE nobody would look again within the time of this trial.
    dovecot.save("INBOX", letter("new1").as_bytes());
    dovecot.save(UMLAUTS, letter("new2").as_bytes());
    until_came(program, serving, "new1").await;
    until_came(program, serving, "new2").await;

    let large = letter("large") + &("y".repeat(998) + "\r\n").repeat(too_large() / 1000);
    dovecot.save("INBOX", large.as_bytes());
    until_came(program, serving, "large").await;
    let seen = program.get(serving, "/administration/intake").await;
    let row = seen["letters"].as_array().expect("rows").iter().find(|row| row["sender"] == "large@example.org").expect("it");
    assert_eq!(row["state"], "held");
    assert!(row["reason"].as_str().expect("words").contains("too large"), "{row}");
    assert!(row["size"].as_i64().expect("octets") < 100_000, "only its head is kept: {row}");
    let seen = program.until(serving, PAGE, |seen| connected(seen, "waiting").cloned()).await;
    let inbox = &seen["folders"].as_array().expect("folders")[0];
    assert_eq!((inbox["letters"].as_i64(), inbox["left_behind"].as_i64()), (Some(1), Some(1)), "{seen}");
    // Space, sender and conversation are those of any letter.
    let cases = desk.get(serving, "/spaces/support").await.to_string();
    assert!(cases.contains("About new1") && cases.contains("About new2") && !cases.contains("About past"), "{cases}");
}

async fn burst_through_a_kill(house: &House, serving: Serving, dovecot: &Dovecot) {
    let mut dice = Dice::seeded(house.test().url().map_or(7, |_| 8));
    let pause = Duration::from_millis(5 + dice.roll() % 10);
    for n in 0..BURST {
        dovecot.drop_in(&format!("1800000000.M{n}.burst"), &letter(&format!("burst{n}")));
        tokio::time::sleep(pause).await;
    }
    serving.kill().await;
    for n in 0..AWAY {
        dovecot.drop_in(&format!("1800000001.M{n}.away"), &letter(&format!("away{n}")));
    }
}

async fn everything_came_once(program: &Program, serving: &Serving) {
    let begun = tokio::time::Instant::now();
    let wanted: BTreeSet<String> = (0..BURST)
        .map(|n| address(&format!("burst{n}")))
        .chain((0..AWAY).map(|n| address(&format!("away{n}"))))
        .chain(["new1", "new2", "large"].map(address))
        .collect();
    loop {
        let came = senders(program, serving, "imap").await;
        let once: BTreeSet<String> = came.iter().cloned().collect();
        assert_eq!(once.len(), came.len(), "something came twice: {came:?}");
        if once == wanted {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "missing: {:?}", wanted.difference(&once));
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

async fn looks_where_nobody_says(program: &Program, serving: &Serving, dovecot: &Dovecot) {
    program.until(serving, PAGE, |seen| connected(seen, "polling").map(|_| ())).await;
    dovecot.save("INBOX", letter("polled").as_bytes());
    until_came(program, serving, "polled").await;
}

async fn letters_with_new_numbers_are_recognised(house: &House, program: &Program, dovecot: &Dovecot, mailbox: &str) {
    dovecot.renumber();
    dovecot.save("INBOX", letter("renumbered").as_bytes());
    let serving = Serving::start(house, &dovecot.certificate(), &["--imap", mailbox]).await;
    until_came(program, &serving, "renumbered").await;
    let mut came = senders(program, &serving, "imap").await;
    came.retain(|sender| {
        sender.starts_with("past") || ["polled@example.org", "renumbered@example.org"].contains(&sender.as_str())
    });
    came.sort();
    assert_eq!(came, ["polled@example.org", "renumbered@example.org"]);
    serving.stop().await;
}

async fn a_wrong_password_is_said_in_words(house: &House, (program, desk): (&Program, &Program), dovecot: &Dovecot) {
    let mailbox = dovecot.mailbox("imaps", "");
    std::fs::write(dovecot.place().join("password"), "a wrong word\n").expect("ours");
    let (well, said) = command(house, &dovecot.certificate(), &["doctor", "mail"], &["--imap", &mailbox]).await;
    assert!(!well && said.contains("cannot be pulled") && said.contains("Authentication failed"), "{said}");

    let serving = Serving::start(house, &dovecot.certificate(), &["--imap", &mailbox]).await;
    let refused = |seen: &Value| {
        let mailboxes = seen["mailboxes"].as_array()?;
        mailboxes.iter().find(|it| it["state"] == "refused").cloned()
    };
    let seen = program.until(&serving, PAGE, refused).await;
    assert!(seen["words"].as_str().expect("words").contains("Authentication failed"), "{seen}");
    assert!(seen["next_at"].is_string() || seen["next_at"].is_number(), "{seen}");
    let page = program.get(&serving, PAGE).await.to_string();
    // And as people read it.
    let shown = program.page(&serving, PAGE).await.expect("a page");
    assert!(shown.contains("user or password refused") && shown.contains("Authentication failed"), "{shown}");
    assert_eq!(desk.page(&serving, PAGE).await, None, "it is for administrators");
    let page = page + &shown;
    let logged = serving.stop().await;
    for secret in ["a wrong word", USERS[0].1] {
        assert!(!page.contains(secret) && !logged.contains(secret) && !said.contains(secret), "{page} {logged} {said}");
    }
    assert!(logged.contains("a mailbox cannot be pulled"), "{logged}");
}

async fn the_past_comes_in_silently(house: &House, dovecot: &Dovecot, mailbox: &str) {
    // Its password file has the right word again.
    dovecot.mailbox("imaps", "");
    let before = dovecot.flags("INBOX");
    let (well, said) = command(house, &dovecot.certificate(), &["doctor", "mail"], &["--imap", mailbox]).await;
    assert!(said.contains("help at localhost") && said.contains("can be pulled"), "{well} {said}");
    // The four of its past; all others are known, and the large one stays where it is.
    for (round, imported) in [("first", 4), ("second", 0)] {
        let import = ["import", "mailbox", mailbox, "--space", "support"];
        let (well, said) = command(house, &dovecot.certificate(), &import, &[]).await;
        let report = said.lines().find_map(|line| serde_json::from_str::<Value>(line).ok()?.get("import").cloned());
        let report = report.unwrap_or_else(|| panic!("{round}: {said}"));
        assert!(well && report["imported"] == imported, "{round}: {report}");
    }
    let (_, listed) = command(house, &dovecot.certificate(), &["import", "list"], &[]).await;
    assert!(listed.contains("help at localhost") && !listed.contains(USERS[0].1), "{listed}");
    assert_eq!(dovecot.flags("INBOX"), before);
}
