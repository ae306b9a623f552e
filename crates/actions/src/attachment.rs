//! Attachments: a name that is safe to show and save, a type told from the octets and never from what was claimed.

use domain::limits;
use store::blob::Kept;
pub use store::writing::attachment::NewAttachment;

/// A kept file under a safe name and its sniffed type.
pub fn named(file_name: &str, kept: Kept) -> NewAttachment {
    let media_type = sniffed(&kept.head).to_owned();
    NewAttachment { name: safe_name(file_name), media_type, kept }
}

/// The type of a file by its first octets: what browsers may be told. Markup of any kind is plain text.
fn sniffed(head: &[u8]) -> &'static str {
    match infer::get(head) {
        Some(kind) if !kind.mime_type().contains("html") && !kind.mime_type().contains("xml") => kind.mime_type(),
        Some(_) => "text/plain",
        None if !head.contains(&0) && is_text(head) => "text/plain",
        None => "application/octet-stream",
    }
}

/// Whether octets are UTF-8, but for a character that was cut at their end.
fn is_text(head: &[u8]) -> bool {
    std::str::from_utf8(head).map_or_else(|e| e.error_len().is_none(), |_| true)
}

/// The last part of a path, without control characters, at most [`limits::FILE_NAME_CHARS_MAX`] characters.
fn safe_name(file_name: &str) -> String {
    let last = file_name.rsplit(['/', '\\']).next().unwrap_or("");
    let name: String = last.chars().filter(|c| !c.is_control()).take(limits::FILE_NAME_CHARS_MAX).collect();
    let name = name.trim().trim_matches('.').trim();
    if name.is_empty() { String::from("file") } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_poses_as_a_picture_is_plain_text() {
        assert_eq!(sniffed(b"<!DOCTYPE html><script>alert(1)</script>"), "text/plain");
        assert_eq!(sniffed(b"<?xml version=\"1.0\"?><svg onload=\"x\"/>"), "text/plain");
        assert_eq!(sniffed(b"\x89PNG\r\n\x1a\n"), "image/png");
        assert_eq!(sniffed(b"\0\x01\x02"), "application/octet-stream");
        assert_eq!(sniffed("Grüße".as_bytes()), "text/plain");
    }

    #[test]
    fn a_name_never_leads_elsewhere() {
        assert_eq!(safe_name("../../etc/passwd"), "passwd");
        assert_eq!(safe_name("C:\\letters\\offer.pdf"), "offer.pdf");
        assert_eq!(safe_name("..\u{0}"), "file");
    }
}
