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
        Note::Letter { file: 0, subject: evil(), from: evil() },
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

#[test]
fn a_file_name_is_one_part_of_a_path() {
    assert_eq!(in_url("../a b?.pdf"), "..%2Fa%20b%3F.pdf");
}
