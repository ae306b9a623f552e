//! `/attachments/{id}/{name}`: only to who sees the message, and never so that a browser runs it.

use crate::{answer::Trouble, entry::Visitor, house::House};
use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::{id::AttachmentId, picture, refusal::Refusal};

/// `GET /attachments/{id}/{name}`; the name is for people, the id decides.
pub async fn attachment(
    State(house): State<House>,
    visitor: Visitor,
    Path((id, _name)): Path<(i64, String)>,
) -> Result<Response, Trouble> {
    let it = visitor.reading(&house).attachment(AttachmentId(id)).await?.ok_or_else(Refusal::hidden)?;
    let octets = house.store().octets(&it).await?;
    let shown = picture::may_show(&it.media_type);
    let media_type = if it.media_type.starts_with("text/") { "text/plain; charset=utf-8" } else { it.media_type.as_str() };
    let mut response = octets.into_response();
    let headers = response.headers_mut();
    let value = |text: &str| HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_TYPE, value(media_type));
    headers.insert(header::CONTENT_DISPOSITION, value(&disposition(shown, &it.name)));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=3600"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    Ok(response)
}

/// RFC 6266: the name in UTF-8, percent-encoded.
fn disposition(shown: bool, name: &str) -> String {
    let how = if shown { "inline" } else { "attachment" };
    let encoded: String = url::form_urlencoded::byte_serialize(name.as_bytes()).collect::<String>().replace('+', "%20");
    format!("{how}; filename*=UTF-8''{encoded}")
}
