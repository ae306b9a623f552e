//! The real binary as a child process, beside a provider.

use crate::DOMAIN;
use std::{
    path::Path,
    process::{Command as Blocking, Stdio},
    time::Duration,
};
use testkit::House;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, BufReader},
    process::{Child, Command},
};

/// Until a debug build on a busy machine is ready.
const START_MAX: Duration = Duration::from_secs(30);

pub struct Serving {
    child: Child,
    pub web: String,
}

/// What every command of the house needs, and the root of the provider's certificates.
fn told(house: &House, certificate: &Path) -> (Vec<String>, [(&'static str, String); 3]) {
    let mut words = vec![String::from("--json"), String::from("--mail-domain"), DOMAIN.to_owned()];
    match (house.test().url(), house.test().directory()) {
        (Some(url), _) => words.extend([String::from("--database"), url.to_owned(), String::from("--backup-confirmed")]),
        (None, Some(directory)) => words.extend([String::from("--data-dir"), directory.display().to_string()]),
        (None, None) => panic!("a house without a place"),
    }
    let certificate = certificate.display().to_string();
    // Who wrote is not looked up: there is no DNS here.
    (words, [("SSL_CERT_FILE", certificate), ("RUST_LOG", String::from("warn,mail=info")), ("RAPPORT_DNS", String::from("off"))])
}

/// Runs a command of the house to its end; whether it went well, and what it said on both outputs.
pub async fn command(house: &House, certificate: &Path, command: &[&str], more: &[&str]) -> (bool, String) {
    let (words, env) = told(house, certificate);
    let mut command = {
        let mut it = Command::new(env!("CARGO_BIN_EXE_rapport"));
        it.args(command).args(words).args(more).envs(env);
        it
    };
    let place = tempfile::tempdir().expect("a directory");
    if house.test().url().is_some() {
        command.arg("--data-dir").arg(place.path());
    }
    let answer = command.output().await.expect("it ends");
    let said = [answer.stdout, answer.stderr].concat();
    (answer.status.success(), String::from_utf8_lossy(&said).into_owned())
}

impl Serving {
    /// Starts it on the house's rows; returns when it says that it is ready.
    pub async fn start(house: &House, certificate: &Path, more: &[&str]) -> Serving {
        let (words, env) = told(house, certificate);
        let mut command = Command::new(env!("CARGO_BIN_EXE_rapport"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--smtp", "off"]).args(words).args(more).envs(env);
        let piped = command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.kill_on_drop(true).spawn().expect("rapport starts");
        let mut said = BufReader::new(child.stdout.take().expect("its words")).lines();
        let mut web = String::new();
        let ready = async {
            while let Some(line) = said.next_line().await.expect("its words") {
                let line: serde_json::Value = serde_json::from_str(&line).expect("a line of JSON");
                if let Some(listening) = line.get("listening").and_then(|value| value.as_str()) {
                    listening.clone_into(&mut web);
                }
                if line.get("ready").is_some() {
                    return;
                }
            }
            panic!("it ended before it was ready");
        };
        tokio::time::timeout(START_MAX, ready).await.expect("ready in time");
        Serving { child, web: web.trim_start_matches("http://").to_owned() }
    }

    /// SIGKILL: no clean-up of any kind.
    pub async fn kill(mut self) {
        self.child.kill().await.expect("it can be killed");
    }

    /// SIGTERM: it ends what is under way. What it logged.
    pub async fn stop(mut self) -> String {
        let id = self.child.id().expect("it runs").to_string();
        assert!(Blocking::new("kill").args(["-TERM", &id]).status().expect("kill").success());
        let mut logged = String::new();
        let mut log = self.child.stderr.take().expect("its log");
        log.read_to_string(&mut logged).await.expect("words");
        assert!(self.child.wait().await.expect("it ends").success(), "{logged}");
        logged
    }
}
