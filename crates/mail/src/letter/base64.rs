//! Bodies that say they are base64 and are not throughout.

use data_encoding::BASE64_MIME_PERMISSIVE;

fn is_base64(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/".contains(byte)
}

/// Whether a base64 body is all base64 and ends as it should.
pub(super) fn is_whole(raw: &[u8]) -> bool {
    let said = raw.iter().filter(|byte| !byte.is_ascii_whitespace());
    said.clone().all(|byte| is_base64(byte) || *byte == b'=') && said.count() % 4 == 0
}

/// What can be read of a base64 body that is none throughout: a list wrote its footer below, the end is missing, an odd character
/// stands within (which RFC 2045, 6.8, has ignored).
pub(super) fn as_far_as_it_goes(raw: &[u8]) -> Vec<u8> {
    let (mut letters, mut footer) = (Vec::new(), &raw[raw.len()..]);
    let mut at = 0;
    for line in raw.split_inclusive(|byte| *byte == b'\n') {
        let said = line.trim_ascii();
        let odd = said.iter().filter(|byte| !is_base64(byte) && **byte != b'=').count();
        let over = letters.last() == Some(&b'=') && !said.is_empty();
        if over || said.contains(&b' ') || odd * 4 > said.len() {
            footer = &raw[at..];
            break;
        }
        letters.extend(said.iter().filter(|byte| is_base64(byte) || **byte == b'='));
        at += line.len();
    }
    if letters.len() % 4 == 1 {
        letters.pop();
    }
    if letters.is_empty() {
        return raw.to_vec();
    }
    letters.resize(letters.len().next_multiple_of(4), b'=');
    let Ok(mut octets) = BASE64_MIME_PERMISSIVE.decode(&letters) else { return raw.to_vec() };
    if !footer.is_empty() {
        octets.push(b'\n');
        octets.extend_from_slice(footer);
    }
    octets
}

#[cfg(test)]
mod tests {
    use super::super::Letter;

    #[test]
    fn base64_is_read_as_far_as_it_goes() {
        let head = b"Subject: x\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n";
        let text = |body: &[u8]| Letter::read(&[&head[..], body].concat()).text;
        let check = |body: &[u8], expect: &str| assert_eq!(text(body).trim_end().replace('\r', ""), expect);
        check(b"S8O2bG4=", "K\u{f6}ln");
        check(b"S8O2bG4", "K\u{f6}ln");
        check(b"S8O2b!G4=\r\n", "K\u{f6}ln");
        check(b"S8O2\r\nbG4=\r\n\r\n_______\r\nusers mailing list\r\n", "K\u{f6}ln\n_______\nusers mailing list");
        check(b"S8O2\r\n-- \r\nOne list\r\n", "K\u{f6}\n-- \nOne list");
        check(b"Not base64 at all.", "Not base64 at all.");
    }
}
