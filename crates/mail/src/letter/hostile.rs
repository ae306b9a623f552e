//! Letters built to exhaust their reader: each is read in time, says something, and is kept raw by whoever calls.

use super::*;
use std::time::{Duration, Instant};

/// Unoptimised code on a busy machine; optimised the limit is 200 ms, measured in the trial.
const READ_MAX: Duration = Duration::from_secs(4);

fn timed(what: &str, raw: &[u8]) -> Letter {
    let start = Instant::now();
    let letter = Letter::read(raw);
    let took = start.elapsed();
    assert!(took < READ_MAX, "{what} took {took:?}");
    letter
}

#[test]
fn multiparts_nested_without_end_are_handed_over() {
    let mut raw = String::from("Subject: deep\r\n");
    for n in 0..50_000 {
        raw.push_str(&format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n"));
    }
    let letter = timed("multiparts", raw.as_bytes());
    assert_eq!((letter.subject.as_str(), letter.shortened), ("deep", true));
}

#[test]
fn boundaries_without_end_are_handed_over() {
    let raw = format!("Subject: many\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{}", "--b\r\n\r\n".repeat(1_000_000));
    assert_eq!(timed("boundaries", raw.as_bytes()).subject, "many");
    let raw = format!("Content-Type: multipart/mixed; boundary=\"{}\"\r\n\r\nx", "b".repeat(1_000_000));
    timed("a long boundary", raw.as_bytes());
    let raw = format!(
        "Content-Type: multipart/mixed; x=\"{}\"; boundary=\" \"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--\r\n",
        " ".repeat(400_000)
    );
    timed("a boundary of a blank", raw.as_bytes());
}

#[test]
fn headers_of_many_megabytes_are_cut() {
    let one = format!("From: dora@velo.example\r\nSubject: {}\r\n\r\nHello", "long ".repeat(4_000_000));
    let letter = timed("one header", one.as_bytes());
    assert!(letter.shortened && letter.subject.chars().count() <= limits::SUBJECT_CHARS_MAX);
    let many = format!("Subject: x\r\n{}\r\nHello", "X-More: y\r\n".repeat(2_000_000));
    assert!(timed("many headers", many.as_bytes()).shortened);
    let endless = vec![b'a'; 20_000_000];
    timed("no header at all", &endless);
}

#[test]
fn a_crowd_of_recipients_is_counted_no_further_than_needed() {
    let crowd: String = (0..100_000).map(|n| format!("p{n}@crowd.example,\r\n ")).collect();
    let raw = format!("From: dora@velo.example\r\nTo: {crowd}x@y.example\r\nSubject: all\r\n\r\nHello");
    let letter = timed("a crowd", raw.as_bytes());
    assert!(letter.to.len() <= limits::MAILBOXES_MAX && letter.from[0].address == "dora@velo.example");
    assert_eq!((letter.subject.as_str(), letter.text.as_str(), letter.shortened), ("all", "Hello", true));
    let small: String = (0..10_000).map(|n| format!("p{n}@crowd.example,\r\n ")).collect();
    let letter = timed("a smaller crowd", format!("To: {small}x@y.example\r\n\r\nHello").as_bytes());
    assert_eq!((letter.to.len(), letter.text.as_str()), (limits::MAILBOXES_MAX, "Hello"));
}

#[test]
fn packed_files_are_kept_as_they_came() {
    let zeros = {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut packer, &vec![0; 64 << 20]).unwrap();
        packer.finish().unwrap()
    };
    let raw = format!(
        "Content-Type: application/zip; name=bomb.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n",
        data_encoding::BASE64.encode(&zeros)
    );
    let letter = timed("a bomb", raw.as_bytes());
    assert_eq!(letter.attachments[0].bytes, zeros);
}

#[test]
fn dates_beyond_reason_are_none_and_the_letter_is_read() {
    for (date, expect) in [
        ("Mon, 1 Jan 0000 00:00:00 +0000", false),
        ("Fri, 31 Dec 9999 23:59:59 +0000", true),
        ("Fri, 31 Dec 99999 23:59:59 +0000", false),
        ("32 Foo 2022 25:61:61 +9999", false),
        ("", false),
    ] {
        let letter = timed(date, format!("Date: {date}\r\nSubject: x\r\n\r\nHello").as_bytes());
        assert_eq!(letter.text, "Hello", "{date}");
        assert!(expect || letter.date_us.is_none_or(|at| at.abs() < 400_000_000_000_000_000), "{date}: {:?}", letter.date_us);
    }
}

#[test]
fn zeros_and_controls_are_dropped_everywhere() {
    let letter = timed("zeros", b"Sub\0ject: a\0b\r\nSubject: c\0\x07d\r\nFrom: D\0ora <d\0@velo.example>\r\nContent-Type: text/html\r\n\r\n<b>x\0y</b>\0");
    let all = format!("{:?}", (&letter.subject, &letter.from, &letter.text, &letter.html));
    assert!(!all.contains("\\0") && !all.contains("\\u{7}"), "{all}");
    assert!(letter.text.contains("xy"), "{:?}", letter.text);
}

#[test]
fn html_built_to_exhaust_is_read_as_text_or_cut() {
    let bombs = [
        "<div class=gmail_quote>".repeat(300) + &"<p>x</p>".repeat(50_000),
        "<table><tr><td>".repeat(5_000),
        "<blockquote type=cite>".repeat(200) + &"x<br>".repeat(20_000),
        "<img src=https://x.example/1.png>".repeat(40_000),
        "<a href='".to_owned() + &"x".repeat(1_500_000),
        "&".repeat(1_000_000),
        "<div style=\"border-top:solid\">".repeat(390) + &"<div style=\"border-top:solid\">x</div>".repeat(30_000),
    ];
    for (n, bomb) in bombs.iter().enumerate() {
        let raw = format!("Content-Type: text/html\r\n\r\n{bomb}");
        timed(&format!("bomb {n}"), raw.as_bytes());
    }
    let text: String = (0..60_000).map(|n| format!("> line {n} of a quote\nOn {n} May 2022 10:15, Dora wrote:\n")).collect();
    timed("attributions", format!("Subject: x\r\n\r\n{text}").as_bytes());
}

#[test]
fn letters_within_a_letter_built_to_exhaust_are_read_in_time() {
    let bombs = [
        "<div class=gmail_quote>".repeat(300) + &"<p>x</p>".repeat(10_000),
        "<blockquote type=cite>".repeat(200) + &"x<br>".repeat(15_000),
        "<div style=\"border-top:solid\">".repeat(390) + &"<div style=\"border-top:solid\">x</div>".repeat(2_000),
        "<table><tr><td>".repeat(5_000),
    ];
    let within = |bomb: &String| format!("--m\r\nContent-Type: message/rfc822\r\n\r\nContent-Type: text/html\r\n\r\n{bomb}\r\n");
    for (n, bomb) in bombs.iter().enumerate() {
        let raw = format!("Content-Type: multipart/mixed; boundary=m\r\n\r\n{}--m--\r\n", within(bomb).repeat(60));
        timed(&format!("bombs {n}"), raw.as_bytes());
    }
    let deep = "Content-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\nContent-Type: message/rfc822\r\n\r\n".repeat(300);
    let raw = format!("Content-Type: multipart/mixed; boundary=m\r\n\r\n{}--m--\r\n", within(&deep));
    timed("letters in letters", raw.as_bytes());
}

#[test]
fn quotes_laid_out_to_be_looked_at_again_and_again_are_read_in_time() {
    let letters = [
        ("marks within one run of quotes", ">原邮件:\n\n".repeat(40_000) + "x\n> y"),
        ("attributions above a long letter", "Am 3.5.2022 schrieb D:\n>\n".repeat(1_000) + &"a\n".repeat(300_000)),
        ("phones above a quote", "hi\n\n".to_owned() + &"Sent from my iPhone\n\n".repeat(30_000) + "> q"),
        ("rules between quotes", "> q\n".repeat(60_000) + "x\n" + &"--\n>\n".repeat(40_000)),
    ];
    for (what, text) in letters {
        timed(what, format!("Subject: x\n\n{text}").as_bytes());
    }
}
