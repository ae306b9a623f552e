//! Outlook's `winmail.dat` (MS-OXTNEF): the files in it, and the words where the letter has none beside it.
//!
//! A package is a row of attributes, each with its length; two of them hold a row of properties of their own
//! (MS-OXPROPS). What does not fit its length ends the reading; what was read until then stays.

mod properties;
mod rtf;

use super::attachment::Attachment;
use super::charset::guessed;
use super::limits::{ATTACHMENTS_MAX, PACKAGE_DEPTH_MAX};
use properties::{Properties, Value};

const SIGNATURE: u32 = 0x223e_9f78;
const CODEPAGE: u32 = 0x0006_9007;
const BODY: u32 = 0x0002_800c;
const MESSAGE_PROPERTIES: u32 = 0x0006_9003;
const FILE_BEGINS: u32 = 0x0006_9002;
const FILE_TITLE: u32 = 0x0001_8010;
const FILE_CONTENT: u32 = 0x0006_800f;
const FILE_PROPERTIES: u32 = 0x0006_9005;

const PR_BODY: u16 = 0x1000;
const PR_RTF: u16 = 0x1009;
const PR_HTML: u16 = 0x1013;
const PR_FILE_CONTENT: u16 = 0x3701;
const PR_SHORT_NAME: u16 = 0x3704;
const PR_LONG_NAME: u16 = 0x3707;
const PR_MEDIA_TYPE: u16 = 0x370e;
const PR_CONTENT_ID: u16 = 0x3712;

/// A letter within an object property stands behind the name of its interface.
const INTERFACE_BYTES: usize = 16;

/// A package as read.
#[derive(Debug, Default)]
pub(super) struct Package {
    pub text: String,
    pub html: Option<String>,
    pub files: Vec<Attachment>,
}

/// One file of a package while it is read.
#[derive(Default)]
struct File {
    name: String,
    media_type: String,
    content_id: Option<String>,
    content: Vec<u8>,
}

/// Octets read from the front; nothing where they are too few.
struct Octets<'o>(&'o [u8]);

impl<'o> Octets<'o> {
    fn take(&mut self, count: usize) -> Option<&'o [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn u8(&mut self) -> Option<u8> {
        self.take(1).map(|octets| octets[0])
    }

    fn u16(&mut self) -> Option<u16> {
        self.take(2).and_then(|octets| octets.try_into().ok()).map(u16::from_le_bytes)
    }

    fn u32(&mut self) -> Option<u32> {
        self.take(4).and_then(|octets| octets.try_into().ok()).map(u32::from_le_bytes)
    }

    fn length(&mut self) -> Option<usize> {
        self.u32().and_then(|length| usize::try_from(length).ok())
    }
}

/// Reads a package; nothing where it is none.
pub(super) fn open(octets: &[u8]) -> Option<Package> {
    open_at(octets, 0)
}

fn open_at(octets: &[u8], depth: usize) -> Option<Package> {
    let mut octets = Octets(octets);
    if octets.u32()? != SIGNATURE {
        return None;
    }
    octets.u16()?;
    let mut reader = Reader { depth, ..Reader::default() };
    while let Some((id, content)) = attribute(&mut octets) {
        reader.read(id, content);
    }
    reader.end_file();
    Some(reader.package)
}

fn attribute<'o>(octets: &mut Octets<'o>) -> Option<(u32, &'o [u8])> {
    octets.u8()?;
    let id = octets.u32()?;
    let length = octets.length()?;
    let content = octets.take(length)?;
    octets.u16()?;
    Some((id, content))
}

#[derive(Default)]
struct Reader {
    package: Package,
    file: Option<File>,
    codepage: u32,
    depth: usize,
}

impl Reader {
    fn read(&mut self, id: u32, content: &[u8]) {
        match id {
            CODEPAGE => self.codepage = Octets(content).u32().unwrap_or_default(),
            BODY if self.package.text.is_empty() => self.package.text = self.text(content),
            MESSAGE_PROPERTIES => self.message(content),
            FILE_BEGINS => {
                self.end_file();
                self.file = Some(File::default());
            }
            FILE_TITLE => {
                let name = self.text(content);
                self.file.get_or_insert_default().name = name;
            }
            FILE_CONTENT => self.file.get_or_insert_default().content = content.to_vec(),
            FILE_PROPERTIES => self.file_properties(content),
            _ => {}
        }
    }

    /// Text in the package's code page, without its closing NUL.
    fn text(&self, octets: &[u8]) -> String {
        let end = octets.iter().position(|octet| *octet == 0).unwrap_or(octets.len());
        guessed(&octets[..end], Some(&format!("windows-{}", self.codepage)))
    }

    fn words(&self, value: Value<'_>) -> String {
        match value {
            Value::Text(text) => text,
            Value::Octets(octets) => self.text(octets),
        }
    }

    fn message(&mut self, content: &[u8]) {
        for (id, value) in Properties::of(content) {
            match (id, value) {
                (PR_BODY, value) => self.package.text = self.words(value),
                (PR_HTML, value) => self.package.html = Some(self.words(value)),
                (PR_RTF, Value::Octets(packed)) => match rtf::read(packed) {
                    Some(rtf::Words::Html(html)) if self.package.html.is_none() => self.package.html = Some(html),
                    Some(rtf::Words::Text(text)) if self.package.text.is_empty() => self.package.text = text,
                    _ => {}
                },
                _ => {}
            }
        }
    }

    fn file_properties(&mut self, content: &[u8]) {
        let mut file = self.file.take().unwrap_or_default();
        for (id, value) in Properties::of(content) {
            match (id, value) {
                (PR_LONG_NAME, value) => file.name = self.words(value),
                (PR_SHORT_NAME, value) if file.name.is_empty() => file.name = self.words(value),
                (PR_MEDIA_TYPE, value) => file.media_type = self.words(value),
                (PR_CONTENT_ID, value) => file.content_id = Some(self.words(value)),
                (PR_FILE_CONTENT, Value::Octets(octets)) if file.content.is_empty() => self.content(&mut file, octets),
                _ => {}
            }
        }
        self.file = Some(file);
    }

    /// A file's content as a property: its octets, or a letter in a package of its own.
    fn content(&mut self, file: &mut File, octets: &[u8]) {
        let inner = octets.get(INTERFACE_BYTES..).filter(|_| self.depth < PACKAGE_DEPTH_MAX);
        match inner.and_then(|inner| open_at(inner, self.depth + 1)) {
            Some(inner) => {
                let words = inner.html.unwrap_or(inner.text);
                file.media_type = String::from("text/plain");
                file.content = words.into_bytes();
                self.package.files.extend(inner.files);
            }
            None => file.content = octets.to_vec(),
        }
    }

    fn end_file(&mut self) {
        let Some(file) = self.file.take().filter(|file| !file.content.is_empty()) else { return };
        if self.package.files.len() < ATTACHMENTS_MAX {
            self.package.files.push(Attachment::packed(&file.name, &file.media_type, file.content_id, file.content));
        }
    }
}

#[cfg(test)]
mod tests;
