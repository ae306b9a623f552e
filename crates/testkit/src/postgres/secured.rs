//! A PostgreSQL of one test's own that takes encrypted connections only, over TCP, with the test's certificate.

use super::{Installation, home::run, say};
use anyhow::{Context as _, Result};
use std::{
    fs,
    net::{TcpListener, TcpStream},
    os::unix::fs::PermissionsExt as _,
    path::PathBuf,
    process::Command,
    time::Duration,
};
use tempfile::TempDir;

/// Ended with the value.
#[derive(Debug)]
pub struct Secured {
    // Removed after the server has ended.
    home: TempDir,
    installation: Installation,
    port: u16,
}

impl Secured {
    /// Starts it with this certificate and key (PEM); `None`, with one line that says so, where there is no PostgreSQL.
    ///
    /// # Panics
    /// Where PostgreSQL is installed but does not start.
    pub fn start(certificate: &str, key: &str) -> Option<Secured> {
        match Installation::find() {
            Ok(installation) => Some(Self::begin(installation, certificate, key).expect("PostgreSQL starts")),
            Err(missing) => {
                say(&format!("PostgreSQL: {missing}; a test of it is skipped"));
                None
            }
        }
    }

    /// The address of its database without a user's wishes: append `?sslmode=…`.
    pub fn url(&self, host: &str) -> String {
        format!("postgres://postgres@{host}:{}/postgres", self.port)
    }

    fn begin(installation: Installation, certificate: &str, key: &str) -> Result<Secured> {
        let home = tempfile::Builder::new().prefix("rapport-secured-").tempdir()?;
        // The server's own account has to pass through.
        fs::set_permissions(home.path(), fs::Permissions::from_mode(0o711))?;
        let directory = home.path().join("data");
        fs::create_dir(&directory)?;
        fs::write(home.path().join("cert.pem"), certificate)?;
        fs::write(home.path().join("key.pem"), key)?;
        fs::set_permissions(home.path().join("key.pem"), fs::Permissions::from_mode(0o600))?;
        if let Some(owner) = installation.owner() {
            run(Command::new("chown").arg(owner).arg(&directory).arg(home.path().join("key.pem")))?;
        }
        let initdb = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"];
        run(installation.command("initdb").current_dir(home.path()).args(initdb).arg("-D").arg(&directory))?;
        fs::write(directory.join("pg_hba.conf"), "hostssl all all 127.0.0.1/32 trust\n")?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let secured = Secured { home, installation, port };
        fs::write(directory.join("postgresql.auto.conf"), secured.settings())?;
        secured.pg_ctl(&["start", "--silent", "--wait", "--timeout=60", "-l"], Some(directory.join("server.log")))?;
        TcpStream::connect_timeout(&([127, 0, 0, 1], port).into(), Duration::from_secs(5)).context("its port")?;
        Ok(secured)
    }

    fn settings(&self) -> String {
        let home = self.home.path().display();
        format!(
            "listen_addresses = '127.0.0.1'\nport = {}\nunix_socket_directories = ''\nfsync = off\nssl = on\n\
             ssl_cert_file = '{home}/cert.pem'\nssl_key_file = '{home}/key.pem'\n",
            self.port
        )
    }

    fn pg_ctl(&self, words: &[&str], log: Option<PathBuf>) -> Result<()> {
        let mut command = self.installation.command("pg_ctl");
        run(command.current_dir(self.home.path()).args(words).args(log).arg("-D").arg(self.home.path().join("data")))
    }
}

impl Drop for Secured {
    fn drop(&mut self) {
        if let Err(fault) = self.pg_ctl(&["stop", "--mode=immediate", "--silent"], None) {
            say(&format!("a PostgreSQL of a test goes on: {fault:#}"));
        }
    }
}
