//! A person in an address header: a name to show and an address to find her by.

use super::limits::{ADDRESS_BYTES_MAX, MAILBOXES_MAX, NAME_CHARS_MAX};
use super::tidy;
use mail_parser::{Addr, Address};

/// `address` is lower case, has exactly one local part and one domain, and no white space.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Mailbox {
    pub name: Option<String>,
    pub address: String,
}

impl Mailbox {
    fn of(addr: &Addr<'_>) -> Option<Mailbox> {
        let address = normalise(addr.address()?)?;
        let name = addr.name().map(|name| tidy::line(name, NAME_CHARS_MAX)).filter(|name| !name.is_empty());
        Some(Mailbox { name, address })
    }
}

/// The address in lower case, or nothing where it cannot be one. Local parts are case-sensitive by the letter
/// of RFC 5321; in fact no provider tells them apart, and people type them as they like.
pub(super) fn normalise(address: &str) -> Option<String> {
    let address = address.trim().trim_start_matches('<').trim_end_matches('>');
    let (local, domain) = address.rsplit_once('@')?;
    let sound = !local.is_empty()
        && !domain.is_empty()
        && address.len() <= ADDRESS_BYTES_MAX
        && !address.chars().any(|letter| letter.is_whitespace() || letter.is_control() || tidy::turns_direction(letter));
    sound.then(|| address.to_lowercase())
}

/// Everyone named in the given headers, each address once, in order.
pub(super) fn all<'a, 'x: 'a>(headers: impl IntoIterator<Item = &'a Address<'x>>) -> Vec<Mailbox> {
    let mut seen = std::collections::HashSet::new();
    headers
        .into_iter()
        .flat_map(|header| header.iter())
        .filter_map(Mailbox::of)
        .filter(|mailbox| seen.insert(mailbox.address.clone()))
        .take(MAILBOXES_MAX)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_lower_case_or_nothing() {
        let check = |input: &str, expect: Option<&str>| assert_eq!(normalise(input).as_deref(), expect, "{input}");
        check("Dora.Lind@Velo.Example", Some("dora.lind@velo.example"));
        check(" <dora@velo.example> ", Some("dora@velo.example"));
        check("undisclosed-recipients", None);
        check("a b@velo.example", None);
        check("@velo.example", None);
        check("dora@", None);
        check(&format!("{}@velo.example", "a".repeat(400)), None);
    }
}
