//! Pictures among the files of a message: what a browser is given to show by itself, and what a page shows below the words.

use crate::limits::PICTURE_BYTES_MAX;

/// Types that every browser shows and that cannot carry scripts.
const SHOWN: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/// Whether a browser may show files of a media type by itself.
pub fn may_show(media_type: &str) -> bool {
    SHOWN.contains(&media_type)
}

/// Whether a page shows a file of this type and this many octets below the words, without being asked.
pub fn stands_below(media_type: &str, size: i64) -> bool {
    may_show(media_type) && (1..=PICTURE_BYTES_MAX).contains(&size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pictures_that_carry_no_script_are_shown_and_large_ones_when_asked() {
        let check = |media_type: &str, size: i64, expect: (bool, bool)| {
            assert_eq!((may_show(media_type), stands_below(media_type, size)), expect, "{media_type} {size}");
        };
        check("image/png", 1, (true, true));
        check("image/webp", PICTURE_BYTES_MAX, (true, true));
        check("image/jpeg", PICTURE_BYTES_MAX + 1, (true, false));
        check("image/gif", 0, (true, false));
        check("image/svg+xml", 1, (false, false));
        check("text/html", 1, (false, false));
    }
}
