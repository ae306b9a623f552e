//! Outlook's rich text: unpacked (MS-OXRTFCP), then its words, or the HTML it was made of (MS-OXRTFEX).

use super::super::limits::RTF_BYTES_MAX;
use encoding_rs::WINDOWS_1252;

/// Groups within groups; deeper ones are read as if they were as deep as this.
const DEPTH_MAX: usize = 200;

/// Groups that hold no words.
const SILENT: [&str; 8] = ["fonttbl", "colortbl", "stylesheet", "info", "pict", "header", "footer", "generator"];

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Words {
    Html(String),
    Text(String),
}

pub(super) fn read(packed: &[u8]) -> Option<Words> {
    // The header says how long it will be; the unpacking trusts it, so it is looked at first.
    let unpacked = u32::from_le_bytes(packed.get(4..8)?.try_into().ok()?) as usize;
    if packed.len() < 16 || packed.len() > RTF_BYTES_MAX || unpacked > RTF_BYTES_MAX {
        return None;
    }
    let rtf = std::panic::catch_unwind(|| compressed_rtf::decompress_rtf(packed).ok()).ok()??;
    Some(words(&rtf))
}

fn words(rtf: &str) -> Words {
    let html = rtf.get(..rtf.floor_char_boundary(500)).is_some_and(|head| head.contains("\\fromhtml"));
    let mut reader = Reader { out: String::new(), groups: vec![Group::default()], html, skip: 0 };
    let mut rest = rtf;
    while let Some(letter) = rest.chars().next() {
        rest = reader.read(letter, rest);
    }
    if html { Words::Html(reader.out) } else { Words::Text(reader.out) }
}

#[derive(Clone, Default)]
struct Group {
    /// Nothing in it is shown.
    silent: bool,
    /// It holds a tag of the HTML.
    tag: bool,
    /// It says again in rich text what the HTML says.
    again: bool,
    starred: bool,
    /// Characters that stand for programs which know no Unicode, behind each that is Unicode.
    fallback: usize,
}

struct Reader {
    out: String,
    groups: Vec<Group>,
    html: bool,
    skip: usize,
}

impl Reader {
    fn read<'r>(&mut self, letter: char, rest: &'r str) -> &'r str {
        match letter {
            '{' => {
                let group = Group { starred: false, ..self.group().clone() };
                if self.groups.len() < DEPTH_MAX {
                    self.groups.push(group);
                }
            }
            '}' => {
                if self.groups.len() > 1 {
                    self.groups.pop();
                }
            }
            '\\' => return self.control(&rest[1..]),
            '\r' | '\n' => {}
            other => self.put(other),
        }
        &rest[letter.len_utf8()..]
    }

    fn group(&mut self) -> &mut Group {
        self.groups.last_mut().expect("the outermost group is never left")
    }

    fn put(&mut self, letter: char) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        let html = self.html;
        let group = self.group();
        if group.silent || html && group.again {
            return;
        }
        if html && !group.tag {
            self.out.push_str(&domain::markup::escape(letter.encode_utf8(&mut [0; 4])));
        } else {
            self.out.push(letter);
        }
    }

    /// What stands behind a backslash.
    fn control<'r>(&mut self, rest: &'r str) -> &'r str {
        let Some(first) = rest.chars().next() else { return rest };
        if !first.is_ascii_alphabetic() {
            let behind = &rest[first.len_utf8()..];
            match first {
                '\'' => return self.octet(behind),
                '*' => self.group().starred = true,
                '~' => self.put('\u{a0}'),
                '\\' | '{' | '}' => self.put(first),
                _ => {}
            }
            return behind;
        }
        let end = rest.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        let digits = behind.find(|letter: char| !letter.is_ascii_digit() && letter != '-').unwrap_or(behind.len());
        let number = behind[..digits].parse::<i32>().ok();
        self.word(word, number);
        behind[digits..].strip_prefix(' ').unwrap_or(&behind[digits..])
    }

    fn octet<'r>(&mut self, behind: &'r str) -> &'r str {
        let Some(code) = behind.get(..2) else { return behind };
        if let Ok(octet) = u8::from_str_radix(code, 16) {
            let text = WINDOWS_1252.decode_without_bom_handling(&[octet]).0.into_owned();
            text.chars().for_each(|letter| self.put(letter));
        }
        &behind[2..]
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        match word {
            "par" | "line" => self.put('\n'),
            "tab" => self.put('\t'),
            "uc" => self.group().fallback = number.and_then(|n| usize::try_from(n).ok()).unwrap_or(1).min(8),
            "u" => {
                let code = number.map(|n| if n < 0 { n + 65_536 } else { n }).and_then(|n| u32::try_from(n).ok());
                self.put(code.and_then(char::from_u32).unwrap_or('\u{fffd}'));
                self.skip = self.group().fallback;
            }
            "htmltag" | "mhtmltag" => {
                let silent = word == "mhtmltag";
                let group = self.group();
                (group.tag, group.silent) = (!silent, silent);
            }
            "htmlrtf" => self.group().again = number != Some(0),
            _ if self.group().starred || SILENT.contains(&word) => self.group().silent = true,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rich_text_is_read_as_words() {
        let rtf = "{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}{\\*\\generator x;}\\uc1 Gr\\'fc\\u223?e\\par \\{two\\}\\tab three}";
        assert_eq!(words(rtf), Words::Text("Grüße\n{two}\tthree".into()));
    }

    #[test]
    fn html_that_was_packed_into_rich_text_is_html_again() {
        let rtf = "{\\rtf1\\ansi\\fromhtml1 {\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 a < b\\htmlrtf\\par}\\htmlrtf0 {\\*\\htmltag72 </p>}}";
        assert_eq!(words(rtf), Words::Html("<p>a &lt; b</p>".into()));
    }

    #[test]
    fn a_lie_about_the_length_is_not_believed() {
        let mut packed = vec![0_u8; 40];
        packed[4..8].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(read(&packed), None);
        assert_eq!(read(&[]), None);
        assert_eq!(read(&[1, 2, 3]), None);
    }
}
