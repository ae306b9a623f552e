//! Files as `uuencode` writes them (POSIX): between `begin` and `end` lines of a length and groups of four characters with six
//! bits each; as a part of its own, or in the midst of plain text.

use super::limits::ATTACHMENTS_MAX;

/// What programs older than MIME's own encodings call theirs.
const NAMES: [&str; 4] = ["x-uuencode", "uuencode", "x-uue", "uue"];

/// Characters behind those of a line's length that some write: a checksum, and blanks.
const BEHIND_MAX: usize = 2;

/// Whether a `Content-Transfer-Encoding` means it.
pub(super) fn is_meant(encoding: &str) -> bool {
    NAMES.iter().any(|own| encoding.eq_ignore_ascii_case(own))
}

/// A file in a text: its name as it stands there, and its octets.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct File {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// The octets of a part that is encoded so, as far as they came; `None` where nothing begins.
pub(super) fn decoded(text: &[u8]) -> Option<Vec<u8>> {
    let mut lines = text.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii_end);
    lines.find(|line| line.starts_with(b"begin "))?;
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    for line in lines {
        if length(line) == 0 || line == b"end" {
            break;
        }
        decode_line(line, &mut bytes);
    }
    Some(bytes)
}

/// Takes whole files out of a text: the text around them, and them. What begins like one and is none, or never ends, stays text.
pub(super) fn taken_out(text: &str) -> Option<(String, Vec<File>)> {
    if !text.contains("begin ") {
        return None;
    }
    let (mut kept, mut files) = (String::with_capacity(text.len()), Vec::new());
    let mut rest = text;
    while let Some(line) = rest.split_inclusive('\n').next() {
        let found = name(line).filter(|_| files.len() < ATTACHMENTS_MAX).and_then(|name| {
            let (bytes, behind) = whole(&rest[line.len()..])?;
            Some((File { name: name.to_owned(), bytes }, line.len() + behind))
        });
        let taken = match found {
            Some((file, taken)) => {
                files.push(file);
                taken
            }
            None => {
                kept.push_str(line);
                line.len()
            }
        };
        rest = &rest[taken..];
    }
    (!files.is_empty()).then_some((kept, files))
}

/// The name in a line `begin 644 name`.
fn name(line: &str) -> Option<&str> {
    let (mode, name) = line.trim_end().strip_prefix("begin ")?.trim_start().split_once(' ')?;
    let octal = (3..=4).contains(&mode.len()) && mode.bytes().all(|digit| (b'0'..=b'7').contains(&digit));
    Some(name.trim()).filter(|name| octal && !name.is_empty())
}

/// A file up to its `end`, each line of it sound, and how much of the text that is. A line that is none ends the search at once, and
/// `begin` is none: however many begin, a text is looked through once. What it makes is no longer than what it takes.
fn whole(text: &str) -> Option<(Vec<u8>, usize)> {
    let (mut bytes, mut taken) = (Vec::new(), 0);
    for line in text.split_inclusive('\n') {
        taken += line.len();
        let line = line.trim_end().as_bytes();
        if line == b"end" {
            return (!bytes.is_empty()).then_some((bytes, taken));
        }
        // Before the end stands a line of no length, which some write as a blank.
        if line.is_empty() {
            continue;
        }
        if !is_sound(line) {
            return None;
        }
        let end = bytes.len() + length(line);
        decode_line(line, &mut bytes);
        // Blanks at a line's end, which stand for zeros, may have been lost on the way.
        bytes.resize(end, 0);
        if bytes.len() > taken {
            return None;
        }
    }
    None
}

fn is_sound(line: &[u8]) -> bool {
    let letters = length(line).div_ceil(3) * 4;
    line.iter().all(|byte| (b' '..=b'`').contains(byte)) && line.len() - 1 <= letters + BEHIND_MAX
}

fn bits(byte: Option<&u8>) -> u32 {
    u32::from(byte.copied().unwrap_or(b' ').wrapping_sub(b' ') & 0x3f)
}

/// How many octets a line says it holds.
fn length(line: &[u8]) -> usize {
    bits(line.first()) as usize
}

fn decode_line(line: &[u8], bytes: &mut Vec<u8>) {
    let end = bytes.len() + length(line);
    for group in line.get(1..).unwrap_or_default().chunks(4) {
        let all = (0..4).fold(0, |all, at| all << 6 | bits(group.get(at)));
        bytes.extend_from_slice(&all.to_be_bytes()[1..]);
    }
    bytes.truncate(end);
}

#[cfg(test)]
mod tests {
    use super::super::Letter;
    use super::*;

    const CAT: &str = "begin 644 cat.txt\r\n#0V%T\r\n`\r\nend\r\n";

    #[test]
    fn a_part_is_decoded_as_far_as_it_came() {
        let unpacked = |text: &[u8]| decoded(text).map(|bytes| String::from_utf8(bytes).unwrap());
        assert_eq!(unpacked(b"\nbegin 644 a.txt\r\n%5VAE96P`\r\n`\r\nend\r\n").as_deref(), Some("Wheel"));
        assert_eq!(unpacked(b"begin 644 a\n#0V%T\n#1&]G\n`\nend\n").as_deref(), Some("CatDog"));
        assert_eq!(unpacked(b"begin 644 a\n#0V").as_deref(), Some("C`\0"), "cut off");
        assert_eq!(unpacked(b"nothing"), None);
        let raw = b"Content-Type: image/png; name=a.png\r\nContent-Transfer-Encoding: X-UUencode\r\n\r\nbegin 644 a.png\r\n#0V%T\r\n`\r\nend\r\n";
        assert_eq!(Letter::read(raw).attachments[0].bytes, b"Cat");
    }

    #[test]
    fn files_in_a_text_are_files_and_the_text_around_them_stays() {
        let raw = format!("Subject: x\r\n\r\nHello\r\n\r\n{CAT}\r\nand\r\n{}Dora\r\n", CAT.replace("cat", "../dog"));
        let letter = Letter::read(raw.as_bytes());
        assert_eq!(letter.text, "Hello\n\n\nand\nDora\n");
        let files: Vec<_> = letter.attachments.iter().map(|file| (file.name.as_str(), &file.bytes[..])).collect();
        assert_eq!(files, [("cat.txt", &b"Cat"[..]), ("dog.txt", b"Cat")]);
    }

    #[test]
    fn what_only_begins_like_a_file_stays_text() {
        let check = |text: &str| assert_eq!(taken_out(text), None, "{text}");
        check("We write begin 644 x\nas the first line.\n");
        check("begin 644 x\nand so on\nend\n");
        check("begin 644 cat.txt\n#0V%T\n`\n");
        check("begin 999 cat.txt\n#0V%T\n`\nend\n");
        check("begin 644 \n#0V%T\n`\nend\n");
        check("begin 644 empty\n`\nend\n");
        check("begin 644 x\n#0V%Tlowercase\nend\n");
        let (kept, files) = taken_out(&format!("begin 644 x\n{CAT}")).expect("one of them is whole");
        assert_eq!((kept.as_str(), files.len()), ("begin 644 x\n", 1));
    }

    #[test]
    fn many_beginnings_and_many_files_end_in_time() {
        let many = "begin 644 x\n#0V%T\n".repeat(100_000);
        assert_eq!(taken_out(&many), None);
        assert_eq!(taken_out(&format!("begin 644 x\n{}end\n", "M\n".repeat(100_000))), None, "zeros out of nothing");
        let (kept, files) = taken_out(&CAT.repeat(ATTACHMENTS_MAX + 1)).expect("they are whole");
        assert_eq!((kept.as_str(), files.len()), (CAT, ATTACHMENTS_MAX));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_to_its_end(text in "(begin 644 a\n|#0V%T|`|ä|\n|end\n| ){0,40}") {
            taken_out(&text);
            decoded(text.as_bytes());
        }
    }
}
