//! One run: houses of each size, the floor, the sections in order, then the table.

use crate::{
    ground::Ground,
    house::Made,
    report::Report,
    section::{self, Section},
    size::Size,
};
use anyhow::{Context, Result};
use clap::Args;
use std::{fs, io::Write, path::PathBuf};

/// What a run is to measure.
#[derive(Args)]
pub struct Asked {
    /// The house's binary.
    #[arg(long)]
    rapport: PathBuf,
    /// Where generated houses are kept.
    #[arg(long)]
    cache: PathBuf,
    /// Where the figures go, as JSON.
    #[arg(long)]
    json: PathBuf,
    /// The smallest house and seconds only: whether everything can be measured.
    #[arg(long)]
    quick: bool,
    /// Only these sections.
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Section>,
}

impl Asked {
    fn wants(&self, section: Section) -> bool {
        self.only.is_empty() || self.only.contains(&section)
    }

    fn sizes(&self) -> Vec<Size> {
        if self.quick { vec![Size::QUICK] } else { vec![Size::TENTH, Size::MILLION] }
    }
}

/// Measures what was asked for, prints the table to standard output and writes the JSON.
///
/// # Errors
/// A server that answers other than it should: then there is no figure, and the run ends.
pub async fn run(asked: Asked) -> Result<()> {
    let mut report = Report::default();
    let mut smaller = None;
    for size in asked.sizes() {
        eprintln!("== the {} house", size.name);
        let made = Made::ready(&asked.cache, size).await?;
        section::making::report(&mut report, size, &made.landmarks.making);
        let ground = Ground::laid(&asked.rapport, &asked.cache, size, made, asked.quick).await?;
        // The figures of growth need both houses; everything else is measured on the largest.
        let largest = asked.sizes().last() == Some(&size);
        if asked.wants(Section::Pages) {
            let pages = section::pages::measure(&ground, &mut report, largest).await.context("pages")?;
            section::pages::growth(&mut report, smaller.replace(pages), pages);
        }
        if largest {
            measure(&asked, ground, &mut report).await?;
        }
    }
    let (budgets, met) = report.met();
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}\n{met} of {budgets} budgets met", report.table())?;
    fs::write(&asked.json, serde_json::to_vec_pretty(&report)?).with_context(|| asked.json.display().to_string())?;
    Ok(())
}

async fn measure(asked: &Asked, mut ground: Ground, report: &mut Report) -> Result<()> {
    if asked.wants(Section::Search) {
        section::search::measure(&ground, report).await.context("search")?;
    }
    if asked.wants(Section::Start) {
        section::start::measure(&mut ground, report).await.context("start")?;
    }
    if asked.wants(Section::Memory) {
        section::memory::measure(&mut ground, report).await.context("memory")?;
    }
    if asked.wants(Section::Live) {
        section::live::measure(&ground, report).await.context("live")?;
    }
    if asked.wants(Section::Posts) {
        section::posts::measure(&ground, report).await.context("posts")?;
    }
    if asked.wants(Section::Letters) {
        section::letters::measure(&ground, report).await.context("letters")?;
    }
    if asked.wants(Section::Observatory) {
        section::observatory::measure(&mut ground, report).await.context("observatory")?;
    }
    Ok(())
}
