//! What this machine has: programs, the checkout, where cargo builds.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The checkout, known at compile time since xtask is always built from it.
pub fn checkout() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_owned()
}

/// Where cargo puts what it builds; relative settings are meant from the checkout.
pub fn target() -> PathBuf {
    checkout().join(env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()))
}

/// A command that runs in the checkout.
pub fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(checkout());
    command
}

/// The cargo that runs us, so that a chosen toolchain stays chosen.
pub fn cargo() -> Command {
    command(&env::var("CARGO").unwrap_or_else(|_| "cargo".into()))
}

pub fn has(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|directory| directory.join(program).is_file())
}

pub fn has_node() -> bool {
    has("node") && has("npm")
}

/// The browser that drives the browser tests: `CHROMIUM`, else Debian's.
pub fn chromium() -> Option<PathBuf> {
    let named = env::var_os("CHROMIUM").map(PathBuf::from);
    named.or_else(|| Some("/usr/bin/chromium".into())).filter(|path| path.is_file())
}

pub fn has_postgresql() -> bool {
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    has("initdb") || debian.into_iter().any(|version| version.path().join("bin/initdb").is_file())
}

/// Dovecot and Postfix, as the trial with real mail servers runs them.
pub fn has_mail_servers() -> bool {
    let programs = ["/usr/sbin/dovecot", "/usr/lib/dovecot/imap", "/usr/lib/dovecot/lmtp", "/usr/lib/postfix/sbin/master"];
    programs.iter().all(|program| Path::new(program).is_file())
}

/// Whether packages can be installed without asking anybody: Debian (or its like), as root.
pub fn installs_packages() -> bool {
    has("apt-get") && Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout == b"0\n")
}
