//! A small checkout with something wrong in it.

use std::fs;

use tempfile::TempDir;

use super::tree::Tree;

/// The tree of a directory that holds just these files: path and text.
pub fn tree(files: &[(&str, &str)]) -> Tree {
    let directory: TempDir = tempfile::tempdir().expect("a temporary directory");
    for (path, text) in files {
        let file = directory.path().join(path);
        fs::create_dir_all(file.parent().expect("a file stands in a directory")).expect("its directory");
        fs::write(file, text).expect("the file");
    }
    let mut tree = Tree::read(directory.path());
    // Rules about paths look at the disk again.
    tree.planted = Some(directory);
    tree
}
