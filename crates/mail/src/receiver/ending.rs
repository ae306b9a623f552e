//! Where a letter ends, and its dots.
//!
//! The only end is `<CR><LF>.<CR><LF>`. Servers that also took `<LF>.<LF>` or `<CR><LF>.<CR>` let clients put a
//! second letter, with a sender of their choice, inside a first (SMTP smuggling); our protocol library ends at
//! `<CR><LF>.<CR><CR><LF>`, so this machine is ours.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// After `<CR><LF>`, or at the very start.
    LineStart,
    /// After a dot at the start of a line, which is not part of the letter.
    Dot,
    /// After that dot and a `<CR>`.
    DotReturn,
    Inside,
    /// After a `<CR>`.
    Return,
}

/// Reads a letter piece by piece, taking stuffed dots away (RFC 5321, 4.5.2).
pub(super) struct Ending {
    place: Place,
}

impl Ending {
    pub fn new() -> Ending {
        Ending { place: Place::LineStart }
    }

    /// Appends the letter's bytes to `letter`. Returns how many of `piece` were used once the end is reached.
    pub fn take(&mut self, piece: &[u8], letter: &mut Vec<u8>) -> Option<usize> {
        let mut at = 0;
        while let Some(&byte) = piece.get(at) {
            if self.place == Place::Inside {
                // The common case in one go: up to the next <CR>.
                let end = piece[at..].iter().position(|&byte| byte == b'\r').map_or(piece.len(), |found| at + found);
                letter.extend_from_slice(&piece[at..end]);
                at = end;
                if at == piece.len() {
                    break;
                }
                self.place = Place::Return;
                letter.push(b'\r');
                at += 1;
                continue;
            }
            at += 1;
            if self.step(byte, letter) {
                return Some(at);
            }
        }
        None
    }

    /// One byte outside of a line's middle. True at the end of the letter.
    fn step(&mut self, byte: u8, letter: &mut Vec<u8>) -> bool {
        self.place = match (self.place, byte) {
            (Place::DotReturn, b'\n') => return true,
            (Place::LineStart, b'.') => {
                self.place = Place::Dot;
                return false;
            }
            (Place::Dot, b'\r') => {
                self.place = Place::DotReturn;
                return false;
            }
            (Place::DotReturn, _) => {
                // It was no end after all: the dot was stuffed, the return is the letter's.
                letter.push(b'\r');
                if byte == b'\r' { Place::Return } else { Place::Inside }
            }
            (Place::Return, b'\n') => Place::LineStart,
            (_, b'\r') => Place::Return,
            _ => Place::Inside,
        };
        letter.push(byte);
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(wire: &str, letter: &str, rest: &str) {
        for size in 1..=wire.len() {
            let (mut ending, mut read, mut used) = (Ending::new(), Vec::new(), 0);
            let end = wire.as_bytes().chunks(size).find_map(|piece| {
                let end = ending.take(piece, &mut read);
                used += end.unwrap_or(piece.len());
                end
            });
            assert!(end.is_some(), "{wire:?} has an end");
            assert_eq!((String::from_utf8_lossy(&read).as_ref(), &wire[used..]), (letter, rest), "{wire:?} in pieces of {size}");
        }
    }

    #[test]
    fn a_letter_ends_at_a_lone_dot_and_loses_stuffed_dots() {
        check("a\r\n.\r\nQUIT", "a\r\n", "QUIT");
        check(".\r\n", "", "");
        check("..\r\n...a\r\n.b\r\n.\r\n", ".\r\n..a\r\nb\r\n", "");
        check("a\r\r\n.\r\n", "a\r\r\n", "");
    }

    #[test]
    fn nothing_else_ends_a_letter() {
        for fake in ["\n.\n", "\n.\r\n", "\r\n.\n", "\r\n.\r", "\r.\r", "\r\n.\r\r\n", "\r\n\0.\r\n", "\r.\r\n"] {
            let wire = format!("a{fake}MAIL FROM:<spy@spy.example>\r\n");
            let mut read = Vec::new();
            assert_eq!(Ending::new().take(wire.as_bytes(), &mut read), None, "{fake:?}");
            assert!(String::from_utf8_lossy(&read).contains("MAIL FROM"), "{fake:?}");
        }
    }
}
