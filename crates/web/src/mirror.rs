//! `/mirror`: a person's own mirror, as page, JSON and CSV. Whose it is stands in no address: it is the reader's, or nobody's.

use crate::{
    answer::{self, Trouble, page_of_reading, shown},
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
use store::{Fault, Reading};
use views::mirror::MirrorView;

shown!(MirrorView);

/// `GET /mirror`.
pub async fn page(State(house): State<House>, visitor: Visitor) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house).at_one_moment()?;
    Ok(unkept(page_of_reading(&house, &visitor, &reading, view(&reading)).await?))
}

/// `GET /mirror.csv`.
pub async fn csv(State(house): State<House>, visitor: Visitor) -> Result<Response, Trouble> {
    let reading = visitor.reading(&house).at_one_moment()?;
    let view = view(&reading).await?.ok_or_else(Refusal::hidden)?;
    Ok(unkept(answer::csv(view.csv())))
}

async fn view(reading: &Reading) -> Result<Option<MirrorView>, Fault> {
    match look(reading).await? {
        Some(looked) => Ok(Some(MirrorView::of(reading, looked).await?)),
        None => Ok(None),
    }
}

/// Nor does a browser keep it: the next at this machine may be another.
fn unkept(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}
