//! One field of a form: a label, its control, and at most one line of help or refusal below.

use crate::{again::Again, filters};
use askama::Template;

/// A field, put together where the template needs it.
#[derive(Template)]
#[template(path = "field.html")]
pub(crate) struct Field<'a> {
    name: &'static str,
    label: &'static str,
    kind: &'static str,
    id: String,
    value: String,
    help: &'static str,
    complete: &'static str,
    suggest: &'static str,
    max: usize,
    min: usize,
    required: bool,
    trouble: Option<String>,
    again: &'a Again,
}

/// A line of text. What was typed before a refusal is in it again.
pub(crate) fn line<'a>(name: &'static str, label: &'static str, again: &'a Again) -> Field<'a> {
    Field {
        name,
        label,
        kind: "text",
        id: format!("field-{name}"),
        value: again.value(name).unwrap_or_default().to_owned(),
        help: "",
        complete: "",
        suggest: "",
        max: 0,
        min: 0,
        required: false,
        trouble: again.trouble(name),
        again,
    }
}

impl Field<'_> {
    pub(crate) fn kind(self, kind: &'static str) -> Self {
        Field { kind, ..self }
    }

    /// Where a page has two fields of one name.
    pub(crate) fn id(self, id: &str) -> Self {
        Field { id: format!("field-{id}"), ..self }
    }

    /// What stands in it when nothing was typed before.
    pub(crate) fn value(self, value: &str) -> Self {
        if self.again.value(self.name).is_some() { self } else { Field { value: value.to_owned(), ..self } }
    }

    pub(crate) fn help(self, help: &'static str) -> Self {
        Field { help, ..self }
    }

    pub(crate) fn complete(self, complete: &'static str) -> Self {
        Field { complete, ..self }
    }

    /// Names are suggested while one is typed: `party`, or `inside` for what stays so.
    pub(crate) fn suggest(self, suggest: &'static str) -> Self {
        Field { suggest, complete: "off", ..self }
    }

    pub(crate) fn max(self, max: usize) -> Self {
        Field { max, ..self }
    }

    pub(crate) fn min(self, min: usize) -> Self {
        Field { min, ..self }
    }

    pub(crate) fn required(self) -> Self {
        Field { required: true, ..self }
    }
}
