//! What is said of every fourth window alone: whether people speak or a desk does (C10), and whether who asks in one way waits
//! longer than who asks in another (C13).
//!
//! Few stand behind such numbers in a week. So two windows that speak of them share no day, and nothing can be told by their
//! difference; and those who asked are told apart in one way a window, by door and by side in turns, so that nothing can be
//! told by what one way leaves of the other.

use super::{
    Read,
    dialogue::of_share,
    figure,
    veil::{Numbers, Veil},
};
use domain::{
    message::Channel,
    moment::Moment,
    observatory::{Figure, speaks_seldom, tells_doors_apart},
    side::Side,
};
use insight::{
    dialogue::{
        Asked, HOUR, Message, Thread, Writer, fairness,
        likeness::Likeness,
        response,
        voice::{self, Desks},
    },
    measured::{Lacking, Measured, Name, Said, Window},
    privacy::GroupMin,
};
use std::collections::BTreeMap;
use store::reading::{
    thread::{By, Line, MarketThread},
    voice::{Voice, Wording},
};

/// Why a number is not said that another window says.
const ELSEWHERE: &str = "elsewhere";
/// The worst share over the best, by the door people came by, and by where they stand.
const BY_CHANNEL: Name = Name::first("fair_by_channel");
const BY_SIDE: Name = Name::first("fair_by_side");
/// The share answered within a day of those who asked in one way.
const CHANNELS: [(Name, Channel); 2] =
    [(Name::first("answered_by_mail"), Channel::Mail), (Name::first("answered_on_page"), Channel::Web)];
const SIDES: [(Name, Side); 3] = [
    (Name::first("answered_customers"), Side::Customer),
    (Name::first("answered_partners"), Side::Partner),
    (Name::first("answered_public"), Side::Public),
];

/// What is made of a message's words before they are left where they lie.
#[derive(Clone, Debug)]
pub struct Sound {
    signed: bool,
    likeness: Option<Likeness>,
}

impl Sound {
    /// Of one message of ours.
    pub fn of(it: Wording<'_>, desks: &Desks) -> Sound {
        Sound { signed: voice::signs(it.author, it.words, it.signature, desks), likeness: Likeness::of(it.words) }
    }

    /// Whether it is compared with others.
    #[cfg(test)]
    pub fn compared(&self) -> bool {
        self.likeness.is_some()
    }

    #[cfg(test)]
    pub fn made(signed: bool, words: &str) -> Sound {
        Sound { signed, likeness: Likeness::of(words) }
    }
}

/// Whether a window is one of those that speak of it.
pub fn speaks(window: Window) -> bool {
    speaks_seldom(Moment(window.until))
}

/// Whether who asked is told apart by door in a window, and whether by side: one of them.
pub fn cuts(window: Window) -> [bool; 2] {
    let doors = tells_doors_apart(Moment(window.until));
    [doors, !doors]
}

/// The figures of one window; `shown` says whether anything may be said of dialogue at all.
pub fn figures(veil: &Veil, read: &Read, served: &[Thread], asked: &Asked, shown: bool) -> Vec<Figure> {
    let it = Speaking { veil, read, asked, min: GroupMin::raised_to(read.group_min) };
    let speaks = (veil.speaks)(read.window);
    let [by_door, by_side] = (veil.cuts)(read.window);
    let told =
        |(measured, may): (Measured, bool)| figure(measured.name(), &if may && shown { measured } else { measured.hidden() });
    let elsewhere = |name: Name| {
        let nothing = Measured::new(name, read.window, 0, Err(Lacking::TooFew));
        Figure { lacking: Some(ELSEWHERE.to_owned()), ..figure(nothing.name(), &nothing) }
    };
    // What is said of other windows is not even computed.
    let say = |here: bool, names: Vec<Name>, all: &dyn Fn() -> Vec<(Measured, bool)>| -> Vec<Figure> {
        if here { all().into_iter().map(told).collect() } else { names.into_iter().map(elsewhere).collect() }
    };
    let fair = |ratio: Name, groups: Vec<Name>| [vec![ratio], groups].concat();
    let mut all = say(speaks, vec![voice::SIGNED, voice::TEMPLATED], &|| it.voices());
    let doors = fair(BY_CHANNEL, CHANNELS.map(|(name, _)| name).into());
    all.extend(say(speaks && by_door, doors, &|| it.fair(served, BY_CHANNEL, &CHANNELS, |line| line.channel)));
    let sides = fair(BY_SIDE, SIDES.map(|(name, _)| name).into());
    all.extend(say(speaks && by_side, sides, &|| it.fair(served, BY_SIDE, &SIDES, |line| line.side)));
    all
}

/// A window, and the rules by which things of it are hidden.
struct Speaking<'a> {
    veil: &'a Veil,
    read: &'a Read,
    asked: &'a Asked,
    min: GroupMin,
}

impl Speaking<'_> {
    /// Each with whether enough colleagues stand behind it.
    fn voices(&self) -> Vec<(Measured, bool)> {
        let mut people = Numbers::default();
        let message = |it: &Voice<Sound>| Message {
            id: it.id.0.unsigned_abs(),
            at: it.at.0,
            by: Writer::Employee { person: people.of(it.author), unit: 0 },
            outward: true,
            answers: None,
            recipients: 0,
            public: false,
            answerable: true,
            words: 0,
            signed: it.made.signed,
            likeness: it.made.likeness.clone(),
        };
        let spoken = [Thread { messages: self.read.voices.iter().map(message).collect(), ..Thread::default() }];
        let wrote = |of: &dyn Fn(&Message) -> bool| {
            let mut wrote: BTreeMap<u32, usize> = BTreeMap::new();
            for message in spoken[0].messages.iter().filter(|it| self.asked.window.holds(it.at) && of(it)) {
                if let Writer::Employee { person, .. } = message.by {
                    *wrote.entry(person).or_default() += 1;
                }
            }
            (self.veil.behind)(&wrote, self.min)
        };
        let share = |name: Name, said| of_share(name, self.asked, said);
        vec![
            (share(voice::SIGNED, voice::signed(&spoken, self.asked)), wrote(&|_| true)),
            (share(voice::TEMPLATED, voice::templated(&spoken, self.asked)), wrote(&|message| message.likeness.is_some())),
        ]
    }

    /// The share answered within a day of each group, and the worst over the best of those that may be spoken of. What is in none
    /// of these groups is one more, of which nothing is said: it is what the whole less the others tells.
    fn fair<K: PartialEq>(
        &self,
        served: &[Thread],
        ratio: Name,
        groups: &[(Name, K)],
        key: impl Fn(&Line) -> K,
    ) -> Vec<(Measured, bool)> {
        let mut threads: Vec<Vec<Thread>> = vec![Vec::new(); groups.len() + 1];
        let mut people: Vec<BTreeMap<u32, usize>> = vec![BTreeMap::new(); groups.len() + 1];
        for (thread, it) in served.iter().zip(&self.read.threads) {
            let Some((at, by)) = thread.asked_by_market(self.asked.now).filter(|(at, _)| self.asked.window.holds(*at)) else {
                continue;
            };
            let place = first(it, at).and_then(|line| groups.iter().position(|(_, of)| *of == key(line)));
            let place = place.unwrap_or(groups.len());
            threads[place].push(thread.clone());
            *people[place].entry(by).or_default() += 1;
        }
        let hidden = (self.veil.groups)(&people, self.min);
        let within = |name: Name, threads: &[Thread]| {
            let curve = response::until_ours(threads, self.asked, &response::wall);
            response::within(name, &curve, self.asked, (24 * HOUR).unsigned_abs())
        };
        let measured: Vec<Measured> = groups.iter().zip(&threads).map(|((name, _), threads)| within(*name, threads)).collect();
        let may = |place: usize| !hidden[place] && !people[place].is_empty();
        let told = measured.iter().enumerate().filter(|(place, _)| may(*place));
        let shares: BTreeMap<u32, Said> = (0..).zip(told.map(|(_, measured)| measured.said())).collect();
        let n = people.iter().enumerate().filter(|(place, _)| *place < groups.len() && may(*place)).count();
        let ratio = Measured::new(ratio, self.asked.window, n, fairness::ratio(&shares));
        let mut all = vec![(ratio, n >= 2)];
        all.extend(measured.into_iter().enumerate().map(|(place, measured)| (measured, may(place))));
        all
    }
}

/// The message by which a conversation began.
fn first(it: &MarketThread, at: i64) -> Option<&Line> {
    it.lines.iter().find(|line| line.outward && line.at.0 == at && matches!(line.by, By::Outsider(_)))
}
