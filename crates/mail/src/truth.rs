//! The truth of the sender: SPF, DKIM, DMARC and ARC, looked up when a letter is sorted.
//!
//! The looking is [`mail_auth`]'s; what follows from it is a rule ([`domain::proof::verdict`]). Servers that we trust
//! may have looked before us: their word ([`results`]) counts only where the letter came through them.
//!
//! **Invariant**: looking is bounded in time and never fails: what cannot be found out is `temperror`, and the letter
//! stays.

mod resolver;
mod results;

pub use resolver::{Dns, DnsTrouble};

use domain::proof::{Finding, Findings, Truth, verdict};
use mail_auth::{
    ArcOutput, AuthenticatedMessage, DkimOutput, DkimResult, DmarcOutput, DmarcResult, DnsError, Error, MessageAuthenticator,
    SpfOutput, SpfResult, dmarc::Policy, dmarc::verify::DmarcParameters, spf::verify::SpfParameters,
};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// Longest time for all questions about one letter together; the sorter looks at many letters at once.
const LOOKING_MAX: Duration = Duration::from_secs(15);

/// Longest wait for a sign of life from DNS, and how long that sign is believed: an hour without DNS costs a minute's
/// letters two seconds.
const PROBE_MAX: Duration = Duration::from_secs(2);
const PROBE_EVERY: Duration = Duration::from_secs(60);

/// Signatures looked at; each costs a question and a public-key operation (RFC 6376, 6.1 allows a limit).
const SIGNATURES_MAX: usize = 8;

/// Whom to ask and whom to trust.
#[derive(Clone, Default)]
pub struct Notary {
    dns: Option<MessageAuthenticator>,
    host: String,
    trusted: Trusted,
    /// Whether DNS answers at all, and until when that is taken for granted.
    answers: Arc<Mutex<Option<(Instant, bool)>>>,
}

/// Servers whose word about a letter counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trusted {
    /// Names (`authserv-id`, RFC 8601) of mail servers of our own that stand before the door.
    pub servers: Vec<String>,
    /// Addresses these connect from, besides those of this machine and its private networks.
    pub addresses: Vec<IpAddr>,
    /// Domains whose ARC seal is believed.
    pub sealers: Vec<String>,
}

/// What the door knows of a letter.
#[derive(Clone, Copy, Debug, Default)]
pub struct Brought<'a> {
    /// The address that connected, where there was one.
    pub peer: &'a str,
    /// The name it gave.
    pub helo: &'a str,
    /// The envelope's sender.
    pub sender: &'a str,
    /// The address the sender signed in as at a server of ours; empty for none.
    pub vouched: &'a str,
    /// How it came here from there.
    pub road: Road<'a>,
}

/// How a letter came to us, as far as that says whose word counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Road<'a> {
    /// From whoever connected: that address speaks for or against the sender.
    #[default]
    Open,
    /// A server of ours handed it over (LMTP): its address says nothing about the sender.
    HandedOver,
    /// It lay in a mailbox elsewhere. Who brought it there is unknown; the server of this name, which owns that mailbox, takes
    /// away what others wrote in its name (RFC 8601, 5), so its word counts. Empty: nobody's does.
    Mailbox(&'a str),
}

impl Notary {
    /// `host` is our own name in questions that need one.
    ///
    /// # Errors
    /// A resolver that cannot be set up, in words.
    pub fn new(dns: &Dns, host: &str, trusted: Trusted) -> Result<Notary, DnsTrouble> {
        let lower =
            |names: &[String]| names.iter().map(|name| name.trim().to_lowercase()).filter(|name| !name.is_empty()).collect();
        let trusted =
            Trusted { servers: lower(&trusted.servers), sealers: lower(&trusted.sealers), addresses: trusted.addresses };
        Ok(Notary { dns: dns.authenticator()?, host: host.to_owned(), trusted, answers: Arc::default() })
    }

    /// Whether DNS answers at all: where it does not, letters are not kept waiting for it one by one. Asked for the
    /// root, so that nobody who writes to us has a say in it.
    async fn answers(&self, dns: &MessageAuthenticator) -> bool {
        let mut known = self.answers.lock().await;
        if let Some((until, answers)) = *known
            && Instant::now() < until
        {
            return answers;
        }
        let asking = tokio::time::timeout(PROBE_MAX, dns.txt_raw_lookup("."));
        let answers = !matches!(asking.await, Err(_) | Ok(Err(Error::Dns(DnsError::Resolver(_)))));
        if !answers {
            tracing::warn!("DNS does not answer: senders cannot be checked just now");
        }
        *known = Some((Instant::now() + PROBE_EVERY, answers));
        answers
    }

    /// The resolver, where asking is not off.
    pub fn resolver(&self) -> Option<&MessageAuthenticator> {
        self.dns.as_ref()
    }

    /// Looks at a raw letter. Never fails, and takes no longer than fifteen seconds.
    pub async fn examine(&self, raw: &[u8], by: Brought<'_>) -> Truth {
        let Some(message) = AuthenticatedMessage::parse(raw) else { return Truth::default() };
        let author = Author::of(raw, &message);
        let peer = by.peer.parse::<IpAddr>().ok().map(|peer| peer.to_canonical());
        let ours = peer.is_some_and(|peer| self.trusted.comes_from(peer)) && !matches!(by.road, Road::Mailbox(_));
        let mut found = match &self.dns {
            Some(dns) if !self.answers(dns).await => unanswered(&author.domain),
            Some(dns) => {
                let looking = self.look(dns, &message, by, peer.filter(|_| !ours && by.road == Road::Open));
                tokio::time::timeout(LOOKING_MAX, looking).await.unwrap_or_else(|_| unanswered(&author.domain))
            }
            None => Findings::default(),
        };
        if ours {
            found.trusted = self.trusted.servers.iter().find_map(|server| results::of_server(raw, server)).or(found.trusted);
        }
        if let Road::Mailbox(server) = by.road {
            let said = Some(server).filter(|server| !server.is_empty()).and_then(|server| results::of_server(raw, server));
            found.trusted = said.or(found.trusted);
        }
        found.vouched = !by.vouched.is_empty() && author.address.eq_ignore_ascii_case(by.vouched);
        let proof = verdict(&author.domain, author.alone, &found);
        Truth { proof, domain: author.domain, findings: found }
    }

    async fn look(
        &self,
        dns: &MessageAuthenticator,
        message: &AuthenticatedMessage<'_>,
        by: Brought<'_>,
        peer: Option<IpAddr>,
    ) -> Findings {
        let mut found = Findings::default();
        let spf = match peer {
            Some(peer) => self.spf(dns, peer, by).await,
            // Behind a server of ours its address says nothing about the sender's.
            None => SpfOutput::default(),
        };
        if peer.is_some() {
            found.spf = Some(Finding::new(spf_word(spf.result()), spf.domain()));
        }
        let few = message.dkim_headers.len() <= SIGNATURES_MAX;
        let dkim = if few { dns.verify_dkim(message).await } else { Vec::new() };
        found.dkim = dkim.iter().map(signature).collect();
        let mail_from = by.sender.rsplit_once('@').map_or(by.helo, |(_, domain)| domain);
        let dmarc = dns.verify_dmarc(DmarcParameters::new(message, &dkim, mail_from, &spf)).await;
        (found.dmarc, found.policy) = (Some(policy_finding(&dmarc)), policy_word(&dmarc).to_owned());
        let arc = dns.verify_arc(message).await;
        (found.arc, found.trusted) = self.chain(&arc);
        found
    }

    async fn spf(&self, dns: &MessageAuthenticator, peer: IpAddr, by: Brought<'_>) -> SpfOutput {
        if by.sender.is_empty() {
            return dns.verify_spf(SpfParameters::verify_ehlo(peer, by.helo, &self.host)).await;
        }
        dns.verify_spf(SpfParameters::verify_mail_from(peer, by.helo, &self.host, by.sender)).await
    }

    /// The chain, and what its last sealer found where we trust that one.
    fn chain(&self, arc: &ArcOutput<'_>) -> (Option<Finding>, Option<Finding>) {
        let Some(last) = arc.sets().last() else { return (None, None) };
        let sealer = last.seal.header.d.to_lowercase();
        let finding = Finding::new(dkim_word(arc.result()), &sealer);
        let believed = *arc.result() == DkimResult::Pass && self.trusted.sealers.contains(&sealer);
        let said = believed.then(|| results::of_seal(&String::from_utf8_lossy(last.results.value))).flatten();
        (Some(finding), said)
    }
}

impl Trusted {
    fn comes_from(&self, peer: IpAddr) -> bool {
        let near = match peer {
            IpAddr::V4(peer) => peer.is_loopback() || peer.is_private(),
            IpAddr::V6(peer) => peer.is_loopback() || peer.is_unique_local(),
        };
        !self.servers.is_empty() && (near || self.addresses.contains(&peer))
    }
}

/// Whose letter it says it is.
struct Author {
    address: String,
    domain: String,
    /// One From, one address: else nothing says which of them a finding is about.
    alone: bool,
}

impl Author {
    fn of(raw: &[u8], message: &AuthenticatedMessage<'_>) -> Author {
        let fields = message.headers.iter().filter(|(name, _)| name.trim_ascii().eq_ignore_ascii_case(b"from")).count();
        let shown = crate::letter::Letter::head(raw).from;
        let address = shown.first().map(|from| from.address.clone()).unwrap_or_default();
        // Both readers must agree on whom the From names, else one shows what the other did not check.
        let same = message.from.len() == 1 && message.from[0].eq_ignore_ascii_case(&address);
        let domain = address.rsplit_once('@').map_or_else(String::new, |(_, domain)| domain.to_owned());
        Author { alone: fields == 1 && shown.len() == 1 && same, address, domain }
    }
}

fn unanswered(domain: &str) -> Findings {
    Findings { dmarc: Some(Finding::new("temperror", domain)), ..Findings::default() }
}

fn signature(output: &DkimOutput<'_>) -> Finding {
    Finding::new(dkim_word(output.result()), output.signature().map_or("", |signature| signature.d.as_str()))
}

fn dkim_word(result: &DkimResult) -> &'static str {
    match result {
        DkimResult::Pass => "pass",
        DkimResult::Neutral(_) => "neutral",
        DkimResult::Fail(_) => "fail",
        DkimResult::PermError(_) => "permerror",
        DkimResult::TempError(_) => "temperror",
        DkimResult::None => "none",
    }
}

fn spf_word(result: SpfResult) -> &'static str {
    match result {
        SpfResult::Pass => "pass",
        SpfResult::Fail => "fail",
        SpfResult::SoftFail => "softfail",
        SpfResult::Neutral => "neutral",
        SpfResult::TempError => "temperror",
        SpfResult::PermError => "permerror",
        SpfResult::None => "none",
    }
}

fn policy_finding(output: &DmarcOutput) -> Finding {
    let word = match output.result() {
        DmarcResult::Pass => "pass",
        DmarcResult::Fail(_) => "fail",
        DmarcResult::TempError(_) => "temperror",
        DmarcResult::PermError(_) => "permerror",
        DmarcResult::None => "none",
    };
    Finding::new(word, output.domain())
}

fn policy_word(output: &DmarcOutput) -> &'static str {
    match (output.dmarc_record(), output.policy()) {
        (None, _) => "",
        (Some(_), Policy::Reject) => "reject",
        (Some(_), Policy::Quarantine) => "quarantine",
        (Some(_), Policy::None | Policy::Unspecified) => "none",
    }
}
