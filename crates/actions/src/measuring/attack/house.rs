//! Seeded houses to be attacked: a few units of odd sizes, people who come, go and move week by week, ties, and askers.
//!
//! They are made to be hard to publish, not to be likely: units of three, weeks of silence, one person who writes it all,
//! units that are split, merged or renamed in the middle of a window.

use super::super::{NewResult, Read, seldom::Sound, spoken_before};
use domain::{
    id::{MessageId, PersonId, Position, UnitId},
    kind::Kind,
    limits::{RAISED_WEEKS, WINDOW_WEEKS},
    message::Channel,
    moment::Moment,
    observatory::Observatory,
    side::Side,
    unit::{UnitNode, UnitTree},
};
use insight::{
    chance::Chance,
    tie::{WEEK, window},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use store::reading::{
    published::Spoken,
    raised::{End, Raised, Raiser, Spoke},
    thread::{By, Ended, Line, MarketThread},
    tie::WeekTie,
    voice::Voice,
};

/// The first week in which anything happens.
const BEGIN: i64 = 2_900;
/// So many weeks are lived: six windows close, and the last shares no day with the first.
const WEEKS: i64 = 9;
/// The most units ever: what is told of two windows is tried in all combinations.
const UNITS_MAX: usize = 6;
/// Something was raised before anything else happened.
const RAISED_BEFORE: i64 = 10;
/// From this seed on houses are busy: units are larger and everybody turns to many, so that much is told of them.
pub const BUSY: u64 = 10_000;
/// Units that have nobody of their own.
const DIVISIONS: [UnitId; 2] = [UnitId(10), UnitId(11)];
/// Who asks: ids apart from those of colleagues.
const OUTSIDE: i64 = 500;

/// One published window, with what everybody in the house knows anyway: who was in which unit.
pub struct Published {
    pub last: i64,
    pub told: Observatory,
    pub chart: BTreeMap<UnitId, BTreeSet<PersonId>>,
    pub read: Read,
    /// How many of a level stand in its table.
    pub drawn: usize,
    /// Person and unit of each stay, and since when: who comes back to a unit stays there another time.
    pub stays: BTreeSet<(PersonId, UnitId, Moment)>,
}

/// How people of a house are.
struct Mood {
    /// Percent of people who write at all in a week.
    active: u32,
    /// Percent of what they write that stays in their unit.
    within: u32,
    /// Whether only the first of a unit writes to others.
    gate: bool,
    /// Percent of weeks without a word.
    silent: u32,
    /// The most people who ask in a week.
    asking: u32,
    /// How many may ask at all.
    askers: u32,
}

struct House {
    chance: Chance,
    /// What is drawn for voices, apart, so that the rest of a house is what it was without them.
    voice: Chance,
    mood: Mood,
    /// Person, unit, first week, first week after it.
    stays: Vec<(PersonId, UnitId, i64, i64)>,
    ties: Vec<WeekTie>,
    threads: Vec<MarketThread>,
    /// What is drawn for what is raised, apart likewise.
    raising: Chance,
    raised: Vec<Raised>,
    /// Who may not be counted any more, and from which week on.
    gone: (PersonId, i64),
    voices: Vec<Voice<Sound>>,
    people: i64,
    units: Vec<UnitId>,
    messages: i64,
}

/// Lives through a house's weeks and publishes each window as it closes, as `publish` does it.
pub fn published(seed: u64, drawn: usize, publish: impl Fn(&Read) -> NewResult) -> Vec<Published> {
    let mut house = House::founded(seed);
    let mut spoken: Vec<(Moment, Spoken)> = Vec::new();
    let mut all = Vec::new();
    for week in BEGIN..BEGIN + WEEKS {
        if week > BEGIN {
            house.people_come_and_go(week);
        }
        house.people_talk(week);
        house.people_ask(week);
        house.people_raise(week);
        house.people_write(week);
        if week < BEGIN + WINDOW_WEEKS - 1 {
            continue;
        }
        let mut read = house.read(week);
        let since = |(_, (_, until, _)): &&(Moment, Spoken)| until.0 > read.window.until - RAISED_WEEKS * WEEK;
        (read.spoken, read.raised_before) = spoken_before(spoken.iter().filter(since).copied().collect(), read.window);
        let result = publish(&read);
        for (unit, people) in &result.groups {
            spoken.extend(people.iter().map(|person| (result.from, (*unit, result.until, *person))));
        }
        let told = serde_json::from_str(&result.body).expect("what is published is a document");
        let mut chart: BTreeMap<UnitId, BTreeSet<PersonId>> = BTreeMap::new();
        for (person, unit, _) in &read.stays {
            chart.entry(*unit).or_default().insert(*person);
        }
        let stays = read.stays.iter().copied().collect();
        all.push(Published { last: week, told, chart, read, drawn, stays });
    }
    all
}

impl House {
    fn founded(seed: u64) -> House {
        let busy = seed >= BUSY;
        let mut chance = Chance::new(seed, 0);
        // Few ask in one half of all houses, many in the other: of few the windows say too much, of many the groups among them.
        let (often, many) = if seed.is_multiple_of(2) { (12, 25) } else { (30, 50) };
        let mood = Mood {
            active: 25 + chance.below(75),
            within: 40 + chance.below(60),
            gate: chance.below(4) == 0,
            silent: chance.below(25),
            asking: 1 + chance.below(often),
            askers: 3 + chance.below(many),
        };
        let mood = if busy { Mood { active: 80, within: 30 + mood.within / 3, gate: false, silent: 5, ..mood } } else { mood };
        let mut house = House {
            chance,
            voice: Chance::new(seed, 1),
            mood,
            stays: Vec::new(),
            ties: Vec::new(),
            threads: Vec::new(),
            raising: Chance::new(seed, 2),
            raised: Vec::new(),
            gone: (PersonId(-1), i64::MAX),
            voices: Vec::new(),
            people: 0,
            units: Vec::new(),
            messages: 0,
        };
        for _ in 0..2 + house.chance.below(4) {
            let unit = house.new_unit();
            let many = [1, 2, 3, 4, 5, 5, 6, 6, 7, 8, 9, 11][house.chance.below(12) as usize];
            house.join(unit, if busy { many + 4 } else { many }, BEGIN);
        }
        house.gone = (PersonId(OUTSIDE + i64::from(house.raising.below(8))), BEGIN + i64::from(house.raising.below(12)));
        (BEGIN - RAISED_BEFORE..BEGIN).for_each(|week| house.people_raise(week));
        house
    }

    fn new_unit(&mut self) -> UnitId {
        let unit = UnitId(1_000 + self.units.len() as i64);
        self.units.push(unit);
        unit
    }

    fn join(&mut self, unit: UnitId, many: u32, week: i64) {
        for _ in 0..many {
            self.stays.push((PersonId(self.people), unit, week, i64::MAX));
            self.people += 1;
        }
    }

    /// Two divisions with units in them, a unit below another unit, and one that stands below nothing.
    fn tree(&self) -> UnitTree {
        let above = |at: usize| {
            [Some(DIVISIONS[0]), Some(DIVISIONS[1]), Some(DIVISIONS[0]), self.units.first().copied(), Some(DIVISIONS[1]), None]
                [at % 6]
        };
        let node = |id: UnitId, parent: Option<UnitId>| UnitNode { id, parent, name: id.to_string() };
        let units = self.units.iter().enumerate().map(|(at, unit)| node(*unit, above(at)));
        UnitTree::new(units.chain(DIVISIONS.map(|division| node(division, None))))
    }

    fn members(&self, unit: UnitId) -> Vec<PersonId> {
        self.stays.iter().filter(|(_, of, _, until)| *of == unit && *until == i64::MAX).map(|(person, ..)| *person).collect()
    }

    fn unit_of(&self, person: PersonId, week: i64) -> Option<UnitId> {
        let holds = |(of, _, from, until): &&(PersonId, UnitId, i64, i64)| *of == person && *from <= week && week < *until;
        self.stays.iter().find(holds).map(|(_, unit, ..)| *unit)
    }

    fn leave(&mut self, person: PersonId, week: i64) {
        self.stays.iter_mut().filter(|(of, _, _, until)| *of == person && *until == i64::MAX).for_each(|stay| stay.3 = week);
    }

    fn some_unit(&mut self) -> UnitId {
        self.units[self.chance.below(self.units.len() as u32) as usize]
    }

    fn people_come_and_go(&mut self, week: i64) {
        for _ in 0..self.chance.below(3) {
            let (one, other) = (self.some_unit(), self.some_unit());
            let some = 1 + self.chance.below(6);
            match self.chance.below(6) {
                0 | 1 if self.people < 110 => self.join(one, some, week),
                2 => self.go(one, some as usize, None, week),
                3 => self.go(one, some as usize, Some(other), week),
                4 if self.units.len() < UNITS_MAX => {
                    // A unit is renamed, or some of it become one of their own.
                    let many = if some > 4 { usize::MAX } else { self.members(one).len() / 2 };
                    let new = self.new_unit();
                    self.go(one, many, Some(new), week);
                }
                5 if one != other && some > 4 => self.go(one, usize::MAX, Some(other), week),
                _ => {}
            }
        }
    }

    fn go(&mut self, from: UnitId, many: usize, to: Option<UnitId>, week: i64) {
        if to == Some(from) {
            return;
        }
        let mut members = self.members(from);
        self.chance.shuffle(&mut members);
        for person in members.into_iter().take(many) {
            self.leave(person, week);
            if let Some(to) = to {
                self.stays.push((person, to, week, i64::MAX));
            }
        }
    }

    fn people_talk(&mut self, week: i64) {
        if self.chance.below(100) < self.mood.silent {
            return;
        }
        let here: Vec<(PersonId, UnitId)> =
            (0..self.people).filter_map(|n| self.unit_of(PersonId(n), week).map(|unit| (PersonId(n), unit))).collect();
        for from in &here {
            if self.chance.below(100) >= self.mood.active {
                continue;
            }
            for _ in 0..1 + self.chance.below(4) {
                let first = here.iter().find(|(_, unit)| *unit == from.1) == Some(from);
                let stays = self.chance.below(100) < self.mood.within || (self.mood.gate && !first);
                let open: Vec<_> = here.iter().filter(|to| to.0 != from.0 && (to.1 == from.1) == stays).collect();
                if open.is_empty() {
                    continue;
                }
                let to = *open[self.chance.below(open.len() as u32) as usize];
                let known = self.ties.iter_mut().find(|tie| (tie.week, tie.from, tie.to) == (week, *from, to));
                let weight = 100_000_000 * i64::from(1 + self.chance.below(20));
                match known {
                    Some(tie) => (tie.messages, tie.weight) = (tie.messages + 1, tie.weight + weight),
                    None => self.ties.push(WeekTie { week, from: *from, to, messages: 1, weight }),
                }
            }
        }
    }

    fn people_ask(&mut self, week: i64) {
        for _ in 0..self.chance.below(self.mood.asking + 1) {
            let who = PersonId(OUTSIDE + i64::from(self.chance.below(self.mood.askers)));
            let at = week * WEEK + i64::from(self.chance.below(600_000)) * 1_000_000;
            let mut thread = MarketThread { lines: vec![self.line(By::Outsider(who), at)], ..MarketThread::default() };
            if self.chance.below(3) > 0 && self.people > 0 {
                let colleague = PersonId(i64::from(self.chance.below(u32::try_from(self.people).unwrap_or(1))));
                let answered = at + i64::from(1 + self.chance.below(9 * 86_400)) * 1_000_000;
                thread.lines.push(self.line(By::Colleague(colleague), answered));
                if self.chance.below(2) == 0 {
                    let ended = Moment(answered + 3_600_000_000);
                    thread.endings.push(Ended { at: ended, outsider: false, reason: "solved".into(), reopened_at: None });
                }
            }
            self.threads.push(thread);
        }
    }

    /// Inside and outside: it is answered or not, and ends in every way there is, sometimes for a while.
    fn people_raise(&mut self, week: i64) {
        let often = if self.mood.askers.is_multiple_of(2) { 3 } else { 16 };
        for _ in 0..self.raising.below(often) {
            let (by, who) = self.somebody();
            // No two at the same moment: so it is known again in another window.
            let at = week * WEEK + i64::from(self.raising.below(600_000)) * 1_000_000 + self.raised.len() as i64;
            let kind = if self.raising.below(2) == 0 { Kind::Question } else { Kind::Case };
            let (raisers, said) = (vec![raiser(who, i64::MIN)], vec![spoke(by, at)]);
            let mut it = Raised { kind, began: Moment(at), raisers, said, ends: Vec::new() };
            let later = |chance: &mut Chance, hours: u32| at + i64::from(1 + chance.below(hours)) * 3_600_000_000;
            for (hours, word) in [(90, true), (300, false), (500, true)] {
                if self.raising.below(2) == 0 {
                    let ours = By::Colleague(PersonId(i64::from(self.raising.below(u32::try_from(self.people).unwrap_or(1)))));
                    it.said.push(spoke(if word { ours } else { by }, later(&mut self.raising, hours)));
                }
            }
            it.said.sort_by_key(|spoke| spoke.at);
            for word in &mut it.said {
                let deleted = word.at.0 + i64::from(1 + self.raising.below(900)) * 3_600_000_000;
                word.deleted_at = (self.raising.below(8) == 0).then_some(Moment(deleted));
            }
            if self.raising.below(8) == 0 {
                let (_, other) = self.somebody();
                let joined = raiser(other, later(&mut self.raising, 900));
                let gone = joined.at.plus(i64::from(1 + self.raising.below(600)) * 3_600_000_000);
                let gone_at = (self.raising.below(3) == 0).then_some(gone);
                it.raisers.extend((other != who).then_some(Raiser { gone_at, ..joined }));
            }
            let mut ended = at;
            for _ in 0..self.raising.below(3) {
                ended += i64::from(1 + self.raising.below(600)) * 3_600_000_000;
                let reasons: Vec<&str> =
                    kind.life().closings.iter().map(|reason| reason.word).chain(["merged", "accepted"]).collect();
                let reason = reasons[self.raising.below(reasons.len() as u32) as usize].to_owned();
                let undone = ended + i64::from(1 + self.raising.below(300)) * 3_600_000_000;
                let undone_at = (self.raising.below(3) == 0).then_some(Moment(undone));
                it.ends.push(End { at: Moment(ended), herself: self.raising.below(4) == 0, reason, undone_at });
                if undone_at.is_none() {
                    break;
                }
                ended = undone;
            }
            self.raised.push(it);
        }
    }

    /// Of those outside or, of four one, of ours.
    fn somebody(&mut self) -> (By, PersonId) {
        if self.raising.below(4) == 0 && self.people > 0 {
            let one = PersonId(i64::from(self.raising.below(u32::try_from(self.people).unwrap_or(1))));
            return (By::Colleague(one), one);
        }
        let one = PersonId(OUTSIDE + i64::from(self.raising.below(self.mood.askers)));
        (By::Outsider(one), one)
    }

    /// What the store would give at the end of a week: of ends to come nothing, and of those that were undone since no reason; of
    /// what was said also that it was deleted later, for whoever measures may be late.
    fn raised_until(&self, last: i64, until: i64) -> Vec<Raised> {
        let cohort = until - RAISED_WEEKS * WEEK..until;
        let counted = |it: &&Raised| last < self.gone.1 || it.raisers[0].person != self.gone.0;
        let seen = |it: &Raised| {
            let mut seen = it.clone();
            seen.raisers.retain(|raiser| raiser.at.0 < until && (last < self.gone.1 || raiser.person != self.gone.0));
            seen.said.retain(|spoke| spoke.at.0 < until);
            seen.ends.retain(|end| end.at.0 < until);
            for end in &mut seen.ends {
                end.undone_at = end.undone_at.filter(|at| at.0 < until);
                if end.undone_at.is_some() && end.reason != "accepted" {
                    end.reason.clear();
                }
            }
            seen
        };
        self.raised.iter().filter(counted).filter(|it| cohort.contains(&it.began.0)).map(seen).collect()
    }

    /// To those outside: a few or many of them, and in some houses one most of it.
    fn people_write(&mut self, week: i64) {
        let (some, first) = (1 + self.voice.below(12), self.voice.below(4) == 0);
        for n in 0..some {
            let author =
                if first && n % 4 != 0 { 0 } else { i64::from(self.voice.below(u32::try_from(self.people).unwrap_or(1))) };
            let words = ["thank you for asking, we look into it", "no", "the new cup is on its way to you"];
            let made = Sound::made(self.voice.below(3) > 0, words[self.voice.below(3) as usize]);
            let at = Moment(week * WEEK + i64::from(self.voice.below(600_000)) * 1_000_000);
            let id = MessageId(1_000_000 + self.voices.len() as i64);
            self.voices.push(Voice { id, at, author: PersonId(author), made });
        }
    }

    fn line(&mut self, by: By, at: i64) -> Line {
        self.messages += 1;
        Line {
            id: MessageId(self.messages),
            at: Moment(at),
            by,
            outward: true,
            answers: None,
            recipients: 1,
            public: false,
            answerable: true,
            words: Some(10),
            channel: [Channel::Mail, Channel::Mail, Channel::Web, Channel::Mail, Channel::Import][(at / 1_000_000 % 5) as usize],
            side: match by {
                By::Outsider(person) => [Side::Customer, Side::Customer, Side::Partner, Side::Public][(person.0 % 4) as usize],
                _ => Side::Employee,
            },
        }
    }

    /// What the store would give of the window that ends with a week.
    fn read(&self, last: i64) -> Read {
        let window = window(last, WINDOW_WEEKS);
        let first = last - WINDOW_WEEKS + 1;
        let inside = |(_, _, from, until): &&(PersonId, UnitId, i64, i64)| *from <= last && *until > first && from < until;
        let until = |at: Moment| at.0 < window.until;
        let thread = |it: &MarketThread| {
            let mut seen = it.clone();
            seen.lines.retain(|line| until(line.at));
            seen.endings.retain(|end| until(end.at));
            seen.lines.iter().any(|line| window.holds(line.at.0)).then_some(seen)
        };
        Read {
            window,
            ties: self.ties.iter().filter(|tie| (first..=last).contains(&tie.week)).copied().collect(),
            stays: self
                .stays
                .iter()
                .filter(inside)
                .map(|(person, unit, from, _)| (*person, *unit, Moment(from * WEEK)))
                .collect(),
            threads: self.threads.iter().filter_map(thread).collect(),
            spoken: Vec::new(),
            raised: self.raised_until(last, window.until),
            raised_before: Vec::new(),
            counts_from: 0,
            voices: self.voices.iter().filter(|voice| until(voice.at)).cloned().collect(),
            tree: Arc::new(self.tree()),
            group_min: 5,
        }
    }
}

fn raiser(person: PersonId, since: i64) -> Raiser {
    Raiser { person, at: Moment(since), gone_at: None, since: Some(Position(since)) }
}

fn spoke(by: By, at: i64) -> Spoke {
    Spoke { at: Moment(at), position: Position(at), by, deleted_at: None }
}
