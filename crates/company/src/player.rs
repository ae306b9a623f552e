//! Plays the script through the doors.

use crate::{
    Company, Manner, Said, Thread,
    letter::{self, Letter},
    script,
    step::{Deed, Paper, Step},
};
use actions::{
    Saw,
    conversation::{self, Bringing, Started, Starting},
    message::{self, Replying},
    party, sidebar,
};
use domain::{
    id::{ConversationId, MessageId, PersonId},
    kind::Kind,
    moment::MINUTE,
};
use store::{Stop, Store, writing::attachment::NewAttachment};

/// Plays all steps in order.
pub(crate) async fn play(store: &Store, company: &mut Company, manner: &Manner<'_>) -> Result<(), Stop> {
    for step in script::steps() {
        (manner.pass)(step.minutes * MINUTE);
        take(store, company, manner, step).await?;
    }
    Ok(())
}

/// One step.
pub(crate) async fn take(store: &Store, company: &mut Company, manner: &Manner<'_>, step: &Step) -> Result<(), Stop> {
    let by = company.person(step.by);
    match step.deed {
        Deed::Start { .. } | Deed::StartInside { .. } | Deed::StartTo { .. } | Deed::OpenSidebar { .. } | Deed::Mail { .. } => {
            begin(store, company, manner, step, by).await
        }
        Deed::Say { body } => say(store, company, step, by, (manner.words)(body), None).await,
        Deed::SayWith { body, paper } => say(store, company, step, by, (manner.words)(body), Some(paper)).await,
        Deed::Edit { at, body } => {
            let body = (manner.words)(body);
            let said = said(company, step.conversation, at);
            message::edit(store, Some(by), said.message, &body).await?;
            said.former.push(std::mem::replace(&mut said.body, body));
            Ok(())
        }
        Deed::Delete { at } => {
            let said = said(company, step.conversation, at);
            message::delete(store, Some(by), said.message).await?;
            said.former.push(std::mem::take(&mut said.body));
            Ok(())
        }
        _ => arrange(store, company, step, by).await,
    }
}

/// Steps that begin a conversation.
async fn begin(store: &Store, company: &mut Company, manner: &Manner<'_>, step: &Step, by: PersonId) -> Result<(), Stop> {
    let starting = |space: &str, kind, subject: &str, body: &str| Starting::of(company.space(space), kind, subject, body);
    let (started, words) = match step.deed {
        Deed::Start { space, kind, subject, body } => {
            let words = (manner.words)(body);
            (conversation::start(store, Some(by), starting(space, kind, subject, &words)).await?, words)
        }
        Deed::StartInside { space, subject, body } => {
            let words = (manner.words)(body);
            let it = Starting { inside: true, ..starting(space, Kind::Talk, subject, &words) };
            (conversation::start(store, Some(by), it).await?, words)
        }
        Deed::StartTo { space, subject, to, body } => {
            let words = (manner.words)(body);
            let to = company.resident(to).address.to_owned();
            let it = Starting { to, ..starting(space, Kind::Case, subject, &words) };
            (conversation::start(store, Some(by), it).await?, words)
        }
        Deed::Mail { space, subject, body } => {
            let words = (manner.words)(body);
            let (name, address) = (company.resident(step.by).name, company.resident(step.by).address);
            let letter = Letter { name, address, space, subject, words: &words, after: "", serial: step.conversation };
            (letter::arrives(store, &letter).await?.started, words)
        }
        Deed::OpenSidebar { beside, body } => {
            let words = (manner.words)(body);
            (sidebar::open(store, Some(by), company.conversation(beside), &words).await?, words)
        }
        _ => return Ok(()),
    };
    company.conversations.push(thread(step.conversation, by, started, words));
    Ok(())
}

fn thread(short: &'static str, author: PersonId, started: Started, body: String) -> Thread {
    let first = Said { message: started.message, author, body, former: Vec::new() };
    Thread { short, conversation: started.conversation, number: started.number, said: vec![first] }
}

async fn say(
    store: &Store,
    company: &mut Company,
    step: &Step,
    author: PersonId,
    body: String,
    paper: Option<Paper>,
) -> Result<(), Stop> {
    let attachments = paper.map(|paper| kept(store, &paper)).transpose()?.into_iter().collect();
    let conversation = company.conversation(step.conversation);
    let it = Replying { conversation, body: body.clone(), answers: None, attachments, saw: Saw::default() };
    let written = message::reply(store, Some(author), it).await?;
    thread_of(company, step.conversation).said.push(Said { message: written.message, author, body, former: Vec::new() });
    Ok(())
}

fn kept(store: &Store, paper: &Paper) -> Result<NewAttachment, Stop> {
    let mut upload = store.blobs().upload()?;
    upload.write(paper.text.as_bytes())?;
    let kept = store.blobs().keep(upload)?;
    Ok(NewAttachment { name: paper.name.to_owned(), media_type: paper.media_type.to_owned(), kept })
}

/// Steps that say nothing: reactions, people, assignments, stages.
async fn arrange(store: &Store, company: &Company, step: &Step, by: PersonId) -> Result<(), Stop> {
    if let Deed::JoinGroup { group } = step.deed {
        return party::enter(store, Some(company.person("dora")), by, company.team(group)).await;
    }
    let thread = company.thread(step.conversation);
    let (place, by) = (thread.conversation, Some(by));
    match step.deed {
        Deed::React { at, reaction } => reacted(store, by, thread.message(at), reaction).await,
        Deed::BringPerson { who, past } => {
            conversation::bring(store, by, place, Bringing { party: company.person(who).into(), past }).await
        }
        Deed::AssignTo { who } => conversation::assign(store, by, place, Some(company.person(who).into())).await,
        Deed::AssignToTeam { team } => conversation::assign(store, by, place, Some(company.team(team))).await,
        Deed::Accept { at } => conversation::accept(store, by, place, thread.message(at)).await,
        Deed::Close { reason } => conversation::close(store, by, place, reason).await,
        _ => Ok(()),
    }
}

async fn reacted(store: &Store, by: Option<PersonId>, message: MessageId, reaction: &str) -> Result<(), Stop> {
    let _: ConversationId = message::react(store, by, message, reaction).await?;
    Ok(())
}

fn thread_of<'a>(company: &'a mut Company, short: &str) -> &'a mut Thread {
    let found = company.conversations.iter_mut().find(|t| t.short == short);
    found.unwrap_or_else(|| panic!("the script speaks in {short} before it is started"))
}

fn said<'a>(company: &'a mut Company, short: &str, at: usize) -> &'a mut Said {
    let found = thread_of(company, short).said.get_mut(at);
    found.unwrap_or_else(|| panic!("the script changes message {at} of {short} before it is said"))
}
