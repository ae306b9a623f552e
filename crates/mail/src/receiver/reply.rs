//! Answers: a code, an enhanced code (RFC 3463) and a sentence.

/// The longest sentence; a line may have 512 octets in all (RFC 5321, 4.5.3.1.5).
const SENTENCE_CHARS_MAX: usize = 400;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reply {
    code: u16,
    enhanced: &'static str,
    lines: Vec<String>,
}

impl Reply {
    /// `enhanced` is empty where RFC 2034 wants none: greeting, EHLO, 354.
    pub fn new(code: u16, enhanced: &'static str, sentence: &str) -> Reply {
        Reply::lines(code, enhanced, [sentence.to_owned()])
    }

    pub fn lines(code: u16, enhanced: &'static str, lines: impl IntoIterator<Item = String>) -> Reply {
        Reply { code, enhanced, lines: lines.into_iter().map(|line| sentence(&line)).collect() }
    }

    pub fn is_refusal(&self) -> bool {
        self.code >= 400
    }

    pub fn write(&self, out: &mut Vec<u8>) {
        let last = self.lines.len().saturating_sub(1);
        for (at, line) in self.lines.iter().enumerate() {
            let mark = if at == last { ' ' } else { '-' };
            let gap = if self.enhanced.is_empty() { "" } else { " " };
            out.extend_from_slice(format!("{}{mark}{}{gap}{line}\r\n", self.code, self.enhanced).as_bytes());
        }
    }
}

/// One line of printable ASCII: what a desk or a client said must not become a line of the protocol.
fn sentence(text: &str) -> String {
    text.chars()
        .take(SENTENCE_CHARS_MAX)
        .map(|letter| if letter == ' ' || letter.is_ascii_graphic() { letter } else { '?' })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(reply: &Reply) -> String {
        let mut out = Vec::new();
        reply.write(&mut out);
        String::from_utf8(out).expect("ascii")
    }

    #[test]
    fn a_sentence_stays_one_line() {
        let reply = Reply::new(550, "5.1.1", "No.\r\n250 OK ü");
        assert_eq!(written(&reply), "550 5.1.1 No.??250 OK ?\r\n");
    }

    #[test]
    fn many_lines_are_marked() {
        let reply = Reply::lines(250, "", ["mail.example".to_owned(), "SIZE 1".to_owned()]);
        assert_eq!(written(&reply), "250-mail.example\r\n250 SIZE 1\r\n");
    }
}
