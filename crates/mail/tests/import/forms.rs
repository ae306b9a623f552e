//! The forms in which archives come, and what cannot be read of them.

use crate::attic::{Attic, letter};
use flate2::{Compression, write::GzEncoder};
use mail::import::Reason;
use std::io::Write;
use testkit::on_both;

fn compressed(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_compressed_mbox_and_a_directory_are_archives_too() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        let a = letter("a@x", 1, "Subject: Wheels", "One");
        let b = letter("b@x", 2, "In-Reply-To: <a@x>", "Two");
        let eml = letter("c@x", 3, "In-Reply-To: <b@x>", "Three");
        attic.put("house/2003/mbox.gz", compressed(&(a + &b)));
        attic.put("house/box/cur/1.host:2,S", eml.split_once('\n').unwrap().1.replace('\n', "\r\n"));
        attic.put("house/box/tmp/2.host", "half a let");
        let report = attic.import(attic.put("house/.index", "x").parent().unwrap().to_owned()).await;
        assert_eq!((report.imported, report.threads, report.unreadable), (3, 1, 0));
        assert_eq!(attic.shelf().await, [("Wheels".to_owned(), vec!["One".to_owned(), "Two".into(), "Three".into()])]);
    });
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_read() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        let (one, two) = (letter("a@x", 1, "Subject: Wheels", "One"), letter("b@x", 2, "Subject: Brakes", "Two"));
        let nobody = "From x Sat Feb  1 07:40:33 2003\nSubject: Nobody\n\nHello\n\n";
        attic.put("house/a.mbox", format!("{one}{nobody}{two}"));
        attic.put("house/b.txt", "just words\n");
        let mut half = compressed(&letter("c@x", 3, "Subject: Late", "Three").repeat(50));
        half.truncate(half.len() / 2);
        let report = attic.import(attic.put("house/c.gz", half).parent().unwrap().to_owned()).await;
        assert_eq!(report.imported, report.read - report.unreadable - report.known);
        let named: Vec<(&str, u64)> = report.named.iter().map(|u| (u.file.as_str(), u.offset)).collect();
        assert_eq!(named[..2], [("a.mbox", one.len() as u64), ("b.txt", 0)]);
        let reasons: Vec<&Reason> = report.named.iter().map(|u| &u.reason).collect();
        assert!(matches!(reasons[..], [Reason::NoWriter, Reason::NoLetter, Reason::Broken(_)]), "{reasons:?}");
        assert!(attic.shelf().await.iter().any(|(subject, _)| subject == "Brakes"));
    });
}
