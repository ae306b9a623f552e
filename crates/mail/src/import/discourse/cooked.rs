//! A post's HTML with what is the forum's own furniture made plain: emoji are themselves, faces and buttons are gone. What
//! comes out is cleaned like any letter's.

/// The HTML without the forum's furniture.
pub fn plainer(cooked: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(cooked.len()), cooked);
    while let Some(at) = rest.find("<img") {
        let Some(end) = rest[at..].find('>') else { break };
        let tag = &rest[at..=at + end];
        out.push_str(&rest[..at]);
        let class = attribute(tag, "class");
        if class.split(' ').any(|word| word == "emoji") {
            let name = attribute(tag, "alt").trim_matches(':');
            let name = name.split(':').next().unwrap_or(name);
            match emojis::get_by_shortcode(name) {
                Some(emoji) => out.push_str(emoji.as_str()),
                None => out.push_str(attribute(tag, "alt")),
            }
        } else if !class.split(' ').any(|word| word == "avatar") {
            out.push_str(tag);
        }
        rest = &rest[at + end + 1..];
    }
    out.push_str(rest);
    // Under a picture stand its name and size, for a button.
    without(&without(&out, "<div class=\"meta\"", "</div>"), "<svg", "</svg>")
}

/// The value of a tag's attribute, as it stands there.
fn attribute<'t>(tag: &'t str, name: &str) -> &'t str {
    let opening = format!(" {name}=\"");
    tag.split_once(&opening).and_then(|(_, rest)| rest.split_once('"')).map_or("", |(value, _)| value)
}

fn without(html: &str, from: &str, to: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(html.len()), html);
    while let Some((before, behind)) = rest.split_once(from) {
        let Some((_, after)) = behind.split_once(to) else { break };
        out.push_str(before);
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emoji_are_themselves_and_faces_are_gone() {
        let check = |cooked: &str, expect: &str| assert_eq!(plainer(cooked), expect, "{cooked}");
        check(r#"Hi <img src="https://x/1.png" title=":grinning:" class="emoji" alt=":grinning:">!"#, "Hi 😀!");
        check(r#"<img src="https://x/1.png" class="emoji only-emoji" alt=":ours:">"#, ":ours:");
        check(r#"<img width="24" src="https://x/2.png" class="avatar"> dora:"#, " dora:");
        check(r#"<img src="https://x/3.png" alt="a wheel">"#, r#"<img src="https://x/3.png" alt="a wheel">"#);
        check(r#"<a>x</a><div class="meta"><svg><use/></svg><span>a.png</span></div>y"#, "<a>x</a>y");
        check("<img unfinished", "<img unfinished");
    }
}
