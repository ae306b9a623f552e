//! Letters within a letter: who wrote what when, and its words. What came with them stays in the attached letter.
//!
//! **Invariant**: one level deep. A letter within a letter within a letter is a file of the inner one, and told as such.

use super::limits::{
    INNER_BYTES_MAX, INNER_FILES_MAX, INNER_HTML_BYTES_MAX, INNER_LETTERS_MAX, INNER_SHOWN_MAX, INNER_WORDS_BYTES_MAX,
};
use super::{Letter, attachment, body::Body, opened, other_text, tidy};
use domain::{letter_face::Note, markup, moment::Moment};
use mail_parser::Message;
use std::collections::BTreeSet;

/// What may still be read of the letters within one letter: they share what one may cost.
pub(super) struct InnerLetters {
    told: usize,
    shown: usize,
    /// Octets that may still be opened.
    bytes_left: usize,
    /// Octets of text and HTML that may still be read.
    words_left: usize,
    /// Octets of HTML that may still be shown.
    html_left: usize,
}

impl InnerLetters {
    pub fn new() -> InnerLetters {
        let (bytes_left, words_left) = (INNER_BYTES_MAX, INNER_WORDS_BYTES_MAX);
        InnerLetters { told: 0, shown: 0, bytes_left, words_left, html_left: INNER_HTML_BYTES_MAX }
    }

    /// What is said about the letter that is attachment number `file`, with its subject; nothing beyond the limit.
    pub fn note(&mut self, file: usize, raw: &[u8]) -> Option<Note> {
        if self.told == INNER_LETTERS_MAX {
            return None;
        }
        self.told += 1;
        let head = Letter::head(raw);
        let from = head.from.first().map(|who| who.name.clone().unwrap_or_else(|| who.address.clone()));
        let at = head.date_us.map(Moment).filter(|at| !at.rfc3339().is_empty());
        let (words, holds) = self.opened(raw).unwrap_or_default();
        Some(Note::Letter { file, subject: tidy::line(&head.subject, 200), from: from.unwrap_or_default(), at, words, holds })
    }

    /// Its words as sanitised HTML, and the names of its files; nothing where it has no words or they are too many.
    fn opened(&mut self, raw: &[u8]) -> Option<(String, Vec<String>)> {
        if self.shown == INNER_SHOWN_MAX {
            return None;
        }
        self.bytes_left = self.bytes_left.checked_sub(raw.len())?;
        let words_left = self.words_left;
        let (read, body, holds) = super::parsed(raw, |message| {
            let read = words_bytes(message);
            let body = (read <= words_left).then(|| opened::words(message));
            let mut holds = attachment::names(message, INNER_FILES_MAX);
            holds.extend(body.iter().flat_map(|body| &body.files).map(|file| file.name.clone()));
            holds.truncate(INNER_FILES_MAX);
            (read, body, holds)
        })?;
        let words = shown(&body?);
        self.words_left -= read;
        self.html_left = self.html_left.checked_sub(words.len())?;
        (!words.is_empty()).then(|| {
            self.shown += 1;
            (words, holds)
        })
    }
}

fn words_bytes(message: &Message<'_>) -> usize {
    let bodies = message.text_body.iter().chain(&message.html_body).copied();
    let ids: BTreeSet<u32> = bodies.chain(other_text::of(message)).collect();
    ids.into_iter().filter_map(|id| message.part(id)).map(|part| part.contents().len()).sum()
}

/// All its words, the quoted ones too: it is folded itself.
fn shown(body: &Body) -> String {
    let said = !body.text.trim().is_empty();
    match &body.html {
        Some(html) => format!("{html}<div class=\"letter\">{}{}</div>", body.signature_html, body.history_html),
        None if said => markup::render_plain(body.text.trim_end().trim_start_matches('\n')),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holding(letters: &[String]) -> Vec<Note> {
        let part = |letter: &String| format!("--m\r\nContent-Type: message/rfc822\r\n\r\n{letter}\r\n");
        let parts: String = letters.iter().map(part).collect();
        let raw = format!(
            "Subject: outer\r\nContent-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\n\r\nSee below.\r\n{parts}--m--\r\n"
        );
        let notes = Letter::read(raw.as_bytes()).face.notes;
        notes.into_iter().filter(|note| matches!(note, Note::Letter { .. })).collect()
    }

    fn words(note: &Note) -> &str {
        if let Note::Letter { words, .. } = note { words } else { "" }
    }

    fn letter(head: &str, text: &str) -> String {
        format!("Subject: Frame\r\nFrom: Maya <maya@example.org>\r\nDate: Tue, 3 May 2022 10:15:00 +0200\r\n{head}\r\n{text}")
    }

    #[test]
    fn a_letter_within_a_letter_says_who_wrote_what_when_and_its_words() {
        let text = "It is <b>bent</b>.\r\n\r\nOn 2 May 2022 10:15, Dora wrote:\r\n> How is it?\r\n";
        let notes = holding(&[letter("", text)]);
        let words =
            "<div class=\"plain\">It is &lt;b&gt;bent&lt;/b&gt;.\n\nOn 2 May 2022 10:15, Dora wrote:\n&gt; How is it?</div>";
        let (subject, from) = (String::from("Frame"), String::from("Maya"));
        let at = Some(Moment(1_651_565_700_000_000));
        assert_eq!(notes, [Note::Letter { file: 0, subject, from, at, words: words.to_owned(), holds: Vec::new() }]);
    }

    #[test]
    fn its_html_is_cleaned_its_history_follows_and_its_files_stay_in_it() {
        let html = "<p>It is <b>bent</b>.<script>x</script><img src=cid:p alt=rim><img src=https://spy.example/1 alt=x></p>\
            <div class=gmail_quote>On 2 May, Dora wrote:<blockquote class=gmail_quote><i>How is it?</i></blockquote></div>";
        let head = "Content-Type: multipart/mixed; boundary=i\r\n";
        let picture = "--i\r\nContent-Type: image/png; name=rim.png\r\nContent-ID: <p>\r\n\r\nx\r\n";
        let text = format!("--i\r\nContent-Type: text/html\r\n\r\n{html}\r\n{picture}--i--\r\n");
        let notes = holding(&[letter(head, &text)]);
        let words = words(&notes[0]);
        assert!(words.starts_with("<div class=\"letter\"><p>It is <b>bent</b>."), "{words}");
        assert!(words.contains("<i>How is it?</i>") && words.contains("spy.example"), "{words}");
        assert!(!words.contains("<img") && !words.contains("<script") && !words.contains("cid:"), "{words}");
        assert!(matches!(&notes[0], Note::Letter { holds, .. } if *holds == ["rim.png"]), "{notes:?}");
    }

    #[test]
    fn a_letter_within_the_inner_one_is_a_file_of_it() {
        let innermost = letter("", "deep");
        let head = "Content-Type: multipart/mixed; boundary=i\r\n";
        let text = format!("--i\r\n\r\nwithin\r\n--i\r\nContent-Type: message/rfc822\r\n\r\n{innermost}\r\n--i--\r\n");
        let notes = holding(&[letter(head, &text)]);
        assert_eq!((notes.len(), words(&notes[0])), (1, "<div class=\"plain\">within</div>"));
        assert!(matches!(&notes[0], Note::Letter { holds, .. } if *holds == ["letter.eml"]), "{notes:?}");
    }

    #[test]
    fn letters_within_a_letter_share_what_one_may_cost() {
        let shown = |letters: &[String]| holding(letters).iter().filter(|note| !words(note).is_empty()).count();
        let many: Vec<String> = (0..80).map(|n| letter("", &format!("number {n}"))).collect();
        assert_eq!((holding(&many).len(), shown(&many)), (INNER_LETTERS_MAX, INNER_SHOWN_MAX));
        let long: Vec<String> = (0..8).map(|_| letter("", &"word ".repeat(INNER_HTML_BYTES_MAX / 15))).collect();
        assert_eq!((holding(&long).len(), shown(&long)), (8, 2));
        assert_eq!(shown(&[letter("", &"word ".repeat(INNER_WORDS_BYTES_MAX / 5 + 1))]), 0);
        assert_eq!(shown(&[letter("", "")]), 0, "without words it is a file");
    }
}
