//! `/sign-in` and `/sign-out`.

use crate::{
    answer::{self, Trouble, made, page_again, see_other, shown},
    entry::{Visitor, cookie},
    form::Form,
    house::House,
};
use actions::session;
use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::Response,
};
use domain::refusal::Refusal;
use views::sign_in::SignInView;

shown!(SignInView);

/// `GET /sign-in`.
pub async fn page(State(house): State<House>, visitor: Visitor) -> Result<Response, Trouble> {
    if visitor.person().is_some() && !visitor.json {
        return Ok(see_other("/"));
    }
    answer::page(&house, &visitor, async { Ok::<_, Trouble>(Some(SignInView::Ask)) }).await
}

/// `POST /sign-in`: by password, or without one by a mailed link.
pub async fn enter(State(house): State<House>, visitor: Visitor, form: Form) -> Result<Response, Trouble> {
    let (address, password) = (form.text("address"), form.text("password"));
    let allowed = house.paces().entries.allows(&visitor.from)
        && (password.is_empty() || house.paces().passwords.allows(&address.trim().to_lowercase()));
    let entered = if !allowed {
        Err(Refusal::too_often("sign-in-often").into())
    } else if password.is_empty() {
        match session::ask_for_link(house.store(), &address).await {
            Ok(()) => return answer::page(&house, &visitor, async { Ok::<_, Trouble>(Some(SignInView::LinkMailed)) }).await,
            Err(stop) => Err(stop),
        }
    } else {
        session::enter_by_password(house.store(), &address, password, &visitor.agent).await
    };
    match entered {
        Ok(secret) => Ok(entered_as(&house, &visitor, &secret)),
        Err(stop) => {
            page_again(&house, &visitor, stop, ("/sign-in", form.fields), async { Ok::<_, Trouble>(Some(SignInView::Ask)) }).await
        }
    }
}

/// `GET /sign-in/{token}`: a button, so that what follows links in letters does not use them up.
pub async fn link(State(house): State<House>, visitor: Visitor, Path(token): Path<String>) -> Result<Response, Trouble> {
    if house.store().sign_in_link(&token).await?.is_none() {
        return Err(Refusal::new("link-spent").into());
    }
    answer::page(&house, &visitor, async { Ok::<_, Trouble>(Some(SignInView::UseLink)) }).await
}

/// `POST /sign-in/{token}`.
pub async fn use_link(State(house): State<House>, visitor: Visitor, Path(token): Path<String>) -> Result<Response, Trouble> {
    let secret = session::enter_by_link(house.store(), &token, &visitor.agent).await?;
    Ok(entered_as(&house, &visitor, &secret))
}

/// Into the house, with a fresh session.
pub fn entered_as(house: &House, visitor: &Visitor, secret: &str) -> Response {
    let mut response = made(visitor, "/", serde_json::json!({ "href": "/" }));
    response.headers_mut().append(header::SET_COOKIE, cookie(house.secure(), secret));
    response
}

/// `POST /sign-out`: the session ends, and the browser forgets what it kept.
pub async fn leave(State(house): State<House>, visitor: Visitor) -> Result<Response, Trouble> {
    if let Some(session) = visitor.viewer.session() {
        session::leave(house.store(), visitor.person(), session).await?;
    }
    let mut response = see_other("/sign-in");
    response.headers_mut().append(header::SET_COOKIE, cookie(house.secure(), ""));
    response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\""));
    Ok(response)
}
