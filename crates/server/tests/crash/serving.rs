//! The real binary as a child process.

use crate::DOMAIN;
use std::{process::Stdio, time::Duration};
use testkit::House;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

/// Until a debug build on a busy machine is ready.
const START_MAX: Duration = Duration::from_secs(30);

pub struct Serving {
    child: Child,
    pub web: String,
    pub smtp: String,
}

impl Serving {
    /// Starts it on the house's rows; returns when it says that it is ready.
    pub async fn start(house: &House, relay: &str) -> Serving {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rapport"));
        command.args(["serve", "--json", "--listen", "127.0.0.1:0", "--smtp", "127.0.0.1:0", "--mail-domain", DOMAIN]);
        command.args(["--smtp-relay", &format!("smtp://{relay}")]).env("RUST_LOG", "error");
        match (house.test().url(), house.test().directory()) {
            (Some(url), _) => command.args(["--database", url, "--backup-confirmed"]),
            (None, Some(directory)) => command.arg("--data-dir").arg(directory),
            (None, None) => panic!("a house without a place"),
        };
        let mut child = command.stdout(Stdio::piped()).kill_on_drop(true).spawn().expect("rapport starts");
        let mut said = BufReader::new(child.stdout.take().expect("its words")).lines();
        let (mut web, mut smtp) = (String::new(), String::new());
        let ready = async {
            while let Some(line) = said.next_line().await.expect("its words") {
                let line: serde_json::Value = serde_json::from_str(&line).expect("a line of JSON");
                let text = |name: &str| line.get(name).and_then(|value| value.as_str()).map(str::to_owned);
                web = text("listening").unwrap_or(std::mem::take(&mut web));
                smtp = text("smtp").unwrap_or(std::mem::take(&mut smtp));
                if line.get("ready").is_some() {
                    return;
                }
            }
            panic!("it ended before it was ready");
        };
        tokio::time::timeout(START_MAX, ready).await.expect("ready in time");
        Serving { child, web: web.trim_start_matches("http://").to_owned(), smtp }
    }

    /// SIGKILL: no clean-up of any kind.
    pub async fn kill(mut self) {
        self.child.kill().await.expect("it can be killed");
    }

    /// SIGTERM: it ends what is under way.
    pub async fn stop(mut self) {
        let id = self.child.id().expect("it runs").to_string();
        let asked = Command::new("kill").args(["-TERM", &id]).status().await.expect("kill");
        assert!(asked.success());
        assert!(self.child.wait().await.expect("it ends").success());
    }
}
