//! Memory: idle after the start, and after a load of pages.

use crate::{
    client::Request,
    ground::Ground,
    load::Load,
    report::{Budget, Report},
};
use anyhow::Result;
use std::{sync::Arc, time::Duration};
use store::Engine;

/// What the smallest rented machine can spare beside its system.
const IDLE_MIB_MAX: f64 = 60.0;
/// What the start leaves to be done is done by then.
const SETTLING: Duration = Duration::from_secs(2);

/// Measures a server that was just started, then one that served pages. PostgreSQL's own processes are nobody's budget.
///
/// # Errors
/// A server that does not start, a page that is not answered.
pub async fn measure(ground: &mut Ground, report: &mut Report) -> Result<()> {
    ground.restart()?;
    tokio::time::sleep(SETTLING).await;
    let mib = |kib: u64| kib as f64 / 1024.0;
    let idle = ground.house.memory()?;
    report.budget("memory", "idle, resident", mib(idle.resident), "MiB", Budget::AtMost(IDLE_MIB_MAX));
    report.add("memory", "idle, its own", mib(idle.own), "MiB");
    let headers = [("cookie", ground.cookie(1)?), ("accept-encoding", "identity")];
    let mut requests: Vec<Request> =
        ground.landmarks.pages.iter().map(|n| Request::get(&format!("/conversations/{n}"), &headers)).collect();
    requests.push(Request::get("/", &headers));
    let load = Load {
        address: ground.house.address,
        requests: Arc::new(requests),
        clients: 16,
        lasting: ground.lasting(5),
        status: 200,
        pace: None,
    };
    load.run().await?;
    let loaded = ground.house.memory()?;
    report.add("memory", "loaded by 16 clients reading, its own", mib(loaded.own), "MiB");
    if ground.place.engine() == Engine::Sqlite {
        report.add("memory", "the same, with the database's mapped pages", mib(loaded.resident), "MiB");
    }
    Ok(())
}
