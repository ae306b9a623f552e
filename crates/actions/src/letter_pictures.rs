//! The pictures in a letter's words: numbered while it is read, addressed once they are kept.

use domain::{id::AttachmentId, letter_face::LetterFace};

const NUMBERED: &str = "src=\"cid:";

/// Whether a letter holds pictures of its own.
pub(crate) fn any(html: &str, face: &LetterFace) -> bool {
    [html, &face.signature, &face.history].iter().any(|part| part.contains(NUMBERED))
}

/// The same HTML with each picture's own address: served only to who sees the message.
///
/// Our own sanitiser wrote the HTML: within a tag the mark can only be a picture's source; in text it would be text.
pub(crate) fn addressed(html: &str, files: &[AttachmentId]) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, behind)) = rest.split_once(NUMBERED) {
        let (number, behind) = behind.split_once('"').unwrap_or((behind, ""));
        let file = number.parse::<usize>().ok().and_then(|number| files.get(number));
        out.push_str(before);
        match file {
            Some(id) => out.push_str(&format!("src=\"/attachments/{id}/picture\"")),
            None => out.push_str("src=\"\""),
        }
        rest = behind;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_numbered_picture_gets_the_address_of_its_file() {
        let files = [AttachmentId(7), AttachmentId(9)];
        let check = |html: &str, expect: &str| assert_eq!(addressed(html, &files), expect);
        check("<p>x</p>", "<p>x</p>");
        check(
            r#"<img src="cid:1" alt="a">b<img src="cid:0">"#,
            &format!(r#"<img src="/attachments/{}/picture" alt="a">b<img src="/attachments/{}/picture">"#, files[1], files[0]),
        );
        check(r#"<img src="cid:5">"#, r#"<img src="">"#);
    }
}
