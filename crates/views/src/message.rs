//! A message: rendered once per reach, the same bytes for everybody who stands on that side.
//!
//! **Invariant.** The fragment holds nothing that differs between two viewers of one side: no own mark, no action, no
//! time zone of hers. What she may do stands beside it, on her page only.

use crate::{
    action::Actions,
    attachment::File,
    author::Author,
    filters,
    letter_note::NoteView,
    page::rendered,
    stream::{stream_append, stream_replace},
    time::Zone,
    truth::TruthView,
    words::count_words,
};
use domain::{
    circle::Reach,
    conversation::may_accept,
    forwarding::may_forward,
    id::{AttachmentId, MessageId, Position},
    letter_face::LetterFace,
    limits::PICTURES_BELOW_MAX,
    message::{Channel, may_delete, may_edit, may_react},
    moment::Moment,
    person::Actor,
    sending::{Leaving, may_take_back},
};
use serde::Serialize;
use std::collections::BTreeMap;
use store::{
    Fault, Reading, Seen,
    reading::{
        conversation::Headline,
        message::{Fate, Message},
    },
};

/// How the words of a letter begin that are its own HTML; no letter brings a class of its own.
const LETTER: &str = "<div class=\"letter\">";

/// A reaction and how often it was put.
#[derive(Clone, Debug, Serialize)]
pub struct Reaction {
    /// Which.
    pub reaction: String,
    /// How often.
    pub count: i64,
}

impl Reaction {
    pub(crate) fn words(&self) -> String {
        format!("{} {}", self.reaction, count_words(self.count))
    }
}

/// A message as pages, live fragments and JSON show it.
#[derive(Clone, Debug, Serialize)]
pub struct MessageView {
    /// Which.
    pub id: MessageId,
    /// Where in the log it arrived.
    pub position: Position,
    /// Whose words.
    pub author: Author,
    /// Through which door it came.
    pub channel: Channel,
    /// When it was written.
    pub at: Moment,
    /// The message it answers; for employees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answers: Option<MessageId>,
    /// What it says, safe to stand in a page; empty for a tombstone.
    pub html: String,
    /// What the author typed; empty for a tombstone.
    pub source: String,
    /// What it quotes; plain text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub history: String,
    /// The signature under a letter; plain text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub signature: String,
    /// The signature and what it quotes in their own form, and what is said about the letter.
    #[serde(skip_serializing_if = "LetterFace::is_empty")]
    pub face: LetterFace,
    /// Whether a machine wrote it.
    pub automatic: bool,
    /// Whether it went out by mail; for employees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mailed: Option<bool>,
    /// How its letters fared, in numbers; for employees, where it has any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub letters: Option<Fate>,
    /// When it was last edited.
    pub edited_at: Option<Moment>,
    /// When it was deleted.
    pub deleted_at: Option<Moment>,
    /// Whether it went because its author was erased.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub erased: bool,
    /// Whether the letter it came in is really from its author; for employees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub truth: Option<TruthView>,
    /// Reactions with their counts.
    pub reactions: Vec<Reaction>,
    /// Files.
    pub attachments: Vec<File>,
    /// Where it and what belongs to it stand.
    pub links: BTreeMap<&'static str, String>,
    /// The reactions this viewer put on it; empty in what is shared.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mine: Vec<String>,
    /// What this viewer may do with it; empty in what is shared.
    #[serde(skip_serializing_if = "Actions::is_empty")]
    pub actions: Actions,
    /// The element of the page, the same bytes as the live fragment.
    #[serde(skip)]
    pub fragment: String,
}

impl MessageView {
    /// What everybody on one side sees of it: `viewers` is the side of those who look.
    pub fn shared(message: Seen<Message>, of: &Seen<Headline>, viewers: Reach) -> MessageView {
        let colleagues = viewers == Reach::Inside;
        let message = message.into_inner();
        let mut view = MessageView {
            links: links(&message, colleagues),
            id: message.id,
            position: message.position,
            author: Author::new(message.author, &message.author_name, message.author_side),
            channel: message.channel,
            at: message.at,
            answers: message.answers.filter(|_| colleagues),
            html: message.html,
            source: message.source,
            history: message.history,
            signature: message.signature,
            face: message.face,
            automatic: message.automatic,
            mailed: colleagues.then_some(message.mailed),
            letters: Some(message.letters).filter(|fate| colleagues && *fate != Fate::default()),
            edited_at: message.edited_at,
            deleted_at: message.deleted_at,
            erased: message.erased,
            truth: message.truth.as_ref().filter(|_| colleagues).and_then(TruthView::of),
            reactions: message.reactions.into_iter().map(|(reaction, count)| Reaction { reaction, count }).collect(),
            attachments: message.attachments.iter().map(File::of).collect(),
            mine: Vec::new(),
            actions: Actions::default(),
            fragment: String::new(),
        };
        view.fragment = rendered(&Fragment { message: &view, inside: of.inside() });
        view
    }

    /// A message by itself, as its permalink's JSON shows it; `None` where it does not exist for this viewer.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading, id: MessageId) -> Result<Option<MessageView>, Fault> {
        Ok(MessageView::in_place(reading, id).await?.map(|(view, _)| view))
    }

    /// The same, with the conversation it stands in.
    pub(crate) async fn in_place(reading: &Reading, id: MessageId) -> Result<Option<(MessageView, Seen<Headline>)>, Fault> {
        let Some(message) = reading.message(id).await? else { return Ok(None) };
        let Some(of) = reading.conversation_by_id(message.conversation).await? else { return Ok(None) };
        let viewers = if reading.viewer().inside() { Reach::Inside } else { Reach::Outside };
        let actor = reading.viewer().actor();
        let mine =
            reading.my_reactions(std::slice::from_ref(&message)).await?.into_iter().map(|(_, reaction)| reaction).collect();
        let now = reading.store().clock().now();
        let view = MessageView::own(message, &of, viewers, actor.as_ref(), now);
        Ok(Some((MessageView { mine, ..view }, of)))
    }

    /// As JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// How its letters fared, in words; for employees.
    fn fate_words(&self) -> String {
        let Some(fate) = self.letters else { return crate::words::t("message-mailed").into_owned() };
        let numbers = [
            ("fate-sent", fate.sent),
            ("fate-waiting", fate.waiting),
            ("fate-failed", fate.failed),
            ("fate-withheld", fate.withheld),
        ];
        let words = |(key, count): &(&str, i64)| crate::words::t_with(key, &[("count", (*count).into())]);
        numbers.iter().filter(|(_, count)| *count > 0).map(words).collect::<Vec<_>>().join(", ")
    }

    /// The same, with what this viewer herself may do, by the rules that will decide when she does it.
    pub(crate) fn own(
        message: Seen<Message>,
        of: &Seen<Headline>,
        viewers: Reach,
        actor: Option<&Actor>,
        now: Moment,
    ) -> MessageView {
        // A letter goes no sooner than it can be taken back; whether one went all the same is asked when she does it.
        let leaving = Leaving { mailed: message.mailed, at: message.at, gone: false };
        let (place, facts, id) = (of.facts(), message.facts(), message.id);
        let mut view = MessageView::shared(message, of, viewers);
        let Some(actor) = actor else { return view };
        if may_take_back(actor, &place, &facts, leaving, now).is_ok() {
            view.actions.offer("take-back", format!("/messages/{id}/taking-back"), &[]);
        }
        if may_react(actor, &place, &facts).is_ok() {
            view.actions.offer("react", format!("/messages/{id}/reactions"), &["reaction"]);
        }
        if may_forward(actor, &place, &facts).is_ok() {
            view.links.insert("forward", format!("/messages/{id}/forwarding"));
        }
        if may_edit(actor, &place, &facts).is_ok() {
            view.links.insert("edit", format!("/messages/{id}/wording"));
            view.actions.offer("edit", format!("/messages/{id}/wording"), &["body"]);
        }
        if may_delete(actor, &place, &facts).is_ok() {
            view.actions.offer("delete", format!("/messages/{id}/deletion"), &[]);
        }
        if !facts.deleted && of.accepted != Some(id) && may_accept(actor, &place).is_ok() {
            view.actions.offer("accept", format!("/conversations/{}/answer", of.number), &["message"]);
        }
        view
    }

    pub(crate) fn link(&self, name: &str) -> Option<&str> {
        self.links.get(name).map(String::as_str)
    }

    pub(crate) fn put(&self, reaction: &str) -> bool {
        self.mine.iter().any(|mine| mine == reaction)
    }

    /// Whether its words are a letter's own HTML: then signature and history, where there are any, are told apart in it.
    pub(crate) fn has_letter(&self) -> bool {
        self.channel.is_letter() && self.html.starts_with(LETTER)
    }

    /// What is said about the letter it came in.
    pub(crate) fn notes(&self) -> Vec<NoteView<'_>> {
        self.face.notes.iter().map(|note| NoteView::of(note, &self.attachments)).collect()
    }

    /// The files below the words: pictures that are shown, and all others.
    pub(crate) fn below(&self) -> (Vec<&File>, Vec<&File>) {
        let (mut pictures, mut files): (Vec<&File>, Vec<&File>) = self.unseen().into_iter().partition(|it| it.stands_below());
        if pictures.len() > PICTURES_BELOW_MAX {
            files.splice(..0, pictures.drain(PICTURES_BELOW_MAX..));
        }
        (pictures, files)
    }

    /// The files that are not seen already: pictures that stand in the words, and what a note leads to.
    fn unseen(&self) -> Vec<&File> {
        let noted: Vec<AttachmentId> = self.notes().iter().filter_map(|note| note.file).map(|file| file.id).collect();
        let shown = |file: &File| {
            let address = format!("src=\"/attachments/{}/", file.id);
            [&self.html, &self.face.signature, &self.face.history].iter().any(|html| html.contains(&address))
        };
        self.attachments.iter().filter(|file| !noted.contains(&file.id) && !shown(file)).collect()
    }

    /// Whether it is a tombstone.
    pub(crate) fn deleted(&self) -> bool {
        self.deleted_at.is_some()
    }

    /// Moments of messages are told in universal time: the words are the same for everybody, and a browser makes them hers.
    pub(crate) fn zone(&self) -> Zone {
        Zone::default()
    }
}

fn links(message: &Message, colleagues: bool) -> BTreeMap<&'static str, String> {
    let id = message.id;
    let mut links = BTreeMap::from([("self", format!("/messages/{id}"))]);
    let stands = message.deleted_at.is_none();
    if stands && message.edited_at.is_some() {
        links.insert("versions", format!("/messages/{id}/versions"));
    }
    if stands && colleagues && message.channel.is_letter() {
        links.insert("original", format!("/messages/{id}/original"));
    }
    if colleagues && message.mailed {
        links.insert("deliveries", format!("/messages/{id}/deliveries"));
    }
    if let Some(answers) = message.answers.filter(|_| colleagues) {
        links.insert("answers", format!("/messages/{answers}"));
    }
    links
}

#[derive(askama::Template)]
#[template(path = "message.html")]
struct Fragment<'a> {
    message: &'a MessageView,
    inside: bool,
}

/// The element of a message: the same bytes for all viewers of one side, on the page, in the live stream and for `?since=`.
pub fn message_fragment(message: &Seen<Message>, of: &Seen<Headline>, viewers: Reach) -> String {
    MessageView::shared(message.clone(), of, viewers).fragment
}

/// The id of the list a conversation's messages stand in.
pub fn list_id(number: i64) -> String {
    format!("messages-{number}")
}

/// What a live page is told when a message that stands on it changed: edited, deleted, reacted to.
pub fn replaced(message: &Seen<Message>, of: &Seen<Headline>, viewers: Reach) -> String {
    stream_replace(&message_fragment(message, of, viewers), &format!("m{}", message.id))
}

/// What a live page is told when a message arrives.
///
/// Where nobody waits for an answer (a talk), the composer learns that the message was shown; where somebody does (a
/// case), it does not: who was about to answer is stopped once, so that nobody is answered twice.
pub fn appended(message: &Seen<Message>, of: &Seen<Headline>, viewers: Reach) -> String {
    let arrived = stream_append(&message_fragment(message, of, viewers), &list_id(of.number));
    if of.kind.life().awaited {
        return arrived;
    }
    let position = position_field(of.number, message.position);
    format!("{arrived}{}", stream_replace(&position, &format!("position-{}", of.number)))
}

/// The field that tells how far the writer has seen.
pub(crate) fn position_field(number: i64, position: Position) -> String {
    format!("<input type=\"hidden\" name=\"position\" id=\"position-{number}\" value=\"{position}\">")
}

#[cfg(test)]
mod tests;
