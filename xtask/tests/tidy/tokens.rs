//! Rust as the compiler cuts it: comments are gone, strings cannot be mistaken for code, and the insides of
//! macros, which a syntax tree does not open, are seen like all else.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::tree::Source;

/// The file's tokens; none for a file that does not parse, which the compiler reports better.
pub fn of(source: &Source) -> TokenStream {
    source.text.parse().unwrap_or_default()
}

/// Calls `look` with the rest of each level from each token on, so that it sees what follows.
/// Attributes, doc comments among them, are passed as one bracket group after `#`.
pub fn each(stream: TokenStream, look: &mut impl FnMut(&[TokenTree])) {
    let level: Vec<TokenTree> = stream.into_iter().collect();
    for at in 0..level.len() {
        look(&level[at..]);
        if let TokenTree::Group(group) = &level[at] {
            let attribute = at > 0 && is_punct(&level[at - 1], '#') && group.delimiter() == Delimiter::Bracket;
            if !attribute {
                each(group.stream(), look);
            }
        }
    }
}

pub fn is_punct(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == character)
}

pub fn is_ident(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == word)
}

/// The text of a string literal, raw ones included.
pub fn string(token: &TokenTree) -> Option<String> {
    let TokenTree::Literal(literal) = token else {
        return None;
    };
    syn::parse_str::<syn::LitStr>(&literal.to_string()).ok().map(|text| text.value())
}

pub fn line(token: &TokenTree) -> usize {
    token.span().start().line
}
