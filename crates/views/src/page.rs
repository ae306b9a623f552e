//! A page: a view model in the house's shell.

use askama::Template;

/// Room for a fragment.
const ROOM: usize = 2 * 1024;
/// Room for a page of fifty messages, so that it is not copied while it grows.
const PAGE_ROOM: usize = 160 * 1024;

/// Renders a fragment.
pub(crate) fn rendered(template: &impl Template) -> String {
    into_room(template, ROOM)
}

/// Renders a whole page.
pub(crate) fn rendered_page(template: &impl Template) -> String {
    into_room(template, PAGE_ROOM)
}

fn into_room(template: &impl Template, room: usize) -> String {
    let mut text = String::with_capacity(room);
    // Writing into a string fails only where a filter does, and none of ours can.
    template.render_into(&mut text).unwrap_or_else(|fault| text = fault.to_string());
    text
}

/// Words as one value of a query or one part of a path.
pub(crate) fn in_url(words: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~');
    words.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

/// Gives a view model its two representations: the page of this template, and JSON.
macro_rules! page {
    ($view:ident, $path:tt) => {
        use $crate::filters;

        #[derive(askama::Template)]
        #[template(path = $path)]
        struct Page<'a> {
            shell: &'a $crate::shell::Shell,
            // A page whose words are the same for everybody asks nothing of it.
            #[allow(dead_code)]
            view: &'a $view,
        }

        impl $view {
            /// As a page.
            pub fn html(&self, shell: &$crate::shell::Shell) -> String {
                $crate::page::rendered_page(&Page { shell, view: self })
            }

            /// As JSON: ids and positions are strings, moments RFC 3339.
            pub fn json(&self) -> serde_json::Value {
                serde_json::to_value(self).unwrap_or_default()
            }
        }
    };
}
pub(crate) use page;
