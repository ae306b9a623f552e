//! Reading archived letters, away from the writer: parsed, rendered, their files kept.

use super::{
    archive::{Content, Found},
    author::author,
    post::{self, Post, Said},
    report::{Reason, Unreadable},
    thread::{Answered, Threads},
};
use crate::letter::{Automatic, Letter, Words};
use actions::{
    attachment,
    import::{OldAddressee, OldLetter},
    letter::cut,
};
use domain::{
    address::MailAddress,
    limits, markup,
    moment::{DAY, Moment},
};
use std::collections::HashMap;
use store::{Fault, Store};

/// Before mail there was no mail: earlier dates are a clock's that was never set.
const EARLIEST: Moment = Moment(365 * DAY);
/// Addresses of one letter that are looked up among those of erased people: a list's longest Cc, and its quotes.
const NAMED_MAX: usize = 500;
/// How far a clock may be ahead of ours.
const AHEAD_MAX: i64 = DAY;

/// A letter with its number in the archive.
pub struct Numbered {
    /// Counted from 0.
    pub number: u64,
    /// The letter.
    pub found: Found,
}

/// What became of a letter by being read.
pub enum Outcome {
    /// It can be written.
    Letter(Box<OldLetter>),
    /// The space knew it before.
    Known,
    /// It cannot be read.
    Unreadable(Unreadable),
}

/// A letter that was read, with what it answers.
pub struct ReadLetter {
    /// What became of it.
    pub outcome: Outcome,
    /// What it answers.
    pub answered: Answered,
}

/// The date of a letter, by itself, by the line before it or by the servers it passed; `None` where none can be believed.
pub fn date(letter: &Letter, envelope: Option<Moment>, now: Moment) -> Option<Moment> {
    let believed = |at: &Moment| *at > EARLIEST && *at <= now.plus(AHEAD_MAX);
    let at = letter.date_us.map(Moment).filter(believed).or(envelope.filter(believed));
    let at = at.or(letter.passed_us.map(Moment).filter(believed))?;
    Some(at.min(now))
}

/// Whether a letter begins with a header, as all do: a name without blanks, then a colon.
pub(super) fn begins_with_header(raw: &[u8]) -> bool {
    let name = raw.iter().take_while(|byte| byte.is_ascii_graphic() && **byte != b':').count();
    name > 0 && raw.get(name) == Some(&b':')
}

/// Reads a letter for writing.
///
/// # Errors
/// A disk that takes no files.
pub fn read(store: &Store, threads: &Threads, it: Numbered, now: Moment) -> Result<ReadLetter, Fault> {
    let unreadable = |found: &Found, reason| ReadLetter {
        outcome: Outcome::Unreadable(found.unreadable(reason)),
        answered: Answered::Nothing,
    };
    let raw = match &it.found.content {
        Ok(Content::Letter(raw)) => raw,
        Ok(Content::Post(post)) => return Ok(read_post(threads, post, &it, now)),
        Err(reason) => return Ok(unreadable(&it.found, reason.clone())),
    };
    // Where the space knows some of the archive, a letter's head is enough to pass it over.
    let letter = if threads.knows_any() { Letter::head(raw) } else { Letter::read(raw) };
    let (writer, digest) = (author(&letter, raw, &it.found.envelope.sender), threads.digest(&letter, raw));
    // From here on a letter is one that the first pass heard of.
    let Some(heard) = threads.heard(&digest).filter(|_| begins_with_header(raw) || writer.is_some()) else {
        return Ok(unreadable(&it.found, Reason::NoLetter));
    };
    let answered = threads.answered(&letter, Some(heard));
    if threads.known(heard) {
        return Ok(ReadLetter { outcome: Outcome::Known, answered });
    }
    let Some((name, address)) = writer else { return Ok(unreadable(&it.found, Reason::NoWriter)) };
    let letter = if threads.knows_any() { Letter::read(raw) } else { letter };
    let date = date(&letter, it.found.envelope.at, now);
    let at = date.or(threads.guessed_date(heard)).unwrap_or(now);
    let shown = &letter.words.shown;
    let words = cut(if shown.trim().is_empty() { &letter.text } else { shown });
    let (names, addressees) = (named(&letter, &address), addressees(threads, &letter, &address));
    let html = letter.html.filter(|html| html.len() <= limits::LETTER_HTML_BYTES_MAX);
    let machine = letter.automatic.is_some_and(|a| a != Automatic::Quiet && a != Automatic::List);
    let old = OldLetter {
        thread: threads.thread(heard),
        heard,
        answers: if let Answered::Here(other) = answered { Some(other) } else { None },
        addressees,
        name,
        address,
        subject: letter.subject,
        html: html.unwrap_or_else(|| markup::render_plain(&words)),
        face: letter.face,
        words,
        history: cut(&letter.words.history),
        signature: cut(&letter.words.signature),
        automatic: machine,
        at,
        dated: date.is_some(),
        names,
        // Dates have seconds; within one the archive's order stands.
        order: at.plus((it.number % 1000) as i64 * 1000),
        edited_at: None,
        reactions: Vec::new(),
        attachments: kept(store, letter.attachments)?,
        digest,
        message_id: letter.message_id.unwrap_or_default(),
        raw: if let Ok(Content::Letter(raw)) = it.found.content { raw } else { Vec::new() },
        file: it.found.file,
    };
    Ok(ReadLetter { outcome: Outcome::Letter(Box::new(old)), answered })
}

/// Reads a post for writing.
fn read_post(threads: &Threads, post: &Post, it: &Numbered, now: Moment) -> ReadLetter {
    let digest = post::known_as(&post.key);
    let answered = threads.answered_post(post);
    let Some(heard) = threads.heard(&digest) else {
        return ReadLetter { outcome: Outcome::Unreadable(it.found.unreadable(Reason::NoLetter)), answered };
    };
    if threads.known(heard) {
        return ReadLetter { outcome: Outcome::Known, answered };
    }
    let (letter, html) = match &post.said {
        Said::Markdown(words) => {
            let words = cut(words);
            let html = markup::render(&words, &HashMap::<String, markup::Mentioned>::new());
            (Letter { words: Words::all_new(words.clone()), text: words, ..Letter::default() }, Some(html))
        }
        Said::Html(html) => {
            let letter = Letter::of_html(html);
            let html = letter.html.clone();
            (letter, html)
        }
    };
    let words = cut(&letter.words.shown);
    let at = post.at.max(EARLIEST).min(now);
    let old = OldLetter {
        thread: threads.thread(heard),
        heard,
        answers: if let Answered::Here(other) = answered { Some(other) } else { None },
        name: post.name.clone(),
        address: post.address.clone(),
        addressees: Vec::new(),
        subject: post.subject.clone(),
        html: html.filter(|html| html.len() <= limits::LETTER_HTML_BYTES_MAX).unwrap_or_else(|| markup::render_plain(&words)),
        names: named(&letter, &post.address),
        face: letter.face,
        words,
        history: cut(&letter.words.history),
        signature: cut(&letter.words.signature),
        automatic: post.automatic,
        at,
        dated: true,
        order: at,
        edited_at: post.edited_at.map(|edited| edited.min(now)),
        reactions: post.reactions.clone(),
        attachments: Vec::new(),
        digest,
        message_id: String::new(),
        raw: post.raw.clone(),
        file: it.found.file.clone(),
    };
    ReadLetter { outcome: Outcome::Letter(Box::new(old)), answered }
}

/// Whom a letter names in To and Cc; of very many the first.
fn addressees(threads: &Threads, letter: &Letter, writer: &MailAddress) -> Vec<OldAddressee> {
    let mut found: Vec<OldAddressee> = Vec::new();
    for mailbox in letter.to.iter().chain(&letter.cc) {
        let Ok(address) = MailAddress::arrived(&mailbox.address) else { continue };
        if found.len() == limits::LETTER_RECIPIENTS_MAX {
            break;
        }
        if address != *writer && !found.iter().any(|other| other.address == address) {
            found.push(OldAddressee { writes_as: threads.writes_as(address.as_str()).map(str::to_owned), address });
        }
    }
    found
}

/// The addresses in a letter's headers and text, its writer's left out.
fn named(letter: &Letter, writer: &MailAddress) -> Vec<MailAddress> {
    let headers = letter.from.iter().chain(&letter.to).chain(&letter.cc).map(|mailbox| mailbox.address.as_str());
    let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | ',' | ';' | ':' | '"' | '\'');
    let text = letter.text.split(ends).filter(|word| word.contains('@')).map(|word| word.trim_end_matches(['.', '!', '?']));
    let mut found: Vec<MailAddress> = headers.chain(text).filter_map(|address| MailAddress::arrived(address).ok()).collect();
    found.sort();
    found.dedup();
    found.retain(|address| address != writer);
    found.truncate(NAMED_MAX);
    found
}

fn kept(store: &Store, files: Vec<crate::letter::Attachment>) -> Result<Vec<attachment::NewAttachment>, Fault> {
    let mut kept = Vec::new();
    for file in files.into_iter().take(limits::ATTACHMENTS_MAX) {
        let mut upload = store.blobs().upload()?;
        upload.write(&file.bytes)?;
        kept.push(attachment::named(&file.name, store.blobs().keep(upload)?));
    }
    Ok(kept)
}
