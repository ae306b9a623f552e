//! What is said about a letter beside its words, in the reader's language.

use crate::{
    attachment::File,
    words::{joined, t, t_with},
};
use domain::{
    letter_face::{Event, Note, Rhythm},
    limits,
    moment::Moment,
};

/// A note with the file it speaks of.
pub(crate) struct NoteView<'m> {
    /// One sentence.
    pub words: String,
    /// What, when and where.
    pub facts: Vec<(&'static str, String)>,
    /// The file it speaks of.
    pub file: Option<&'m File>,
    pub icon: &'static str,
    /// When the letter it speaks of was written.
    pub at: Option<Moment>,
    /// The words of that letter, sanitised; empty where it is only a file.
    pub within: &'m str,
    /// Which files that letter holds, in a sentence; empty where it holds none.
    pub holds: String,
}

impl<'m> NoteView<'m> {
    pub fn of(note: &'m Note, files: &'m [File]) -> NoteView<'m> {
        let plain =
            |icon, words| NoteView { words, facts: Vec::new(), file: None, icon, at: None, within: "", holds: String::new() };
        match note {
            Note::Signed { how } => plain("key", t(&format!("note-signed-{}", how.word())).into_owned()),
            Note::Encrypted { how } => plain("key", t(&format!("note-encrypted-{}", how.word())).into_owned()),
            Note::Pictures { count, hosts } => {
                let count = i64::try_from(*count).unwrap_or(i64::MAX);
                plain("erase", t_with("note-pictures", &[("count", count.into()), ("hosts", joined(hosts).into())]))
            }
            Note::LeftOut { count } => {
                let count = i64::try_from(*count).unwrap_or(i64::MAX);
                let max = i64::try_from(limits::CIRCLE_PARTIES_MAX).unwrap_or(i64::MAX);
                plain("people", t_with("note-left-out", &[("count", count.into()), ("max", max.into())]))
            }
            Note::Package => plain("attach", t("note-package").into_owned()),
            Note::Shortened => plain("warn", t("note-shortened").into_owned()),
            Note::Letter { file, subject, from, at, words, holds } => NoteView {
                file: files.get(*file),
                at: *at,
                within: words,
                holds: holds_words(holds),
                ..plain("mail", letter_words(subject, from))
            },
            Note::Event(event) => {
                NoteView { facts: facts(event), file: files.get(event.file), ..plain("time", event_words(event)) }
            }
        }
    }
}

fn letter_words(subject: &str, from: &str) -> String {
    let key = match (subject.is_empty(), from.is_empty()) {
        (false, false) => "note-letter",
        (true, false) => "note-letter-unnamed",
        (false, true) => "note-letter-of-nobody",
        (true, true) => "note-letter-bare",
    };
    t_with(key, &[("subject", subject.into()), ("from", from.into())])
}

fn holds_words(holds: &[String]) -> String {
    if holds.is_empty() { String::new() } else { t_with("note-letter-holds", &[("files", joined(holds).into())]) }
}

fn event_words(event: &Event) -> String {
    let key = match event.method.as_str() {
        "request" | "add" | "counter" => "note-event-request",
        "cancel" => "note-event-cancel",
        "reply" | "refresh" | "declinecounter" => "note-event-reply",
        _ => "note-event",
    };
    t(key).into_owned()
}

fn facts(event: &Event) -> Vec<(&'static str, String)> {
    let same_day = event.ends.split_once(' ').filter(|(day, _)| event.starts.starts_with(day)).map(|(_, time)| time);
    let ends = same_day.unwrap_or(&event.ends);
    let mut when = if ends.is_empty() { event.starts.clone() } else { format!("{} – {ends}", event.starts) };
    if !event.zone.is_empty() && !when.is_empty() {
        when = format!("{when} ({})", event.zone);
    }
    if event.repeats {
        when = repeated(when, &event.rhythm);
    }
    let all = [
        ("note-event-what", event.summary.clone()),
        ("note-event-when", when),
        ("note-event-where", event.place.clone()),
        ("note-event-who", event.organizer.clone()),
    ];
    all.into_iter().filter(|(_, words)| !words.is_empty()).collect()
}

fn repeated(when: String, rhythm: &Rhythm) -> String {
    let key = match rhythm.each.as_str() {
        "day" => "note-event-each-day",
        "week" => "note-event-each-week",
        "month" => "note-event-each-month",
        "year" => "note-event-each-year",
        _ => "note-event-repeats",
    };
    let mut words = t_with(key, &[("when", when.into()), ("every", i64::from(rhythm.every).into())]);
    if let Some(times) = rhythm.times {
        words = t_with("note-event-times", &[("when", words.into()), ("times", i64::from(times).into())]);
    }
    if !rhythm.until.is_empty() {
        words = t_with("note-event-until", &[("when", words.into()), ("day", rhythm.until.clone().into())]);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::letter_face::Sealing;

    #[test]
    fn a_note_says_in_words_what_a_letter_holds() {
        let words = |note: Note| NoteView::of(&note, &[]).words;
        assert!(words(Note::Signed { how: Sealing::Smime }).contains("not checked"));
        assert!(words(Note::Encrypted { how: Sealing::Pgp }).contains("OpenPGP"));
        let pictures = Note::Pictures { count: 2, hosts: vec!["a.example".into(), "b.example".into()] };
        assert!(words(pictures).contains("a.example and b.example"));
        assert!(words(Note::LeftOut { count: 252 }).starts_with("252 more people"));
        let event = Event {
            method: "cancel".into(),
            starts: "2026-03-05 10:00".into(),
            ends: "2026-03-05 11:30".into(),
            zone: "Europe/Berlin".into(),
            ..Event::default()
        };
        let note = Note::Event(event);
        let view = NoteView::of(&note, &[]);
        assert_eq!(view.facts, [("note-event-when", "2026-03-05 10:00 – 11:30 (Europe/Berlin)".to_owned())]);
        assert_eq!(view.words, t("note-event-cancel"));
    }

    #[test]
    fn each_note_has_an_icon_that_there_is() {
        let icons = include_str!("../../../islands/icons.txt");
        let pictures = Note::Pictures { count: 1, hosts: Vec::new() };
        let letter = Note::Letter {
            file: 0,
            subject: String::new(),
            from: String::new(),
            at: None,
            words: String::new(),
            holds: Vec::new(),
        };
        let (signed, encrypted) = (Note::Signed { how: Sealing::Pgp }, Note::Encrypted { how: Sealing::Pgp });
        let left_out = Note::LeftOut { count: 2 };
        for note in [signed, encrypted, pictures, letter, left_out, Note::Event(Event::default()), Note::Package, Note::Shortened]
        {
            let icon = NoteView::of(&note, &[]).icon;
            assert!(icons.lines().any(|line| line.split(' ').next() == Some(icon)), "{icon}");
        }
    }
}
