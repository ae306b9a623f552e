use super::*;
use crate::letter::{Automatic, Letter, Mailbox};

fn person(name: &str, address: &str) -> Person {
    Person { name: name.to_owned(), address: address.to_owned() }
}

fn outgoing() -> Outgoing {
    Outgoing {
        message_id: "7@velo.example".to_owned(),
        from: person("Velo Support", "support@velo.example"),
        to: vec![person("Dora Lind", "dora@wheels.example")],
        subject: "Spokes".to_owned(),
        date_us: 1_651_565_700_000_000,
        text: "Hello\n".to_owned(),
        ..Outgoing::default()
    }
}

#[test]
fn a_text_that_goes_along_names_its_charset() {
    let composed = |media_type: &str, bytes: &[u8]| {
        let file = Enclosure { name: "a".to_owned(), media_type: media_type.to_owned(), bytes: bytes.to_vec(), content_id: None };
        let raw = Outgoing { enclosures: vec![file], ..outgoing() }.compose().expect("is sound");
        let raw = String::from_utf8(raw).expect("is text");
        let part = raw.rsplit_once("Content-Type: ").expect("has parts").1;
        part.split_once("\r\n\r\n").expect("has a header").0.contains("charset=\"utf-8\"")
    };
    assert!(composed("text/plain", "Räder".as_bytes()) && composed("text/csv", b"a;b"));
    assert!(!composed("text/plain", b"R\xe4der"), "another charset, which nobody named");
    assert!(!composed("application/pdf", b"%PDF"));
}

#[test]
fn a_letter_reads_as_it_was_written() {
    let letter = Outgoing {
        in_reply_to: Some("6@wheels.example".to_owned()),
        references: vec!["1@wheels.example".to_owned(), "6@wheels.example".to_owned()],
        reply_to: Some(person("", "support+rabc@velo.example")),
        cc: vec![person("Łukasz \"Luk\" Żak, Köln", "luk@velo.example"), person("", "ünal@velo.example")],
        subject: format!("Rücknahme der Räder: {}", "sehr lang ".repeat(20)),
        text: format!("Grüße\n\n.\n-- \n{}\n", "ä".repeat(2_000)),
        html: Some("<p>Grüße</p><img src=\"cid:pic\">".to_owned()),
        enclosures: vec![
            Enclosure {
                name: "pic.png".to_owned(),
                media_type: "image/png".to_owned(),
                bytes: vec![0, 255, 10, 13],
                content_id: Some("pic".to_owned()),
            },
            Enclosure {
                name: "Räder.txt".to_owned(),
                media_type: "text/plain".to_owned(),
                bytes: b"a\nb\r\n.\r\n".to_vec(),
                content_id: None,
            },
            Enclosure {
                name: "old.eml".to_owned(),
                media_type: "message/rfc822".to_owned(),
                bytes: b"Subject: x\n\ny".to_vec(),
                content_id: None,
            },
        ],
        ..outgoing()
    };
    let raw = letter.clone().compose().expect("is sound");
    let read = Letter::read(&raw);
    assert_eq!(read.message_id.as_deref(), Some("7@velo.example"));
    assert_eq!(read.in_reply_to, ["6@wheels.example"]);
    assert_eq!(read.references, letter.references);
    assert_eq!(read.from, [Mailbox { name: Some("Velo Support".to_owned()), address: "support@velo.example".to_owned() }]);
    assert_eq!(read.reply_to[0].address, "support+rabc@velo.example");
    assert_eq!(read.cc[0].name.as_deref(), Some("Łukasz \"Luk\" Żak, Köln"));
    assert_eq!(read.cc[1].address, "ünal@velo.example");
    assert_eq!(read.subject, letter.subject.trim());
    assert_eq!(read.date_us, Some(letter.date_us));
    assert_eq!(read.text.trim_end(), letter.text.trim_end());
    assert!(read.html.is_some_and(|html| html.contains("Grüße") && html.contains("src=\"cid:0\"")));
    let bytes: Vec<&[u8]> = read.attachments.iter().map(|attachment| attachment.bytes.as_slice()).collect();
    assert_eq!(bytes, [&[0, 255, 10, 13][..], b"a\nb\r\n.\r\n", b"Subject: x\n\ny"]);
    assert_eq!(read.attachments[1].name, "Räder.txt");
    assert_eq!(read.automatic, None);
    for line in raw.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()) {
        assert!(line.ends_with(b"\r") && line.len() <= 998, "{:?}", String::from_utf8_lossy(line));
    }
}

#[test]
fn a_notice_of_ours_is_known_as_automatic() {
    let read = |origin| Letter::read(&Outgoing { origin, ..outgoing() }.compose().expect("is sound")).automatic;
    assert_eq!(read(Origin::Person), None);
    assert_eq!(read(Origin::House), Some(Automatic::Generated));
    assert_eq!(read(Origin::Answer), Some(Automatic::Answer));
}

#[test]
fn a_list_letter_can_be_left_with_one_click() {
    let letter = Outgoing {
        list_id: Some("news.velo.example".to_owned()),
        list_unsubscribe: vec!["https://velo.example/u/1".to_owned(), "mailto:u+1@velo.example".to_owned()],
        list_post: Some("mailto:news@velo.example".to_owned()),
        origin: Origin::List,
        ..outgoing()
    };
    let raw = String::from_utf8(letter.compose().expect("is sound")).expect("ascii");
    assert!(raw.contains("List-Id: <news.velo.example>\r\n"));
    let unfolded = raw.replace("\r\n\t", " ").replace("\r\n ", " ").replace("  ", " ");
    for field in [
        "List-Unsubscribe: <https://velo.example/u/1>, <mailto:u+1@velo.example>\r\n",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
        "List-Post: <mailto:news@velo.example>\r\n",
    ] {
        assert!(unfolded.contains(field), "{field} in {unfolded}");
    }
}

#[test]
fn no_field_can_begin_a_header() {
    let bad = "x\r\nBcc: spy@spy.example";
    let text = || bad.to_owned();
    let enclosure = |name: &str, media_type: &str, content_id: Option<&str>| {
        vec![Enclosure {
            name: name.to_owned(),
            media_type: media_type.to_owned(),
            bytes: Vec::new(),
            content_id: content_id.map(str::to_owned),
        }]
    };
    for letter in [
        Outgoing { message_id: text(), ..outgoing() },
        Outgoing { in_reply_to: Some(text()), ..outgoing() },
        Outgoing { references: vec![text()], ..outgoing() },
        Outgoing { from: person(bad, "a@b.example"), ..outgoing() },
        Outgoing { from: person("x", bad), ..outgoing() },
        Outgoing { reply_to: Some(person(bad, "a@b.example")), ..outgoing() },
        Outgoing { to: vec![person("x", bad)], ..outgoing() },
        Outgoing { to: vec![person("x", "a@b.example>, <spy@spy.example")], ..outgoing() },
        Outgoing { cc: vec![person("a\0b", "a@b.example")], ..outgoing() },
        Outgoing { subject: text(), ..outgoing() },
        Outgoing { list_id: Some(text()), ..outgoing() },
        Outgoing { list_unsubscribe: vec![text()], ..outgoing() },
        Outgoing { enclosures: enclosure(bad, "text/plain", None), ..outgoing() },
        Outgoing { enclosures: enclosure("a", bad, None), ..outgoing() },
        Outgoing { enclosures: enclosure("a", "multipart/mixed", None), ..outgoing() },
        Outgoing { enclosures: enclosure("a", "text/plain", Some(bad)), ..outgoing() },
    ] {
        assert!(letter.clone().compose().is_err(), "{letter:?}");
    }
}

#[test]
fn a_crowd_is_refused() {
    let letter = Outgoing { to: vec![person("", "a@b.example"); RECIPIENTS_MAX + 1], ..outgoing() };
    assert_eq!(letter.compose(), Err(ComposeTrouble::Crowd(RECIPIENTS_MAX + 1)));
}

proptest::proptest! {
    #[test]
    fn whatever_is_written_has_only_our_headers(subject: String, name: String, text: String) {
        let letter = Outgoing { subject, to: vec![person(&name, "a@b.example")], text, ..outgoing() };
        if let Ok(raw) = letter.compose() {
            let read = Letter::read(&raw);
            proptest::prop_assert_eq!(read.to.len(), 1);
            proptest::prop_assert!(read.cc.is_empty());
            proptest::prop_assert_eq!(read.attachments.len(), 0);
        }
    }
}
