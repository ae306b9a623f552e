//! How a letter is drawn, as far as that says how it is read: what is hidden goes, paragraphs without a space between them
//! are lines, and a picture may be all there is of a link.

use super::mark::names;
use super::token::{Element, Token, unescaped};

/// Where every fourth paragraph or more is empty, empty ones are what keeps the others apart.
const EMPTY_SHARE: usize = 4;

/// Of any unit: what is drawn closer together than this stands line by line.
const CLOSE: f32 = 0.5;

pub(super) fn drawn(tokens: Vec<Token<'_>>) -> Vec<Token<'_>> {
    let mut tokens = without_hidden(tokens);
    paragraphs_to_lines(&mut tokens);
    mark_only_ways(&mut tokens);
    tokens
}

/// Without what no mail program shows: the line for previews, a second copy for phones. Where nothing else is there it stays.
fn without_hidden(tokens: Vec<Token<'_>>) -> Vec<Token<'_>> {
    let mut within = 0;
    let shown: Vec<bool> = tokens.iter().map(|token| is_shown(token, &mut within)).collect();
    let says = |(token, shown): (&Token<'_>, &bool)| *shown && says_something(token);
    if !tokens.iter().zip(&shown).any(says) {
        return tokens;
    }
    tokens.into_iter().zip(shown).filter(|(_, shown)| *shown).map(|(token, _)| token).collect()
}

/// `within` counts the open elements of which the outermost is hidden.
fn is_shown(token: &Token<'_>, within: &mut usize) -> bool {
    match token {
        Token::Open(element) if element.alone() => *within == 0 && !is_hidden(element),
        Token::Open(element) => {
            *within += usize::from(*within > 0 || is_hidden(element));
            *within == 0
        }
        Token::Close(_) if *within > 0 => {
            *within -= 1;
            false
        }
        Token::Close(_) | Token::Text(_) => *within == 0,
    }
}

fn is_hidden(element: &Element<'_>) -> bool {
    element.style("display").is_some_and(|value| value.starts_with("none"))
}

fn says_something(token: &Token<'_>) -> bool {
    match token {
        Token::Text(text) => !unescaped(text).trim().is_empty(),
        Token::Open(element) => element.name == "img",
        Token::Close(_) => false,
    }
}

/// A paragraph by its two tokens.
struct Paragraph {
    open: usize,
    close: usize,
    /// An empty line and no more.
    empty: bool,
}

/// Programs that leave no space between paragraphs write each line as one, and an empty one for an empty line.
fn paragraphs_to_lines(tokens: &mut [Token<'_>]) {
    let all = paragraphs(tokens);
    let close_by = |it: &Paragraph| matches!(&tokens[it.open], Token::Open(element) if is_close(element));
    let (mut lines, rest): (Vec<_>, Vec<_>) = all.into_iter().partition(close_by);
    let empty = rest.iter().filter(|it| it.empty).count();
    if empty * EMPTY_SHARE >= rest.len() && empty > 0 {
        lines.extend(rest);
    }
    for it in lines {
        if let Token::Open(element) = &mut tokens[it.open] {
            element.name = "div";
        }
        tokens[it.close] = Token::Close("div");
    }
}

fn paragraphs(tokens: &[Token<'_>]) -> Vec<Paragraph> {
    let (mut all, mut open): (Vec<Paragraph>, Option<Paragraph>) = (Vec::new(), None);
    let mut holds = false;
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Open(element) if element.name == "p" => {
                (open, holds) = (Some(Paragraph { open: at, close: at, empty: true }), false);
            }
            Token::Close("p") => all.extend(open.take().map(|it| Paragraph { close: at, empty: it.empty && holds, ..it })),
            Token::Open(element) if element.name == "br" => holds = true,
            Token::Text(text) if !text.is_empty() => {
                // A space that does not break keeps a line open.
                holds |= unescaped(text).contains('\u{a0}');
                open.iter_mut().for_each(|it| it.empty &= !says_something(token));
            }
            _ => open.iter_mut().for_each(|it| it.empty &= !says_something(token)),
        }
    }
    all
}

/// Drawn without a space above and below: by its own style, or by the one Word gives to every paragraph of its kinds.
fn is_close(paragraph: &Element<'_>) -> bool {
    let usual = if names(paragraph).any(|name| name.starts_with("mso")) { 0.0 } else { 1.0 };
    let sides: Vec<f32> = paragraph.style("margin").unwrap_or_default().split_whitespace().map(length).collect();
    let top = paragraph.style("margin-top").map(length).or(sides.first().copied());
    let bottom = paragraph.style("margin-bottom").map(length).or(sides.get(2).or(sides.first()).copied());
    top.unwrap_or(usual) < CLOSE && bottom.unwrap_or(usual) < CLOSE
}

/// The number of a length, of whatever unit; what has none is a space.
fn length(value: &str) -> f32 {
    let end = value.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-'))).unwrap_or(value.len());
    value[..end].parse().unwrap_or(1.0)
}

/// Marks pictures without words where the link around them has no other words: without them it could not be followed.
fn mark_only_ways(tokens: &mut [Token<'_>]) {
    let (mut picture, mut worded, mut linked) = (None, false, false);
    for at in 0..tokens.len() {
        match &tokens[at] {
            Token::Open(element) if element.name == "a" => {
                (picture, worded, linked) = (None, false, !element.attribute("href").is_empty());
            }
            Token::Open(element) if element.name == "img" && linked => {
                worded |= !element.attribute("alt").trim().is_empty();
                picture = picture.or(Some(at));
            }
            Token::Text(text) => worded |= !unescaped(text).trim().is_empty(),
            Token::Close("a") => {
                if let Some(at) = picture.take().filter(|_| linked && !worded)
                    && let Token::Open(element) = &mut tokens[at]
                {
                    element.only_way = true;
                }
                linked = false;
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Dress, told};

    fn shown(html: &str) -> String {
        told(html, &Dress { own: &|_| None }).expect("it is fair").new.html
    }

    #[test]
    fn what_is_hidden_is_not_read() {
        let check = |html: &str, expect: &str| assert_eq!(shown(html), expect, "{html}");
        check("<div style=\"display:none;max-height:0\">Preview <b>line</b></div><p>Dear Dora</p>", "<p>Dear Dora</p>");
        check("a<span style='display: none !important'>b<br>c</span>d", "ad");
        check("<img style='display:none' src='https://spy.example/1.gif'>a", "a");
        check("<p style='display:none'>all of it</p>", "<p>all of it</p>");
    }

    #[test]
    fn paragraphs_drawn_close_together_are_lines() {
        let check = |html: &str, expect: &str| assert_eq!(shown(html), expect, "{html}");
        check("<p>one</p><p>two</p>", "<p>one</p><p>two</p>");
        let lines = "<div>one</div><div>&nbsp;</div><div>two</div>";
        check("<p class=MsoNormal>one</p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>two</p>", lines);
        check(
            "<p style='margin:0cm 0cm 0.0001pt'>one</p><p style='margin-top:0;margin-bottom:0'>two</p>",
            "<div>one</div><div>two</div>",
        );
        check("<p class=MsoNormal style='margin-bottom:12.0pt'>one</p>", "<p>one</p>");
        check("<p>one</p><p>&nbsp;</p><p>two</p>", lines);
        check("<p>one</p><p><br></p><p>two</p>", "<div>one</div><div><br></div><div>two</div>");
        check("<p>1</p><p>2</p><p>3</p><p><br></p><p>4</p>", "<p>1</p><p>2</p><p>3</p><p><br></p><p>4</p>");
    }

    #[test]
    fn a_picture_that_is_all_of_a_link_stays_to_be_followed() {
        let place = "<span class=\"picture-elsewhere\"><small>velo.example</small></span>";
        let link = |words: &str| format!("<a href=\"https://velo.example/\" rel=\"nofollow noopener noreferrer\">{words}</a>");
        let check = |words: &str, expect: &str| assert_eq!(shown(&link(words)), expect, "{words}");
        check("<img src='https://velo.example/1.gif' alt=''>", &link(place));
        check("<img src='https://velo.example/1.gif' alt=''>Offers", &link("Offers"));
        check("<img src='https://velo.example/1.gif' width=9 height=9> <b>Offers</b>", &link(" <b>Offers</b>"));
    }
}
