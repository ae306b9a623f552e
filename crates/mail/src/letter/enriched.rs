//! `text/enriched` (RFC 1896) and its forerunner `text/richtext` (RFC 1341, 7.1.3) as HTML: what other programs than ours made
//! of bold, quotes and line breaks before they wrote HTML.

use domain::markup::escape;

/// A formatting command has at most sixty letters (RFC 1896, 2).
const COMMAND_BYTES_MAX: usize = 60;

/// Commands that say more than a look, and the elements that say the same.
const ELEMENTS: [(&str, &str); 8] = [
    ("bold", "b"),
    ("italic", "i"),
    ("underline", "u"),
    ("fixed", "code"),
    ("excerpt", "blockquote"),
    ("center", "center"),
    ("paragraph", "p"),
    ("heading", "h3"),
];

/// Which of the two it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Enriched,
    Richtext,
}

impl Kind {
    /// By the subtype of a part's `Content-Type`.
    pub fn of(subtype: &str) -> Option<Kind> {
        let is = |name: &str| subtype.eq_ignore_ascii_case(name);
        if is("enriched") { Some(Kind::Enriched) } else { is("richtext").then_some(Kind::Richtext) }
    }
}

/// The text as HTML, not yet cleaned. Commands that are only a look (fonts, colours, margins) go with what they are told.
pub(super) fn to_html(text: &str, kind: Kind) -> String {
    let text = text.replace("\r\n", "\n");
    let mut html = String::with_capacity(text.len() + text.len() / 8);
    // Within these nothing is words; within those line ends are kept.
    let (mut wordless, mut unfilled) = (0_usize, 0_usize);
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        let taken = match first {
            '<' if kind == Kind::Enriched && rest.starts_with("<<") => {
                push(&mut html, wordless, "&lt;");
                2
            }
            '<' => match command(rest) {
                Some((name, closes, taken)) => {
                    match name.as_str() {
                        "param" | "comment" => count(&mut wordless, closes),
                        "nofill" => count(&mut unfilled, closes),
                        "lt" => push(&mut html, wordless, "&lt;"),
                        "nl" => push(&mut html, wordless, "<br>"),
                        "np" => push(&mut html, wordless, "<br><br>"),
                        name => push(&mut html, wordless, &element(name, closes)),
                    }
                    taken
                }
                None => {
                    push(&mut html, wordless, "&lt;");
                    1
                }
            },
            '\n' => {
                let count = rest.bytes().take_while(|byte| *byte == b'\n').count();
                // One line end is a space, each more of a run a line's end (RFC 1896, 1).
                let breaks = if unfilled > 0 { count } else { count - 1 };
                match kind {
                    Kind::Enriched if breaks > 0 => push(&mut html, wordless, &"<br>\n".repeat(breaks)),
                    _ => push(&mut html, wordless, " "),
                }
                count
            }
            _ => {
                let end = rest.find(['<', '\n']).unwrap_or(rest.len());
                push(&mut html, wordless, &escape(&rest[..end]));
                end
            }
        };
        rest = &rest[taken..];
    }
    html
}

fn push(html: &mut String, wordless: usize, more: &str) {
    if wordless == 0 {
        html.push_str(more);
    }
}

fn count(depth: &mut usize, closes: bool) {
    *depth = if closes { depth.saturating_sub(1) } else { *depth + 1 };
}

fn element(name: &str, closes: bool) -> String {
    let known = ELEMENTS.iter().find(|(command, _)| *command == name);
    known.map_or_else(String::new, |(_, element)| format!("<{}{element}>", if closes { "/" } else { "" }))
}

/// The command at the beginning, in lower case, whether it closes, and its length.
fn command(text: &str) -> Option<(String, bool, usize)> {
    let inner = &text[1..];
    let closes = inner.starts_with('/');
    let inner = &inner[usize::from(closes)..];
    let length =
        inner.bytes().take(COMMAND_BYTES_MAX + 1).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
    let whole = (1..=COMMAND_BYTES_MAX).contains(&length) && inner.as_bytes().get(length) == Some(&b'>');
    whole.then(|| (inner[..length].to_ascii_lowercase(), closes, usize::from(closes) + length + 2))
}

#[cfg(test)]
mod tests {
    use super::super::Letter;
    use super::*;

    #[test]
    fn commands_become_elements_or_nothing() {
        let check = |text: &str, expect: &str| assert_eq!(to_html(text, Kind::Enriched), expect, "{text}");
        check("<bold>Now</bold> is <Italic>it</iTalic>", "<b>Now</b> is <i>it</i>");
        check("<color><param>red</param>Blood</color> <smaller>x</smaller>", "Blood x");
        check("1 << 2 and a < b & c", "1 &lt; 2 and a &lt; b &amp; c");
        check("one\r\ntwo\r\n\r\nthree\n\n\nfour", "one two<br>\nthree<br>\n<br>\nfour");
        check("<nofill>a\nb</nofill>\nc", "a<br>\nb c");
        check("<excerpt>old</excerpt>new", "<blockquote>old</blockquote>new");
        check("</param>x<nonsense", "x&lt;nonsense");
        assert_eq!(to_html("a<nl>b<lt>\nc<comment>d</comment>", Kind::Richtext), "a<br>b&lt; c");
    }

    #[test]
    fn an_enriched_letter_is_shown() {
        let letter = |text: &str| {
            let head =
                "Subject: x\r\nContent-Type: text/enriched; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable";
            Letter::read(format!("{head}\r\n\r\n{text}").as_bytes())
        };
        let bold = letter("Two <bold>sp=F6kes</bold>\r\nare bent.\r\n\r\nDora\r\n");
        assert_eq!((bold.text.trim_end(), bold.attachments.len()), ("Two spökes are bent.\nDora", 0));
        assert!(bold.html.is_some_and(|html| html.contains("<b>spökes</b>")));
        let plain = letter("<fontfamily><param>Times</param>Hello</fontfamily>\r\n");
        assert_eq!((plain.text.trim_end(), plain.html), ("Hello", None));
        assert_eq!(letter("<bold>").attachments, [], "without an end");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_to_its_end(text in "(<|<<|</|>|param|bold|nofill|\n|ä|x){0,60}") {
            to_html(&text, Kind::Enriched);
            to_html(&text, Kind::Richtext);
        }
    }
}
