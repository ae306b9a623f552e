//! `/mirror`: a person's own mirror, as page, JSON and CSV. Whose it is stands in no address: it is the reader's, or nobody's.

use crate::{
    answer::{self, Trouble, page as show, shown},
    entry::Visitor,
    house::House,
};
use actions::mirror::look;
use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::Response,
};
use domain::refusal::Refusal;
use store::Fault;
use views::mirror::MirrorView;

shown!(MirrorView);

/// `GET /mirror`.
pub async fn page(State(house): State<House>, visitor: Visitor) -> Result<Response, Trouble> {
    Ok(unkept(show(&house, &visitor, view(&house, &visitor)).await?))
}

/// `GET /mirror.csv`.
pub async fn csv(State(house): State<House>, visitor: Visitor) -> Result<Response, Trouble> {
    let view = view(&house, &visitor).await?.ok_or_else(Refusal::hidden)?;
    Ok(unkept(answer::csv(view.csv())))
}

async fn view(house: &House, visitor: &Visitor) -> Result<Option<MirrorView>, Fault> {
    let reading = visitor.reading(house);
    match look(&reading).await? {
        Some(looked) => Ok(Some(MirrorView::of(&reading, looked).await?)),
        None => Ok(None),
    }
}

/// Nor does a browser keep it: the next at this machine may be another.
fn unkept(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}
