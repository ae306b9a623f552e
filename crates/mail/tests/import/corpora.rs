//! Real archives, which lie beside the repository: without them a line says so.

use crate::attic::Attic;
use domain::id::ConversationId;
use mail::{
    import::{Report, form::Form},
    letter::Letter,
};
use std::{collections::HashMap, time::Instant};
use store::Engine;
use testkit::{collection, on_both, on_each};

/// Where each letter of an archive came to, by its Message-ID.
struct Came {
    report: Report,
    letters: HashMap<String, (ConversationId, Letter)>,
    /// Of every fortieth message a telling word.
    words: Vec<String>,
}

/// The longest plain word of a text.
fn telling(text: &str) -> Option<&str> {
    let plain = |word: &&str| (6..=20).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_alphabetic());
    text.split(|c: char| !c.is_alphanumeric()).filter(plain).max_by_key(|word| word.len())
}

async fn import(attic: &Attic<'_>, folder: &str) -> Option<Came> {
    let report = attic.import(collection(folder)?).await;
    let (mut letters, mut words) = (HashMap::new(), Vec::new());
    let reading = attic.eyes().await;
    for row in attic.list().await {
        for message in attic.messages(row.headline.id).await {
            let raw = reading.original(message.id).await.expect("the store answers").expect("the letter is kept");
            let letter = Letter::head(&raw);
            if letters.len().is_multiple_of(40) {
                words.extend(telling(&message.source).map(str::to_owned));
            }
            letters.insert(letter.message_id.clone().unwrap_or_default(), (row.headline.id, letter));
        }
    }
    Some(Came { report, letters, words })
}

impl Came {
    /// Replies whose parent (by In-Reply-To, else the last of References) was imported, and how many of them share its
    /// conversation.
    fn replies(&self) -> (usize, usize) {
        let parents = |letter: &Letter| letter.in_reply_to.iter().chain(letter.references.last()).cloned().collect::<Vec<_>>();
        let named = |letter: &Letter| parents(letter).iter().find_map(|id| self.letters.get(id)).map(|(parent, _)| *parent);
        let pairs: Vec<_> = self.letters.values().filter_map(|(own, letter)| Some((own, named(letter)?))).collect();
        (pairs.len(), pairs.iter().filter(|(own, parent)| *own == parent).count())
    }

    async fn found_by_searching(&self, attic: &Attic<'_>) {
        assert!(self.words.len() > 5, "{:?}", self.words);
        for word in &self.words {
            assert!(attic.hits(attic.founder, word).await > 0, "{word}");
        }
    }
}

#[test]
fn every_reply_on_a_kernel_list_stands_with_its_parent() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        let Some(came) = import(&attic, "mail-linux-mips-a").await else { return };
        eprintln!("linux-mips: {:?}; replies with parent, together: {:?}", came.report, came.replies());
        assert_eq!((came.report.imported + came.report.known, came.letters.len()), (853, came.report.imported));
        let (with_parent, together) = came.replies();
        assert!(with_parent >= 573 && came.report.replies_found == 573 + came.report.by_likeness, "{with_parent}");
        assert_eq!(together, with_parent);
        came.found_by_searching(&attic).await;
    });
}

#[test]
fn every_reply_on_an_apache_list_stands_with_its_parent() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        let Some(came) = import(&attic, "mail-apache-a").await else { return };
        eprintln!("apache: {:?}; replies with parent, together: {:?}", came.report, came.replies());
        let (with_parent, together) = came.replies();
        assert_eq!((came.report.imported, came.report.known), (431, 3));
        assert_eq!(came.report.replies_found, 271 + came.report.by_likeness);
        // The one that is missing came twice.
        assert!(with_parent >= 270, "{with_parent}");
        assert_eq!(together, with_parent);
        came.found_by_searching(&attic).await;
    });
}

/// Archives of every form, and at least how much of each is written.
const HOMES: [(&str, &str, Form, usize); 7] = [
    ("mail-r-lists-a", "", Form::Pipermail, 1900),
    ("mail-lkml-notmuch", "", Form::Maildir, 200),
    ("mail-enron-a", "", Form::Eml, 700),
    ("mail-spamassassin-a", "", Form::Eml, 500),
    ("social-slack-a", "houstondatavis-slack-export.zip", Form::Slack, 1000),
    ("social-slack-a", "testarchive.zip", Form::Slack, 120),
    ("social-discourse-a", "topics", Form::Discourse, 400),
];

#[test]
fn an_archive_of_any_form_comes_home_once_and_is_taken_back_whole() {
    on_each(&[Engine::Sqlite], async |test| {
        for (folder, below, form, written_min) in HOMES {
            let Some(path) = collection(folder) else { continue };
            let (attic, path) = (Attic::again(test).await, if below.is_empty() { path } else { path.join(below) });
            let begun = Instant::now();
            let (import, report) = attic.import_as(form, path.clone()).await;
            let first = begun.elapsed();
            let (_, again) = attic.import_as(form, path).await;
            let second = begun.elapsed() - first;
            eprintln!("{folder} {below}: {report:?}; first {first:?}, again {second:?}");
            assert!(report.imported >= written_min, "{folder}: {}", report.imported);
            assert_eq!((again.imported, again.read), (0, report.read), "{folder}");
            actions::import_run::ask(attic.store(), Some(attic.founder), import, true).await.expect("she may");
            let undone =
                actions::import_run::undo(attic.store(), import, attic.founder, async |_| Ok(())).await.expect("it goes");
            eprintln!("{folder} {below}: {undone:?} in {:?}", begun.elapsed() - first - second);
            assert_eq!((undone.messages, undone.conversations, undone.stays), (report.imported, report.threads, 0), "{folder}");
            assert!(attic.list().await.is_empty(), "{folder}");
            assert_eq!(attic.store().people_count().await.unwrap(), 1, "{folder}");
        }
    });
}
