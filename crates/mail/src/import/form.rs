//! The forms archives come in, and telling which one something is.

use super::{archive::is_maildir, packed, tree::Tree};
use std::{
    fs,
    io::{self, Read},
    path::Path,
};

/// Octets of a file looked at to tell what it is.
const HEAD_BYTES: u64 = 4096;
/// Files of a directory looked at for the same.
const FILES_LOOKED: usize = 50;

macro_rules! forms {
    ($($(#[$doc:meta])* $name:ident = $word:literal)*) => {
        /// A form of archive.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Form { $($(#[$doc])* $name,)* }

        impl Form {
            /// The word for it, on the command line and in the list of imports.
            pub fn word(self) -> &'static str {
                match self { $(Form::$name => $word,)* }
            }

            /// The form of that word.
            pub fn from_word(word: &str) -> Option<Form> {
                match word { $($word => Some(Form::$name),)* _ => None }
            }
        }
    };
}

forms! {
    /// An mbox of whatever kind, or a directory of them.
    Mbox = "mbox"
    /// A maildir, with its folders.
    Maildir = "maildir"
    /// Letters in files of their own.
    Eml = "eml"
    /// The monthly text files of a mailing list on the web.
    Pipermail = "pipermail"
    /// What Slack exports.
    Slack = "slack"
    /// Topics of a Discourse forum, as its API gives them.
    Discourse = "discourse"
}

impl Form {
    /// Whether it holds letters.
    pub fn is_mail(self) -> bool {
        !matches!(self, Form::Slack | Form::Discourse)
    }

    /// What lies at this path, where there is no doubt.
    ///
    /// # Errors
    /// A path that cannot be read; something of which it cannot be told.
    pub fn of(path: &Path) -> io::Result<Form> {
        let found = if fs::metadata(path)?.is_dir() { of_directory(path)? } else { of_file(path)? };
        found.ok_or_else(|| {
            let words = "it cannot be told what this is; say `rapport import KIND PATH` with mbox, maildir, eml, pipermail, slack or discourse";
            io::Error::new(io::ErrorKind::InvalidData, words)
        })
    }
}

fn of_directory(path: &Path) -> io::Result<Option<Form>> {
    if is_maildir(path) {
        return Ok(Some(Form::Maildir));
    }
    let tree = Tree::open(path)?;
    if is_slack(&tree) {
        return Ok(Some(Form::Slack));
    }
    // A directory is what all its files are that can be told, up to some.
    let mut found = None;
    for name in tree.names().iter().take(FILES_LOOKED) {
        if let Some(form) = of_file(&path.join(name))? {
            match found {
                None => found = Some(form),
                Some(other) if other == form => {}
                // Letters in different wrappings are read alike.
                Some(other) if other.is_mail() && form.is_mail() => found = Some(Form::Mbox),
                Some(_) => return Ok(None),
            }
        }
    }
    Ok(found)
}

fn is_slack(tree: &Tree) -> bool {
    tree.names().iter().any(|name| name == "channels.json" || name.ends_with("/channels.json"))
        && tree.names().iter().any(|name| name == "users.json" || name.ends_with("/users.json"))
}

fn of_file(path: &Path) -> io::Result<Option<Form>> {
    let mut head = Vec::new();
    // What cannot be unpacked is said when it is read.
    let _ = packed::open(path)?.take(HEAD_BYTES).read_to_end(&mut head);
    if head.starts_with(b"PK") {
        return Ok(is_slack(&Tree::open(path)?).then_some(Form::Slack));
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let begins = head.trim_ascii_start();
    if name.ends_with(".json") {
        return Ok((begins.starts_with(b"{") || begins.starts_with(b"[")).then_some(Form::Discourse));
    }
    if begins.starts_with(b"From ") || begins.starts_with(b"\x01\x01\x01\x01") {
        let text = [".txt", ".txt.gz", ".txt.bz2", ".txt.xz"].iter().any(|end| name.ends_with(end));
        return Ok(Some(if text { Form::Pipermail } else { Form::Mbox }));
    }
    Ok(super::reading::begins_with_header(begins).then_some(Form::Eml))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_by_what_lies_there() {
        let attic = tempfile::tempdir().unwrap();
        let put = |name: &str, text: &str| {
            let path = attic.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, text).unwrap();
            path
        };
        let check = |path: &Path, form: Form| assert_eq!(Form::of(path).unwrap(), form, "{}", path.display());
        let from = "From dora@velo.example Sat Feb  1 07:40:33 2003\nSubject: x\n\ny\n";
        check(&put("a.mbox", from), Form::Mbox);
        check(&put("list/2003-February.txt", from), Form::Pipermail);
        check(&attic.path().join("list"), Form::Pipermail);
        let mut bzip2 =
            bzip2::write::BzEncoder::new(fs::File::create(attic.path().join("p.mbox.bz2")).unwrap(), bzip2::Compression::fast());
        std::io::Write::write_all(&mut bzip2, from.as_bytes()).unwrap();
        bzip2.finish().unwrap();
        check(&attic.path().join("p.mbox.bz2"), Form::Mbox);
        check(&put("one.eml", "Subject: x\n\ny\n"), Form::Eml);
        check(&put("mixed/a", from).with_file_name("").join("."), Form::Mbox);
        put("mixed/b.eml", "Subject: x\n\ny\n");
        check(&attic.path().join("mixed"), Form::Mbox);
        put("box/cur/1:2,S", "Subject: x\n\ny\n");
        check(&attic.path().join("box"), Form::Maildir);
        put("team/users.json", "[]");
        put("team/channels.json", "[]");
        check(&attic.path().join("team"), Form::Slack);
        check(&put("forum/7.json", "{\"post_stream\":{}}"), Form::Discourse);
        check(&attic.path().join("forum"), Form::Discourse);
        assert!(Form::of(&put("words", "just some words\n")).is_err());
        put("forum/a.mbox", from);
        assert!(Form::of(&attic.path().join("forum")).is_err(), "two things at once are in doubt");
    }
}
