//! A thread: a window of a conversation's messages with its composer; a sidebar is a second one.

use crate::{
    action::Actions,
    audience::AudienceView,
    message::{MessageView, list_id, position_field},
    planned::PlannedRow,
};
use domain::{
    circle::Reach,
    conversation::{Offer, may_follow, may_remove, offers},
    id::{MessageId, PartyId, Position},
    limits, markup,
    moment::{Moment, SECOND},
    person::Actor,
};
use serde::Serialize;
use std::collections::BTreeMap;
use store::{
    Fault, Reading, Seen,
    reading::{
        audience::Audience,
        conversation::Headline,
        message::{Message, Messages, Window},
    },
};

/// Messages, who gets an answer to them, and what was begun to be written.
#[derive(Clone, Debug, Serialize)]
pub struct Thread {
    /// The conversation's number.
    pub number: i64,
    /// Whether only colleagues see it.
    pub inside: bool,
    /// The window of messages, in the order they were written.
    pub messages: Vec<MessageView>,
    /// The position of the last one shown; an answer carries it.
    pub position: Position,
    /// The first message by somebody else that is new to the viewer.
    pub first_unread: Option<MessageId>,
    /// Up to where the viewer had read it.
    #[serde(skip)]
    pub(crate) mark: Position,
    /// Who will get what is written here; told only to who may write.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience: Option<AudienceView>,
    /// What the viewer began to write.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub draft: String,
    /// The message the composer answers, if one was chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answers: Option<MessageId>,
    /// Colleagues she mentioned in what she wrote last who see nothing of it: a mention gives no sight, but she may.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mentioned_in_vain: Vec<InVain>,
    /// What she planned to send here later.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub planned: Vec<PlannedRow>,
    /// Earlier and later windows.
    pub links: BTreeMap<&'static str, String>,
    /// What the viewer may do here.
    pub actions: Actions,
    /// When it was gathered: what lasts for a while is counted from then.
    #[serde(skip)]
    pub(crate) gathered_at: Moment,
}

/// A colleague who was mentioned where she sees nothing.
#[derive(Clone, Debug, Serialize)]
pub struct InVain {
    /// Who.
    pub party: PartyId,
    /// Her name.
    pub name: String,
}

impl Thread {
    /// The window as this reading's viewer sees it.
    pub(crate) async fn gather(
        reading: &Reading,
        of: &Seen<Headline>,
        audience: &Seen<Audience>,
        window: Window,
        answers: Option<MessageId>,
    ) -> Result<Thread, Fault> {
        let shown = reading.messages(of, window).await?;
        let mark = reading.mark(of).await?;
        // Most pages are of what was read before: then nothing is looked for.
        let first_unread = if mark < of.last_position { reading.first_unread(of, mark).await? } else { None };
        let draft = reading.draft(of).await?.map(Seen::into_inner).unwrap_or_default();
        let house = reading.house_name().await?;
        let actor = reading.viewer().actor();
        let mut actions = offered(of, actor.as_ref());
        if let Some(me) = actor.as_ref().filter(|me| !me.side.inside())
            && may_remove(me, &of.facts(), me.person.0).is_ok()
            && reading.named_in(of).await?
        {
            // A colleague finds herself among the participants; somebody outside, who is not told them, is offered it here.
            actions.offer("leave", format!("/conversations/{}/parties/{}/removal", of.number, me.person), &[]);
        }
        let audience = actions.get("reply").map(|_| AudienceView::of(reading, of, audience, &house));
        let viewers = if reading.viewer().inside() { Reach::Inside } else { Reach::Outside };
        let mine = reading.my_reactions(&shown.shown).await?;
        let now = reading.store().clock().now();
        let planned = if actor.is_some() { crate::planned::of(reading, of).await? } else { Vec::new() };
        let mentioned_in_vain = match actions.get("bring") {
            Some(_) => mentioned_in_vain(reading, of, &shown, now).await?,
            None => Vec::new(),
        };
        let position = shown.shown.iter().map(|message| message.position).max().unwrap_or_default();
        let links = windows(of.number, &shown);
        let view = |message: Seen<Message>| MessageView {
            mine: mine.iter().filter(|(id, _)| *id == message.id).map(|(_, reaction)| reaction.clone()).collect(),
            ..MessageView::own(message, of, viewers, actor.as_ref(), now)
        };
        Ok(Thread {
            number: of.number,
            inside: of.inside(),
            messages: shown.shown.into_iter().map(view).collect(),
            position,
            first_unread,
            mark,
            audience,
            draft,
            answers,
            mentioned_in_vain,
            planned,
            links,
            actions,
            gathered_at: now,
        })
    }

    /// The newest messages stand here, so an answer follows what was read.
    pub(crate) fn at_end(&self) -> bool {
        !self.links.contains_key("newest")
    }

    pub(crate) fn list_id(&self) -> String {
        list_id(self.number)
    }

    pub(crate) fn position_field(&self) -> String {
        position_field(self.number, self.position)
    }

    pub(crate) fn link(&self, name: &str) -> Option<&str> {
        self.links.get(name).map(String::as_str)
    }

    pub(crate) fn begins_unread(&self, message: &MessageView) -> bool {
        self.first_unread == Some(message.id)
    }

    /// Where what she wrote last can be taken back before it leaves the house, and for how many seconds still.
    pub(crate) fn take_back(&self) -> Option<(&str, i64)> {
        let last = self.messages.iter().rev().find(|message| message.actions.get("take-back").is_some())?;
        let left = domain::sending::leaves_at(last.at).0 - self.gathered_at.0;
        // Rounded up: it is not hidden before its last moment is over.
        Some((last.actions.get("take-back")?, (left + SECOND - 1) / SECOND))
    }

    pub(crate) fn href(&self) -> String {
        format!("/conversations/{}", self.number)
    }

    /// What stands in the composer: what was just refused, else the draft.
    pub(crate) fn begun<'a>(&'a self, again: &'a crate::Again) -> &'a str {
        again.at(self.actions.get("reply").unwrap_or_default()).value("body").unwrap_or(&self.draft)
    }
}

/// Whom the viewer's last message mentions though she sees nothing of it, as long as that is fresh.
async fn mentioned_in_vain(reading: &Reading, of: &Seen<Headline>, shown: &Messages, now: Moment) -> Result<Vec<InVain>, Fault> {
    let mine = |message: &&Seen<Message>| reading.viewer().person() == Some(message.author) && message.deleted_at.is_none();
    let last = shown.shown.iter().rev().find(mine);
    let Some(last) = last.filter(|it| it.at.plus(limits::MENTION_OFFER_LASTS) > now) else {
        return Ok(Vec::new());
    };
    let found = reading.mentioned_in_vain(of, &markup::mentions(&last.source)).await?;
    Ok(found.into_iter().map(Seen::into_inner).map(|(person, name)| InVain { party: person.into(), name }).collect())
}

pub(crate) fn offered(of: &Seen<Headline>, actor: Option<&Actor>) -> Actions {
    let mut actions = Actions::default();
    let Some(actor) = actor else { return actions };
    let (facts, at) = (of.facts(), format!("/conversations/{}", of.number));
    for offer in offers(actor, &facts) {
        match offer {
            Offer::Reply => actions.offer(
                "reply",
                format!("{at}/messages"),
                &["body", "audience", "position", "answers", "file", "without_file", "later", "at"],
            ),
            Offer::Close => actions.offer("close", format!("{at}/closure"), &["reason"]),
            Offer::Reopen => actions.offer("reopen", format!("{at}/reopening"), &[]),
            Offer::Assign => actions.offer("assign", format!("{at}/assignment"), &["to", "name", "bring"]),
            Offer::Bring => actions.offer("bring", format!("{at}/parties"), &["party", "name", "past"]),
            Offer::OpenSidebar => actions.offer("open-sidebar", format!("{at}/sidebar"), &["body"]),
            // These two are offered at what they are about: each participant, each message.
            Offer::Remove | Offer::Accept => {}
        }
    }
    if may_follow(actor, &facts).is_ok() {
        actions.offer("mark", format!("{at}/mark"), &["position", "unread"]);
        actions.offer("draft", format!("{at}/draft"), &["body"]);
    }
    actions
}

fn windows(number: i64, shown: &Messages) -> BTreeMap<&'static str, String> {
    let mut links = BTreeMap::new();
    let at = format!("/conversations/{number}");
    if let Some(first) = shown.shown.first().filter(|_| shown.earlier) {
        links.insert("earlier", format!("{at}?before={}", first.id));
    }
    if let Some(last) = shown.shown.last().filter(|_| shown.later) {
        links.insert("later", format!("{at}?from={}#m{}", last.id, last.id));
    }
    if shown.later {
        links.insert("newest", at);
    }
    links
}
