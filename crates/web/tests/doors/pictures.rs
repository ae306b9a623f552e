//! The observatory's pictures at the door: a large house weighs no more than any page, hidden units are in no answer, and for
//! outsiders nothing of it is there.

use crate::{
    client::Client,
    place::{Place, in_place},
};
use axum::{body::Body, http::header};
use domain::{
    activity::{Activity, Verb},
    limits::UNITS_DRAWN,
    moment::Moment,
    observatory::{
        Above, FIGURES, FIGURES_VERSION, Figure, LevelCell, LevelTable, Observatory, RESULT, RESULT_VERSION, UnitFigures,
        WindowFigures, side_by_side,
    },
    party::MACHINE,
};
use store::{Stop, writing::published::NewResult};

const WEEK: i64 = 7 * domain::moment::DAY;
/// What a page may weigh with all that it fetches, packed.
const OCTETS_MAX: usize = 60_000;

fn figure(name: &str, value: f64) -> Figure {
    let bounds = Some(value).filter(|_| name.starts_with("answered"));
    let (low, high) = (bounds.map(|it| it - 0.08), bounds.map(|it| it + 0.08));
    Figure { name: name.to_owned(), version: 1, n: Some(900), value: Some(value), low, high, lacking: None }
}

/// Five hundred units in a tree of eight times eight parts, each ninth of them hidden; of this week.
fn large(week: i64) -> Observatory {
    let drawn = |a: usize, b: usize| (a * 7_919 + b * 104_729 + 13) % 997;
    let unit = |id: usize| UnitFigures {
        unit: (10_000 + id).to_string(),
        name: if id % 9 == 4 { format!("Hushed {id}") } else { format!("Team {} {id}", ["Wheels", "Care", "Paint"][id % 3]) },
        parent: Some((20_009 + id / 8).to_string()),
        hidden: id % 9 == 4,
        people: Some(5 + drawn(id, 0) as u32 % 60).filter(|_| id % 9 != 4),
        one_gate: Some(drawn(id, 1) % 5 == 0),
        figures: vec![figure("silo", drawn(id, 2) as f64 / 997.0), figure("e_i", drawn(id, 3) as f64 / 997.0)],
    };
    let place = |id: usize, parent: Option<usize>, name: String| Above {
        unit: (20_000 + id).to_string(),
        name,
        parent: parent.map(|it| (20_000 + it).to_string()),
    };
    let mut above = vec![place(0, None, String::from("The firm"))];
    above.extend((0..8).map(|id| place(1 + id, Some(0), format!("Division {id}"))));
    above.extend((0..63).map(|id| place(9 + id, Some(1 + id / 8), format!("Department {id}"))));
    let units: Vec<UnitFigures> = (0..500).map(unit).collect();
    let mut levels = Vec::new();
    for within in std::iter::once(None).chain(above.iter().map(|it| Some(it.unit.clone()))) {
        let groups = side_by_side(&units, &above, within.as_deref(), UNITS_DRAWN);
        let nodes: Vec<String> = groups.iter().take(UNITS_DRAWN).map(|group| group.unit.to_owned()).collect();
        let pairs = (0..nodes.len()).flat_map(|from| (0..nodes.len()).map(move |to| (from, to)));
        let lift = |from, to| Some(0.1 + drawn(from, to) as f64 / 300.0);
        let cell = |(from, to)| LevelCell { from, to, ties: drawn(to, from) as u32, lift: lift(from, to) };
        let cells: Vec<LevelCell> = pairs.filter(|(from, to)| from != to).map(cell).collect();
        levels.extend(Some(LevelTable { within, nodes, cells }).filter(|table| !table.cells.is_empty()));
    }
    let walls =
        ["e_i", "e_i_expected", "segregation", "modularity"].map(|name| figure(name, drawn(week as usize, 5) as f64 / 997.0));
    let shares = ["1h", "8h", "24h", "72h"].into_iter().enumerate();
    let mut dialogue: Vec<Figure> =
        shares.map(|(at, hours)| figure(&format!("answered_within_{hours}"), 0.2 + at as f64 / 5.0)).collect();
    dialogue.extend(["broadcast", "talks_with_market"].map(|name| figure(name, 0.3)));
    dialogue.push(figure("waiting", (drawn(week as usize, 9) % 40) as f64));
    let (from, until) = ((week - 4) * WEEK, week * WEEK);
    let (matrix, matrix_lacking) = (Vec::new(), Some(String::from("too_many_units")));
    Observatory { from, until, group_min: 5, walls: walls.into(), units, above, matrix, matrix_lacking, levels, dialogue }
}

/// Half a year of windows of it.
async fn publish(place: &Place<'_>) {
    for week in 2_900..2_926 {
        let whole = large(week);
        let (walls, dialogue) = (whole.walls.clone(), whole.dialogue.clone());
        let figures = WindowFigures { from: whole.from, until: whole.until, walls, dialogue };
        let new = |name, version, body| {
            let (from, until) = (Moment(whole.from), Moment(whole.until));
            NewResult { name, version, from, until, body, groups: Vec::new() }
        };
        let whole_body = serde_json::to_string(&whole).expect("it is JSON");
        let results = [
            new(RESULT, RESULT_VERSION, whole_body),
            new(FIGURES, FIGURES_VERSION, serde_json::to_string(&figures).expect("it is JSON")),
        ];
        let act = async move |w: &mut store::Writing| -> Result<_, Stop> {
            for it in &results {
                w.publish_result(it).await?;
            }
            w.record(Activity::of(MACHINE, Verb::Measured, week)).await.map_err(Stop::from)
        };
        place.store().act(act).await.expect("it is published");
    }
}

/// How many octets come over the line for this.
async fn packed(client: &Client, path: &str) -> usize {
    let request = client.request("GET", path).header(header::ACCEPT, "text/html").header(header::ACCEPT_ENCODING, "br");
    client.send(request.body(Body::empty()).expect("a request")).await.expect(200).octets.len()
}

#[test]
fn a_house_of_five_hundred_units_weighs_no_more_than_any_page_with_all_it_fetches() {
    in_place(async |place| {
        publish(place).await;
        let dora = place.browser("dora");
        for path in ["/observatory", "/observatory/units/20001", "/observatory/units/20009"] {
            let page = dora.page(path).await.expect(200).text();
            let mut octets = packed(&dora, path).await + packed(&dora, "/assets/icons.svg").await;
            for part in page.split('"').filter(|part| part.starts_with("/assets/rapport")) {
                octets += packed(&dora, part).await;
            }
            assert!(page.contains("<svg class=\"picture map\""), "{path} has no map");
            assert!(octets <= OCTETS_MAX, "{path} weighs {octets} octets");
            eprintln!("{path}: {octets} octets with all assets, {} of them the page", packed(&dora, path).await);
        }
    });
}

#[test]
fn hidden_units_are_in_no_answer_and_outsiders_get_none() {
    in_place(async |place| {
        publish(place).await;
        let dora = place.browser("dora");
        let paths = ["", "/units.csv", "/pairs.csv", "/figures.csv", "/units/20000", "/units/20001", "/units/20020"];
        for path in paths.map(|path| format!("/observatory{path}")) {
            for said in [dora.page(&path).await, dora.json(&path).await] {
                let said = said.expect(200).text();
                assert!(
                    !said.contains("Hushed") && !["\"10004\"", "unit-10004"].iter().any(|id| said.contains(id)),
                    "{path} tells of a hidden unit"
                );
            }
        }
        let csv = dora.page("/observatory/units.csv").await.expect(200);
        assert!(csv.octets.starts_with("\u{feff}\"".as_bytes()) && csv.header("content-type").starts_with("text/csv"));
        assert_eq!(csv.text().lines().count(), 1 + (0..500).filter(|id| id % 9 != 4).count());
        let json = dora.json("/observatory").await.expect(200).json();
        assert_eq!(json["trends"][0]["points"].as_array().map(Vec::len), Some(26));
        let below = dora.json("/observatory/units/20001").await.expect(200).json();
        assert_eq!(below["level"]["nodes"].as_array().map(Vec::len), Some(8));
        for nothing in ["10000", "10004", "20099", "x"] {
            dora.json(&format!("/observatory/units/{nothing}")).await.expect(404);
        }
        let old = 2_903 * WEEK;
        let json = dora.json(&format!("/observatory?until={old}")).await.expect(200).json();
        assert_eq!(json["trends"][0]["points"].as_array().map(Vec::len), Some(4), "nothing of what came later");
        dora.page(&format!("/observatory/figures.csv?until={old}")).await.expect(200);
        dora.page("/observatory/units.csv?until=17").await.expect(404);
        for client in [place.browser("maya"), place.browser("jonas")] {
            for path in [
                "/observatory",
                "/observatory/units.csv",
                "/observatory/pairs.csv",
                "/observatory/figures.csv",
                "/observatory/units/20001",
            ] {
                client.page(path).await.expect(404);
            }
        }
    });
}
