//! `rapport insight`: the house's instruments for a network that lies in two files. Opens no house.

use crate::setting::Settings;
use anyhow::Context;
use clap::Args;
use insight::edge_list;
use insight::report::{self, Bridge, Report, Unit};
use std::{io::Write, path::PathBuf};

/// Two files.
#[derive(Args, Debug)]
pub struct Insight {
    /// Who turned to whom: CSV with the columns from, to, weight and perhaps time, with or without a header.
    #[arg(long)]
    edges: PathBuf,
    /// Who belongs to which unit: CSV with the columns person and unit.
    #[arg(long)]
    units: PathBuf,
    /// Draws what is drawn at random; the same number, the same results.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

impl Insight {
    /// Reads, measures and prints.
    ///
    /// # Errors
    /// The first line that is not understood.
    pub fn run(&self, settings: &Settings) -> anyhow::Result<()> {
        let read = |path: &PathBuf| std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()));
        let listed = edge_list::read(&read(&self.edges)?, &read(&self.units)?)?;
        let report = report::of(listed, self.seed);
        let mut words = if settings.json { serde_json::to_string(&report)? } else { words(&report) };
        words.truncate(words.trim_end().len());
        match writeln!(std::io::stdout().lock(), "{words}") {
            // Whoever read it, a pager or `head`, has seen enough.
            Err(fault) if fault.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
            written => Ok(written?),
        }
    }
}

/// Rows of a table that are printed: what is longer is read in JSON.
const ROWS_MAX: usize = 60;

fn words(report: &Report) -> String {
    let mut out = String::new();
    line(
        &mut out,
        &format!(
            "{} people, {} ties, {:.0} of them between people in units",
            report.people, report.ties, report.ties_between_placed
        ),
    );
    out.push('\n');
    for (name, said, means) in measures(report) {
        let why = || report.lacking.get(name).map_or("nothing to say", String::as_str);
        line(&mut out, &format!("{name:<24}{:>9}  {}", number(said), if said.is_some() { means } else { why() }));
    }
    if let Some(test) = &report.permutation {
        let (kind, z) = (if test.exact { "all arrangements" } else { "shuffles" }, number(test.z));
        let (mean, p) = (test.mean, test.p_low);
        line(
            &mut out,
            &format!("\nOver {} {kind} of the units: E-I {mean:.3} on average, z {z}, p {p:.4} for as closed as this", test.runs),
        );
    }
    units(&mut out, &report.units);
    pairs(&mut out, report);
    notes(&mut out, report);
    out
}

fn line(out: &mut String, words: &str) {
    out.push_str(words.trim_end());
    out.push('\n');
}

fn number(said: Option<f64>) -> String {
    said.map_or("-".into(), |number| format!("{number:.3}"))
}

fn measures(report: &Report) -> [(&'static str, Option<f64>, &'static str); 16] {
    [
        ("e_i", report.e_i, "ties between units less ties within, over all: +1 all cross, -1 none"),
        ("e_i_expected", report.e_i_expected, "what the sizes of the units alone would give"),
        ("e_i_weighted", report.e_i_weighted, "by weight"),
        ("e_i_undirected", report.e_i_undirected, "a pair counted once"),
        ("e_i_rescaled", report.e_i_rescaled, "in the range these sizes and ties leave"),
        ("segregation", report.segregation, "1 closed, 0 as by chance, below 0 more open"),
        ("modularity", report.modularity, "units as communities"),
        ("modularity_directed", report.modularity_directed, ""),
        ("modularity_weighted", report.modularity_weighted, ""),
        ("assortativity", report.assortativity, "modularity over the most it could be"),
        ("communities_modularity", report.communities_modularity, "of the communities that emerge"),
        ("agreement", report.agreement, "of these communities with the units: 1 the same, 0 by chance"),
        ("reciprocity", report.reciprocity, "ties that are returned"),
        ("gini_out", report.gini_out, "0 all turn to as many, near 1 one to all"),
        ("core_fit", report.core_fit, "a core and a periphery: 1 nothing else"),
        ("absence_factor", report.absence_factor.map(|people| people as f64), "people who give half of all weight"),
    ]
}

fn units(out: &mut String, units: &[Unit]) {
    let width = units.iter().take(ROWS_MAX).map(|unit| unit.unit.chars().count()).max().unwrap_or(0).clamp(4, 40);
    line(
        out,
        &format!(
            "\n{:<width$} {:>8} {:>8} {:>8} {:>8}  (silo: 1 closed, 0 as by chance; moat: what one person carries)",
            "unit", "people", "silo", "E-I", "moat"
        ),
    );
    for unit in units.iter().take(ROWS_MAX) {
        let (silo, index, moat) = (number(unit.silo), number(unit.e_i), number(unit.moat));
        let why = unit.lacking.get("silo").map_or("", String::as_str);
        line(out, &format!("{:<width$} {:>8} {silo:>8} {index:>8} {moat:>8}  {why}", unit.unit, unit.people));
    }
    more(out, units.len());
}

fn pairs(out: &mut String, report: &Report) {
    let worst = report.matrix.as_ref().and_then(|matrix| matrix.worst_pair.as_ref());
    if let Some(worst) = worst {
        line(
            out,
            &format!("\nThe highest wall: {} turns to {} {:.2} times as much as expected", worst.from, worst.to, worst.lift),
        );
    }
    // A unit of one hangs on that one anyway.
    let single = |name: &String| report.units.iter().any(|unit| unit.unit == *name && unit.people == 1);
    let hangs = |bridge: &&Bridge| bridge.people == 1 && !single(&bridge.units.0) && !single(&bridge.units.1);
    let hanging: Vec<String> =
        report.bridges.iter().filter(hangs).map(|bridge| format!("{} - {}", bridge.units.0, bridge.units.1)).collect();
    if !hanging.is_empty() {
        line(out, "\nThe tie between these units hangs on one person:");
        hanging.iter().take(ROWS_MAX).for_each(|pair| line(out, &format!("  {pair}")));
        more(out, hanging.len());
    }
}

fn more(out: &mut String, rows: usize) {
    if rows > ROWS_MAX {
        line(out, &format!("... and {} more; --json has all", rows - ROWS_MAX));
    }
}

fn notes(out: &mut String, report: &Report) {
    let notes = &report.notes;
    let said = [
        (notes.self_ties, "rows of somebody with herself: no ties"),
        (notes.zero_weights, "rows of weight 0: no ties"),
        (notes.repeated, "rows of a pair that stood there before: added to it"),
        (notes.doubtful_times, "rows dated 1970, or 2038 and later: counted, their times set aside"),
        (notes.without_unit, "people in no unit: they count in no measure of units"),
        (notes.without_ties, "people of the units file in no edge"),
    ];
    let said: Vec<_> = said.into_iter().filter(|(count, _)| *count > 0).collect();
    if !said.is_empty() {
        out.push('\n');
    }
    for (count, words) in said {
        line(out, &format!("{count} {words}"));
    }
}
