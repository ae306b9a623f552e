//! One connection to the relay, kept while it is of use; it asks for notices of failure where the relay offers them.

use super::{ANSWER_WAIT_MAX, Relay, RelayTls};
use lettre::address::Envelope;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Ehlo, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter, RcptParameter};
use lettre::transport::smtp::response::Response;
use std::time::Instant;

/// A connection that is ready for the next letter.
pub(super) struct Line {
    connection: AsyncSmtpConnection,
    notifies: bool,
    sound: bool,
    pub(super) used: Instant,
}

impl Line {
    /// Connects, encrypts and signs in as the relay's address says.
    pub(super) async fn open(relay: &Relay) -> Result<Line, Error> {
        let hello = relay.hello.clone().map_or_else(ClientId::default, ClientId::Domain);
        let parameters = || TlsParameters::new(relay.host.clone());
        let wrapped = if relay.tls == RelayTls::Tls { Some(parameters()?) } else { None };
        let place = (relay.host.as_str(), relay.port);
        let mut connection = AsyncSmtpConnection::connect_tokio1(place, Some(ANSWER_WAIT_MAX), &hello, wrapped, None).await?;
        if relay.tls == RelayTls::StartTls {
            connection.starttls(parameters()?, &hello).await?;
        }
        if let Some(user) = &relay.user {
            let credentials = Credentials::new(user.clone(), relay.password.clone().unwrap_or_default());
            connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials).await?;
        }
        // The library knows four extensions and keeps no others; so the relay is asked once more.
        let offers = connection.command(Ehlo::new(hello)).await?;
        let notifies = offers.message().skip(1).any(|line| line.split_whitespace().next() == Some("DSN"));
        Ok(Line { connection, notifies, sound: true, used: Instant::now() })
    }

    /// Hands one letter over. After an answer that says no, the connection is good for the next letter.
    pub(super) async fn send(&mut self, envelope: &Envelope, raw: &[u8]) -> Result<Response, Error> {
        let sent = self.hand_over(envelope, raw).await;
        self.used = Instant::now();
        self.sound = match &sent {
            Ok(_) => true,
            Err(error) => error.status().is_some() && self.connection.command(Rset).await.is_ok(),
        };
        sent
    }

    async fn hand_over(&mut self, envelope: &Envelope, raw: &[u8]) -> Result<Response, Error> {
        let mut options = Vec::new();
        let foreign = envelope.to().iter().chain(envelope.from()).any(|address| !address.to_string().is_ascii());
        if foreign && self.connection.server_info().supports_feature(Extension::SmtpUtfEight) {
            options.push(MailParameter::SmtpUtfEight);
        }
        if !raw.is_ascii() {
            options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        if self.notifies {
            // What comes back need not carry the whole letter: we have it.
            options.push(MailParameter::Other { keyword: String::from("RET"), value: Some(String::from("HDRS")) });
        }
        self.connection.command(Mail::new(envelope.from().cloned(), options)).await?;
        for recipient in envelope.to() {
            let notify = |keyword: &str, value: String| RcptParameter::Other { keyword: keyword.to_owned(), value: Some(value) };
            let asked = if self.notifies && recipient.to_string().is_ascii() {
                vec![notify("NOTIFY", String::from("FAILURE,DELAY")), notify("ORCPT", format!("rfc822;{recipient}"))]
            } else {
                Vec::new()
            };
            self.connection.command(Rcpt::new(recipient.clone(), asked)).await?;
        }
        self.connection.command(Data).await?;
        // The library ends the last line itself; a second line end would be one more empty line.
        self.connection.message(raw.strip_suffix(b"\r\n").unwrap_or(raw)).await
    }

    /// Whether it is good for another letter.
    pub(super) fn is_sound(&self) -> bool {
        self.sound && !self.connection.has_broken()
    }
}
