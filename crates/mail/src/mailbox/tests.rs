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
    assert_eq!(it.with_password("secret\r\n").expect("is sound").password, "secret");
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
        "imaps://u%0D%0Ar9%20NOOP:secret@imap.example",
        "imaps://u:secret%00@imap.example",
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
    let it = Mailbox::parse("imaps://user@imap.example").expect("is sound");
    for (password, sent) in [(r#"pa"ss"#, r#""pa\"ss""#), (r"back\", r#""back\\""#), (r#""inside""#, r#""\"inside\"""#)] {
        let it = it.clone().with_password(password).expect("is sound");
        assert_eq!(it.words(&format!("no LOGIN user {sent}, {password} is wrong")), "no LOGIN user \"…\", … is wrong");
    }
}

#[test]
fn a_password_of_two_lines_says_nothing_to_the_server() {
    let it = Mailbox::parse("imaps://user@imap.example").expect("is sound");
    for password in ["secret\nr9 NOOP", "\nsecret", "secret\0"] {
        let trouble = it.clone().with_password(password).expect_err("it is refused").to_string();
        assert!(trouble.contains("control character") && !trouble.contains("secret"), "{trouble}");
    }
}

/// Commands by their beginning, each with what is answered; `TAG` stands for the command's.
type Answers = &'static [(&'static str, &'static str)];

/// A server that greets with these words and answers each command by its name.
async fn strange_server(greeting: &'static str, answers: Answers) -> Mailbox {
    strange_server_that_tells(greeting, answers, |_| ()).await
}

/// The same, which tells what commands it hears.
async fn strange_server_that_tells(greeting: &'static str, answers: Answers, told: impl Fn(&str) + Send + 'static) -> Mailbox {
    use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let mut stream = BufReader::new(stream);
            let _ = stream.get_mut().write_all(greeting.as_bytes()).await;
            let mut line = String::new();
            while stream.read_line(&mut line).await.is_ok_and(|read| read > 0) {
                let (tag, command) = line.trim().split_once(' ').unwrap_or(("*", ""));
                told(command);
                let known = answers.iter().find(|(name, _)| command.starts_with(name));
                let answer = known.map_or("TAG OK done\r\n", |(_, answer)| answer).replace("TAG", tag);
                let _ = stream.get_mut().write_all(answer.as_bytes()).await;
                line.clear();
            }
        }
    });
    Mailbox::parse(&format!("imap://user:secret@127.0.0.1:{port}/")).expect("is sound")
}

#[tokio::test]
async fn whatever_a_server_says_becomes_words() {
    const OPENS: &str = "* 1 EXISTS\r\n* OK [UIDVALIDITY 7] fine\r\nTAG OK done\r\n";
    let ready = "* OK ready\r\n";
    let table: [(&str, Answers, &str); 10] = [
        ("HTTP/1.1 400 Bad Request\r\n\r\n", &[], "it says something that we do not understand"),
        ("* BYE too many connections\r\n", &[], "too many connections"),
        ("* 1 FETCH (BODY[] {4000000000}\r\n", &[], "it sends more than it was asked for"),
        ("* 1 FETCH (BODY[] {18446744073709551592}\r\n", &[], "it sends more than it was asked for"),
        (ready, &[("LOGIN", "TAG NO \"secret\" is wrong\r\n")], "\"…\" is wrong"),
        (ready, &[("EXAMINE", "TAG NO no such folder\r\n")], "INBOX: no such folder"),
        (ready, &[("EXAMINE", "* 1 EXISTS\r\nTAG OK done\r\n")], "INBOX: it gives its letters no lasting numbers (UIDVALIDITY)"),
        (ready, &[("EXAMINE", OPENS), ("UID FETCH", "* BYE maintenance\r\n")], "INBOX: maintenance"),
        (
            ready,
            &[("EXAMINE", OPENS), ("UID FETCH", "* 1 FETCH (UID 3 RFC822.SIZE 5)\r\nTAG NO half a list\r\n")],
            "INBOX: half a list",
        ),
        (ready, &[("CAPABILITY", "* CAPABILITY ((((((((((((((((((((\r\n")], "it nests its answer too deep"),
    ];
    for (greeting, answers, words) in table {
        let mailbox = strange_server(greeting, answers).await;
        assert_eq!(look_into(&mailbox).await.expect_err(words), words);
    }
    let mailbox =
        strange_server(ready, &[("EXAMINE", OPENS), ("CAPABILITY", "* CAPABILITY IMAP4rev1 IDLE\r\nTAG OK done\r\n")]).await;
    assert!(look_into(&mailbox).await.expect("it is well").idles);
}

#[tokio::test]
async fn what_a_server_hands_over_unasked_is_no_letter() {
    const OPENS: &str = "* 2 EXISTS\r\n* OK [UIDVALIDITY 7] fine\r\n* OK [UIDNEXT 5] fine\r\nTAG OK done\r\n";
    const LIST: &str = "* 1 FETCH (UID 3 RFC822.SIZE 5)\r\n* 2 FETCH (UID 4 RFC822.SIZE 5)\r\nTAG OK done\r\n";
    const LETTERS: &str = "* 1 FETCH (UID 4 BODY[] {5}\r\nA: 1\n)\r\n* 2 FETCH (UID 7 BODY[] {5}\r\nA: 7\n)\r\n\
        * 3 FETCH (UID 8 BODY[] {5}\r\nA: 8\n)\r\nTAG OK done\r\n";
    let answers: Answers = &[("EXAMINE", OPENS), ("UID FETCH 1:*", LIST), ("UID FETCH 3,4", LETTERS)];
    let mailbox = strange_server("* OK ready\r\n", answers).await;
    let directory = tempfile::tempdir().expect("a directory");
    let past = bring_past(&mailbox, directory.path()).await.expect("it is read");
    assert_eq!((past.letters, past.left_behind), (1, 1));
    assert_eq!(std::fs::read(directory.path().join("00-0000000004.eml")).expect("the one that was asked for"), b"A: 1\n");
}

#[test]
fn a_server_that_always_says_that_something_came_is_asked_once_a_second() {
    const OPENS: &str = "* 1 EXISTS\r\n* OK [UIDVALIDITY 7] fine\r\n* OK [UIDNEXT 2] fine\r\nTAG OK done\r\n";
    const OFFERS: &str = "* CAPABILITY IMAP4rev1 IDLE\r\nTAG OK done\r\n";
    const COMES: &str = "+ idling\r\n* 1 EXISTS\r\nTAG OK done\r\n";
    testkit::on_both(async |test| {
        let (tell, mut looks) = tokio::sync::mpsc::unbounded_channel();
        let told = move |command: &str| {
            if command.starts_with("UID FETCH") {
                let _ = tell.send(std::time::Instant::now());
            }
        };
        let answers: Answers = &[("CAPABILITY", OFFERS), ("EXAMINE", OPENS), ("IDLE", COMES)];
        let mailbox = strange_server_that_tells("* OK ready\r\n", answers, told).await;
        let office = crate::post_office::PostOffice::open(test.store(), "velo.example", "https://velo.example").await;
        let puller = Puller::new(test.store().clone(), office.expect("the store answers"), mailbox);
        let stop = tokio_util::sync::CancellationToken::new();
        let following = tokio::spawn(puller.follow(stop.clone()));
        let first = looks.recv().await.expect("it looks");
        looks.recv().await.expect("it looks again");
        let third = looks.recv().await.expect("and again");
        // Twice a second, less what the machine is late.
        assert!(third - first > Duration::from_millis(1500), "{:?}", third - first);
        stop.cancel();
        following.await.expect("it ends");
    });
}
