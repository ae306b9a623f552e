//! Whom somebody may mean while she is typing a name.

use crate::{filters, page::rendered};
use askama::Template;
use serde::Serialize;
use store::{
    Fault, Reading, Seen,
    reading::suggestion::{Among, Suggested},
};

/// The suggestions for some words, as options of a list.
#[derive(Clone, Debug, Serialize, Template)]
#[template(path = "suggestions.html")]
pub struct SuggestionsView {
    /// Those who may be meant: people, then units, groups and organizations, by name.
    pub suggestions: Vec<Suggested>,
}

impl SuggestionsView {
    /// The suggestions for `words`: for a mention, for what stays `inside`, or else for bringing anybody in.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading, for_what: &str, words: &str) -> Result<SuggestionsView, Fault> {
        let among = match for_what {
            "mention" => Among::Colleagues,
            "inside" => Among::Inside,
            _ => Among::All,
        };
        let found = reading.suggestions(among, words).await?;
        Ok(SuggestionsView { suggestions: found.into_iter().map(Seen::into_inner).collect() })
    }

    /// As options.
    pub fn html(&self) -> String {
        rendered(self)
    }

    /// As JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}
