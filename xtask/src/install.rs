//! Installing what is missing: Debian's packages, and npm's from the lock files.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use anyhow::{Result, ensure};

use crate::machine;

/// Something the tests need that is no crate.
struct Need {
    name: &'static str,
    here: fn() -> bool,
    packages: &'static [&'static str],
    /// What is skipped without it.
    without: &'static str,
}

const NEEDS: [Need; 3] = [
    Need { name: "PostgreSQL", here: machine::has_postgresql, packages: &["postgresql"], without: "the tests on PostgreSQL" },
    Need {
        name: "Chromium",
        here: || machine::chromium().is_some(),
        // The browser brings no fonts: pages would be pictures of empty boxes.
        packages: &["chromium", "fonts-liberation"],
        without: "the browser tests",
    },
    Need {
        name: "Dovecot or Postfix",
        here: machine::has_mail_servers,
        packages: &["dovecot-imapd", "dovecot-lmtpd", "postfix"],
        without: "the trial with real mail servers, which also needs root,",
    },
];

/// Folders with an npm lock file.
pub const SCRIPT_FOLDERS: [&str; 2] = ["islands", "e2e"];

/// Installs what is missing and may be installed; says in one line each what is still missing then.
pub fn packages() -> Result<()> {
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| !(need.here)()).collect();
    if !missing.is_empty() && machine::installs_packages() {
        let packages = missing.iter().flat_map(|need| need.packages.iter().copied());
        let _quiet = NoStart::begin(Path::new("/usr/sbin/policy-rc.d"))?;
        apt_get(&["update", "-q"])?;
        let install = ["install", "-q", "-y", "--no-install-recommends"];
        apt_get(&install.into_iter().chain(packages).collect::<Vec<_>>())?;
    }
    for need in missing.iter().filter(|need| !(need.here)()) {
        eprintln!("{} is missing: {} are skipped ({})", need.name, need.without, need.packages.join(", "));
    }
    Ok(())
}

/// What it says, and whose it is.
const NOTHING_STARTS: &str = "#!/bin/sh\n# Written by Rapport's xtask while it installs packages, and removed by it.\nexit 101\n";

/// While it lives, packages that are installed start nothing: a mail server that a test runs for a minute must not begin to
/// serve the machine. Debian's way to say so; a machine that says something of its own keeps it. What
/// an interrupted install of ours left behind is taken over.
struct NoStart<'p>(Option<&'p Path>);

impl NoStart<'_> {
    fn begin(place: &Path) -> Result<NoStart<'_>> {
        if place.exists() && !fs::read(place).is_ok_and(|said| said == NOTHING_STARTS.as_bytes()) {
            return Ok(NoStart(None));
        }
        let guard = NoStart(Some(place));
        fs::write(place, NOTHING_STARTS)?;
        fs::set_permissions(place, fs::Permissions::from_mode(0o755))?;
        Ok(guard)
    }
}

impl Drop for NoStart<'_> {
    fn drop(&mut self) {
        if let Some(place) = self.0 {
            let _ = fs::remove_file(place);
        }
    }
}

fn apt_get(words: &[&str]) -> Result<()> {
    let status = machine::command("apt-get").env("DEBIAN_FRONTEND", "noninteractive").args(words).status()?;
    ensure!(status.success(), "apt-get {}: {status}", words.join(" "));
    Ok(())
}

/// Brings each folder's node_modules to what its lock file says.
pub fn scripts() -> Result<()> {
    if !machine::has_node() {
        eprintln!("Node.js is missing: islands are not built, the browser tests are skipped (nodejs, npm)");
        return Ok(());
    }
    for folder in SCRIPT_FOLDERS {
        let place = machine::checkout().join(folder);
        if !place.join("package-lock.json").is_file() || is_current(&place) {
            continue;
        }
        // No package of ours needs a script to install, so none may run one.
        let words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
        let status = machine::command("npm").current_dir(&place).args(words).status()?;
        ensure!(status.success(), "npm ci in {folder}: {status}");
    }
    Ok(())
}

/// npm leaves its own copy of the lock file behind when it is done; older than ours, or absent, it means
/// work to do.
fn is_current(place: &Path) -> bool {
    let changed = |file: &str| fs::metadata(place.join(file)).and_then(|facts| facts.modified());
    match (changed("package-lock.json"), changed("node_modules/.package-lock.json")) {
        (Ok(wanted), Ok(installed)) => installed >= wanted,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::*;

    #[test]
    fn what_an_interrupted_install_left_is_taken_over_and_what_the_machine_says_itself_stays() {
        let directory = tempfile::tempdir().unwrap();
        let place = directory.path().join("policy-rc.d");
        std::mem::forget(NoStart::begin(&place).unwrap());
        assert_eq!(fs::metadata(&place).unwrap().permissions().mode() & 0o777, 0o755);
        drop(NoStart::begin(&place).unwrap());
        assert!(!place.exists(), "it was ours");

        fs::write(&place, "#!/bin/sh\nexit 101\n").unwrap();
        drop(NoStart::begin(&place).unwrap());
        assert_eq!(fs::read_to_string(&place).unwrap(), "#!/bin/sh\nexit 101\n");
    }

    #[test]
    fn node_modules_are_current_only_when_installed_after_the_lock_file_changed() {
        let place = tempfile::tempdir().unwrap();
        let lock = fs::File::create(place.path().join("package-lock.json")).unwrap();
        assert!(!is_current(place.path()), "nothing is installed");

        fs::create_dir(place.path().join("node_modules")).unwrap();
        fs::File::create(place.path().join("node_modules/.package-lock.json")).unwrap();
        lock.set_modified(SystemTime::now() - Duration::from_secs(60)).unwrap();
        assert!(is_current(place.path()));

        lock.set_modified(SystemTime::now() + Duration::from_secs(60)).unwrap();
        assert!(!is_current(place.path()), "the lock file is newer");
    }
}
