//! Attacks what is said of every fourth window alone: who stands behind a voice, behind each group of those who asked and behind
//! what is left of them, whether one window tells them apart in two ways, and whether two windows that share a day both speak.

use super::house::Published;
use domain::{id::PersonId, message::Channel, observatory::Figure, side::Side};
use std::collections::BTreeMap;
use store::reading::thread::{By, Line};

type Did = BTreeMap<PersonId, usize>;

/// Names of groups and what tells whether a conversation belongs to one, by the message that began it.
type Group = (&'static str, fn(&Line) -> bool);

const BY_CHANNEL: [Group; 2] =
    [("answered_by_mail", |line| line.channel == Channel::Mail), ("answered_on_page", |line| line.channel == Channel::Web)];
const BY_SIDE: [Group; 3] = [
    ("answered_customers", |line| line.side == Side::Customer),
    ("answered_partners", |line| line.side == Side::Partner),
    ("answered_public", |line| line.side == Side::Public),
];

fn told(it: &Published, name: &str) -> bool {
    let said = |figure: &Figure| figure.name == name && (figure.value.is_some() || figure.n.is_some());
    it.told.dialogue.iter().any(said)
}

/// Five at least, and nobody with more than seven tenths.
fn sayable(did: &Did) -> bool {
    let (all, most) = (did.values().sum::<usize>(), did.values().max().copied().unwrap_or(0));
    did.len() >= 5 && most * 10 <= all * 7
}

/// Everything that speaks of few.
pub fn findings(all: &[Published]) -> Vec<String> {
    let mut found: Vec<String> = all.iter().flat_map(voices).collect();
    found.extend(
        all.iter().flat_map(|it| [groups(it, "fair_by_channel", &BY_CHANNEL), groups(it, "fair_by_side", &BY_SIDE)].concat()),
    );
    let names = ["signed", "templated", "fair_by_channel", "fair_by_side"];
    let names: Vec<&str> = names.into_iter().chain(BY_CHANNEL.iter().chain(&BY_SIDE).map(|(name, _)| *name)).collect();
    for it in all {
        let tells = |groups: &[Group]| groups.iter().any(|(name, _)| told(it, name));
        if tells(&BY_CHANNEL) && tells(&BY_SIDE) {
            found.push(format!("week {}: those who asked are told apart in two ways", it.last));
        }
    }
    let speaks = |it: &&Published| names.iter().any(|name| told(it, name));
    for one in all.iter().filter(speaks) {
        for other in
            all.iter().filter(speaks).filter(|other| one.last < other.last && other.read.window.from < one.read.window.until)
        {
            found.push(format!("weeks {} and {} both say what is said seldom", one.last, other.last));
        }
    }
    found
}

fn voices(it: &Published) -> Vec<String> {
    let mut found = Vec::new();
    for (name, long) in [("signed", false), ("templated", true)] {
        let mut wrote = Did::new();
        for voice in it.read.voices.iter().filter(|voice| it.read.window.holds(voice.at.0) && (!long || voice.made.compared())) {
            *wrote.entry(voice.author).or_default() += 1;
        }
        if told(it, name) && !sayable(&wrote) {
            found.push(format!("week {}: the voice of {wrote:?} is told by {name}", it.last));
        }
    }
    found
}

fn groups(it: &Published, ratio: &str, groups: &[Group]) -> Vec<String> {
    let mut asked: Vec<Did> = vec![Did::new(); groups.len() + 1];
    for thread in &it.read.threads {
        let Some(line) = thread.lines.first().filter(|line| it.read.window.holds(line.at.0)) else { continue };
        let By::Outsider(person) = line.by else { continue };
        let place = groups.iter().position(|(_, holds)| holds(line)).unwrap_or(groups.len());
        *asked[place].entry(person).or_default() += 1;
    }
    let says = |place: usize| groups.get(place).is_some_and(|(name, _)| told(it, name));
    let (said, left): (Vec<usize>, Vec<usize>) = (0..asked.len()).filter(|at| !asked[*at].is_empty()).partition(|at| says(*at));
    let mut found = Vec::new();
    for place in &said {
        if !sayable(&asked[*place]) {
            found.push(format!("week {}: a group of {:?} is told of, fair or not", it.last, asked[*place]));
        }
    }
    // The whole is told, too: what is left of it is one more group.
    let mut rest = Did::new();
    for (person, part) in left.iter().flat_map(|at| &asked[*at]) {
        *rest.entry(*person).or_default() += part;
    }
    if !said.is_empty() && !left.is_empty() && !sayable(&rest) {
        found.push(format!("week {}: what the fair groups leave of the whole is {rest:?}", it.last));
    }
    if told(it, ratio) && said.len() < 2 {
        found.push(format!("week {}: {ratio} is told of {} groups", it.last, said.len()));
    }
    found
}
