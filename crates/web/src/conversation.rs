//! Conversations: reading one, writing in it, moving it through its life.

use crate::{
    answer::{Trouble, done, html, made, page_again, page_of_reading, see_other, shell_of, shown, with_next},
    entry::Visitor,
    form::Form,
    house::House,
    planned,
};
use actions::{
    Saw,
    conversation::{self as act, Bringing},
    message::Replying,
    reading_mark,
};
use axum::{
    extract::{Path, Query, State},
    http::{Method, StatusCode},
    response::{Html, IntoResponse, Response},
};
use domain::{
    id::{ConversationId, MessageId, PartyId, Position},
    refusal::Refusal,
    sending,
};
use serde::Deserialize;
use store::{
    Seen, Stop,
    reading::{conversation::Headline, message::Window},
};
use views::{
    conversation::{Asked as Part, ConversationView, SinceView},
    shell::Shell,
};

shown!(ConversationView);

/// Which part of a conversation.
#[derive(Deserialize)]
pub struct Asked {
    from: Option<i64>,
    before: Option<i64>,
    since: Option<i64>,
    answers: Option<i64>,
}

impl Asked {
    fn part(&self) -> Part {
        let window = match (self.from, self.before) {
            (Some(from), _) => Window::From(MessageId(from)),
            (_, Some(before)) => Window::Before(MessageId(before)),
            _ => Window::Newest,
        };
        Part { window, answers: self.answers.map(MessageId) }
    }
}

async fn the(house: &House, visitor: &Visitor, number: i64) -> Result<Seen<Headline>, Trouble> {
    Ok(visitor.reading(house).conversation(number).await?.ok_or_else(Refusal::hidden)?)
}

fn place(number: i64) -> String {
    format!("/conversations/{number}")
}

/// `GET /conversations/{number}`: reading it is reading it; what concerned the visitor here is seen.
pub async fn conversation(
    State(house): State<House>,
    method: Method,
    visitor: Visitor,
    Path(number): Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house).at_one_moment()?;
    if let Some(since) = asked.since {
        let view = SinceView::gather(&reading, number, Position(since)).await?.ok_or_else(Refusal::hidden)?;
        let answer =
            if visitor.json { axum::Json(view.json()).into_response() } else { Html(view.html().to_owned()).into_response() };
        return Ok(with_next(answer, view.links.next.as_deref()));
    }
    // How long the log is before anything is read: from here on the page listens.
    let cursor = reading.head().await?;
    let it = reading.conversation(number).await?.ok_or_else(Refusal::hidden)?;
    let whole = asked.before.is_none() && asked.from.is_none() && asked.answers.is_none();
    if let Some(other) = it.merged_into.filter(|_| whole && !visitor.json)
        && let Some(other) = reading.conversation_by_id(other).await?
    {
        // Its old address leads to where it goes on; its own page is asked for by a message of it.
        return Ok(see_other(&format!("{}#c{number}", place(other.number))));
    }
    let newest = asked.before.is_none() && asked.from.is_none();
    // Whoever only asks for the head has read nothing.
    let read = newest && method == Method::GET && visitor.person().is_some() && !visitor.json;
    if !read {
        let gather = async { ConversationView::of(&reading, it, asked.part()).await.map(Some) };
        return page_of_reading(&house, &visitor, &reading, gather).await;
    }
    // First the page, with its line "new since you were here"; then the mark; then the counts around the page.
    let view = ConversationView::of(&reading, it, asked.part()).await?;
    let after = if view.new.is_empty() {
        reading
    } else {
        drop(reading);
        visitor.reading(&house)
    };
    for (shown, to) in &view.new {
        reading_mark::read(house.store(), visitor.person(), *shown, *to).await?;
    }
    let shell = Shell { cursor, ..shell_of(&house, &visitor, &after).await? };
    Ok(html(StatusCode::OK, view.html(&shell)))
}

/// `GET /conversations/{number}/audience`: the line alone, for a composer that stands open.
pub async fn audience(State(house): State<House>, visitor: Visitor, Path(number): Path<i64>) -> Result<Response, Trouble> {
    let view = views::conversation::audience(&visitor.reading(&house), number).await?.ok_or_else(Refusal::hidden)?;
    Ok(if visitor.json { axum::Json(view.json()).into_response() } else { Html(view.html()).into_response() })
}

/// `POST /conversations/{number}/messages`.
pub async fn reply(
    State(house): State<House>,
    visitor: Visitor,
    Path(number): Path<i64>,
    form: Form,
) -> Result<Response, Trouble> {
    let it = the(&house, &visitor, number).await?;
    // From a sidebar's composer one stays on the page beside which it stands.
    let shown = form.number("page")?.unwrap_or(number);
    let written = match replying(it.id, &form) {
        Ok(replying) if is_later(&visitor, &form) => plan(&house, &visitor, &form, shown, replying).await,
        Ok(replying) => write(&house, &visitor, shown, replying).await,
        Err(refusal) => Err(refusal.into()),
    };
    match written {
        Ok(answer) => Ok(answer),
        Err(stop) => {
            let path = format!("{}/messages", place(number));
            let reading = visitor.reading(&house);
            page_again(&house, &visitor, stop, (&path, form.fields), ConversationView::gather(&reading, shown, Part::default()))
                .await
        }
    }
}

async fn write(house: &House, visitor: &Visitor, shown: i64, it: Replying) -> Result<Response, Stop> {
    let written = actions::message::reply(house.store(), visitor.person(), it).await?;
    let href = format!("{}#m{}", place(shown), written.message);
    let json = serde_json::json!({ "id": written.message, "position": written.position, "href": format!("/messages/{}", written.message) });
    Ok(made(visitor, &href, json))
}

/// Whether it is to be sent later: a page has a button for it, a program names a time.
fn is_later(visitor: &Visitor, form: &Form) -> bool {
    form.ticked("later") || (visitor.json && form.get("at").is_some_and(|at| !at.is_empty()))
}

async fn plan(house: &House, visitor: &Visitor, form: &Form, shown: i64, it: Replying) -> Result<Response, Stop> {
    let at = planned::when(house, visitor, form).await?;
    let id = actions::planned::plan(house.store(), visitor.person(), it, at).await?;
    let json = serde_json::json!({ "id": id, "planned": at, "href": "/planned" });
    Ok(made(visitor, &place(shown), json))
}

fn replying(conversation: ConversationId, form: &Form) -> Result<Replying, Refusal> {
    sending::no_file_forgotten(&form.text("body"), form.files.len(), form.ticked("without_file"))?;
    let audience = form.get("audience").filter(|audience| !audience.is_empty()).map(str::to_owned);
    let saw = Saw { audience, position: form.number("position")?.map(Position) };
    let answers = form.number("answers")?.map(MessageId);
    Ok(Replying { conversation, body: form.text("body"), answers, attachments: form.files.clone(), saw })
}

/// `POST /conversations/{number}/draft`.
pub async fn draft(
    State(house): State<House>,
    visitor: Visitor,
    Path(number): Path<i64>,
    form: Form,
) -> Result<Response, Trouble> {
    let it = the(&house, &visitor, number).await?;
    actions::draft::keep(house.store(), visitor.person(), it.id, &form.text("body")).await?;
    Ok(done(&visitor, &place(number)))
}

/// `POST /conversations/{number}/mark`.
pub async fn mark(
    State(house): State<House>,
    visitor: Visitor,
    Path(number): Path<i64>,
    form: Form,
) -> Result<Response, Trouble> {
    let it = the(&house, &visitor, number).await?;
    let position = form.number("position")?.map_or(it.last_position, Position);
    if form.ticked("unread") {
        reading_mark::unread(house.store(), visitor.person(), it.id, position).await?;
        return Ok(done(&visitor, &format!("/spaces/{}", it.space_slug)));
    }
    reading_mark::read(house.store(), visitor.person(), it.id, position).await?;
    Ok(done(&visitor, &place(number)))
}

/// `POST /conversations/{number}/closure`.
pub async fn close(
    State(house): State<House>,
    visitor: Visitor,
    Path(number): Path<i64>,
    form: Form,
) -> Result<Response, Trouble> {
    let it = the(&house, &visitor, number).await?;
    act::close(house.store(), visitor.person(), it.id, &form.text("reason")).await?;
    Ok(done(&visitor, &place(number)))
}

/// `POST /conversations/{number}/reopening`.
pub async fn reopen(State(house): State<House>, visitor: Visitor, Path(number): Path<i64>) -> Result<Response, Trouble> {
    let it = the(&house, &visitor, number).await?;
    act::reopen(house.store(), visitor.person(), it.id).await?;
    Ok(done(&visitor, &place(number)))
}

/// `POST /conversations/{number}/assignment`: to me, to a party by id, to a colleague by name, or to nobody. Who does not
/// see it is brought in where that is asked for.
pub async fn assign(
    State(house): State<House>,
    visitor: Visitor,
    Path(number): Path<i64>,
    form: Form,
) -> Result<Response, Trouble> {
    let it = the(&house, &visitor, number).await?;
    let (by, brings) = (visitor.person(), form.ticked("bring"));
    let assigned = match owner(&house, &visitor, &form).await {
        Ok(Some(to)) if brings => act::bring_and_assign(house.store(), by, it.id, to).await,
        Ok(to) => act::assign(house.store(), by, it.id, to).await,
        Err(stop) => Err(stop),
    };
    match assigned {
        Ok(()) => Ok(done(&visitor, &place(number))),
        Err(stop) => {
            let path = format!("{}/assignment", place(number));
            let reading = visitor.reading(&house);
            page_again(&house, &visitor, stop, (&path, form.fields), ConversationView::gather(&reading, number, Part::default()))
                .await
        }
    }
}

/// Whom a form of assignment means: who was chosen from the list, whose name was typed, or one of the usual.
async fn owner(house: &House, visitor: &Visitor, form: &Form) -> Result<Option<PartyId>, store::Stop> {
    if let Some(party) = form.number("party")? {
        return Ok(Some(PartyId(party)));
    }
    let name = form.text("name");
    if !name.trim().is_empty() {
        return named_party(house, visitor, &name).await.map(Some);
    }
    Ok(match form.get("to") {
        Some("me") => visitor.person().map(PartyId::from),
        _ => form.number("to")?.map(PartyId),
    })
}

/// `POST /conversations/{number}/parties`: by id, by name, or somebody outside by her address.
pub async fn bring(
    State(house): State<House>,
    visitor: Visitor,
    Path(number): Path<i64>,
    form: Form,
) -> Result<Response, Trouble> {
    let it = the(&house, &visitor, number).await?;
    let (by, past, name) = (visitor.person(), form.ticked("past"), form.text("name"));
    let shown = form.number("page")?.unwrap_or(number);
    let brought = match (form.number("party")?.map(PartyId), name.contains('@')) {
        (Some(party), _) => act::bring(house.store(), by, it.id, Bringing { party, past }).await,
        (None, true) => act::bring_address(house.store(), by, it.id, &name, past).await,
        (None, false) => match named_party(&house, &visitor, &name).await {
            Ok(party) => act::bring(house.store(), by, it.id, Bringing { party, past }).await,
            Err(trouble) => Err(trouble),
        },
    };
    match brought {
        Ok(()) => Ok(done(&visitor, &place(shown))),
        Err(stop) => {
            let path = format!("{}/parties", place(number));
            let reading = visitor.reading(&house);
            page_again(&house, &visitor, stop, (&path, form.fields), ConversationView::gather(&reading, shown, Part::default()))
                .await
        }
    }
}

/// The one party of this name. Outsiders find none, as if there were none.
///
/// # Errors
/// Refuses a name that nobody or more than one has.
pub async fn named_party(house: &House, visitor: &Visitor, name: &str) -> Result<PartyId, store::Stop> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Refusal::invalid("name", "field-empty").into());
    }
    let found = visitor.reading(house).parties_named(name).await?;
    let exact: Vec<_> = found.iter().filter(|p| p.name.eq_ignore_ascii_case(name)).collect();
    match (exact.as_slice(), found.as_slice()) {
        ([one], _) => Ok(one.id),
        ([], [one]) => Ok(one.id),
        ([], []) => Err(Refusal::invalid("name", "party-unknown").into()),
        _ => Err(Refusal::invalid("name", "party-ambiguous").into()),
    }
}

/// `POST /conversations/{number}/parties/{party}/removal`.
pub async fn remove(
    State(house): State<House>,
    visitor: Visitor,
    Path((number, party)): Path<(i64, i64)>,
) -> Result<Response, Trouble> {
    let it = the(&house, &visitor, number).await?;
    act::remove(house.store(), visitor.person(), it.id, PartyId(party)).await?;
    // Who removed herself finds her way home.
    let still = visitor.reading(&house).conversation(number).await?.is_some();
    Ok(done(&visitor, &if still { place(number) } else { String::from("/") }))
}

/// `POST /conversations/{number}/sidebar`.
pub async fn open_sidebar(
    State(house): State<House>,
    visitor: Visitor,
    Path(number): Path<i64>,
    form: Form,
) -> Result<Response, Trouble> {
    let it = the(&house, &visitor, number).await?;
    match actions::sidebar::open(house.store(), visitor.person(), it.id, &form.text("body")).await {
        Ok(started) => {
            let json = serde_json::json!({ "id": started.conversation, "number": started.number, "href": place(started.number) });
            Ok(made(&visitor, &format!("{}#sidebar", place(number)), json))
        }
        Err(stop) => {
            let path = format!("{}/sidebar", place(number));
            let reading = visitor.reading(&house);
            page_again(&house, &visitor, stop, (&path, form.fields), ConversationView::gather(&reading, number, Part::default()))
                .await
        }
    }
}

/// `POST /conversations/{number}/answer`.
pub async fn accept(
    State(house): State<House>,
    visitor: Visitor,
    Path(number): Path<i64>,
    form: Form,
) -> Result<Response, Trouble> {
    let it = the(&house, &visitor, number).await?;
    let answer = form.number("message")?.map(MessageId).ok_or(Refusal::invalid("message", "field-empty"))?;
    act::accept(house.store(), visitor.person(), it.id, answer).await?;
    Ok(done(&visitor, &place(number)))
}
