//! Terms: what people agreed to, and the one gate to everything that is computed about them.
//!
//! [`may`] is asked by every analytic reader of the store, which takes nothing but the [`Counted`] it makes. Without an
//! agreement only what serves a person is permitted. For employees the house's published notice stands in for one, for
//! what it says and no more; each may leave what is personal, and what is counted in groups.
//!
//! **Invariant.** What is not permitted is prohibited: a word this program does not know permits nothing.

use crate::{
    id::{PersonId, Position},
    limits,
    moment::{DAY, Moment},
    party::MACHINE,
    person::{Actor, MayAdminister, may_administer},
    refusal::Refusal,
    side::Side,
};
use serde::Serialize;
use std::collections::HashMap;

/// What something is computed for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Serving her: her case, answering it, how long she waits, how many cases there are.
    ServiceDelivery,
    /// Numbers about groups, never about fewer people than may be spoken of.
    Aggregates,
    /// Numbers about her, shown to her alone.
    Personal,
    /// Numbers about her for others.
    Analytics,
    /// Following her from place to place.
    Tracking,
    /// Guessing what she is like.
    Profiling,
    /// Giving what is freed of her name to others.
    ShareAnonymous,
    /// Training machines.
    AiTraining,
    /// Research for the public.
    PublicGood,
    /// Telling others what she looks for.
    Intent,
}

/// A standard agreement: what the house may do under it besides serving her.
#[derive(Debug, PartialEq, Eq)]
pub struct Agreement {
    /// Its id in the roster.
    pub id: &'static str,
    /// What it permits.
    pub permits: &'static [Purpose],
}

/// The version of [`ROSTER`] and [`NOTICE_PERMITS`]: kept with each choice, so that it is known what she agreed to.
pub const ROSTER_VERSION: i64 = 1;

const A: &[Purpose] = &[Purpose::Aggregates, Purpose::Personal, Purpose::Analytics];
const AT: &[Purpose] = &[Purpose::Aggregates, Purpose::Personal, Purpose::Analytics, Purpose::Tracking];
const ATP: &[Purpose] = &[Purpose::Aggregates, Purpose::Personal, Purpose::Analytics, Purpose::Tracking, Purpose::Profiling];
const ATPS: &[Purpose] =
    &[Purpose::Aggregates, Purpose::Personal, Purpose::Analytics, Purpose::Tracking, Purpose::Profiling, Purpose::ShareAnonymous];

/// The roster (IEEE 7012; W3C DPV p7012 2.2, "Defined Agreements"). `-DP` adds a duty of portability and permits the same.
pub const ROSTER: [Agreement; 13] = [
    Agreement { id: SERVICE_ONLY, permits: &[] },
    Agreement { id: "SD-BASE-DP", permits: &[] },
    Agreement { id: COUNTED_TOO, permits: A },
    Agreement { id: "SD-BASE-A-DP", permits: A },
    Agreement { id: "SD-BASE-AT", permits: AT },
    Agreement { id: "SD-BASE-AT-DP", permits: AT },
    Agreement { id: "SD-BASE-ATP", permits: ATP },
    Agreement { id: "SD-BASE-ATP-DP", permits: ATP },
    Agreement { id: "SD-BASE-ATP-S3P", permits: ATPS },
    Agreement { id: "SD-BASE-ATP-S3P-DP", permits: ATPS },
    Agreement { id: "PDC-AI", permits: &[Purpose::AiTraining] },
    Agreement { id: "PDC-GOOD", permits: &[Purpose::PublicGood] },
    Agreement { id: "PDC-INTENT", permits: &[Purpose::Intent] },
];

/// Service delivery only: what holds for everybody outside who agreed to nothing.
pub const SERVICE_ONLY: &str = "SD-BASE";
/// Service delivery, and she counts in the numbers.
pub const COUNTED_TOO: &str = "SD-BASE-A";

/// What the published notice permits over employees.
pub const NOTICE_PERMITS: [Purpose; 2] = [Purpose::Aggregates, Purpose::Personal];

impl Agreement {
    /// The agreement of this id.
    pub fn of(id: &str) -> Option<&'static Agreement> {
        ROSTER.iter().find(|agreement| agreement.id == id)
    }
}

/// One line of somebody's terms.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Term {
    /// She agreed to this.
    Agreed(&'static Agreement),
    /// She left this, which the notice would permit.
    Left(Purpose),
    /// She became one of us: what she said before was said as an outsider.
    CameInside,
}

impl Term {
    /// What somebody under the notice may leave.
    pub const LEAVABLE: [Purpose; 2] = NOTICE_PERMITS;

    /// The word kept in the database.
    pub fn word(self) -> &'static str {
        match self {
            Term::Agreed(agreement) => agreement.id,
            Term::Left(Purpose::Personal) => "left-personal",
            // Only what may be left is ever kept.
            Term::Left(_) => "left-aggregates",
            Term::CameInside => "came-inside",
        }
    }

    /// The term of that word.
    pub fn from_word(word: &str) -> Option<Term> {
        match word {
            "left-personal" => Some(Term::Left(Purpose::Personal)),
            "left-aggregates" => Some(Term::Left(Purpose::Aggregates)),
            "came-inside" => Some(Term::CameInside),
            id => Agreement::of(id).map(Term::Agreed),
        }
    }
}

/// A term with its dates. Ending it is a date more, never an edit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Record {
    /// What.
    pub term: Term,
    /// From when on.
    pub since: Moment,
    /// Where that stands in the log.
    pub position: Position,
    /// Until when, and where that stands in the log; open where it holds.
    pub until: Option<(Moment, Position)>,
}

impl Record {
    /// Whether it holds at a moment.
    pub fn holds(&self, at: Moment) -> bool {
        self.since <= at && self.until.is_none_or(|(until, _)| at < until)
    }
}

/// The house's notice to its employees, while it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    /// What it says.
    pub words: String,
    /// When it was published.
    pub published_at: Moment,
    /// From when on what is written counts; it says so itself.
    pub counts_from: Moment,
    /// The least number of people a number speaks of: five, or more.
    pub group_min: u32,
}

/// What the gate needs to know of somebody.
#[derive(Clone, Debug)]
pub struct TermsFacts {
    /// Who.
    pub person: PersonId,
    /// Where she stands.
    pub side: Side,
    /// Whether she was erased.
    pub erased: bool,
    /// Her terms, past ones among them.
    pub records: Vec<Record>,
    /// Those who were found to be her, as their terms stand.
    pub halves: Vec<Half>,
}

/// Somebody who was found to be another, as her own terms stand. What one of the two did not agree to stays unagreed, until
/// the one person agrees to it.
#[derive(Clone, Debug)]
pub struct Half {
    /// Where in the log that was found.
    pub merged: Position,
    /// Her own terms of before.
    pub records: Vec<Record>,
}

/// Why not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Denied {
    /// It is nobody: a machine, or who was erased.
    Nobody,
    /// The house has not told its people, or had not by then.
    NoNotice,
    /// The notice does not speak of this.
    NotInNotice,
    /// She left it.
    Left,
    /// She agreed to nothing that permits it.
    NotAgreed,
}

/// Whether something about somebody may be computed for a purpose at a moment: the one gate.
///
/// # Errors
/// [`Denied`] says why not.
pub fn may(it: &TermsFacts, notice: Option<&Notice>, purpose: Purpose, at: Moment) -> Result<(), Denied> {
    if it.erased || it.person == MACHINE {
        return Err(Denied::Nobody);
    }
    if purpose == Purpose::ServiceDelivery {
        return Ok(());
    }
    let holds = |wanted: &dyn Fn(&Term) -> bool| it.records.iter().any(|record| wanted(&record.term) && record.holds(at));
    if !it.side.inside() {
        let permits = |term: &Term| matches!(term, Term::Agreed(agreement) if agreement.permits.contains(&purpose));
        let agrees = |record: &Record| permits(&record.term) && record.holds(at);
        let half = |half: &Half| {
            half.records.iter().any(agrees) || it.records.iter().any(|record| agrees(record) && record.position > half.merged)
        };
        return if holds(&permits) && it.halves.iter().all(half) { Ok(()) } else { Err(Denied::NotAgreed) };
    }
    if notice.is_none_or(|notice| notice.published_at > at) {
        return Err(Denied::NoNotice);
    }
    if !NOTICE_PERMITS.contains(&purpose) {
        return Err(Denied::NotInNotice);
    }
    if holds(&|term| *term == Term::Left(purpose)) { Err(Denied::Left) } else { Ok(()) }
}

/// From which position on what somebody says, and what is said to her, counts in numbers about groups, as her terms stand now;
/// `None` where nothing does. Whoever left and came back counts from her return: the past is not counted again.
pub fn counts_since(it: &TermsFacts, notice: Option<&Notice>, at: Moment) -> Option<Position> {
    may(it, notice, Purpose::Aggregates, at).ok()?;
    if it.side.inside() {
        return Some(it.records.iter().filter_map(came_back).map(|(_, position)| position).max().unwrap_or(Position::START));
    }
    agreed_since(&it.records, at, Position::START)
}

/// When one of ours came back to the numbers about groups, or came inside: the last time.
fn back_since(it: &TermsFacts) -> Option<Moment> {
    it.records.iter().filter(|_| it.side.inside()).filter_map(came_back).map(|(at, _)| at).max()
}

fn came_back(record: &Record) -> Option<(Moment, Position)> {
    match record.term {
        Term::Left(Purpose::Aggregates) => record.until,
        Term::CameInside => Some((record.since, record.position)),
        _ => None,
    }
}

/// The same of what is said as one person, as far as somebody goes who was found to be her: from where she had agreed
/// herself, or the one person did. Among colleagues the notice speaks to whoever is one of us.
pub fn counts_since_with(it: &TermsFacts, half: &Half, at: Moment) -> Option<Position> {
    if it.side.inside() {
        return Some(Position::START);
    }
    let (alone, together) = (agreed_since(&half.records, at, Position::START), agreed_since(&it.records, at, half.merged));
    alone.into_iter().chain(together).min()
}

/// From where on numbers about groups are agreed to, by what was agreed behind a position.
fn agreed_since(records: &[Record], at: Moment, behind: Position) -> Option<Position> {
    let counts = |record: &&Record| matches!(record.term, Term::Agreed(it) if it.permits.contains(&Purpose::Aggregates));
    let agreed = || records.iter().filter(counts);
    let held = agreed().filter(|record| record.holds(at) && record.position >= behind).map(|record| record.position).min()?;
    // Ending any takes her past along, also where another still holds.
    let ended = agreed().filter_map(|record| record.until).map(|(_, position)| position).max();
    Some(ended.map_or(held, |ended| held.max(ended)))
}

/// How somebody counts whom the gate let through.
#[derive(Clone, Copy, Debug)]
struct Admitted {
    side: Side,
    /// From where on in the log.
    since: Position,
    /// The moment of that, where she left and came back or came inside.
    back: Option<Moment>,
}

/// Those whom the gate let through for one purpose at one moment.
///
/// **Invariant.** Made by [`counted`] alone; each analytic reader of the store takes it and gives nothing of anybody else.
#[derive(Clone, Debug)]
pub struct Counted {
    people: HashMap<PersonId, Admitted>,
    purpose: Purpose,
    at: Moment,
    from: Moment,
    group_min: u32,
}

/// Asks the gate for everybody at once.
///
/// # Errors
/// [`Denied::NoNotice`] where the house has not told its people: then nothing is measured at all.
pub fn counted(everybody: &[TermsFacts], notice: Option<&Notice>, purpose: Purpose, at: Moment) -> Result<Counted, Denied> {
    let told = notice.filter(|notice| notice.published_at <= at).ok_or(Denied::NoNotice)?;
    let since = |it: &TermsFacts| counts_since(it, notice, at).unwrap_or(Position::START);
    let admitted = everybody.iter().filter(|it| may(it, notice, purpose, at).is_ok());
    let people = admitted.map(|it| (it.person, Admitted { side: it.side, since: since(it), back: back_since(it) })).collect();
    Ok(Counted { people, purpose, at, from: told.counts_from, group_min: told.group_min })
}

impl Counted {
    /// Whether somebody may be counted.
    pub fn admits(&self, person: PersonId) -> bool {
        self.people.contains_key(&person)
    }

    /// Whether she may be counted, and is one of ours.
    pub fn admits_colleague(&self, person: PersonId) -> bool {
        self.people.get(&person).is_some_and(|it| it.side.inside())
    }

    /// Whether she may be counted as one of ours for what stands at this position: whoever left and came back counts from her
    /// return, and who came inside from then on.
    pub fn admits_colleague_at(&self, person: PersonId, position: Position) -> bool {
        self.people.get(&person).is_some_and(|it| it.side.inside() && it.since <= position)
    }

    /// Since when somebody of ours is counted in a unit that she entered at this moment: what whoever left and came back did
    /// before is in no number, so that she is another than the one of whom earlier numbers spoke.
    pub fn counts_in_unit_since(&self, person: PersonId, entered: Moment) -> Moment {
        self.people.get(&person).and_then(|it| it.back).map_or(entered, |back| back.max(entered))
    }

    /// For what.
    pub fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// At which moment the gate was asked.
    pub fn at(&self) -> Moment {
        self.at
    }

    /// Nothing of before this moment counts.
    pub fn from(&self) -> Moment {
        self.from
    }

    /// The least number of people a number speaks of.
    pub fn group_min(&self) -> u32 {
        self.group_min
    }
}

crate::permit! {
    /// May publish the notice, and end it.
    MayPublishNotice {}
    /// May change this person's own terms.
    MayChooseTerms { person: PersonId }
}

/// Whether the actor may publish the house's notice, or end it.
///
/// # Errors
/// Refuses everyone but administrators.
pub fn may_publish_notice(actor: &Actor) -> Result<MayPublishNotice, Refusal> {
    let _administers: MayAdminister = may_administer(actor)?;
    Ok(MayPublishNotice::made())
}

/// Whether the actor may choose this term for herself.
///
/// # Errors
/// Refuses an outsider what is under the notice, and an employee what is by agreement: each side has its own.
pub fn may_choose_terms(actor: &Actor, term: Term) -> Result<MayChooseTerms, Refusal> {
    match (actor.side.inside(), term) {
        (true, Term::Left(purpose)) if Term::LEAVABLE.contains(&purpose) => Ok(MayChooseTerms::made(actor.person)),
        (false, Term::Agreed(_)) => Ok(MayChooseTerms::made(actor.person)),
        (true, _) => Err(Refusal::new("terms-by-notice")),
        (false, _) => Err(Refusal::new("terms-by-agreement")),
    }
}

/// Whether the actor sees the observatory and who waits: every employee the same, nobody else anything.
///
/// # Errors
/// For everyone outside it does not exist.
pub fn may_observe(actor: &Actor) -> Result<(), Refusal> {
    if actor.side.inside() { Ok(()) } else { Err(Refusal::hidden()) }
}

/// Checks what a notice says.
///
/// # Errors
/// Refuses an empty one, one that is too long, and a group that is too small or too large to leave anything to see.
pub fn notice_words(words: &str, group_min: u32) -> Result<String, Refusal> {
    let words = words.replace("\r\n", "\n").replace('\0', "\u{fffd}").trim().to_owned();
    if words.is_empty() {
        return Err(Refusal::invalid("words", "notice-empty"));
    }
    if words.chars().count() > limits::NOTICE_CHARS_MAX {
        return Err(Refusal::invalid("words", "notice-long").with("max", limits::NOTICE_CHARS_MAX));
    }
    if !(limits::GROUP_PEOPLE_MIN..=limits::GROUP_PEOPLE_MAX).contains(&group_min) {
        let refusal = Refusal::invalid("group_min", "notice-group");
        return Err(refusal.with("min", limits::GROUP_PEOPLE_MIN).with("max", limits::GROUP_PEOPLE_MAX));
    }
    Ok(words)
}

/// A notice that was published before.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FormerNotice {
    /// Its least group.
    pub group_min: u32,
    /// When it was published.
    pub published_at: Moment,
    /// When it was ended, or another took its place.
    pub ended_at: Option<Moment>,
}

/// From when on a notice counts that is published now, behind others: the least group is raised, never lowered, and what was
/// written while none stood, after one had been ended, is not counted afterwards. A day in which such a time ended counts from
/// its end.
///
/// # Errors
/// Refuses a smaller group, and an earlier day.
pub fn counts_from_behind(former: &[FormerNotice], now: Moment, group_min: u32, counts_from: Moment) -> Result<Moment, Refusal> {
    let least = former.iter().map(|it| it.group_min).max().unwrap_or_default();
    if group_min < least {
        return Err(Refusal::invalid("group_min", "notice-group-lower").with("min", least));
    }
    let before = |at: Moment| former.iter().filter(move |it| it.published_at < at);
    let ended = |at: Moment| before(at).all(|it| it.ended_at.is_some_and(|end| end < at));
    let begun = former.iter().map(|it| it.published_at).chain([now]);
    let Some(none_stood_until) = begun.filter(|at| before(*at).next().is_some() && ended(*at)).max() else {
        return Ok(counts_from);
    };
    if counts_from.0.div_euclid(DAY) < none_stood_until.0.div_euclid(DAY) {
        return Err(Refusal::invalid("counts_from", "notice-none-stood"));
    }
    Ok(counts_from.max(none_stood_until))
}

/// Reads a day as a form writes it, `2026-11-26`: its first moment in UTC; nothing where it is empty.
///
/// # Errors
/// Refuses what is no day.
pub fn day(text: &str) -> Result<Option<Moment>, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let day: jiff::civil::Date = text.parse().map_err(|_| Refusal::invalid("counts_from", "day-unknown"))?;
    let midnight = day.to_zoned(jiff::tz::TimeZone::UTC).map_err(|_| Refusal::invalid("counts_from", "day-unknown"))?;
    Ok(Some(Moment(midnight.timestamp().as_microsecond())))
}

/// A day as a form's field writes it.
pub fn field_day(at: Moment) -> String {
    let day = jiff::Timestamp::from_microsecond(at.0).map(|stamp| stamp.to_zoned(jiff::tz::TimeZone::UTC).date());
    day.map(|day| day.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
