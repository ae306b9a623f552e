//! What was measured: a table for people, JSON for programs, and whether each budget was met.

use anyhow::{Context, Result};
use serde::Serialize;
use store::Engine;

/// One figure.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// Which section it belongs to.
    pub section: &'static str,
    /// What was measured.
    pub what: String,
    /// The house's figure.
    pub house: f64,
    /// What it counts.
    pub unit: &'static str,
    /// The floor's figure, taken in the same run.
    pub floor: Option<f64>,
    /// House to floor.
    pub ratio: Option<f64>,
    /// What must be reached, in words.
    pub budget: Option<String>,
    /// Whether it was.
    pub met: Option<bool>,
    /// The same figure of a house on PostgreSQL, where one was measured: it binds nothing.
    pub postgres: Option<f64>,
    /// The floor's in those minutes.
    pub postgres_floor: Option<f64>,
}

/// A budget: what is compared, and with what.
#[derive(Clone, Copy, Debug)]
pub enum Budget {
    /// The figure itself is at most this.
    AtMost(f64),
    /// The figure is at least this part of the floor's.
    PartOfFloor(f64),
    /// The figure is at most so many times the floor's.
    TimesFloor(f64),
}

/// All figures of a run.
#[derive(Debug, Serialize)]
pub struct Report {
    #[serde(skip)]
    engine: Engine,
    rows: Vec<Row>,
    /// The name of the house on PostgreSQL whose figures stand beside.
    postgres_house: Option<&'static str>,
}

impl Report {
    /// One without figures. Budgets bind on SQLite alone.
    pub fn on(engine: Engine) -> Report {
        Report { engine, rows: Vec::new(), postgres_house: None }
    }

    /// Puts what was measured of that house on PostgreSQL beside ours, each figure beside the last of its name that has
    /// none yet: the largest house comes last.
    ///
    /// # Errors
    /// A figure that has nothing to stand beside.
    pub fn set_beside(&mut self, postgres: Report, house: &'static str) -> Result<()> {
        for row in postgres.rows.into_iter().rev() {
            let same = |ours: &&mut Row| ours.postgres.is_none() && ours.section == row.section && ours.what == row.what;
            let ours = self.rows.iter_mut().rev().find(same).with_context(|| format!("nothing stands beside {}", row.what))?;
            (ours.postgres, ours.postgres_floor) = (Some(row.house), row.floor);
        }
        self.postgres_house = Some(house);
        Ok(())
    }

    /// Keeps a figure and prints it at once.
    pub fn add(&mut self, section: &'static str, what: impl Into<String>, house: f64, unit: &'static str) {
        self.keep(section, what.into(), house, unit, None, None);
    }

    /// Keeps a figure beside its budget.
    pub fn budget(&mut self, section: &'static str, what: impl Into<String>, house: f64, unit: &'static str, budget: Budget) {
        self.keep(section, what.into(), house, unit, None, Some(budget));
    }

    /// Keeps a figure beside the floor's and, where there is one, its budget.
    pub fn beside(
        &mut self,
        section: &'static str,
        what: impl Into<String>,
        (house, floor): (f64, f64),
        unit: &'static str,
        budget: Option<Budget>,
    ) {
        self.keep(section, what.into(), house, unit, Some(floor), budget);
    }

    fn keep(
        &mut self,
        section: &'static str,
        what: String,
        house: f64,
        unit: &'static str,
        floor: Option<f64>,
        budget: Option<Budget>,
    ) {
        let ratio = floor.filter(|floor| *floor > 0.0).map(|floor| house / floor);
        let (words, met) = match budget.filter(|_| self.engine == Engine::Sqlite) {
            None => (None, None),
            Some(Budget::AtMost(most)) => (Some(format!("<= {} {unit}", short(most))), Some(house <= most)),
            Some(Budget::PartOfFloor(part)) => (Some(format!(">= {:.0} % of the floor", part * 100.0)), ratio.map(|r| r >= part)),
            Some(Budget::TimesFloor(times)) => (Some(format!("<= {} x the floor", short(times))), ratio.map(|r| r <= times)),
        };
        let row = Row { section, what, house, unit, floor, ratio, budget: words, met, postgres: None, postgres_floor: None };
        eprintln!("   {}", line(&row));
        self.rows.push(row);
    }

    /// The figures as a Markdown table.
    pub fn table(&self) -> String {
        let (name, line) = match self.postgres_house {
            Some(house) => (format!(" PostgreSQL, {house} |"), "---:|"),
            None => (String::new(), ""),
        };
        let mut table =
            format!("| section | what | house | floor | ratio | budget | met |{name}\n|---|---|---:|---:|---:|---|---|{line}\n");
        for row in &self.rows {
            let counted = |figure: Option<f64>| figure.map_or_else(String::new, |f| format!("{} {}", short(f), row.unit));
            let (floor, postgres) = (counted(row.floor), counted(row.postgres));
            let postgres = self.postgres_house.map_or_else(String::new, |_| format!(" {postgres} |"));
            let ratio = row.ratio.map_or_else(String::new, |r| format!("{r:.2}"));
            let (budget, met) =
                (row.budget.as_deref().unwrap_or(""), row.met.map_or("", |met| if met { "yes" } else { "**no**" }));
            table.push_str(&format!(
                "| {} | {} | {} {} | {floor} | {ratio} | {budget} | {met} |{postgres}\n",
                row.section,
                row.what,
                short(row.house),
                row.unit
            ));
        }
        table
    }

    /// How many budgets there are, and how many were met.
    pub fn met(&self) -> (usize, usize) {
        let with = self.rows.iter().filter(|row| row.met.is_some());
        (with.clone().count(), with.filter(|row| row.met == Some(true)).count())
    }
}

fn line(row: &Row) -> String {
    let floor = row.floor.map_or_else(String::new, |f| format!("  floor {}", short(f)));
    let ratio = row.ratio.map_or_else(String::new, |r| format!("  ratio {r:.2}"));
    let met = match (row.met, &row.budget) {
        (Some(met), Some(budget)) => format!("  [{}: {budget}]", if met { "met" } else { "MISSED" }),
        _ => String::new(),
    };
    format!("{:<7} {:<58} {:>10} {:<6}{floor}{ratio}{met}", row.section, row.what, short(row.house), row.unit)
}

/// Three figures that count; no more were measured.
fn short(number: f64) -> String {
    match number.abs() {
        n if n >= 100.0 => format!("{number:.0}"),
        n if n >= 10.0 => format!("{number:.1}"),
        n if n >= 0.995 || n == 0.0 => format!("{number:.2}").trim_end_matches('0').trim_end_matches('.').to_owned(),
        _ => format!("{number:.3}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_beside_the_floor_is_met_by_ratio_and_one_without_by_itself() {
        let mut report = Report::on(Engine::Sqlite);
        report.beside("pages", "requests", (250.0, 1000.0), "/s", Some(Budget::PartOfFloor(0.25)));
        report.beside("pages", "p50", (6.0, 1.0), "ms", Some(Budget::TimesFloor(5.0)));
        report.budget("memory", "idle", 60.0, "MiB", Budget::AtMost(60.0));
        report.add("making", "messages", 7.0, "/s");
        assert_eq!(report.rows.iter().map(|row| row.met).collect::<Vec<_>>(), [Some(true), Some(false), Some(true), None]);
        assert_eq!(report.met(), (3, 2));
        assert!(
            report.table().contains("| pages | p50 | 6 ms | 1 ms | 6.00 | <= 5 x the floor | **no** |"),
            "{}",
            report.table()
        );
    }

    #[test]
    fn a_figure_of_postgres_stands_beside_the_largest_house_of_its_name_and_binds_nothing() {
        let (mut report, mut other) = (Report::on(Engine::Sqlite), Report::on(Engine::Postgres));
        for (smaller, larger) in [(1.0, 2.0), (3.0, 4.0)] {
            report.add("pages", "the same, p95", smaller, "ms");
            report.budget("pages", "home", larger, "ms", Budget::AtMost(9.0));
        }
        other.add("pages", "the same, p95", 5.0, "ms");
        other.budget("pages", "home", 60.0, "ms", Budget::AtMost(9.0));
        report.set_beside(other, "tenth").unwrap();
        assert_eq!(report.rows.iter().map(|row| row.postgres).collect::<Vec<_>>(), [None, None, Some(5.0), Some(60.0)]);
        assert_eq!(report.met(), (2, 2));
        let table = report.table();
        assert!(table.starts_with("| section | what | house | floor | ratio | budget | met | PostgreSQL, tenth |"), "{table}");
        assert!(table.contains("| pages | home | 4 ms |  |  | <= 9 ms | yes | 60.0 ms |"), "{table}");
        let mut unknown = Report::on(Engine::Postgres);
        unknown.add("pages", "nobody measured this", 1.0, "ms");
        assert!(report.set_beside(unknown, "tenth").is_err());
    }

    #[test]
    fn numbers_keep_the_figures_that_count() {
        let shown: Vec<String> = [0.0, 0.0312, 1.0, 2.5, 12.34, 1234.5].into_iter().map(short).collect();
        assert_eq!(shown, ["0", "0.031", "1", "2.5", "12.3", "1234"]);
    }
}
