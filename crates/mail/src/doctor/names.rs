//! What DNS says about us: where letters for us go, who may send in our name, and how to tell.

use super::{Look, Patient, State};
use mail_auth::{
    DnsError, Error, IprevResult, MessageAuthenticator,
    common::cache::NoCache,
    spf::verify::SpfParameters,
    {MX, RecordSet, SpfResult},
};
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

/// Longest wait for one question; the doctor answers while somebody watches.
const ANSWER_WAIT_MAX: Duration = Duration::from_secs(10);

/// What was asked of DNS.
enum Answer<T> {
    Found(T),
    Nothing,
    Silent(String),
}

pub(super) async fn looks(it: &Patient<'_>) -> Vec<Look> {
    let Some(dns) = it.notary.resolver() else {
        let off = "DNS is off (--dns off): senders are not checked, and this could not be looked at.";
        let mut looks: Vec<Look> = ["mx", "spf", "dmarc", "reverse"].map(|what| Look::new(what, State::Unknown, off, "")).into();
        let keys = it.signer.domains().map(|domain| key_to_publish(it, domain, State::Unknown, off.to_owned()));
        looks.splice(2..2, keys);
        return looks;
    };
    let mx = mx(dns, it.domain).await;
    let hosts = match &mx {
        Answer::Found(hosts) => hosts.clone(),
        _ => Vec::new(),
    };
    let mut looks = vec![look_at_mx(it, mx), spf(dns, it).await];
    for domain in it.signer.domains() {
        looks.push(dkim(dns, it, domain).await);
    }
    looks.extend([dmarc(dns, it).await, reverse(dns, &hosts).await]);
    looks
}

async fn answer<T>(asking: impl Future<Output = mail_auth::Result<T>>) -> Answer<T> {
    match tokio::time::timeout(ANSWER_WAIT_MAX, asking).await {
        Ok(Ok(found)) => Answer::Found(found),
        Ok(Err(Error::Dns(DnsError::RecordNotFound(_)))) => Answer::Nothing,
        Ok(Err(error)) => Answer::Silent(error.to_string()),
        Err(_) => Answer::Silent(format!("no answer in {} s", ANSWER_WAIT_MAX.as_secs())),
    }
}

fn silent(what: &'static str, why: &str) -> Look {
    Look::new(what, State::Unknown, format!("DNS does not answer: {why}."), "Check the resolver (--dns) and the network.")
}

async fn mx(dns: &MessageAuthenticator, domain: &str) -> Answer<Vec<String>> {
    match answer(dns.mx_lookup(format!("{domain}."), None::<&NoCache<Box<str>, RecordSet<MX>>>)).await {
        Answer::Found(found) => {
            let hosts = found.rrset.iter().flat_map(|mx| mx.exchanges.iter().map(|host| host.trim_end_matches('.').to_owned()));
            Answer::Found(hosts.collect())
        }
        Answer::Nothing => Answer::Nothing,
        Answer::Silent(why) => Answer::Silent(why),
    }
}

fn look_at_mx(it: &Patient<'_>, found: Answer<Vec<String>>) -> Look {
    match found {
        Answer::Found(hosts) if !hosts.is_empty() => {
            let advice = "See that this is us, or passes letters on to us.";
            Look::new("mx", State::Well, format!("Letters for @{} go to {}.", it.domain, hosts.join(", ")), advice)
        }
        Answer::Found(_) | Answer::Nothing => Look::new(
            "mx",
            State::Wrong,
            format!("@{} has no MX record: others do not know where to bring letters.", it.domain),
            format!("Publish one that names this machine: {} MX 10 mail.{0}.", it.domain),
        ),
        Answer::Silent(why) => silent("mx", &why),
    }
}

async fn text(dns: &MessageAuthenticator, name: &str) -> Answer<String> {
    match answer(dns.txt_raw_lookup(format!("{name}."))).await {
        Answer::Found(bytes) => Answer::Found(String::from_utf8_lossy(&bytes).into_owned()),
        Answer::Nothing => Answer::Nothing,
        Answer::Silent(why) => Answer::Silent(why),
    }
}

async fn spf(dns: &MessageAuthenticator, it: &Patient<'_>) -> Look {
    let record = match text(dns, it.domain).await {
        Answer::Found(text) if text.contains("v=spf1") => text,
        Answer::Found(_) | Answer::Nothing => {
            let advice = "Publish a TXT record that names who sends for you, as your relay's operator says.";
            let found = format!("@{} does not say which servers may send for it (SPF).", it.domain);
            return Look::new("spf", State::Wrong, found, advice)
                .with_record(it.domain.to_owned(), String::from("v=spf1 mx -all"));
        }
        Answer::Silent(why) => return silent("spf", &why),
    };
    let Some(relay) = it.relay else {
        return Look::new(
            "spf",
            State::Weak,
            "SPF is there; without a relay it cannot be compared.",
            "Give the relay with --smtp-relay.",
        );
    };
    let Some(address) = address(dns, &relay.host).await else {
        return Look::new(
            "spf",
            State::Weak,
            "SPF is there; the relay's address was not found, so it could not be compared.",
            "",
        );
    };
    let sender = format!("postmaster@{}", it.domain);
    let checking = dns.verify_spf(SpfParameters::verify_mail_from(address, it.domain, it.domain, &sender));
    let result = tokio::time::timeout(ANSWER_WAIT_MAX, checking).await.map_or(SpfResult::TempError, |output| output.result());
    match result {
        SpfResult::Pass => {
            Look::new("spf", State::Well, format!("The relay {} ({address}) may send for @{}.", relay.host, it.domain), "")
        }
        SpfResult::TempError => silent("spf", "a name in the record"),
        _ if !is_public(address) => Look::new(
            "spf",
            State::Weak,
            format!("SPF is there; the relay {address} stands in a private network, so what others see is another address."),
            format!("See that the address letters leave from is in: {record}"),
        ),
        _ => Look::new(
            "spf",
            State::Wrong,
            format!("The relay {} ({address}) may not send for @{}: {record}", relay.host, it.domain),
            format!(
                "Add ip{}:{address} (or the include: your relay's operator names) before -all.",
                if address.is_ipv4() { 4 } else { 6 }
            ),
        ),
    }
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !address.is_private() && !address.is_loopback(),
        IpAddr::V6(address) => !address.is_loopback() && !address.is_unique_local(),
    }
}

async fn address(dns: &MessageAuthenticator, host: &str) -> Option<IpAddr> {
    if let Ok(address) = host.parse() {
        return Some(address);
    }
    if host == "localhost" {
        return Some(IpAddr::V4(Ipv4Addr::LOCALHOST));
    }
    match answer(dns.ipv4_lookup(format!("{host}."), None::<&NoCache<Box<str>, RecordSet<Ipv4Addr>>>)).await {
        Answer::Found(found) => found.rrset.first().copied().map(IpAddr::V4),
        Answer::Nothing | Answer::Silent(_) => None,
    }
}

/// Whether the key stands where it is looked for: beside each domain from which a space may write.
async fn dkim(dns: &MessageAuthenticator, it: &Patient<'_>, domain: &str) -> Look {
    let name = it.signer.dns_name(domain);
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    match text(dns, &name).await {
        Answer::Found(text) if bare(&text).contains(&format!("p={}", it.signer.public_key())) => {
            Look::new("dkim", State::Well, format!("Our key stands at {name}."), "")
        }
        Answer::Found(_) => key_to_publish(it, domain, State::Wrong, format!("At {name} stands another key than ours.")),
        Answer::Nothing => {
            let found = format!("Our key is not published at {name}: nobody can check our signatures.");
            key_to_publish(it, domain, State::Wrong, found)
        }
        Answer::Silent(why) => key_to_publish(it, domain, State::Unknown, format!("DNS does not answer: {why}.")),
    }
}

fn key_to_publish(it: &Patient<'_>, domain: &str, state: State, found: String) -> Look {
    let advice = "Publish this TXT record. No string in DNS is longer than 255 characters: those in quotes are one text, written on without a \
        gap; a form that asks for the text alone takes them joined, without the quotes between them:";
    let look = Look::new("dkim", state, found, advice);
    look.with_record(it.signer.dns_name(domain), it.signer.dns_record())
}

async fn dmarc(dns: &MessageAuthenticator, it: &Patient<'_>) -> Look {
    let name = format!("_dmarc.{}", it.domain);
    let proposal = format!("v=DMARC1; p=quarantine; rua=mailto:postmaster@{}", it.domain);
    match text(dns, &name).await {
        Answer::Found(text) if text.contains("v=DMARC1") && text.replace(' ', "").contains("p=none") => Look::new(
            "dmarc",
            State::Weak,
            "There is a DMARC policy, but it asks for nothing (p=none): anybody can write in our name.",
            "When the reports show that all our letters pass, publish:",
        )
        .with_record(name, proposal),
        Answer::Found(text) if text.contains("v=DMARC1") => {
            Look::new("dmarc", State::Well, "Forged letters in our name are refused (DMARC).", "")
        }
        Answer::Found(_) | Answer::Nothing => Look::new(
            "dmarc",
            State::Wrong,
            format!("@{} does not say what to do with letters forged in its name (DMARC).", it.domain),
            "Publish this TXT record:",
        )
        .with_record(name, proposal),
        Answer::Silent(why) => silent("dmarc", &why),
    }
}

async fn reverse(dns: &MessageAuthenticator, hosts: &[String]) -> Look {
    let Some(host) = hosts.first() else {
        return Look::new("reverse", State::Unknown, "Without an MX record there is no host whose name could be looked up.", "");
    };
    let Some(address) = address(dns, host).await else {
        return Look::new("reverse", State::Wrong, format!("{host} has no address."), format!("Publish an A record for {host}."));
    };
    let looking = dns.verify_iprev(address);
    match tokio::time::timeout(ANSWER_WAIT_MAX, looking).await.map(|output| output.result) {
        Ok(IprevResult::Pass) => Look::new("reverse", State::Well, format!("{address} and {host} name each other."), ""),
        Ok(IprevResult::TempError(error)) => silent("reverse", &error.to_string()),
        Err(_) => silent("reverse", "it took too long"),
        Ok(_) => Look::new(
            "reverse",
            State::Weak,
            format!("{address} ({host}) has no name that leads back to it."),
            "Ask who gave you that address for a PTR record, or send through a relay that has one.",
        ),
    }
}
