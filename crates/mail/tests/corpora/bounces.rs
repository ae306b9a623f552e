//! Bounces and complaints of real mail systems, and real mail that is none.

use crate::folder;
use domain::bounce::Bounce;
use mail::machine::{Report, report};
use mail_parser::mailbox::mbox::MessageIterator;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Reached; a change that loses one has to say why.
const RECOGNISED_MIN: usize = 346;

/// Mail that people wrote to each other: at most one of a hundred may be taken for a bounce.
const REAL: [&str; 6] =
    ["mail-apache-a", "mail-enron-a", "mail-linux-mips-a", "mail-lkml-notmuch", "mail-r-lists-a", "mail-spamassassin-a"];

#[test]
fn bounces_of_real_mail_systems_are_recognised_with_address_and_class() {
    let Some(folder) = folder("mime-bounces-a") else { return };
    let (mut all, mut met) = (0, 0);
    let mut classes: BTreeMap<&str, usize> = BTreeMap::new();
    for file in files(&folder).into_iter().filter(|file| !file.components().any(|part| part.as_os_str() == "not")) {
        for raw in letters(&fs::read(&file).unwrap()) {
            all += 1;
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            let told = match report(&raw, None) {
                Some(Report::Returned(returned)) => {
                    let first = &returned.failures[0];
                    let class = first.class.word();
                    *classes.entry(class).or_default() += 1;
                    Some(format!("{class} {} {} {:.100}", first.address, first.status, first.words))
                }
                Some(Report::Complaint(complaint)) => {
                    *classes.entry("complaint").or_default() += 1;
                    complaint.address.map(|address| format!("complaint {} {address}", complaint.kind))
                }
                _ => None,
            };
            met += usize::from(told.is_some());
            match told {
                Some(told) if std::env::var_os("RAPPORT_TOLD").is_some() => println!("{name}: {told}"),
                Some(_) => {}
                None => println!("not recognised: {name}"),
            }
        }
    }
    println!("mime-bounces-a: {met} of {all} recognised with address and class: {classes:?}");
    assert!(met >= RECOGNISED_MIN, "{met} of {all}, {RECOGNISED_MIN} before");
    assert!(Bounce::ALL.iter().all(|class| classes.contains_key(class.word())));
}

#[test]
fn what_is_no_bounce_is_not_taken_for_one() {
    let not = folder("mime-bounces-a").map(|folder| folder.join("not")).filter(|folder| folder.is_dir());
    let not = not.or_else(|| folder("mime-bounces-a").map(|folder| folder.join("maildir/not")));
    let real = REAL.iter().filter_map(|name| Some(((*name).to_owned(), folder(name)?)));
    for (name, folder) in not.map(|folder| ("mime-bounces-a/not".to_owned(), folder)).into_iter().chain(real) {
        let (mut all, mut mistaken) = (0, 0);
        for file in files(&folder) {
            for raw in letters(&fs::read(&file).unwrap()) {
                all += 1;
                if let Some(report) = report(&raw, None) {
                    mistaken += 1;
                    println!("{name}: {} is taken for {report:.300?}", file.display());
                }
            }
        }
        println!("{name}: {mistaken} of {all} letters are taken for a machine's report");
        assert!(mistaken * 100 <= all, "{name}: {mistaken} of {all}");
    }
}

/// An mbox is many letters; anything else is one.
fn letters(raw: &[u8]) -> Vec<Vec<u8>> {
    if raw.starts_with(b"From ") {
        return MessageIterator::new(raw).map(|letter| letter.unwrap().unwrap_contents()).collect();
    }
    vec![raw.to_vec()]
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            match path.extension().and_then(|ending| ending.to_str()) {
                _ if path.is_dir() => folders.push(path),
                Some("json" | "md") => {}
                _ => files.push(path),
            }
        }
    }
    files
}
