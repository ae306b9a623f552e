//! `Authentication-Results` (RFC 8601) of servers that we trust: only whether DMARC passed, and for which domain.

use domain::proof::Finding;

/// Octets of the header looked through; results stand at its top.
const HEAD_BYTES_MAX: usize = 256 * 1024;

/// What the topmost results header of this server says: it wrote it last, above all that came with the letter.
pub(super) fn of_server(raw: &[u8], server: &str) -> Option<Finding> {
    let head = String::from_utf8_lossy(&raw[..raw.len().min(HEAD_BYTES_MAX)]);
    let head = head.replace("\r\n", "\n");
    let head = head.split("\n\n").next().unwrap_or_default().replace("\n\t", " ").replace("\n ", " ");
    let ours = head.lines().filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.trim().eq_ignore_ascii_case("authentication-results").then_some(value)
    });
    let (_, results) = ours.map(split).find(|(id, _)| id.eq_ignore_ascii_case(server))?;
    dmarc(&results)
}

/// What a sealed results header (`i=1; mx.example; dmarc=pass ...`) says.
pub(super) fn of_seal(value: &str) -> Option<Finding> {
    let value = value.replace(['\r', '\n', '\t'], " ");
    let (_instance, rest) = value.split_once(';')?;
    dmarc(&split(rest).1)
}

/// The server's name and its results, comments taken out.
fn split(value: &str) -> (String, Vec<String>) {
    let plain = without_comments(value);
    let mut parts = plain.split(';').map(|part| part.trim().to_owned());
    let id = parts.next().unwrap_or_default();
    // A version may follow the name.
    let id = id.split_whitespace().next().unwrap_or_default().trim_matches('"').to_owned();
    (id, parts.collect())
}

fn dmarc(results: &[String]) -> Option<Finding> {
    results.iter().find_map(|result| {
        let mut words = result.split_whitespace();
        let (method, outcome) = words.next()?.split_once('=')?;
        if !method.split('/').next().is_some_and(|method| method.eq_ignore_ascii_case("dmarc")) {
            return None;
        }
        let from = words.find_map(|word| word.strip_prefix("header.from="))?;
        let domain = from.trim_matches('"').rsplit('@').next().unwrap_or_default();
        Some(Finding::new(&outcome.to_ascii_lowercase(), domain))
    })
}

fn without_comments(value: &str) -> String {
    let (mut plain, mut depth, mut quoted) = (String::new(), 0_usize, false);
    for letter in value.chars() {
        match letter {
            '"' if depth == 0 => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => {
                depth = depth.saturating_sub(1);
                continue;
            }
            _ => {}
        }
        if depth == 0 {
            plain.push(letter);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_topmost_word_of_the_named_server_counts() {
        let raw = b"Received: x\r\nAuthentication-Results: mx.velo.example (us) 1;\r\n\tspf=pass smtp.mailfrom=a@x.example;\r\n\
            \tdmarc=pass (p=reject) header.from=X.example\r\n\
            Authentication-Results: mx.velo.example; dmarc=fail header.from=x.example\r\n\r\n\
            Authentication-Results: mx.velo.example; dmarc=pass header.from=evil.example\r\n";
        assert_eq!(of_server(raw, "mx.velo.example"), Some(Finding::new("pass", "x.example")));
        assert_eq!(of_server(raw, "mx.other.example"), None);
        assert_eq!(of_server(b"Authentication-Results: mx.velo.example; none\r\n\r\n", "mx.velo.example"), None);
        assert_eq!(
            of_server(b"Authentication-Results: mx.velo.example; dmarc=pass (header.from=x.example)\r\n\r\n", "mx.velo.example"),
            None
        );
    }

    #[test]
    fn a_sealed_result_is_read_behind_its_instance() {
        let value = " i=2; list.example;\r\n dkim=pass header.d=x.example;\r\n dmarc=pass header.from=x.example";
        assert_eq!(of_seal(value), Some(Finding::new("pass", "x.example")));
    }
}
