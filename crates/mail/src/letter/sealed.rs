//! Signed and encrypted letters: told, not checked. What is signed can be read, also where the signature is wrapped
//! around it; what is encrypted is for its reader's own keys.

use domain::letter_face::Sealing;
use mail_parser::{Message, MimeHeaders};

/// Elements within elements of a signature; the words lie seven deep.
const DEPTH_MAX: usize = 16;
/// 1.2.840.113549.1.7.1, data; 1.2.840.113549.1.7.2, signed data.
const PLAIN_CONTENT: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01];
const SIGNED_CONTENT: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];

const SIGNED_WORDS: &str = "-----BEGIN PGP SIGNED MESSAGE-----";
const SIGNATURE: &str = "-----BEGIN PGP SIGNATURE-----";
const ENCRYPTED_WORDS: &str = "-----BEGIN PGP MESSAGE-----";

/// How a letter is sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seal {
    Signed(Sealing),
    Encrypted(Sealing),
}

/// Tells by the types of a letter's parts; those of letters within it do not count.
pub(super) fn seals(message: &Message<'_>) -> Vec<Seal> {
    let mut seals = Vec::new();
    for part in &message.parts {
        let Some(kind) = part.content_type() else { continue };
        let subtype = kind.subtype().unwrap_or_default().to_ascii_lowercase();
        let says = |name: &str| kind.attribute(name).unwrap_or_default().to_ascii_lowercase();
        let by = |protocol: &str| if protocol.contains("pgp") { Sealing::Pgp } else { Sealing::Smime };
        let seal = match (kind.ctype().to_ascii_lowercase().as_str(), subtype.as_str()) {
            ("multipart", "signed") => Seal::Signed(by(&says("protocol"))),
            ("multipart", "encrypted") => Seal::Encrypted(Sealing::Pgp),
            ("application", "pkcs7-mime" | "x-pkcs7-mime") => {
                let signed = says("smime-type") == "signed-data" || content(part.contents()).is_some();
                if signed { Seal::Signed(Sealing::Smime) } else { Seal::Encrypted(Sealing::Smime) }
            }
            _ => continue,
        };
        if !seals.contains(&seal) {
            seals.push(seal);
        }
    }
    seals
}

/// Words signed or encrypted within the text itself (RFC 9580, 7): what was signed, without the lines around it.
pub(super) fn within(text: &str) -> Option<(Seal, String)> {
    let stands = |line: &str| text.lines().any(|own| own.trim_end() == line);
    if stands(ENCRYPTED_WORDS) && !stands(SIGNED_WORDS) {
        return Some((Seal::Encrypted(Sealing::Pgp), text.to_owned()));
    }
    if !stands(SIGNED_WORDS) || !stands(SIGNATURE) {
        return None;
    }
    let mut kept = String::with_capacity(text.len());
    let mut place = Place::Around;
    for line in text.lines() {
        place = match (place, line.trim_end()) {
            (Place::Around, SIGNED_WORDS) => Place::Head,
            (Place::Head, "") => Place::Words,
            (Place::Words, SIGNATURE) => Place::Signature,
            (Place::Signature, "-----END PGP SIGNATURE-----") => Place::Around,
            (Place::Words, _) => {
                // A dash at a line's beginning was escaped.
                kept.push_str(line.strip_prefix("- ").unwrap_or(line));
                kept.push('\n');
                continue;
            }
            (Place::Around, _) => {
                kept.push_str(line);
                kept.push('\n');
                continue;
            }
            (same, _) => same,
        };
    }
    Some((Seal::Signed(Sealing::Pgp), kept))
}

#[derive(Clone, Copy)]
enum Place {
    Around,
    Head,
    Words,
    Signature,
}

/// What a signature is wrapped around (RFC 5652, 5): the content of signed data; nothing where it is encrypted or stands apart.
pub(super) fn content(octets: &[u8]) -> Option<Vec<u8>> {
    let signed = inside(octets, SIGNED_CONTENT)?;
    // Version, digest algorithms, then the content with its type.
    let mut rest = Element::first(signed)?.0.content;
    for _ in 0..4 {
        let (element, behind) = Element::first(rest)?;
        if let Some(data) = inside_of(&element, PLAIN_CONTENT) {
            let mut out = Vec::new();
            gather(data, 0, &mut out)?;
            return Some(out).filter(|out| !out.is_empty());
        }
        rest = behind;
    }
    None
}

/// The content behind an object identifier, in a sequence at the beginning of the octets.
fn inside<'o>(octets: &'o [u8], id: &[u8]) -> Option<&'o [u8]> {
    inside_of(&Element::first(octets)?.0, id)
}

fn inside_of<'o>(sequence: &Element<'o>, id: &[u8]) -> Option<&'o [u8]> {
    let (name, behind) = Element::first(sequence.content).filter(|_| sequence.tag == 0x30)?;
    let named = name.tag == 0x06 && name.content == id;
    let (explicit, _) = Element::first(behind).filter(|_| named)?;
    (explicit.tag == 0xa0).then_some(explicit.content)
}

/// Octets in one piece or in many.
fn gather(octets: &[u8], depth: usize, out: &mut Vec<u8>) -> Option<()> {
    let mut rest = octets;
    while let Some((element, behind)) = Element::first(rest) {
        match element.tag {
            0x04 => out.extend_from_slice(element.content),
            0x24 if depth < DEPTH_MAX => gather(element.content, depth + 1, out)?,
            _ => return None,
        }
        rest = behind;
    }
    Some(())
}

/// One element of ASN.1 (X.690, 8): what many mail programs write has no length, only an end.
struct Element<'o> {
    tag: u8,
    content: &'o [u8],
}

impl<'o> Element<'o> {
    /// The first element and what stands behind it; nothing at an end.
    fn first(octets: &'o [u8]) -> Option<(Element<'o>, &'o [u8])> {
        Element::at_depth(octets, 0)
    }

    fn at_depth(octets: &'o [u8], depth: usize) -> Option<(Element<'o>, &'o [u8])> {
        let (&tag, rest) = octets.split_first().filter(|(tag, _)| **tag != 0 && **tag & 0x1f != 0x1f)?;
        let (&length, rest) = rest.split_first()?;
        if length == 0x80 {
            if depth >= DEPTH_MAX {
                return None;
            }
            let end = end_of(rest, depth)?;
            return Some((Element { tag, content: &rest[..end] }, rest.get(end + 2..)?));
        }
        let (length, rest) = if length < 0x80 {
            (usize::from(length), rest)
        } else {
            let (digits, rest) = rest.split_at_checked(usize::from(length & 0x7f)).filter(|(digits, _)| digits.len() <= 4)?;
            (digits.iter().fold(0, |sum, digit| sum << 8 | usize::from(*digit)), rest)
        };
        let (content, behind) = rest.split_at_checked(length)?;
        Some((Element { tag, content }, behind))
    }
}

/// Where the end mark stands of an element that has no length.
fn end_of(octets: &[u8], depth: usize) -> Option<usize> {
    let mut rest = octets;
    while !rest.starts_with(&[0, 0]) {
        rest = Element::at_depth(rest, depth + 1)?.1;
    }
    Some(octets.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn der(tag: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len()).unwrap().to_be_bytes();
        [&[tag, 0x82, length[0], length[1]], content].concat()
    }

    fn endless(tag: u8, content: &[u8]) -> Vec<u8> {
        [&[tag, 0x80], content, &[0, 0]].concat()
    }

    fn signed(words: &[u8], wrap: fn(u8, &[u8]) -> Vec<u8>) -> Vec<u8> {
        let half = words.len() / 2;
        let pieces = wrap(0x24, &[der(0x04, &words[..half]), der(0x04, &words[half..])].concat());
        let data = wrap(0x30, &[der(0x06, PLAIN_CONTENT), wrap(0xa0, &pieces)].concat());
        let inner = wrap(0x30, &[der(0x02, &[1]), der(0x31, &[]), data, der(0x31, &[])].concat());
        wrap(0x30, &[der(0x06, SIGNED_CONTENT), wrap(0xa0, &inner)].concat())
    }

    #[test]
    fn what_a_signature_is_wrapped_around_can_be_read() {
        let words = b"Content-Type: text/plain\r\n\r\nHello\r\n";
        assert_eq!(content(&signed(words, der)).as_deref(), Some(&words[..]));
        assert_eq!(content(&signed(words, endless)).as_deref(), Some(&words[..]));
    }

    #[test]
    fn anything_else_is_not() {
        let whole = signed(b"Hello", endless);
        for end in 0..whole.len() {
            content(&whole[..end]);
        }
        assert_eq!(content(&[0x30, 0x80].repeat(10_000)), None);
        assert_eq!(content(b""), None);
    }

    #[test]
    fn signed_words_lose_their_armour_and_nothing_else() {
        let text = "Before\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHello\n- -- \nDora\n-----BEGIN PGP SIGNATURE-----\n\niQ\n-----END PGP SIGNATURE-----\nAfter\n";
        assert_eq!(within(text), Some((Seal::Signed(Sealing::Pgp), "Before\nHello\n-- \nDora\nAfter\n".into())));
        assert_eq!(within("Hello\n"), None);
        let secret = "-----BEGIN PGP MESSAGE-----\n\nhQ\n-----END PGP MESSAGE-----\n";
        assert_eq!(within(secret), Some((Seal::Encrypted(Sealing::Pgp), secret.into())));
    }
}
