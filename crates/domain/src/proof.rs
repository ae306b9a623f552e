//! The truth of a sender: whether a letter is really from whom it says.
//!
//! What was found in DNS and in the letter becomes one of five verdicts; rules ask for the verdict only.

use serde::{Deserialize, Serialize};

/// Whether a letter really comes from the domain behind the `@` of its From.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Proof {
    /// The domain vouches for it: a signature or sending server that is aligned with it (DMARC, RFC 7489, 3.1), or a
    /// door that knows its sender.
    Proved,
    /// Nothing proves it, and the domain does not ask to be proved.
    Unproved,
    /// The domain asks receivers to distrust letters that do not prove themselves, and this one does not.
    Failed,
    /// DNS could not be asked just now.
    Unknown,
    /// Nobody looked: checking is off, or the letter came from an archive.
    Unchecked,
}

impl Proof {
    /// All verdicts.
    pub const ALL: [Proof; 5] = [Proof::Proved, Proof::Unproved, Proof::Failed, Proof::Unknown, Proof::Unchecked];

    /// The word kept in the database and shown in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Proof::Proved => "proved",
            Proof::Unproved => "unproved",
            Proof::Failed => "failed",
            Proof::Unknown => "unknown",
            Proof::Unchecked => "unchecked",
        }
    }

    /// The verdict of that word.
    pub fn from_word(word: &str) -> Option<Proof> {
        Proof::ALL.into_iter().find(|proof| proof.word() == word)
    }
}

/// What one method found: `pass`, `fail`, `softfail`, `neutral`, `none`, `temperror` or `permerror` (RFC 8601, 2.7),
/// and for which domain.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct Finding {
    /// The result.
    pub result: String,
    /// The domain it speaks of; empty where there is none.
    pub domain: String,
}

impl Finding {
    /// A finding.
    pub fn new(result: &str, domain: &str) -> Finding {
        Finding { result: result.to_owned(), domain: domain.to_lowercase() }
    }

    fn passes(&self) -> bool {
        self.result == "pass"
    }

    fn is_temporary(&self) -> bool {
        self.result == "temperror"
    }
}

/// What all methods found.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct Findings {
    /// Whether the sending server may send for the domain of the envelope's sender (SPF, RFC 7208).
    pub spf: Option<Finding>,
    /// The signatures (DKIM, RFC 6376).
    pub dkim: Vec<Finding>,
    /// Whether one of these is aligned with the From, by the domain's own policy (DMARC, RFC 7489).
    pub dmarc: Option<Finding>,
    /// What the domain asks for where none is: `none`, `quarantine` or `reject`; empty without a policy.
    pub policy: String,
    /// The chain of those who passed it on (ARC, RFC 8617); its domain is the last sealer's.
    pub arc: Option<Finding>,
    /// What a server that we trust found about the From, and for which domain.
    pub trusted: Option<Finding>,
    /// Who vouches where nobody has to look: the door's own authentication.
    pub vouched: bool,
}

/// The truth of one letter's sender: the verdict and what it rests on. Domains only, never an address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Truth {
    /// The verdict.
    pub proof: Proof,
    /// The domain behind the `@` of the From.
    pub domain: String,
    /// What was found.
    pub findings: Findings,
}

impl Default for Truth {
    fn default() -> Truth {
        Truth { proof: Proof::Unchecked, domain: String::new(), findings: Findings::default() }
    }
}

/// The verdict on a letter with this From domain. `one_author`: it has exactly one From with exactly one address, else
/// nothing that was found says which of them wrote it.
pub fn verdict(domain: &str, one_author: bool, found: &Findings) -> Proof {
    let looked = found.spf.is_some() || !found.dkim.is_empty() || found.dmarc.is_some() || found.trusted.is_some();
    let dmarc = found.dmarc.as_ref().map_or("none", |dmarc| dmarc.result.as_str());
    let trusted = found.trusted.as_ref().filter(|trusted| trusted.domain == domain).map(|trusted| trusted.result.as_str());
    match (dmarc, trusted) {
        _ if !one_author => Proof::Unproved,
        _ if found.vouched => Proof::Proved,
        ("pass", _) | (_, Some("pass")) => Proof::Proved,
        _ if !looked => Proof::Unchecked,
        (_, Some("fail")) if strict(&found.policy) => Proof::Failed,
        // Behind a server of ours the sending server is unknown: without SPF a failure is half a failure.
        ("fail", _) if strict(&found.policy) && found.spf.is_some() => Proof::Failed,
        ("fail", _) | (_, Some("fail")) => Proof::Unproved,
        ("temperror", _) => Proof::Unknown,
        // Without a policy a signature of the very domain, or of one above it, proves as much.
        ("none" | "permerror", _) => without_policy(domain, found),
        _ => Proof::Unproved,
    }
}

/// A domain that publishes `p=none` asks receivers to change nothing.
fn strict(policy: &str) -> bool {
    matches!(policy, "quarantine" | "reject")
}

fn without_policy(domain: &str, found: &Findings) -> Proof {
    let signed = |finding: &&Finding| is_or_lies_under(domain, &finding.domain);
    let sent = found.spf.iter().filter(|spf| spf.domain == domain);
    let mut aligned = found.dkim.iter().filter(signed).chain(sent);
    if aligned.clone().any(Finding::passes) {
        return Proof::Proved;
    }
    if aligned.any(Finding::is_temporary) { Proof::Unknown } else { Proof::Unproved }
}

/// `mail.velo.example` lies under `velo.example`; nothing lies under a name without a dot.
fn is_or_lies_under(domain: &str, above: &str) -> bool {
    domain == above || (above.contains('.') && domain.strip_suffix(above).is_some_and(|rest| rest.ends_with('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(spf: &str, dkim: &str, dmarc: &str, policy: &str) -> Findings {
        let finding = |text: &str| text.split_once(' ').map(|(result, domain)| Finding::new(result, domain));
        Findings {
            spf: finding(spf),
            dkim: finding(dkim).into_iter().collect(),
            dmarc: Some(Finding::new(dmarc, "x.example")),
            policy: policy.to_owned(),
            ..Findings::default()
        }
    }

    #[test]
    fn the_verdict_follows_the_findings() {
        let table = [
            // SPF, DKIM, DMARC, policy
            ("pass x.example", "", "pass", "reject", Proof::Proved),
            ("", "pass x.example", "pass", "none", Proof::Proved),
            ("pass other.example", "pass other.example", "fail", "reject", Proof::Failed),
            ("none ", "", "fail", "quarantine", Proof::Failed),
            ("none ", "", "fail", "none", Proof::Unproved),
            ("none ", "", "temperror", "", Proof::Unknown),
            ("pass x.example", "", "none", "", Proof::Proved),
            ("pass mail.x.example", "", "none", "", Proof::Unproved),
            ("none ", "pass x.example", "none", "", Proof::Proved),
            ("none ", "pass example", "none", "", Proof::Unproved),
            ("none ", "pass evilx.example", "none", "", Proof::Unproved),
            ("softfail x.example", "fail x.example", "none", "", Proof::Unproved),
            ("none ", "temperror x.example", "none", "", Proof::Unknown),
            ("none ", "temperror other.example", "none", "", Proof::Unproved),
        ];
        for (spf, dkim, dmarc, policy, expect) in table {
            let found = found(spf, dkim, dmarc, policy);
            assert_eq!(verdict("x.example", true, &found), expect, "{found:?}");
        }
        assert_eq!(verdict("mail.x.example", true, &found("none ", "pass x.example", "none", "")), Proof::Proved);
    }

    #[test]
    fn of_several_authors_none_is_proved() {
        let all = Findings { vouched: true, ..found("pass x.example", "pass x.example", "pass", "reject") };
        assert_eq!(verdict("x.example", false, &all), Proof::Unproved);
    }

    #[test]
    fn a_trusted_server_counts_for_the_domain_it_looked_at() {
        let trusted =
            |result, domain| Findings { trusted: Some(Finding::new(result, domain)), ..found("none ", "", "fail", "reject") };
        assert_eq!(verdict("x.example", true, &trusted("pass", "x.example")), Proof::Proved);
        assert_eq!(verdict("x.example", true, &trusted("pass", "other.example")), Proof::Failed);
    }

    #[test]
    fn where_nobody_looked_nothing_is_said() {
        assert_eq!(verdict("x.example", true, &Findings::default()), Proof::Unchecked);
        assert_eq!(verdict("x.example", true, &Findings { vouched: true, ..Findings::default() }), Proof::Proved);
    }
}
