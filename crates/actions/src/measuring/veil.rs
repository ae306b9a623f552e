//! What stays hidden of units and of the whole house, for their size and for what was said of them before.

use super::{Read, raised, seldom};
use domain::{
    id::{PersonId, UnitId},
    limits::{TABLE_UNITS_MAX, UNITS_DRAWN, WINDOW_WEEKS},
    moment::Moment,
};
use insight::{
    measured::Window,
    privacy::{
        GroupMin, Hidden, hide_groups, hide_parts, many_behind,
        over_time::{Stay, Told, tell_too_much},
        table::Table,
    },
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How much of something each did, by number.
type Did = BTreeMap<u32, usize>;

/// The rules by which things are hidden. There is one set of them; the attack in the tests leaves one out to see whether it would notice.
#[derive(Clone, Copy)]
pub struct Veil {
    /// Units up to which there is one table of all pairs; of more there are tables level by level.
    pub table_units: usize,
    /// How many of a level stand in its table.
    pub drawn: usize,
    /// Which parts hide behind others.
    pub parts: fn(&[u32], GroupMin) -> Hidden,
    /// Which cells hide behind others.
    pub cells: fn(&mut Table) -> bool,
    /// The same of a level.
    pub levels: fn(&mut Table) -> bool,
    /// Which groups may not be told of for what was told before.
    pub over_time: fn(&Told, &Told, &BTreeMap<Stay, i64>, GroupMin) -> BTreeSet<usize>,
    /// Whether conversations that changed may be told of those which so many people began.
    pub asked: fn(usize, GroupMin) -> bool,
    /// Whether a number over what each of these did may be told.
    pub behind: fn(&Did, GroupMin) -> bool,
    /// Which groups of those who asked hide, and which behind others.
    pub groups: fn(&[Did], GroupMin) -> Vec<bool>,
    /// Whether a window speaks of what is said seldom.
    pub speaks: fn(Window) -> bool,
    /// Whether who asked is told apart by door in a window, and whether by side.
    pub cuts: fn(Window) -> [bool; 2],
}

impl Veil {
    /// All of them.
    pub const WHOLE: Veil = Veil {
        table_units: TABLE_UNITS_MAX,
        drawn: UNITS_DRAWN,
        parts: hide_parts,
        cells: Table::hide_more,
        levels: Table::hide_cells,
        over_time: tell_too_much,
        asked: |people, min| min.allows(u32::try_from(people).unwrap_or(u32::MAX)),
        behind: many_behind,
        groups: hide_groups,
        speaks: seldom::speaks,
        cuts: seldom::cuts,
    };
}

/// What may be told of.
pub struct Shown {
    /// For each unit whether nothing is said of it.
    pub hidden: Vec<bool>,
    /// Whether something may be said of the whole house.
    pub whole: bool,
}

/// In place of a unit of which nothing is said, where something is said of the whole house: then the others are told of by what is
/// left of it.
pub fn among_others(unit: UnitId) -> UnitId {
    UnitId(-unit.0)
}

impl Shown {
    /// Of these units with their people: hidden are those that are too small, those through which some difference to what was
    /// said before would speak of too few, and as many more as it takes that nothing of them is the whole less the others.
    pub fn of(veil: &Veil, read: &Read, units: &[(UnitId, &BTreeSet<PersonId>)], min: GroupMin) -> Shown {
        let mut numbers = Numbers::default();
        let before = before(read, &mut numbers);
        let stays: Vec<BTreeSet<Stay>> =
            units.iter().map(|(unit, people)| people.iter().map(|person| numbers.stay(*person, *unit)).collect()).collect();
        let mut here: BTreeMap<Stay, i64> = BTreeMap::new();
        for (person, unit, since) in &read.stays {
            let known = here.entry(numbers.stay(*person, *unit)).or_insert(since.0);
            *known = since.0.min(*known);
        }
        // Who turned to somebody in a unit was in it, whatever is known of her stay.
        stays.iter().flatten().for_each(|stay| _ = here.entry(*stay).or_insert(i64::MIN));
        let everybody: BTreeSet<u32> = here.keys().map(|(person, _)| *person).collect();
        let mut whole = everybody.len() >= min.people() as usize;
        let mut silenced = vec![false; units.len()];
        loop {
            // One whose few newcomers must not be told counts as small as they are.
            let people = |at: usize| stays[at].len().min(if silenced[at] { 1 } else { usize::MAX });
            let people: Vec<u32> = (0..units.len()).map(|at| u32::try_from(people(at)).unwrap_or(u32::MAX)).collect();
            let parts = (veil.parts)(&people, min);
            whole &= !parts.whole;
            let (hidden, told): (Vec<usize>, Vec<usize>) = (0..units.len()).partition(|at| parts.parts[*at]);
            let mut groups: Vec<BTreeSet<Stay>> = told.iter().map(|at| stays[*at].clone()).collect();
            if whole && !hidden.is_empty() {
                groups.push(hidden.iter().flat_map(|at| stays[*at].iter().copied()).collect());
            }
            let now = Told { until: read.window.until, groups };
            let too_much: BTreeSet<usize> = before.iter().flat_map(|then| (veil.over_time)(then, &now, &here, min)).collect();
            if too_much.is_empty() {
                return Shown { hidden: parts.parts, whole };
            }
            match too_much.first().is_some_and(|first| *first < told.len()) {
                true => too_much.iter().filter_map(|at| told.get(*at)).for_each(|at| silenced[*at] = true),
                false => whole = false,
            }
        }
    }
}

/// In place of a unit: who asked in this week of a window.
pub fn asked_in(week: i64) -> UnitId {
    UnitId(i64::MIN + week)
}

/// The week of those who asked, where it is they.
pub fn week_asked(unit: UnitId) -> Option<i64> {
    unit.0.checked_sub(i64::MIN).filter(|week| *week < WINDOW_WEEKS)
}

/// Of which groups was told, window by window.
fn before(read: &Read, numbers: &mut Numbers) -> Vec<Told> {
    let mut windows: BTreeMap<Moment, BTreeMap<i64, BTreeSet<Stay>>> = BTreeMap::new();
    for (unit, until, person) in read.spoken.iter().filter(|(unit, ..)| *unit >= raised::GROUPS.1) {
        // What is left of the whole is one group.
        let group = windows.entry(*until).or_default().entry(unit.0.max(0)).or_default();
        group.insert(numbers.stay(*person, UnitId(unit.0.abs())));
    }
    let told = |(until, groups): (Moment, BTreeMap<i64, _>)| Told { until: until.0, groups: groups.into_values().collect() };
    // Before anything was told nothing was: what is told now must speak of enough by itself.
    std::iter::once(Told::default()).chain(windows.into_iter().map(told)).collect()
}

/// Numbers for people, as measures take them, and for units.
#[derive(Default)]
pub struct Numbers {
    people: HashMap<PersonId, u32>,
    units: HashMap<UnitId, u32>,
}

impl Numbers {
    /// Of one person.
    pub fn of(&mut self, person: PersonId) -> u32 {
        let next = u32::try_from(self.people.len()).unwrap_or(u32::MAX);
        *self.people.entry(person).or_insert(next)
    }

    fn stay(&mut self, person: PersonId, unit: UnitId) -> Stay {
        let next = u32::try_from(self.units.len()).unwrap_or(u32::MAX);
        let unit = *self.units.entry(unit).or_insert(next);
        (self.of(person), unit)
    }
}
