//! Replies without reply headers find the letters they answer: measured on real archives with those headers taken away.

use crate::attic::{Attic, letter};
use domain::moment::Moment;
use mail::{
    import::{Wishes, archive::Archive, archive::Content, form::Form, likeness::Marks, reading, thread, thread::Threads},
    letter::Letter,
};
use std::{collections::HashMap, path::Path};
use testkit::{collection, on_both};

/// Replies whose parent is in the archive, and what became of them.
#[derive(Debug, Default, PartialEq, Eq)]
struct Found {
    replies: usize,
    /// They stand in one conversation with their parent.
    together: usize,
    /// They stand with other letters.
    wrong: usize,
    /// The very letter they answer was told.
    exactly: usize,
}

/// A letter without In-Reply-To and References.
fn without_headers(raw: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(raw.len());
    let (mut head, mut dropping) = (true, false);
    for line in raw.split_inclusive(|byte| *byte == b'\n') {
        head &= !line.trim_ascii().is_empty();
        let named = |name: &str| line.len() > name.len() && line[..name.len()].eq_ignore_ascii_case(name.as_bytes());
        let continued = line.starts_with(b" ") || line.starts_with(b"\t");
        dropping = head && (named("in-reply-to:") || named("references:") || dropping && continued);
        if !dropping {
            kept.extend_from_slice(line);
        }
    }
    kept
}

fn measure(path: &Path) -> Found {
    let now = Moment(2_000_000_000_000_000);
    let archive = Archive::open(path, Form::Mbox, &Wishes::default()).expect("it can be read");
    let letters: Vec<(Vec<u8>, Letter, Option<Moment>)> = archive
        .letters()
        .filter_map(|found| match found.content {
            Ok(Content::Letter(raw)) => Some((raw, found.envelope.at)),
            _ => None,
        })
        .map(|(raw, envelope)| (without_headers(&raw), Letter::head(&raw), envelope))
        .filter(|(_, head, _)| !head.from.is_empty())
        .collect();
    let mut threads = Threads::default();
    for (raw, head, envelope) in &letters {
        let at = reading::date(head, *envelope, now).unwrap_or(now);
        let bare = Letter::head(raw);
        threads.hear(&bare, &thread::digest(&bare, raw), None, (at, false)).expect("they are few");
    }
    let wanted = threads.likeness.wanted();
    for (raw, head, _) in &letters {
        if let Some(heard) = threads.heard(&thread::digest(head, raw)).filter(|heard| wanted.contains(heard)) {
            threads.likeness.learn(heard, Marks::of(&Letter::read(raw).words));
        }
    }
    threads.join_alike();
    threads.settle();
    told(&threads, &letters)
}

fn told(threads: &Threads, letters: &[(Vec<u8>, Letter, Option<Moment>)]) -> Found {
    let heard = |n: usize| threads.heard(&thread::digest(&letters[n].1, &letters[n].0)).expect("it was heard");
    let by_id: HashMap<&str, usize> =
        letters.iter().enumerate().filter_map(|(n, (_, head, _))| Some((head.message_id.as_deref()?, n))).collect();
    let mut sizes: HashMap<_, usize> = HashMap::new();
    (0..letters.len()).for_each(|n| *sizes.entry(threads.thread(heard(n))).or_default() += 1);
    let mut found = Found::default();
    for (n, (raw, head, _)) in letters.iter().enumerate() {
        let named = head.in_reply_to.iter().take(1).chain(head.references.last());
        let Some(parent) = named.filter(|id| head.message_id.as_ref() != Some(id)).find_map(|id| by_id.get(id.as_str())) else {
            continue;
        };
        found.replies += 1;
        let (own, its) = (threads.thread(heard(n)), threads.thread(heard(*parent)));
        let answers = threads.answered(&Letter::head(raw), Some(heard(n)));
        let attached = matches!(answers, thread::Answered::Here(_));
        found.together += usize::from(own == its);
        found.wrong += usize::from(own != its && attached);
        found.exactly += usize::from(answers == thread::Answered::Here(heard(*parent)));
    }
    found
}

#[test]
fn replies_without_headers_find_the_letters_they_answer() {
    let folders = ["mail-linux-mips-a", "mail-apache-a", "mail-r-lists-a", "mail-lkml-notmuch"];
    for folder in folders {
        let Some(path) = collection(folder) else { continue };
        let found = measure(&path);
        let share = |part: usize| 100.0 * part as f64 / found.replies.max(1) as f64;
        eprintln!("{folder}: {found:?}: {:.1} % found, {:.1} % wrong", share(found.together), share(found.wrong));
        if folder == "mail-linux-mips-a" {
            assert_eq!(found.replies, 573);
            assert!(share(found.together) >= 95.0 && share(found.wrong) <= 1.0, "{found:?}");
        }
    }
}

#[test]
fn a_reply_without_headers_joins_what_it_quotes_and_says_so() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        let to = |text: String, who: &str| text.replacen("Date:", &format!("To: {who}\nDate:"), 1);
        let quote = "> The rear wheel wobbles since Monday morning.\n> It is the one that you built for me.\n";
        let said = "The rear wheel wobbles since Monday morning.\nIt is the one that you built for me.";
        let first = to(letter("a@x", 1, "Subject: Wheels", said), "desk@velo.example");
        let other =
            to(letter("b@x", 2, "Subject: Wheels", "Quite another wheel, of quite another bicycle."), "desk@velo.example");
        let answer = to(letter("c@x", 3, "Subject: Re: Wheels", &format!("{quote}\nWe look at it.")), "dora@customer.example");
        let changed = to(letter("d@x", 4, "Subject: Your order", &format!("{quote}\nAnd it is done.")), "dora@customer.example");
        let report = attic.import_text(&[first, other, answer, changed].concat()).await;
        assert_eq!((report.imported, report.by_likeness), (4, 1), "an answer must say that it is one");
        let shelf = attic.list().await;
        let wheels = shelf.iter().find(|row| row.headline.started_at == Moment(1_044_093_600_000_000)).expect("the first");
        let messages = attic.messages(wheels.headline.id).await;
        let words: Vec<&str> = messages.iter().map(|m| m.source.as_str()).collect();
        assert!(words.len() == 2 && words[0] == said && words[1].ends_with("We look at it."), "{words:?}");
        assert_eq!(messages[1].answers, Some(messages[0].id));
    });
}

#[test]
fn the_same_letter_without_a_name_from_two_archives_is_one_message() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        let nameless = letter("x@x", 4, "Subject: Without", "No id, but words.").replace("Message-ID: <x@x>\n", "");
        let elsewhere = nameless.replacen("From:", "Received: from list by archive; 9 Feb 2003 10:00:00 +0000\nFrom:", 1);
        attic.import_text(&nameless).await;
        let again = attic.import_text(&elsewhere.replace("words.", "words.  ")).await;
        assert_eq!((again.imported, again.known), (0, 1));
        let another = attic.import_text(&nameless.replace("words.", "other words.")).await;
        assert_eq!(another.imported, 1);
    });
}
