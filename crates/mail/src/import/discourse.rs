//! Topics of a Discourse forum as its API gives them (`/t/ID.json`): a file for each, several in one, or a directory or
//! zip of such files; beside them `users.json`, where an administrator's list of addresses is at hand.
//!
//! **Invariant.** What not everybody there saw (whispers, hidden and deleted posts, private messages) is passed over.

mod cooked;
mod dump;

use super::{
    archive::{Content, Found},
    mbox::Envelope,
    post::{OldReaction, Post, Said, stand_in},
    report::Reason,
    tree::Tree,
};
use domain::{address::MailAddress, limits, moment::Moment};
use dump::{Dump, Topic};
use serde::Deserialize;
use std::{collections::HashMap, fs, io, path::Path};

/// The kind of reaction that is a like.
const LIKE: i64 = 2;
/// The kind of a moderator's post, and of what somebody wrote; others are notes and whispers.
const WRITTEN: [i64; 2] = [1, 2];
/// Files looked at to find out which forum it is.
const FILES_LOOKED: usize = 50;
/// The file with people's addresses.
const PEOPLE: &str = "users.json";
/// What comes before a forum's host in the address of a picture.
const BEFORE_HOST: &str = "/user_avatar/";

/// A dump of topics.
pub struct Discourse {
    tree: Tree,
    files: Vec<String>,
    site: String,
    addresses: HashMap<i64, MailAddress>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Record {
    id: i64,
    name: Option<String>,
    username: String,
    created_at: String,
    updated_at: Option<String>,
    cooked: String,
    post_number: i64,
    post_type: i64,
    reply_to_post_number: Option<i64>,
    user_id: Option<i64>,
    version: i64,
    hidden: bool,
    user_deleted: bool,
    deleted_at: Option<String>,
    actions_summary: Vec<Summary>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Summary {
    id: i64,
    count: i64,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Account {
    id: i64,
    email: Option<String>,
}

impl Discourse {
    /// The dump at this path; `site` is the forum's host, where it is known.
    ///
    /// # Errors
    /// A path that cannot be read, or has no topics.
    pub fn open(path: &Path, site: Option<&str>) -> io::Result<Discourse> {
        let single = fs::metadata(path)?.is_file() && path.extension().is_some_and(|ending| ending == "json");
        let tree = if single {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            Tree::of(path.parent().unwrap_or(Path::new("")), &[&name, PEOPLE])
        } else {
            Tree::open(path)?
        };
        let is_topics = |file: &&String| file.ends_with(".json") && !file.ends_with(PEOPLE);
        let files: Vec<String> = tree.names().iter().filter(is_topics).cloned().collect();
        if files.is_empty() {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "there are no topics here: no .json file"));
        }
        let mut found = Discourse { tree, files, site: String::new(), addresses: HashMap::new() };
        found.site = site.map(str::to_lowercase).or_else(|| found.host()).unwrap_or_else(|| String::from("forum"));
        found.addresses = found.known()?;
        Ok(found)
    }

    /// The forum's host, by where its people's pictures lie.
    fn host(&self) -> Option<String> {
        self.files.iter().take(FILES_LOOKED).find_map(|file| {
            let octets = self.tree.read(file, limits::IMPORT_JSON_BYTES_MAX).ok()?;
            let text = String::from_utf8_lossy(&octets);
            let host = text
                .split_once(&format!("\"avatar_template\":\"{BEFORE_HOST}"))
                .or_else(|| text.split_once(&format!("\"avatar_template\": \"{BEFORE_HOST}")))?;
            host.1.split('/').next().map(str::to_lowercase)
        })
    }

    /// The addresses of people, where a list of them is there.
    fn known(&self) -> io::Result<HashMap<i64, MailAddress>> {
        let Some(file) = self.tree.shallowest(PEOPLE) else { return Ok(HashMap::new()) };
        let accounts: Vec<Account> = serde_json::from_slice(&self.tree.read(file, limits::IMPORT_JSON_BYTES_MAX)?)?;
        let address = |it: Account| Some((it.id, MailAddress::parse(&it.email?).ok()?));
        Ok(accounts.into_iter().take(limits::IMPORT_PEOPLE_MAX).filter_map(address).collect())
    }

    /// The posts, file by file.
    pub fn posts(&self) -> impl Iterator<Item = Found> {
        self.files.iter().flat_map(|name| {
            let read = self.tree.read(name, limits::IMPORT_JSON_BYTES_MAX);
            let dump = read.and_then(|octets| Ok(serde_json::from_slice::<Dump>(&octets)?));
            let (topics, broken) = dump.map_or_else(|error| (Vec::new(), Some(error)), |dump| (dump.0, None));
            let broken = broken.map(|error| Err(Reason::Broken(error.to_string())));
            let records = topics.into_iter().flat_map(|topic| self.topic(topic)).chain(broken);
            (0..).zip(records).map(|(n, content)| Found { file: name.clone(), offset: n, envelope: Envelope::default(), content })
        })
    }

    fn topic(&self, mut it: Topic) -> impl Iterator<Item = Result<Content, Reason>> {
        let posts = std::mem::take(&mut it.post_stream.posts).0;
        let missing = it.post_stream.stream.len().saturating_sub(posts.len());
        let lacks = if posts.is_empty() { Some(Reason::NoLetter) } else { (missing > 0).then_some(Reason::Partial(missing)) };
        let number_and_key = |post: &serde_json::Value| {
            let number = post.get("post_number")?.as_i64()?;
            Some((number, key(it.id, post.get("id")?.as_i64()?)))
        };
        let keys: HashMap<i64, String> = posts.iter().filter_map(number_and_key).collect();
        posts.into_iter().map(move |post| self.post(&it, &keys, &post)).chain(lacks.map(Err))
    }

    fn post(&self, topic: &Topic, keys: &HashMap<i64, String>, value: &serde_json::Value) -> Result<Content, Reason> {
        let it = Record::deserialize(value).map_err(|error| Reason::Broken(error.to_string()))?;
        let unseen = it.hidden || it.user_deleted || it.deleted_at.is_some() || topic.archetype == "private_message";
        if unseen || !WRITTEN.contains(&it.post_type) || it.cooked.trim().is_empty() {
            return Err(Reason::NoMessage);
        }
        let at = moment(&it.created_at).ok_or(Reason::NoLetter)?;
        let address = self.address(&it).ok_or(Reason::NoWriter)?;
        let name = it.name.clone().filter(|name| !name.trim().is_empty()).unwrap_or_else(|| it.username.clone());
        let answers = it
            .reply_to_post_number
            .map(|number| keys.get(&number).cloned().unwrap_or_else(|| format!("discourse:{}/number/{number}", topic.id)));
        let likes = it.actions_summary.iter().filter(|summary| summary.id == LIKE).map(|summary| summary.count).sum::<i64>();
        let likes = usize::try_from(likes).unwrap_or(0).min(limits::IMPORT_REACTIONS_MAX);
        let like = || OldReaction { reaction: String::from("❤️"), by: None };
        Ok(Content::Post(Box::new(Post {
            key: key(topic.id, it.id),
            beside: vec![format!("discourse:{}", topic.id)],
            answers,
            name,
            address,
            automatic: it.user_id.is_some_and(|id| id < 0),
            subject: topic.title.clone(),
            said: Said::Html(cooked::plainer(&it.cooked)),
            at,
            edited_at: it.updated_at.as_deref().and_then(moment).filter(|edited| it.version > 1 && *edited > at),
            reactions: (0..likes).map(|_| like()).collect(),
            raw: serde_json::to_vec_pretty(value).unwrap_or_default(),
        })))
    }

    fn address(&self, it: &Record) -> Option<MailAddress> {
        let id = it.user_id?;
        let known = self.addresses.get(&id).cloned();
        known.or_else(|| stand_in(&format!("{}.{id}", it.username), &self.site, "discourse"))
    }
}

/// Of two forums the same numbers would have to meet in topic and post.
fn key(topic: i64, post: i64) -> String {
    format!("discourse:{topic}/{post}")
}

fn moment(text: &str) -> Option<Moment> {
    text.parse::<jiff::Timestamp>().ok().map(|time| Moment(time.as_microsecond()))
}

#[cfg(test)]
mod tests;
