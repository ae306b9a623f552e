//! A form shown again after a refusal: what was typed is never lost, and the refusal stands where it belongs.
//!
//! **Invariant.** A password is never kept, so it is never sent back.

use crate::words::refusal_words;
use domain::refusal::Refusal;
use std::sync::LazyLock;

/// What was typed into which form, and why it was refused.
#[derive(Clone, Debug, Default)]
pub struct Again {
    path: String,
    refusal: Option<Refusal>,
    typed: Vec<(String, String)>,
}

static NOTHING: LazyLock<Again> = LazyLock::new(Again::default);

impl Again {
    /// The form that posts to `path` was refused; `typed` are its fields.
    pub fn new(path: impl Into<String>, refusal: &Refusal, typed: impl IntoIterator<Item = (String, String)>) -> Again {
        let typed = typed.into_iter().filter(|(name, _)| name != "password").collect();
        Again { path: path.into(), refusal: Some(refusal.clone()), typed }
    }

    /// Why, in words; nothing on a page shown for the first time.
    pub fn words(&self) -> Option<String> {
        self.refusal.as_ref().map(refusal_words)
    }

    /// Whether it was refused with this key.
    pub fn is(&self, key: &str) -> bool {
        self.refusal.as_ref().is_some_and(|refusal| refusal.key == key)
    }

    /// Whether it is shown for the first time, so that what is usual may be chosen already.
    pub fn is_first(&self) -> bool {
        self.refusal.is_none()
    }

    /// What belongs to the form that posts to this path.
    pub fn at(&self, path: &str) -> &Again {
        if self.path == path { self } else { &NOTHING }
    }

    /// What was typed into a field.
    pub fn value(&self, field: &str) -> Option<&str> {
        self.typed.iter().find(|(name, _)| name == field).map(|(_, value)| value.as_str())
    }

    /// Whether a field was sent with this value, as boxes are.
    pub fn chose(&self, field: &str, value: &str) -> bool {
        self.typed.iter().any(|(name, chosen)| name == field && chosen == value)
    }

    /// What is wrong with a field, in words.
    pub fn trouble(&self, field: &str) -> Option<String> {
        self.refusal.as_ref().filter(|refusal| refusal.field == Some(field)).map(refusal_words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_comes_back_and_a_password_never_does() {
        let typed = [("name", "Dora"), ("password", "correct horse")].map(|(n, v)| (n.to_owned(), v.to_owned()));
        let again = Again::new("/settings", &Refusal::invalid("name", "field-empty"), typed);
        assert_eq!(again.at("/settings").value("name"), Some("Dora"));
        assert_eq!(again.at("/settings").value("password"), None);
        assert_eq!(again.at("/settings/tokens").value("name"), None);
        assert!(again.trouble("name").is_some() && again.trouble("theme").is_none());
    }
}
