//! How long a file and a function may be: what one can keep in mind.

use proc_macro2::Span;
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};

use super::finding::Finding;
use super::tree::Tree;

/// The aim is 200.
const FILE_LINES_MAX: usize = 600;
/// The aim is 30. Counted from `fn` to the closing brace; what stands above it is free.
const FUNCTION_LINES_MAX: usize = 70;

const COUNTED: [&str; 4] = ["rs", "ts", "css", "html"];

pub fn findings(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in tree.sources.iter().filter(|source| COUNTED.iter().any(|own| source.has_extension(own))) {
        let lines = source.text.lines().count();
        if lines > FILE_LINES_MAX {
            findings.push(Finding::new(&source.path, format!("{lines} lines; at most {FILE_LINES_MAX}")));
        }
        if !source.has_extension("rs") {
            continue;
        }
        match syn::parse_file(&source.text) {
            Ok(file) => {
                let mut functions = Functions { path: &source.path, findings: &mut findings };
                functions.visit_file(&file);
            }
            Err(fault) => findings.push(Finding::new(&source.path, format!("is no Rust: {fault}"))),
        }
    }
    findings
}

struct Functions<'a> {
    path: &'a str,
    findings: &'a mut Vec<Finding>,
}

impl Functions<'_> {
    fn measure(&mut self, signature: &syn::Signature, end: Span) {
        let first = signature.span().start().line;
        let lines = end.end().line + 1 - first;
        if lines > FUNCTION_LINES_MAX {
            let what = format!("fn {} has {lines} lines; at most {FUNCTION_LINES_MAX}", signature.ident);
            self.findings.push(Finding::new(format!("{}:{first}", self.path), what));
        }
    }
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.measure(&function.sig, function.block.span());
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.measure(&function.sig, function.block.span());
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast syn::TraitItemFn) {
        if let Some(block) = &function.default {
            self.measure(&function.sig, block.span());
        }
        visit::visit_trait_item_fn(self, function);
    }
}

#[cfg(test)]
mod tests {
    use super::super::finding::{assert_none, assert_one};
    use super::super::planted;
    use super::*;

    #[test]
    fn no_file_and_no_function_is_too_long() {
        assert_none(findings(&Tree::own()));
    }

    #[test]
    fn a_file_of_one_line_too_many_is_caught_in_every_language() {
        for extension in COUNTED {
            let path = format!("islands/src/a.{extension}");
            assert_none(findings(&planted::tree(&[(&path, &"\n".repeat(FILE_LINES_MAX))])));
            let tree = planted::tree(&[(&path, &"\n".repeat(FILE_LINES_MAX + 1))]);
            assert_one(&findings(&tree), &[&path, "601 lines; at most 600"]);
        }
    }

    /// `lines` of them, from `fn` to the closing brace.
    fn function(lines: usize) -> String {
        format!("fn long() {{\n{}}}", "    let x = \"}\";\n".repeat(lines - 2))
    }

    #[test]
    fn a_function_of_one_line_too_many_is_caught_wherever_it_stands() {
        let (fits, long) = (function(FUNCTION_LINES_MAX), function(FUNCTION_LINES_MAX + 1));
        let forms: [fn(&str) -> String; 4] = [
            |function| format!("/// Docs are free.\n#[inline]\npub {function}"),
            |function| format!("struct A;\nimpl A {{ {function} }}"),
            |function| format!("trait A {{ {function} }}"),
            |function| format!("mod tests {{ mod inner {{ {function} }} }}"),
        ];
        for form in forms {
            assert_none(findings(&planted::tree(&[("crates/a/src/b.rs", &form(&fits))])));
            let tree = planted::tree(&[("crates/a/src/b.rs", &form(&long))]);
            assert_one(&findings(&tree), &["crates/a/src/b.rs:", "fn long has 71 lines; at most 70"]);
        }
    }

    #[test]
    fn what_does_not_parse_is_not_passed_over() {
        let tree = planted::tree(&[("crates/a/src/b.rs", "fn (")]);
        assert_one(&findings(&tree), &["crates/a/src/b.rs", "is no Rust"]);
    }
}
