//! The records of an export, as far as they say something; whatever else stands in them is passed over.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// Blocks within blocks: a table of lists of words has eight.
const BLOCKS_DEEP: usize = 16;

/// A person or bot.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct User {
    pub id: String,
    team_id: Option<String>,
    name: Option<String>,
    real_name: Option<String>,
    pub is_bot: bool,
    profile: Profile,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Profile {
    real_name: Option<String>,
    display_name: Option<String>,
    email: Option<String>,
    team: Option<String>,
}

fn first<'t>(texts: impl IntoIterator<Item = Option<&'t str>>) -> Option<&'t str> {
    texts.into_iter().flatten().map(str::trim).find(|text| !text.is_empty())
}

impl User {
    pub fn called(&self) -> String {
        let texts = [&self.profile.real_name, &self.real_name, &self.profile.display_name, &self.name];
        first(texts.map(|text| text.as_deref())).unwrap_or(&self.id).to_owned()
    }

    pub fn email(&self) -> &str {
        self.profile.email.as_deref().unwrap_or_default()
    }

    pub fn team(&self) -> &str {
        first([self.team_id.as_deref(), self.profile.team.as_deref()]).unwrap_or_default()
    }
}

/// A channel, a group or a conversation between some.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Channel {
    pub id: String,
    name: Option<String>,
}

impl Channel {
    /// The directory of its days: its name, or its id where it has none.
    pub fn folder(&self) -> String {
        self.name.clone().filter(|name| !name.is_empty()).unwrap_or_else(|| self.id.clone())
    }

    /// Whether it is called so.
    pub fn is(&self, name: &str) -> bool {
        name == self.id || name.trim_start_matches('#') == self.folder()
    }
}

/// A line of a channel.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Message {
    subtype: Option<String>,
    #[serde(deserialize_with = "or_nothing")]
    pub text: String,
    pub ts: String,
    pub thread_ts: Option<String>,
    user: Option<String>,
    pub username: Option<String>,
    pub bot_id: Option<String>,
    #[serde(deserialize_with = "or_nothing")]
    hidden: bool,
    pub edited: Option<Edited>,
    #[serde(deserialize_with = "or_nothing")]
    pub reactions: Vec<Reaction>,
    file: Option<File>,
    #[serde(deserialize_with = "or_nothing")]
    files: Vec<Option<File>>,
    comment: Option<Comment>,
    #[serde(deserialize_with = "or_nothing")]
    attachments: Vec<Attachment>,
    #[serde(deserialize_with = "or_nothing")]
    blocks: Vec<Value>,
    user_profile: Option<Profile>,
    bot_profile: Option<BotProfile>,
}

fn or_nothing<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(deserializer: D) -> Result<T, D::Error> {
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Edited {
    pub ts: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Reaction {
    pub name: String,
    pub users: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct File {
    name: Option<String>,
    title: Option<String>,
    permalink: Option<String>,
    url_private: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Comment {
    user: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct BotProfile {
    name: Option<String>,
}

/// What Slack calls an attachment: a note of a program, or what a link leads to.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Attachment {
    pretext: Option<String>,
    title: Option<String>,
    title_link: Option<String>,
    text: Option<String>,
    fallback: Option<String>,
    from_url: Option<String>,
    original_url: Option<String>,
}

/// What belongs to a message besides its text.
pub enum Piece {
    /// Words in Slack's own markup.
    Text(String),
    /// A file or a title.
    Link { name: String, url: String },
}

/// Kinds of lines that are somebody's words; all others are notes of the service.
const SAID: [&str; 9] = [
    "bot_message",
    "me_message",
    "thread_broadcast",
    "reply_broadcast",
    "file_share",
    "file_comment",
    "file_mention",
    "slackbot_response",
    "document_mention",
];

impl Message {
    pub fn is_message(&self) -> bool {
        !self.hidden && self.subtype.as_deref().is_none_or(|subtype| SAID.contains(&subtype))
    }

    pub fn by_machine(&self) -> bool {
        matches!(self.subtype.as_deref(), Some("bot_message" | "slackbot_response")) || self.bot_id.is_some()
    }

    /// The id of the person who wrote it.
    pub fn author(&self) -> Option<&str> {
        first([self.user.as_deref(), self.comment.as_ref().and_then(|comment| comment.user.as_deref())])
    }

    /// The name it gives its writer, where she is from another house.
    pub fn profile_name(&self) -> Option<&str> {
        let profile = self.user_profile.as_ref()?;
        first([profile.real_name.as_deref(), profile.display_name.as_deref()])
    }

    pub fn bot_name(&self) -> Option<&str> {
        first([self.username.as_deref(), self.bot_profile.as_ref().and_then(|profile| profile.name.as_deref())])
    }

    /// Its files, as links, and what programs hung on it. `said` is its text: what stands there is not said twice.
    pub fn pieces(&self, said: &str) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for file in self.file.iter().chain(self.files.iter().flatten()) {
            let url = first([file.permalink.as_deref(), file.url_private.as_deref()]).unwrap_or_default();
            let name = first([file.title.as_deref(), file.name.as_deref()]).unwrap_or(url);
            if !name.is_empty() && (url.is_empty() || !said.contains(url)) {
                pieces.push(Piece::Link { name: name.to_owned(), url: url.to_owned() });
            }
        }
        // What a link of a person leads to is not her words.
        let unfurled = |it: &Attachment| it.from_url.is_some() || it.original_url.is_some();
        for it in self.attachments.iter().filter(|it| said.trim().is_empty() || self.by_machine() && !unfurled(it)) {
            let before = pieces.len();
            pieces.extend(it.pretext.clone().map(Piece::Text));
            if let Some(title) = &it.title {
                pieces.push(Piece::Link { name: title.clone(), url: it.title_link.clone().unwrap_or_default() });
            }
            pieces.extend(it.text.clone().map(Piece::Text));
            if pieces.len() == before {
                pieces.extend(it.fallback.clone().map(Piece::Text));
            }
        }
        // Programs may say all they say in blocks.
        if said.trim().is_empty() && pieces.is_empty() {
            let words = self.blocks.iter().map(|block| worded(block, 0)).filter(|words| !words.trim().is_empty());
            pieces.extend(words.map(Piece::Text));
        }
        pieces
    }
}

/// The words of a block, whatever kind it is, in Slack's own markup.
fn worded(block: &Value, deep: usize) -> String {
    let Some(fields) = block.as_object().filter(|_| deep < BLOCKS_DEEP) else { return String::new() };
    let text = |name: &str| fields.get(name).and_then(Value::as_str);
    match (text("type"), text("user_id"), text("channel_id"), text("name"), text("url")) {
        (Some("user"), Some(id), ..) => return format!("<@{id}>"),
        (Some("channel"), _, Some(id), ..) => return format!("<#{id}>"),
        (Some("emoji"), _, _, Some(name), _) => return format!(":{name}:"),
        (Some("link"), .., Some(url)) => return format!("<{url}|{}>", text("text").unwrap_or(url)),
        _ => {}
    }
    if let Some(words) = text("text") {
        return words.to_owned();
    }
    let list = |name: &str| fields.get(name).and_then(Value::as_array).into_iter().flatten();
    let inline = matches!(text("type"), Some("rich_text_section" | "rich_text_preformatted" | "rich_text_quote" | "context"));
    let inner: Vec<String> = list("elements").map(|element| worded(element, deep + 1)).collect();
    let named = ["text", "title", "description"].iter().filter_map(|name| fields.get(*name)).map(|inner| worded(inner, deep + 1));
    let more = list("fields").map(|field| worded(field, deep + 1));
    let rows = list("rows").map(|row| {
        let cells = row.as_array().into_iter().flatten().map(|cell| worded(cell, deep + 1));
        cells.collect::<Vec<_>>().join(" | ")
    });
    let lines = std::iter::once(inner.join(if inline { "" } else { "\n" })).chain(named).chain(more).chain(rows);
    lines.filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n")
}
