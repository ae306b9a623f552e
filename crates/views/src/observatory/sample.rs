//! Made-up results, for tests of what is drawn: any number of units, flat or in a tree, from a seed.

use domain::{
    limits::{TABLE_UNITS_MAX, UNITS_DRAWN},
    observatory::{Above, Cell, Figure, LevelCell, LevelTable, Observatory, UnitFigures, side_by_side},
};

/// The next of a row of numbers that look random (SplitMix64).
pub fn dice(state: &mut u64) -> f64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

pub fn figure(name: &str, value: Option<f64>) -> Figure {
    let around = |by: f64| value.map(|value| (value + by).clamp(0.0, 1.0)).filter(|_| name.starts_with("answered"));
    let lacking = value.is_none().then(|| String::from("too_few"));
    Figure { name: name.to_owned(), version: 1, n: value.map(|_| 80), value, low: around(-0.08), high: around(0.08), lacking }
}

fn unit(id: usize, people: u32, parent: Option<usize>, dice: &mut impl FnMut() -> f64) -> UnitFigures {
    UnitFigures {
        unit: (1000 + id).to_string(),
        name: format!(
            "{} {id}",
            ["Customer success", "Wheels", "IT", "Research and development", "Bureau für Übergänge"][id % 5]
        ),
        parent: parent.map(|it| (500_000 + it).to_string()),
        hidden: false,
        people: Some(people),
        one_gate: Some(dice() < 0.2),
        figures: vec![figure("silo", Some(dice() * 1.2 - 0.2)), figure("e_i", Some(dice() * 2.0 - 1.0))],
    }
}

fn whole(units: Vec<UnitFigures>, above: Vec<Above>, dice: &mut impl FnMut() -> f64) -> Observatory {
    let mut matrix = Vec::new();
    for from in 0..units.len() {
        matrix.push(Cell { from, to: from, density: Some(0.2 + dice() * 0.5), lift: Some(2.0 + dice() * 6.0) });
        for _ in 0..units.len().min(6) {
            let to = (dice() * units.len() as f64) as usize;
            if !matrix.iter().any(|it| (it.from, it.to) == (from, to)) {
                matrix.push(Cell { from, to, density: Some(dice() * 0.2), lift: Some(dice() * 3.0) });
            }
        }
    }
    let walls = ["e_i", "e_i_expected", "segregation"].map(|name| figure(name, Some(dice() * 0.8)));
    let mut share = 0.0;
    let mut dialogue: Vec<Figure> = ["1h", "8h", "24h", "72h"]
        .map(|hours| {
            share += (1.0 - share) * dice();
            figure(&format!("answered_within_{hours}"), Some(share))
        })
        .into();
    dialogue.push(figure("waiting", Some(12.0)));
    let (from, until) = (1_761_782_400_000_000, 1_764_201_600_000_000);
    let levels = Vec::new();
    let result = Observatory {
        from,
        until,
        group_min: 5,
        walls: walls.into(),
        units,
        above,
        matrix,
        matrix_lacking: None,
        levels,
        dialogue,
    };
    if result.units.len() > TABLE_UNITS_MAX { in_levels(result) } else { result }
}

/// A large house has a table for each level instead of one of all units.
pub fn in_levels(mut result: Observatory) -> Observatory {
    let mut state = 5;
    let mut table = |within: Option<String>| {
        let groups = side_by_side(&result.units, &result.above, within.as_deref(), UNITS_DRAWN);
        let nodes: Vec<String> = groups.iter().take(UNITS_DRAWN).map(|group| group.unit.to_owned()).collect();
        let mut cells = Vec::new();
        for (from, to) in (0..nodes.len()).flat_map(|from| (0..nodes.len()).map(move |to| (from, to))) {
            if from != to && dice(&mut state) < 0.8 {
                cells.push(LevelCell { from, to, ties: (dice(&mut state) * 90.0) as u32, lift: Some(dice(&mut state) * 3.0) });
            }
        }
        LevelTable { within, nodes, cells }
    };
    let places: Vec<Option<String>> = std::iter::once(None).chain(result.above.iter().map(|it| Some(it.unit.clone()))).collect();
    result.levels = places.into_iter().map(&mut table).filter(|table| !table.cells.is_empty()).collect();
    result.matrix.clear();
    result
}

/// Units of so many people each, with those at these places hidden.
pub fn house(people: &[u32], hidden: &[usize]) -> Observatory {
    let mut state = 7;
    let mut dice = || dice(&mut state);
    let units = people.iter().enumerate().map(|(id, people)| unit(id, *people, None, &mut dice)).collect();
    let mut house = whole(units, Vec::new(), &mut dice);
    for at in hidden {
        let unit = &mut house.units[*at];
        (unit.hidden, unit.people, unit.one_gate) = (true, None, None);
        unit.figures = vec![figure("silo", None), figure("e_i", None)];
    }
    house.matrix.retain(|cell| !hidden.contains(&cell.from) && !hidden.contains(&cell.to));
    house
}

/// One root with so many units below it, each with so many, each of these with so many in which people are.
pub fn tree(wide: usize, each: usize, low: usize) -> Observatory {
    let mut state = 11;
    let mut dice = || dice(&mut state);
    let place = |id: usize, parent: Option<usize>, name: String| {
        let parent = parent.map(|it| (500_000 + it).to_string());
        Above { unit: (500_000 + id).to_string(), name, parent }
    };
    let mut above = vec![place(0, None, String::from("The whole firm"))];
    let mut units = Vec::new();
    for one in 0..wide {
        let division = above.len();
        above.push(place(division, Some(0), format!("Division {one}")));
        for two in 0..each {
            let department = above.len();
            above.push(place(department, Some(division), format!("Department {one}.{two}")));
            for _ in 0..low {
                let people = 5 + (dice() * 40.0) as u32;
                units.push(unit(units.len(), people, Some(department), &mut dice));
            }
        }
    }
    whole(units, above, &mut dice)
}
