//! What the pages give away of hidden units (nothing), and how they are written.

use super::{
    sample::{self, dice},
    sheet::Sheet,
    window::Window,
    *,
};
use domain::observatory::{Above, Cell, Observatory, UnitFigures, WindowFigures};

/// A word that stands in the name and the id of everything hidden.
const CANARY: &str = "777canary";

fn view(result: &Observatory) -> ObservatoryView {
    let figures = |until: i64, part: f64| WindowFigures {
        from: until - (result.until - result.from),
        until,
        walls: result.walls.clone(),
        dialogue: result.dialogue.iter().map(|it| sample::figure(&it.name, it.value.map(|value| value * part))).collect(),
    };
    let week = (result.until - result.from) / 4;
    let figures = [figures(result.until - 2 * week, 0.5), figures(result.until - week, 0.7), figures(result.until, 1.0)];
    let window = Window { result: Some(result.clone().shown()), computed_at: Some(result.until()) };
    let windows = Windows(figures.iter().rev().map(|it| Moment(it.until)).collect());
    let window = ObservatoryWindow::drawn(window, &windows, &figures, "");
    ObservatoryView { notice: None, window: Arc::new(window) }
}

/// Everything the doors could say of a result, by where it would be said.
fn all_said(result: &Observatory) -> Vec<(String, String)> {
    let (whole, shown, shell) = (view(result), result.clone().shown(), crate::Shell::default());
    let mut said = vec![
        (String::from("page"), whole.html(&shell)),
        (String::from("json"), whole.json().to_string()),
        (String::from("units"), Sheet::Units.written(&shown, &[])),
        (String::from("pairs"), Sheet::Pairs.written(&shown, &[])),
    ];
    for above in &result.above {
        if let Some(view) = ObservatoryUnitView::drawn(&shown, &above.unit, "") {
            said.push((format!("unit {}", above.unit), view.html(&shell) + &view.json().to_string()));
        }
    }
    said
}

/// A result in which some units are hidden, and the parts of the tree that hold nothing else: everything about them holds
/// the canary.
fn with_hidden(seed: u64) -> Observatory {
    let mut state = seed;
    let mut many = |least: usize, most: usize| least + (dice(&mut state) * (most - least + 1) as f64) as usize;
    let mut result = sample::tree(many(1, 5), many(1, 4), many(1, 4));
    let share = many(1, 9) as f64 / 10.0;
    for at in 0..result.units.len() {
        if dice(&mut state) > share {
            continue;
        }
        let unit = &mut result.units[at];
        (unit.unit, unit.name) = (format!("{CANARY}{at}"), format!("Unit {CANARY} {at}"));
        (unit.hidden, unit.people, unit.one_gate) = (true, None, None);
        unit.figures = vec![sample::figure("silo", None), sample::figure("e_i", None)];
    }
    result.matrix.retain(|cell| !result.units[cell.from].hidden && !result.units[cell.to].hidden);
    for at in 0..result.above.len() {
        let empty = result.above[at].unit.clone();
        if holds(&result, &empty) == 0 {
            result.above[at].name = format!("Part {CANARY}");
        }
    }
    if result.levels.is_empty() { result } else { sample::in_levels(result) }
}

/// How many units that may be spoken of stand below one, however deep: the plain way, from above.
fn holds(result: &Observatory, above: &str) -> usize {
    let own = result.units.iter().filter(|unit| !unit.hidden && unit.parent.as_deref() == Some(above)).count();
    let below = result.above.iter().filter(|it| it.parent.as_deref() == Some(above));
    own + below.map(|it| holds(result, &it.unit)).sum::<usize>()
}

/// The same house as if the hidden had never been there.
fn without_hidden(result: &Observatory) -> Observatory {
    let units: Vec<UnitFigures> = result.units.iter().filter(|unit| !unit.hidden).cloned().collect();
    let place = |at: usize| units.iter().position(|unit| unit.unit == result.units[at].unit).expect("both are there");
    let moved = |cell: &Cell| Cell { from: place(cell.from), to: place(cell.to), ..cell.clone() };
    let above: Vec<Above> = result.above.iter().filter(|it| holds(result, &it.unit) > 0).cloned().collect();
    Observatory { matrix: result.matrix.iter().map(moved).collect(), units, above, ..result.clone() }
}

#[test]
fn a_house_with_hidden_units_looks_in_every_byte_as_if_they_were_not_there() {
    let mut hidden = 0;
    for seed in 0..60 {
        let result = with_hidden(seed);
        hidden += result.units.iter().filter(|unit| unit.hidden).count();
        let (said, bare) = (all_said(&result), all_said(&without_hidden(&result)));
        assert_eq!(said.len(), bare.len(), "{seed}");
        for ((place, said), (_, bare)) in said.iter().zip(&bare) {
            assert!(!said.contains(CANARY), "{seed}: the {place} tells of a hidden unit");
            assert!(said == bare, "{seed}: the {place} differs where units are hidden");
        }
    }
    assert!(hidden > 300, "only {hidden} were hidden: the test would prove little");
}

#[test]
fn a_parent_whose_own_people_are_hidden_is_named_for_those_below_it_and_for_nothing_else() {
    let mut result = sample::tree(2, 16, 1);
    let parent = result.above[1].clone();
    let own = UnitFigures { unit: parent.unit.clone(), name: parent.name, parent: parent.parent, ..result.units[0].clone() };
    result.units.push(UnitFigures { hidden: true, people: None, one_gate: None, figures: Vec::new(), ..own });
    for ((place, said), (_, bare)) in all_said(&result).iter().zip(&all_said(&without_hidden(&result))) {
        assert!(said == bare, "the {place} tells of them");
    }
}

#[test]
fn pages_hold_no_style_that_the_content_policy_forbids_and_every_picture_is_named() {
    for result in [sample::house(&[5; 5], &[]), sample::tree(8, 8, 8)] {
        let view = view(&result);
        assert_eq!((view.window.trends.len(), view.window.bars.len()), (3, 2));
        for (place, html) in all_said(&result).into_iter().filter(|(place, _)| place == "page" || place.starts_with("unit")) {
            assert!(!html.contains(" style=") && !html.contains("<style"), "{place}");
            for picture in html.match_indices("<svg class=\"picture").map(|(at, _)| &html[at..]) {
                let head = &picture[..picture.find('>').unwrap()];
                assert!(
                    head.contains("role=\"img\" aria-labelledby=\"") || head.contains("role=\"group\" aria-labelledby=\""),
                    "{head}"
                );
                let ids = head.split("aria-labelledby=\"").nth(1).unwrap().split('"').next().unwrap();
                assert!(ids.split(' ').all(|id| html.matches(&format!(" id=\"{id}\"")).count() == 1), "{place}: {ids}");
            }
        }
    }
}

#[test]
fn programs_get_what_pictures_show() {
    let view = view(&sample::tree(8, 8, 8));
    let json = view.json();
    assert_eq!(json["level"]["nodes"].as_array().map(Vec::len), Some(8));
    assert_eq!(json["result"]["units"].as_array().map(Vec::len), Some(512));
    assert_eq!(json["trends"][1]["points"].as_array().map(Vec::len), Some(3));
    let says = json["says"].as_object().unwrap().values().chain(json["trends"].as_array().unwrap().iter().map(|it| &it["says"]));
    let html = view.html(&crate::Shell::default());
    for said in says.chain(json["bars"].as_array().unwrap().iter().map(|it| &it["says"])) {
        assert!(html.contains(said.as_str().unwrap()), "{said}");
    }
}
