//! BinHex 4.0 (RFC 1741): how Macintosh programs sent a file before MIME was theirs. Text of six bits a character, in it
//! runs of one octet made short, in them a head with the file's name and two forks; the first is the file.
//!
//! **Invariant**: a file comes out whole, its checksums right, and within the given size; else nothing does, and the
//! letter's attachment stays as it came.

use super::attachment::Attachment;

/// What stands above the first colon.
const MARK: &[u8] = b"(This file must be converted with BinHex";
/// The mark stands at the top, below a few words at most.
const MARK_WITHIN: usize = 4 * 1024;
/// Where the six bits of each character are counted.
const ALPHABET: &[u8; 64] = b"!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr";
/// The six bits of each octet, or `NONE`.
const SIXES: [u8; 256] = {
    let (mut sixes, mut six) = ([NONE; 256], 0);
    while six < 64 {
        sixes[ALPHABET[six as usize] as usize] = six;
        six += 1;
    }
    sixes
};
const NONE: u8 = 0xff;
/// Begins a run: how often the octet before it stands there in all; 0 makes it an octet itself.
const RUN: u8 = 0x90;
/// Behind the name: a version, type and creator of four octets, two of flags, the lengths of two forks.
const HEAD_BYTES: usize = 1 + 4 + 4 + 2 + 4 + 4;
const CHECK_BYTES: usize = 2;

/// One file as it was before it was packed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct File {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Whether an attachment says that it is one.
pub(super) fn is_one(file: &Attachment) -> bool {
    let subtype = file.media_type.strip_prefix("application/").unwrap_or_default();
    matches!(subtype, "mac-binhex40" | "mac-binhex" | "x-mac-binhex40" | "binhex" | "x-binhex" | "x-binhex40")
        || file.name.to_lowercase().ends_with(".hqx")
}

/// The file in a text, where it is whole and fits in the `room` there is; whether it is whole or not, what it says to be is
/// taken off.
pub(super) fn open(text: &[u8], room: &mut usize) -> Option<File> {
    let top = &text[..text.len().min(MARK_WITHIN)];
    let marked = top.windows(MARK.len()).position(|here| here == MARK)?;
    let from = marked + text[marked..].iter().position(|octet| *octet == b':')? + 1;
    let mut octets = Octets::of(&text[from..]);
    let name_length = octets.next().filter(|length| *length > 0)?;
    let name_bytes = usize::from(name_length);
    let head = octets.several(name_bytes + HEAD_BYTES)?;
    let length = |at: usize| head[at..at + 4].iter().fold(0, |length, octet| length << 8 | usize::from(*octet));
    let file_bytes = length(name_bytes + HEAD_BYTES - 8);
    *room = room.checked_sub(file_bytes)?;
    if file_bytes == 0 {
        return None;
    }
    if octets.check()? != checksum(std::iter::once(&name_length).chain(&head)) {
        return None;
    }
    let bytes = octets.several(file_bytes)?;
    let sound = octets.check()? == checksum(&bytes);
    let name = encoding_rs::MACINTOSH.decode_without_bom_handling(&head[..name_bytes]).0.into_owned();
    sound.then_some(File { name, bytes })
}

/// CRC-16 with the polynomial 0x1021, begun at zero, most significant bit first.
fn checksum<'o>(octets: impl IntoIterator<Item = &'o u8>) -> u16 {
    octets.into_iter().fold(0, |sum, octet| {
        let high = sum >> 8 ^ u16::from(*octet);
        let mixed = high ^ high >> 4;
        // Twelve, five and nothing are the powers in the polynomial.
        sum << 8 ^ mixed << 12 ^ mixed << 5 ^ mixed
    })
}

/// The octets that a text stands for, runs written out, up to its closing colon or the first character that is none of its.
struct Octets<'t> {
    text: std::slice::Iter<'t, u8>,
    bits: u32,
    bit_count: u32,
    last: u8,
    /// How often `last` is still to come.
    again: u8,
}

impl<'t> Octets<'t> {
    fn of(text: &'t [u8]) -> Octets<'t> {
        Octets { text: text.iter(), bits: 0, bit_count: 0, last: 0, again: 0 }
    }

    fn several(&mut self, count: usize) -> Option<Vec<u8>> {
        // The count is the sender's word: room is made for what is there.
        let octets: Vec<u8> = self.by_ref().take(count).collect();
        (octets.len() == count).then_some(octets)
    }

    fn check(&mut self) -> Option<u16> {
        self.several(CHECK_BYTES).map(|octets| u16::from_be_bytes([octets[0], octets[1]]))
    }

    fn packed(&mut self) -> Option<u8> {
        while self.bit_count < 8 {
            let letter = self.text.find(|letter| !letter.is_ascii_whitespace())?;
            let six = Some(SIXES[usize::from(*letter)]).filter(|six| *six != NONE)?;
            self.bits = (self.bits << 6 | u32::from(six)) & 0xffff;
            self.bit_count += 6;
        }
        self.bit_count -= 8;
        Some((self.bits >> self.bit_count & 0xff) as u8)
    }
}

impl Iterator for Octets<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        loop {
            if self.again > 0 {
                self.again -= 1;
                return Some(self.last);
            }
            let octet = self.packed()?;
            if octet != RUN {
                self.last = octet;
                return Some(octet);
            }
            match self.packed()? {
                0 => {
                    self.last = RUN;
                    return Some(RUN);
                }
                count => self.again = count - 1,
            }
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A file as a Macintosh packs it, runs of three and more made short.
    pub(in crate::letter) fn packed(name: &str, bytes: &[u8]) -> String {
        let mut head = vec![name.len() as u8];
        head.extend(name.as_bytes());
        head.extend(b"\0TEXTttxt\0\0");
        head.extend((bytes.len() as u32).to_be_bytes());
        head.extend([0; 4]);
        let mut octets = head.clone();
        octets.extend(checksum(&head).to_be_bytes());
        octets.extend(bytes);
        octets.extend(checksum(bytes).to_be_bytes());
        octets.extend([0, 0]);
        text_of(&octets)
    }

    fn text_of(octets: &[u8]) -> String {
        let mut short = Vec::new();
        for run in octets.chunk_by(|one, other| one == other).flat_map(|run| run.chunks(255)) {
            let one: &[u8] = if run[0] == RUN { &[RUN, 0] } else { &run[..1] };
            if run.len() > 2 {
                short.extend_from_slice(one);
                short.extend([RUN, run.len() as u8]);
            } else {
                run.iter().for_each(|_| short.extend_from_slice(one));
            }
        }
        let mut letters = vec![b':'];
        for group in short.chunks(3) {
            let all = (0..3).fold(0, |all, at| all << 8 | u32::from(group.get(at).copied().unwrap_or_default()));
            letters.extend((0..=group.len()).map(|at| ALPHABET[(all >> (18 - 6 * at) & 0x3f) as usize]));
        }
        letters.push(b':');
        let lines: Vec<_> = letters.chunks(64).map(|line| String::from_utf8_lossy(line).into_owned()).collect();
        format!("(This file must be converted with BinHex 4.0)\r\n\r\n{}\r\n", lines.join("\r\n"))
    }

    fn opened(text: &[u8], mut room: usize) -> Option<File> {
        open(text, &mut room)
    }

    fn check(bytes: &[u8]) {
        let file = opened(packed("Rad.txt", bytes).as_bytes(), 1 << 20).expect("it is whole");
        assert_eq!((file.name.as_str(), &file.bytes[..]), ("Rad.txt", bytes));
    }

    #[test]
    fn a_file_comes_out_as_it_went_in() {
        check(b"Wheel");
        check(&[RUN, RUN, RUN, RUN, 1, RUN, 0, RUN]);
        check(&[vec![7; 1_000], vec![0; 600], vec![RUN; 300], (0..=255).collect()].concat());
        assert_eq!(checksum(b"123456789"), 0x31c3, "the check value of CRC-16/XMODEM");
    }

    #[test]
    fn names_are_in_the_macintosh_charset() {
        let named = packed("x", b"Wheel");
        assert_eq!(opened(named.as_bytes(), 5).expect("it is whole").name, "x");
        let mut head = b"\x03R\x8ad\0TEXTttxt\0\0\0\0\0\x01\0\0\0\0".to_vec();
        let sum = checksum(&head);
        head.extend(sum.to_be_bytes());
        head.push(b'a');
        head.extend(checksum(b"a").to_be_bytes());
        assert_eq!(opened(text_of(&head).as_bytes(), 5).expect("it is whole").name, "Räd");
    }

    #[test]
    fn what_is_cut_off_damaged_too_large_or_none_stays_as_it_is() {
        let whole = packed("a", b"The wheel is true.");
        assert!(opened(whole.as_bytes(), 18).is_some());
        assert_eq!(opened(whole.as_bytes(), 17), None, "too large");
        assert_eq!(opened(&whole.as_bytes()[..whole.len() - 20], 18), None, "cut off");
        let damaged = whole.replacen('G', "P", 3);
        assert_ne!(damaged, whole);
        assert_eq!(opened(damaged.as_bytes(), 18), None, "damaged");
        for none in
            ["", ":", "(This file must be converted with BinHex 4.0)", "(This file must be converted with BinHex 4.0)\n:~~"]
        {
            assert_eq!(opened(none.as_bytes(), 18), None, "{none}");
        }
        assert_eq!(opened(packed("a", b"").as_bytes(), 18), None, "a file of nothing but what only a Macintosh reads");
    }

    #[test]
    fn a_run_without_end_takes_no_more_than_it_may() {
        let bomb = packed("a", &vec![0; 4 << 20]);
        assert!(bomb.len() < 100_000 && opened(bomb.as_bytes(), 1 << 20).is_none());
    }

    proptest::proptest! {
        #[test]
        fn any_file_comes_back(bytes in proptest::collection::vec(proptest::prop_oneof![proptest::num::u8::ANY, 0x8f..0x92u8], 1..600)) {
            check(&bytes);
        }

        #[test]
        fn any_text_is_read_to_its_end(text in "[!-r\n]{0,300}") {
            opened(format!("(This file must be converted with BinHex 4.0)\n:{text}").as_bytes(), 1 << 16);
        }
    }
}
