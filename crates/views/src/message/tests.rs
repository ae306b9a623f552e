use super::*;
use crate::page::in_url;
use domain::{
    id::{AttachmentId, PersonId},
    letter_face::{Event, Note},
    side::Side,
};

fn evil_notes(text: &str) -> Vec<Note> {
    let evil = || text.to_owned();
    let event = Event { summary: evil(), place: evil(), zone: evil(), starts: evil(), organizer: evil(), ..Event::default() };
    vec![
        Note::Event(event),
        Note::Letter { file: 0, subject: evil(), from: evil(), at: None, words: String::new(), holds: vec![evil()] },
        Note::Letter { file: 0, subject: evil(), from: evil(), at: None, words: "<p>clean</p>".into(), holds: vec![evil()] },
        Note::Pictures { count: 1, hosts: vec![evil()] },
    ]
}

fn hostile(text: &str) -> MessageView {
    let evil = || text.to_owned();
    MessageView {
        id: MessageId(1 << 60),
        position: Position(17),
        author: Author::new(PersonId(5 << 20), text, Side::Customer),
        channel: Channel::Mail,
        at: Moment(0),
        answers: Some(MessageId(1 << 59)),
        html: "<p>clean</p>".into(),
        source: evil(),
        history: evil(),
        signature: evil(),
        truth: None,
        face: LetterFace { signature: String::new(), history: String::new(), notes: evil_notes(text) },
        automatic: true,
        mailed: Some(true),
        letters: None,
        edited_at: Some(Moment(0)),
        deleted_at: None,
        erased: false,
        reactions: vec![Reaction { reaction: evil(), count: 100 }],
        attachments: vec![File {
            id: AttachmentId(1 << 58),
            name: evil(),
            media_type: evil(),
            size: 1_800_000,
            href: format!("/attachments/1/{}", in_url(text)),
        }],
        links: BTreeMap::from([("versions", evil()), ("self", evil()), ("deliveries", evil())]),
        mine: Vec::new(),
        actions: Actions::default(),
        fragment: String::new(),
    }
}

#[test]
fn whatever_somebody_typed_is_escaped_in_the_fragment() {
    let evil = "<script>alert(1)</script>\"'><img src=x onerror=y>";
    for inside in [true, false] {
        let html = rendered(&Fragment { message: &hostile(evil), inside });
        assert!(html.contains("<p>clean</p>"), "{html}");
        assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("\"'>"), "{html}");
    }
}

#[test]
fn ids_and_positions_are_strings_and_moments_rfc_3339_in_json() {
    let json = serde_json::to_value(hostile("Maya")).unwrap();
    assert_eq!(json["id"], "1152921504606846976");
    assert_eq!(json["position"], "17");
    assert_eq!(json["author"]["id"], "5242880");
    assert_eq!(json["attachments"][0]["id"], "288230376151711744");
    assert_eq!(json["at"], "1970-01-01T00:00:00Z");
    assert!(json.get("actions").is_none(), "what is shared offers nothing");
}

#[test]
fn a_tombstone_shows_no_words() {
    let message = MessageView { deleted_at: Some(Moment(0)), ..hostile("secret words") };
    let html = rendered(&Fragment { message: &MessageView { html: "<p>gone</p>".into(), ..message }, inside: false });
    assert!(!html.contains("<p>gone</p>") && html.contains(crate::words::t("message-tombstone").as_ref()), "{html}");
}

fn file(id: i64, name: &str, media_type: &str, size: i64) -> File {
    let (id, name, media_type) = (AttachmentId(id), name.to_owned(), media_type.to_owned());
    File { href: format!("/attachments/{id}/{}", in_url(&name)), id, name, media_type, size }
}

fn with_files(html: &str, attachments: Vec<File>) -> String {
    let view = hostile("Maya");
    let face = LetterFace::default();
    rendered(&Fragment { message: &MessageView { html: html.to_owned(), face, attachments, ..view }, inside: false })
}

#[test]
fn attached_pictures_are_shown_below_the_words_and_named() {
    let html = with_files(
        "<p>see</p>",
        vec![file(1, "wheel \"left\".png", "image/png", 1_800_000), file(2, "offer.pdf", "application/pdf", 9)],
    );
    let (before, behind) = html.split_once("<figure>").expect("a picture");
    assert!(before.contains("<p>see</p>") && html.matches("<figure>").count() == 1, "{html}");
    assert!(behind.contains("src=\"/attachments/1/wheel%20%22left%22.png\""), "{html}");
    assert!(behind.contains("alt=\"wheel &#34;left&#34;.png\"") && behind.contains("loading=\"lazy\""), "{html}");
    assert!(behind.contains("<small>2 MB</small></figcaption>"), "{html}");
    let (_, chips) = html.split_once("<ul class=\"attachments\">").expect("a file");
    assert!(chips.contains("offer.pdf") && !chips.contains("wheel"), "{html}");
}

#[test]
fn a_picture_that_stands_in_the_words_is_not_shown_again() {
    let words = "<div class=\"letter\"><img src=\"/attachments/1/picture\" alt=\"\"></div>";
    let html = with_files(words, vec![file(1, "a.png", "image/png", 9), file(11, "b.png", "image/png", 9)]);
    assert!(html.matches("<figure>").count() == 1 && html.contains("b.png") && !html.contains("a.png"), "{html}");
}

#[test]
fn a_page_shows_a_handful_of_pictures_and_none_that_is_large_or_no_picture() {
    let many: Vec<File> = (1..=20).map(|id| file(id, &format!("{id}.jpg"), "image/jpeg", 9)).collect();
    let html = with_files("", many);
    assert_eq!((html.matches("<figure>").count(), html.matches("<li>").count()), (PICTURES_BELOW_MAX, 20 - PICTURES_BELOW_MAX));
    let large = domain::limits::PICTURE_BYTES_MAX + 1;
    let html = with_files("", vec![file(1, "a.png", "image/png", large), file(2, "b.svg", "image/svg+xml", 9)]);
    assert!(!html.contains("<img") && html.matches("<li>").count() == 2, "{html}");
}

#[test]
fn a_picture_whatever_its_name_is_only_a_picture() {
    let evil = "\"'><script>alert(1)</script><img src=x onerror=y>";
    let html = with_files("", vec![file(1, evil, "image/png", 9)]);
    assert!(!html.contains("<script") && html.matches("<img").count() == 1 && !html.contains("\"'>"), "{html}");
}

#[test]
fn a_letter_attached_to_a_letter_is_folded_in_place_with_its_file() {
    let note = Note::Letter {
        file: 0,
        subject: "Frame".into(),
        from: "Dora".into(),
        at: Some(Moment(0)),
        words: "<p>It is <b>bent</b>.</p>".into(),
        holds: vec!["rim.png".into()],
    };
    let face = LetterFace { notes: vec![note], ..LetterFace::default() };
    let attachments = vec![file(1, "Frame.eml", "message/rfc822", 900)];
    let html = rendered(&Fragment { message: &MessageView { face, attachments, ..hostile("Maya") }, inside: false });
    let (_, details) = html.split_once("<details class=\"quoted within\">").expect("it is folded");
    let (summary, rest) = details.split_once("</summary>").expect("a summary");
    assert!(summary.contains("Frame, from Dora") && summary.contains("1 Jan 1970"), "{summary}");
    assert!(rest.starts_with("<blockquote><p>It is <b>bent</b>.</p></blockquote>"), "{rest}");
    assert!(rest.contains("rim.png") && rest.contains("href=\"/attachments/1/Frame.eml\""), "{rest}");
    assert_eq!(html.matches("Frame.eml</").count() + html.matches("Frame.eml <small>").count(), 1, "{html}");
}

#[test]
fn a_file_name_is_one_part_of_a_path() {
    assert_eq!(in_url("../a b?.pdf"), "..%2Fa%20b%3F.pdf");
}
