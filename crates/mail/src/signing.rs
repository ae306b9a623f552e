//! Signing what leaves the house (DKIM, RFC 6376): receivers can tell our letters from forged ones.
//!
//! One RSA key of 2048 bits. Ed25519 (RFC 8463) would be smaller, but large providers still do not verify it, so it
//! could only stand beside an RSA signature: a second record to publish that convinces nobody new.
//!
//! **Invariant**: the signature covers `From` twice over, so that nobody can add a second one, and covers the
//! unsubscribe links where there are any (RFC 8058 asks for it).

use crate::letter::Letter;
use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der},
    rsa::{KeyPair, KeySize},
    signature::KeyPair as _,
};
use data_encoding::BASE64;
use mail_auth::{
    AuthenticatedMessage, DkimResult, Error, MX, MessageAuthenticator, Parameters, RecordSet, ResolverCache, Txt,
    common::{cache::NoCache, crypto::RsaKey, crypto::Sha256, headers::HeaderWriter, parse::TxtRecordParser, verify::DomainKey},
    dkim::{DkimSigner, Done},
    hickory_resolver::config::{ResolverConfig, ResolverOpts},
};
use std::{
    borrow::Borrow,
    hash::Hash,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::Arc,
    time::Instant,
};
use store::{Fault, Store};
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// Names the key in DNS; another number when the key is changed, so that letters under way can still be checked.
pub const SELECTOR: &str = "rapport1";

/// Where the key lies in the store.
const KEY: &str = "dkim rapport1";

/// Signed in every letter, also where they are absent: then nobody can add them. `From` twice, for the same reason.
const ALWAYS: [&str; 14] = [
    "From",
    "From",
    "Sender",
    "Reply-To",
    "To",
    "Cc",
    "Subject",
    "Date",
    "Message-ID",
    "In-Reply-To",
    "References",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
];

/// Signed where a letter carries them; a mailing list that carries ours on may add its own.
const WHERE_PRESENT: [&str; 6] =
    ["List-Id", "List-Post", "List-Unsubscribe", "List-Unsubscribe-Post", "Auto-Submitted", "X-Auto-Response-Suppress"];

/// Octets of a letter's head looked through for those.
const HEAD_BYTES_MAX: usize = 64 * 1024;

/// Signs letters: in the name of our domain, or of that their From stands in, where it is another of ours. Only a signature of the
/// From's own domain counts for DMARC (RFC 7489, 3.1.1).
pub struct Signer {
    domain: String,
    /// Others from which spaces write.
    others: Vec<String>,
    der: Vec<u8>,
    /// The public key as DNS wants it.
    public: String,
}

impl Signer {
    /// The signer of this house; its key is made at the first start and kept in the database.
    ///
    /// # Errors
    /// A fault of the store, or a key that is damaged.
    pub async fn open(store: &Store, domain: &str) -> Result<Signer, Fault> {
        let der = store.kept_key(KEY, || fresh_key().ok_or_else(|| damaged("could not be made"))).await?;
        Signer::of(der, domain).ok_or_else(|| damaged("is damaged"))
    }

    fn of(der: Vec<u8>, domain: &str) -> Option<Signer> {
        let pair = KeyPair::from_pkcs8(&der).ok()?;
        let public: PublicKeyX509Der<'_> = pair.public_key().as_der().ok()?;
        Some(Signer { domain: domain.to_lowercase(), others: Vec::new(), public: BASE64.encode(public.as_ref()), der })
    }

    /// The same, for letters from these domains as well.
    pub fn and_for(self, domains: &[String]) -> Signer {
        let mut others: Vec<String> = domains.iter().map(|domain| domain.to_lowercase()).collect();
        others.retain(|domain| *domain != self.domain);
        Signer { others, ..self }
    }

    /// The domains it signs for, the house's own first.
    pub fn domains(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.domain).chain(&self.others).map(String::as_str)
    }

    /// The domain of a letter's From, where it is one of ours; else our first.
    fn domain_of(&self, raw: &[u8]) -> &str {
        if self.others.is_empty() {
            return &self.domain;
        }
        let from = Letter::head(raw).from.into_iter().next().map(|writer| writer.address.to_lowercase()).unwrap_or_default();
        let domain = from.rsplit_once('@').map_or("", |(_, domain)| domain);
        self.others.iter().find(|other| *other == domain).unwrap_or(&self.domain)
    }

    /// The letter with its signature on top.
    ///
    /// # Errors
    /// Never for letters of ours; in words what the library said.
    pub fn sign(&self, raw: &[u8]) -> Result<Vec<u8>, String> {
        let signature = self.signer(raw).and_then(|signer| signer.sign(raw)).map_err(|error| error.to_string())?;
        let mut signed = signature.to_header().into_bytes();
        signed.extend_from_slice(raw);
        Ok(signed)
    }

    fn signer(&self, raw: &[u8]) -> Result<DkimSigner<RsaKey<Sha256>, Done>, Error> {
        let key = RsaKey::<Sha256>::from_key_der(PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(self.der.as_slice())))?;
        let head = String::from_utf8_lossy(&raw[..raw.len().min(HEAD_BYTES_MAX)]).to_ascii_lowercase();
        let head = head.split("\r\n\r\n").next().unwrap_or_default();
        let present = |name: &&&str| head.lines().any(|line| line.starts_with(&format!("{}:", name.to_ascii_lowercase())));
        let names = ALWAYS.iter().chain(WHERE_PRESENT.iter().filter(present)).copied();
        Ok(DkimSigner::from_key(key).domain(self.domain_of(raw)).selector(SELECTOR).headers(names))
    }

    /// Where the public key is to be published for a domain.
    pub fn dns_name(&self, domain: &str) -> String {
        format!("{SELECTOR}._domainkey.{domain}")
    }

    /// What is to be published there, as a TXT record.
    pub fn dns_record(&self) -> String {
        format!("v=DKIM1; k=rsa; p={}", self.public)
    }

    /// The public key alone.
    pub fn public_key(&self) -> &str {
        &self.public
    }

    /// Signs a letter and verifies it with the record that is to be published: nothing is asked of DNS.
    pub async fn verifies_itself(&self) -> Result<(), String> {
        let letter = format!(
            "From: postmaster@{0}\r\nTo: postmaster@{0}\r\nSubject: A look at ourselves\r\nMessage-ID: <doctor@{0}>\r\n\r\nHello\r\n",
            self.domain
        );
        self.verify(&self.sign(letter.as_bytes())?).await
    }

    /// Verifies a letter of ours with our own record.
    ///
    /// # Errors
    /// In words why it does not verify.
    pub async fn verify(&self, raw: &[u8]) -> Result<(), String> {
        let message = AuthenticatedMessage::parse(raw).ok_or_else(|| String::from("it is no letter"))?;
        let nobody = MessageAuthenticator::new(ResolverConfig::default(), ResolverOpts::default()).map_err(|e| e.to_string())?;
        let key = DomainKey::parse(self.dns_record().as_bytes()).map_err(|error| error.to_string())?;
        let published = Published { name: format!("{}.", self.dns_name(self.domain_of(raw))), key: Arc::new(key) };
        let results = nobody.verify_dkim(with(&published, &message)).await;
        match results.first().map(|output| output.result()) {
            Some(DkimResult::Pass) => Ok(()),
            Some(other) => Err(other.to_string()),
            None => Err(String::from("it carries no signature")),
        }
    }
}

type NoMx = NoCache<Box<str>, RecordSet<MX>>;
type NoV4 = NoCache<Box<str>, RecordSet<Ipv4Addr>>;
type NoV6 = NoCache<Box<str>, RecordSet<Ipv6Addr>>;
type NoPtr = NoCache<IpAddr, RecordSet<Box<str>>>;

fn with<'x>(
    published: &'x Published,
    message: &'x AuthenticatedMessage<'x>,
) -> Parameters<'x, &'x AuthenticatedMessage<'x>, Published, NoMx, NoV4, NoV6, NoPtr> {
    Parameters {
        params: message,
        cache_txt: Some(published),
        cache_mx: None,
        cache_ptr: None,
        cache_ipv4: None,
        cache_ipv6: None,
    }
}

/// A DNS of one record, which stands in the place of the resolver's memory.
struct Published {
    name: String,
    key: Arc<DomainKey>,
}

impl ResolverCache<Box<str>, Txt> for Published {
    fn get<Q>(&self, name: &Q) -> Option<Txt>
    where
        Box<str>: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        let ours: Box<str> = self.name.as_str().into();
        (ours.borrow() == name).then(|| Txt::DomainKey(Arc::clone(&self.key)))
    }

    fn remove<Q>(&self, _name: &Q) -> Option<Txt>
    where
        Box<str>: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        None
    }

    fn insert(&self, _name: Box<str>, _value: Txt, _until: Instant) {}
}

fn fresh_key() -> Option<Vec<u8>> {
    let pair = KeyPair::generate(KeySize::Rsa2048).ok()?;
    let der: Pkcs8V1Der<'_> = pair.as_der().ok()?;
    Some(der.as_ref().to_vec())
}

fn damaged(how: &str) -> Fault {
    Fault::Unfit(format!("the key that signs letters {how}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer() -> Signer {
        Signer::of(fresh_key().expect("a key"), "velo.example").expect("a signer")
    }

    fn letter(more: &str) -> Vec<u8> {
        format!("From: a@velo.example\r\nTo: m@x.example\r\nSubject: Hi\r\n{more}\r\nHello\r\n").into_bytes()
    }

    #[tokio::test]
    async fn what_is_signed_verifies_and_what_was_changed_does_not() {
        let signer = signer();
        assert_eq!(signer.verifies_itself().await, Ok(()));
        let signed = signer.sign(&letter("")).expect("signs");
        assert_eq!(signer.verify(&signed).await, Ok(()));
        let text = String::from_utf8(signed).expect("is text");
        for (from, to) in
            [("Hello", "Hullo"), ("Subject: Hi", "Subject: Ho"), ("Subject: Hi", "From: evil@x.example\r\nSubject: Hi")]
        {
            assert!(signer.verify(text.replacen(from, to, 1).as_bytes()).await.is_err(), "{to}");
        }
    }

    #[tokio::test]
    async fn a_letter_is_signed_in_the_name_of_the_domain_its_from_stands_in_where_that_is_ours() {
        let signer = signer().and_for(&["Marke.example".into(), "velo.example".into()]);
        assert_eq!(signer.domains().collect::<Vec<_>>(), ["velo.example", "marke.example"]);
        for (from, domain) in [
            ("help@velo.example", "velo.example"),
            ("\"Hilfe, bitte\" <hilfe@MARKE.example>", "marke.example"),
            ("somebody@else.example", "velo.example"),
        ] {
            let letter = format!("From: {from}\r\nTo: m@x.example\r\nSubject: Hi\r\n\r\nHello\r\n");
            let signed = signer.sign(letter.as_bytes()).expect("signs");
            let text = String::from_utf8_lossy(&signed).replace([' ', '\t', '\r', '\n'], "");
            assert!(text.contains(&format!(";d={domain};")), "{from}: {text}");
            assert_eq!(signer.verify(&signed).await, Ok(()), "{from}");
        }
    }

    #[tokio::test]
    async fn links_to_unsubscribe_are_covered() {
        let signer = signer();
        let more = "List-Unsubscribe: <https://velo.example/u/1>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n";
        let text = String::from_utf8(signer.sign(&letter(more)).expect("signs")).expect("is text");
        let head = text.split("From: a@").next().unwrap_or_default().to_lowercase().replace(char::is_whitespace, "");
        assert!(head.contains("list-unsubscribe:") && head.contains("list-unsubscribe-post"), "{head}");
        assert!(signer.verify(text.replace("/u/1", "/u/2").as_bytes()).await.is_err());
        // A list may add its own where we had none.
        let plain = signer.sign(&letter("")).expect("signs");
        let carried =
            [plain.as_slice().split_at(plain.len() - 9).0, b"List-Unsubscribe: <https://list.example/>\r\n\r\nHello\r\n"]
                .concat();
        assert_eq!(signer.verify(&carried).await, Ok(()));
    }
}
