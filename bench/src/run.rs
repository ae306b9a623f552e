//! One run: houses of each size, the floor, the sections in order, then the table.

use crate::{
    ground::Ground,
    house::Made,
    place,
    report::Report,
    section::{self, Section},
    size::Size,
};
use anyhow::{Context, Result};
use clap::Args;
use std::{fs, io::Write, path::PathBuf};
use store::Engine;

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
    /// Only the smaller of both houses: the one that is measured on PostgreSQL, too.
    #[arg(long)]
    smaller: bool,
    /// Nothing of PostgreSQL beside.
    #[arg(long)]
    sqlite_only: bool,
    /// Only these sections.
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Section>,
}

impl Asked {
    fn wants(&self, section: Section) -> bool {
        self.only.is_empty() || self.only.contains(&section)
    }

    fn sizes(&self) -> &'static [Size] {
        match (self.quick, self.smaller) {
            (true, _) => &[Size::QUICK],
            (false, true) => &[Size::TENTH],
            (false, false) => &[Size::TENTH, Size::MILLION],
        }
    }
}

/// Measures what was asked for, prints the table to standard output and writes the JSON.
///
/// # Errors
/// A server that answers other than it should: then there is no figure, and the run ends.
pub async fn run(asked: Asked) -> Result<()> {
    let mut report = measured(&asked, Engine::Sqlite, asked.sizes()).await?;
    // A figure beside others needs no million messages; and where there is no PostgreSQL, looking for it says so.
    let smallest = &asked.sizes()[..1];
    if !asked.sqlite_only && place::postgres().is_some() {
        report.set_beside(measured(&asked, Engine::Postgres, smallest).await.context("PostgreSQL")?, smallest[0].name)?;
    }
    let (budgets, met) = report.met();
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}\n{met} of {budgets} budgets met", report.table())?;
    fs::write(&asked.json, serde_json::to_vec_pretty(&report)?).with_context(|| asked.json.display().to_string())?;
    Ok(())
}

async fn measured(asked: &Asked, engine: Engine, sizes: &[Size]) -> Result<Report> {
    let mut report = Report::on(engine);
    let mut smaller: Option<Ground> = None;
    for size in sizes {
        eprintln!("== the {} house on {engine:?}", size.name);
        let made = Made::ready(&asked.cache, *size, engine).await?;
        section::making::report(&mut report, *size, &made.landmarks.making);
        let mut ground = Ground::laid(&asked.rapport, &asked.cache, *size, made, asked.quick).await?;
        // The figures of growth need both houses; everything else is measured on the largest.
        let largest = sizes.last() == Some(size);
        if asked.wants(Section::Pages) {
            section::pages::measure(&ground, &mut report, largest).await.context("pages")?;
            if let Some(smaller) = smaller.take() {
                section::pages::growth(&smaller, &ground, &mut report).await.context("growth")?;
            }
        }
        if largest {
            measure(asked, ground, &mut report).await?;
        } else {
            // It is compared with the next, which has a floor of its own.
            ground.floor.end();
            smaller = Some(ground);
        }
    }
    Ok(report)
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
