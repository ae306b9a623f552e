//! Slack's markup as ours: `<@U1>` by name, `<url|words>` as a link, `*strong*` as `**strong**`, `:tada:` as itself.
//!
//! A name is written without a mark that could call somebody of this house: an import tells nobody.

use std::fmt::Write;

/// Longest short name of an emoji that is looked up.
const EMOJI_CHARS_MAX: usize = 60;

/// The names behind the ids of an export.
pub struct Names<'n> {
    pub person: &'n dyn Fn(&str) -> Option<String>,
    pub channel: &'n dyn Fn(&str) -> Option<String>,
}

/// A reaction or short name as the emoji it is; `:name:` where it is the house's own.
pub fn emoji(name: &str) -> String {
    let plain = name.split("::").next().unwrap_or(name);
    let plain = match plain {
        // Slack's own names for some.
        "simple_smile" => "slightly_smiling_face",
        "thumbsup_all" => "+1",
        other => other,
    };
    emojis::get_by_shortcode(plain).map_or_else(|| format!(":{plain}:"), |emoji| emoji.as_str().to_owned())
}

/// A link, or its words alone where it leads to nothing on the web.
pub fn link(words: &str, url: &str) -> String {
    let words = escaped(&unescaped(words));
    let url = unescaped(url);
    let leads = ["http://", "https://", "mailto:"].iter().any(|scheme| url.starts_with(scheme));
    if !leads || url.contains(['<', '>', ' ', '\n']) {
        return words;
    }
    if words == escaped(&url) || words.is_empty() { format!("<{url}>") } else { format!("[{words}](<{url}>)") }
}

impl Names<'_> {
    /// Slack's markup as Markdown.
    pub fn markdown(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + text.len() / 8);
        for (n, block) in text.split("```").enumerate() {
            if n % 2 == 1 {
                let code = unescaped(&self.plain(block));
                // A fence stands on lines of its own.
                let gap = if out.is_empty() || out.ends_with('\n') { "" } else { "\n" };
                let _ = write!(out, "{gap}```\n{}\n```\n", code.trim_matches('\n'));
            } else {
                for (m, span) in block.split('`').enumerate() {
                    match m % 2 {
                        1 => {
                            let _ = write!(out, "`{}`", unescaped(&self.plain(span)));
                        }
                        _ => self.prose(span, &mut out),
                    }
                }
            }
        }
        out.trim_end().to_owned()
    }

    /// What stands in code: names and addresses, without any markup.
    fn plain(&self, text: &str) -> String {
        pieces(text)
            .into_iter()
            .map(|piece| match piece {
                Ok(words) => words.to_owned(),
                Err(inner) => self.named(inner).unwrap_or_else(|| {
                    let (url, words) = inner.split_once('|').unwrap_or((inner, inner));
                    if words.is_empty() { url.to_owned() } else { words.to_owned() }
                }),
            })
            .collect()
    }

    fn prose(&self, text: &str, out: &mut String) {
        for piece in pieces(text) {
            match piece {
                Ok(words) => out.push_str(&dressed(words)),
                Err(inner) => match self.named(inner) {
                    Some(name) => out.push_str(&escaped(&unescaped(&name))),
                    None => {
                        let (url, words) = inner.split_once('|').unwrap_or((inner, inner));
                        out.push_str(&link(words, url));
                    }
                },
            }
        }
    }

    /// Who or what is meant; nothing for a link.
    fn named(&self, inner: &str) -> Option<String> {
        let (id, label) = inner.split_once('|').map_or((inner, None), |(id, label)| (id, Some(label)));
        let label = label.filter(|label| !label.is_empty()).map(str::to_owned);
        match id.chars().next()? {
            '@' => Some((self.person)(&id[1..]).or(label).unwrap_or_else(|| id[1..].to_owned())),
            '#' => Some(format!("#{}", (self.channel)(&id[1..]).or(label).unwrap_or_else(|| id[1..].to_owned()))),
            '!' => {
                let word = id[1..].split('^').next().unwrap_or_default();
                Some(label.unwrap_or_else(|| word.to_owned()).trim_start_matches('@').to_owned())
            }
            _ => None,
        }
    }
}

/// Words, and what stands between `<` and `>`.
fn pieces(text: &str) -> Vec<Result<&str, &str>> {
    let (mut found, mut rest) = (Vec::new(), text);
    while let Some(at) = rest.find('<') {
        let Some(end) = rest[at..].find('>') else { break };
        found.push(Ok(&rest[..at]));
        found.push(Err(&rest[at + 1..at + end]));
        rest = &rest[at + end + 1..];
    }
    found.push(Ok(rest));
    found
}

/// Plain words with their emphasis: `*strong*` and `~gone~` are doubled; `_so_` is ours already.
fn dressed(words: &str) -> String {
    let words = with_emoji(&unescaped(words));
    let chars: Vec<char> = words.chars().collect();
    let mut out = String::with_capacity(words.len() + 8);
    for (n, c) in chars.iter().enumerate() {
        match c {
            '*' | '~' if encloses(&chars, n) => out.extend([c, c]),
            '@' if chars.get(n + 1).is_some_and(|next| next.is_ascii_lowercase())
                && (n == 0 || !chars[n - 1].is_alphanumeric()) =>
            {
                // A handle of theirs is none of ours.
                out.push_str("\\@\u{2060}");
            }
            '<' => out.push_str("\\<"),
            c => out.push(*c),
        }
    }
    out
}

/// Whether a mark opens or closes a run of words on its line.
fn encloses(chars: &[char], at: usize) -> bool {
    let mark = chars[at];
    let gap = |c: Option<&char>| c.is_none_or(|c| c.is_whitespace() || c.is_ascii_punctuation() && *c != mark);
    let word = |c: Option<&char>| c.is_some_and(|c| !c.is_whitespace() && *c != mark);
    let (before, after) = (at.checked_sub(1).and_then(|n| chars.get(n)), chars.get(at + 1));
    let opens = gap(before) && word(after) && chars[at + 1..].iter().take_while(|c| **c != '\n').any(|c| *c == mark);
    let closes = word(before) && gap(after) && chars[..at].iter().rev().take_while(|c| **c != '\n').any(|c| *c == mark);
    opens || closes
}

fn with_emoji(words: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(words.len()), words);
    while let Some(at) = rest.find(':') {
        let behind = &rest[at + 1..];
        let name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+');
        let end = behind.find(|c: char| !name(c)).unwrap_or(behind.len());
        let found = (end > 0 && end <= EMOJI_CHARS_MAX && behind[end..].starts_with(':'))
            .then(|| emojis::get_by_shortcode(&behind[..end]));
        out.push_str(&rest[..at]);
        match found.flatten() {
            Some(emoji) => {
                out.push_str(emoji.as_str());
                rest = &behind[end + 1..];
            }
            None => {
                out.push(':');
                rest = behind;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Without what Markdown would read in a name.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        if matches!(c, '[' | ']' | '*' | '_' | '~' | '`' | '<' | '\\') {
            out.push('\\');
        }
        out.push(if c == '\n' { ' ' } else { c });
    }
    out
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        let person = |id: &str| (id == "U1").then(|| "Dora Lind".to_owned());
        let channel = |id: &str| (id == "C1").then(|| "wheels".to_owned());
        let names = Names { person: &person, channel: &channel };
        assert_eq!(names.markdown(text), expect, "{text}");
    }

    #[test]
    fn slacks_markup_becomes_ours() {
        check("<@U1|dora> and <@U2|ivo> in <#C1>", "Dora Lind and ivo in #wheels");
        check("<https://velo.example/?a=1&amp;b=2|the *shop*>", "[the \\*shop\\*](<https://velo.example/?a=1&b=2>)");
        check("<https://velo.example/>", "<https://velo.example/>");
        check("<javascript:alert(1)|here>", "here");
        check("*strong* _soft_ ~gone~ 2*3*4", "**strong** _soft_ ~~gone~~ 2*3*4");
        check("<!channel> hello <!date^1^x|today>", "channel hello today");
        check("1 &lt; 2 &amp;&amp; 3 &gt; 2", "1 \\< 2 && 3 > 2");
        check(":tada: at 10:30:00 :ours:", "🎉 at 10:30:00 :ours:");
        check("run `a &lt; *b*` now", "run `a < *b*` now");
        check("```let a = &amp;b;\n*c*```", "```\nlet a = &b;\n*c*\n```");
    }

    #[test]
    fn nobody_of_this_house_is_called() {
        let person = |_: &str| Some("maya".to_owned());
        let names = Names { person: &person, channel: &|_| None };
        for text in ["<@U1> look", "@maya.okafor look", "cc @maya"] {
            assert!(domain::markup::mentions(&names.markdown(text)).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_reaction_is_an_emoji_or_its_name() {
        assert_eq!(["+1", "+1::skin-tone-3", "tada", "ours"].map(emoji), ["👍", "👍", "🎉", ":ours:"]);
    }
}
