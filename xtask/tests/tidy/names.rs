//! Names that name nothing.

use std::path::Path;

use syn::visit::{self, Visit};

use super::finding::Finding;
use super::tree::{Source, Tree};

/// Wherever they stand in a name.
const EMPTY: [&str; 10] =
    ["manager", "managers", "service", "services", "handler", "handlers", "util", "utils", "helper", "helpers"];
/// At a name's end.
const EMPTY_ENDS: [&str; 2] = ["data", "info"];

const LANGUAGES: [&str; 6] = ["rs", "ts", "mjs", "css", "html", "sh"];

pub fn findings(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in tree.sources.iter().filter(|source| LANGUAGES.iter().any(|own| source.has_extension(own))) {
        // Each folder's name too, and without the extension.
        for part in Path::new(&source.path).with_extension("").iter().filter_map(|part| part.to_str()) {
            check(part, &source.path, &mut findings);
        }
        for name in names_in(source) {
            check(&name, &source.path, &mut findings);
        }
    }
    findings.sort();
    findings.dedup();
    findings
}

fn check(name: &str, place: &str, findings: &mut Vec<Finding>) {
    let words = words(name);
    let empty = words.iter().find(|word| EMPTY.contains(&word.as_str()));
    let end = words.last().filter(|word| EMPTY_ENDS.contains(&word.as_str()));
    if let Some(word) = empty.or(end) {
        findings.push(Finding::new(place, format!("`{name}`: \"{word}\" names nothing; say what it is or does")));
    }
}

/// `MailDoor`, `mail_door` and `mail-door` are `mail`, `door`.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for part in name.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()) {
        words.push(String::new());
        let mut after_small = false;
        for character in part.chars() {
            if character.is_uppercase() && after_small {
                words.push(String::new());
            }
            after_small = character.is_lowercase() || character.is_numeric();
            words.last_mut().expect("just pushed").extend(character.to_lowercase());
        }
    }
    words
}

fn names_in(source: &Source) -> Vec<String> {
    if source.has_extension("rs") {
        let mut names = Names(Vec::new());
        if let Ok(file) = syn::parse_file(&source.text) {
            names.visit_file(&file);
        }
        names.0
    } else if source.has_extension("ts") {
        let cut: Vec<&str> = source.text.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
        let said = |word: &str| ["class", "interface", "type", "enum", "function"].contains(&word);
        cut.windows(2).filter(|pair| said(pair[0])).map(|pair| pair[1].to_owned()).collect()
    } else {
        Vec::new()
    }
}

/// The names that a file gives: what it only mentions was named elsewhere.
struct Names(Vec<String>);

impl<'ast> Visit<'ast> for Names {
    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.0.push(item.ident.to_string());
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.0.push(item.ident.to_string());
    }

    fn visit_item_type(&mut self, item: &'ast syn::ItemType) {
        self.0.push(item.ident.to_string());
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        self.0.push(item.ident.to_string());
        visit::visit_item_trait(self, item);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast syn::TraitItemFn) {
        self.0.push(function.sig.ident.to_string());
        visit::visit_trait_item_fn(self, function);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.0.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        // What a trait of others calls its functions is not ours to choose.
        if item.trait_.is_none() {
            visit::visit_item_impl(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.0.push(function.sig.ident.to_string());
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        // A test's name is a sentence, and sentences may speak of a service.
        let is_test = |attribute: &syn::Attribute| attribute.path().segments.last().is_some_and(|end| end.ident == "test");
        if !function.attrs.iter().any(is_test) {
            self.0.push(function.sig.ident.to_string());
        }
        visit::visit_item_fn(self, function);
    }

    fn visit_item_macro(&mut self, item: &'ast syn::ItemMacro) {
        self.0.extend(item.ident.iter().map(ToString::to_string));
    }
}

#[cfg(test)]
mod tests {
    use super::super::finding::{assert_none, assert_one};
    use super::super::planted;
    use super::*;

    #[test]
    fn every_name_in_the_house_names_something() {
        assert_none(findings(&Tree::own()));
    }

    #[test]
    fn an_empty_name_is_caught_on_every_kind_of_thing() {
        for text in [
            "struct MailManager;",
            "enum ServiceKind { A }",
            "type Handlers = ();",
            "trait MailUtil {}",
            "trait Door { fn helper(); }",
            "mod helpers { }",
            "fn mail_utils() {}",
            "struct A; impl A { fn run_handler(&self) {} }",
            "macro_rules! helper { () => {} }",
            "struct LetterData;",
            "struct LetterInfo;",
            "fn letter_info() {}",
        ] {
            let tree = planted::tree(&[("crates/a/src/b.rs", text)]);
            assert_one(&findings(&tree), &["crates/a/src/b.rs", "names nothing"]);
        }
    }

    #[test]
    fn an_empty_name_of_a_file_a_folder_or_a_script_s_class_is_caught() {
        for (path, text) in [
            ("crates/a/src/utils.rs", ""),
            ("crates/helpers/src/a.rs", ""),
            ("islands/src/click-handler.ts", ""),
            ("islands/src/a.ts", "export class StateManager {}"),
            ("islands/src/a.ts", "function drawHelper() {}"),
        ] {
            assert_one(&findings(&planted::tree(&[(path, text)])), &[path, "names nothing"]);
        }
    }

    #[test]
    fn longer_words_sentences_and_others_names_are_left_alone() {
        let text = "
            struct Database; struct Utilities; enum Metadata { Service } struct DataDirectory;
            fn information() { let helper = 1; tower::service_fn(helper); }
            impl tower::Service for Database { fn call_service() {} }
            #[test] fn without_agreement_there_is_service_only() {}
            #[tokio::test] async fn a_helper_is_a_person() {}";
        assert_none(findings(&planted::tree(&[("crates/a/src/metadata.rs", text)])));
    }
}
