//! Walking a directory; and the files of an export: below a directory, or in a zip file, which is never unpacked to the disk.
//!
//! **Invariant.** A file is held in memory up to a limit, one at a time; a zip's list of contents up to
//! [`limits::IMPORT_ZIP_LIST_BYTES_MAX`]; nothing grows by more than [`limits::IMPORT_ZIP_RATIO_MAX`]; names that lead
//! out of the archive lead nowhere.

use domain::limits;
use std::{
    collections::HashMap,
    fs::{self, DirEntry, File},
    io::{self, BufReader, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};
use zip::ZipArchive;

/// Directories within directories that are looked into: deeper than any export goes and any mail program files letters.
const DEPTH_MAX: usize = 16;
/// What grows this little is never a bomb, however well it is packed.
const SMALL_BYTES: u64 = 1024 * 1024;

/// The files of an export.
pub struct Tree {
    names: Vec<String>,
    place: Place,
}

enum Place {
    Directory(PathBuf),
    Zip { archive: Mutex<ZipArchive<Metered>>, numbers: HashMap<String, usize> },
}

impl Tree {
    /// The files of a directory or zip, by name; hidden ones are none.
    ///
    /// # Errors
    /// A path that cannot be read, a zip that is broken or hostile, more files than [`limits::IMPORT_FILES_MAX`].
    pub fn open(path: &Path) -> io::Result<Tree> {
        let mut tree = if fs::metadata(path)?.is_dir() {
            let files = files_below(path, &|_, entry| !is_hidden(entry))?;
            Tree { names: files.iter().map(|file| name(path, file)).collect(), place: Place::Directory(path.to_owned()) }
        } else {
            unzipped(path)?
        };
        tree.names.sort();
        Ok(tree)
    }

    /// Of the files right in a directory those of these names, as far as they are there.
    pub fn of(directory: &Path, names: &[&str]) -> Tree {
        let names = names.iter().filter(|name| directory.join(name).is_file()).map(|name| (*name).to_owned());
        Tree { names: names.collect(), place: Place::Directory(directory.to_owned()) }
    }

    /// The file of this name that lies in the fewest directories.
    pub fn shallowest(&self, name: &str) -> Option<&str> {
        let so_called = self.names.iter().filter(|path| path.rsplit('/').next() == Some(name));
        so_called.min_by_key(|path| path.matches('/').count()).map(String::as_str)
    }

    /// The names of the files, with `/` between directories, sorted.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The octets of one of them.
    ///
    /// # Errors
    /// A file that cannot be read, or is larger than this or packed too tightly.
    pub fn read(&self, name: &str, bytes_max: usize) -> io::Result<Vec<u8>> {
        let mut octets = Vec::new();
        match &self.place {
            Place::Directory(root) => {
                File::open(root.join(name))?.take(bytes_max as u64 + 1).read_to_end(&mut octets)?;
            }
            Place::Zip { archive, numbers } => {
                let number = *numbers.get(name).ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
                let mut archive = archive.lock().unwrap_or_else(PoisonError::into_inner);
                let file = archive.by_index(number)?;
                let roomy = (file.compressed_size().saturating_mul(limits::IMPORT_ZIP_RATIO_MAX)).max(SMALL_BYTES);
                // What it says of its size may be a lie: what comes out is counted.
                file.take(roomy.min(bytes_max as u64) + 1).read_to_end(&mut octets)?;
                if octets.len() as u64 > roomy {
                    return Err(broken("packed more tightly than anything anybody wrote"));
                }
            }
        }
        if octets.len() > bytes_max {
            return Err(broken(&format!("larger than {} MiB", bytes_max >> 20)));
        }
        Ok(octets)
    }
}

fn broken(words: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, words)
}

/// Whether an entry of a directory is to be looked at.
type Wanted<'w> = &'w dyn Fn(&Path, &DirEntry) -> bool;

/// The wanted files below a directory, in the order of names; links are not followed.
///
/// # Errors
/// A directory that cannot be read; more files than [`limits::IMPORT_FILES_MAX`].
pub(super) fn files_below(directory: &Path, wanted: Wanted<'_>) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    gather(directory, 0, wanted, &mut files)?;
    Ok(files)
}

fn gather(directory: &Path, depth: usize, wanted: Wanted<'_>, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries = fs::read_dir(directory)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(DirEntry::file_name);
    for entry in entries.iter().filter(|entry| wanted(directory, entry)) {
        let kind = entry.file_type()?;
        if kind.is_dir() && depth < DEPTH_MAX {
            gather(&entry.path(), depth + 1, wanted, files)?;
        } else if kind.is_file() {
            files.push(entry.path());
        }
        if files.len() > limits::IMPORT_FILES_MAX {
            return Err(broken(&format!("more than {} files; import part by part", limits::IMPORT_FILES_MAX)));
        }
    }
    Ok(())
}

/// Whether its name begins with a dot.
pub(super) fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

/// A file's name below a directory, with `/` between directories.
fn name(root: &Path, file: &Path) -> String {
    let parts = file.strip_prefix(root).unwrap_or(file).iter().map(|part| part.to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}

fn unzipped(path: &Path) -> io::Result<Tree> {
    let file = File::open(path)?;
    let octets = file.metadata()?.len();
    let left = Arc::new(AtomicU64::new(limits::IMPORT_ZIP_LIST_BYTES_MAX));
    let metered = Metered { file: BufReader::new(file), left: left.clone() };
    let mut archive = ZipArchive::new(metered).map_err(|error| broken(&format!("no zip file that can be read: {error}")))?;
    left.store(u64::MAX, Ordering::Relaxed);
    let (mut names, mut numbers, mut packed) = (Vec::new(), HashMap::new(), 0_u64);
    for number in 0..archive.len() {
        let file = archive.by_index_raw(number)?;
        packed = packed.saturating_add(file.compressed_size());
        // A name that leads out of the archive, or to a directory, is no file of it.
        let Some(name) = file.enclosed_name().filter(|_| file.is_file()) else { continue };
        let parts: Vec<_> = name.iter().map(|part| part.to_string_lossy()).collect();
        if parts.iter().any(|part| part.starts_with('.') || part == "__MACOSX") {
            continue;
        }
        let name = parts.join("/");
        names.push(name.clone());
        numbers.insert(name, number);
    }
    if packed > octets {
        return Err(broken("its files lie one upon the other, as in no honest zip"));
    }
    names.sort();
    names.dedup();
    Ok(Tree { names, place: Place::Zip { archive: Mutex::new(archive), numbers } })
}

/// A file of which only so much may be read: as long as its list of contents is.
struct Metered {
    file: BufReader<File>,
    left: Arc<AtomicU64>,
}

impl Read for Metered {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(into)?;
        let left = self.left.load(Ordering::Relaxed);
        let rest = left.checked_sub(read as u64).ok_or_else(|| broken("its list of contents is too long"))?;
        if left != u64::MAX {
            self.left.store(rest, Ordering::Relaxed);
        }
        Ok(read)
    }
}

impl Seek for Metered {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::{ZipWriter, write::SimpleFileOptions};

    fn zip(files: &[(&str, &[u8])]) -> (tempfile::TempDir, PathBuf) {
        let attic = tempfile::tempdir().unwrap();
        let path = attic.path().join("a.zip");
        let mut writer = ZipWriter::new(File::create(&path).unwrap());
        for (name, octets) in files {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(octets).unwrap();
        }
        writer.finish().unwrap();
        (attic, path)
    }

    #[test]
    fn a_zip_is_read_as_the_directory_it_was() {
        let (_attic, path) = zip(&[("b/2.json", b"two"), ("a.json", b"one"), (".hidden", b"x"), ("__MACOSX/a.json", b"x")]);
        let tree = Tree::open(&path).unwrap();
        assert_eq!(tree.names(), ["a.json", "b/2.json"]);
        assert_eq!(tree.read("b/2.json", 10).unwrap(), b"two");
        assert!(tree.read("b/2.json", 2).is_err() && tree.read("c", 10).is_err());
    }

    #[test]
    fn a_bomb_is_not_set_off_and_no_name_leads_out() {
        let (_attic, path) = zip(&[("bomb.json", &vec![b' '; 8 << 20]), ("../out.json", b"x"), ("/etc/out.json", b"x")]);
        let tree = Tree::open(&path).unwrap();
        assert!(tree.names().iter().all(|name| !name.contains("..") && !name.starts_with('/')), "{:?}", tree.names());
        let error = tree.read("bomb.json", 32 << 20).unwrap_err();
        assert!(error.to_string().contains("packed"), "{error}");
    }

    #[test]
    fn what_is_no_zip_says_so() {
        let attic = tempfile::tempdir().unwrap();
        let path = attic.path().join("a.zip");
        for octets in [&b"PK\x03\x04 half"[..], b"", &[b'P'; 70_000]] {
            fs::write(&path, octets).unwrap();
            assert!(Tree::open(&path).is_err());
        }
    }
}
