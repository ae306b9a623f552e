//! HTML from strangers: cleaned for display, and turned into text.
//!
//! **Invariant**: nothing that leaves here makes a browser load anything: the only image sources are `cid:`,
//! that is pictures of this letter, and there is no style that could name an address.

use super::html_shape::fair;
use ammonia::{Builder, UrlRelative};
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Wider than any line, so that paragraphs stay paragraphs instead of being wrapped.
const TEXT_WIDTH: usize = 4_000;

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::default();
    cleaner
        .add_tags(["center", "font", "big"])
        .add_generic_attributes(["style", "dir"])
        // Colours are left out: what is legible on the sender's white is not on our dark ground.
        .filter_style_properties(HashSet::from(["text-align", "font-weight", "font-style", "text-decoration"]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel", "cid"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("nofollow noopener noreferrer"))
        .attribute_filter(own_pictures_only);
    cleaner
});

fn own_pictures_only<'a>(element: &str, attribute: &str, value: &'a str) -> Option<Cow<'a, str>> {
    let is_cid = value.trim_start().get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("cid:"));
    match (element, attribute) {
        ("img", "src") => is_cid.then_some(Cow::Borrowed(value)),
        // Only a picture may be `cid:`; a link to one leads nowhere.
        (_, "href" | "cite") if is_cid => None,
        _ => Some(Cow::Borrowed(value)),
    }
}

/// Cleaned for display, or nothing where it is nested so deep that cleaning it is an attack.
pub(super) fn clean(html: &str) -> Option<String> {
    let html = html.replace('\0', "");
    fair(&html).then(|| CLEANER.clean(&html).to_string())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_loaded_from_elsewhere() {
        let check = |input: &str, expect: &str| assert_eq!(clean(input).as_deref(), Some(expect), "{input}");
        check(r#"<img src="https://spy.example/1.gif" alt="x">"#, r#"<img alt="x">"#);
        check(r#"<img src="//spy.example/1.gif">"#, "<img>");
        check(r#"<img src="/1.gif">"#, "<img>");
        check(r#"<img src="data:image/png;base64,AA">"#, "<img>");
        check(r#"<img src="CID:frame@velo" srcset="https://spy.example/2x 2x">"#, r#"<img src="CID:frame@velo">"#);
        check(r#"<p style="background:url(https://spy.example/)">x</p>"#, r#"<p style="">x</p>"#);
        check(r#"<td background="https://spy.example/">x</td>"#, "x");
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
    fn an_abyss_of_elements_is_not_climbed() {
        let abyss = "<b><i>".repeat(100_000) + "words";
        assert_eq!(clean(&abyss), None);
        assert!(to_text(&abyss).contains("words"));
    }
}
