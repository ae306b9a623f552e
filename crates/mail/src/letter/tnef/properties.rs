//! The properties in a package: number, type, value.

use super::Octets;
use std::borrow::Cow;

/// A package with more is no letter.
const PROPERTIES_MAX: usize = 10_000;

const STRING8: u16 = 0x001e;
const UNICODE: u16 = 0x001f;
const OBJECT: u16 = 0x000d;
const BINARY: u16 = 0x0102;
const MULTIPLE: u16 = 0x1000;
/// From here on properties are named by a set and a number or a name.
const NAMED: u16 = 0x8000;

pub(super) enum Value<'o> {
    Text(String),
    Octets(&'o [u8]),
}

pub(super) struct Properties<'o> {
    octets: Octets<'o>,
    left: usize,
}

impl<'o> Properties<'o> {
    pub fn of(content: &'o [u8]) -> Properties<'o> {
        let mut octets = Octets(content);
        let left = octets.length().unwrap_or_default().min(PROPERTIES_MAX);
        Properties { octets, left }
    }

    fn next_one(&mut self) -> Option<(u16, Option<Value<'o>>)> {
        let (kind, id) = (self.octets.u16()?, self.octets.u16()?);
        if id >= NAMED {
            self.octets.take(16)?;
            if self.octets.u32()? == 0 {
                self.octets.u32()?;
            } else {
                self.variable()?;
            }
        }
        let single = kind & !MULTIPLE;
        let Some(size) = fixed(single) else {
            // Variable values are counted even where there is one.
            let count = self.octets.length()?;
            let first = if count > 0 { Some(self.variable()?) } else { None };
            for _ in 1..count.min(PROPERTIES_MAX) {
                self.variable()?;
            }
            return Some((id, first.and_then(|octets| value(single, octets))));
        };
        let count = if kind & MULTIPLE == 0 { 1 } else { self.octets.length()? };
        self.octets.take(size.checked_mul(count)?)?;
        Some((id, None))
    }

    /// Octets behind their length, padded to four.
    fn variable(&mut self) -> Option<&'o [u8]> {
        let length = self.octets.length()?;
        let octets = self.octets.take(length)?;
        // At the very end the padding may be missing.
        self.octets.take((4 - length % 4) % 4).or(Some(&[]))?;
        Some(octets)
    }
}

impl<'o> Iterator for Properties<'o> {
    type Item = (u16, Value<'o>);

    fn next(&mut self) -> Option<(u16, Value<'o>)> {
        while self.left > 0 {
            self.left -= 1;
            let Some((id, value)) = self.next_one() else {
                self.left = 0;
                return None;
            };
            if let Some(value) = value {
                return Some((id, value));
            }
        }
        None
    }
}

fn value(kind: u16, octets: &[u8]) -> Option<Value<'_>> {
    match kind {
        UNICODE => Some(Value::Text(utf16(octets).into_owned())),
        STRING8 | BINARY | OBJECT => Some(Value::Octets(octets)),
        _ => None,
    }
}

fn utf16(octets: &[u8]) -> Cow<'_, str> {
    let text = encoding_rs::UTF_16LE.decode_without_bom_handling(octets).0;
    match text.find('\0') {
        Some(end) => Cow::Owned(text[..end].to_owned()),
        None => text,
    }
}

/// The octets of a value of fixed size, padded to four; nothing for those with a length of their own.
fn fixed(kind: u16) -> Option<usize> {
    match kind {
        STRING8 | UNICODE | OBJECT | BINARY => None,
        0x0005..=0x0007 | 0x0014 | 0x0040 => Some(8),
        0x0048 => Some(16),
        _ => Some(4),
    }
}
