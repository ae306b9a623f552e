//! Where PostgreSQL's programs lie, and as whom they run: the server refuses to run as root.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const PROGRAMS: [&str; 4] = ["initdb", "pg_ctl", "postgres", "psql"];

/// The account that Debian's package makes; used only when the tests run as root.
const SERVER_ACCOUNT: &str = "postgres";

#[derive(Debug)]
pub(super) struct Installation {
    bin: PathBuf,
    /// Words to put before a program so that it runs as an account that the server accepts.
    demote: Vec<String>,
}

impl Installation {
    /// The newest installation there is, or a sentence that says what is missing.
    pub(super) fn find() -> Result<Self, String> {
        let bin = candidates()
            .into_iter()
            .find(|bin| PROGRAMS.iter().all(|program| bin.join(program).is_file()))
            .ok_or("not installed (Debian: apt-get install postgresql)")?;
        if find_on_path("flock").is_none() {
            return Err("the program `flock` (util-linux) is missing".into());
        }
        Ok(Self { bin, demote: demotion()? })
    }

    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.bin.join(name)
    }

    /// Whether files for the server have to be given to [`SERVER_ACCOUNT`].
    pub(super) fn owner(&self) -> Option<&'static str> {
        (!self.demote.is_empty()).then_some(SERVER_ACCOUNT)
    }

    /// The words of a command line that runs `program` as an account that the server accepts.
    pub(super) fn words(&self, program: &str) -> Vec<String> {
        let path = self.program(program).to_string_lossy().into_owned();
        self.demote.iter().cloned().chain([path]).collect()
    }

    /// That command, cut off from the caller's input and from settings meant for another server.
    pub(super) fn command(&self, program: &str) -> Command {
        let words = self.words(program);
        let mut command = Command::new(&words[0]);
        command.args(&words[1..]).stdin(Stdio::null());
        for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PG")) {
            command.env_remove(name);
        }
        command
    }
}

/// The numeric id of the account this process runs as; empty where the system does not say.
pub(super) fn account() -> String {
    let asked = Command::new("id").arg("-u").output();
    asked.map(|answer| String::from_utf8_lossy(&answer.stdout).trim().to_owned()).unwrap_or_default()
}

fn demotion() -> Result<Vec<String>, String> {
    if account() != "0" {
        return Ok(Vec::new());
    }
    let known = Command::new("id").arg(SERVER_ACCOUNT).output().is_ok_and(|answer| answer.status.success());
    if !known {
        return Err(format!("it does not run as root, and there is no account `{SERVER_ACCOUNT}`"));
    }
    let words: &[&str] = if find_on_path("runuser").is_some() {
        &["runuser", "-u", SERVER_ACCOUNT, "--"]
    } else if find_on_path("setpriv").is_some() {
        &["setpriv", "--reuid", SERVER_ACCOUNT, "--regid", SERVER_ACCOUNT, "--clear-groups"]
    } else {
        return Err("it does not run as root, and neither `runuser` nor `setpriv` is here".into());
    };
    Ok(words.iter().map(ToString::to_string).collect())
}

/// Directories that may hold the programs, best first: what the caller's PATH means, then where the
/// usual packages put them, newest version first.
fn candidates() -> Vec<PathBuf> {
    // A link on the PATH may stand alone: its target's directory has the other programs.
    let on_path = find_on_path("initdb").and_then(|link| fs::canonicalize(link).ok());
    let mut found: Vec<PathBuf> = on_path.iter().filter_map(|path| path.parent()).map(Path::to_owned).collect();
    for (root, prefix) in [("/usr/lib/postgresql", ""), ("/usr", "pgsql-"), ("/opt/homebrew/opt", "postgresql@")] {
        let entries = fs::read_dir(root).into_iter().flatten().flatten();
        let mut versions: Vec<(u32, PathBuf)> = entries
            .filter_map(|entry| {
                let version = entry.file_name().to_str()?.strip_prefix(prefix)?.parse().ok()?;
                Some((version, entry.path().join("bin")))
            })
            .collect();
        versions.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
        found.extend(versions.into_iter().map(|(_, bin)| bin));
    }
    found
}

fn find_on_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|directory| directory.join(program)).find(|file| file.is_file())
}
