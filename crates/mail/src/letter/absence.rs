//! Letters that answer for somebody who is away and say so in no header: told by their subject, where that is a program's, else by
//! subject and first words together.
//!
//! **Invariant.** In doubt a person wrote it: what is taken for a machine's opens no conversation, while two programs that answer
//! each other are stopped by their number. So a subject that a person may have written needs words that only an absent one writes.

use domain::subject;

/// Characters of a letter's words in which an absent person says that she is.
const WORDS_CHARS_MAX: usize = 600;

/// What stands between such a phrase and the subject that is answered.
const SEPARATORS: [char; 16] = [':', '：', ']', ')', '】', '」', '(', '[', '<', '"', '“', '„', '«', '/', '|', '*'];

/// What may stand before it.
const BRACKETS: [char; 8] = ['[', '(', '【', '「', '*', '<', '"', '-'];

/// What programs in many languages call an automatic answer, in lower case.
const PHRASES: &[&str] = &[
    "automatic reply",
    "automatic response",
    "automatic response to",
    "automated reply",
    "automated response",
    "auto reply",
    "auto-reply",
    "autoreply",
    "auto response",
    "auto-response",
    "autoresponse",
    "vacation reply",
    "out of office reply",
    "out of office autoreply",
    "out of office auto-reply",
    "out of office response",
    "out of office message", // English
    "automatische antwort",
    "abwesenheitsnotiz",
    "abwesenheitsnachricht", // German
    "réponse automatique",
    "message d'absence", // French
    "respuesta automática",
    "respuesta automatica", // Spanish
    "resposta automàtica",  // Catalan
    "erantzun automatikoa", // Basque
    "risposta automatica",  // Italian
    "resposta automática",
    "resposta automatica", // Portuguese, Galician
    "automatisch antwoord",
    "afwezigheidsbericht", // Dutch
    "automatiskt svar",    // Swedish
    "automatisk svar",
    "autosvar",              // Danish, Norwegian
    "sjálfvirkt svar",       // Icelandic
    "automaattinen vastaus", // Finnish
    "automaatvastus",
    "automātiska atbilde",
    "automatinis atsakymas", // Baltic
    "autoodpowiedź",
    "automatyczna odpowiedź",
    "odpowiedź automatyczna", // Polish
    "automatická odpověď",    // Czech
    "automatická odpoveď",    // Slovak
    "samodejni odgovor",      // Slovene
    "automatski odgovor",
    "аутоматски одговор",
    "автоматски одговор",  // Croatian, Serbian, Macedonian
    "автоматичен отговор", // Bulgarian
    "automatikus válasz",  // Hungarian
    "răspuns automat",     // Romanian
    "автоматический ответ",
    "автоответ",             // Russian
    "автоматична відповідь", // Ukrainian
    "аўтаматычны адказ",     // Belarusian
    "αυτόματη απάντηση",     // Greek
    "otomatik yanıt",        // Turkish
    "përgjigje automatike",  // Albanian
    "ავტომატური პასუხი",     // Georgian
    "תשובה אוטומטית",        // Hebrew
    "رد تلقائي",
    "پاسخ خودکار",  // Arabic, Persian
    "स्वचालित उत्तर", // Hindi
    "自動応答",
    "自動返信",
    "不在通知", // Japanese
    "自动答复",
    "自动回复",
    "自動回覆", // Chinese
    "자동 회신",
    "자동 응답",        // Korean
    "trả lời tự động",  // Vietnamese
    "ตอบกลับอัตโนมัติ",     // Thai
    "balasan otomatis", // Indonesian
];

/// What they call the absence it is for. People write of an absence, too: alone it leaves a doubt.
const ABSENCES: &[&str] = &[
    "out of office",
    "out-of-office",
    "out of the office",
    "away from my mail",
    "away from the office",
    "außer haus",
    "absence du bureau",
    "absent du bureau",
    "fuera de la oficina",
    "fuera de oficina",
    "fora de l'oficina",
    "fora de l’oficina",
    "bulegotik kanpo",
    "fuori sede",
    "fuori ufficio",
    "fora do escritório",
    "ausência temporária",
    "frånvarande",
    "poissa toimistosta",
    "mimo kancelář",
    "извън офиса",
    "házon kívül",
    "εκτός γραφείου",
    "ofis dışında",
    "외출 중",
];

/// How people who write such a subject themselves begin it; alone it is no program's.
const CONFESSIONS: &[&str] = &[
    "i am out of",
    "i'm out of",
    "i’m out of",
    "i will be out of",
    "i am away",
    "i'm away",
    "i am currently",
    "i am on leave",
    "i am on vacation",
    "i am on holiday",
    "on vacation",
    "on holiday",
    "on leave",
    "ich bin nicht im büro",
    "ich bin nicht im haus",
    "ich bin derzeit nicht",
    "ich bin im urlaub",
    "ich bin abwesend",
    "abwesend",
    "im urlaub",
    "nicht im büro",
    "je suis absent",
    "je suis en congé",
    "absent",
    "en congé",
    "estoy fuera",
    "estoy de vacaciones",
    "de vacaciones",
    "sono fuori",
    "sono assente",
    "in ferie",
    "estou fora",
    "estou ausente",
    "de férias",
    "ik ben afwezig",
    "ik ben niet op kantoor",
    "afwezig",
    "jag är inte på kontoret",
    "på semester",
    "på ferie",
    "olen poissa",
    "olen lomalla",
    "jestem poza biurem",
    "jestem na urlopie",
    "nejsem v kanceláři",
    "jsem na dovolené",
    "я в отпуске",
    "меня нет в офисе",
    "я у відпустці",
];

/// What stands in the first words of such a letter, and hardly in those of somebody who wants something.
const CUES: &[&str] = &[
    "i am out of",
    "i'm out of",
    "i’m out of",
    "i am currently out",
    "i am currently away",
    "i am away",
    "i'm away",
    "i will be out of",
    "i will be away",
    "i'll be out of",
    "i am on leave",
    "i am on annual leave",
    "i am on vacation",
    "i am on holiday",
    "i am currently on",
    "limited access to",
    "no access to my",
    "will respond when",
    "will reply when",
    "upon my return",
    "when i return",
    "this is an automat",
    "automatically generated",
    "ich bin nicht im",
    "ich bin derzeit",
    "ich bin zurzeit",
    "ich bin zur zeit",
    "ich bin bis",
    "ich bin ab",
    "ich bin im urlaub",
    "ich bin außer haus",
    "bin ich nicht",
    "nicht weitergeleitet",
    "automatisch erzeugt",
    "automatisch generiert",
    "je suis absent",
    "je suis en congé",
    "je suis actuellement",
    "à mon retour",
    "message automatique",
    "estoy fuera",
    "estaré fuera",
    "estoy de vacaciones",
    "a mi regreso",
    "a mi vuelta",
    "mensaje automático",
    "soc fora",
    "estic de vacances",
    "bulegotik kanpo nago",
    "oporretan nago",
    "sono fuori",
    "sono assente",
    "sarò assente",
    "al mio rientro",
    "sono in ferie",
    "estou fora",
    "estarei ausente",
    "estou ausente",
    "estou de férias",
    "mensagem automática",
    "ik ben afwezig",
    "ik ben momenteel",
    "ik ben niet op kantoor",
    "ik ben met vakantie",
    "ik ben op vakantie",
    "jag är inte på kontoret",
    "jag är på semester",
    "jag är tillbaka",
    "jeg er på ferie",
    "jeg er ikke på kontoret",
    "jeg er ute av kontoret",
    "olen poissa",
    "olen lomalla",
    "en ole toimistolla",
    "jestem poza biurem",
    "jestem na urlopie",
    "jestem nieobecn",
    "będę nieobecn",
    "nejsem v kanceláři",
    "jsem na dovolené",
    "jsem mimo kancelář",
    "szabadságon vagyok",
    "nem vagyok az irodában",
    "sunt în concediu",
    "nu sunt la birou",
    "я в отпуске",
    "нахожусь в отпуске",
    "меня нет в офисе",
    "меня не будет",
    "я у відпустці",
    "мене немає в офісі",
    "в отпуск съм",
    "няма да бъда в офиса",
    "извън офиса съм",
    "είμαι εκτός γραφείου",
    "ofis dışındayım",
    "izindeyim",
    "不在にして",
    "休暇をいただいて",
    "外出しております",
    "我不在办公室",
    "我正在休假",
    "我現在休假",
    "부재중입니다",
    "휴가 중입니다",
];

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
    let doubtful = |told: Subject, sure: bool| if told == Subject::Program && !sure { Subject::Doubtful } else { told };
    // Alone it may be what somebody asks about.
    let phrase = PHRASES.iter().filter_map(|phrase| behind(bare, phrase)).map(|rest| doubtful(told_by(rest), !rest.is_empty()));
    // "Out of the office: keys" is a person's; behind an absence only what was answered is a program's.
    let absence =
        ABSENCES.iter().filter_map(|phrase| behind(bare, phrase)).map(|rest| doubtful(told_by(rest), subject::holds_reply(rest)));
    let confession = CONFESSIONS
        .iter()
        .filter_map(|phrase| behind(bare, phrase))
        .map(|rest| doubtful(told_by(rest), subject::holds_reply(rest)));
    phrase.chain(absence).chain(confession).max().unwrap_or(Subject::Other)
}

/// What stands behind a phrase, where no word of Latin, Greek or Cyrillic letters goes on.
fn behind<'t>(text: &'t str, phrase: &str) -> Option<&'t str> {
    let rest = text.strip_prefix(phrase)?;
    let goes_on = rest.chars().next().is_some_and(|letter| letter.is_alphanumeric() && letter < '\u{2e80}');
    (!goes_on).then(|| rest.trim_start())
}

fn told_by(rest: &str) -> Subject {
    if rest.is_empty() || rest.starts_with(SEPARATORS) || subject::holds_reply(rest) {
        Subject::Program
    } else {
        Subject::Doubtful
    }
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
