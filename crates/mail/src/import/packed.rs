//! A file that may be compressed, by gzip, bzip2 or xz, as a stream of what it holds. By what it begins with, not by its name.
//!
//! **Invariant.** Never unpacked to the disk, and no more in memory than a window: xz, whose window its writer chooses, up to
//! [`XZ_WINDOW_KIB_MAX`]. A file that grows by more than [`limits::IMPORT_ZIP_RATIO_MAX`] is broken where it does.

use bzip2::bufread::MultiBzDecoder;
use domain::limits;
use flate2::bufread::MultiGzDecoder;
use lzma_rust2::XzReader;
use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::Path,
};

/// Octets read from a disk at once.
const READ_BYTES: usize = 256 * 1024;
/// How a file begins that is compressed by gzip (RFC 1952, 2.3.1).
const GZIP: &[u8] = &[0x1f, 0x8b];
/// By bzip2, before the digit for the size of its blocks.
const BZIP2: &[u8] = b"BZh";
/// A block of bzip2, or its end where it has none.
const BZIP2_BLOCKS: [&[u8]; 2] = [&[0x31, 0x41, 0x59, 0x26, 0x53, 0x59], &[0x17, 0x72, 0x45, 0x38, 0x50, 0x90]];
/// By xz (its file format, 2.1.1.1).
const XZ: &[u8] = &[0xfd, b'7', b'z', b'X', b'Z', 0];
/// What unpacking `xz -9` takes, with some room.
const XZ_WINDOW_KIB_MAX: u32 = 80 * 1024;
/// Up to this size nothing is a bomb.
const SMALL_BYTES: u64 = 64 * 1024 * 1024;

/// Opens a file, unpacked where it is compressed.
///
/// # Errors
/// A file that cannot be read. What cannot be unpacked is said when it is read.
pub fn open(path: &Path) -> io::Result<Box<dyn BufRead>> {
    let file = File::open(path)?;
    let packed_bytes = file.metadata()?.len();
    let mut file = BufReader::with_capacity(READ_BYTES, file);
    let head = file.fill_buf()?;
    let unpacked: Box<dyn Read> = if head.starts_with(GZIP) {
        Box::new(MultiGzDecoder::new(file))
    } else if is_bzip2(head) {
        Box::new(MultiBzDecoder::new(file))
    } else if head.starts_with(XZ) {
        Box::new(XzReader::new_mem_limit(file, true, XZ_WINDOW_KIB_MAX))
    } else {
        return Ok(Box::new(file));
    };
    let left = packed_bytes.saturating_mul(limits::IMPORT_ZIP_RATIO_MAX).max(SMALL_BYTES);
    Ok(Box::new(BufReader::with_capacity(READ_BYTES, Bounded { unpacked, left })))
}

fn is_bzip2(head: &[u8]) -> bool {
    let sized = head.get(3).is_some_and(|size| (b'1'..=b'9').contains(size));
    head.starts_with(BZIP2) && sized && head.get(4..).is_some_and(|rest| BZIP2_BLOCKS.iter().any(|block| rest.starts_with(block)))
}

/// What a compressed file holds, as long as it is no more than a file of its size can.
struct Bounded {
    unpacked: Box<dyn Read>,
    left: u64,
}

impl Read for Bounded {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.unpacked.read(into)?;
        self.left = self.left.checked_sub(count as u64).ok_or_else(|| {
            let words = format!("it holds more than {} times what it takes", limits::IMPORT_ZIP_RATIO_MAX);
            io::Error::new(io::ErrorKind::InvalidData, words)
        })?;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs, io::Write};

    fn bzip2(octets: &[u8]) -> Vec<u8> {
        let mut packing = ::bzip2::write::BzEncoder::new(Vec::new(), ::bzip2::Compression::best());
        packing.write_all(octets).unwrap();
        packing.finish().unwrap()
    }

    fn xz(octets: &[u8]) -> Vec<u8> {
        let mut packing = lzma_rust2::XzWriter::new(Vec::new(), lzma_rust2::XzOptions::with_preset(3)).unwrap();
        packing.write_all(octets).unwrap();
        packing.finish().unwrap()
    }

    fn gzip(octets: &[u8]) -> Vec<u8> {
        let mut packing = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packing.write_all(octets).unwrap();
        packing.finish().unwrap()
    }

    fn read(packed: &[u8]) -> io::Result<Vec<u8>> {
        let attic = tempfile::tempdir().unwrap();
        fs::write(attic.path().join("a"), packed).unwrap();
        let mut octets = Vec::new();
        open(&attic.path().join("a"))?.read_to_end(&mut octets)?;
        Ok(octets)
    }

    #[test]
    fn what_was_packed_comes_out_and_several_one_after_the_other_too() {
        let words = "From dora@velo.example Sat Feb  1 07:40:33 2003\n".repeat(1_000);
        for pack in [gzip, bzip2, xz] {
            assert_eq!(read(&pack(words.as_bytes())).unwrap(), words.as_bytes());
            assert_eq!(read(&[pack(b"one"), pack(b"two")].concat()).unwrap(), b"onetwo");
            assert_eq!(read(&pack(b"")).unwrap(), b"");
        }
        for plain in ["", "BZh", "BZhello, dear list", "From dora\n"] {
            assert_eq!(read(plain.as_bytes()).unwrap(), plain.as_bytes(), "no packed file");
        }
    }

    #[test]
    fn what_is_cut_off_is_an_error() {
        let words: Vec<u8> = (0..100_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        for pack in [gzip, bzip2, xz] {
            let packed = pack(&words);
            assert!(read(&packed[..packed.len() / 2]).is_err());
        }
    }

    #[test]
    fn a_bomb_is_broken_where_it_grows_beyond_measure() {
        let zeros = vec![0; 80 << 20];
        for pack in [gzip, bzip2, xz] {
            let error = read(&pack(&zeros)).unwrap_err().to_string();
            assert!(error.contains("more than 200 times"), "{error}");
        }
    }

    #[test]
    fn a_window_larger_than_any_writer_takes_is_refused() {
        let mut options = lzma_rust2::XzOptions::with_preset(0);
        options.lzma_options.dict_size = 512 << 20;
        let packed = lzma_rust2::XzWriter::new(Vec::new(), options).and_then(|mut packing| {
            packing.write_all(b"x")?;
            packing.finish()
        });
        assert!(read(&packed.unwrap()).is_err());
    }
}
