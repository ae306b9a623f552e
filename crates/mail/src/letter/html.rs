//! HTML from strangers: cleaned for display, and turned into text.
//!
//! **Invariant**: nothing that leaves here makes a browser load anything: the only image sources are `cid:` with the
//! number of an attachment of this letter, and there is no style, no class and no id of the letter's own.

mod drawn;
mod dress;
mod lines;
mod mark;
mod token;
mod told;

pub use dress::{Dress, without_placeholders};
pub use told::Told;

use super::{html_shape::fair, limits::HTML_BYTES_MAX};
use ammonia::{Builder, UrlRelative};
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;
use told::tell;

/// Wider than any line, so that paragraphs stay paragraphs instead of being wrapped.
const TEXT_WIDTH: usize = 4_000;

/// Elements in which no program shows words of a letter: the page's name, what a frame holds for programs without frames,
/// what a form lets choose. With the element goes what stands in it.
const WORDLESS: [&str; 7] = ["title", "iframe", "noframes", "noembed", "select", "textarea", "datalist"];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::default();
    cleaner
        .add_tags(["center", "font", "big"])
        .add_clean_content_tags(WORDLESS)
        // Read to tell quotes apart, then dropped: nothing of a letter's style is shown.
        .add_generic_attributes(["class", "id", "style", "name", "dir", "data-marker"])
        .add_tag_attributes("table", ["border"])
        .filter_style_properties(HashSet::from([
            "border",
            "border-left",
            "border-top",
            "display",
            "margin",
            "margin-bottom",
            "margin-top",
        ]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel", "cid"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("nofollow noopener noreferrer"))
        .attribute_filter(links_lead_out);
    cleaner
});

/// Only a picture may be `cid:`; a link to one leads nowhere.
fn links_lead_out<'a>(element: &str, attribute: &str, value: &'a str) -> Option<Cow<'a, str>> {
    let is_cid = value.trim_start().get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("cid:"));
    let elsewhere = is_cid && matches!(attribute, "href" | "cite") || element != "img" && attribute == "src";
    (!elsewhere).then_some(Cow::Borrowed(value))
}

/// Cleaned and told apart, or nothing where it is nested so deep that cleaning it is an attack.
pub(super) fn told(html: &str, dress: &Dress<'_>) -> Option<Told> {
    let html = scriptless(&html.replace('\0', ""));
    fair(&html).then(|| tell(&CLEANER.clean(&html).to_string(), dress))
}

/// `noscript` as any element: no script runs here, and the cleaner's parser takes what stands in it for text, as if one did.
fn scriptless(html: &str) -> String {
    const NAME: &str = "noscript";
    let mut plain = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let name = at + 1 + usize::from(rest[at + 1..].starts_with('/'));
        plain.push_str(&rest[..name]);
        rest = &rest[name..];
        if rest.get(..NAME.len()).is_some_and(|word| word.eq_ignore_ascii_case(NAME)) {
            plain.push_str("div");
            rest = &rest[NAME.len()..];
        }
    }
    plain + rest
}

/// As text: paragraphs, lists, `>` for quotes.
pub(super) fn to_text(html: &str) -> String {
    let html = html.replace('\0', "");
    if !fair(&html) {
        // A linear pass over the tags: no tree, no layout, but the words.
        return mail_parser::decoders::html::html_to_text(&html);
    }
    html2text::config::plain_no_decorate()
        .raw_mode(true)
        .no_table_borders()
        .allow_width_overflow()
        .empty_img_mode(html2text::config::ImageRenderMode::IgnoreEmpty)
        .string_from_read(html.as_bytes(), TEXT_WIDTH)
        .unwrap_or_else(|_| mail_parser::decoders::html::html_to_text(&html))
}

/// What calls itself HTML and has no tag was written as plain text: its lines are lines. Not where it is longer than what
/// is read of it: it would grow five times as long.
pub(super) fn lined(html: &str) -> Cow<'_, str> {
    if html.len() > HTML_BYTES_MAX {
        return Cow::Borrowed(html);
    }
    let tag = |at: usize| html[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
    let tagged = html.match_indices('<').any(|(at, _)| tag(at));
    if tagged { Cow::Borrowed(html) } else { Cow::Owned(html.replace('\n', "<br>\n")) }
}

#[cfg(test)]
mod clients;

#[cfg(test)]
mod tests {
    use super::*;

    fn new(html: &str) -> String {
        let own = |id: &str| (id == "frame@velo").then_some(3);
        told(html, &Dress { own: &own }).expect("it is fair").new.html
    }

    #[test]
    fn nothing_is_loaded_from_elsewhere() {
        let check = |input: &str, expect: &str| assert_eq!(new(input), expect, "{input}");
        let elsewhere = "<span class=\"picture-elsewhere\">x <small>spy.example</small></span>";
        check(r#"<img src="https://spy.example/1.gif" alt="x">"#, elsewhere);
        check(r#"<img src="https://spy.example/1.gif" width=1 height=1 alt="x">"#, "");
        check(r#"<img src="//spy.example/1.gif">"#, "");
        check(r#"<img src="/1.gif" alt="logo">"#, "<span class=\"picture-elsewhere\">logo</span>");
        check(r#"<img src="data:image/png;base64,AA">"#, "");
        check(r#"<img src="CID:frame@velo" srcset="https://spy.example/2x 2x">"#, r#"<img src="cid:3" alt="">"#);
        check(r#"<img src="cid:other@velo" alt="x">"#, "<span class=\"picture-elsewhere\">x</span>");
        check(r#"<p style="background:url(https://spy.example/)">x</p>"#, "<p>x</p>");
        check(r#"<p class="picture-elsewhere" id="m1">x</p>"#, "<p>x</p>");
        check(
            r#"<table><tr><td background="https://spy.example/">x</td></tr></table>"#,
            "<table><tbody><tr><td>x</td></tr></tbody></table>",
        );
        check("<title>Offers</title>y<iframe src=//spy.example><a href=x>z</a></iframe>", "y");
        check("x<NoScript><b>y</b></noscript>", "x<div><b>y</b></div>");
        check("<noscript><img src=//spy.example><script>x</script></noscript>y", "y");
        check("<form><select><option>All</select><textarea>z</textarea>y</form>", "y");
        check("<style>@import 'https://spy.example'</style><script>x</script>y", "y");
        check(r#"<a href="javascript:x">y</a>"#, r#"<a rel="nofollow noopener noreferrer">y</a>"#);
        check(r#"<a href="cid:x">y</a>"#, r#"<a rel="nofollow noopener noreferrer">y</a>"#);
    }

    #[test]
    fn html_becomes_text_with_paragraphs_lists_and_quotes() {
        let text = to_text("<p>Hello <b>Dora</b>,</p><ul><li>one</li></ul><blockquote>old</blockquote><img src='x' alt=''>");
        assert_eq!(text.trim_end(), "Hello Dora,\n* one\n\n> old");
    }

    #[test]
    fn html_without_a_tag_keeps_its_lines() {
        let text = |html: &str| to_text(&lined(html)).trim_end().to_owned();
        assert_eq!(text("Dear Dora,\n\nit is 1 < 2.\nIvo"), "Dear Dora,\n\nit is 1 < 2.\nIvo");
        assert_eq!(text("<p>Dear\nDora</p>"), "Dear Dora");
        let endless = "\n".repeat(HTML_BYTES_MAX + 1);
        assert!(matches!(lined(&endless), Cow::Borrowed(_)), "five times as much is not made of it");
    }

    #[test]
    fn an_abyss_of_elements_is_not_climbed() {
        let abyss = "<b><i>".repeat(100_000) + "words";
        assert!(told(&abyss, &Dress { own: &|_| None }).is_none());
        assert!(to_text(&abyss).contains("words"));
    }
}
