use super::*;
use domain::unit::UnitNode;
use insight::measured::Lacking;

const LAST: i64 = 2_900;

fn person(unit: i64, n: i64) -> PersonId {
    PersonId(unit * 1_000 + n)
}

/// Units with so many people each: everybody talks with two of her own unit, and with one of each other unit.
pub(super) fn house(units: &[(i64, i64)]) -> Read {
    let mut ties = Vec::new();
    let mut turns = |from: (i64, i64), to: (i64, i64)| {
        let of = |(unit, n): (i64, i64)| (person(unit, n), UnitId(unit));
        ties.push(WeekTie { week: LAST, from: of(from), to: of(to), messages: 2, weight: 1_500_000_000 });
    };
    for (unit, people) in units {
        for n in 0..*people {
            (1..3).filter(|step| step % people != 0).for_each(|step| turns((*unit, n), (*unit, (n + step) % people)));
            units.iter().filter(|(other, _)| other != unit).for_each(|(other, many)| turns((*unit, n), (*other, n % many)));
        }
    }
    let stays =
        units.iter().flat_map(|(unit, people)| (0..*people).map(|n| (person(*unit, n), UnitId(*unit), Moment(0)))).collect();
    let node = |(unit, _): &(i64, i64)| UnitNode { id: UnitId(*unit), parent: None, name: format!("Unit {unit}") };
    let tree = Arc::new(UnitTree::new(units.iter().map(node)));
    Read {
        window: window(LAST, WINDOW_WEEKS),
        ties,
        stays,
        threads: Vec::new(),
        spoken: Vec::new(),
        raised: Vec::new(),
        raised_before: Vec::new(),
        counts_from: 0,
        voices: Vec::new(),
        tree,
        group_min: 5,
    }
}

fn document(read: &Read) -> Observatory {
    serde_json::from_str(&results(read)[0].body).unwrap()
}

fn hidden(read: &Read) -> Vec<bool> {
    document(read).units.iter().map(|unit| unit.hidden).collect()
}

/// That a unit was spoken of a week ago, with the people it has now; 0 for all of them and the house.
fn spoken(read: &mut Read, unit: i64) {
    let people = read.stays.iter().filter(|(_, of, _)| of.0 == unit || unit == 0);
    read.spoken = people.map(|(person, of, _)| (*of, Moment(read.window.until - WEEK), *person)).collect();
}

#[test]
fn a_unit_of_three_takes_the_next_smallest_with_it_and_nothing_is_said_of_either() {
    let read = house(&[(1, 8), (2, 9), (3, 3), (4, 12)]);
    let said = document(&read);
    assert_eq!(hidden(&read), [true, false, true, false]);
    for unit in said.units.iter().filter(|unit| unit.hidden) {
        assert_eq!((unit.people, unit.one_gate), (None, None));
        assert!(unit.figures.iter().all(|it| it.value.is_none() && it.n.is_none() && it.lacking.as_deref() == Some("too_few")));
    }
    assert!(said.units[1].figures.iter().all(|figure| figure.value.is_some()));
    assert!(said.matrix.iter().all(|cell| ![cell.from, cell.to].iter().any(|unit| said.units[*unit].hidden)));
    assert!(said.walls[0].value.is_some(), "{:?}", said.walls);
}

#[test]
fn a_house_of_four_says_nothing_of_itself() {
    let said = document(&house(&[(1, 2), (2, 2)]));
    assert!(said.walls.iter().chain(&said.dialogue).all(|figure| figure.value.is_none() && figure.n.is_none()), "{said:?}");
    assert!(said.units.iter().all(|unit| unit.hidden));
    assert_eq!(said.matrix, []);
}

#[test]
fn one_newcomer_silences_her_unit_while_windows_share_a_day_and_five_do_not() {
    let units = [(1, 8), (2, 20), (3, 30)];
    let mut read = house(&units);
    spoken(&mut read, 1);
    assert_eq!(hidden(&read), [false, false, false], "nobody came or went");
    for (now, silent) in [(9, true), (12, true), (13, false)] {
        let mut after = house(&[(1, now), (2, 20), (3, 30)]);
        after.spoken = read.spoken.clone();
        assert_eq!(hidden(&after)[0], silent, "{now} of 8");
    }
    // Who left counts as who came.
    let mut fewer = house(&[(1, 7), (2, 20), (3, 30)]);
    fewer.spoken = read.spoken.clone();
    assert!(hidden(&fewer)[0]);
}

#[test]
fn who_left_the_numbers_and_came_back_silences_her_unit_like_a_newcomer() {
    let units = [(1, 12), (2, 20), (3, 30)];
    let mut read = house(&units);
    spoken(&mut read, 1);
    for (back, silent) in [(0, false), (1, true), (4, true), (5, false)] {
        let mut after = house(&units);
        after.spoken = read.spoken.clone();
        // Of her no more is read than what she did since.
        let since = Moment(after.window.until - WEEK + 1);
        after.stays.iter_mut().filter(|(_, unit, _)| unit.0 == 1).take(back).for_each(|stay| stay.2 = since);
        assert_eq!(hidden(&after)[0], silent, "{back} of 12");
    }
}

#[test]
fn a_house_of_any_size_is_silent_too_when_a_few_come_and_not_when_five_do() {
    for (units, come, silent) in [([(1, 10), (2, 10)], 1, true), ([(1, 30), (2, 40)], 4, true), ([(1, 30), (2, 40)], 5, false)] {
        let mut read = house(&units);
        spoken(&mut read, 0);
        let mut after = house(&[units[0], (2, units[1].1 + come)]);
        after.spoken = read.spoken.clone();
        assert_eq!(document(&after).walls[0].value.is_none(), silent, "{units:?} and {come}");
    }
}

#[test]
fn who_changed_units_counts_for_each_in_its_time() {
    let mut read = house(&[(1, 8), (2, 8)]);
    read.stays.push((person(1, 0), UnitId(2), Moment(read.window.from + 1)));
    let said = document(&read);
    let people: Vec<_> = said.units.iter().map(|unit| unit.people).collect();
    assert_eq!(people, [Some(8), Some(9)]);
    assert_eq!(said.walls[0].n, Some(16), "she is one person all the same");
}

#[test]
fn the_same_window_gives_the_same_bits_in_whatever_order_it_is_read() {
    let read = house(&[(1, 8), (2, 9), (3, 11)]);
    let mut turned = house(&[(1, 8), (2, 9), (3, 11)]);
    turned.stays.reverse();
    let bodies = |read: &Read| results(read).map(|it| it.body);
    assert_eq!(bodies(&read), bodies(&turned));
    assert!(bodies(&read).iter().all(|body| !body.contains(&person(1, 3).to_string())), "a person is named");
}

#[test]
fn an_empty_house_gives_reasons_and_never_zeros() {
    let read = house(&[]);
    let said = document(&read);
    assert!(said.walls.iter().all(|figure| figure.value.is_none() && figure.lacking.is_some()));
    assert_eq!(said.matrix_lacking, Some(key(Lacking::TooFew)));
}

#[test]
fn a_result_says_where_its_units_hang_and_its_figures_stand_beside_it() {
    let mut read = house(&[(1, 8), (2, 9), (3, 11)]);
    let node = |id, parent: i64| UnitNode {
        id: UnitId(id),
        parent: Some(UnitId(parent)).filter(|it| it.0 > 0),
        name: format!("Unit {id}"),
    };
    read.tree = Arc::new(UnitTree::new([node(1, 0), node(2, 1), node(3, 7), node(7, 1), node(9, 1)]));
    let said = document(&read);
    assert_eq!(said.units.iter().map(|unit| unit.parent.as_deref()).collect::<Vec<_>>(), [None, Some("1"), Some("7")]);
    let above: Vec<_> = said.above.iter().map(|it| (it.unit.as_str(), it.parent.as_deref())).collect();
    assert_eq!(above, [("1", None), ("7", Some("1"))], "nobody is below 9");
    let figures: WindowFigures = serde_json::from_str(&results(&read)[1].body).unwrap();
    assert_eq!((figures.until, figures.walls, figures.dialogue), (said.until, said.walls, said.dialogue));
}

#[test]
fn a_house_of_many_units_has_a_table_for_each_level_in_which_no_hidden_unit_stands() {
    // Two divisions of five departments of five units each; the first two of each division are of three people.
    let units: Vec<(i64, i64)> = (0..50).map(|unit| (100 + unit, if unit % 25 < 2 { 3 } else { 6 + unit % 4 })).collect();
    let mut read = house(&units);
    let node = |id: i64, parent: i64| UnitNode {
        id: UnitId(id),
        parent: Some(UnitId(parent)).filter(|it| it.0 > 0),
        name: format!("Unit {id}"),
    };
    let divisions = (1..3).map(|division| node(division, 0));
    let departments = (10..20).map(|department| node(department, 1 + (department - 10) / 5));
    let tree = divisions.chain(departments).chain((0..50).map(|unit| node(100 + unit, 10 + unit / 5)));
    read.tree = Arc::new(UnitTree::new(tree));
    let said = document(&read);
    assert!(said.matrix.is_empty() && said.matrix_lacking.as_deref() == Some("too_many_units"));
    let within: Vec<Option<&str>> = said.levels.iter().map(|table| table.within.as_deref()).collect();
    assert_eq!(within, [None, Some("1"), Some("2")], "a division's twenty-three units are drawn side by side");
    let people = |unit: i64| units.iter().find(|it| it.0 == unit).map_or(0, |it| it.1);
    let shown = |unit: &i64| people(*unit) > 3;
    let below = |division: i64| (100 + 25 * (division - 1)..100 + 25 * division).filter(shown);
    // Everybody turns to one of each other unit.
    let between = |from: i64, to: i64| {
        below(from).map(|unit| below(to).filter(|other| *other != unit).count() as i64 * people(unit)).sum::<i64>()
    };
    let house = &said.levels[0];
    let told: Vec<(i64, i64, i64)> =
        house.cells.iter().map(|cell| (cell.from as i64, cell.to as i64, i64::from(cell.ties))).collect();
    let division = |node: usize| house.nodes[node].parse::<i64>().unwrap();
    assert_eq!(told.len(), 4);
    for cell in &house.cells {
        assert_eq!(i64::from(cell.ties), between(division(cell.from), division(cell.to)));
        let lift = cell.lift.unwrap();
        assert!((0.9..1.1).contains(&lift), "everybody turns to all others alike: {lift}");
    }
    for table in &said.levels[1..] {
        assert_eq!(table.nodes.len(), 23);
        assert!(table.nodes.iter().all(|node| shown(&node.parse().unwrap())), "{:?}", table.nodes);
        let (cells, pairs) = (table.cells.len(), 23 * 22);
        assert!(cells * 10 > pairs * 9 && table.cells.iter().all(|cell| cell.from != cell.to), "{cells} of {pairs}");
    }
}
