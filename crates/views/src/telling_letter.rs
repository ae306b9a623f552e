//! Letters that tell people what they asked to be told: a burst in one conversation, a digest of many, and the messages
//! of a space that somebody lives in by mail.
//!
//! **Invariant.** All words come out of a reading through the recipient's eyes; each letter says why it came and how to
//! stop it.

use crate::{
    letter::{LetterWords, answering, body_of, link, one_line, page, plain},
    time::{Zone, absolute},
    words::{joined, of_family, t, t_with},
};
use domain::{markup::escape, telling::Reason};
use store::{
    Seen,
    reading::{conversation::Headline, message::Message, shelf::ListRow},
};

/// Where the recipient finds things.
#[derive(Clone, Debug)]
pub struct Places {
    /// The conversation's own address, or for a digest the house's.
    pub here: String,
    /// Where she chooses what she is told.
    pub choices: String,
    /// Where she stops it.
    pub stop: String,
}

/// A burst in one conversation: what is new to her, and why she is told.
pub fn notice(
    of: &Seen<Headline>,
    messages: &[Seen<Message>],
    more: usize,
    reasons: &[Reason],
    zone: &str,
    places: &Places,
) -> LetterWords {
    let first = messages.iter().any(|message| message.at <= of.started_at);
    let zone = Zone::named(zone);
    let mut text = inside(of);
    let mut html: Vec<String> = text.iter().map(|words| format!("<p><strong>{}</strong></p>", escape(words))).collect();
    for message in messages {
        let (words, rendered) = body_of(message, &places.here);
        if messages.len() > 1 || reasons.iter().all(|reason| !reason.about_message()) {
            let head = t_with(
                "letter-notice-author",
                &[("name", (&message.author_name).into()), ("at", absolute(message.at, &zone).into())],
            );
            text.push(head.clone());
            html.push(format!("<p><strong>{}</strong></p>", escape(&head)));
        }
        text.push(words);
        html.push(rendered);
    }
    if more > 0 {
        let words = t_with("letter-notice-more", &[("more", more.into())]);
        text.push(words.clone());
        html.push(format!("<p>{}</p>", escape(&words)));
    }
    let why: Vec<String> = reasons.iter().map(|reason| of_family("letter-why", reason.word())).collect();
    let why = t_with("letter-why", &[("reasons", joined(&why).into())]);
    close(&mut text, &mut html, &[why, t("letter-footer").into_owned()], of, places);
    LetterWords { subject: subject(of, first), text: plain(&text), html: page(&html) }
}

/// A message of a space that somebody lives in by mail.
pub fn list(of: &Seen<Headline>, message: &Seen<Message>, places: &Places) -> LetterWords {
    let (words, rendered) = body_of(message, &places.here);
    let mut text = inside(of);
    let mut html: Vec<String> = text.iter().map(|words| format!("<p><strong>{}</strong></p>", escape(words))).collect();
    text.push(words);
    html.push(rendered);
    let why = t_with("letter-list-why", &[("space", (&of.space_name).into())]);
    close(&mut text, &mut html, &[why, t("letter-footer").into_owned()], of, places);
    LetterWords { subject: subject(of, message.at <= of.started_at), text: plain(&text), html: page(&html) }
}

/// A digest: each conversation with why she is told, and its last words.
pub fn digest(house: &str, rows: &[(Seen<ListRow>, Vec<Reason>)], more: usize, origin: &str, places: &Places) -> LetterWords {
    let (mut text, mut html) = (Vec::new(), Vec::new());
    for (row, reasons) in rows {
        let of = &row.headline;
        let url = format!("{origin}/conversations/{}", of.number);
        let why: Vec<String> = reasons.iter().map(|reason| of_family("letter-why", reason.word())).collect();
        let inside = if of.inside() { format!(" ({})", t("inside")) } else { String::new() };
        let title = format!("#{} {}", of.number, of.subject);
        let place = format!("{}{inside}: {}", of.space_name, joined(&why));
        let last = row.last.as_ref().map(|last| format!("{}: {}", last.author_name, last.excerpt)).unwrap_or_default();
        let lines: Vec<&str> = [title.as_str(), &place, &last, &url].into_iter().filter(|line| !line.is_empty()).collect();
        text.push(lines.join("\n"));
        html.push(format!("<p>{}<br>{}<br>{}</p>", link(&url, &title), escape(&place), escape(&last)));
    }
    if more > 0 {
        let words = t_with("letter-digest-more", &[("more", more.into())]);
        text.push(words.clone());
        html.push(format!("<p>{}</p>", escape(&words)));
    }
    let count = rows.len() + more;
    let subject = t_with("letter-digest-subject", &[("house", house.into()), ("count", count.into())]);
    text.push(format!(
        "-- \n{}\n{}\n{}",
        t("letter-digest-why"),
        stop_line("letter-choices", &places.choices),
        stop_line("letter-stop-all", &places.stop)
    ));
    html.push(format!(
        "<hr><p>{}<br>{}<br>{}</p>",
        escape(&t("letter-digest-why")),
        link(&places.choices, &t("letter-choices")),
        link(&places.stop, &t("letter-stop-all"))
    ));
    LetterWords { subject: one_line(&subject), text: plain(&text), html: page(&html) }
}

fn inside(of: &Seen<Headline>) -> Vec<String> {
    of.inside().then(|| t("letter-inside").into_owned()).into_iter().collect()
}

fn subject(of: &Seen<Headline>, first: bool) -> String {
    one_line(&if first { of.subject.clone() } else { answering(&of.subject) })
}

fn stop_line(key: &str, url: &str) -> String {
    format!("{} {url}", t(key))
}

/// Below the words: why it came, where the conversation is, how to have less of it.
fn close(text: &mut Vec<String>, html: &mut Vec<String>, sentences: &[String], of: &Seen<Headline>, places: &Places) {
    let stop = t_with("letter-stop-space", &[("space", (&of.space_name).into())]);
    let lines = [
        format!("-- \n{} {}", sentences.join("\n"), places.here),
        stop_line("letter-choices", &places.choices),
        format!("{stop} {}", places.stop),
    ];
    text.push(lines.join("\n"));
    let sentences: Vec<String> = sentences.iter().map(|sentence| escape(sentence).into_owned()).collect();
    html.push(format!(
        "<hr><p>{} {}<br>{} &middot; {}</p>",
        sentences.join("<br>"),
        link(&places.here, &t_with("letter-conversation", &[("number", of.number.into())])),
        link(&places.choices, &t("letter-choices")),
        link(&places.stop, &stop)
    ));
}
