//! Of what was raised, inside and outside: whether it is decided, whether those who raised it hear what came of it, and whether
//! anything was done (C8). Questions and cases of the twelve weeks that end with the window, as they stand at its end.
//!
//! - *Decided* is what ended with a reason that says what came of it, or by an accepted answer; what was opened again since is not.
//! - *Told* is who read a word of ours there, somebody else's than hers, behind her own last word before the decision and up to two
//!   weeks after it; and who decided it herself: she accepted an answer, or closed it when one of us had answered. An accepted
//!   answer tells its asker, whoever gave it.
//! - What is withdrawn, asked twice, or goes on elsewhere is looked at no longer from then on; so is what she closes herself before
//!   one of us said anything. Who raised it there is told where it goes on. What is junk was not raised.
//!
//! A word that was deleted is none from then on, and was one before: what was said of earlier windows stays as it was said.
//!
//! **Invariant.** What is said of one window, less what was said of another of which weeks are the same, is about nobody or about
//! enough: their standings in both are compared one by one.

use super::{
    Read,
    dialogue::of_share,
    figure,
    veil::{Numbers, Veil},
};
use domain::{
    id::{PersonId, UnitId},
    kind::{ACCEPTED, Upshot},
    limits::{RAISED_WEEKS, WINDOW_WEEKS},
    moment::Moment,
    observatory::Figure,
};
use insight::{
    dialogue::{
        Asked,
        outcome::{self, DECIDED_WITHIN, Decision, Item, TOLD_WITHIN},
    },
    measured::{Measured, Window},
    privacy::GroupMin,
    tie::WEEK,
};
use std::collections::{BTreeMap, BTreeSet};
use store::reading::{
    raised::{End, Raised, Raiser, Spoke},
    thread::By,
};

/// What is said of it, each of other people.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Of {
    /// Whether it is decided: of all who raised something.
    Decided,
    /// Whether anything was done: of those whose matter is decided.
    Changed,
    /// Whether they were told: of those for whom it shows.
    Told,
}

const ALL: [Of; 3] = [Of::Decided, Of::Changed, Of::Told];

/// In place of units: who raised something, by what is said of them and by week.
pub const GROUPS: (UnitId, UnitId) =
    (UnitId(i64::MIN + WINDOW_WEEKS), UnitId(i64::MIN + WINDOW_WEEKS + ALL.len() as i64 * RAISED_WEEKS));

fn group(of: Of, week: i64) -> UnitId {
    UnitId(GROUPS.0.0 + of as i64 * RAISED_WEEKS + week)
}

/// How something stands at a moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stands {
    Open,
    Left(i64),
    Decided(Decision),
    /// It ended in a way that nobody knows any more, for it was opened again since.
    Ended,
}

/// What somebody gives a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    /// Raised then, and so it stands.
    Stands(i64, Stands),
    Changes(bool),
    Told(bool),
    /// Something or nothing: see [`Stands::Ended`].
    Unknown,
}

/// Each by its place and who raised it.
type Parts = BTreeMap<(usize, PersonId), Part>;

/// In which week each began, and who raised it.
type Weeks = BTreeSet<(i64, PersonId)>;

/// The figures of one window, and, where they are said, who raised what, for what follows; `shown` says whether anything may be
/// said of the whole house.
pub fn figures(veil: &Veil, read: &Read, shown: bool) -> (Vec<Figure>, Vec<(UnitId, Vec<PersonId>)>) {
    let it = Matters::of(read);
    let asked = Asked { window: it.window(read.window.until), now: read.window.until };
    let items: Vec<Item> = read.raised.iter().filter_map(|raised| item(raised, asked.now)).collect();
    let given = ALL.map(|of| it.given(of, asked.now));
    let may = [0, 1, 2].map(|of| shown && it.may_tell(veil, ALL[of], &given[of]));
    let told = outcome::told(&items, &asked);
    let n = told.map_or(0, |share| share.n);
    let all = [
        (outcome::decided(&items, &asked), may[0]),
        (of_share(outcome::TOLD, &asked, told), may[2]),
        (Measured::new(outcome::LOOP, asked.window, n, outcome::closed(&items, &asked)), may[0] && may[2]),
        (of_share(outcome::CHANGED, &asked, outcome::changed(&items, &asked)), may[1]),
    ];
    let tell = |(measured, may): (Measured, bool)| figure(measured.name(), &if may { measured } else { measured.hidden() });
    let told_of = ALL.into_iter().zip(&given).zip(may).filter(|(_, may)| *may);
    let groups = told_of.flat_map(|((of, (_, weeks)), _)| it.groups(of, weeks)).collect();
    (all.into_iter().map(tell).collect(), groups)
}

/// What was raised, for one window.
struct Matters<'a> {
    read: &'a Read,
    min: GroupMin,
}

impl<'a> Matters<'a> {
    fn of(read: &'a Read) -> Matters<'a> {
        Matters { read, min: GroupMin::raised_to(read.group_min) }
    }

    /// The weeks of which a window that ends then speaks; nothing of before the notice's day counts.
    fn window(&self, until: i64) -> Window {
        Window { from: (until - RAISED_WEEKS * WEEK).max(self.read.counts_from), until }
    }

    /// What each gives a number at a moment.
    fn parts(&self, of: Of, now: i64) -> Parts {
        let mut parts = Parts::new();
        for (place, it) in self.read.raised.iter().enumerate() {
            let Some(stands) = standing(it, now).filter(|(at, ..)| self.window(now).holds(*at)) else { continue };
            for raiser in raisers(it, now) {
                if let Some(part) = part(of, it, raiser, stands, now) {
                    parts.insert((place, raiser.person), part);
                }
            }
        }
        parts
    }

    /// The same, with the week each began in, by which it is read and no longer read, and who raised it.
    fn given(&self, of: Of, now: i64) -> (Parts, Weeks) {
        let parts = self.parts(of, now);
        let week = |place: usize| self.read.raised[place].began.0.div_euclid(WEEK);
        let weeks = parts.keys().map(|(place, person)| (week(*place), *person)).collect();
        (parts, weeks)
    }

    fn groups(&self, of: Of, weeks: &Weeks) -> Vec<(UnitId, Vec<PersonId>)> {
        let until = self.read.window.until;
        let mut groups: BTreeMap<UnitId, Vec<PersonId>> = BTreeMap::new();
        for (week, person) in weeks {
            groups.entry(group(of, week - until.div_euclid(WEEK) + RAISED_WEEKS)).or_default().push(*person);
        }
        groups.into_iter().collect()
    }

    /// Whether enough stand behind a number, and behind what it differs by from what was told before.
    fn may_tell(&self, veil: &Veil, of: Of, now: &(Parts, Weeks)) -> bool {
        let mut numbers = Numbers::default();
        let mut did: BTreeMap<u32, usize> = BTreeMap::new();
        for ((_, person), _) in now.0.iter().filter(|(_, part)| !matches!(part, Part::Stands(_, Stands::Left(_)))) {
            *did.entry(numbers.of(*person)).or_default() += 1;
        }
        (veil.behind)(&did, self.min) && self.may_follow(veil, of, now)
    }

    fn may_follow(&self, veil: &Veil, of: Of, now: &(Parts, Weeks)) -> bool {
        let mut earlier: BTreeMap<i64, Weeks> = BTreeMap::new();
        for (unit, until, person) in &self.read.raised_before {
            let week = unit.0 - group(of, 0).0;
            if (0..RAISED_WEEKS).contains(&week) {
                let week = week + until.0.div_euclid(WEEK) - RAISED_WEEKS;
                earlier.entry(until.0).or_default().insert((week, *person));
            }
        }
        // What a later window told of what came then is not kept: where one was measured before, nothing is said.
        earlier.iter().all(|(until, told)| {
            let (certain, perhaps) = self.differ(now, *until, told, of);
            let nobody = certain.is_empty() && perhaps.is_empty();
            *until < self.read.window.until && (nobody || (veil.asked)(certain.len().max(1), self.min))
        })
    }

    /// Who gives this number something else than the one of a window before; and who, perhaps.
    fn differ(&self, (now, here): &(Parts, Weeks), until: i64, told: &Weeks, of: Of) -> (BTreeSet<PersonId>, BTreeSet<PersonId>) {
        let then = self.parts(of, until);
        // Who was spoken of is no longer: too long ago, or she may not be counted any more.
        let mut certain: BTreeSet<PersonId> = told.difference(here).map(|(_, person)| *person).collect();
        let mut perhaps = BTreeSet::new();
        for place in then.keys().chain(now.keys()) {
            let (before, after) = (then.get(place), now.get(place));
            let unknown = [before, after].contains(&Some(&Part::Unknown));
            // As she waits on, what is decided weighs otherwise.
            let waits = |at: i64| until - at < DECIDED_WITHIN;
            let ages = before == after && matches!(before, Some(Part::Stands(at, Stands::Open)) if waits(*at));
            if unknown || ages {
                perhaps.insert(place.1);
            } else if before != after {
                certain.insert(place.1);
            }
        }
        (certain, perhaps)
    }
}

fn part(of: Of, it: &Raised, raiser: &Raiser, (raised, stands, end): (i64, Stands, Option<&End>), now: i64) -> Option<Part> {
    match (of, stands) {
        (_, Stands::Ended) => Some(Part::Unknown),
        (Of::Decided, stands) => Some(Part::Stands(raised, stands)),
        (Of::Changed, Stands::Decided(decision)) => Some(Part::Changes(decision.changes)),
        (Of::Told, Stands::Decided(decision)) if now - decision.at >= TOLD_WITHIN => {
            let heard = end.and_then(|end| told(it, raiser, end, now));
            Some(Part::Told(heard.is_some_and(|at| at <= decision.at + TOLD_WITHIN)))
        }
        _ => None,
    }
}

/// What stands of what was said there.
fn words(it: &Raised, now: i64) -> impl Iterator<Item = &Spoke> {
    it.said.iter().filter(move |spoke| spoke.stands(Moment(now)))
}

/// Whose it is at a moment, each once.
fn raisers(it: &Raised, now: i64) -> impl Iterator<Item = &Raiser> {
    let mut known = BTreeSet::new();
    let hers = it.raisers.iter().filter(move |raiser| raiser.at.0 <= now && raiser.gone_at.is_none_or(|at| at.0 > now));
    hers.filter(move |raiser| known.insert(raiser.person))
}

/// When whoever raised it first spoke, of what stands at a moment.
fn first_word(it: &Raised, now: i64) -> Option<i64> {
    let who = it.raisers.first()?.person;
    words(it, now).find(|spoke| is(spoke.by, who)).map(|spoke| spoke.at.0)
}

fn is(by: By, who: PersonId) -> bool {
    matches!(by, By::Colleague(person) | By::Outsider(person) if person == who)
}

/// Whether one of ours says it, and not she herself.
fn ours(by: By, than: PersonId) -> bool {
    matches!(by, By::Colleague(_) | By::SomeColleague) && !is(by, than)
}

/// When it was raised, how it stands at a moment, and by which end; `None` where nothing was raised.
fn standing(it: &Raised, now: i64) -> Option<(i64, Stands, Option<&End>)> {
    let raised = first_word(it, now)?;
    let who = it.raisers.first()?.person;
    let holds = |end: &&End| end.at.0 <= now && end.undone_at.is_none_or(|at| at.0 > now);
    let mut stands = None;
    for end in it.ends.iter().filter(holds) {
        let answered = || words(it, now).any(|spoke| spoke.at <= end.at && ours(spoke.by, who));
        let so = match it.kind.upshot(&end.reason) {
            Some(Upshot::Nothing) => return None,
            Some(Upshot::Left) => Stands::Left(end.at.0),
            Some(_) if end.herself && end.reason != ACCEPTED.word && !answered() => Stands::Left(end.at.0),
            Some(upshot) => Stands::Decided(Decision { at: end.at.0, changes: upshot == Upshot::Done }),
            None if end.reason.is_empty() => Stands::Ended,
            None => continue,
        };
        stands.get_or_insert((so, end));
    }
    Some(stands.map_or((raised, Stands::Open, None), |(stands, end)| (raised, stands, Some(end))))
}

/// When somebody who raised it heard what came of it, by the words that stand at a moment.
fn told(it: &Raised, raiser: &Raiser, end: &End, now: i64) -> Option<i64> {
    let first = it.raisers.first().is_some_and(|first| first.person == raiser.person);
    let since = raiser.since?;
    if first && (end.herself || end.reason == ACCEPTED.word) {
        return Some(end.at.0);
    }
    let own = words(it, now).filter(|spoke| spoke.at <= end.at && is(spoke.by, raiser.person)).map(|spoke| spoke.at).max();
    let behind = |spoke: &&Spoke| spoke.position >= since && Some(spoke.at) > own;
    words(it, now).filter(behind).find(|spoke| ours(spoke.by, raiser.person)).map(|spoke| spoke.at.0)
}

/// As measures take it.
fn item(it: &Raised, now: i64) -> Option<Item> {
    let (raised, stands, end) = standing(it, now)?;
    let (decision, left) = match stands {
        Stands::Decided(decision) => (Some(decision), None),
        Stands::Left(at) => (None, Some(at)),
        Stands::Open | Stands::Ended => (None, None),
    };
    let told = raisers(it, now).map(|raiser| end.and_then(|end| told(it, raiser, end, now))).collect();
    Some(Item { raised, decision, left, told })
}

#[cfg(test)]
mod tests;
