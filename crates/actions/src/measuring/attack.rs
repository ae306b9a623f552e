//! An attack on what is published. Seeded houses live for some weeks, their windows are published by the code that publishes, and
//! whoever can read all of it tries to learn what was to stay hidden: within a window by all totals and bounds ([`table`]), over
//! time by all differences ([`over_time`]).
//!
//! It must be able to fail: with any one of the rules left out it finds holes.

mod house;
mod levels;
mod over_time;
mod raised;
mod seldom;
mod table;

use super::{results_behind, veil::Veil};
use house::BUSY;
use insight::privacy::{GroupMin, Hidden, many_behind};
use std::collections::{BTreeMap, BTreeSet};

/// Houses that are attacked with every run.
const HOUSES: u64 = 1_000;
/// Houses in which a rule that is missing must be noticed.
const TRIED: u64 = 30;

fn lived(veil: &Veil, seed: u64) -> Vec<house::Published> {
    house::published(seed, veil.drawn, |read| {
        let [whole, _] = results_behind(veil, read);
        whole
    })
}

fn findings(veil: &Veil, seed: u64) -> Vec<String> {
    let all = lived(veil, seed);
    let within = |it| table::findings(it).into_iter().map(|what| format!("house {seed}, week {}: {what}", it.last));
    let mut found: Vec<String> = all.iter().flat_map(within).collect();
    let beside = over_time::findings(&all).into_iter().chain(seldom::findings(&all)).chain(raised::findings(&all));
    found.extend(beside.map(|what| format!("house {seed}: {what}")));
    found
}

/// As in a house of many units: tables level by level, of which the smallest holds two.
fn in_levels(veil: &Veil, seed: u64) -> Veil {
    Veil { table_units: 2, drawn: 2 + (seed % 3) as usize, ..*veil }
}

/// Two halves, so that both of two processors have something to do.
fn nothing_is_found(houses: impl Iterator<Item = u64>, veil: impl Fn(u64) -> Veil) {
    let found: Vec<String> = houses.flat_map(|seed| findings(&veil(seed), seed)).collect();
    assert!(found.is_empty(), "{} holes: {:#?}", found.len(), &found[..found.len().min(30)]);
}

#[test]
fn the_attack_finds_nothing_in_five_hundred_houses() {
    nothing_is_found(0..HOUSES / 2, |_| Veil::WHOLE);
}

#[test]
fn the_attack_finds_nothing_in_five_hundred_told_level_by_level() {
    let houses = (0..HOUSES / 4).chain(BUSY..BUSY + HOUSES / 4);
    nothing_is_found(houses, |seed| in_levels(&Veil::WHOLE, seed));
}

#[test]
fn levels_are_told_of_often_enough_to_be_attacked() {
    let tables = |seed| lived(&in_levels(&Veil::WHOLE, seed), seed).into_iter().map(|it| it.told.levels);
    let tables: Vec<_> = (BUSY..BUSY + TRIED).flat_map(tables).collect();
    let cells = |below: bool| -> usize {
        tables.iter().flatten().filter(|it| it.within.is_some() == below).map(|it| it.cells.len()).sum()
    };
    let (windows, first, below) = (tables.len(), cells(false), cells(true));
    assert!(first > windows && below * 10 > windows, "{first} cells, {below} below a unit, in {windows} windows");
    eprintln!("{first} cells, {below} below a unit, in {windows} windows");
}

#[test]
fn the_attack_finds_nothing_in_five_hundred_more() {
    nothing_is_found(HOUSES / 2..HOUSES, |_| Veil::WHOLE);
}

/// How often the attack finds what a missing rule leaves open.
fn found(veil: &Veil, what: &str) -> usize {
    (0..TRIED).flat_map(|seed| findings(veil, seed)).filter(|found| found.contains(what)).count()
}

#[test]
fn it_finds_units_that_are_the_whole_less_the_others() {
    let parts =
        |people: &[u32], min: GroupMin| Hidden { parts: people.iter().map(|it| !min.allows(*it)).collect(), whole: false };
    // What is left of the whole is looked at again with what was told before, by which even nothing told before is compared.
    let over_time = |_: &_, _: &_, _: &_, _| BTreeSet::new();
    assert!(found(&Veil { parts, over_time, ..Veil::WHOLE }, "told of") > 0);
}

#[test]
fn it_finds_cells_behind_which_no_others_are_hidden() {
    assert!(found(&Veil { cells: |_| true, ..Veil::WHOLE }, "cell") > 0);
    let in_levels = |seed| findings(&in_levels(&Veil { levels: |_| true, ..Veil::WHOLE }, seed), seed);
    assert!((BUSY..BUSY + TRIED).flat_map(in_levels).any(|found| found.contains("cell")));
}

#[test]
fn it_finds_the_few_by_whom_windows_differ() {
    assert!(found(&Veil { over_time: |_, _, _, _| BTreeSet::new(), ..Veil::WHOLE }, "differ by") > 0);
}

#[test]
fn it_finds_the_few_by_whose_conversations_windows_differ() {
    assert!(found(&Veil { asked: |_, _| true, ..Veil::WHOLE }, "dialogue") > 0);
}

#[test]
fn it_finds_the_few_whose_matters_moved_and_the_few_who_raised_any() {
    assert!(found(&Veil { asked: |_, _| true, ..Veil::WHOLE }, "raised differs") > 0);
    assert!(found(&Veil { behind: |_, _| true, ..Veil::WHOLE }, "raised by") > 0);
}

#[test]
fn what_was_raised_is_told_of_often_enough_to_be_attacked() {
    let told = (0..TRIED).map(|seed| raised::said(&lived(&Veil::WHOLE, seed)));
    let (numbers, windows) = told.fold((0, 0), |(numbers, windows), it| (numbers + it.0, windows + it.1));
    assert!(numbers * 2 > windows, "{numbers} numbers in {windows} windows");
}

#[test]
fn it_finds_the_voice_of_a_few() {
    assert!(found(&Veil { behind: |_, _| true, ..Veil::WHOLE }, "the voice of") > 0);
}

#[test]
fn it_finds_groups_of_a_few_and_those_who_are_left() {
    let alone = |groups: &[BTreeMap<u32, usize>], min: GroupMin| -> Vec<bool> {
        groups.iter().map(|group| !many_behind(group, min)).collect()
    };
    assert!(found(&Veil { groups: |groups, _| vec![false; groups.len()], ..Veil::WHOLE }, "is told of, fair or not") > 0);
    assert!(found(&Veil { groups: alone, ..Veil::WHOLE }, "leave of the whole") > 0);
}

#[test]
fn it_finds_windows_that_say_too_often_what_is_said_seldom() {
    assert!(found(&Veil { speaks: |_| true, ..Veil::WHOLE }, "said seldom") > 0);
}

#[test]
fn it_finds_those_who_asked_told_apart_in_two_ways() {
    assert!(found(&Veil { speaks: |_| true, cuts: |_| [true, true], ..Veil::WHOLE }, "in two ways") > 0);
}
