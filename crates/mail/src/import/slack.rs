//! What Slack exports, as a directory or a zip: `users.json`, `channels.json`, and for each channel a file a day.
//!
//! A thread becomes a conversation; what a channel says beside its threads, one for each month. Who joined, left or
//! renamed something is no message.
//!
//! **Invariant.** Only channels that everybody there could see are taken, unless one is named: an import never shows a
//! space what was said behind a door.

mod mrkdwn;
mod record;

use super::{
    archive::{Content, Found},
    mbox::Envelope,
    post::{OldReaction, Post, Said, stand_in},
    records::Records,
    report::Reason,
    tree::Tree,
};
use domain::{address::MailAddress, limits, markup, moment::Moment};
use record::{Channel, Message, User};
use serde::de::DeserializeOwned;
use std::{collections::HashMap, io, path::Path};

/// Characters of a thread's first words that name its conversation.
const NAMING_CHARS: usize = 80;
/// The people whom a bot speaks as.
const SLACKBOT: &str = "USLACKBOT";

/// An export.
pub struct Slack {
    tree: Tree,
    people: People,
    /// The files of the channels that are taken, each with the channel's number.
    days: Vec<(usize, String)>,
    channels: Vec<Channel>,
    left_out: Vec<String>,
}

/// Who is who.
#[derive(Default)]
struct People {
    team: String,
    users: HashMap<String, Known>,
    channels: HashMap<String, String>,
}

struct Known {
    name: String,
    address: Option<MailAddress>,
    bot: bool,
}

impl Slack {
    /// The export at this path, of it these channels by name or id, or all that were open to everybody.
    ///
    /// # Errors
    /// A path that cannot be read, or is no such export; a channel that it does not have.
    pub fn open(path: &Path, wanted: &[String]) -> io::Result<Slack> {
        let tree = Tree::open(path)?;
        let strange = || io::Error::new(io::ErrorKind::InvalidData, "this is no export of Slack: it has no users.json");
        let root = tree.shallowest("users.json").ok_or_else(strange)?.trim_end_matches("users.json").to_owned();
        let open: Vec<Channel> = list(&tree, &format!("{root}channels.json"))?;
        let mut closed = Vec::new();
        for name in ["groups.json", "dms.json", "mpims.json"] {
            closed.extend(list::<Channel>(&tree, &format!("{root}{name}"))?);
        }
        let people = People::of(list(&tree, &format!("{root}users.json"))?, open.iter().chain(&closed));
        let mut slack = Slack { tree, people, days: Vec::new(), channels: Vec::new(), left_out: Vec::new() };
        slack.choose(&root, open, closed, wanted)?;
        Ok(slack)
    }

    fn choose(&mut self, root: &str, open: Vec<Channel>, closed: Vec<Channel>, wanted: &[String]) -> io::Result<()> {
        let opened = open.len();
        for (n, channel) in open.into_iter().chain(closed).enumerate() {
            let named = wanted.iter().any(|want| want.trim_start_matches('#') == channel.folder() || *want == channel.id);
            if named || wanted.is_empty() && n < opened {
                self.channels.push(channel);
            }
        }
        if let Some(missing) = wanted.iter().find(|want| !self.channels.iter().any(|c| c.is(want))) {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("the export has no channel {missing}")));
        }
        let numbers: HashMap<String, usize> = (0..).zip(&self.channels).map(|(n, channel)| (channel.folder(), n)).collect();
        for name in self.tree.names() {
            let Some((folder, day)) = name.strip_prefix(root).and_then(|rest| rest.split_once('/')) else { continue };
            if day.contains('/') || !day.ends_with(".json") {
                continue;
            }
            match numbers.get(folder) {
                Some(channel) => self.days.push((*channel, name.clone())),
                None if !self.left_out.iter().any(|out| out == folder) => self.left_out.push(folder.to_owned()),
                None => {}
            }
        }
        Ok(())
    }

    /// Channels that were left out.
    pub fn left_out(&self) -> &[String] {
        &self.left_out
    }

    /// The posts, channel by channel, day by day.
    pub fn posts(&self) -> impl Iterator<Item = Found> {
        self.days.iter().flat_map(|(channel, name)| {
            let channel = &self.channels[*channel];
            let found = |(n, content)| Found { file: name.clone(), offset: n, envelope: Envelope::default(), content };
            let read = self.tree.read(name, limits::IMPORT_JSON_BYTES_MAX).and_then(|octets| array(&octets));
            let (values, broken) = read.map_or_else(|error| (Vec::new(), Some(error)), |values| (values, None));
            let broken = broken.map(|error| Err(Reason::Broken(error.to_string())));
            let records = values.into_iter().map(|value| self.post(channel, value)).chain(broken);
            (0..).zip(records).map(found)
        })
    }

    fn post(&self, channel: &Channel, value: serde_json::Value) -> Result<Content, Reason> {
        let raw = serde_json::to_vec_pretty(&value).unwrap_or_default();
        let it: Message = serde_json::from_value(value).map_err(|error| Reason::Broken(error.to_string()))?;
        if !it.is_message() {
            return Err(Reason::NoMessage);
        }
        let at = moment(&it.ts).ok_or(Reason::NoLetter)?;
        let (name, address) = self.author(&it).ok_or(Reason::NoWriter)?;
        let words = self.people.words(&it);
        if words.trim().is_empty() {
            return Err(Reason::NoMessage);
        }
        let key = |ts: &str| format!("slack:{}/{}/{ts}", self.people.team, channel.id);
        let month = jiff_month(at);
        let (mut beside, mut answers, mut subject) = (Vec::new(), None, format!("#{} {month}", channel.folder()));
        match it.thread_ts.as_deref() {
            Some(first) => {
                if first != it.ts {
                    answers = Some(key(first));
                }
                subject = format!("#{}: {}", channel.folder(), markup::excerpt(&words, NAMING_CHARS));
            }
            None => beside.push(key(&month)),
        }
        Ok(Content::Post(Box::new(Post {
            key: key(&it.ts),
            beside,
            answers,
            name,
            address,
            automatic: it.by_machine() || self.is_bot(&it),
            subject,
            said: Said::Markdown(words),
            at,
            edited_at: it.edited.as_ref().and_then(|edited| moment(&edited.ts)),
            reactions: self.reactions(&it),
            raw,
        })))
    }

    fn is_bot(&self, it: &Message) -> bool {
        let user = it.author();
        user == Some(SLACKBOT) || user.and_then(|id| self.people.users.get(id)).is_some_and(|known| known.bot)
    }

    /// Who wrote it: a person of the export, or a bot by the name it gave itself.
    fn author(&self, it: &Message) -> Option<(String, MailAddress)> {
        if let Some(id) = it.author() {
            return self.people.person(id, it.profile_name());
        }
        let bot = it.bot_id.as_deref().or(it.username.as_deref())?;
        let name = it.bot_name().unwrap_or(bot).to_owned();
        Some((name, stand_in(bot, &self.people.team, "slack")?))
    }

    fn reactions(&self, it: &Message) -> Vec<OldReaction> {
        let given = it.reactions.iter().flat_map(|reaction| {
            let face = mrkdwn::emoji(&reaction.name);
            reaction.users.iter().map(move |user| OldReaction { reaction: face.clone(), by: self.people.person(user, None) })
        });
        given.filter(|it| it.by.is_some()).take(limits::IMPORT_REACTIONS_MAX).collect()
    }
}

impl People {
    fn of<'c>(users: Vec<User>, channels: impl Iterator<Item = &'c Channel>) -> People {
        let mut people = People::default();
        for user in users.into_iter().take(limits::IMPORT_PEOPLE_MAX) {
            if people.team.is_empty() {
                people.team = user.team().to_owned();
            }
            let address = MailAddress::parse(user.email()).ok();
            let (name, bot) = (user.called(), user.is_bot);
            people.users.insert(user.id, Known { name, address, bot });
        }
        if people.team.is_empty() {
            people.team.push_str("team");
        }
        people.channels = channels.map(|channel| (channel.id.clone(), channel.folder())).collect();
        people
    }

    /// Her name, and her address or what stands for it.
    fn person(&self, id: &str, called: Option<&str>) -> Option<(String, MailAddress)> {
        let known = self.users.get(id);
        let name = known.map(|known| known.name.as_str()).or(called).unwrap_or(id).to_owned();
        let address = known.and_then(|known| known.address.clone()).or_else(|| stand_in(id, &self.team, "slack"))?;
        Some((name, address))
    }

    /// What it says, as Markdown.
    fn words(&self, it: &Message) -> String {
        let name_of = |id: &str| self.users.get(id).map(|known| known.name.clone());
        let channel_of = |id: &str| self.channels.get(id).cloned();
        let names = mrkdwn::Names { person: &name_of, channel: &channel_of };
        let mut words = names.markdown(&it.text);
        for piece in it.pieces(&words) {
            let piece = match piece {
                record::Piece::Text(text) => names.markdown(&text),
                record::Piece::Link { name, url } => mrkdwn::link(&name, &url),
            };
            if !piece.trim().is_empty() {
                words.push_str(if words.is_empty() { "" } else { "\n\n" });
                words.push_str(&piece);
            }
        }
        words
    }
}

/// A list of the export; an empty one where it has none.
fn list<T: DeserializeOwned>(tree: &Tree, name: &str) -> io::Result<Vec<T>> {
    if !tree.names().iter().any(|known| known == name) {
        return Ok(Vec::new());
    }
    let octets = tree.read(name, limits::IMPORT_JSON_BYTES_MAX)?;
    serde_json::from_slice(&octets).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, format!("{name}: {error}")))
}

fn array(octets: &[u8]) -> io::Result<Vec<serde_json::Value>> {
    Ok(serde_json::from_slice::<Records<_>>(octets)?.0)
}

/// `1433563027.000006`: seconds since 1970, and a number among those of one second.
fn moment(ts: &str) -> Option<Moment> {
    let (seconds, rest) = ts.split_once('.').unwrap_or((ts, "0"));
    let micros: i64 = rest.get(..rest.len().min(6))?.parse().ok()?;
    Some(Moment(seconds.parse::<i64>().ok()?.checked_mul(1_000_000)?.checked_add(micros)?))
}

/// `2015-06`, by UTC.
fn jiff_month(at: Moment) -> String {
    let time = jiff::Timestamp::from_microsecond(at.0).unwrap_or_default();
    time.strftime("%Y-%m").to_string()
}

#[cfg(test)]
mod tests;
