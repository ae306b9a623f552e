//! The checkout's own files, read once.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// Folders that hold nothing of ours, wherever they stand.
const SKIPPED: [&str; 4] = ["target", "node_modules", ".git", "dist"];

pub struct Source {
    /// From the checkout, with forward slashes.
    pub path: String,
    pub text: String,
}

impl Source {
    pub fn has_extension(&self, extension: &str) -> bool {
        Path::new(&self.path).extension().is_some_and(|own| own == extension)
    }
}

pub struct Tree {
    pub root: PathBuf,
    pub sources: Vec<Source>,
    /// What removes the files again, where they were made for a test of a rule.
    pub planted: Option<TempDir>,
}

impl Tree {
    /// The checkout these tests were built from.
    pub fn own() -> Self {
        Self::read(Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask stands in the checkout"))
    }

    pub fn read(root: &Path) -> Self {
        let mut tree = Self { root: root.to_owned(), sources: Vec::new(), planted: None };
        tree.enter(root);
        tree.sources.sort_by(|a, b| a.path.cmp(&b.path));
        tree
    }

    fn enter(&mut self, directory: &Path) {
        for entry in fs::read_dir(directory).expect("a readable directory").flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let kind = entry.file_type().expect("a file's kind");
            if kind.is_dir() && !SKIPPED.contains(&name.as_str()) {
                self.enter(&entry.path());
            } else if kind.is_file() {
                self.keep(&entry.path());
            }
        }
    }

    /// Whatever is not text (pictures, fonts) is no concern of any rule.
    fn keep(&mut self, file: &Path) {
        let Ok(text) = fs::read_to_string(file) else {
            return;
        };
        let path = file.strip_prefix(&self.root).expect("below the root");
        self.sources.push(Source { path: path.to_string_lossy().replace('\\', "/"), text });
    }

    pub fn with_extension<'a>(&'a self, extension: &'a str) -> impl Iterator<Item = &'a Source> {
        self.sources.iter().filter(move |source| source.has_extension(extension))
    }

    /// Rust below `crates/`: the house itself, without what builds and checks it.
    pub fn house(&self) -> impl Iterator<Item = &Source> {
        self.with_extension("rs").filter(|source| source.path.starts_with("crates/"))
    }

    pub fn text(&self, path: &str) -> Option<&str> {
        self.sources.iter().find(|source| source.path == path).map(|source| source.text.as_str())
    }

    pub fn exists(&self, path: &str) -> bool {
        self.root.join(path).exists()
    }
}

#[test]
fn the_checkout_is_read_and_what_is_built_is_not() {
    let tree = Tree::own();
    assert!(tree.text("xtask/tests/tidy/tree.rs").is_some());
    assert!(tree.house().count() > 5);
    let built = |source: &Source| SKIPPED.iter().any(|name| source.path.split('/').any(|part| part == *name));
    assert!(!tree.sources.iter().any(built));
}
