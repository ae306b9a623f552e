//! Refusals: a key with arguments; the words stand in the catalogue.

/// What a refusal means to a door, hence its status.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Meaning {
    /// What you may not see does not exist (404).
    Hidden,
    /// What you may see but not do (403).
    Forbidden,
    /// Sign in first (401).
    Stranger,
    /// The state moved on since you looked (409).
    Moved,
    /// What you sent cannot be taken as it is (422).
    Invalid,
    /// Too much in too short a time (429).
    TooOften,
}

/// Why something was not done: a key into the catalogue and its arguments.
///
/// **Invariant.** Never reveals that something exists: the hidden and the non-existing carry the same key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// The key of the sentence in the catalogue.
    pub key: &'static str,
    /// What it means to a door.
    pub meaning: Meaning,
    /// The field of the form it concerns, where there is one.
    pub field: Option<&'static str>,
    /// Arguments of the sentence.
    pub args: Vec<(&'static str, String)>,
}

impl Refusal {
    /// What you may see but not do.
    pub fn new(key: &'static str) -> Refusal {
        Refusal { key, meaning: Meaning::Forbidden, field: None, args: Vec::new() }
    }

    /// The one refusal for what is hidden and for what does not exist.
    pub fn hidden() -> Refusal {
        Refusal { meaning: Meaning::Hidden, ..Refusal::new("not-here") }
    }

    /// Nobody is signed in.
    pub fn stranger() -> Refusal {
        Refusal { meaning: Meaning::Stranger, ..Refusal::new("sign-in-first") }
    }

    /// The state moved on since the writer looked.
    pub fn moved(key: &'static str) -> Refusal {
        Refusal { meaning: Meaning::Moved, ..Refusal::new(key) }
    }

    /// A field that cannot be taken as it is.
    pub fn invalid(field: &'static str, key: &'static str) -> Refusal {
        Refusal { meaning: Meaning::Invalid, field: Some(field), ..Refusal::new(key) }
    }

    /// Too much in too short a time.
    pub fn too_often(key: &'static str) -> Refusal {
        Refusal { meaning: Meaning::TooOften, ..Refusal::new(key) }
    }

    /// Adds an argument to the sentence.
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Refusal {
        self.args.push((name, value.to_string()));
        self
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "refused: {}", self.key)
    }
}

impl std::error::Error for Refusal {}
