//! My settings.

use crate::{
    answer::{Trouble, done, made, page as show, page_again, shown},
    entry::Visitor,
    form::Form,
    house::House,
};
use actions::person::{self as act, Settings};
use axum::{
    extract::{Path, State},
    response::Response,
};
use domain::id::SessionId;
use views::settings::SettingsView;

shown!(SettingsView);

/// `GET /settings`.
pub async fn page(State(house): State<House>, visitor: Visitor) -> Result<Response, Trouble> {
    visitor.signed_in()?;
    let reading = visitor.reading(&house);
    show(&house, &visitor, SettingsView::gather(&reading)).await
}

async fn settled(
    house: &House,
    visitor: &Visitor,
    path: &str,
    form: Form,
    result: Result<(), store::Stop>,
) -> Result<Response, Trouble> {
    match result {
        Ok(()) => Ok(done(visitor, "/settings")),
        Err(stop) => {
            let reading = visitor.reading(house);
            page_again(house, visitor, stop, (path, form.fields), SettingsView::gather(&reading)).await
        }
    }
}

/// `POST /settings`.
pub async fn settle(State(house): State<House>, visitor: Visitor, form: Form) -> Result<Response, Trouble> {
    // The form of name and time zone leaves the theme alone.
    let kept = visitor.reading(&house).me().await?.map_or_else(String::new, |me| me.theme.clone());
    let theme = form.get("theme").map_or(kept, str::to_owned);
    let it = Settings { name: form.text("name"), time_zone: form.text("time_zone"), theme };
    let result = act::settle(house.store(), visitor.person(), it).await;
    settled(&house, &visitor, "/settings", form, result).await
}

/// `POST /settings/theme`.
pub async fn theme(State(house): State<House>, visitor: Visitor, form: Form) -> Result<Response, Trouble> {
    let result = act::set_theme(house.store(), visitor.person(), &form.text("theme")).await;
    settled(&house, &visitor, "/settings/theme", form, result).await
}

/// `POST /settings/password`.
pub async fn password(State(house): State<House>, visitor: Visitor, form: Form) -> Result<Response, Trouble> {
    let result = act::set_password(house.store(), visitor.person(), visitor.viewer.session(), form.text("password")).await;
    settled(&house, &visitor, "/settings/password", form, result).await
}

/// `POST /settings/erasure`: afterwards she is a stranger.
pub async fn erase(State(house): State<House>, visitor: Visitor, form: Form) -> Result<Response, Trouble> {
    let me = visitor.signed_in()?;
    match actions::erasure::erase(house.store(), Some(me), me, &form.text("name"), views::words::erased()).await {
        Ok(()) => Ok(done(&visitor, "/sign-in")),
        Err(stop) => {
            let reading = visitor.reading(&house);
            page_again(&house, &visitor, stop, ("/settings/erasure", form.fields), SettingsView::gather(&reading)).await
        }
    }
}

/// `POST /settings/sessions/{id}/end`.
pub async fn end_session(State(house): State<House>, visitor: Visitor, Path(id): Path<i64>) -> Result<Response, Trouble> {
    actions::session::leave(house.store(), visitor.person(), SessionId(id)).await?;
    Ok(done(&visitor, "/settings"))
}

/// `POST /settings/tokens`: the token stands on the answer's page, this once.
pub async fn token(State(house): State<House>, visitor: Visitor, form: Form) -> Result<Response, Trouble> {
    let days = form.number("days")?.unwrap_or(90);
    let scopes = form.all("scopes").join(" ");
    let reading = visitor.reading(&house);
    match actions::session::make_token(house.store(), visitor.person(), &form.text("name"), &scopes, days).await {
        Ok(token) if visitor.json => Ok(made(&visitor, "/settings", serde_json::json!({ "token": token }))),
        Ok(token) => show(&house, &visitor, SettingsView::gather_with_token(&reading, token)).await,
        Err(stop) => page_again(&house, &visitor, stop, ("/settings/tokens", form.fields), SettingsView::gather(&reading)).await,
    }
}
