use super::*;

fn attribute(level: u8, id: u32, content: &[u8]) -> Vec<u8> {
    let sum = content.iter().fold(0_u16, |sum, octet| sum.wrapping_add(u16::from(*octet)));
    let length = u32::try_from(content.len()).unwrap();
    [&[level][..], &id.to_le_bytes(), &length.to_le_bytes(), content, &sum.to_le_bytes()].concat()
}

/// One property of variable size.
fn property(kind: u16, id: u16, content: &[u8]) -> Vec<u8> {
    let mut out = [&kind.to_le_bytes()[..], &id.to_le_bytes(), &1_u32.to_le_bytes()].concat();
    out.extend(u32::try_from(content.len()).unwrap().to_le_bytes());
    out.extend(content);
    out.resize(out.len().next_multiple_of(4), 0);
    out
}

fn properties(all: &[Vec<u8>]) -> Vec<u8> {
    [&u32::try_from(all.len()).unwrap().to_le_bytes()[..], &all.concat()].concat()
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect()
}

pub(in crate::letter) fn winmail() -> Vec<u8> {
    let number = [&3_u16.to_le_bytes()[..], &0x0e17_u16.to_le_bytes(), &7_u32.to_le_bytes()].concat();
    let message = properties(&[
        number,
        property(0x001f, PR_BODY, &utf16("Grüße aus dem Werk")),
        property(0x0102, PR_HTML, b"<p>Gr\xfc\xdfe <b>aus</b> dem Werk</p>"),
    ]);
    let file = properties(&[
        property(0x001f, PR_LONG_NAME, &utf16("Speichenmaß.txt")),
        property(0x001e, PR_MEDIA_TYPE, b"text/plain\0"),
    ]);
    [
        SIGNATURE.to_le_bytes().to_vec(),
        vec![1, 0],
        attribute(1, CODEPAGE, &[&1252_u32.to_le_bytes()[..], &[0; 4]].concat()),
        attribute(1, MESSAGE_PROPERTIES, &message),
        attribute(2, FILE_BEGINS, &[0; 14]),
        attribute(2, FILE_TITLE, b"SPEICH~1.TXT\0"),
        attribute(2, FILE_CONTENT, b"290 mm\n"),
        attribute(2, FILE_PROPERTIES, &file),
        attribute(2, FILE_BEGINS, &[0; 14]),
        attribute(2, FILE_TITLE, b"second.bin\0"),
        attribute(2, FILE_CONTENT, &[0, 1, 2]),
    ]
    .concat()
}

#[test]
fn a_package_gives_its_words_and_files() {
    let package = open(&winmail()).expect("it is a package");
    assert_eq!(package.text, "Grüße aus dem Werk");
    assert_eq!(package.html.as_deref(), Some("<p>Grüße <b>aus</b> dem Werk</p>"));
    let files: Vec<(&str, &str, &[u8])> =
        package.files.iter().map(|file| (file.name.as_str(), file.media_type.as_str(), file.bytes.as_slice())).collect();
    assert_eq!(files[0], ("Speichenmaß.txt", "text/plain", &b"290 mm\n"[..]));
    assert_eq!(files[1], ("second.bin", "application/octet-stream", &[0, 1, 2][..]));
}

#[test]
fn a_package_cut_anywhere_gives_what_was_read_until_there() {
    let whole = winmail();
    for end in 0..whole.len() {
        let package = open(&whole[..end]);
        assert_eq!(package.is_some(), end >= 6, "{end}");
    }
    assert!(open(b"no package").is_none());
}

proptest::proptest! {
    #[test]
    fn no_octet_makes_it_panic(at in 0..400_usize, octet: u8, more in proptest::collection::vec(proptest::num::u8::ANY, 0..40)) {
        let mut package = winmail();
        let at = at.min(package.len() - 1);
        package[at] = octet;
        package.splice(at..at, more);
        open(&package);
    }
}
