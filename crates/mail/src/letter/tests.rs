use super::*;

fn read(raw: &str) -> Letter {
    Letter::read(raw.replace('\n', "\r\n").as_bytes())
}

#[test]
fn a_letter_says_who_wrote_when_about_what() {
    let letter = read(
        "Message-ID: <1@wheels.example>\nIn-Reply-To: <0@velo.example>\nReferences: <a@velo.example>\n <0@velo.example>\n\
         From: =?utf-8?q?Dora_L=C3=ADnd?= <Dora@Wheels.Example>\nSender: desk@wheels.example\nReply-To: all@wheels.example\n\
         To: Support <support@velo.example>, SUPPORT@velo.example\nCc: a@b.example\nCc: c@d.example\n\
         Subject: =?utf-8?q?Spokes_?=\n =?utf-8?q?broken?=\nDate: Tue, 3 May 2022 10:15:00 +0200\n\nHello\n",
    );
    assert_eq!(letter.message_id.as_deref(), Some("1@wheels.example"));
    assert_eq!(letter.in_reply_to, ["0@velo.example"]);
    assert_eq!(letter.references, ["a@velo.example", "0@velo.example"]);
    assert_eq!(letter.from, [Mailbox { name: Some("Dora Línd".to_owned()), address: "dora@wheels.example".to_owned() }]);
    assert_eq!(letter.sender.map(|sender| sender.address).as_deref(), Some("desk@wheels.example"));
    assert_eq!(letter.reply_to[0].address, "all@wheels.example");
    assert_eq!(letter.to.len(), 1, "the same address twice is one person");
    assert_eq!(letter.cc.len(), 2);
    assert_eq!(letter.subject, "Spokes broken");
    assert_eq!(letter.date_us, Some(1_651_565_700_000_000));
    assert_eq!((letter.automatic, letter.shortened), (None, false));
    assert_eq!(letter.words.new_text, "Hello");
}

#[test]
fn the_text_of_an_html_letter_is_read_from_its_html() {
    let letter = read(
        "Subject: x\nContent-Type: text/html; charset=utf-8\n\n\
         <p>Dear desk,</p><p>two&nbsp;spokes</p><img src=\"https://spy.example/1.gif\"><img src=\"cid:pic\">\n",
    );
    assert_eq!(letter.text.trim_end(), "Dear desk,\n\ntwo\u{a0}spokes");
    let html = letter.html.expect("has html");
    assert!(html.contains("<small>spy.example</small>") && !html.contains("<img"), "{html}");
    assert_eq!(letter.face.notes, [Note::Pictures { count: 1, hosts: vec!["spy.example".to_owned()] }]);
}

#[test]
fn an_empty_text_beside_html_does_not_hide_the_letter() {
    let letter = read(
        "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n \n--b\n\
         Content-Type: text/html\n\n<p>Hello</p>\n--b--\n",
    );
    assert_eq!(letter.words.new_text, "Hello");
}

#[test]
fn a_letter_that_ends_too_early_shows_what_came_of_it() {
    let letter = read(
        "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nYour program shows no HTML.\n--b\n\
         Content-Type: text/html\n\n<h2>Spokes</h2><ul><li>two</li></ul>\n",
    );
    assert_eq!(letter.html.as_deref(), Some("<div class=\"letter\"><h2>Spokes</h2><ul><li>two</li></ul>\n\n</div>"));
    assert_eq!(letter.attachments, []);
}

#[test]
fn flowed_text_is_unfolded() {
    let letter = read("Content-Type: text/plain; format=flowed\n\nHello \nDora\n");
    assert_eq!(letter.text, "Hello Dora\n");
}

#[test]
fn pictures_invitations_and_letters_within_are_attachments() {
    let letter = read(
        "Content-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: text/plain\n\nHello\n--m\n\
         Content-Type: image/png; name=\"../frame.png\"\nContent-ID: <pic>\nContent-Disposition: inline\n\
         Content-Transfer-Encoding: base64\n\nQUJD\n--m\nContent-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\n--m\n\
         Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\nQUJD\n--m\n\
         Content-Type: message/rfc822\n\nSubject: inner\n\nwithin\n--m--\n",
    );
    let names: Vec<&str> = letter.attachments.iter().map(|attachment| attachment.name.as_str()).collect();
    assert_eq!(names, ["frame.png", "invitation.ics", "winmail.dat", "inner.eml"]);
    let picture = &letter.attachments[0];
    assert_eq!((picture.bytes.as_slice(), picture.inline, picture.content_id.as_deref()), (&b"ABC"[..], true, Some("pic")));
    assert_eq!(letter.attachments[3].bytes, b"Subject: inner\r\n\r\nwithin");
    assert_eq!(letter.text.trim(), "Hello");
}

#[test]
fn a_file_in_binhex_is_the_file_in_it() {
    let packed = binhex::tests::packed("Speichen.txt", b"290 mm");
    for (kind, name, expect) in [
        ("application/mac-binhex40; name=\"Rad.txt\"", "", "Rad.txt"),
        ("application/mac-binhex40", "", "Speichen.txt"),
        ("application/octet-stream", "; filename=Rad.hqx", "Speichen.txt"),
    ] {
        let raw = format!(
            "Content-Type: multipart/mixed; boundary=m\n\n--m\n\nHello\n--m\nContent-Type: {kind}\n\
             Content-Disposition: attachment{name}\n\n{packed}\n--m--\n"
        );
        let files = read(&raw).attachments;
        assert_eq!((files[0].name.as_str(), files[0].bytes.as_slice()), (expect, &b"290 mm"[..]), "{kind}");
        let cut = read(&raw.replacen("BinHex 4.0)", "BinHex 4.0)\n:", 1)).attachments;
        assert!(cut[0].bytes.starts_with(b"(This file must be"), "what cannot be opened stays as it came: {kind}");
    }
}

#[test]
fn a_letter_is_known_by_its_head_as_by_all_of_it() {
    let crowd = format!("To: {}\nSubject: x\n\nHello", "p@crowd.example, ".repeat(60_000));
    let parts = format!("Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n{}", "--b\n\n".repeat(30_000));
    let plain = "From: dora@velo.example\nDate: Tue, 3 May 2022 10:15:00 +0200\nSubject: Fr\u{f6}sche\n\nHello";
    let endless = format!("Subject: x\nX-Long: {}", "a".repeat(600_000));
    for raw in [plain, "Hello", "X-More: y\n\nHello", &crowd, &parts, &endless] {
        let (whole, head) = (Letter::read(raw.as_bytes()), Letter::head(raw.as_bytes()));
        assert_eq!(known_as(&whole, raw.as_bytes()), known_as(&head, raw.as_bytes()), "{:?}", &raw[..40.min(raw.len())]);
    }
    let unread = Letter::unread(plain.as_bytes());
    assert_eq!((unread.subject.as_str(), unread.text.as_str()), ("Fr\u{f6}sche", plain));
}

#[test]
fn bytes_that_are_no_letter_are_shown_as_text() {
    assert_eq!(Letter::read(b""), Letter::default());
    assert!(Letter::read(b"\xff\xfe\x00hello").text.contains("hello"));
}

#[test]
fn a_letter_nested_without_end_is_handed_over_whole() {
    let raw = format!("Subject: deep\r\n{}", "Content-Type: message/rfc822\r\n\r\n".repeat(100_000));
    let letter = Letter::read(raw.as_bytes());
    assert_eq!((letter.subject.as_str(), letter.shortened), ("deep", true));
    assert_eq!(letter.attachments[0].bytes.len(), raw.len());
}

#[test]
fn a_letter_nested_without_end_inside_base64_is_a_file() {
    let deep = "Content-Type: message/rfc822\r\n\r\n".repeat(200_000);
    let raw = format!(
        "Subject: deep\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{}\r\n--b--\r\n",
        data_encoding::BASE64.encode(deep.as_bytes())
    );
    let letter = Letter::read(raw.as_bytes());
    assert_eq!(letter.attachments[0].bytes.len(), deep.len());
    assert_eq!(letter.attachments[0].media_type, "message/rfc822");
}

#[test]
fn a_letter_without_an_id_is_known_again_below_empty_lines_and_by_its_head_alone() {
    let parts = b"From: dora@velo.example\r\nSubject: \xc4\xe3\xba\xc3\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
        --b\r\nContent-Type: text/plain; charset=gb2312\r\n\r\nx\r\n--b--\r\n";
    let known = known_as(&Letter::read(parts), parts);
    assert_eq!(known_as(&Letter::head(parts), parts), known);
    let below = [b"\r\n\n", &parts[..]].concat();
    assert_eq!(known_as(&Letter::head(&below), &below), known);
    let other = String::from_utf8_lossy(parts).replace("\r\n\r\nx", "\r\n\r\ny");
    assert_ne!(known_as(&Letter::read(other.as_bytes()), other.as_bytes()), known);
}

proptest::proptest! {
    #[test]
    fn any_bytes_can_be_read(raw: Vec<u8>) {
        Letter::read(&raw);
    }

    #[test]
    fn any_shuffled_structure_can_be_read(lines in proptest::collection::vec(0..STRUCTURE.len(), 0..40)) {
        let raw: String = lines.into_iter().map(|line| STRUCTURE[line]).collect();
        Letter::read(raw.as_bytes());
    }
}

/// Lines that make structure, to be put together in any order.
const STRUCTURE: &[&str] = &[
    "\r\n",
    "--a\r\n",
    "--a--\r\n",
    "--b\r\n",
    "\n",
    "text\r\n",
    "> quote\r\n",
    "On 3 May 2022 10:15, Dora wrote:\r\n",
    "Content-Type: multipart/mixed; boundary=a\r\n",
    "Content-Type: multipart/digest; boundary=b\r\n",
    "Content-Type: message/rfc822\r\n",
    "Content-Type: text/html\r\n",
    "Content-Transfer-Encoding: base64\r\n",
    "Content-Transfer-Encoding: quoted-printable\r\n",
    "Subject: =?utf-8?q?=C3?=\r\n",
    "From: a@b, \"\r\n",
    "QUJD\r\n",
    "<p><b>x=\r\n",
];
