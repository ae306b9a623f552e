//! `/invitation/{token}`: coming in.

use crate::{
    answer::{self, Trouble, page_again, shown},
    entry::Visitor,
    form::Form,
    house::House,
    sign_in::entered_as,
};
use actions::invitation::{Newcomer, accept as accept_invitation};
use axum::{
    extract::{Path, State},
    response::Response,
};
use domain::refusal::Refusal;
use views::invitation::InvitationView;

shown!(InvitationView);

/// `GET /invitation/{token}`.
pub async fn page(State(house): State<House>, visitor: Visitor, Path(token): Path<String>) -> Result<Response, Trouble> {
    let view = InvitationView::gather(house.store(), &token).await?.ok_or(Refusal::new("link-spent"))?;
    answer::page(&house, &visitor, async { Ok::<_, Trouble>(Some(view)) }).await
}

/// `POST /invitation/{token}`.
pub async fn accept(
    State(house): State<House>,
    visitor: Visitor,
    Path(token): Path<String>,
    form: Form,
) -> Result<Response, Trouble> {
    if !house.paces().entries.allows(&visitor.from) {
        return Err(Refusal::too_often("sign-in-often").into());
    }
    let newcomer = Newcomer { name: form.text("name"), address: form.text("address"), password: form.text("password") };
    match accept_invitation(house.store(), &token, newcomer, &visitor.agent).await {
        Ok(secret) => Ok(entered_as(&house, &visitor, &secret)),
        Err(stop) => {
            let path = format!("/invitation/{token}");
            page_again(&house, &visitor, stop, (&path, form.fields), InvitationView::gather(house.store(), &token)).await
        }
    }
}
