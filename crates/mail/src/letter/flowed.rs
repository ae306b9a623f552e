//! `format=flowed` (RFC 3676): lines that end in a space go on in the next one of the same quote depth.

/// Joins flowed lines. `deletes_space` is the `delsp=yes` of the content type (for scripts without spaces).
pub(super) fn unfold(text: &str, deletes_space: bool) -> String {
    let mut unfolded = String::with_capacity(text.len());
    let mut open: Option<usize> = None;
    for line in text.lines() {
        let depth = line.bytes().take_while(|&byte| byte == b'>').count();
        let words = line[depth..].strip_prefix(' ').unwrap_or(&line[depth..]);
        if open != Some(depth) {
            if open.is_some() {
                unfolded.push('\n');
            }
            start(&mut unfolded, depth, !words.is_empty());
        }
        // A signature mark ends in a space, but never flows (RFC 3676, 4.3).
        let flows = words.ends_with(' ') && words != "-- ";
        unfolded.push_str(if flows && deletes_space { &words[..words.len() - 1] } else { words });
        open = flows.then_some(depth);
        if !flows {
            unfolded.push('\n');
        }
    }
    if open.is_some() {
        unfolded.push('\n');
    }
    unfolded
}

fn start(unfolded: &mut String, depth: usize, has_words: bool) {
    unfolded.extend(std::iter::repeat_n('>', depth));
    if depth > 0 && has_words {
        unfolded.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::unfold;

    #[test]
    fn flowed_lines_become_paragraphs_again() {
        let check = |input: &str, expect: &str| assert_eq!(unfold(input, false), expect, "{input:?}");
        check("one \ntwo \nthree\nfour\n", "one two three\nfour\n");
        check("> one \n> two\nanswer\n", "> one two\nanswer\n");
        check("> one \n>> two \nanswer", "> one \n>> two \nanswer\n");
        check(" stuffed\n >not a quote\n", "stuffed\n>not a quote\n");
        check("bye\n-- \nDora \nLind\n", "bye\n-- \nDora Lind\n");
        check(">\n\n", ">\n\n");
    }

    #[test]
    fn delsp_deletes_the_space_that_flows() {
        assert_eq!(unfold("東京 \n都\n", true), "東京都\n");
    }
}
