//! A conversation's page: its facts, its thread, and for employees the sidebar beside it.
//!
//! **Invariant.** Who takes part, how many they are, who owns it and why it ended is told to employees only; an outsider
//! reads the head-line facts, what she sees of the words, and the names of who wrote them.

use crate::{
    action::Actions,
    audience::AudienceView,
    author::Author,
    list::{StageChip, stage},
    message::{MessageView, appended},
    page::page,
    participant::Participant,
    thread::Thread,
};
use domain::{
    circle::Reach,
    id::{ConversationId, MessageId, PartyId, PersonId, Position},
    kind::{Kind, Reason},
    limits,
    merging::may_merge_at_all,
    moment::Moment,
    moving::may_move_at_all,
};
use serde::Serialize;
use std::collections::BTreeMap;
use store::{
    Fault, Reading, Seen,
    reading::{
        conversation::Headline,
        message::{Message, Window},
    },
};

/// Which part of a conversation is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// Which messages.
    pub window: Window,
    /// The message that the composer shall answer.
    pub answers: Option<MessageId>,
}

impl Default for Asked {
    fn default() -> Asked {
        Asked { window: Window::Newest, answers: None }
    }
}

/// Another conversation, by what people call it.
#[derive(Clone, Debug, Serialize)]
pub struct Beside {
    /// Its number.
    pub number: i64,
    /// Its subject.
    pub subject: String,
    /// Where it stands.
    pub href: String,
}

impl Beside {
    pub(crate) fn of(it: &Headline) -> Beside {
        Beside { number: it.number, subject: it.subject.clone(), href: format!("/conversations/{}", it.number) }
    }
}

/// A conversation that goes on in this one: what of it the viewer sees, as before.
#[derive(Clone, Debug, Serialize)]
pub struct Earlier {
    /// By what people call it.
    #[serde(flatten)]
    pub of: Beside,
    /// Its newest messages, oldest first.
    pub messages: Vec<MessageView>,
    /// Whether these are all of them that she sees.
    #[serde(skip)]
    pub complete: bool,
    /// Where all of it stands.
    pub whole: String,
    /// Taking it apart.
    #[serde(skip_serializing_if = "Actions::is_empty")]
    pub actions: Actions,
}

/// Who owns a conversation.
#[derive(Clone, Debug, Serialize)]
pub struct Owner {
    /// The person or unit.
    pub party: PartyId,
    /// Its name.
    pub name: String,
}

/// The head-line facts.
#[derive(Clone, Debug, Serialize)]
pub struct Facts {
    /// Which conversation.
    pub id: ConversationId,
    /// The number people say.
    pub number: i64,
    /// Its subject.
    pub subject: String,
    /// Its kind.
    pub kind: Kind,
    /// Its stage, as the viewer's side would say it.
    pub stage: StageChip,
    /// Its space's name.
    pub space: String,
    /// Whether only colleagues see it.
    pub inside: bool,
    /// Whether everyone may read it.
    pub public: bool,
    /// When it was started.
    pub started_at: Moment,
    /// When it ended.
    pub closed_at: Option<Moment>,
    /// The accepted answer.
    pub accepted: Option<MessageId>,
    /// Why it ended; for employees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_reason: Option<String>,
    /// Who owns it; for employees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee: Option<Owner>,
    /// Since when somebody waits for us; for employees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub awaited_since: Option<Moment>,
}

/// A conversation as its page shows it.
#[derive(Clone, Debug, Serialize)]
pub struct ConversationView {
    /// The head-line facts.
    #[serde(flatten)]
    pub facts: Facts,
    /// Who takes part; for employees.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub participants: Vec<Participant>,
    /// Whose words the viewer may read here.
    pub wrote: Vec<Author>,
    /// The conversation it is a sidebar of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beside: Option<Beside>,
    /// The conversation it continues.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub continues: Option<Beside>,
    /// The conversations that continue it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub continued_in: Vec<Beside>,
    /// The conversation it goes on in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goes_on_in: Option<Beside>,
    /// The conversations that go on in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Earlier>,
    /// Its messages.
    pub thread: Thread,
    /// The sidebar beside it that the viewer stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sidebar: Option<Thread>,
    /// Further sidebars she stands in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sidebars: Vec<Beside>,
    /// Where it and its space stand.
    pub links: BTreeMap<&'static str, String>,
    /// The reasons for which it can be closed.
    #[serde(skip)]
    pub closings: &'static [Reason],
    /// What is new to whoever reads this page, and up to where she has read it then: in it, in its sidebars, and in what
    /// goes on in it.
    #[serde(skip)]
    pub new: Vec<(ConversationId, Position)>,
}

page!(ConversationView, "conversation.html");

impl ConversationView {
    /// The conversation of this number; `None` where it does not exist for this viewer.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading, number: i64, asked: Asked) -> Result<Option<ConversationView>, Fault> {
        let Some(it) = reading.conversation(number).await? else { return Ok(None) };
        ConversationView::of(reading, it, asked).await.map(Some)
    }

    /// The page of a conversation that was found already.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn of(reading: &Reading, it: Seen<Headline>, asked: Asked) -> Result<ConversationView, Fault> {
        let number = it.number;
        let audience = reading.audience(&it).await?;
        let employee = reading.viewer().inside();
        let participants =
            if employee { Participant::all(&it, &audience, reading.viewer().actor().as_ref()) } else { Vec::new() };
        let wrote = reading.wrote_in(&it).await?;
        let beside_it = if employee { reading.sidebars(&it).await? } else { Vec::new() };
        let merged = reading.earlier(&it).await?;
        let (sidebar, mut sidebars) = sidebars(reading, &beside_it).await?;
        let earlier = earlier(reading, &merged, &mut sidebars).await?;
        let mut links = BTreeMap::from([
            ("self", format!("/conversations/{number}")),
            ("space", format!("/spaces/{}", it.space_slug)),
            ("audience", format!("/conversations/{number}/audience")),
        ]);
        if reading.viewer().actor().is_some_and(|actor| may_move_at_all(&actor, &it.facts()).is_ok()) {
            links.insert("moving", format!("/conversations/{number}/moving"));
        }
        if reading.viewer().actor().is_some_and(|actor| may_merge_at_all(&actor, &it.facts()).is_ok()) {
            links.insert("merging", format!("/conversations/{number}/merging"));
        }
        let goes_on_in = other(reading, it.merged_into).await?;
        let mut thread = Thread::gather(reading, &it, &audience, asked.window, asked.answers).await?;
        if goes_on_in.is_some() && employee {
            thread.actions.offer("part", format!("/conversations/{number}/parting"), &[]);
        }
        let (shown, folded) = beside_it.split_last().map_or((None, &beside_it[..]), |(last, others)| (Some(last), others));
        let threads = [(&it, &thread)].into_iter().chain(shown.zip(sidebar.as_ref()));
        let mut new: Vec<_> =
            threads.filter(|(of, thread)| thread.mark < of.last_position).map(|(of, _)| (of.id, of.last_position)).collect();
        for other in folded.iter().chain(&merged) {
            if reading.mark(other).await? < other.last_position {
                new.push((other.id, other.last_position));
            }
        }
        Ok(ConversationView {
            facts: facts(reading, &it, owner(reading, &it).await?),
            participants,
            wrote: wrote.iter().map(|who| Author::new(who.0, &who.1, who.2)).collect(),
            beside: other(reading, it.beside.filter(|_| employee)).await?,
            continues: other(reading, it.linked).await?,
            continued_in: reading.continued_in(&it).await?.iter().map(|it| Beside::of(it)).collect(),
            goes_on_in,
            earlier,
            thread,
            sidebar,
            sidebars,
            links,
            closings: it.kind.life().closings,
            new,
        })
    }

    fn space_href(&self) -> &str {
        self.links.get("space").map_or("/spaces", String::as_str)
    }

    fn link(&self, name: &str) -> Option<&str> {
        self.links.get(name).map(String::as_str)
    }

    fn action(&self, name: &str) -> Option<&str> {
        self.thread.actions.get(name)
    }

    fn owns(&self, party: &PartyId) -> bool {
        self.facts.assignee.as_ref().is_some_and(|owner| owner.party == *party)
    }

    /// The people of its circle who wrote nothing yet are named beside those who did.
    fn others(&self) -> impl Iterator<Item = &Participant> {
        self.participants.iter().filter(|p| !self.wrote.iter().any(|who| who.id.0 == p.party.0))
    }
}

/// Who owns it, for employees; the head-line names units, a colleague is looked up.
async fn owner(reading: &Reading, it: &Seen<Headline>) -> Result<Option<Owner>, Fault> {
    let Some(party) = it.assignee.filter(|_| reading.viewer().inside()) else { return Ok(None) };
    let name = if it.assignee_name.is_empty() {
        reading.person(PersonId(party.0)).await?.map(|person| person.name.clone()).unwrap_or_default()
    } else {
        it.assignee_name.clone()
    };
    Ok(Some(Owner { party, name }))
}

fn facts(reading: &Reading, it: &Seen<Headline>, assignee: Option<Owner>) -> Facts {
    let employee = reading.viewer().inside();
    let awaited_since = it.awaited_since.filter(|_| employee);
    Facts {
        id: it.id,
        number: it.number,
        subject: it.subject.clone(),
        kind: it.kind,
        stage: stage(it.stage, awaited_since, employee, reading.store().clock().now()),
        space: it.space_name.clone(),
        inside: it.inside(),
        public: it.public,
        started_at: it.started_at,
        closed_at: it.closed_at,
        accepted: it.accepted,
        closed_reason: it.closed_reason.clone().filter(|_| employee),
        assignee,
        awaited_since,
    }
}

async fn other(reading: &Reading, id: Option<ConversationId>) -> Result<Option<Beside>, Fault> {
    let Some(id) = id else { return Ok(None) };
    Ok(reading.conversation_by_id(id).await?.map(|it| Beside::of(&it)))
}

/// What goes on here, each by its own circle; its sidebars are named with this one's.
async fn earlier(reading: &Reading, merged: &[Seen<Headline>], sidebars: &mut Vec<Beside>) -> Result<Vec<Earlier>, Fault> {
    let viewers = if reading.viewer().inside() { Reach::Inside } else { Reach::Outside };
    let mut earlier = Vec::new();
    for of in merged {
        let shown = reading.messages(of, Window::Newest).await?;
        let mut actions = Actions::default();
        if reading.viewer().inside() {
            sidebars.extend(reading.sidebars(of).await?.iter().map(|it| Beside::of(it)));
            actions.offer("part", format!("/conversations/{}/parting", of.number), &[]);
        }
        let first = shown.shown.first().map_or(0, |message| message.id.0);
        earlier.push(Earlier {
            messages: shown.shown.into_iter().map(|message| MessageView::shared(message, of, viewers)).collect(),
            complete: !shown.earlier,
            whole: format!("/conversations/{}?from={first}", of.number),
            of: Beside::of(of),
            actions,
        });
    }
    Ok(earlier)
}

/// The newest sidebar as a thread of its own, and the names of the others.
async fn sidebars(reading: &Reading, found: &[Seen<Headline>]) -> Result<(Option<Thread>, Vec<Beside>), Fault> {
    let Some((shown, others)) = found.split_last() else { return Ok((None, Vec::new())) };
    let audience = reading.audience(shown).await?;
    let thread = Thread::gather(reading, shown, &audience, Window::Newest, None).await?;
    // Beside the other conversation it is read and answered; everything else is done on its own page.
    let thread = Thread { actions: thread.actions.clone().only(&["reply", "draft", "mark", "bring"]), ..thread };
    Ok((Some(thread), others.iter().map(|it| Beside::of(it)).collect()))
}

/// What a page that slept has missed.
#[derive(Clone, Debug, Serialize)]
pub struct SinceView {
    /// The messages that arrived meanwhile, oldest first, at most a page.
    pub messages: Vec<MessageView>,
    /// Where the rest is.
    pub links: SinceLinks,
    #[serde(skip)]
    streams: String,
}

/// Where the rest is of what a page has missed.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SinceLinks {
    /// The next page, if there may be one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl SinceView {
    /// What arrived behind a position; `None` where the conversation does not exist for this viewer.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading, number: i64, since: Position) -> Result<Option<SinceView>, Fault> {
        let Some(it) = reading.conversation(number).await? else { return Ok(None) };
        let found = reading.messages_since(&it, since).await?;
        let viewers = if reading.viewer().inside() { Reach::Inside } else { Reach::Outside };
        let stream = |message: &Seen<Message>| appended(message, &it, viewers);
        let last = found.last().filter(|_| found.len() == limits::PAGE_MESSAGES);
        let next = last.map(|last| format!("/conversations/{number}?since={}", last.position));
        Ok(Some(SinceView {
            links: SinceLinks { next },
            streams: found.iter().map(stream).collect(),
            messages: found.into_iter().map(|message| MessageView::shared(message, &it, viewers)).collect(),
        }))
    }

    /// As Turbo streams, the same bytes as the live ones.
    pub fn html(&self) -> &str {
        &self.streams
    }

    /// As JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

/// The audience line alone; `None` where the conversation does not exist for this viewer.
///
/// # Errors
/// A fault of the database.
pub async fn audience(reading: &Reading, number: i64) -> Result<Option<AudienceView>, Fault> {
    let Some(it) = reading.conversation(number).await? else { return Ok(None) };
    let audience = reading.audience(&it).await?;
    let house = reading.house_name().await?;
    Ok(Some(AudienceView::of(reading, &it, &audience, &house)))
}
