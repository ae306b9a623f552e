//! What the crates say they depend on.

use toml::Table;

use super::tree::Tree;

pub struct Manifest {
    /// The folder's name below `crates/`, or the folder itself: the name that the word list uses.
    pub name: String,
    pub path: String,
    /// Of the library or binary itself, its build script included.
    pub normal: Vec<String>,
    /// Of its tests only.
    pub dev: Vec<String>,
}

impl Manifest {
    pub fn all(&self) -> impl Iterator<Item = &String> {
        self.normal.iter().chain(&self.dev)
    }
}

/// The manifests of all members, by path.
pub fn all(tree: &Tree) -> Vec<Manifest> {
    let members = ["bench/", "crates/", "xtask/"];
    let own = |path: &str| path.ends_with("/Cargo.toml") && members.iter().any(|member| path.starts_with(member));
    let sources = tree.sources.iter().filter(|source| own(&source.path));
    sources
        .map(|source| {
            let table: Table = source.text.parse().unwrap_or_else(|fault| panic!("{}: {fault}", source.path));
            let folder = source.path.trim_end_matches("/Cargo.toml");
            let mut normal = names(&table, "dependencies");
            normal.extend(names(&table, "build-dependencies"));
            Manifest {
                name: folder.trim_start_matches("crates/").to_owned(),
                path: source.path.clone(),
                normal,
                dev: names(&table, "dev-dependencies"),
            }
        })
        .collect()
}

/// The names under `kind`, also of single targets; a renamed crate counts by its own name.
fn names(table: &Table, kind: &str) -> Vec<String> {
    let targets = table.get("target").and_then(|target| target.as_table()).into_iter().flat_map(Table::values);
    let tables = targets.filter_map(|target| target.get(kind)).chain(table.get(kind));
    tables
        .filter_map(|dependencies| dependencies.as_table())
        .flatten()
        .map(|(key, value)| value.get("package").and_then(|name| name.as_str()).unwrap_or(key))
        .map(|name| name.strip_prefix("rapport-").unwrap_or(name).to_owned())
        .collect()
}
