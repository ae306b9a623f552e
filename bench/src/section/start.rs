//! From the start of the process to the first page it answers.

use crate::{
    client::{Client, Request},
    ground::Ground,
    report::{Budget, Report},
    spread::Spread,
};
use anyhow::{Result, ensure};
use std::time::Instant;

const STARTS: usize = 7;
/// A restart is shorter than a person's second look.
const START_MS_MAX: f64 = 300.0;

/// Starts the server some times.
///
/// # Errors
/// A server that does not start.
pub async fn measure(ground: &mut Ground, report: &mut Report) -> Result<()> {
    let (mut listening, mut answered) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let begun = Instant::now();
        ground.restart()?;
        listening.push(ground.house.started_in);
        let answer = Client::open(ground.house.address).await?.send(&Request::get("/sign-in", &[])).await?;
        ensure!(answer.status == 200, "the first page answered {}", answer.status);
        answered.push(begun.elapsed());
    }
    report.add("start", "until it listens, p50", listening.into_iter().collect::<Spread>().ms(0.5), "ms");
    let median = answered.into_iter().collect::<Spread>().ms(0.5);
    report.budget(
        "start",
        "until the first page was answered, the end of the old one included, p50",
        median,
        "ms",
        Budget::AtMost(START_MS_MAX),
    );
    Ok(())
}
