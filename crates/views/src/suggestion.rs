//! Whom somebody may mean while she is typing a name.

use crate::page::rendered;
use askama::Template;
use domain::{id::PartyId, side::Side};
use serde::Serialize;
use store::{
    Fault, Reading,
    reading::suggestion::{Among, Suggested},
};

/// A person, unit, group or organization that may be meant.
#[derive(Clone, Debug, Serialize)]
pub struct Suggestion {
    /// Which.
    pub party: PartyId,
    /// `person`, `unit`, `group` or `organization`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// A person's handle, by which she is mentioned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    /// On which side of the house a person stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
}

/// The suggestions for some words, as options of a list.
#[derive(Clone, Debug, Serialize, Template)]
#[template(path = "suggestions.html")]
pub struct SuggestionsView {
    /// Those who may be meant, the best first.
    pub suggestions: Vec<Suggestion>,
}

use crate::filters;

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
        Ok(SuggestionsView { suggestions: found.iter().map(|it| suggestion(it)).collect() })
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

fn suggestion(it: &Suggested) -> Suggestion {
    let Suggested { party, kind, name, handle, side } = it.clone();
    Suggestion { party, kind, name, handle, side }
}

impl Suggestion {
    pub(crate) fn outsider(&self) -> Option<Side> {
        self.side.filter(|side| !side.inside())
    }
}
