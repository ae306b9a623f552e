//! Every letter of every collection is read: without a panic, in time, in little memory, and nothing of it is lost.

use crate::folder;
use mail::import::{
    Wishes,
    archive::{Archive, Content},
    form::Form,
};
use mail::letter::Letter;
use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

const MIME: [&str; 6] =
    ["mime-mail-parser", "mime-enmime", "mime-ruby-mail", "mime-python-email", "mime-ietf-mailarchive", "mime-bounces-a"];
const MAIL: [&str; 6] =
    ["mail-apache-a", "mail-linux-mips-a", "mail-r-lists-a", "mail-lkml-notmuch", "mail-enron-a", "mail-spamassassin-a"];

/// Reading one letter; unoptimised code is some five times slower, on a busy machine more.
const READ_MAX: Duration = if cfg!(debug_assertions) { Duration::from_secs(2) } else { Duration::from_millis(200) };
/// Memory that reading one letter may take, beside the letter itself.
const MEMORY_KIB_MAX: usize = 64 * 1024;
/// Letters with a loss that are named.
const NAMED_MAX: usize = 12;
/// The slowest letters of a collection that are named.
const SLOWEST_MAX: usize = 3;
/// A letter that took too long is read so often again: what another process takes of the machine is no fault of its own.
const AGAIN_MAX: usize = 2;

#[derive(Default)]
struct Tally {
    letters: usize,
    whole: usize,
    with_html: usize,
    told_apart: usize,
    with_attachments: usize,
    notes: usize,
    slowest: Vec<(Duration, usize, String)>,
    memory_kib: usize,
    named: Vec<String>,
}

#[test]
fn every_letter_of_the_mime_collections_is_read_whole() {
    MIME.into_iter().for_each(read_all);
}

#[test]
fn every_letter_of_the_mail_collections_is_read_whole() {
    MAIL.into_iter().for_each(read_all);
}

fn read_all(name: &str) {
    let Some(folder) = folder(name) else { return };
    let mut tally = Tally::default();
    for found in Archive::open(&folder, Form::Mbox, &Wishes::default()).expect("the folder can be read").letters() {
        let described = [".md", ".json", ".cats", "categories.txt"].iter().any(|end| found.file.ends_with(end));
        let Ok(Content::Letter(raw)) = &found.content else { continue };
        if !described {
            tally.add(raw, &format!("{}@{}", found.file, found.offset));
        }
    }
    println!(
        "{name}: {} letters, {} whole; {} shown as HTML, {} with history or signature folded, {} with files, {} notes; at most {} KiB",
        tally.letters, tally.whole, tally.with_html, tally.told_apart, tally.with_attachments, tally.notes, tally.memory_kib
    );
    for (took, memory_kib, place) in &tally.slowest {
        println!("  slowest: {:.1} ms, {memory_kib} KiB: {place}", took.as_secs_f64() * 1_000.0);
    }
    tally.named.iter().for_each(|line| println!("  {line}"));
    assert!(tally.letters > 0, "{name} is empty");
    assert!(tally.whole * 100 >= tally.letters * 97, "{name}: {} of {} whole", tally.whole, tally.letters);
}

impl Tally {
    fn add(&mut self, raw: &[u8], place: &str) {
        let before = memory_at_rest();
        let (letter, mut took) = timed(raw);
        let memory_kib = peak_kib().saturating_sub(before);
        for _ in 0..AGAIN_MAX {
            if took >= READ_MAX {
                took = timed(raw).1;
            }
        }
        assert!(took < READ_MAX, "{place} took {took:?}");
        assert!(memory_kib < MEMORY_KIB_MAX, "{place} took {memory_kib} KiB");
        assert!(!letter.text.contains(['\0', '\r']), "{place}");
        self.letters += 1;
        self.with_html += usize::from(letter.html.is_some());
        let folded = [&letter.words.history, &letter.words.signature, &letter.face.history, &letter.face.signature];
        self.told_apart += usize::from(folded.iter().any(|part| !part.is_empty()));
        self.with_attachments += usize::from(!letter.attachments.is_empty());
        self.notes += letter.face.notes.len();
        self.slowest.push((took, memory_kib, format!("{} octets, {place}", raw.len())));
        self.slowest.sort_by_key(|(took, ..)| std::cmp::Reverse(*took));
        self.slowest.truncate(SLOWEST_MAX);
        self.memory_kib = self.memory_kib.max(memory_kib);
        match loss(&letter, raw) {
            None => self.whole += 1,
            Some(loss) if self.named.len() < NAMED_MAX => self.named.push(format!("{place}: {loss}")),
            Some(_) => {}
        }
    }
}

fn timed(raw: &[u8]) -> (Letter, Duration) {
    let start = Instant::now();
    let letter = Letter::read(raw);
    (letter, start.elapsed())
}

/// What is missing of a letter, if anything is: a word of its text in none of its parts, a part of it nowhere, characters
/// that could not be read, something over a limit.
fn loss(letter: &Letter, raw: &[u8]) -> Option<String> {
    if letter.shortened {
        return Some("over a limit".to_owned());
    }
    if letter.html.is_none() || letter.face.history.is_empty() {
        let told = [&letter.words.shown, &letter.words.signature, &letter.words.history].map(String::as_str).join("\n");
        let (all, kept) = (counts(&letter.text), counts(&told));
        if let Some((word, _)) = all.iter().find(|(word, count)| kept.get(*word).copied().unwrap_or_default() < **count) {
            return Some(format!("the word {word:?} is in no part"));
        }
    }
    let unread = letter.text.chars().filter(|letter| *letter == '\u{fffd}').count();
    let own =
        String::from_utf8_lossy(raw).contains("\u{fffd}") || raw.windows(9).any(|bytes| bytes.eq_ignore_ascii_case(b"=EF=BF=BD"));
    if unread > 0 && !own {
        return Some(format!("{unread} characters could not be read"));
    }
    let parts = leaves(raw);
    let shown = usize::from(!letter.text.trim().is_empty()) + usize::from(letter.html.is_some()) + letter.attachments.len();
    (parts > 0 && shown == 0).then(|| format!("{parts} parts, nothing shown"))
}

fn counts(text: &str) -> HashMap<&str, usize> {
    let mut counts = HashMap::new();
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.for_each(|word| *counts.entry(word).or_default() += 1);
    counts
}

/// Parts of a letter that hold something, as the parser sees them.
fn leaves(raw: &[u8]) -> usize {
    let Some(message) = mail_parser::MessageParser::default().parse(raw) else { return 0 };
    let parts = message.parts.iter().filter(|part| !part.is_multipart());
    parts.filter(|part| !part.contents().trim_ascii().is_empty()).count()
}

/// Resets the highest memory use to the present one, and says it; 0 where the system does not tell.
fn memory_at_rest() -> usize {
    let _ = fs::write("/proc/self/clear_refs", "5");
    status("VmRSS:")
}

fn peak_kib() -> usize {
    status("VmHWM:")
}

fn status(name: &str) -> usize {
    let text = fs::read_to_string(Path::new("/proc/self/status")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
    line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or_default()
}
