//! An archive: an mbox, compressed or not, a letter, a directory of them (a maildir, `.eml` files), or the export of a
//! chat or forum.

use super::{
    Wishes,
    discourse::Discourse,
    form::Form,
    mbox::{Envelope, Mbox},
    packed,
    post::Post,
    report::{Reason, Unreadable},
    slack::Slack,
    tree::{files_below, is_hidden},
};
use std::{
    fs::{self, DirEntry},
    io::{self, BufRead},
    path::{Path, PathBuf},
};

/// An archive of any form.
pub enum Archive {
    /// Letters in files.
    Files(Files),
    /// What Slack exported.
    Slack(Slack),
    /// Topics of a forum.
    Discourse(Discourse),
}

/// The files of an archive of letters.
#[derive(Debug)]
pub struct Files {
    root: PathBuf,
    files: Vec<PathBuf>,
}

/// What was found: a letter as it stands, or a post that was read already.
#[derive(Debug)]
pub enum Content {
    /// Octet for octet.
    Letter(Vec<u8>),
    /// A post.
    Post(Box<Post>),
}

impl Content {
    /// Its octets.
    pub fn bytes(&self) -> usize {
        match self {
            Content::Letter(raw) => raw.len(),
            Content::Post(post) => post.raw.len(),
        }
    }
}

/// A letter or post as it was found.
#[derive(Debug)]
pub struct Found {
    /// The file.
    pub file: String,
    /// Where in it.
    pub offset: u64,
    /// The line before it.
    pub envelope: Envelope,
    /// It, or why it cannot be had.
    pub content: Result<Content, Reason>,
}

impl Found {
    /// The line of the report for it.
    pub fn unreadable(&self, reason: Reason) -> Unreadable {
        Unreadable { file: self.file.clone(), offset: self.offset, reason }
    }
}

impl Archive {
    /// The archive of this form at this path; what is below a directory is read in the order of names.
    ///
    /// # Errors
    /// A path that cannot be read, is not of this form, or has more files than [`domain::limits::IMPORT_FILES_MAX`].
    pub fn open(path: &Path, form: Form, wishes: &Wishes) -> io::Result<Archive> {
        match form {
            Form::Slack => Ok(Archive::Slack(Slack::open(path, &wishes.channels)?)),
            Form::Discourse => Ok(Archive::Discourse(Discourse::open(path, wishes.site.as_deref())?)),
            Form::Mbox | Form::Maildir | Form::Eml | Form::Pipermail => Ok(Archive::Files(Files::open(path)?)),
        }
    }

    /// What stands in it, file by file. A file that cannot be read, or not to its end, is one unreadable letter.
    pub fn letters(&self) -> Box<dyn Iterator<Item = Found> + '_> {
        match self {
            Archive::Files(files) => Box::new(files.letters()),
            Archive::Slack(slack) => Box::new(slack.posts()),
            Archive::Discourse(discourse) => Box::new(discourse.posts()),
        }
    }

    /// Parts that were left out, since not everybody there saw them.
    pub fn left_out(&self) -> &[String] {
        if let Archive::Slack(slack) = self { slack.left_out() } else { &[] }
    }
}

impl Files {
    fn open(path: &Path) -> io::Result<Files> {
        let is_dir = fs::metadata(path)?.is_dir();
        let files = if is_dir { files_below(path, &may_hold_letters)? } else { vec![path.to_owned()] };
        Ok(Files { root: path.to_owned(), files })
    }

    fn letters(&self) -> impl Iterator<Item = Found> {
        self.files.iter().flat_map(|path| {
            let file = self.name(path);
            let letters: Box<dyn Iterator<Item = Found>> = if unsent_or_thrown_away(path) {
                Box::new(std::iter::once(Found {
                    file,
                    offset: 0,
                    envelope: Envelope::default(),
                    content: Err(Reason::NoMessage),
                }))
            } else {
                Box::new(FileLetters::open(path, file))
            };
            letters
        })
    }

    fn name(&self, path: &Path) -> String {
        let below = path.strip_prefix(&self.root).ok().filter(|rest| !rest.as_os_str().is_empty());
        let name = below.map_or_else(|| path.file_name().unwrap_or_default().to_string_lossy(), |rest| rest.to_string_lossy());
        name.into_owned()
    }
}

/// Whether a maildir says of a letter that it is a draft or was thrown away (`D` and `T` behind `:2,`).
fn unsent_or_thrown_away(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let in_cur = path.parent().and_then(Path::file_name).is_some_and(|folder| folder == "cur");
    in_cur && name.rsplit_once(":2,").is_some_and(|(_, flags)| flags.contains(['D', 'T']))
}

/// Whether a directory is a maildir: its letters lie in `cur` and `new`, its folders beside them begin with a dot.
pub(super) fn is_maildir(directory: &Path) -> bool {
    directory.join("cur").is_dir() || directory.join("new").is_dir()
}

/// Whether mail servers keep notes of their own under this name in a maildir.
fn is_control(name: &std::ffi::OsStr) -> bool {
    let name = name.as_encoded_bytes();
    [&b"dovecot"[..], b"maildir", b"subscriptions", b"courier"].iter().any(|own| name.starts_with(own))
}

/// Whether letters may lie there. Hidden entries and a maildir's `tmp` hold none, but a maildir's own folders do; what
/// mail servers keep beside `cur` does not.
fn may_hold_letters(directory: &Path, entry: &DirEntry) -> bool {
    // What is not in need of them asks no more questions of the disk.
    let is_dir = entry.file_type().is_ok_and(|kind| kind.is_dir());
    if is_hidden(entry) {
        return is_dir && is_maildir(directory) && is_maildir(&entry.path());
    }
    let name = entry.file_name();
    if is_dir { name != "tmp" } else { !(is_control(&name) && is_maildir(directory)) }
}

struct FileLetters {
    file: String,
    mbox: Option<Mbox<Box<dyn BufRead>>>,
    /// Where the last letter began.
    offset: u64,
    broken: Option<io::Error>,
}

impl FileLetters {
    fn open(path: &Path, file: String) -> FileLetters {
        let (mbox, broken) = match packed::open(path) {
            Ok(source) => (Some(Mbox::new(source)), None),
            Err(error) => (None, Some(error)),
        };
        FileLetters { file, mbox, offset: 0, broken }
    }

    fn found(&self, raw: Result<Vec<u8>, Reason>, envelope: Envelope) -> Found {
        Found { file: self.file.clone(), offset: self.offset, envelope, content: raw.map(Content::Letter) }
    }
}

impl Iterator for FileLetters {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        if let Some(error) = self.broken.take() {
            return Some(self.found(Err(Reason::Broken(error.to_string())), Envelope::default()));
        }
        match self.mbox.as_mut()?.next()? {
            Ok(piece) => {
                self.offset = piece.offset;
                Some(self.found(piece.raw.ok_or(Reason::TooLong), piece.envelope))
            }
            Err(error) => Some(self.found(Err(Reason::Broken(error.to_string())), Envelope::default())),
        }
    }
}
