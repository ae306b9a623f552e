//! Forms: urlencoded, multipart with files, or the same fields as a JSON object.

use crate::{answer::Trouble, entry::Visitor, house::House};
use actions::attachment::{self, NewAttachment};
use axum::{
    extract::{
        FromRequest, Multipart, Request,
        multipart::{Field, MultipartError},
    },
    http::{StatusCode, header},
};
use domain::{limits, refusal::Refusal};
use serde_json::Value;
use std::str::FromStr;

/// Octets of a form without files: a message at its limit, percent-encoded, and the small fields.
pub(crate) const FIELDS_BYTES_MAX: usize = 3 * limits::MESSAGE_BYTES_MAX + 64 * 1024;
/// Fields of one form: no page has more than some dozens.
const FIELDS_MAX: usize = 500;

/// What was sent.
#[derive(Debug, Default)]
pub struct Form {
    /// Fields by name, in order; repeated ones repeat.
    pub fields: Vec<(String, String)>,
    /// Files, kept already.
    pub files: Vec<NewAttachment>,
}

impl Form {
    /// A field's text; empty where it is absent.
    pub fn text(&self, name: &str) -> String {
        self.get(name).unwrap_or("").to_owned()
    }

    /// A field, if it was sent.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// All values of a repeated field.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.fields.iter().filter(|(n, _)| n == name).map(|(_, v)| v.as_str()).collect()
    }

    /// Whether a box was ticked.
    pub fn ticked(&self, name: &str) -> bool {
        self.get(name).is_some_and(|v| matches!(v, "1" | "on" | "true"))
    }

    /// A field that is a number or id; absent where it is empty.
    ///
    /// # Errors
    /// Refuses what is neither empty nor a number.
    pub fn number<T: FromStr>(&self, name: &'static str) -> Result<Option<T>, Refusal> {
        match self.get(name).map(str::trim) {
            None | Some("") => Ok(None),
            Some(text) => text.parse().map(Some).map_err(|_| Refusal::invalid(name, "field-number")),
        }
    }
}

impl FromRequest<House> for Form {
    type Rejection = Trouble;

    async fn from_request(request: Request, house: &House) -> Result<Form, Trouble> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("").to_lowercase();
        if kind.starts_with("multipart/form-data") {
            let files = request.extensions().get::<Visitor>().is_some_and(|visitor| visitor.person().is_some());
            let parts = Multipart::from_request(request, house).await.map_err(|_| Trouble::Unclear(StatusCode::BAD_REQUEST))?;
            return from_parts(parts, house, files).await;
        }
        let bytes = axum::body::to_bytes(request.into_body(), FIELDS_BYTES_MAX)
            .await
            .map_err(|_| Trouble::Unclear(StatusCode::PAYLOAD_TOO_LARGE))?;
        let fields = if kind.starts_with("application/json") {
            from_json(&bytes)?
        } else if kind.is_empty() || kind.starts_with("application/x-www-form-urlencoded") {
            url::form_urlencoded::parse(&bytes).into_owned().collect()
        } else {
            return Err(Trouble::Unclear(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        };
        if fields.len() > FIELDS_MAX {
            return Err(Trouble::Unclear(StatusCode::PAYLOAD_TOO_LARGE));
        }
        Ok(Form { fields, files: Vec::new() })
    }
}

fn from_json(bytes: &[u8]) -> Result<Vec<(String, String)>, Trouble> {
    let unclear = || Trouble::Unclear(StatusCode::BAD_REQUEST);
    let value: Value = if bytes.is_empty() {
        Value::Object(Default::default())
    } else {
        serde_json::from_slice(bytes).map_err(|_| unclear())?
    };
    let Value::Object(object) = value else { return Err(unclear()) };
    let mut fields = Vec::new();
    for (name, value) in object {
        match value {
            Value::Array(many) => {
                for one in many {
                    fields.push((name.clone(), plain(one).ok_or_else(unclear)?));
                }
            }
            Value::Null => {}
            one => fields.push((name, plain(one).ok_or_else(unclear)?)),
        }
    }
    Ok(fields)
}

fn plain(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(String::from(if yes { "1" } else { "" })),
        _ => None,
    }
}

fn unclear(error: MultipartError) -> Trouble {
    Trouble::Unclear(error.status())
}

/// A field's text, piece by piece: never more of it lies in memory than a form may hold.
async fn text_of(mut part: Field<'_>, room: &mut usize) -> Result<String, Trouble> {
    let mut octets = Vec::new();
    while let Some(piece) = part.chunk().await.map_err(unclear)? {
        *room = room.checked_sub(piece.len()).ok_or(Trouble::Unclear(StatusCode::PAYLOAD_TOO_LARGE))?;
        octets.extend_from_slice(&piece);
    }
    Ok(String::from_utf8_lossy(&octets).into_owned())
}

/// A form in parts. Who is no person of ours brings no files: they would fill the disk before any rule was asked.
async fn from_parts(mut parts: Multipart, house: &House, files: bool) -> Result<Form, Trouble> {
    let mut form = Form::default();
    let mut room = FIELDS_BYTES_MAX;
    while let Some(mut part) = parts.next_field().await.map_err(unclear)? {
        let name = part.name().unwrap_or("").to_owned();
        if form.fields.len() >= FIELDS_MAX {
            return Err(Trouble::Unclear(StatusCode::PAYLOAD_TOO_LARGE));
        }
        let Some(file_name) = part.file_name().map(str::to_owned) else {
            let text = text_of(part, &mut room).await?;
            form.fields.push((name, text));
            continue;
        };
        if !files {
            return Err(Refusal::stranger().into());
        }
        let mut upload = house.store().blobs().upload()?;
        while let Some(piece) = part.chunk().await.map_err(unclear)? {
            if upload.size() + piece.len() > limits::ATTACHMENT_BYTES_MAX {
                upload.cancel();
                return Err(Refusal::invalid("file", "file-large").with("mib", limits::ATTACHMENT_BYTES_MAX >> 20).into());
            }
            upload.write(&piece)?;
        }
        // A form whose file field was left empty sends a nameless empty file.
        if file_name.is_empty() && upload.size() == 0 {
            upload.cancel();
            continue;
        }
        let kept = house.store().blobs().keep(upload)?;
        form.files.push(attachment::named(&file_name, kept));
        if form.files.len() > limits::ATTACHMENTS_MAX {
            return Err(Refusal::invalid("file", "files-many").with("max", limits::ATTACHMENTS_MAX).into());
        }
    }
    Ok(form)
}
