//! `/found`: the first page of a new house. Who holds the printed link founds it, nobody else.

use crate::{
    answer::{self, Trouble, made, page_again, shown},
    entry::{Visitor, cookie},
    form::Form,
    house::House,
};
use actions::house::Founding;
use axum::{
    extract::{Query, State},
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use domain::refusal::Refusal;
use serde::Deserialize;
use store::{Fault, Store};
use views::founding::FoundingView;

shown!(FoundingView);

/// The key that the printed link carries.
///
/// # Errors
/// A fault of the store.
pub async fn founding_key(store: &Store) -> Result<String, Fault> {
    Ok(data_encoding::HEXLOWER.encode(&store.key("founding").await?[..16]))
}

/// The key in the link.
#[derive(Deserialize)]
pub struct Key {
    key: Option<String>,
}

/// `GET /found?key=…`: the key moves into a cookie, so that the form needs not carry it.
pub async fn page(
    State(house): State<House>,
    visitor: Visitor,
    headers: HeaderMap,
    Query(Key { key }): Query<Key>,
) -> Result<Response, Trouble> {
    if house.store().people_count().await? > 0 {
        return Err(Refusal::hidden().into());
    }
    // A form that would only be refused at its end is not shown.
    if key.clone().or_else(|| cookie_key(&headers)).as_deref() != Some(founding_key(house.store()).await?.as_str()) {
        return Err(Refusal::new("founding-key").into());
    }
    let mut response = answer::page(&house, &visitor, async { Ok::<_, Trouble>(Some(FoundingView::default())) }).await?;
    if let Some(key) = key.filter(|k| k.bytes().all(|b| b.is_ascii_alphanumeric()))
        && let Ok(value) = HeaderValue::from_str(&format!("founding={key}; Path=/found; HttpOnly; SameSite=Lax"))
    {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    Ok(response)
}

/// `POST /found`.
pub async fn found(State(house): State<House>, visitor: Visitor, headers: HeaderMap, form: Form) -> Result<Response, Trouble> {
    let held = cookie_key(&headers).or_else(|| form.get("key").map(str::to_owned));
    if house.store().people_count().await? > 0 {
        return Err(Refusal::hidden().into());
    }
    if held.as_deref() != Some(founding_key(house.store()).await?.as_str()) {
        return Err(Refusal::new("founding-key").into());
    }
    let founding = Founding {
        house: form.text("house"),
        name: form.text("name"),
        address: form.text("address"),
        password: form.text("password"),
    };
    match actions::house::found(house.store(), founding).await {
        Ok(founded) => {
            let mut response = made(&visitor, "/", serde_json::json!({ "person": founded.founder, "href": "/" }));
            response.headers_mut().append(header::SET_COOKIE, cookie(house.secure(), &founded.token));
            Ok(response)
        }
        Err(stop) => {
            page_again(&house, &visitor, stop, ("/found", form.fields), async { Ok::<_, Trouble>(Some(FoundingView::default())) })
                .await
        }
    }
}

fn cookie_key(headers: &HeaderMap) -> Option<String> {
    let held = headers.get(header::COOKIE)?.to_str().ok()?;
    held.split(';').find_map(|pair| pair.trim().strip_prefix("founding=")).map(str::to_owned)
}
