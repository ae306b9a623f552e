//! Letters that answer for somebody who is away and say so in no header: told by their subject, where that is a program's, else by
//! subject and first words together.
//!
//! **Invariant.** In doubt a person wrote it: what is taken for a machine's opens no conversation, while two programs that answer
//! each other are stopped by their number. So a subject that a person may have written needs words that only an absent one writes.

mod tongues;

use domain::subject;
use tongues::{ABSENCES, CONFESSIONS, CUES, PHRASES};

/// Characters of a letter's words in which an absent person says that she is.
const WORDS_CHARS_MAX: usize = 600;

/// What stands between such a phrase and the subject that is answered.
const SEPARATORS: [char; 16] = [':', '：', ']', ')', '】', '」', '(', '[', '<', '"', '“', '„', '«', '/', '|', '*'];

/// What may stand before it.
const BRACKETS: [char; 8] = ['[', '(', '【', '「', '*', '<', '"', '-'];

/// How far a subject goes in saying that a program answers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Subject {
    /// It says nothing of it.
    Other,
    /// It begins as one does; a person may have written it.
    Doubtful,
    /// It is a program's.
    Program,
}

/// Tells a subject.
pub(super) fn subject(text: &str) -> Subject {
    let lower = text.trim().to_lowercase();
    let bare = lower.trim_start_matches(BRACKETS).trim_start();
    let told = |program: bool| if program { Subject::Program } else { Subject::Doubtful };
    // Alone it may be what somebody asks about.
    let phrases = PHRASES.iter().filter_map(|phrase| behind(bare, phrase));
    let phrases = phrases.map(|rest| told(rest.starts_with(SEPARATORS) || subject::holds_reply(rest)));
    // "Out of the office: keys" is a person's; behind an absence only what was answered is a program's.
    let absences = ABSENCES.iter().chain(CONFESSIONS).filter_map(|phrase| behind(bare, phrase));
    let absences = absences.map(|rest| told(subject::holds_reply(rest)));
    phrases.chain(absences).max().unwrap_or(Subject::Other)
}

/// What stands behind a phrase, where no word of Latin, Greek or Cyrillic letters goes on.
fn behind<'t>(text: &'t str, phrase: &str) -> Option<&'t str> {
    let rest = text.strip_prefix(phrase)?;
    let goes_on = rest.chars().next().is_some_and(|letter| letter.is_alphanumeric() && letter < '\u{2e80}');
    (!goes_on).then(|| rest.trim_start())
}

/// Whether a letter's words begin as an absent person's do.
pub(super) fn says_so(words: &str) -> bool {
    let said: String = words.chars().take(WORDS_CHARS_MAX).flat_map(char::to_lowercase).collect();
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    // Who is away asks nothing; who asks wants an answer.
    !said.contains(['?', '？', '؟']) && CUES.iter().any(|cue| said.contains(cue))
}

#[cfg(test)]
mod tests {
    use super::super::{Automatic, Letter};

    fn automatic(subject: &str, words: &str) -> Option<Automatic> {
        Letter::read(format!("Subject: {subject}\r\n\r\n{words}\r\n").as_bytes()).automatic
    }

    #[test]
    fn a_programs_subject_says_it_alone() {
        for subject in [
            "Automatic reply: Your order",
            "Out of Office: Re: Your order",
            "Out of office Re: Your order",
            "Out of the office (AW: Räder)",
            "Abwesenheitsnotiz: x",
            "Réponse automatique : x",
            "自動応答: x",
            "【自動返信】x",
            "Автоматичен отговор: Поръчка",
            "Resposta automàtica: Comanda",
            "Erantzun automatikoa: Eskaera",
            "[Auto-Reply] Re: Your order",
            "Autosvar: x",
            "I am out of the office until Monday Re: Your order",
            "Ich bin im Urlaub AW: Räder",
        ] {
            assert_eq!(automatic(subject, "Hello"), Some(Automatic::Answer), "{subject}");
        }
    }

    #[test]
    fn a_persons_subject_does_not() {
        for subject in [
            "Out of office chair broken",
            "Out of the office: keys",
            "Autoreply",
            "Respuesta automática",
            "Out of office hours service",
            "Automatic reply does not work",
            "Automatische Antwort kommt doppelt",
            "自動返信が届かない",
            "On leave: two questions",
            "Out of the office",
            "Absent",
            "Absente Räder",
            "I am out of brake pads",
            "Re: Automatic reply: Your order",
            "My vacation plans",
            "Is an automatic reply possible?",
            "Office chairs",
        ] {
            assert_eq!(automatic(subject, "Can you help? The chair from the office is broken."), None, "{subject}");
        }
    }

    #[test]
    fn in_doubt_the_first_words_decide() {
        for (subject, words) in [
            ("I am out of the office until Monday", "I am out of the office until 7 May. In urgent cases write to Ivo."),
            ("Out of office", "I will be out of the office until Monday."),
            ("Out of Office: Your order", "I am away until Monday."),
            ("Automatic reply", "I am out of the office until Monday."),
            ("Автоответ", "Я в отпуске до понедельника."),
            ("Out of office until Monday", "Thank you for your message.\r\nI will be\r\nout of the office until Monday."),
            ("Automatische Antwort von Dora Lind", "Ich bin derzeit nicht im Büro."),
            ("Fuera de oficina hasta el lunes", "Estoy fuera de la oficina."),
            ("自动回复您的邮件", "我不在办公室。"),
        ] {
            assert_eq!(automatic(subject, words), Some(Automatic::Answer), "{subject}");
            assert_eq!(automatic(subject, "The chair is broken."), None, "{subject}");
            assert_eq!(automatic(subject, &format!("{words} Can I pick it up before?")), None, "{subject}, asking");
            assert_eq!(automatic("Re: Your order", words), None, "words alone are a person's");
        }
    }
}
