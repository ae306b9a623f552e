//! Every file of the MIME collections is read without a panic and in time.

use crate::folder;
use mail::letter::Letter;
use mail_parser::mailbox::mbox::MessageIterator;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const COLLECTIONS: [&str; 6] =
    ["mime-mail-parser", "mime-enmime", "mime-ruby-mail", "mime-python-email", "mime-ietf-mailarchive", "mime-bounces-a"];

/// Reading one letter; unoptimised code is some five times slower.
const READ_MAX: Duration = if cfg!(debug_assertions) { Duration::from_secs(1) } else { Duration::from_millis(200) };

#[derive(Default)]
struct Tally {
    letters: usize,
    with_text: usize,
    with_html: usize,
    with_attachments: usize,
    automatic: usize,
    shortened: usize,
    slowest: Duration,
}

#[test]
fn every_collected_letter_is_read_in_time() {
    for name in COLLECTIONS {
        let Some(folder) = folder(name) else { continue };
        let mut tally = Tally::default();
        for file in files(&folder) {
            let raw = fs::read(&file).unwrap();
            for letter in letters(&raw) {
                tally.add(&letter, &file);
            }
        }
        println!(
            "{name}: {} letters, {} with text, {} with HTML, {} with attachments, {} automatic, {} shortened; slowest {:?}",
            tally.letters,
            tally.with_text,
            tally.with_html,
            tally.with_attachments,
            tally.automatic,
            tally.shortened,
            tally.slowest
        );
        assert!(tally.letters > 0, "{name} is empty");
    }
}

impl Tally {
    fn add(&mut self, raw: &[u8], file: &Path) {
        let start = Instant::now();
        let letter = Letter::read(raw);
        let took = start.elapsed();
        assert!(took < READ_MAX, "{} took {took:?}", file.display());
        assert!(!letter.text.contains(['\0', '\r']), "{}", file.display());
        self.letters += 1;
        self.with_text += usize::from(!letter.text.trim().is_empty());
        self.with_html += usize::from(letter.html.is_some());
        self.with_attachments += usize::from(!letter.attachments.is_empty());
        self.automatic += usize::from(letter.automatic.is_some());
        self.shortened += usize::from(letter.shortened);
        self.slowest = self.slowest.max(took);
    }
}

/// An mbox is many letters; anything else is one.
pub fn letters(raw: &[u8]) -> Vec<Vec<u8>> {
    if raw.starts_with(b"From ") {
        return MessageIterator::new(raw).map(|letter| letter.unwrap().unwrap_contents()).collect();
    }
    vec![raw.to_vec()]
}

pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            match path.extension().and_then(|ending| ending.to_str()) {
                _ if path.is_dir() => folders.push(path),
                Some("json" | "md") => {}
                _ => files.push(path),
            }
        }
    }
    files
}
