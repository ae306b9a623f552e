//! One client's visit: commands in, answers out, letters to the desk.

use super::doorway::Entered;
use super::reply::Reply;
use super::wire::{NoLine, Wire};
use super::{Envelope, Receiver, Speech, Trouble, Verdict};
use smtp_proto::{Error, MAIL_BODY_BINARYMIME, MAIL_REQUIRETLS, MAIL_SMTPUTF8, MailFrom, Request};
use std::borrow::Cow;
use std::net::SocketAddr;
use std::ops::ControlFlow;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

mod content;

/// Whether the visit goes on.
type Flow = ControlFlow<()>;
const ON: Flow = ControlFlow::Continue(());
const OVER: Flow = ControlFlow::Break(());

pub(super) struct Session<'r> {
    receiver: &'r Receiver,
    wire: Wire,
    peer: SocketAddr,
    entered: Entered,
    stop: CancellationToken,
    /// The client's name, once it has introduced itself.
    helo: Option<String>,
    tls: bool,
    sender: Option<Sender>,
    recipients: Vec<String>,
    commands: usize,
    mistakes: usize,
}

struct Sender {
    address: String,
    utf8: bool,
}

impl<'r> Session<'r> {
    pub fn new(receiver: &'r Receiver, wire: Wire, peer: SocketAddr, entered: Entered, stop: CancellationToken) -> Session<'r> {
        Session {
            receiver,
            wire,
            peer,
            entered,
            stop,
            helo: None,
            tls: false,
            sender: None,
            recipients: Vec::new(),
            commands: 0,
            mistakes: 0,
        }
    }

    pub async fn run(mut self) {
        let speech = if self.lmtp() { "LMTP" } else { "ESMTP" };
        self.wire.say(&Reply::new(220, "", &format!("{} {speech}", self.receiver.host)));
        while self.turn().await.is_continue() {}
        let _ = self.wire.flush().await;
    }

    async fn turn(&mut self) -> Flow {
        if self.stop.is_cancelled() && !self.wire.has_line() {
            return self.closing();
        }
        let line = tokio::select! {
            biased;
            line = self.wire.line() => line,
            () = self.stop.cancelled() => return self.closing(),
        };
        let flow = match line {
            Ok(line) => match Request::parse(&mut line.iter()) {
                Ok(request) => self.obey(request, &line).await,
                Err(error) => self.misunderstood(&error),
            },
            Err(NoLine::Long) => self.mistake(500, "5.5.2", "This line is too long."),
            Err(NoLine::Late) => self.hang_up(421, "4.4.2", "Nothing came for too long; good bye."),
            Err(NoLine::Gone) => OVER,
        };
        self.commands += 1;
        if flow.is_continue() && self.commands > self.receiver.limits.idle_commands {
            return self.hang_up(421, "4.7.0", "Too many commands without a letter; good bye.");
        }
        flow
    }

    async fn obey(&mut self, request: Request<Cow<'_, str>>, line: &[u8]) -> Flow {
        match request {
            Request::Ehlo { host } if !self.lmtp() => self.hello(&host),
            Request::Helo { host } if !self.lmtp() => self.hello_plain(&host),
            Request::Lhlo { host } if self.lmtp() => self.hello(&host),
            Request::Ehlo { .. } | Request::Helo { .. } => self.mistake(500, "5.5.1", "This is an LMTP door; say LHLO."),
            Request::Lhlo { .. } => self.mistake(500, "5.5.1", "This is an SMTP door; say EHLO."),
            Request::Mail { from } => self.mail(&from),
            Request::Rcpt { to } if to.address.is_empty() && !names_postmaster(line) => {
                self.misunderstood(&Error::InvalidRecipientAddress)
            }
            Request::Rcpt { to } => self.rcpt(&to.address).await,
            Request::Data => self.content().await,
            Request::StartTls => self.start_tls().await,
            Request::Rset => {
                self.reset();
                self.say(250, "2.0.0", "Forgotten.")
            }
            Request::Noop { .. } => self.say(250, "2.0.0", "Nothing done."),
            Request::Help { .. } => self.say(214, "2.0.0", "See RFC 5321."),
            Request::Vrfy { .. } => self.say(252, "2.5.2", "Send a letter and see."),
            Request::Quit => self.hang_up(221, "2.0.0", "Good bye."),
            Request::Auth { .. } => self.mistake(502, "5.5.1", "There is nobody to sign in here; send without."),
            _ => self.mistake(502, "5.5.1", "This command is not offered here."),
        }
    }

    fn lmtp(&self) -> bool {
        self.receiver.speech == Speech::Lmtp
    }

    fn hello(&mut self, host: &str) -> Flow {
        self.introduce(host);
        let mut lines =
            vec![self.receiver.host.clone(), "PIPELINING".to_owned(), format!("SIZE {}", self.receiver.limits.letter_bytes)];
        if self.receiver.tls.is_some() && !self.tls {
            lines.push("STARTTLS".to_owned());
        }
        lines.extend(["8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES"].map(str::to_owned));
        self.wire.say(&Reply::lines(250, "", lines));
        ON
    }

    fn hello_plain(&mut self, host: &str) -> Flow {
        self.introduce(host);
        self.say(250, "", &self.receiver.host.clone())
    }

    fn introduce(&mut self, host: &str) {
        self.reset();
        self.helo = Some(host.to_owned());
    }

    fn mail(&mut self, from: &MailFrom<Cow<'_, str>>) -> Flow {
        if self.helo.is_none() {
            return self.mistake(503, "5.5.1", if self.lmtp() { "Say LHLO first." } else { "Say EHLO first." });
        }
        if self.sender.is_some() {
            return self.mistake(503, "5.5.1", "The sender is given already; RSET begins anew.");
        }
        if from.flags & (MAIL_BODY_BINARYMIME | MAIL_REQUIRETLS) != 0 {
            return self.mistake(555, "5.5.4", "BINARYMIME and REQUIRETLS are not offered here.");
        }
        if from.size > self.receiver.limits.letter_bytes {
            return self.too_large();
        }
        let utf8 = from.flags & MAIL_SMTPUTF8 != 0;
        if !utf8 && !from.address.is_ascii() {
            return self.mistake(553, "5.6.7", "An address with letters beyond ASCII needs SMTPUTF8.");
        }
        self.sender = Some(Sender { address: from.address.to_string(), utf8 });
        self.say(250, "2.1.0", "Sender noted.")
    }

    async fn rcpt(&mut self, address: &str) -> Flow {
        if self.sender.is_none() {
            return self.mistake(503, "5.5.1", "Say MAIL FROM first.");
        }
        if self.recipients.len() >= self.receiver.limits.recipients {
            return self.say(452, "4.5.3", "Enough recipients for one letter; send it again for the others.");
        }
        let address = match self.receiver.domains.first().filter(|_| address.is_empty()) {
            Some(domain) => format!("postmaster@{domain}"),
            None => address.to_owned(),
        };
        let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain).to_lowercase();
        if !self.receiver.domains.contains(&domain) {
            let domains = self.receiver.domains.join(", ");
            return self.mistake(550, "5.7.1", &format!("We take letters for {domains} only and pass none on."));
        }
        let asking = tokio::time::timeout(self.receiver.limits.keeping, self.receiver.desk.recipient(&address));
        let verdict = asking.await.unwrap_or_else(|_| Verdict::Later("We cannot tell just now; please try again.".to_owned()));
        match verdict {
            Verdict::Known => {
                self.recipients.push(address);
                self.say(250, "2.1.5", "Recipient noted.")
            }
            Verdict::Later(sentence) => self.say(451, "4.2.0", &sentence),
            Verdict::Unknown(_) if !self.entered.may_guess() => {
                self.hang_up(421, "4.7.0", "Too many unknown recipients; good bye.")
            }
            Verdict::Unknown(sentence) => self.say(550, "5.1.1", &sentence),
        }
    }

    async fn start_tls(&mut self) -> Flow {
        let Some(config) = self.receiver.tls.clone().filter(|_| !self.tls) else {
            return self.mistake(502, "5.5.1", "STARTTLS is not offered here.");
        };
        if self.wire.has_line() {
            // Commands sent along in plain text would be taken for encrypted ones (CVE-2011-0411).
            return self.hang_up(554, "5.5.1", "Nothing may follow STARTTLS before the handshake; good bye.");
        }
        self.wire.say(&Reply::new(220, "2.0.0", "Go ahead."));
        if self.wire.encrypt(Arc::clone(&config)).await.is_err() {
            return OVER;
        }
        self.reset();
        self.helo = None;
        self.tls = true;
        ON
    }

    fn misunderstood(&mut self, error: &Error) -> Flow {
        match error {
            Error::InvalidSenderAddress => self.mistake(553, "5.1.7", "This is no sender address."),
            Error::InvalidRecipientAddress => self.mistake(553, "5.1.3", "This is no recipient address."),
            Error::SyntaxError { syntax } => self.mistake(501, "5.5.4", &format!("It should be: {syntax}")),
            Error::InvalidParameter { param } => self.mistake(501, "5.5.4", &format!("The parameter {param} is wrong.")),
            Error::UnsupportedParameter { param } => {
                self.mistake(555, "5.5.4", &format!("The parameter {param} is not offered here."))
            }
            _ => self.mistake(500, "5.5.2", "This is no command we know."),
        }
    }

    fn reset(&mut self) {
        self.sender = None;
        self.recipients.clear();
    }

    fn too_large(&mut self) -> Flow {
        self.blame(self.too_large_words())
    }

    fn too_large_words(&self) -> Reply {
        let megabytes = self.receiver.limits.letter_bytes / (1024 * 1024);
        Reply::new(552, "5.3.4", &format!("Letters of more than {megabytes} MB are not taken; send a link instead."))
    }

    fn closing(&mut self) -> Flow {
        self.hang_up(421, "4.3.2", "We are closing for a moment; please try again.")
    }

    /// A refusal that counts: after too many of them we hang up.
    fn mistake(&mut self, code: u16, enhanced: &'static str, sentence: &str) -> Flow {
        self.blame(Reply::new(code, enhanced, sentence))
    }

    fn blame(&mut self, reply: Reply) -> Flow {
        self.mistakes += 1;
        if self.mistakes > self.receiver.limits.mistakes {
            return self.hang_up(421, "4.7.0", "Too many mistakes; good bye.");
        }
        self.wire.say(&reply);
        ON
    }

    fn say(&mut self, code: u16, enhanced: &'static str, sentence: &str) -> Flow {
        self.wire.say(&Reply::new(code, enhanced, sentence));
        ON
    }

    fn hang_up(&mut self, code: u16, enhanced: &'static str, sentence: &str) -> Flow {
        self.wire.say(&Reply::new(code, enhanced, sentence));
        OVER
    }
}

/// `postmaster` alone is an address of every mail server (RFC 5321, 4.5.1); the parser makes it an empty one.
fn names_postmaster(line: &[u8]) -> bool {
    const NAME: &[u8] = b"<postmaster>";
    line.windows(NAME.len()).any(|window| window.eq_ignore_ascii_case(NAME))
}
