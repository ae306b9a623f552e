//! An archive: one mbox, compressed or not, one letter, or a directory of them (a maildir, `.eml` files).

use super::{
    mbox::Mbox,
    report::{Reason, Unreadable},
};
use domain::{limits, moment::Moment};
use flate2::bufread::MultiGzDecoder;
use std::{
    fs::{self, File},
    io::{self, BufRead, BufReader},
    path::{Path, PathBuf},
};

/// Directories within directories that are looked into: deeper than any mail program files letters.
const DEPTH_MAX: usize = 16;
/// Octets read from a disk at once.
const READ_BYTES: usize = 256 * 1024;
/// How a file begins that is compressed (RFC 1952, 2.3.1).
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// The files of an archive.
#[derive(Debug)]
pub struct Archive {
    root: PathBuf,
    files: Vec<PathBuf>,
}

/// A letter as it was found.
#[derive(Debug)]
pub struct Found {
    /// The file.
    pub file: String,
    /// Where in it.
    pub offset: u64,
    /// The date of the line before it.
    pub envelope: Option<Moment>,
    /// The letter, or why it cannot be had.
    pub raw: Result<Vec<u8>, Reason>,
}

impl Found {
    /// The line of the report for it.
    pub fn unreadable(&self, reason: Reason) -> Unreadable {
        Unreadable { file: self.file.clone(), offset: self.offset, reason }
    }
}

impl Archive {
    /// The archive at this path; what is below a directory is read in the order of names.
    ///
    /// # Errors
    /// A path that cannot be read, or more files than [`limits::IMPORT_FILES_MAX`].
    pub fn open(path: &Path) -> io::Result<Archive> {
        let mut files = Vec::new();
        if fs::metadata(path)?.is_dir() {
            gather(path, 0, &mut files)?;
        } else {
            files.push(path.to_owned());
        }
        Ok(Archive { root: path.to_owned(), files })
    }

    /// Its letters, file by file. A file that cannot be read, or not to its end, is one unreadable letter.
    pub fn letters(&self) -> impl Iterator<Item = Found> {
        self.files.iter().flat_map(|path| FileLetters::open(path, self.name(path)))
    }

    fn name(&self, path: &Path) -> String {
        let below = path.strip_prefix(&self.root).ok().filter(|rest| !rest.as_os_str().is_empty());
        let name = below.map_or_else(|| path.file_name().unwrap_or_default().to_string_lossy(), |rest| rest.to_string_lossy());
        name.into_owned()
    }
}

/// Adds the files below a directory. Hidden ones and a maildir's `tmp` hold no letters; links are not followed.
fn gather(directory: &Path, depth: usize, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries = fs::read_dir(directory)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (kind, name) = (entry.file_type()?, entry.file_name());
        if name.as_encoded_bytes().starts_with(b".") {
            continue;
        }
        if kind.is_dir() && depth < DEPTH_MAX && name != "tmp" {
            gather(&entry.path(), depth + 1, files)?;
        } else if kind.is_file() {
            files.push(entry.path());
        }
        if files.len() > limits::IMPORT_FILES_MAX {
            return Err(io::Error::other(format!("more than {} files; import part by part", limits::IMPORT_FILES_MAX)));
        }
    }
    Ok(())
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
        let (mbox, broken) = match source(path) {
            Ok(source) => (Some(Mbox::new(source)), None),
            Err(error) => (None, Some(error)),
        };
        FileLetters { file, mbox, offset: 0, broken }
    }

    fn found(&self, raw: Result<Vec<u8>, Reason>, envelope: Option<Moment>) -> Found {
        Found { file: self.file.clone(), offset: self.offset, envelope, raw }
    }
}

impl Iterator for FileLetters {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        if let Some(error) = self.broken.take() {
            return Some(self.found(Err(Reason::Broken(error.to_string())), None));
        }
        match self.mbox.as_mut()?.next()? {
            Ok(piece) => {
                self.offset = piece.offset;
                Some(self.found(piece.raw.ok_or(Reason::TooLong), piece.envelope))
            }
            Err(error) => Some(self.found(Err(Reason::Broken(error.to_string())), None)),
        }
    }
}

fn source(path: &Path) -> io::Result<Box<dyn BufRead>> {
    let mut file = BufReader::with_capacity(READ_BYTES, File::open(path)?);
    if file.fill_buf()?.starts_with(&GZIP) {
        return Ok(Box::new(BufReader::with_capacity(READ_BYTES, MultiGzDecoder::new(file))));
    }
    Ok(Box::new(file))
}
