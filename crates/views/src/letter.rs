//! What a letter of ours says: plain text that is complete by itself, and the same as simple HTML.
//!
//! **Invariant.** No remote picture, no style from elsewhere, nothing that tells us who opened it.

use crate::words::{t, t_with};
use domain::{markup::escape, subject::Subject};
use store::{
    Seen,
    reading::{attachment::Attachment, conversation::Headline, message::Message},
};

/// The words of a letter; who gets it from whom is the mail door's business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterWords {
    /// The subject line, one line.
    pub subject: String,
    /// The letter as plain text.
    pub text: String,
    /// The letter as HTML.
    pub html: String,
}

/// A message of a conversation: the author's own words, and how to answer. `url` is the conversation's own.
pub fn message(of: &Seen<Headline>, message: &Seen<Message>, url: &str) -> LetterWords {
    // The first message bears its conversation's own moment; whatever came later answers something.
    let answers = message.at > of.started_at;
    let subject = if answers { answering(&of.subject) } else { of.subject.clone() };
    let (text, html) = body_of(message, url);
    let inside = of.inside().then(|| t("letter-inside").into_owned());
    let footer = t("letter-footer").into_owned();
    LetterWords {
        subject: one_line(&subject),
        text: plain(&[inside.clone().unwrap_or_default(), text, format!("-- \n{footer} {url}")]),
        html: page(&[
            inside.map(|words| format!("<p><strong>{}</strong></p>", escape(&words))).unwrap_or_default(),
            html,
            format!(
                "<hr><p>{} {}</p>",
                escape(&footer),
                link(url, &t_with("letter-conversation", &[("number", of.number.into())]))
            ),
        ]),
    }
}

/// What a message says, as plain text and as HTML whose links lead to the house that `url` is in.
pub(crate) fn body_of(message: &Seen<Message>, url: &str) -> (String, String) {
    if message.deleted_at.is_some() {
        let gone = t("message-tombstone").into_owned();
        return (gone.clone(), format!("<p>{}</p>", escape(&gone)));
    }
    (message.source.trim_end().to_owned(), absolute(&with_pictures(message), origin(url)))
}

/// The words with their pictures as parts of the letter, each named by its file's id.
fn with_pictures(message: &Seen<Message>) -> String {
    let mut html = message.html.clone();
    for file in &message.attachments {
        html = html.replace(&format!("src=\"/attachments/{}/picture\"", file.id), &format!("src=\"cid:{}\"", file.id));
    }
    html
}

/// Whether a file is a picture within a message's words.
pub fn is_within(message: &Message, file: &Attachment) -> bool {
    message.html.contains(&format!("src=\"/attachments/{}/picture\"", file.id))
}

/// The subject of a letter that answers; one that is a reply's already stays.
pub(crate) fn answering(subject: &str) -> String {
    if Subject::of(subject).reply { subject.to_owned() } else { t_with("letter-subject-again", &[("subject", subject.into())]) }
}

/// "We have your mail, #123": sent once to who wrote to us by mail, never to a machine. `url` is the conversation's own.
pub fn receipt(house: &str, of: &Seen<Headline>, url: &str) -> LetterWords {
    let said = t_with("letter-receipt", &[("number", of.number.into()), ("house", house.into())]);
    told(&answering(&of.subject), &[said, t("letter-receipt-more").into_owned()], url)
}

/// A link that signs in.
pub fn sign_in(house: &str, link: &str) -> LetterWords {
    let minutes = [("minutes", domain::limits::SIGN_IN_MINUTES.into())];
    let said = [t_with("letter-sign-in", &minutes), t("letter-sign-in-not-you").into_owned()];
    told(&t_with("letter-sign-in-subject", &[("house", house.into())]), &said, link)
}

/// A link that makes an address somebody's who says that it is hers.
pub fn address(house: &str, link: &str) -> LetterWords {
    let said = t_with("letter-address", &[("house", house.into())]);
    told(&t_with("letter-address-subject", &[("house", house.into())]), &[said, t("letter-address-not-you").into_owned()], link)
}

/// A link that lets somebody in.
pub fn invitation(house: &str, link: &str) -> LetterWords {
    let said = t_with("letter-invitation", &[("house", house.into())]);
    let days = t_with("letter-invitation-days", &[("days", domain::limits::INVITATION_DAYS.into())]);
    told(&t_with("letter-invitation-subject", &[("house", house.into())]), &[said, days], link)
}

/// A letter of the house itself: some sentences and one link.
fn told(subject: &str, sentences: &[String], url: &str) -> LetterWords {
    let [first, rest @ ..] = sentences else {
        return LetterWords { subject: one_line(subject), text: url.into(), html: link(url, url) };
    };
    let mut text = vec![first.clone(), url.to_owned()];
    text.extend_from_slice(rest);
    let mut html = vec![format!("<p>{}</p>", escape(first)), format!("<p>{}</p>", link(url, url))];
    html.extend(rest.iter().map(|sentence| format!("<p>{}</p>", escape(sentence))));
    LetterWords { subject: one_line(subject), text: plain(&text), html: page(&html) }
}

pub(crate) fn one_line(subject: &str) -> String {
    subject.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

pub(crate) fn plain(parts: &[String]) -> String {
    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    format!("{}\n", parts.join("\n\n"))
}

pub(crate) fn page(parts: &[String]) -> String {
    let body = parts.concat();
    format!("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"></head><body>{body}</body></html>\n")
}

pub(crate) fn link(url: &str, words: &str) -> String {
    format!("<a href=\"{}\">{}</a>", escape(url), escape(words))
}

/// Scheme and host of an address.
fn origin(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    url[host..].find('/').map_or(url, |path| &url[..host + path])
}

/// Links to places in the house lead there from a mail program too.
fn absolute(html: &str, base: &str) -> String {
    let outside = html.replace("href=\"//", "href=\"\u{e000}");
    outside.replace("href=\"/", &format!("href=\"{}/", escape(base))).replace("href=\"\u{e000}", "href=\"//")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_of_the_house_is_complete_without_html_and_escaped_with_it() {
        let words = sign_in("<b>Velo</b>\r\nBcc: x", "https://velo.example/sign-in/a?b&c");
        assert!(words.text.contains("https://velo.example/sign-in/a?b&c"), "{}", words.text);
        assert!(words.html.contains("https://velo.example/sign-in/a?b&amp;c"), "{}", words.html);
        assert!(!words.subject.contains(['\r', '\n']), "{}", words.subject);
        assert!(!invitation("<b>Velo</b>", "https://velo.example").html.contains("<b>"));
    }

    #[test]
    fn the_origin_is_what_stands_before_the_path() {
        assert_eq!(origin("https://velo.example:8443/conversations/12"), "https://velo.example:8443");
        assert_eq!(origin("https://velo.example"), "https://velo.example");
    }

    #[test]
    fn links_within_the_house_lead_there_from_a_mail_program() {
        let html = absolute(
            "<a href=\"/people/7\">@Dora</a> <a href=\"//evil.example\">x</a> <a href=\"https://a.example/\">y</a>",
            "https://velo.example",
        );
        assert!(html.contains("href=\"https://velo.example/people/7\""), "{html}");
        assert!(html.contains("href=\"//evil.example\"") && html.contains("href=\"https://a.example/\""), "{html}");
    }
}
