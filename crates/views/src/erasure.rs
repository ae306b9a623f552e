//! The form that erases somebody: what goes, what stays, and her name to be typed.

use crate::{again::Again, filters};
use askama::Template;

/// The form, with the whole truth above it.
#[derive(Template)]
#[template(path = "erasure.html")]
pub(crate) struct Form<'a> {
    /// Where to.
    pub action: &'a str,
    /// The key of what its button says.
    pub button: &'static str,
    /// What was typed before.
    pub again: &'a Again,
}
