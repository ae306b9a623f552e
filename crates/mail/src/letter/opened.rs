//! What stands in a letter besides its words is opened as far as it can be: packages, signatures wrapped around words,
//! invitations, letters within the letter. Each leaves a note of what it was.

use super::attachment::Attachment;
use super::body::{self, Body};
use super::inner::InnerLetters;
use super::limits::{ATTACHMENTS_MAX, UNPACKED_BYTES_MAX};
use super::sealed::{self, Seal};
use super::{binhex, calendar, parser, structure, tnef};
use domain::letter_face::Note;
use mail_parser::Message;

/// The words and files of a letter, with what was packed in it.
pub(super) struct Opened {
    pub body: Body,
    pub files: Vec<Attachment>,
    pub notes: Vec<Note>,
    pub shortened: bool,
}

pub(super) fn open(message: &Message<'_>, depth: usize) -> Opened {
    let attachments = super::attachment::all(message);
    let mut opened = Opened {
        body: body::read(message, &attachments.kept),
        files: attachments.kept,
        notes: Vec::new(),
        shortened: attachments.shortened,
    };
    opened.lay_together();
    for seal in sealed::seals(message) {
        opened.note_seal(seal);
    }
    opened.unwrap(depth);
    opened.unpack();
    opened.unbinhex();
    opened.read_armour();
    opened.note_files();
    opened.notes.append(&mut opened.body.notes);
    opened.shortened |= opened.body.shortened;
    if opened.shortened {
        opened.notes.push(Note::Shortened);
    }
    opened
}

/// The words of a letter within another: its files are not opened, and none of them is shown as a picture in the words.
pub(super) fn words(message: &Message<'_>) -> Body {
    let body = body::read(message, &[]);
    let mut opened = Opened { body, files: Vec::new(), notes: Vec::new(), shortened: false };
    opened.read_armour();
    opened.body
}

impl Opened {
    /// Files that stood in the words are files like the others.
    fn lay_together(&mut self) {
        self.files.append(&mut self.body.files);
        self.shortened |= self.files.len() > ATTACHMENTS_MAX;
        self.files.truncate(ATTACHMENTS_MAX);
    }

    fn note_seal(&mut self, seal: Seal) {
        let note = match seal {
            Seal::Signed(how) => Note::Signed { how },
            Seal::Encrypted(how) => Note::Encrypted { how },
        };
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// Words in a signature that is wrapped around them: they are a letter's part of their own.
    fn unwrap(&mut self, depth: usize) {
        if depth > 0 || !self.body.text.trim().is_empty() {
            return;
        }
        let wraps = |file: &Attachment| matches!(file.media_type.as_str(), "application/pkcs7-mime" | "application/x-pkcs7-mime");
        let Some(at) = self.files.iter().position(wraps) else { return };
        let Some(content) = sealed::content(&self.files[at].bytes) else { return };
        if structure::judge(&content) != structure::Structure::Fair {
            return;
        }
        let disarmed = structure::disarm(&content);
        let Some(message) = parser::letters().parse(&disarmed[..]) else { return };
        let mut inner = open(&message, depth + 1);
        super::dismantle(message);
        inner.files.push(self.files.remove(at));
        inner.files.append(&mut self.files);
        self.body = inner.body;
        self.files = inner.files;
        self.shortened |= inner.shortened;
        for note in inner.notes.into_iter().filter(|note| !matches!(note, Note::Event(_) | Note::Letter { .. } | Note::Shortened))
        {
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
        }
    }

    /// Outlook's package becomes the files in it, and the words where the letter has none.
    fn unpack(&mut self) {
        let named = |file: &Attachment| file.media_type == "application/ms-tnef" || file.name.eq_ignore_ascii_case("winmail.dat");
        let Some(at) = self.files.iter().position(named) else { return };
        let Some(package) = tnef::open(&self.files[at].bytes) else { return };
        self.files.splice(at..=at, package.files);
        self.files.truncate(ATTACHMENTS_MAX);
        if self.body.text.trim().is_empty() {
            self.body = body::of(&package.text, package.html.as_deref(), &self.files);
            self.notes.push(Note::Package);
        }
    }

    /// Files in BinHex become what they were, as many as fit.
    fn unbinhex(&mut self) {
        let mut room = UNPACKED_BYTES_MAX;
        for file in self.files.iter_mut().filter(|file| binhex::is_one(file)) {
            if let Some(content) = binhex::open(&file.bytes, &mut room) {
                file.unpacked(&content.name, content.bytes);
            }
        }
    }

    fn read_armour(&mut self) {
        let Some((seal, words)) = sealed::within(&self.body.text) else { return };
        self.note_seal(seal);
        if matches!(seal, Seal::Signed(_)) && self.body.html.is_none() {
            let shortened = self.body.shortened;
            self.body = Body { notes: std::mem::take(&mut self.body.notes), ..body::of(&words, None, &[]) };
            self.body.shortened |= shortened;
        }
    }

    fn note_files(&mut self) {
        let mut letters = InnerLetters::new();
        for (number, file) in self.files.iter_mut().enumerate() {
            match file.media_type.as_str() {
                "text/calendar" | "application/ics" => {
                    let event = calendar::event(&file.bytes, number);
                    let known = |event: &_| self.notes.iter().any(|note| same_date(note, event));
                    // An invitation is often sent twice: as an alternative of the text, and as a file.
                    self.notes.extend(event.filter(|event| !known(event)).map(Note::Event));
                }
                "message/rfc822" | "message/global" => {
                    let Some(note) = letters.note(number, &file.bytes) else { continue };
                    match &note {
                        Note::Letter { subject, .. } if file.name == "letter.eml" && !subject.is_empty() => {
                            file.rename(&format!("{subject}.eml"));
                        }
                        _ => {}
                    }
                    self.notes.push(note);
                }
                _ => {}
            }
        }
    }
}

fn same_date(note: &Note, event: &domain::letter_face::Event) -> bool {
    matches!(note, Note::Event(own) if own.starts == event.starts && own.summary == event.summary)
}
