//! A mailbox elsewhere, for houses whose letters lie at a provider: pulled over IMAP (RFC 9051, 3501), left as it was.
//!
//! [`Mailbox`] is what the administrator gives, [`talk`] speaks the protocol, [`Puller`] brings letters into the intake.
//!
//! **Invariant.** A mailbox is only ever opened by `EXAMINE` and read by `BODY.PEEK`: no flag changes there. The password
//! is in no log, no database and on no page.

mod past;
mod pull;
mod recipient;
mod talk;
mod wire;

pub use past::{Ended, Past, bring_past};
pub use pull::Puller;

use crate::relay::decoded;
use domain::{address::MailAddress, limits};
use std::{fmt, path::PathBuf, time::Duration};
use talk::{Talk, escaped};
use url::Url;

/// Between two looks where a server offers no IDLE, unless the address says otherwise: a minute is what people expect of mail.
const POLL: Duration = Duration::from_secs(60);

/// How the way there is secured.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MailboxTls {
    /// Plain text: for a server on the same machine or network.
    None,
    /// Plain first, then `STARTTLS`, before anything is said.
    StartTls,
    /// TLS from the first byte.
    Tls,
}

/// A mailbox at another server. Made by [`Mailbox::parse`].
#[derive(Clone)]
pub struct Mailbox {
    /// The server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way there is secured.
    pub tls: MailboxTls,
    /// Whose mailbox it is there.
    pub user: String,
    /// Its folders that are pulled.
    pub folders: Vec<String>,
    /// The mail name of the space its letters go to; nothing where each letter says so itself.
    pub space: Option<String>,
    /// Its mail address: ours, like the spaces' own.
    pub address: Option<MailAddress>,
    /// The name by which its server signs `Authentication-Results`; empty where they are not believed.
    pub believed: String,
    /// Between two looks where its server does not say by itself that something came.
    pub poll: Duration,
    /// A file with the password.
    pub password_file: Option<PathBuf>,
    password: String,
}

/// Why the address of a mailbox cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("A mailbox must be written as imaps://user@host/?space=support&password-file=FILE or imap+starttls://…: {0}.")]
pub struct MailboxTrouble(&'static str);

impl Mailbox {
    /// Reads `imaps://user[:password]@host[:port]/?folder=INBOX&folder=Help&space=support&password-file=FILE`, or
    /// `imap+starttls://`, or `imap://` in plain text. User, password and folders may be percent-encoded. Besides:
    /// `address=` where the user is none, `authserv-id=` of a server whose `Authentication-Results` are believed, `poll=`
    /// seconds between two looks where the server offers no IDLE.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn parse(text: &str) -> Result<Mailbox, MailboxTrouble> {
        let url = Url::parse(text).map_err(|_| MailboxTrouble("this is no such address"))?;
        let (tls, port) = match url.scheme() {
            "imap" => (MailboxTls::None, 143),
            "imap+starttls" => (MailboxTls::StartTls, 143),
            "imaps" => (MailboxTls::Tls, 993),
            _ => return Err(MailboxTrouble("it begins differently")),
        };
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(MailboxTrouble("the host is missing"))?;
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(MailboxTrouble("folders are written as ?folder=NAME"));
        }
        let plain = |text: &str| line(decoded(text).ok_or(MailboxTrouble("user or password is not UTF-8"))?);
        let user = plain(url.username())?;
        if user.is_empty() {
            return Err(MailboxTrouble("the user is missing"));
        }
        let mut it = Mailbox {
            host: host.trim_matches(['[', ']']).to_owned(),
            port: url.port().unwrap_or(port),
            tls,
            address: MailAddress::parse(&user).ok(),
            password: plain(url.password().unwrap_or_default())?,
            user,
            folders: Vec::new(),
            space: None,
            believed: String::new(),
            poll: POLL,
            password_file: None,
        };
        for (name, value) in url.query_pairs() {
            it.set(&name, value.into_owned())?;
        }
        if it.folders.is_empty() {
            it.folders.push(String::from("INBOX"));
        }
        Ok(it)
    }

    fn set(&mut self, name: &str, value: String) -> Result<(), MailboxTrouble> {
        if value.is_empty() || value.chars().any(char::is_control) {
            return Err(MailboxTrouble("something is given without saying what"));
        }
        match name {
            "folder" if self.folders.contains(&value) => {}
            "folder" if self.folders.len() >= limits::MAILBOX_FOLDERS_MAX => {
                return Err(MailboxTrouble("it has more than eight folders; write the others as a mailbox of their own"));
            }
            "folder" => self.folders.push(value),
            "space" => self.space = Some(value.split('@').next().unwrap_or_default().to_lowercase()),
            "address" => self.address = Some(MailAddress::parse(&value).map_err(|_| MailboxTrouble("its address is none"))?),
            "authserv-id" => self.believed = value.to_lowercase(),
            "poll" => self.poll = poll(&value).ok_or(MailboxTrouble("poll is a number of seconds, from 5 to 3600"))?,
            "password-file" => self.password_file = Some(PathBuf::from(value)),
            _ => return Err(MailboxTrouble("behind the ? stand folder, space, address, authserv-id, poll and password-file")),
        }
        Ok(())
    }

    /// With the password that stands in a file.
    ///
    /// # Errors
    /// A file that holds more than a line.
    pub fn with_password(self, password: &str) -> Result<Mailbox, MailboxTrouble> {
        let password = line(password.trim_end_matches(['\r', '\n']).to_owned())?;
        Ok(Mailbox { password, ..self })
    }

    /// Whether its server is on this machine, where nothing has to be encrypted.
    pub fn is_nearby(&self) -> bool {
        matches!(self.host.as_str(), "localhost" | "127.0.0.1" | "::1")
    }

    /// Whether there is something to sign in with.
    pub fn has_password(&self) -> bool {
        !self.password.is_empty()
    }

    /// What the post office knows of it: its address, and the space of that.
    pub fn alias(&self) -> Option<(MailAddress, String)> {
        let address = self.address.clone()?;
        let space = self.space.clone().unwrap_or_else(|| address.local().split('+').next().unwrap_or_default().to_owned());
        Some((address, space))
    }

    /// Whose it is, and where: how it is known to the database and on pages.
    pub fn name(&self) -> String {
        format!("{} at {}:{}", self.user, self.host, self.port)
    }

    /// A sentence of the other server for our own eyes: one line, bounded, and never with the password, whatever it echoes.
    fn words(&self, text: &str) -> String {
        let mut words = text.to_owned();
        // As LOGIN says it first: the password itself may be a part of that.
        for secret in [escaped(&self.password), self.password.clone(), self.plain_token()] {
            if !secret.is_empty() {
                words = words.replace(&secret, "…");
            }
        }
        crate::relay::words(&words)
    }

    /// What signs in by SASL PLAIN (RFC 4616).
    fn plain_token(&self) -> String {
        if self.password.is_empty() {
            return String::new();
        }
        data_encoding::BASE64.encode(format!("\0{}\0{}", self.user, self.password).as_bytes())
    }
}

/// What may stand in a command: a line break would begin another.
fn line(text: String) -> Result<String, MailboxTrouble> {
    if text.chars().any(char::is_control) {
        return Err(MailboxTrouble("a line break or another control character stands in user or password"));
    }
    Ok(text)
}

fn poll(seconds: &str) -> Option<Duration> {
    let seconds = seconds.parse().ok().filter(|seconds| (5..=3600).contains(seconds))?;
    Some(Duration::from_secs(seconds))
}

/// What a look into a mailbox found.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// Its server says by itself when a letter comes (RFC 2177).
    pub idles: bool,
}

/// Signs in and opens each folder as for pulling, and brings nothing.
///
/// # Errors
/// In words what stands in the way.
pub async fn look_into(mailbox: &Mailbox) -> Result<Seen, String> {
    let mut talk = Talk::open(mailbox).await.map_err(|trouble| mailbox.words(&trouble.words))?;
    for folder in &mailbox.folders {
        talk.examine(folder).await.map_err(|trouble| format!("{folder}: {}", mailbox.words(&trouble.words)))?;
    }
    Ok(Seen { idles: talk.idles })
}

/// Never the password.
impl fmt::Debug for Mailbox {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Mailbox({:?} {} folders {:?})", self.tls, self.name(), self.folders)
    }
}

/// All that a server says while a folder is looked into, over whatever it comes by.
#[cfg(fuzzing)]
pub async fn hears(stream: impl tokio::io::AsyncRead + tokio::io::AsyncWrite + Send + Unpin + 'static) {
    talk::Talk::hears(Box::new(stream)).await;
}

#[cfg(test)]
mod tests;
