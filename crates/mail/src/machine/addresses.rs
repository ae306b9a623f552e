//! Finding mail addresses in running text.

use domain::address::MailAddress;
use std::ops::Range;

/// An address and where it stands, angle brackets included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub address: String,
    pub at: Range<usize>,
    /// Stands between `<` and `>`.
    pub bracketed: bool,
}

/// All addresses of a line, in order.
pub(super) fn all(line: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut from = 0;
    while let Some(at) = line.get(from..).and_then(|rest| rest.find('@')).map(|at| from + at) {
        from = at + 1;
        let start = line[..at].char_indices().rev().take_while(|(_, c)| is_local(*c)).last().map_or(at, |(start, _)| start);
        let end = line[at + 1..].char_indices().find(|(_, c)| !is_domain(*c)).map_or(line.len(), |(end, _)| at + 1 + end);
        let local = line[start..at].trim_start_matches(['.', '\'', '`', '=', '*', '-']);
        // X.400 gateways write `dda:SMTP=a@b`.
        let local =
            local.split_at_checked(5).filter(|(kind, _)| kind.eq_ignore_ascii_case("smtp=")).map_or(local, |(_, rest)| rest);
        let domain = line[at + 1..end].trim_end_matches(['.', '-', ':']);
        let end = at + 1 + domain.len();
        let Ok(address) = MailAddress::parse(&format!("{local}@{domain}")) else { continue };
        let start = at - local.len();
        let bracketed = line[..start].ends_with('<') && line[end..].starts_with('>');
        let at = if bracketed { start - 1..end + 1 } else { start..end };
        from = end;
        found.push(Found { address: address.as_str().to_owned(), at, bracketed });
    }
    found
}

/// The first address of a line.
pub(super) fn first(line: &str) -> Option<Found> {
    all(line).into_iter().next()
}

fn is_local(c: char) -> bool {
    c.is_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c)
}

fn is_domain(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_where_they_stand() {
        let check = |line: &str, expect: &[&str]| {
            let found: Vec<String> = all(line).into_iter().map(|found| found.address).collect();
            assert_eq!(found, expect, "{line}");
        };
        check("<Maya@Example.org>:", &["maya@example.org"]);
        check("550 <a+b@x.example>... User unknown, see b@y.example.", &["a+b@x.example", "b@y.example"]);
        check("RCPT TO:<m@x.example>", &["m@x.example"]);
        check("宛先 m@x.example へ", &["m@x.example"]);
        check("c=US;o=x;dda:SMTP=m@x.example; on Friday", &["m@x.example"]);
        check("@ a@ @b a b", &[]);
        assert_eq!(first(" <m@x.example>:").map(|found| (found.at, found.bracketed)), Some((1..14, true)));
    }
}
