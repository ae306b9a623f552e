//! Handing letters to the next mail server, which brings them to the world.
//!
//! [`Relay::send`] never fails: it says what became of the letter, in words for the administrator. Whether and
//! when to try again is for the delivery, which knows how often it has.

use lettre::address::Envelope;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Tls, TlsParameters};
use lettre::transport::smtp::extension::{ClientId, Extension};
use lettre::transport::smtp::{Error, PoolConfig};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use std::fmt;
use std::sync::OnceLock;
use std::time::Duration;
use url::Url;

/// Longest wait for one answer; RFC 5321, 4.5.3.2 allows minutes, but a queue of ours stands behind.
const ANSWER_WAIT_MAX: Duration = Duration::from_secs(60);

/// Longest wait for a whole letter, connecting included.
const LETTER_WAIT_MAX: Duration = Duration::from_secs(300);

/// Connections kept to the relay. Each letter waits for the relay's disk; more in parallel go faster, until the
/// relay's own limit per client, commonly 20.
const CONNECTIONS_MAX: u32 = 10;

/// Before most relays close an idle connection.
const IDLE_MAX: Duration = Duration::from_secs(30);

/// The relay's words are shown and kept; it should not fill a page.
const WORDS_CHARS_MAX: usize = 500;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelayTls {
    /// Plain text: for a relay on the same machine or network.
    None,
    /// Plain first, then `STARTTLS`, or no letter.
    StartTls,
    /// TLS from the first byte.
    Tls,
}

/// The mail server that takes our letters. Made by [`Relay::parse`]; keeps its connections.
pub struct Relay {
    pub host: String,
    pub port: u16,
    pub tls: RelayTls,
    pub user: Option<String>,
    password: Option<String>,
    hello: Option<String>,
    transport: OnceLock<Result<AsyncSmtpTransport<Tokio1Executor>, String>>,
}

/// What became of a letter; `words` are the relay's or ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sending {
    /// The relay has it and answers for it.
    Sent { words: String },
    /// Not now; trying again may help.
    Deferred { words: String },
    /// Never; trying again is of no use.
    Refused { words: String },
}

/// What a relay offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Greeting {
    /// The letters would go encrypted.
    pub encrypted: bool,
    /// It offers to encrypt.
    pub starttls: bool,
    /// It took our user and password.
    pub signed_in: bool,
    /// It is on this machine, where nothing has to be encrypted.
    pub nearby: bool,
    /// What else it offers.
    pub offers: Vec<String>,
}

impl Greeting {
    /// In words, for the doctor.
    pub fn words(&self) -> String {
        let mut words = vec![if self.encrypted { "encrypted" } else { "not encrypted" }.to_owned()];
        if !self.encrypted && self.starttls {
            words.push(String::from("it offers STARTTLS"));
        }
        if self.signed_in {
            words.push(String::from("signed in"));
        }
        words.extend(self.offers.iter().cloned());
        words.join(", ")
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "The mail relay must be written as smtp://host:25, smtp+starttls://user:password@host:587 or smtps://user:password@host: {0}."
)]
pub struct RelayTrouble(&'static str);

impl Relay {
    /// Reads `smtp://[user:password@]host[:port]`, `smtp+starttls://...` or `smtps://...`; user and password
    /// may be percent-encoded. Ports by default: 25, 587, 465.
    pub fn parse(text: &str) -> Result<Relay, RelayTrouble> {
        let url = Url::parse(text).map_err(|_| RelayTrouble("this is no such address"))?;
        let (tls, port) = match url.scheme() {
            "smtp" => (RelayTls::None, 25),
            "smtp+starttls" => (RelayTls::StartTls, 587),
            "smtps" => (RelayTls::Tls, 465),
            _ => return Err(RelayTrouble("it begins differently")),
        };
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(RelayTrouble("the host is missing"))?;
        if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
            return Err(RelayTrouble("nothing may follow the port"));
        }
        let user = Some(url.username()).filter(|user| !user.is_empty()).map(decoded).transpose()?;
        let password = url.password().map(decoded).transpose()?;
        if user.is_none() && password.is_some() {
            return Err(RelayTrouble("there is a password but no user"));
        }
        Ok(Relay {
            host: host.trim_matches(['[', ']']).to_owned(),
            port: url.port().unwrap_or(port),
            tls,
            user,
            password,
            hello: None,
            transport: OnceLock::new(),
        })
    }

    /// The name we introduce ourselves by (EHLO), our mail domain; some relays look it up.
    pub fn introduced_as(mut self, name: &str) -> Relay {
        self.hello = Some(name.to_owned());
        self
    }

    /// Sends one letter to one recipient. An empty `envelope_from` is the null sender of bounces.
    pub async fn send(&self, envelope_from: &str, recipient: &str, raw: &[u8]) -> Sending {
        let envelope = match envelope(envelope_from, recipient) {
            Ok(envelope) => envelope,
            Err(words) => return Sending::Refused { words },
        };
        let transport = match self.transport.get_or_init(|| self.connect()) {
            Ok(transport) => transport,
            Err(words) => return Sending::Deferred { words: words.clone() },
        };
        // The transport ends the last line itself; a second line end would be one more empty line.
        let raw = raw.strip_suffix(b"\r\n").unwrap_or(raw);
        match tokio::time::timeout(LETTER_WAIT_MAX, transport.send_raw(&envelope, raw)).await {
            Ok(Ok(answer)) => Sending::Sent { words: words(&answer.message().collect::<Vec<_>>().join(" ")) },
            Ok(Err(error)) => self.judge(&error),
            Err(_) => Sending::Deferred { words: format!("{} did not answer in {} s.", self.host, LETTER_WAIT_MAX.as_secs()) },
        }
    }

    /// Connects, encrypts and signs in as for a letter, and sends none.
    ///
    /// # Errors
    /// In words what stands in the way.
    pub async fn greet(&self) -> Result<Greeting, String> {
        let greeting = tokio::time::timeout(ANSWER_WAIT_MAX, self.visit());
        greeting
            .await
            .map_err(|_| format!("it did not answer in {} s", ANSWER_WAIT_MAX.as_secs()))?
            .map_err(|error| words(&error.to_string()))
    }

    async fn visit(&self) -> Result<Greeting, Error> {
        let hello = self.hello.clone().map_or_else(ClientId::default, ClientId::Domain);
        let parameters = || TlsParameters::new(self.host.clone());
        let wrapped = if self.tls == RelayTls::Tls { Some(parameters()?) } else { None };
        let address = (self.host.as_str(), self.port);
        let mut line = AsyncSmtpConnection::connect_tokio1(address, Some(ANSWER_WAIT_MAX), &hello, wrapped, None).await?;
        let starttls = line.can_starttls();
        if self.tls == RelayTls::StartTls {
            line.starttls(parameters()?, &hello).await?;
        }
        if let Some(user) = &self.user {
            let credentials = Credentials::new(user.clone(), self.password.clone().unwrap_or_default());
            line.auth(&[Mechanism::Plain, Mechanism::Login], &credentials).await?;
        }
        let features = [Extension::EightBitMime, Extension::SmtpUtfEight];
        let offers =
            features.iter().filter(|feature| line.server_info().supports_feature(**feature)).map(ToString::to_string).collect();
        let encrypted = line.is_encrypted();
        let _ = line.quit().await;
        let nearby = matches!(self.host.as_str(), "localhost" | "127.0.0.1" | "::1");
        Ok(Greeting { encrypted, starttls, signed_in: self.user.is_some(), nearby, offers })
    }

    fn judge(&self, error: &Error) -> Sending {
        let words = words(&format!("{}: {error}", self.host));
        let code = error.status().map(|code| code.to_string());
        // Wrong credentials are ours to mend: they say nothing about the letter or its recipient.
        let about_us = matches!(code.as_deref(), Some("530" | "534" | "535" | "538"));
        if error.is_permanent() && !about_us { Sending::Refused { words } } else { Sending::Deferred { words } }
    }

    fn connect(&self) -> Result<AsyncSmtpTransport<Tokio1Executor>, String> {
        let parameters = || TlsParameters::new(self.host.clone()).map_err(|error| words(&format!("{}: {error}", self.host)));
        let tls = match self.tls {
            RelayTls::None => Tls::None,
            RelayTls::StartTls => Tls::Required(parameters()?),
            RelayTls::Tls => Tls::Wrapper(parameters()?),
        };
        let pool = PoolConfig::new().max_size(CONNECTIONS_MAX).idle_timeout(IDLE_MAX);
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(self.host.clone())
            .port(self.port)
            .tls(tls)
            .timeout(Some(ANSWER_WAIT_MAX))
            .pool_config(pool);
        if let Some(name) = &self.hello {
            builder = builder.hello_name(ClientId::Domain(name.clone()));
        }
        if let Some(user) = &self.user {
            builder = builder.credentials(Credentials::new(user.clone(), self.password.clone().unwrap_or_default()));
        }
        Ok(builder.build())
    }
}

/// Never the password.
impl fmt::Debug for Relay {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Relay { host, port, tls, user, .. } = self;
        write!(out, "Relay({tls:?} {host}:{port} user {user:?})")
    }
}

fn envelope(from: &str, recipient: &str) -> Result<Envelope, String> {
    let address = |text: &str| {
        text.parse::<Address>().map_err(|_| format!("\"{}\" is not an address that mail can be sent to.", words(text)))
    };
    let from = if from.is_empty() { None } else { Some(address(from)?) };
    Envelope::new(from, vec![address(recipient)?]).map_err(|error| words(&error.to_string()))
}

/// One line of bounded length.
fn words(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .filter(|letter| !letter.is_control())
        .take(WORDS_CHARS_MAX)
        .collect()
}

fn decoded(text: &str) -> Result<String, RelayTrouble> {
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let encoded = (byte == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        let hex = encoded.filter(|hex| hex.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let value = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        plain.push(value.unwrap_or(byte));
        at += if value.is_some() { 3 } else { 1 };
    }
    String::from_utf8(plain).map_err(|_| RelayTrouble("user or password is not UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relay_is_read_from_its_address() {
        let check = |text: &str, host: &str, port: u16, tls: RelayTls, user: Option<&str>, password: Option<&str>| {
            let relay = Relay::parse(text).expect(text);
            assert_eq!((relay.host.as_str(), relay.port, relay.tls), (host, port, tls), "{text}");
            assert_eq!((relay.user.as_deref(), relay.password.as_deref()), (user, password), "{text}");
        };
        check("smtp://localhost:2525", "localhost", 2525, RelayTls::None, None, None);
        check("smtp://[::1]", "::1", 25, RelayTls::None, None, None);
        check("smtps://u:p@mail.example", "mail.example", 465, RelayTls::Tls, Some("u"), Some("p"));
        check(
            "smtp+starttls://u%40velo.example:p%25%2F@mail.example",
            "mail.example",
            587,
            RelayTls::StartTls,
            Some("u@velo.example"),
            Some("p%/"),
        );
    }

    #[test]
    fn other_addresses_are_refused_in_words() {
        for text in [
            "",
            "mail.example",
            "http://mail.example",
            "smtp://",
            "smtp://:25",
            "smtp://mail.example/x",
            "smtp://:p@mail.example",
        ] {
            let trouble = Relay::parse(text).expect_err(text).to_string();
            assert!(trouble.starts_with("The mail relay must be written as"), "{trouble}");
        }
    }

    #[test]
    fn a_relay_never_shows_its_password() {
        let relay = Relay::parse("smtp://user:secret@mail.example").expect("is sound");
        assert!(!format!("{relay:?}").contains("secret"));
    }
}
