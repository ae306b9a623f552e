//! Subjects: what is left to tell a thread by where letters carry no headers that do.

/// What stands before the subject of a reply, in the mail programs of several tongues.
const REPLY_MARKS: [&str; 4] = ["re", "aw", "sv", "antw"];
/// A list's tag is short: `[R-pkg-devel]`.
const TAG_CHARS_MAX: usize = 30;

/// A subject without marks of replies and tags of lists, in lower case.
#[derive(Debug, PartialEq, Eq)]
pub struct Subject {
    /// Whether it was a reply's.
    pub reply: bool,
    /// What is left; may be empty.
    pub plain: String,
}

impl Subject {
    /// Reads a subject.
    pub fn of(text: &str) -> Subject {
        let lower = text.to_lowercase();
        let mut rest = lower.trim();
        let mut reply = false;
        loop {
            if let Some(behind) = behind_mark(rest) {
                (rest, reply) = (behind, true);
            } else if let Some(behind) = behind_tag(rest) {
                rest = behind;
            } else {
                break;
            }
        }
        Subject { reply, plain: rest.split_whitespace().collect::<Vec<_>>().join(" ") }
    }
}

/// Behind `re:`, `re[2]:` or `re^2:`.
fn behind_mark(text: &str) -> Option<&str> {
    let (mark, behind) = text.split_once(':')?;
    let word = mark.trim_end().trim_end_matches(|c: char| c.is_ascii_digit() || "[]^()".contains(c));
    REPLY_MARKS.contains(&word).then(|| behind.trim_start())
}

/// Behind `[tag]`, unless nothing stands there.
fn behind_tag(text: &str) -> Option<&str> {
    let (tag, behind) = text.strip_prefix('[')?.split_once(']')?;
    let behind = behind.trim_start();
    (tag.chars().count() <= TAG_CHARS_MAX && !behind.is_empty()).then_some(behind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_has_the_subject_of_what_it_answers() {
        let check = |text: &str, reply: bool, plain: &str| {
            assert_eq!(Subject::of(text), Subject { reply, plain: plain.to_owned() }, "{text}");
        };
        check("Wheels  for\tthe van", false, "wheels for the van");
        check("Re: [R] RE: Wheels for the van", true, "wheels for the van");
        check("[R] Re[2]: wheels for the van", true, "wheels for the van");
        check("AW: Räder", true, "räder");
        check("Fwd: Re: wheels", false, "fwd: re: wheels");
        check("Regarding: wheels", false, "regarding: wheels");
        check("Re:", true, "");
        check("[PATCH]", false, "[patch]");
    }
}
