//! My mail addresses.

use crate::{
    answer::{Trouble, done, page as show, page_again, shown},
    entry::Visitor,
    form::Form,
    house::House,
};
use actions::own_address as act;
use axum::{
    extract::{Path, State},
    response::Response,
};
use domain::id::AddressId;
use views::{address_proof::AddressProofView, own_addresses::AddressesView};

shown!(AddressesView, AddressProofView);

const PLACE: &str = "/settings/addresses";

/// `GET /settings/addresses`.
pub async fn page(State(house): State<House>, visitor: Visitor) -> Result<Response, Trouble> {
    visitor.signed_in()?;
    let reading = visitor.reading(&house);
    show(&house, &visitor, AddressesView::gather(&reading)).await
}

/// `POST /settings/addresses`: a letter goes there.
pub async fn ask(State(house): State<House>, visitor: Visitor, form: Form) -> Result<Response, Trouble> {
    match act::ask(house.store(), visitor.person(), &form.text("address")).await {
        Ok(()) => Ok(done(&visitor, PLACE)),
        Err(stop) => {
            let reading = visitor.reading(&house);
            page_again(&house, &visitor, stop, (PLACE, form.fields), AddressesView::gather(&reading)).await
        }
    }
}

/// `GET /settings/addresses/proof/{token}`: a button, so that what follows links in letters proves nothing.
pub async fn proof(State(house): State<House>, visitor: Visitor, Path(token): Path<String>) -> Result<Response, Trouble> {
    visitor.signed_in()?;
    show(&house, &visitor, async { Ok::<_, Trouble>(Some(AddressProofView::of(&token))) }).await
}

/// `POST /settings/addresses/proof/{token}`.
pub async fn prove(State(house): State<House>, visitor: Visitor, Path(token): Path<String>) -> Result<Response, Trouble> {
    act::confirm(house.store(), visitor.person(), &token).await?;
    Ok(done(&visitor, PLACE))
}

/// `POST /settings/addresses/{id}/first`.
pub async fn put_first(State(house): State<House>, visitor: Visitor, Path(id): Path<i64>) -> Result<Response, Trouble> {
    act::put_first(house.store(), visitor.person(), AddressId(id)).await?;
    Ok(done(&visitor, PLACE))
}

/// `POST /settings/addresses/{id}/removal`.
pub async fn remove(State(house): State<House>, visitor: Visitor, Path(id): Path<i64>) -> Result<Response, Trouble> {
    act::remove(house.store(), visitor.person(), AddressId(id)).await?;
    Ok(done(&visitor, PLACE))
}
