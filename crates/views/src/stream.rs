//! Turbo streams: what a live page is told to put where.

use domain::markup::escape;

/// Puts a fragment at the end of the element of this id; where its own id is on the page already, the page replaces it.
pub fn stream_append(fragment: &str, target: &str) -> String {
    stream("append", fragment, target)
}

/// Puts a fragment in place of the element of this id.
pub fn stream_replace(fragment: &str, target: &str) -> String {
    stream("replace", fragment, target)
}

fn stream(action: &str, fragment: &str, target: &str) -> String {
    let target = escape(target);
    format!("<turbo-stream action=\"{action}\" target=\"{target}\"><template>{fragment}</template></turbo-stream>")
}
