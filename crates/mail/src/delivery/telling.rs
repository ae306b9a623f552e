//! The letters that tell people what they asked to be told, each written through its recipient's eyes when it goes.
//!
//! **Invariant.** What she has read meanwhile, no longer sees or no longer wants is not in it; where nothing is left,
//! no letter goes.

use super::{Deliverer, Hindrance};
use crate::compose::{Origin, Outgoing, Person};
use domain::{
    id::{ConversationId, MessageId, PersonId, Position},
    limits,
    telling::{Choice, Level, Reason, level},
};
use std::collections::BTreeMap;
use store::{
    Fault, Reading, Seen,
    reading::{
        conversation::Headline,
        delivery::Due,
        message::{Message, Window},
        notice::Told,
        shelf::ListRow,
        space::Letterhead,
    },
};
use views::telling_letter::{self, Places};

type Written = Result<Vec<u8>, Hindrance>;

const GONE: Hindrance = Hindrance::Withheld("recipient-gone");
const BLIND: Hindrance = Hindrance::Withheld("sight-ended");
const READ: Hindrance = Hindrance::Withheld("read-meanwhile");

impl Deliverer {
    /// A burst in one conversation.
    pub(super) async fn notice(&self, due: &Due, house: &str) -> Result<Written, Fault> {
        let Some(viewer) = self.store.addressee(due.delivery.recipient).await? else { return Ok(Err(GONE)) };
        let reading = Reading::new(&self.store, viewer);
        let zone = reading.me().await?.map(|me| me.time_zone.clone()).unwrap_or_default();
        let (habit, now) = (reading.my_habit().await?, self.store.clock().now());
        if habit.quiet(now, &zone) {
            return Ok(Err(Hindrance::NotYet(habit.awake(now, &zone))));
        }
        let Some(conversation) = due.delivery.conversation else { return Ok(Err(BLIND)) };
        let Some(of) = reading.conversation_by_id(conversation).await? else { return Ok(Err(BLIND)) };
        let told = reading.told_by(due.delivery.id).await?;
        let choices = reading.my_choices().await?;
        let mark = reading.mark(&of).await?;
        let New { reasons, messages: mut ids, first } = still_new(&told, &choices, &of, mark);
        if let Some(first) = first {
            add_what_followed(&reading, &of, first, mark, &mut ids).await?;
        }
        let mut messages = Vec::new();
        for id in ids.iter().take(limits::NOTICE_MESSAGES_MAX) {
            messages.extend(reading.message(*id).await?.filter(|message| message.deleted_at.is_none()));
        }
        let concerns_all = reasons.iter().any(|reason| !reason.about_message());
        if messages.is_empty() && !concerns_all {
            return Ok(Err(READ));
        }
        if messages.is_empty() {
            // Given to her or brought in: the last words say what it is about.
            messages.extend(reading.messages(&of, Window::Newest).await?.shown.pop());
        }
        let more = ids.len().saturating_sub(limits::NOTICE_MESSAGES_MAX);
        let head = self.store.letterhead(of.space).await?;
        let token = actions::telling::unsubscribe_token(&self.store, due.delivery.recipient, Some(of.space)).await?;
        let words = telling_letter::notice(&of, &messages, more, &reasons, &zone, &self.places(&of, &token));
        let last = messages.last().filter(|_| !concerns_all).map(|message| message.id);
        let mut out = self.outgoing(due, house, words, &last.map_or(format!("d.{}", due.delivery.id), |id| format!("m.{id}")));
        self.follow(&mut out, &reading, &of, messages.first().map(|m| m.id), last.is_none()).await?;
        self.head(&mut out, &head, house, sole_author(&messages), Some((conversation, due.delivery.id)));
        self.to_subscriber(&mut out, due, &head, &token);
        out.origin = Origin::House;
        Ok(out.compose().map_err(|e| Hindrance::Unfit(e.to_string())))
    }

    /// A message of a space that its recipient lives in by mail.
    pub(super) async fn list(&self, due: &Due, house: &str) -> Result<Written, Fault> {
        let Some(viewer) = self.store.addressee(due.delivery.recipient).await? else { return Ok(Err(GONE)) };
        let reading = Reading::new(&self.store, viewer);
        let (Some(conversation), Some(message)) = (due.delivery.conversation, due.delivery.message) else {
            return Ok(Err(BLIND));
        };
        let Some(of) = reading.conversation_by_id(conversation).await? else { return Ok(Err(BLIND)) };
        let Some(message) = reading.message(message).await?.filter(|m| m.deleted_at.is_none()) else {
            return Ok(Err(Hindrance::Withheld("message-gone")));
        };
        if level(&reading.my_choices().await?, of.space, Reason::Every) != Level::Now {
            return Ok(Err(Hindrance::Withheld("unsubscribed")));
        }
        let head = self.store.letterhead(of.space).await?;
        let token = actions::telling::unsubscribe_token(&self.store, due.delivery.recipient, Some(of.space)).await?;
        let words = telling_letter::list(&of, &message, &self.places(&of, &token));
        let mut out = self.outgoing(due, house, words, &format!("m.{}", message.id));
        self.follow(&mut out, &reading, &of, Some(message.id), false).await?;
        self.head(&mut out, &head, house, Some(&message.author_name), Some((conversation, due.delivery.id)));
        self.to_subscriber(&mut out, due, &head, &token);
        let post = head.mail.as_ref().map(|mail| format!("{mail}@{}", self.office.domain));
        if let Some(address) = &post {
            out.to = vec![Person { name: head.name.clone(), address: address.clone() }];
        }
        out.list_post = Some(post.map(|address| format!("mailto:{address}")).unwrap_or_default());
        out.origin = Origin::List;
        out.enclosures = self.enclosures(&reading, &message).await?;
        Ok(out.compose().map_err(|e| Hindrance::Unfit(e.to_string())))
    }

    /// What waited for its recipient's hour.
    pub(super) async fn digest(&self, due: &Due, house: &str) -> Result<Written, Fault> {
        let Some(viewer) = self.store.addressee(due.delivery.recipient).await? else { return Ok(Err(GONE)) };
        let reading = Reading::new(&self.store, viewer);
        let told = reading.told_by(due.delivery.id).await?;
        let rows = self.digested(&reading, &told).await?;
        if rows.is_empty() {
            return Ok(Err(READ));
        }
        let more = rows.len().saturating_sub(limits::DIGEST_CONVERSATIONS_MAX);
        let rows: Vec<_> = rows.into_iter().take(limits::DIGEST_CONVERSATIONS_MAX).collect();
        let token = actions::telling::unsubscribe_token(&self.store, due.delivery.recipient, None).await?;
        let origin = &self.office.origin;
        let places = Places {
            here: format!("{origin}/"),
            choices: format!("{origin}/settings/mail"),
            stop: format!("{origin}/unsubscribe/{token}"),
        };
        let words = telling_letter::digest(house, &rows, more, origin, &places);
        let mut out = self.outgoing(due, house, words, &format!("d.{}", due.delivery.id));
        self.head(&mut out, &Letterhead::default(), house, None, None);
        self.to_subscriber(&mut out, due, &Letterhead { slug: String::from("digest"), ..Letterhead::default() }, &token);
        out.origin = Origin::House;
        Ok(out.compose().map_err(|e| Hindrance::Unfit(e.to_string())))
    }

    /// The conversations of a digest that hold something new to her, newest first, each with why.
    async fn digested(&self, reading: &Reading, told: &[Seen<Told>]) -> Result<Vec<(Seen<ListRow>, Vec<Reason>)>, Fault> {
        let choices = reading.my_choices().await?;
        let mut by_conversation: BTreeMap<ConversationId, Vec<Seen<Told>>> = BTreeMap::new();
        for it in told {
            by_conversation.entry(it.conversation).or_default().push(it.clone());
        }
        let ids: Vec<ConversationId> = by_conversation.keys().rev().copied().collect();
        let mut rows = Vec::new();
        for row in reading.rows_of_conversations(&ids).await? {
            let Some(of) = reading.conversation_by_id(row.headline.id).await? else { continue };
            let told = by_conversation.remove(&of.id).unwrap_or_default();
            let New { reasons, .. } = still_new(&told, &choices, &of, reading.mark(&of).await?);
            if !reasons.is_empty() {
                rows.push((row, reasons));
            }
        }
        rows.sort_by_key(|(row, _)| std::cmp::Reverse(row.last.as_ref().map(|last| last.at)));
        Ok(rows)
    }

    fn places(&self, of: &Seen<Headline>, token: &str) -> Places {
        let origin = &self.office.origin;
        Places {
            here: format!("{origin}/conversations/{}", of.number),
            choices: format!("{origin}/spaces/{}/mail", of.space_slug),
            stop: format!("{origin}/unsubscribe/{token}"),
        }
    }

    /// To her alone, with what mail programs need to sort it and to stop it.
    fn to_subscriber(&self, out: &mut Outgoing, due: &Due, head: &Letterhead, token: &str) {
        out.to = vec![Person { name: String::new(), address: due.delivery.address.clone() }];
        out.list_id = Some(format!("{}.{}", head.slug, self.office.domain));
        let by_mail = format!("mailto:{}", self.office.unsubscribes(token));
        out.list_unsubscribe = vec![format!("{}/unsubscribe/{token}", self.office.origin), by_mail];
    }

    /// Threads a letter: behind the conversation's own root stands what she may know of before it. `whole` where the
    /// letter is about the conversation and stands behind its last message.
    async fn follow(
        &self,
        out: &mut Outgoing,
        reading: &Reading,
        of: &Seen<Headline>,
        first: Option<MessageId>,
        whole: bool,
    ) -> Result<(), Fault> {
        if let Some(first) = first {
            self.thread(out, reading, of, first, whole).await?;
        }
        let root = format!("c.{}@{}", of.id, self.office.domain);
        out.in_reply_to.get_or_insert_with(|| root.clone());
        out.references.insert(0, root);
        Ok(())
    }
}

/// Adds what others wrote from a message on, as far as a letter counts it.
async fn add_what_followed(
    reading: &Reading,
    of: &Seen<Headline>,
    (first, position): (MessageId, Position),
    mark: Position,
    ids: &mut Vec<MessageId>,
) -> Result<(), Fault> {
    // What she has read meanwhile is not read again here: there may be any number of it.
    let from = if position > mark { Some(first) } else { reading.first_unread(of, mark).await? };
    let (Some(mut from), me) = (from, reading.viewer().person()) else { return Ok(()) };
    for _ in 0..limits::NOTICE_WINDOWS_MAX {
        let window = reading.messages(of, Window::From(from)).await?;
        let wanted = window.shown.iter().filter(|m| m.position > mark && Some(m.author) != me && !m.automatic);
        ids.extend(wanted.map(|message| message.id));
        ids.sort_unstable();
        ids.dedup();
        match window.shown.last() {
            Some(last) if window.later && last.id != from && ids.len() < limits::NOTICE_MESSAGES_COUNTED => from = last.id,
            _ => break,
        }
    }
    Ok(())
}

/// The one author of these messages, where there is only one.
fn sole_author(messages: &[Seen<Message>]) -> Option<&str> {
    let author: PersonId = messages.first()?.author;
    messages.iter().all(|message| message.author == author).then(|| messages[0].author_name.as_str())
}

/// What is still new to somebody of what a letter tells.
struct New {
    /// Why she is told.
    reasons: Vec<Reason>,
    /// The messages that concern her.
    messages: Vec<MessageId>,
    /// The first of those that one notice stands for, and its place.
    first: Option<(MessageId, Position)>,
}

/// Why she is still told, and of which messages: what she has read or wants no more is left out.
fn still_new(told: &[Seen<Told>], choices: &[Choice], of: &Headline, mark: Position) -> New {
    let mut new = New { reasons: Vec::new(), messages: Vec::new(), first: None };
    for it in told {
        let Some(reason) = Reason::from_word(&it.reason) else { continue };
        let last = if reason.stands() { of.last_position } else { it.position };
        if (reason.about_message() && last <= mark) || level(choices, of.space, reason) == Level::Never {
            continue;
        }
        if !new.reasons.contains(&reason) {
            new.reasons.push(reason);
        }
        if reason.stands() {
            let here = (it.message, it.position);
            new.first = Some(new.first.map_or(here, |first| first.min(here)));
        } else if reason.about_message() && !new.messages.contains(&it.message) {
            new.messages.push(it.message);
        }
    }
    new
}
