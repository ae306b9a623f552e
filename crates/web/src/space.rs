//! Spaces, their lists, and starting conversations.

use crate::{
    answer::{Trouble, done, made, page, page_again, page_of_reading, shown},
    entry::Visitor,
    form::Form,
    house::House,
};
use actions::conversation::Starting;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use domain::{
    id::{PartyId, SpaceId},
    kind::Kind,
    moment::Moment,
    refusal::Refusal,
};
use serde::Deserialize;
use store::{
    Seen,
    reading::{
        shelf::{Cursor, List},
        space::Space,
    },
};
use views::{space::SpaceView, spaces::SpacesView, starting::StartingView, starting_places::StartingPlacesView};

shown!(SpacesView, SpaceView, StartingView, StartingPlacesView);

/// `GET /spaces`.
pub async fn spaces(State(house): State<House>, visitor: Visitor) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house);
    page(&house, &visitor, async { SpacesView::gather(&reading).await.map(Some) }).await
}

/// Which list, from where.
#[derive(Deserialize)]
pub struct Asked {
    list: Option<String>,
    cursor: Option<String>,
    kind: Option<String>,
}

impl Asked {
    fn list(&self, space: SpaceId) -> Result<List, Refusal> {
        match self.list.as_deref().unwrap_or("all") {
            "all" | "" => Ok(List::Space(space)),
            "mine" => Ok(List::Mine(Some(space))),
            "unassigned" => Ok(List::Unassigned(space)),
            "unanswered" => Ok(List::Unanswered(space)),
            _ => Err(Refusal::invalid("list", "list-unknown")),
        }
    }

    fn cursor(&self) -> Result<Cursor, Refusal> {
        let Some(text) = self.cursor.as_deref().filter(|c| !c.is_empty()) else { return Ok(Cursor::TOP) };
        let parsed =
            text.split_once('.').and_then(|(at, id)| Some(Cursor { last_at: Moment(at.parse().ok()?), id: id.parse().ok()? }));
        parsed.ok_or(Refusal::invalid("cursor", "cursor-unknown"))
    }
}

async fn the_space(house: &House, visitor: &Visitor, slug: &str) -> Result<Seen<Space>, Trouble> {
    Ok(visitor.reading(house).space(slug).await?.ok_or_else(Refusal::hidden)?)
}

/// `GET /spaces/{slug}`.
pub async fn space(
    State(house): State<House>,
    visitor: Visitor,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house).at_one_moment()?;
    let it = reading.space(&slug).await?.ok_or_else(Refusal::hidden)?;
    let (list, cursor) = (asked.list(it.id)?, asked.cursor()?);
    page_of_reading(&house, &visitor, &reading, async { SpaceView::gather(&reading, &it, list, cursor).await.map(Some) }).await
}

/// `POST /spaces/{slug}/mark`.
pub async fn mark(State(house): State<House>, visitor: Visitor, Path(slug): Path<String>) -> Result<Response, Trouble> {
    let it = the_space(&house, &visitor, &slug).await?;
    actions::reading_mark::read_space(house.store(), visitor.person(), it.id).await?;
    Ok(done(&visitor, &format!("/spaces/{slug}")))
}

/// `GET /spaces/{slug}/new`.
pub async fn new(
    State(house): State<House>,
    visitor: Visitor,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Trouble> {
    visitor.signed_in()?;
    let kind = asked.kind.as_deref().and_then(Kind::from_word);
    let reading = visitor.reading(&house);
    page(&house, &visitor, StartingView::gather(&reading, &slug, kind)).await
}

/// `GET /conversations/new`: no space is named yet.
pub async fn new_somewhere(
    State(house): State<House>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Trouble> {
    visitor.signed_in()?;
    let kind = asked.kind.as_deref().and_then(Kind::from_word);
    let reading = visitor.reading(&house);
    page(&house, &visitor, async { StartingPlacesView::gather(&reading, kind).await.map(Some) }).await
}

/// `POST /spaces/{slug}/conversations`.
pub async fn start(
    State(house): State<House>,
    visitor: Visitor,
    Path(slug): Path<String>,
    form: Form,
) -> Result<Response, Trouble> {
    let it = the_space(&house, &visitor, &slug).await?;
    let started = match starting(&it, &form) {
        Ok(starting) => actions::conversation::start(house.store(), visitor.person(), starting).await,
        Err(refusal) => Err(refusal.into()),
    };
    match started {
        Ok(started) => {
            let place = format!("/conversations/{}", started.number);
            let json = serde_json::json!({ "id": started.conversation, "number": started.number, "message": started.message, "href": place });
            Ok(made(&visitor, &place, json))
        }
        Err(stop) => {
            let path = format!("/spaces/{slug}/conversations");
            let kind = form.get("kind").and_then(Kind::from_word);
            let reading = visitor.reading(&house);
            page_again(&house, &visitor, stop, (&path, form.fields), StartingView::gather(&reading, &slug, kind)).await
        }
    }
}

fn starting(space: &Seen<Space>, form: &Form) -> Result<Starting, Refusal> {
    let kind = form.get("kind").and_then(Kind::from_word).ok_or(Refusal::invalid("kind", "kind-not-here"))?;
    domain::sending::no_file_forgotten(&form.text("body"), form.files.len(), form.ticked("without_file"))?;
    let with = form.all("with").into_iter().filter(|w| !w.is_empty());
    let with =
        with.map(|w| w.parse().map_err(|_| Refusal::invalid("with", "party-unknown"))).collect::<Result<Vec<PartyId>, _>>()?;
    Ok(Starting {
        space: space.id,
        kind,
        subject: form.text("subject"),
        body: form.text("body"),
        inside: form.ticked("inside"),
        with,
        to: form.text("to"),
        attachments: form.files.clone(),
        saw: form.get("audience").filter(|a| !a.is_empty()).map(str::to_owned),
    })
}
