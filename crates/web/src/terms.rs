//! Terms: what I agreed to, and the house's notice about measuring.

use crate::{
    answer::{Trouble, done, page as show, page_again, shown},
    entry::Visitor,
    form::Form,
    house::House,
};
use actions::terms::{self as act, Publishing};
use axum::{extract::State, response::Response};
use domain::{
    limits,
    refusal::Refusal,
    terms::{COUNTED_TOO, Purpose, SERVICE_ONLY, day},
};
use store::Stop;
use views::{published_notice::PublishedNoticeView, terms::TermsView};

shown!(TermsView, PublishedNoticeView);

/// `GET /settings/terms`.
pub async fn page(State(house): State<House>, visitor: Visitor) -> Result<Response, Trouble> {
    visitor.signed_in()?;
    let reading = visitor.reading(&house);
    show(&house, &visitor, TermsView::gather(&reading)).await
}

/// `POST /settings/terms`: what is not sent, and what is so already, stays as it is.
pub async fn choose(State(house): State<House>, visitor: Visitor, form: Form) -> Result<Response, Trouble> {
    visitor.signed_in()?;
    match chosen(&house, &visitor, &form).await {
        Ok(()) => Ok(done(&visitor, "/settings/terms")),
        Err(stop) => {
            let reading = visitor.reading(&house);
            page_again(&house, &visitor, stop, ("/settings/terms", form.fields), TermsView::gather(&reading)).await
        }
    }
}

async fn chosen(house: &House, visitor: &Visitor, form: &Form) -> Result<(), Stop> {
    let (store, by) = (house.store(), visitor.person());
    for (field, purpose) in [("aggregates", Purpose::Aggregates), ("personal", Purpose::Personal)] {
        let leaves = match form.get(field) {
            None => continue,
            Some("in") => false,
            Some("out") => true,
            Some(_) => return Err(Refusal::invalid(field, "terms-choice").into()),
        };
        unless_so(act::leave(store, by, purpose, leaves).await)?;
    }
    match form.get("agreement") {
        None => Ok(()),
        // Serving her needs no agreement: choosing that alone ends the other.
        Some(SERVICE_ONLY) => unless_so(act::agree(store, by, COUNTED_TOO, false).await),
        Some(agreement) => unless_so(act::agree(store, by, agreement, true).await),
    }
}

fn unless_so(result: Result<(), Stop>) -> Result<(), Stop> {
    match result {
        Err(Stop::Refused(refusal)) if refusal.key == "terms-so-already" => Ok(()),
        other => other,
    }
}

/// `GET /administration/notice`.
pub async fn notice(State(house): State<House>, visitor: Visitor) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house);
    show(&house, &visitor, PublishedNoticeView::gather(&reading)).await
}

/// `POST /administration/notice`.
pub async fn publish(State(house): State<House>, visitor: Visitor, form: Form) -> Result<Response, Trouble> {
    let published = match publishing(&form) {
        Ok(it) => act::publish(house.store(), visitor.person(), it).await,
        Err(refusal) => Err(refusal.into()),
    };
    settled(&house, &visitor, "/administration/notice", form, published).await
}

fn publishing(form: &Form) -> Result<Publishing, Refusal> {
    Ok(Publishing {
        words: form.text("words"),
        group_min: form.number("group_min")?.unwrap_or(limits::GROUP_PEOPLE_MIN),
        counts_from: day(&form.text("counts_from"))?,
    })
}

/// `POST /administration/notice/end`.
pub async fn end(State(house): State<House>, visitor: Visitor, form: Form) -> Result<Response, Trouble> {
    let ended = act::end(house.store(), visitor.person()).await;
    settled(&house, &visitor, "/administration/notice/end", form, ended).await
}

async fn settled(
    house: &House,
    visitor: &Visitor,
    path: &str,
    form: Form,
    result: Result<(), Stop>,
) -> Result<Response, Trouble> {
    match result {
        Ok(()) => Ok(done(visitor, "/administration/notice")),
        Err(stop) => {
            let reading = visitor.reading(house);
            page_again(house, visitor, stop, (path, form.fields), PublishedNoticeView::gather(&reading)).await
        }
    }
}
