//! People.

use crate::{
    answer::{Trouble, done, page, page_again, see_other, shown},
    entry::Visitor,
    form::Form,
    house::House,
};
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use domain::{id::PersonId, refusal::Refusal};
use serde::Deserialize;
use views::{people::PeopleView, person::PersonView};

shown!(PeopleView, PersonView);

/// Whom.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    after: String,
}

/// `GET /people`.
pub async fn people(State(house): State<House>, visitor: Visitor, Query(asked): Query<Asked>) -> Result<Response, Trouble> {
    visitor.signed_in()?;
    let reading = visitor.reading(&house);
    page(&house, &visitor, PeopleView::gather(&reading, &asked.q, &asked.after)).await
}

/// `GET /people/{id}`.
pub async fn person(State(house): State<House>, visitor: Visitor, Path(id): Path<i64>) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house);
    // Who was found to be another is that one; the old address leads there whoever knew her by it.
    if let Some(known) = reading.person(PersonId(id)).await?
        && let Some(into) = reading.merging_facts(&known).await?.merged_into
    {
        return Ok(see_other(&format!("/people/{into}")));
    }
    page(&house, &visitor, PersonView::gather(&reading, PersonId(id))).await
}

/// `POST /people/{id}/erasure`: somebody else's.
pub async fn erase(State(house): State<House>, visitor: Visitor, Path(id): Path<i64>, form: Form) -> Result<Response, Trouble> {
    if visitor.person() == Some(PersonId(id)) {
        // There it takes a session, which no token is.
        return Err(Refusal::new("erasure-own").into());
    }
    let typed = form.text("name");
    match actions::erasure::erase(house.store(), visitor.person(), PersonId(id), &typed, views::words::erased()).await {
        Ok(()) => Ok(done(&visitor, &format!("/people/{id}"))),
        Err(stop) => {
            let reading = visitor.reading(&house);
            let form = (format!("/people/{id}/erasure"), form.fields);
            page_again(&house, &visitor, stop, (&form.0, form.1), PersonView::gather(&reading, PersonId(id))).await
        }
    }
}

/// `POST /people/{id}/block`: puts her addresses on the block list, or takes them off.
pub async fn block(State(house): State<House>, visitor: Visitor, Path(id): Path<i64>, form: Form) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house);
    let person = reading.person(PersonId(id)).await?.ok_or_else(Refusal::hidden)?;
    actions::block::set_person(house.store(), visitor.person(), person.id, form.ticked("blocked")).await?;
    Ok(done(&visitor, &format!("/people/{id}")))
}

/// `POST /people/{id}/repair`: takes the marks off her addresses.
pub async fn repair(State(house): State<House>, visitor: Visitor, Path(id): Path<i64>) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house);
    let person = reading.person(PersonId(id)).await?.ok_or_else(Refusal::hidden)?;
    actions::address::repair(house.store(), visitor.person(), person.id).await?;
    Ok(done(&visitor, &format!("/people/{id}")))
}

/// `POST /people/{id}/outreach`: stops outreach to her, or allows it again.
pub async fn outreach(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<i64>,
    form: Form,
) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house);
    let person = reading.person(PersonId(id)).await?.ok_or_else(Refusal::hidden)?;
    actions::address::set_outreach(house.store(), visitor.person(), person.id, form.ticked("allowed")).await?;
    Ok(done(&visitor, &format!("/people/{id}")))
}
