use super::*;

#[test]
fn a_mailbox_is_read_from_its_address() {
    let it = Mailbox::parse(
        "imaps://help%40velo.example:p%25%2F@imap.example/?folder=INBOX&folder=Werkstatt%2F%C3%96l&space=Support@velo.example&authserv-id=MX.example",
    )
    .expect("is sound");
    assert_eq!((it.host.as_str(), it.port, it.tls), ("imap.example", 993, MailboxTls::Tls));
    assert_eq!((it.user.as_str(), it.password.as_str()), ("help@velo.example", "p%/"));
    assert_eq!(it.folders, ["INBOX", "Werkstatt/Öl"]);
    assert_eq!((it.space.as_deref(), it.believed.as_str()), (Some("support"), "mx.example"));
    assert_eq!(it.address.as_ref().map(MailAddress::as_str), Some("help@velo.example"));
    let it = Mailbox::parse("imap+starttls://help@[::1]?password-file=/run/secret").expect("is sound");
    assert_eq!((it.host.as_str(), it.port, it.tls), ("::1", 143, MailboxTls::StartTls));
    assert_eq!((it.folders.as_slice(), it.address.is_none()), ([String::from("INBOX")].as_slice(), true));
    assert_eq!(it.with_password("secret\r\n").password, "secret");
}

#[test]
fn other_addresses_are_refused_in_words_without_the_password() {
    let many = (0..9).map(|n| format!("folder=f{n}")).collect::<Vec<_>>().join("&");
    for text in [
        "",
        "imap.example",
        "pop3://u:secret@imap.example",
        "imaps://imap.example",
        "imaps://u:secret@imap.example/INBOX",
        "imaps://u:secret@imap.example/?colour=red",
        "imaps://u:secret@imap.example/?folder=",
        "imaps://u:secret@imap.example/?poll=0",
        "imaps://u:secret@imap.example/?folder=a%0D%0Ab",
        &format!("imaps://u:secret@imap.example/?{many}"),
    ] {
        let trouble = Mailbox::parse(text).expect_err(text).to_string();
        assert!(trouble.starts_with("A mailbox must be written as") && !trouble.contains("secret"), "{trouble}");
    }
}

#[test]
fn a_mailbox_never_shows_its_password() {
    let it = Mailbox::parse("imaps://user:secret@imap.example").expect("is sound");
    assert!(!format!("{it:?}").contains("secret"));
    let token = data_encoding::BASE64.encode(b"\0user\0secret");
    assert_eq!(it.words(&format!("no LOGIN user \"secret\", no {token}\r\n")), "no LOGIN user \"…\", no …");
}
