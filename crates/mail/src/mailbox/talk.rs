//! Speaking IMAP (RFC 9051, 3501): signing in, looking into a folder, letters out of it, waiting for more.
//!
//! Answers are read by the grammar of `imap-proto`; commands and their order are few and stand here.

use super::{
    Mailbox, MailboxTls,
    wire::{Way, Wire},
};
use domain::{
    limits,
    moment::{Moment, SECOND},
};
use imap_proto::{AttributeValue, Capability, MailboxDatum, Response, ResponseCode, Status};
use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
    time::Duration,
};
use tokio::{
    net::TcpStream,
    time::{Instant, timeout, timeout_at},
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, pki_types::ServerName},
};

/// Longest wait for one answer; a large folder takes a server some seconds to open.
const ANSWER_WAIT_MAX: Duration = Duration::from_secs(60);
/// Longest wait for some letters: fifty megabytes at a megabit.
const LETTERS_WAIT_MAX: Duration = Duration::from_secs(600);
/// IDLE is begun anew after so long: servers close after thirty minutes (RFC 2177), routers forget quiet ones after ten.
const IDLE_MAX: Duration = Duration::from_secs(9 * 60);
/// What answers to an ordinary command take at most: many lines about flags.
const ANSWERS_BYTES_MAX: usize = 1024 * 1024;
/// What the list of a folder's new letters takes at most: some 70 octets each of those that came since the last look.
const LIST_BYTES_MAX: usize = 64 * 1024 * 1024;

/// What kind of trouble there is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// The server does not take user and password.
    Refused,
    /// It says no to what was asked.
    No,
    /// It says something that it should not.
    Odd,
    /// It does not answer, or closed the connection.
    Gone,
}

/// What stands in the way, in the server's words or ours.
#[derive(Clone, Debug)]
pub struct Trouble {
    pub kind: Kind,
    pub words: String,
}

impl Trouble {
    pub fn new(kind: Kind, words: &str) -> Trouble {
        Trouble { kind, words: words.to_owned() }
    }

    pub fn odd(words: &str) -> Trouble {
        Trouble::new(Kind::Odd, words)
    }

    pub fn late() -> Trouble {
        Trouble::new(Kind::Gone, "it does not answer")
    }
}

/// A folder as it was opened.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opened {
    /// What its uids are worth.
    pub validity: u32,
    /// The uid of the next letter.
    pub next: u32,
}

/// A letter that lies in a folder.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lies {
    pub uid: u32,
    pub size: usize,
    /// When the server received it.
    pub at: Option<Moment>,
}

/// A conversation with the server, signed in.
pub(super) struct Talk {
    wire: Wire,
    commands: u32,
    /// The server offers to say by itself when something comes (RFC 2177).
    pub idles: bool,
    plain: bool,
    /// It said that letters came since somebody last asked for the list.
    news: bool,
}

impl Talk {
    /// Connects and signs in.
    pub async fn open(mailbox: &Mailbox) -> Result<Talk, Trouble> {
        let connecting = timeout(ANSWER_WAIT_MAX, TcpStream::connect((mailbox.host.as_str(), mailbox.port)));
        let stream = connecting.await.map_err(|_| Trouble::late())?;
        let stream = stream.map_err(|error| Trouble::new(Kind::Gone, &error.to_string()))?;
        let _ = stream.set_nodelay(true);
        let mut way: Box<dyn Way> = Box::new(stream);
        if mailbox.tls == MailboxTls::Tls {
            way = encrypted(way, &mailbox.host).await?;
        }
        let mut talk = Talk { wire: Wire::new(way), commands: 0, idles: false, plain: false, news: false };
        talk.greeted().await?;
        if mailbox.tls == MailboxTls::StartTls {
            talk.ask("STARTTLS", |_| ()).await?;
            talk.wire = Wire::new(encrypted(talk.wire.into_way(), &mailbox.host).await?);
        }
        talk.learn_offers().await?;
        let signed_in = talk.sign_in(mailbox).await;
        signed_in.map_err(|it| Trouble { words: mailbox.words(&it.words), ..it })?;
        talk.learn_offers().await?;
        Ok(talk)
    }

    /// Asks all there is to ask of who is there already, whatever comes back.
    #[cfg(fuzzing)]
    pub async fn hears(way: Box<dyn Way>) {
        let mut talk = Talk { wire: Wire::new(way), commands: 0, idles: false, plain: false, news: false };
        let _ = talk.greeted().await;
        let _ = talk.learn_offers().await;
        let _ = talk.examine("INBOX").await;
        let _ = talk.behind(0).await;
        let _ = talk.letters(&[1, 2], 1_000).await;
        let _ = talk.head(1).await;
        let _ = talk.wait(Duration::ZERO).await;
    }

    async fn greeted(&mut self) -> Result<(), Trouble> {
        let answer = timeout(ANSWER_WAIT_MAX, self.wire.answer(&mut ANSWERS_BYTES_MAX.clone())).await;
        match read(&answer.map_err(|_| Trouble::late())??)? {
            Response::Data { status: Status::Ok, .. } => Ok(()),
            Response::Data { outcome, .. } => Err(Trouble::new(Kind::Gone, &outcome.information.unwrap_or_default())),
            _ => Err(Trouble::odd("it does not greet as a mail server does")),
        }
    }

    async fn learn_offers(&mut self) -> Result<(), Trouble> {
        let (mut idles, mut plain) = (false, false);
        self.ask("CAPABILITY", |answer| {
            if let Response::Capabilities(offers) = answer {
                idles = offers.iter().any(|it| matches!(it, Capability::Atom(atom) if atom.eq_ignore_ascii_case("IDLE")));
                plain = offers.iter().any(|it| matches!(it, Capability::Auth(how) if how.eq_ignore_ascii_case("PLAIN")));
            }
        })
        .await?;
        (self.idles, self.plain) = (idles, plain);
        Ok(())
    }

    /// By SASL PLAIN, which takes every character, or else by LOGIN.
    async fn sign_in(&mut self, mailbox: &Mailbox) -> Result<(), Trouble> {
        let refused = |it: Trouble| if it.kind == Kind::No { Trouble { kind: Kind::Refused, ..it } } else { it };
        if !self.plain {
            let login = format!("LOGIN {} {}", quoted(&mailbox.user), quoted(&mailbox.password));
            return self.ask(&login, |_| ()).await.map_err(refused);
        }
        let tag = self.begin("AUTHENTICATE PLAIN").await?;
        self.until_asked(&tag).await.map_err(refused)?;
        self.wire.say(&mailbox.plain_token()).await?;
        self.end(&tag, ANSWERS_BYTES_MAX, ANSWER_WAIT_MAX, |_| ()).await.map_err(refused)
    }

    /// Opens a folder so that nothing in it changes.
    pub async fn examine(&mut self, folder: &str) -> Result<Opened, Trouble> {
        let (mut validity, mut next, mut exists) = (None, None, 0);
        self.ask(&format!("EXAMINE {}", quoted(&in_utf7(folder))), |answer| match answer {
            Response::Data { outcome, .. } => match outcome.code {
                Some(ResponseCode::UidValidity(it)) => validity = Some(it),
                Some(ResponseCode::UidNext(it)) => next = Some(it),
                _ => {}
            },
            Response::MailboxData(MailboxDatum::Exists(it)) => exists = *it,
            _ => {}
        })
        .await?;
        let validity = validity.ok_or(Trouble::odd("it gives its letters no lasting numbers (UIDVALIDITY)"))?;
        let next = match next {
            Some(next) => next,
            None if exists == 0 => 1,
            None => self.list("*").await?.last().map_or(1, |last| last.uid.saturating_add(1)),
        };
        Ok(Opened { validity, next })
    }

    /// The letters behind a uid, in their order.
    pub async fn behind(&mut self, uid: u32) -> Result<Vec<Lies>, Trouble> {
        let Some(first) = uid.checked_add(1) else { return Ok(Vec::new()) };
        let mut lies = self.list(&format!("{first}:*")).await?;
        // The range's end is the last letter, also where it lies before the range's beginning.
        lies.retain(|it| it.uid >= first);
        Ok(lies)
    }

    /// Whether a letter lies there still.
    pub async fn lies_there(&mut self, uid: u32) -> Result<bool, Trouble> {
        Ok(!self.list(&uid.to_string()).await?.is_empty())
    }

    async fn list(&mut self, uids: &str) -> Result<Vec<Lies>, Trouble> {
        self.news = false;
        let mut found = HashMap::new();
        let tag = self.begin(&format!("UID FETCH {uids} (UID RFC822.SIZE INTERNALDATE)")).await?;
        self.end(&tag, LIST_BYTES_MAX, LETTERS_WAIT_MAX, |answer| {
            let Response::Fetch(_, attributes) = answer else { return };
            let mut lies = Lies { uid: 0, size: 0, at: None };
            let mut sized = false;
            for attribute in attributes {
                match attribute {
                    AttributeValue::Uid(uid) => lies.uid = *uid,
                    AttributeValue::Rfc822Size(size) => (lies.size, sized) = (*size as usize, true),
                    AttributeValue::InternalDate(at) => lies.at = received(at),
                    _ => {}
                }
            }
            if sized && lies.uid != 0 {
                found.insert(lies.uid, lies);
            }
        })
        .await?;
        let mut lies: Vec<Lies> = found.into_values().collect();
        lies.sort_unstable_by_key(|it| it.uid);
        Ok(lies)
    }

    /// Letters by their uids, whole; one that went meanwhile is not among them, nor one that was not asked for. `bytes`
    /// is what the list said they have.
    pub async fn letters(&mut self, uids: &[u32], bytes: usize) -> Result<HashMap<u32, Vec<u8>>, Trouble> {
        let set = uids.iter().map(u32::to_string).collect::<Vec<_>>().join(",");
        // Some servers count line ends differently in the list and in the letter.
        let mut found = self.sections(&format!("UID FETCH {set} (UID BODY.PEEK[])"), bytes.saturating_mul(2)).await?;
        found.retain(|uid, _| uids.contains(uid));
        Ok(found)
    }

    /// The head of a letter; empty where the server does not give even that.
    pub async fn head(&mut self, uid: u32) -> Result<Vec<u8>, Trouble> {
        let bytes = limits::PULL_HEAD_BYTES;
        let asked = self.sections(&format!("UID FETCH {uid} (UID BODY.PEEK[HEADER]<0.{bytes}>)"), bytes).await;
        match asked {
            Ok(mut found) => Ok(found.remove(&uid).unwrap_or_default()),
            Err(Trouble { kind: Kind::No, .. }) => Ok(Vec::new()),
            Err(trouble) => Err(trouble),
        }
    }

    async fn sections(&mut self, command: &str, bytes: usize) -> Result<HashMap<u32, Vec<u8>>, Trouble> {
        let mut found = HashMap::new();
        let tag = self.begin(command).await?;
        self.end(&tag, bytes.saturating_add(ANSWERS_BYTES_MAX), LETTERS_WAIT_MAX, |answer| {
            let Response::Fetch(_, attributes) = answer else { return };
            let uid = attributes.iter().find_map(|it| if let AttributeValue::Uid(uid) = it { Some(*uid) } else { None });
            let body = attributes.iter().find_map(|it| match it {
                AttributeValue::BodySection { data: Some(data), .. } => Some(data.to_vec()),
                _ => None,
            });
            if let (Some(uid), Some(body)) = (uid, body) {
                found.insert(uid, body);
            }
        })
        .await?;
        Ok(found)
    }

    /// Returns when something may have come; after `poll` where the server does not say so by itself.
    pub async fn wait(&mut self, poll: Duration) -> Result<(), Trouble> {
        if self.news {
            return Ok(());
        }
        if !self.idles {
            tokio::time::sleep(poll).await;
            return self.ask("NOOP", |_| ()).await;
        }
        let (tag, until) = (self.begin("IDLE").await?, Instant::now() + IDLE_MAX);
        self.until_asked(&tag).await?;
        let mut allowed = ANSWERS_BYTES_MAX;
        while !self.news {
            // The time is for the whole wait: servers that say "still here" would otherwise stretch it beyond thirty minutes.
            let Ok(answer) = timeout_at(until, self.wire.answer(&mut allowed)).await else { break };
            self.hear(&read(&answer?)?)?;
        }
        self.wire.say("DONE").await?;
        self.end(&tag, ANSWERS_BYTES_MAX, ANSWER_WAIT_MAX, |_| ()).await
    }

    async fn ask(&mut self, command: &str, each: impl FnMut(&Response<'_>)) -> Result<(), Trouble> {
        let tag = self.begin(command).await?;
        self.end(&tag, ANSWERS_BYTES_MAX, ANSWER_WAIT_MAX, each).await
    }

    async fn begin(&mut self, command: &str) -> Result<String, Trouble> {
        self.commands += 1;
        let tag = format!("r{}", self.commands);
        self.wire.say(&format!("{tag} {command}")).await?;
        Ok(tag)
    }

    /// Until the server asks for more (`+`).
    async fn until_asked(&mut self, tag: &str) -> Result<(), Trouble> {
        let (deadline, mut allowed) = (Instant::now() + ANSWER_WAIT_MAX, ANSWERS_BYTES_MAX);
        loop {
            let answer = timeout_at(deadline, self.wire.answer(&mut allowed)).await.map_err(|_| Trouble::late())??;
            match read(&answer)? {
                Response::Continue(_) => return Ok(()),
                Response::Done { tag: of, status, outcome } if of.0 == tag => {
                    let words = outcome.information.unwrap_or_default();
                    return Err(if status == Status::Ok { Trouble::odd(&words) } else { Trouble::new(Kind::No, &words) });
                }
                other => self.hear(&other)?,
            }
        }
    }

    /// Until the command of this tag is done. Only then was everything said that belongs to it: a connection that ends
    /// before has said half.
    async fn end(
        &mut self,
        tag: &str,
        mut allowed: usize,
        wait: Duration,
        mut each: impl FnMut(&Response<'_>),
    ) -> Result<(), Trouble> {
        let deadline = Instant::now() + wait;
        loop {
            let answer = timeout_at(deadline, self.wire.answer(&mut allowed)).await.map_err(|_| Trouble::late())??;
            match read(&answer)? {
                Response::Done { tag: of, status: Status::Ok, .. } if of.0 == tag => return Ok(()),
                Response::Done { tag: of, outcome, .. } if of.0 == tag => {
                    return Err(Trouble::new(Kind::No, &outcome.information.unwrap_or_default()));
                }
                other => {
                    self.hear(&other)?;
                    each(&other);
                }
            }
        }
    }

    /// What a server may say at any time.
    fn hear(&mut self, answer: &Response<'_>) -> Result<(), Trouble> {
        match answer {
            Response::MailboxData(MailboxDatum::Exists(_)) => self.news = true,
            Response::Data { status: Status::Bye, outcome } => {
                return Err(Trouble::new(Kind::Gone, outcome.information.as_deref().unwrap_or_default()));
            }
            _ => {}
        }
        Ok(())
    }
}

fn read(answer: &[u8]) -> Result<Response<'_>, Trouble> {
    // What it said may hold a letter: it goes nowhere.
    let odd = || Trouble::odd("it says something that we do not understand");
    // As with letters: the grammar cuts a text after its code without looking where a letter of it ends, and panics there.
    let reading = || Response::parse(answer).ok().map(|(_, response)| response);
    std::panic::catch_unwind(reading).ok().flatten().ok_or_else(odd)
}

/// TLS with the machine's roots, read once.
async fn encrypted(way: Box<dyn Way>, host: &str) -> Result<Box<dyn Way>, Trouble> {
    static CONFIG: OnceLock<Arc<ClientConfig>> = OnceLock::new();
    let config = CONFIG.get_or_init(|| {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        Arc::new(ClientConfig::builder().with_root_certificates(roots).with_no_client_auth())
    });
    let name = ServerName::try_from(host.to_owned()).map_err(|_| Trouble::odd("its name is none that a certificate can bear"))?;
    let encrypting = timeout(ANSWER_WAIT_MAX, TlsConnector::from(config.clone()).connect(name, way));
    let encrypted = encrypting.await.map_err(|_| Trouble::late())?;
    Ok(Box::new(encrypted.map_err(|error| Trouble::new(Kind::Gone, &error.to_string()))?))
}

/// A string as commands take it (RFC 9051, 4.3); control characters were refused when it was given.
fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// What stands between its quotes.
pub(super) fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

/// A folder's name as all servers know it: modified UTF-7 (RFC 3501, 5.1.3).
fn in_utf7(name: &str) -> String {
    let mut out = String::new();
    let mut strange = String::new();
    for letter in name.chars().map(Some).chain([None]) {
        if let Some(letter) = letter.filter(|letter| !matches!(letter, ' '..='~')) {
            strange.push(letter);
            continue;
        }
        if !strange.is_empty() {
            let octets: Vec<u8> = strange.encode_utf16().flat_map(u16::to_be_bytes).collect();
            let shifted = data_encoding::BASE64_NOPAD.encode(&octets).replace('/', ",");
            out.push_str(&format!("&{shifted}-"));
            strange.clear();
        }
        match letter {
            Some('&') => out.push_str("&-"),
            Some(letter) => out.push(letter),
            None => {}
        }
    }
    out
}

/// `17-Jul-1996 02:44:25 -0700` (RFC 9051, 9: date-time).
fn received(text: &str) -> Option<Moment> {
    let (date, rest) = text.trim().split_once(' ')?;
    let at = mail_parser::DateTime::parse_rfc822(&format!("{} {rest}", date.replace('-', " ")))?;
    Some(Moment(at.to_timestamp().checked_mul(SECOND)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_named_as_all_servers_know_it() {
        // The examples of RFC 3501, 5.1.3.
        assert_eq!(in_utf7("~peter/mail/台北/日本語"), "~peter/mail/&U,BTFw-/&ZeVnLIqe-");
        assert_eq!(in_utf7("Größe & Öl"), "Gr&APYA3w-e &- &ANY-l");
        assert_eq!(quoted("a\"b\\c"), "\"a\\\"b\\\\c\"");
    }

    #[test]
    fn an_answer_that_the_grammar_stumbles_over_is_an_odd_one() {
        assert!(read(b"* OK [ALERT] ready\r\n").is_ok());
        assert!(read("* OK [ALERT]\u{fffd}dy\r\n".as_bytes()).is_err());
    }

    #[test]
    fn the_time_of_arrival_is_read() {
        assert_eq!(received("17-Jul-1996 02:44:25 -0700"), Some(Moment(837_596_665 * SECOND)));
        assert_eq!(received(" 1-Jan-2026 00:00:00 +0000"), Some(Moment(1_767_225_600 * SECOND)));
        assert_eq!(received("soon"), None);
    }
}
