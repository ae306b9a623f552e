//! Mail addresses.

use crate::{limits, refusal::Refusal};

/// A mail address in the form in which the house compares addresses: trimmed and lower-case.
///
/// Rapport treats the part before the `@` without regard to case, as every provider does, whatever RFC 5321 allows.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct MailAddress(String);

impl MailAddress {
    /// Reads an address.
    ///
    /// # Errors
    /// Refuses what has no single `@` between two non-empty parts, blanks or control characters, an underscore in its domain, or more
    /// than [`limits::ADDRESS_BYTES_MAX`] octets.
    pub fn parse(text: &str) -> Result<MailAddress, Refusal> {
        let address = MailAddress::arrived(text)?;
        if address.domain().contains('_') { Err(Refusal::invalid("address", "address-form")) } else { Ok(address) }
    }

    /// Reads an address as it stands in what arrived: some hosts write as a name with an underscore, which no relay takes letters for
    /// (RFC 5321, 2.3.5).
    ///
    /// # Errors
    /// As [`MailAddress::parse`], underscores apart.
    pub fn arrived(text: &str) -> Result<MailAddress, Refusal> {
        let text = text.trim().trim_start_matches('<').trim_end_matches('>').to_lowercase();
        let fits = text.len() <= limits::ADDRESS_BYTES_MAX
            && !text.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '(' | ')' | ',' | ';' | '"'))
            && text.rsplit_once('@').is_some_and(|(local, domain)| is_local(local) && is_domain(domain));
        if fits { Ok(MailAddress(text)) } else { Err(Refusal::invalid("address", "address-form")) }
    }

    /// The whole address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the `@`.
    pub fn local(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(local, _)| local)
    }

    /// The part behind the `@`.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

fn is_local(local: &str) -> bool {
    !local.is_empty() && local.len() <= 64 && !local.contains('@')
}

fn is_domain(domain: &str) -> bool {
    !domain.is_empty()
        && !domain.starts_with(['.', '-'])
        && !domain.ends_with(['.', '-'])
        && domain.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '[' | ']' | ':'))
}

impl std::fmt::Display for MailAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_compared_without_regard_to_case() {
        let address = MailAddress::parse(" <Maya.Okafor@Example.ORG> ").unwrap();
        assert_eq!(address.as_str(), "maya.okafor@example.org");
        assert_eq!((address.local(), address.domain()), ("maya.okafor", "example.org"));
    }

    #[test]
    fn an_underscore_in_a_domain_is_read_and_not_written_to() {
        assert_eq!(MailAddress::arrived("Ann@My_Host.example").unwrap().as_str(), "ann@my_host.example");
        assert!(MailAddress::parse("ann@my_host.example").is_err());
        assert!(MailAddress::parse("ann_lind@host.example").is_ok());
        assert!(MailAddress::arrived("ann@my host.example").is_err());
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in ["", "maya", "@example.org", "maya@", "a b@example.org", "a@b@c", "a@.org", "a\r\n@b.org", "a@b,c"] {
            assert!(MailAddress::parse(text).is_err(), "{text:?}");
        }
        assert!(MailAddress::parse(&format!("{}@example.org", "a".repeat(250))).is_err());
    }
}
