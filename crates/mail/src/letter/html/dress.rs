//! What is left of the tags of a told letter: no class, no id, no style; pictures of the letter itself by their number,
//! all others as a place that names where they lie.

use super::token::{Element, unescaped};
use domain::markup::escape;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// Attributes that only told the reader of quotes something.
const READ_ONLY: [&str; 6] = ["class", "id", "style", "name", "type", "data-marker"];

/// Hosts that are named; of more the rest is counted.
const HOSTS_MAX: usize = 5;

/// No side of a picture that shows something is shorter: the height of a line.
const ORNAMENT_POINTS_MAX: u32 = 16;

/// A piece of a letter as it is shown.
#[derive(Debug, Default)]
pub struct Dressed {
    pub html: String,
    pub(super) seen: RefCell<Pictures>,
}

/// Pictures that lie elsewhere.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    count: usize,
    hosts: BTreeSet<String>,
}

impl Dressed {
    /// How many pictures lie elsewhere, and on which hosts.
    pub fn remote(&self) -> (usize, Vec<String>) {
        let seen = self.seen.borrow();
        (seen.count, seen.hosts.iter().take(HOSTS_MAX).cloned().collect())
    }
}

/// Finds a letter's own pictures: by Content-ID, the number of the attachment, where that is a picture browsers show.
pub struct Dress<'l> {
    pub own: &'l dyn Fn(&str) -> Option<usize>,
}

impl Dress<'_> {
    /// A tag as it is shown; nothing where only what stands in it is.
    pub(super) fn tag(&self, element: &Element<'_>, seen: &RefCell<Pictures>) -> Option<String> {
        if element.name == "img" {
            return Some(self.picture(element, seen));
        }
        let mut tag = format!("<{}", element.name);
        for (name, value) in element.attributes.iter().filter(|(name, _)| !READ_ONLY.contains(name)) {
            tag.push_str(&format!(" {name}=\"{value}\""));
        }
        tag.push('>');
        Some(tag)
    }

    fn picture(&self, element: &Element<'_>, seen: &RefCell<Pictures>) -> String {
        let source = unescaped(element.attribute("src"));
        let alt = element.attribute("alt").trim();
        if let Some(id) = cid(&source) {
            return match (self.own)(id) {
                Some(number) => format!("<img src=\"cid:{number}\" alt=\"{alt}\"{}>", size(element)),
                None => placeholder(alt, ""),
            };
        }
        let host = host(&source);
        if host.is_empty() {
            return placeholder(alt, "");
        }
        let mut seen = seen.borrow_mut();
        seen.count += 1;
        seen.hosts.insert(host.clone());
        // A picture of one point only counts who looks at it, an ornament says nothing; nobody misses them.
        let missed = !alt.is_empty() || element.only_way || !is_ornament(element);
        if is_tracker(element) || !missed { String::new() } else { placeholder(alt, &host) }
    }
}

/// What stands where a picture is not shown: its words, and where it lies. Written here, after cleaning: no letter can
/// bring a class of its own.
fn placeholder(alt: &str, host: &str) -> String {
    let gap = if alt.is_empty() || host.is_empty() { "" } else { " " };
    if alt.is_empty() && host.is_empty() {
        return String::new();
    }
    let host = if host.is_empty() { String::new() } else { format!("<small>{}</small>", escape(host)) };
    format!("{PLACE}{alt}{gap}{host}</span>")
}

const PLACE: &str = "<span class=\"picture-elsewhere\">";

/// The same without what stands where pictures are not shown: for reading it as text.
pub fn without_placeholders(html: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, place)) = rest.split_once(PLACE) {
        kept.push_str(before);
        rest = place.split_once("</span>").map_or("", |(_, behind)| behind);
    }
    kept + rest
}

/// The Content-ID a `cid:` address names (RFC 2392), percent-decoded.
fn cid(source: &str) -> Option<&str> {
    let source = source.trim();
    source.get(..4).filter(|scheme| scheme.eq_ignore_ascii_case("cid:")).map(|_| source[4..].trim_matches(['<', '>']))
}

fn host(source: &str) -> String {
    url::Url::parse(source.trim()).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}

fn is_tracker(element: &Element<'_>) -> bool {
    ["width", "height"].iter().any(|side| matches!(element.attribute(side).trim(), "0" | "1" | "0px" | "1px"))
}

/// Its writer says so (HTML, 4.8.4.4: an empty alternative), or it is as small as a bullet, a line or a gap.
fn is_ornament(element: &Element<'_>) -> bool {
    let small = |side: &str| {
        let points = element.attribute(side).trim().trim_end_matches("px").parse::<u32>();
        points.is_ok_and(|points| points <= ORNAMENT_POINTS_MAX)
    };
    element.attributes.iter().any(|(name, _)| *name == "alt") || small("width") || small("height")
}

/// A picture's size in points, so that the page does not jump; what is larger than any screen is left out.
fn size(element: &Element<'_>) -> String {
    let points = |name: &str| element.attribute(name).trim().parse::<u32>().ok().filter(|n| (1..=4000).contains(n));
    match (points("width"), points("height")) {
        (Some(width), Some(height)) => format!(" width=\"{width}\" height=\"{height}\""),
        (Some(width), None) => format!(" width=\"{width}\""),
        _ => String::new(),
    }
}
