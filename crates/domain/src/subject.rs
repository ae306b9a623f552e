//! Subjects: what is left to tell a thread by where letters carry no headers that do.

/// What stands before the subject of a reply, in the mail programs of several tongues.
///
/// English and Latin, German, Nordic, Dutch, Finnish, Italian, French, Spanish and Portuguese, Polish, Turkish, Hungarian,
/// Greek, Russian, Hebrew, Arabic, Chinese, Japanese (the English one), Vietnamese, Indonesian, Estonian, Czech.
const REPLY_MARKS: [&str; 28] = [
    "re",
    "aw",
    "antwort",
    "sv",
    "svar",
    "vs",
    "vast",
    "antw",
    "r",
    "rif",
    "rép",
    "rep",
    "res",
    "resp",
    "odp",
    "od",
    "ynt",
    "vá",
    "σχετ",
    "απ",
    "отв",
    "ответ",
    "השב",
    "رد",
    "回复",
    "答复",
    "回覆",
    "tl",
];

/// What stands before the subject of a letter that was passed on.
const FORWARD_MARKS: [&str; 18] = [
    "fw",
    "fwd",
    "wg",
    "tr",
    "rv",
    "i",
    "enc",
    "pd",
    "vl",
    "vb",
    "doorst",
    "vs",
    "ilt",
    "转发",
    "轉寄",
    "轉發",
    "пересл",
    "továbbítás",
];
/// A list's tag is short: `[R-pkg-devel]`.
const TAG_CHARS_MAX: usize = 30;

/// A subject without marks of replies and tags of lists, in lower case.
#[derive(Debug, PartialEq, Eq)]
pub struct Subject {
    /// Whether it was a reply's.
    pub reply: bool,
    /// What is left; may be empty.
    pub plain: String,
    /// What it was before somebody changed it: `Brakes (was: Wheels)`.
    pub former: Option<String>,
}

impl Subject {
    /// Reads a subject.
    pub fn of(text: &str) -> Subject {
        let lower = text.to_lowercase();
        let mut rest = lower.trim();
        let mut reply = false;
        loop {
            if let Some(behind) = behind_mark(rest, &REPLY_MARKS) {
                (rest, reply) = (behind, true);
            } else if let Some(behind) = behind_tag(rest) {
                rest = behind;
            } else {
                break;
            }
        }
        let spaced = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (rest, former) = match behind_was(rest) {
            Some((rest, former)) => (rest, Some(Subject::of(former).plain).filter(|former| !former.is_empty())),
            None => (rest, None),
        };
        Subject { reply: reply || former.is_some(), plain: spaced(rest), former }
    }

    /// Whether two subjects are one, or one was made of the other.
    pub fn same(&self, other: &Subject) -> bool {
        let known = |own: &str, other: &Subject| !own.is_empty() && (own == other.plain || other.former.as_deref() == Some(own));
        known(&self.plain, other) || self.former.as_deref().is_some_and(|former| known(former, other))
    }

    /// Whether somebody passed a letter on.
    pub fn passed_on(&self) -> bool {
        behind_mark(&self.plain, &FORWARD_MARKS).is_some()
    }
}

/// Whether a reply's mark stands within it, behind other words: `away until monday re: wheels`. The text is in lower case.
pub fn holds_reply(text: &str) -> bool {
    let begins = text.char_indices().filter(|(at, _)| text[..*at].chars().next_back().is_none_or(|c| " ([-–".contains(c)));
    begins.map(|(at, _)| &text[at..]).any(|rest| behind_mark(rest, &REPLY_MARKS).is_some())
}

/// Behind `re:`, `re[2]:` or `re^2:`; some write a wide colon.
fn behind_mark<'t>(text: &'t str, marks: &[&str]) -> Option<&'t str> {
    let (mark, behind) = text.split_once([':', '：'])?;
    let word = mark.trim_end().trim_end_matches(|c: char| c.is_ascii_digit() || "[]^()*".contains(c)).trim_end();
    marks.contains(&word).then(|| behind.trim_start())
}

/// `brakes (was: re: wheels)`, also in square brackets or with `was` alone: what it is, what it was.
fn behind_was(text: &str) -> Option<(&str, &str)> {
    let at = [" (was", "(was", "[was", " was:"].iter().filter_map(|word| text.find(word)).min()?;
    let (now, was) = text.split_at(at);
    let was = was.trim_start_matches([' ', '(', '[']).strip_prefix("was")?.trim_start_matches([':', ' ', '(', '[']);
    let was = was.trim_end_matches([' ', ')', ']']);
    (!was.is_empty()).then(|| (now.trim_end(), was))
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
            assert_eq!(Subject::of(text), Subject { reply, plain: plain.to_owned(), former: None }, "{text}");
        };
        check("Wheels  for\tthe van", false, "wheels for the van");
        check("Re: [R] RE: Wheels for the van", true, "wheels for the van");
        check("[R] Re[2]: wheels for the van", true, "wheels for the van");
        check("AW: Räder", true, "räder");
        check("Fwd: Re: wheels", false, "fwd: re: wheels");
        check("Regarding: wheels", false, "regarding: wheels");
        check("Re:", true, "");
        check("[PATCH]", false, "[patch]");
        check("Rép : Roues", true, "roues");
        check("Antw.: wielen", false, "antw.: wielen");
        check("回复：车轮", true, "车轮");
        check("Ynt: Re: tekerlekler", true, "tekerlekler");
        check("SV: VS: Odp: hjul", true, "hjul");
    }

    #[test]
    fn a_mark_may_stand_behind_other_words() {
        for text in ["re: x", "away until monday re: wheels", "away (aw: räder)", "away re[2]: x", "off – 回复：车轮"] {
            assert!(holds_reply(text), "{text}");
        }
        for text in ["", "where: x", "wheels, regarding: x", "re wheels", "more: x"] {
            assert!(!holds_reply(text), "{text}");
        }
    }

    #[test]
    fn a_changed_subject_says_what_it_was() {
        let check = |text: &str, plain: &str, former: Option<&str>| {
            let subject = Subject::of(text);
            assert_eq!((subject.plain.as_str(), subject.former.as_deref()), (plain, former), "{text}");
        };
        check("Brakes (was: Re: Wheels)", "brakes", Some("wheels"));
        check("Re: Brakes [was: Wheels]", "brakes", Some("wheels"));
        check("Brakes  [was (Re: Wheels)]", "brakes", Some("wheels"));
        check("What was that", "what was that", None);
        assert!(Subject::of("Brakes (was: Wheels)").same(&Subject::of("Re: wheels")));
        assert!(Subject::of("Re: Brakes").same(&Subject::of("Brakes (was: Wheels)")));
        assert!(!Subject::of("Brakes").same(&Subject::of("Wheels")) && !Subject::of("").same(&Subject::of("Re:")));
        assert!(Subject::of("Re: WG: Wheels").passed_on() && !Subject::of("Re: Wheels").passed_on());
    }
}
