//! How much of a letter is read, and why no more. The raw letter is kept whole in any case: what goes over a
//! limit here is missing from the reading only, and [`super::Letter::shortened`] says so.

/// Letter headers longer than this are not read further. Real ones reach some 30 KB (long lists of
/// recipients and signatures of relays); each header costs memory many times its own size.
pub const HEADER_BYTES_MAX: usize = 512 * 1024;

/// Of a header that is longer than that, octets of one field: [`MAILBOXES_MAX`] recipients fit into it at 130 octets each.
pub const FIELD_BYTES_MAX: usize = 64 * 1024;

/// Of such a header, octets of the fields that say little.
pub const OTHER_FIELDS_BYTES_MAX: usize = 64 * 1024;

/// Mentions of `multipart/` and `message/` in one letter: each can open a level of nesting. A digest of a
/// hundred letters has about three hundred.
pub const CONTAINERS_MAX: usize = 1_000;

/// Lines that could be a boundary. Each may begin a part, and an empty part costs the reader more than it
/// costs the sender.
pub const BOUNDARY_LINES_MAX: usize = 20_000;

/// Bytes the parser may have to look through for boundaries: each container may search the whole rest of the
/// letter for one that is not there. A digest of a hundred letters in 5 MB stays under a third of it.
pub const SEARCHED_BYTES_MAX: usize = 2_000_000_000;

/// Parameters in the headers of all parts together; a part has about three.
pub const PARAMETERS_MAX: usize = 20_000;

/// Packages within packages (`winmail.dat`) that are opened; Outlook makes one.
pub const PACKAGE_DEPTH_MAX: usize = 2;

/// Rich text in a package, packed or unpacked: words and tags, no pictures. Unpacking takes at most nine times as much.
pub const RTF_BYTES_MAX: usize = 1024 * 1024;

/// Octets of all files of a letter that are unpacked out of BinHex, in which a run of one octet is short: what mail programs
/// of its time sent at most. Beyond that they stay packed.
pub const UNPACKED_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Octets of a calendar part that are read; a year of one team's dates has some hundred thousand.
pub const CALENDAR_BYTES_MAX: usize = 256 * 1024;

/// Letters within a letter whose subject is told.
pub const INNER_LETTERS_MAX: usize = 50;

/// Letters within a letter whose words are shown in place; a digest of more is read from its files.
pub const INNER_SHOWN_MAX: usize = 10;

/// Octets of all letters within a letter that are opened for their words: a few photographs.
pub const INNER_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Octets of the text and HTML of all of them together that are read: each is told apart anew, beside the letter itself. A
/// long thread out of Outlook has two hundred kilobytes, a digest of ten letters twenty.
pub const INNER_WORDS_BYTES_MAX: usize = HTML_BYTES_MAX / 8;

/// Octets of their words as they are shown, all together: what a letter shows grows by half at most.
pub const INNER_HTML_BYTES_MAX: usize = SHOWN_HTML_BYTES_MAX / 2;

/// Files of a letter within a letter that are named.
pub const INNER_FILES_MAX: usize = 20;

/// Attachments kept from one letter; mail programs stop being usable long before.
pub const ATTACHMENTS_MAX: usize = 200;

/// Characters of text that are read; ten novels' chapters. Longer ones are machine output.
pub const TEXT_BYTES_MAX: usize = 1024 * 1024;

/// HTML longer than this is not cleaned for display; the text is taken from it all the same.
pub const HTML_BYTES_MAX: usize = 2 * 1024 * 1024;

/// Cleaned HTML longer than this is not shown: a page holds fifty messages.
pub const SHOWN_HTML_BYTES_MAX: usize = 512 * 1024;

/// Elements open at once. Newsletters nest tables about forty deep; tree builders grow slow, at worst
/// quadratic, on thousands.
pub const HTML_DEPTH_MAX: usize = 400;

/// The depths of all elements together: what turns HTML into text carries each line up through all that it stands in.
/// A newsletter of ten thousand elements, forty deep, has four hundred thousand.
pub const HTML_DEPTHS_MAX: usize = 1_500_000;

/// One word between tags: what breaks lines looks at the rest of a word for each of its lines. The longest written
/// without a space, in Chinese, are a chapter's paragraph.
pub const HTML_WORD_BYTES_MAX: usize = 64 * 1024;

/// Elements a tree builder may have to open again: each new block opens all formatting that was left open,
/// so a few hundred `<b>` and many `<p>` multiply. A long newsletter has some ten thousand.
pub const HTML_REOPENED_MAX: usize = 1_000_000;

/// Line beginnings (`> `, list indents) that nested quotes and lists may make of HTML turned into text. A
/// thread thirty deep of ten thousand lines makes three hundred thousand.
pub const HTML_INDENTS_MAX: usize = 3_000_000;

/// Pairs of attributes of one element, summed over all elements: parsers compare each attribute with all
/// before it. Ten thousand elements with thirty each make nine million.
pub const HTML_ATTRIBUTE_PAIRS_MAX: usize = 50_000_000;

/// Octets looked over for characters that are written as entities: from each to the end of its text. A page of a hundred
/// kilobytes in one paragraph with ten thousand of them makes a thousand million.
pub const HTML_LOOKED_OVER_MAX: usize = 2_000_000_000;

/// Entries taken from `References`: the oldest and the newest matter for threading, the middle does not.
pub const REFERENCES_MAX: usize = 100;

/// A Message-ID longer than a header line may be (RFC 5322, 2.1.1) is no identifier.
pub const MESSAGE_ID_BYTES_MAX: usize = 998;

/// People taken from one address header; a larger crowd is a list's business.
pub const MAILBOXES_MAX: usize = 500;

/// Local part 64, "@", domain 255 (RFC 5321, 4.5.3.1).
pub const ADDRESS_BYTES_MAX: usize = 320;

/// A person's displayed name.
pub const NAME_CHARS_MAX: usize = 200;

/// A subject; mail programs show about seventy characters.
pub const SUBJECT_CHARS_MAX: usize = 500;

/// An attachment's file name, within what every file system takes even in four-byte characters.
pub const FILE_NAME_CHARS_MAX: usize = 60;

/// Values of `List-*` headers.
pub const LIST_VALUE_CHARS_MAX: usize = 1_000;
