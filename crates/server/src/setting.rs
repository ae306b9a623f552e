//! Settings: each an option, an environment variable, and a default that is printed at start.

use anyhow::Context;
use clap::Args;
use mail::{mailbox::Mailbox, relay::Relay};
use std::path::PathBuf;
use store::Opening;

/// How the house is run.
#[derive(Args, Clone, Debug)]
pub struct Settings {
    /// Where pages and the API are served.
    #[arg(long, env = "RAPPORT_LISTEN", default_value = "127.0.0.1:8080", global = true)]
    pub listen: String,
    /// Where letters are taken by SMTP; `off` closes that door.
    #[arg(long, env = "RAPPORT_SMTP", default_value = "127.0.0.1:2525", global = true)]
    pub smtp: String,
    /// Where a mail server of your own hands letters over by LMTP: unix:/path/of/socket or host:port; `off` closes that door.
    #[arg(long, env = "RAPPORT_LMTP", default_value = "off", global = true)]
    pub lmtp: String,
    /// A mailbox elsewhere whose letters are pulled from now on: imaps://user@host/?space=support&password-file=FILE, with
    /// folder=NAME for others than INBOX (docs/mail.md). Can be given several times, separated by spaces in the environment.
    #[arg(long, env = "RAPPORT_IMAP", value_delimiter = ' ', hide_env_values = true, global = true)]
    pub imap: Vec<String>,
    /// Where the database, attached files and backups lie.
    #[arg(long, env = "RAPPORT_DATA", default_value = "rapport-data", global = true)]
    pub data_dir: PathBuf,
    /// A PostgreSQL database instead of SQLite: postgres://user@host/name.
    #[arg(long, env = "RAPPORT_DATABASE", global = true)]
    pub database: Option<String>,
    /// A backup of PostgreSQL exists, so the schema may be brought up to date.
    #[arg(long, env = "RAPPORT_BACKUP_CONFIRMED", global = true)]
    pub backup_confirmed: bool,
    /// The address people type, as https://talk.example.org; by default where we listen.
    #[arg(long, env = "RAPPORT_ORIGIN", global = true)]
    pub origin: Option<String>,
    /// The domain behind the @ of the spaces' mail addresses.
    #[arg(long, env = "RAPPORT_MAIL_DOMAIN", default_value = "localhost", global = true)]
    pub mail_domain: String,
    /// The mail server that takes our letters: smtp://host:25, smtp+starttls://user:password@host, smtps://…
    #[arg(long, env = "RAPPORT_SMTP_RELAY", global = true)]
    pub smtp_relay: Option<String>,
    /// Whom to ask whether letters are from whom they say: system, the address of a resolver, or off.
    #[arg(long, env = "RAPPORT_DNS", default_value = "system", global = true)]
    pub dns: String,
    /// The names (authserv-id) of mail servers of your own before us, whose Authentication-Results are believed.
    #[arg(long, env = "RAPPORT_TRUSTED_AUTHSERV_ID", value_delimiter = ',', global = true)]
    pub trusted_authserv_id: Vec<String>,
    /// Public addresses those servers connect from; private ones and this machine's need not be named.
    #[arg(long, env = "RAPPORT_TRUSTED_MX", value_delimiter = ',', global = true)]
    pub trusted_mx: Vec<std::net::IpAddr>,
    /// Domains whose ARC seal is believed: forwarders and lists you rely on.
    #[arg(long, env = "RAPPORT_TRUSTED_ARC", value_delimiter = ',', global = true)]
    pub trusted_arc: Vec<String>,
    /// The user at that mail server, where its address names none.
    #[arg(long, env = "RAPPORT_SMTP_USER", global = true)]
    pub smtp_user: Option<String>,
    /// A file with the password for it, so that it stands in no command line and no environment.
    #[arg(long, env = "RAPPORT_SMTP_PASSWORD_FILE", global = true)]
    pub smtp_password_file: Option<PathBuf>,
    /// A domain, besides the mail domain, from which spaces may write: their From address. Can be given several times.
    #[arg(long = "sender-domain", env = "RAPPORT_SENDER_DOMAINS", value_delimiter = ',', global = true)]
    pub sender_domains: Vec<String>,
    /// A certificate (PEM) for STARTTLS at the SMTP door.
    #[arg(long, env = "RAPPORT_TLS_CERT", requires = "tls_key", global = true)]
    pub tls_cert: Option<PathBuf>,
    /// Its key (PEM).
    #[arg(long, env = "RAPPORT_TLS_KEY", requires = "tls_cert", global = true)]
    pub tls_key: Option<PathBuf>,
    /// Proxies before us: the client's address is that many from the right in X-Forwarded-For.
    #[arg(long, env = "RAPPORT_PROXIES", default_value_t = 0, global = true)]
    pub proxies: usize,
    /// The secret that POST /intake/mail asks for; without it that door is closed.
    #[arg(long, env = "RAPPORT_INTAKE_TOKEN", hide_env_values = true, global = true)]
    pub intake_token: Option<String>,
    /// What is printed is JSON, a line each.
    #[arg(long, global = true)]
    pub json: bool,
    /// The log is JSON, a line each.
    #[arg(long, env = "RAPPORT_LOG_JSON", global = true)]
    pub log_json: bool,
}

impl Settings {
    /// Where the store is.
    pub fn opening(&self) -> Opening {
        match &self.database {
            Some(url) => Opening::postgres(url).backup_confirmed(self.backup_confirmed).erasure_list_in(&self.data_dir),
            None => Opening::sqlite(&self.data_dir),
        }
    }

    /// The mail server that takes our letters, if one is given.
    ///
    /// # Errors
    /// An address that cannot be read, or a password file that cannot.
    pub fn relay(&self) -> anyhow::Result<Option<Relay>> {
        let Some(address) = &self.smtp_relay else { return Ok(None) };
        let password = self.smtp_password_file.as_ref().map(|file| {
            std::fs::read_to_string(file).with_context(|| format!("cannot read the relay's password in {}", file.display()))
        });
        let password = password.transpose()?.map(|text| text.trim_end_matches(['\r', '\n']).to_owned());
        Ok(Some(Relay::parse(address)?.signed_in_as(self.smtp_user.clone(), password)?.introduced_as(&self.mail_domain)))
    }

    /// The mailboxes whose letters are pulled.
    ///
    /// # Errors
    /// As [`mailbox`], and one that is given twice.
    pub fn mailboxes(&self) -> anyhow::Result<Vec<Mailbox>> {
        let mailboxes = self.imap.iter().filter(|text| !text.is_empty()).map(|text| mailbox(text));
        let mailboxes = mailboxes.collect::<anyhow::Result<Vec<_>>>()?;
        let mut names: Vec<String> = mailboxes.iter().map(Mailbox::name).collect();
        names.sort();
        names.dedup();
        anyhow::ensure!(names.len() == mailboxes.len(), "a mailbox is given twice: name all its folders in one --imap");
        Ok(mailboxes)
    }

    /// Where the past of a mailbox lies until it is imported, a directory each time.
    pub fn pasts(&self) -> PathBuf {
        self.data_dir.join("past")
    }

    /// The address people type, where this is what we listen on.
    pub fn origin(&self, listening: &str) -> String {
        let origin = self.origin.clone().unwrap_or_else(|| format!("http://{listening}"));
        origin.trim_end_matches('/').to_owned()
    }
}

/// A mailbox by its address, with the password from its file.
///
/// # Errors
/// An address that cannot be read, and a password that is missing or cannot.
pub fn mailbox(text: &str) -> anyhow::Result<Mailbox> {
    let it = Mailbox::parse(text)?;
    let Some(file) = it.password_file.clone() else {
        anyhow::ensure!(it.has_password(), "the mailbox {} has no password: add password-file=FILE", it.name());
        return Ok(it);
    };
    let password =
        std::fs::read_to_string(&file).with_context(|| format!("cannot read the mailbox's password in {}", file.display()))?;
    Ok(it.with_password(&password)?)
}

/// Starts the log, to standard error; `RUST_LOG` says how much.
pub fn start_log(json: bool) {
    use tracing_subscriber::{EnvFilter, fmt};
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let log = fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if json {
        log.json().init();
    } else {
        log.compact().with_target(false).init();
    }
}
