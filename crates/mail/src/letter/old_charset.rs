//! Charsets that neither the parser nor browsers know and old letters are written in: the code pages of DOS, UTF-7
//! (RFC 2152) and UTF-32.

use data_encoding::BASE64_NOPAD;
use encoding_rs::Encoding;
use oem_cp::{code_table::DECODING_TABLE_CP_MAP, code_table_type::TableType};
use std::char::{REPLACEMENT_CHARACTER, decode_utf16};

/// The longest name of one: `cspc8codepage437`.
const NAME_BYTES_MAX: usize = 20;

/// What may stand before the number of a code page.
const PAGES: [&str; 7] = ["cspc8codepage", "x-cp", "csibm", "ibm", "cp", "dos", "oem"];

/// One of these charsets.
#[derive(Clone, Copy)]
pub(super) enum OldCharset {
    /// A code page: all octets below 128 are ASCII.
    Dos(&'static TableType),
    Utf7,
    /// Which way each four octets stand, unless the first four say it; else the largest comes first (Unicode, 3.10).
    Utf32 {
        little_end_first: bool,
    },
}

/// The charset of that name.
pub(super) fn of(name: &str) -> Option<OldCharset> {
    if name.len() > NAME_BYTES_MAX || Encoding::for_label(name.as_bytes()).is_some() {
        return None;
    }
    let name = name.to_ascii_lowercase().replace('_', "-");
    match name.as_str() {
        "utf-7" | "utf7" | "csutf7" | "unicode-1-1-utf-7" | "unicode-2-0-utf-7" | "x-unicode-2-0-utf-7" => Some(OldCharset::Utf7),
        "utf-32" | "utf32" | "csutf32" | "utf-32be" | "utf32be" | "csutf32be" | "ucs-4" | "iso-10646-ucs-4" | "csucs4" => {
            Some(OldCharset::Utf32 { little_end_first: false })
        }
        "utf-32le" | "utf32le" | "csutf32le" => Some(OldCharset::Utf32 { little_end_first: true }),
        name => {
            let number = PAGES.iter().find_map(|before| name.strip_prefix(before)).unwrap_or(name);
            let table = DECODING_TABLE_CP_MAP.get(&number.trim_start_matches('-').parse().ok()?)?;
            Some(OldCharset::Dos(table))
        }
    }
}

impl OldCharset {
    /// Octets as text; what is none becomes `U+FFFD`.
    pub fn decode(self, octets: &[u8]) -> String {
        match self {
            OldCharset::Dos(table) => octets.iter().map(|octet| letter(table, *octet)).collect(),
            OldCharset::Utf7 => utf_7(octets),
            OldCharset::Utf32 { little_end_first } => utf_32(octets, little_end_first),
        }
    }
}

fn letter(table: &TableType, octet: u8) -> char {
    let Some(at) = octet.checked_sub(128).map(usize::from) else { return char::from(octet) };
    match table {
        TableType::Complete(letters) => letters[at],
        TableType::Incomplete(letters) => letters[at].unwrap_or(REPLACEMENT_CHARACTER),
    }
}

/// ASCII, in which `+` begins octets of UTF-16 in base64 that any other character ends, of which a `-` goes; `+-` is a plus.
fn utf_7(octets: &[u8]) -> String {
    let mut text = String::with_capacity(octets.len());
    let mut rest = octets;
    while let Some((&first, behind)) = rest.split_first() {
        if first != b'+' {
            text.push(if first.is_ascii() { char::from(first) } else { REPLACEMENT_CHARACTER });
            rest = behind;
            continue;
        }
        let length = behind.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"+/".contains(byte)).count();
        let (shifted, ended) = behind.split_at(length);
        let dashed = ended.first() == Some(&b'-');
        if shifted.is_empty() {
            text.push('+');
        } else {
            push_shifted(&mut text, shifted);
        }
        rest = &ended[usize::from(dashed)..];
    }
    text
}

fn push_shifted(text: &mut String, base64: &[u8]) {
    let mut lenient = BASE64_NOPAD.specification();
    lenient.check_trailing_bits = false;
    // Six bits more than octets are padding; a single character is none.
    let whole = base64.len() - usize::from(base64.len() % 4 == 1);
    let octets = lenient.encoding().ok().and_then(|encoding| encoding.decode(&base64[..whole]).ok()).unwrap_or_default();
    let units = octets.as_chunks::<2>().0.iter().map(|unit| u16::from_be_bytes(*unit));
    let letters = text.len();
    text.extend(decode_utf16(units).map(|letter| letter.unwrap_or(REPLACEMENT_CHARACTER)));
    if text.len() == letters {
        text.push(REPLACEMENT_CHARACTER);
    }
}

fn utf_32(octets: &[u8], little_end_first: bool) -> String {
    let (octets, little) = match octets {
        [0xff, 0xfe, 0, 0, rest @ ..] => (rest, true),
        [0, 0, 0xfe, 0xff, rest @ ..] => (rest, false),
        _ => (octets, little_end_first),
    };
    let number = |four: &[u8; 4]| if little { u32::from_le_bytes(*four) } else { u32::from_be_bytes(*four) };
    let letters = octets.as_chunks::<4>().0.iter();
    letters.map(|four| char::from_u32(number(four)).unwrap_or(REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::Letter;
    use super::*;

    #[test]
    fn a_charset_is_known_by_any_of_its_names() {
        for page in ["cp437", "IBM437", "437", "csPC8CodePage437", "cp_437"] {
            assert!(matches!(of(page), Some(OldCharset::Dos(_))), "{page}");
        }
        for other in ["utf-8", "ibm866", "windows-1252", "cp1252", "us-ascii", "x-nobody-knows", "", "65536", "cp-1"] {
            assert!(of(other).is_none(), "{other}");
        }
    }

    #[test]
    fn words_in_it_are_read() {
        let check = |name: &str, octets: &[u8], expect: &str| {
            assert_eq!(of(name).expect("it is known").decode(octets), expect, "{name}");
        };
        check("cp437", b"Gr\x81\xe1e \xe0", "Grüße α");
        check("cp850", b"Gr\x81\xe1e \xd5", "Grüße ı");
        check("cp858", b"5 \xd5", "5 €");
        check("cp852", b"\xacluty k\x9f\xa4", "Čluty kčĄ");
        check("cp857", b"\x9f\xd5", "ş\u{fffd}");
        check("utf-7", b"Hi Mom -+Jjo--!", "Hi Mom -\u{263a}-!");
        check("utf-7", b"A+ImIDkQ.", "A\u{2262}\u{391}.");
        check("UTF-7", b"1 +- 1 is +AKM-1, caf+AOk", "1 + 1 is £1, café");
        check("utf-7", b"+2D3eAQ- +A", "😁 \u{fffd}");
        check("utf-32", b"\xff\xfe\0\0\xfc\0\0\0", "ü");
        check("utf-32", b"\0\0\xfe\xff\0\0\0\xfc\0\x01\xf6\x01\0", "ü😁");
        check("utf-32le", b"\xfc\0\0\0\0\0\0\xff", "ü\u{fffd}");
    }

    #[test]
    fn bodies_and_subjects_in_it_are_read() {
        let letter = |head: &str, body: &str| Letter::read(format!("{head}\r\n\r\n{body}").as_bytes());
        let dos = letter("Content-Type: text/plain; charset=cp437\r\nContent-Transfer-Encoding: quoted-printable", "Gr=81=E1e");
        assert_eq!(dos.text, "Grüße");
        let raw = [&b"Subject: Gr\x81\xe1e\r\nContent-Type: text/plain; charset=ibm437\r\n\r\nGr\x81\xe1e"[..]].concat();
        let read = Letter::read(&raw);
        assert_eq!((read.text.as_str(), read.subject.as_str()), ("Grüße", "Grüße"));
        let lie = letter("Content-Type: text/plain; charset=cp437", "Grüße");
        assert_eq!(lie.text, "Grüße");
        let seven = letter("Content-Type: text/plain; charset=utf-7", "Gr+APwA3w-e, +ZeVnLIqe.");
        assert_eq!(seven.text, "Grüße, 日本語.");
        let wide = letter("Content-Type: text/plain; charset=utf-32\r\nContent-Transfer-Encoding: base64", "AAAARwAAAPw=");
        assert_eq!(wide.text, "Gü");
        let page =
            letter("Content-Type: text/html; charset=cp850\r\nContent-Transfer-Encoding: quoted-printable", "<p>Gr=81=E1e</p>");
        assert_eq!(page.text.trim_end(), "Grüße");
        for subject in ["=?cp437?Q?Gr=81=E1e_aus?=", "=?IBM437*de?b?R3KB4WUgYXVz?=", "=?utf-7?Q?Gr+APwA3w-e_aus?="] {
            assert_eq!(letter(&format!("Subject: {subject}"), "x").subject, "Grüße aus", "{subject}");
        }
        let split = "=?cp437?Q?Gr=81?=\r\n =?cp437?Q?=E1e?= and =?utf-8?Q?=C3?= =?utf-8?Q?=BC?=";
        assert_eq!(letter(&format!("Subject: {split}"), "x").subject, "Grüße and ü");
        let broken = "=?cp437?Q?Gr=81 =?cp437?X?a?= =?cp437?Q";
        assert_eq!(letter(&format!("Subject: {broken}"), "x").text, "x");
    }

    proptest::proptest! {
        #[test]
        fn any_octets_are_read(octets in proptest::collection::vec(proptest::num::u8::ANY, 0..60)) {
            for name in ["cp437", "cp864", "utf-7", "utf-32"] {
                of(name).expect("it is known").decode(&octets);
            }
        }
    }
}
