//! Handing letters to the next mail server, which brings them to the world.
//!
//! [`Relay::send`] never fails: it says what became of the letter, in words for the administrator. Whether and
//! when to try again is for the delivery, which knows how often it has.

mod line;

use actions::delivery::Whose;
use lettre::Address;
use lettre::address::Envelope;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::{ClientId, Extension};
use lettre::transport::smtp::response::Response;
use line::Line;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use url::Url;

/// Longest wait for one answer; RFC 5321, 4.5.3.2 allows minutes, but a queue of ours stands behind.
const ANSWER_WAIT_MAX: Duration = Duration::from_secs(60);

/// Longest wait for a whole letter, connecting included.
const LETTER_WAIT_MAX: Duration = Duration::from_secs(300);

/// Connections kept to the relay. Each letter waits for the relay's disk; more in parallel go faster, until the
/// relay's own limit per client, commonly 20.
const CONNECTIONS_MAX: usize = 10;

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
    lines: Mutex<Vec<Line>>,
}

/// What became of a letter; `words` are the relay's or ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sending {
    /// The relay has it and answers for it.
    Sent { words: String },
    /// Not now; trying again may help.
    Deferred { words: String, whose: Whose },
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
        let plain = |text| decoded(text).ok_or(RelayTrouble("user or password is not UTF-8"));
        let user = Some(url.username()).filter(|user| !user.is_empty()).map(plain).transpose()?;
        let password = url.password().map(plain).transpose()?;
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
            lines: Mutex::default(),
        })
    }

    /// With the user and the password given beside the address, where it names none.
    ///
    /// # Errors
    /// Refuses a password that nobody is to use.
    pub fn signed_in_as(mut self, user: Option<String>, password: Option<String>) -> Result<Relay, RelayTrouble> {
        self.user = user.or(self.user);
        self.password = password.or(self.password);
        if self.user.is_none() && self.password.is_some() {
            return Err(RelayTrouble("there is a password but no user"));
        }
        Ok(self)
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
        match tokio::time::timeout(LETTER_WAIT_MAX, self.hand_over(&envelope, raw)).await {
            Ok(Ok(answer)) => Sending::Sent { words: words(&answer.message().collect::<Vec<_>>().join(" ")) },
            Ok(Err(error)) => self.judge(&error),
            Err(_) => {
                let words = format!("{} did not answer in {} s.", self.host, LETTER_WAIT_MAX.as_secs());
                Sending::Deferred { words, whose: Whose::Relay }
            }
        }
    }

    async fn hand_over(&self, envelope: &Envelope, raw: &[u8]) -> Result<Response, Error> {
        while let Some(mut line) = self.kept() {
            match line.send(envelope, raw).await {
                // It was closed while it lay idle; that says nothing about the letter.
                Err(error) if error.status().is_none() => {}
                sent => {
                    self.keep(line);
                    return sent;
                }
            }
        }
        let mut line = Line::open(self).await?;
        let sent = line.send(envelope, raw).await;
        self.keep(line);
        sent
    }

    /// A connection that was used a moment ago.
    fn kept(&self) -> Option<Line> {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.retain(|line| line.used.elapsed() < IDLE_MAX);
        lines.pop()
    }

    fn keep(&self, line: Line) {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if line.is_sound() && lines.len() < CONNECTIONS_MAX {
            lines.push(line);
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
        if error.is_permanent() && !about_us {
            return Sending::Refused { words };
        }
        let whose = match code.as_deref() {
            _ if about_us => Whose::Relay,
            None | Some("421") => Whose::Relay,
            Some(_) => whose(&words),
        };
        Sending::Deferred { words, whose }
    }
}

/// Who cannot take a letter just now, by the enhanced code (RFC 3463): `4.2.x` is about one mailbox, `4.3.x` about the
/// relay's own system; everything else about where the letter goes.
fn whose(words: &str) -> Whose {
    let subject = words.split_whitespace().find_map(|word| {
        let mut parts = word.trim_end_matches(':').split('.');
        let class = parts.next()? == "4";
        let subject = parts.next()?.parse::<u16>().ok()?;
        (class && parts.next()?.parse::<u16>().is_ok() && parts.next().is_none()).then_some(subject)
    });
    match subject {
        Some(2) => Whose::Letter,
        Some(3) => Whose::Relay,
        _ => Whose::Destination,
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
pub(crate) fn words(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .filter(|letter| !letter.is_control())
        .take(WORDS_CHARS_MAX)
        .collect()
}

/// Percent-decoded (RFC 3986, 2.1); nothing where that is not UTF-8.
pub(crate) fn decoded(text: &str) -> Option<String> {
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
    String::from_utf8(plain).ok()
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
    fn user_and_password_may_come_from_beside_the_address() {
        let relay = || Relay::parse("smtps://mail.example").expect("is sound");
        let with = relay().signed_in_as(Some("u".into()), Some("secret".into())).expect("both are there");
        assert_eq!((with.user.as_deref(), with.password.as_deref()), (Some("u"), Some("secret")));
        assert!(relay().signed_in_as(None, Some("secret".into())).is_err());
        assert!(!format!("{with:?}").contains("secret"));
    }

    #[test]
    fn an_enhanced_code_says_who_cannot_take_a_letter() {
        assert_eq!(whose("mail.example: transient error (452): 4.2.2 mailbox full"), Whose::Letter);
        assert_eq!(whose("mail.example: transient error (451): 4.3.0 queue file write error"), Whose::Relay);
        assert_eq!(whose("mail.example: transient error (450): 4.7.1 greylisted"), Whose::Destination);
        assert_eq!(whose("mail.example: transient error (451): try 4.2 later"), Whose::Destination);
    }

    #[test]
    fn a_relay_never_shows_its_password() {
        let relay = Relay::parse("smtp://user:secret@mail.example").expect("is sound");
        assert!(!format!("{relay:?}").contains("secret"));
    }
}
