//! Sending safely: what leaves the house can be taken back for a moment, sent later, and is not sent without the file
//! it speaks of.

use crate::{
    conversation::ConversationFacts,
    id::{ConversationId, MessageId, PersonId, SpaceId},
    limits,
    message::MessageFacts,
    moment::{DAY, MINUTE, Moment, SECOND},
    person::Actor,
    refusal::Refusal,
};

/// How a message stands on its way out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Leaving {
    /// Whether letters carry it.
    pub mailed: bool,
    /// When it was written.
    pub at: Moment,
    /// Whether one of its letters was handed on already.
    pub gone: bool,
}

crate::permit! {
    /// May take a message back before its letters go.
    MayTakeBack { message: MessageId, conversation: ConversationId, space: SpaceId, author: PersonId }
}

/// When the letters of what is written now go.
pub fn leaves_at(now: Moment) -> Moment {
    now.plus(limits::TAKE_BACK_SECONDS * SECOND)
}

/// Whether the actor may take a message back.
///
/// # Errors
/// Hidden; refused to all but the author, for what no letter carries, and once a letter went or may have gone.
pub fn may_take_back(
    actor: &Actor,
    place: &ConversationFacts,
    it: &MessageFacts,
    leaving: Leaving,
    now: Moment,
) -> Result<MayTakeBack, Refusal> {
    if !it.seen {
        return Err(Refusal::hidden());
    }
    if it.deleted {
        return Err(Refusal::moved("message-deleted"));
    }
    if it.author != actor.person {
        return Err(Refusal::new("author-takes-back"));
    }
    if it.by_mail || !leaving.mailed {
        return Err(Refusal::new("nothing-to-take-back"));
    }
    if leaving.gone || now >= leaves_at(leaving.at) {
        return Err(Refusal::moved("sent-already"));
    }
    Ok(MayTakeBack::made(it.id, place.id, place.space, it.author))
}

/// Checks when something is to be sent.
///
/// # Errors
/// Refuses what is no time, what is past, and what is more than a year ahead.
pub fn later(text: &str, zone: &str, now: Moment) -> Result<Moment, Refusal> {
    let at = crate::habit::read_time(text, zone).ok_or(Refusal::invalid("at", "time-unknown"))?;
    if at < now.plus(MINUTE / 2) {
        return Err(Refusal::invalid("at", "time-past"));
    }
    if at > now.plus(limits::PLANNED_DAYS_MAX * DAY) {
        return Err(Refusal::invalid("at", "time-far").with("days", limits::PLANNED_DAYS_MAX));
    }
    Ok(at)
}

/// Beginnings of words by which people speak of what they attached, in the languages our people write. A word that
/// begins so for another reason costs one question, no more.
const ATTACHED: [&str; 71] = [
    "attached",
    "attachment",
    "attaching",
    "enclosed", // English
    "anbei",
    "beigefügt",
    "beiliegend",
    "angehängt",
    "anhang",
    "anlage", // German
    "ci-joint",
    "ci joint",
    "ci-annexé",
    "pièce jointe",
    "pièces jointes",
    "piece jointe",
    "en pj", // French
    "adjunto",
    "adjunta",
    "adjuntamos",
    "adjuntado",
    "anexo",
    "anexado",
    "anexei",
    "anexamos", // Spanish, Portuguese
    "allegat",
    "allego ", // Italian
    "bijlage",
    "bijgevoegd",
    "bijgesloten", // Dutch
    "bifoga",
    "bilaga",
    "bilagor", // Swedish
    "vedhæft",
    "vedlagt",
    "vedlagde",
    "vedlegg", // Danish, Norwegian
    "liitteenä",
    "liitteessä",
    "liitteet",
    "liitetiedosto",
    "ohessa", // Finnish
    "załącz", // Polish
    "v příloze",
    "přílohu",
    "přílohou",
    "přílohách",
    "přikládám",
    "přiložen", // Czech
    "вложен",
    "прикреп",
    "прилага",
    "приложенн", // Russian
    "вкладенн",
    "у додатку",
    "прикріп",
    "додаю файл",
    "долучаю", // Ukrainian
    "添付",    // Japanese
    "附件",
    "随信附上",
    "隨信附上", // Chinese
    "첨부",     // Korean
    "ekteki",
    "ektedir",
    "ekte bulabilir",
    "ekte gönder",
    "ekte sun",
    "ekte yer",
    "ekli dosya",
    "ilişikte", // Turkish
];

/// Scripts whose words have no borders: there one may stand anywhere.
const UNSPACED: std::ops::RangeInclusive<char> = '\u{2e80}'..='\u{d7ff}';

/// Whether somebody speaks of an attachment in her own words: quoted lines and code are not hers.
pub fn speaks_of_attachment(source: &str) -> bool {
    let mut code = false;
    source.lines().any(|line| {
        let text = line.trim_start();
        if text.starts_with("```") || text.starts_with("~~~") {
            code = !code;
        }
        !code && !text.starts_with('>') && names_one(&text.to_lowercase())
    })
}

fn names_one(line: &str) -> bool {
    ATTACHED.iter().any(|word| {
        line.match_indices(word).filter(|(at, _)| *word != "attached" || !is_fastened(&line[at + word.len()..])).any(|(at, _)| {
            // `unattached` and `Strandanlage` speak of something else, and so does a link.
            word.starts_with(|first| UNSPACED.contains(&first))
                || !line[..at].ends_with(|before: char| before.is_alphanumeric() || matches!(before, '/' | '-' | '_'))
        })
    })
}

/// "The rack is attached to the frame" speaks of no file, "attached to this letter" does. Takes what stands behind the word.
fn is_fastened(rest: &str) -> bool {
    let mut words = rest.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let letter = |word: &str| matches!(word, "this" | "my" | "mail" | "email" | "message" | "letter");
    words.next() == Some("to") && !words.take(2).any(letter)
}

/// Asks once about a file that was forgotten; `sure` where she was asked already.
///
/// # Errors
/// Refuses words that speak of a file where there is none, until she says that she means it.
pub fn no_file_forgotten(source: &str, files: usize, sure: bool) -> Result<(), Refusal> {
    if files == 0 && !sure && speaks_of_attachment(source) {
        return Err(Refusal::invalid("file", "file-forgotten"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::side::Side;

    const NOW: Moment = Moment(1_772_438_400_000_000);

    fn message() -> MessageFacts {
        MessageFacts { id: MessageId(4), author: PersonId(7), deleted: false, by_mail: false, seen: true }
    }

    fn actor(person: i64) -> Actor {
        Actor { person: PersonId(person), side: Side::Employee, administrator: true }
    }

    #[test]
    fn its_author_takes_a_message_back_until_its_letters_go() {
        let leaving = Leaving { mailed: true, at: NOW, gone: false };
        let check = |who: i64, it: MessageFacts, leaving: Leaving, after_s: i64| {
            may_take_back(&actor(who), &ConversationFacts::of_a_case(), &it, leaving, NOW.plus(after_s * SECOND))
                .map(|_| ())
                .map_err(|r| r.key)
        };
        assert_eq!(check(7, message(), leaving, 9), Ok(()));
        assert_eq!(check(7, message(), leaving, 10), Err("sent-already"));
        assert_eq!(check(7, message(), Leaving { gone: true, ..leaving }, 1), Err("sent-already"));
        assert_eq!(check(7, message(), Leaving { mailed: false, ..leaving }, 1), Err("nothing-to-take-back"));
        assert_eq!(check(7, MessageFacts { by_mail: true, ..message() }, leaving, 1), Err("nothing-to-take-back"));
        assert_eq!(check(8, message(), leaving, 1), Err("author-takes-back"));
        assert_eq!(check(7, MessageFacts { deleted: true, ..message() }, leaving, 1), Err("message-deleted"));
        assert_eq!(check(7, MessageFacts { seen: false, ..message() }, leaving, 1), Err("not-here"));
    }

    #[test]
    fn later_is_in_the_future_and_within_a_year() {
        let check = |text: &str| later(text, "", NOW).map_err(|r| r.key);
        assert_eq!(check("2026-03-02T09:00"), Ok(NOW.plus(60 * MINUTE)));
        assert_eq!(check("2026-03-02T08:00"), Err("time-past"));
        assert_eq!(check("2028-03-02T08:00"), Err("time-far"));
        assert_eq!(check("soon"), Err("time-unknown"));
    }

    #[test]
    fn who_speaks_of_a_file_is_understood_in_her_language() {
        for words in [
            "Please find attached the invoice.",
            "It is attached to this message.",
            "The light is attached to the rack; see the drawing attached.",
            "See the attachment",
            "Anbei die Rechnung.",
            "Die Datei ist beigefügt.",
            "Vous trouverez ci-joint le devis.",
            "Le devis en pièce jointe",
            "Adjunto la factura",
            "In allegato la fattura",
            "In de bijlage staat het.",
            "Em anexo a fatura",
            "Fakturan är bifogad.",
            "Fakturaen er vedlagt.",
            "Liitteenä lasku",
            "Faktura w załączniku",
            "Faktura je v příloze.",
            "Счёт во вложении",
            "Рахунок у вкладенні",
            "請求書を添付します",
            "请见附件",
            "청구서를 첨부합니다",
            "Fatura ektedir.",
        ] {
            assert!(speaks_of_attachment(words), "{words}");
        }
        for words in [
            "Thank you!",
            "> please find attached\n\nThanks, got it",
            "```\nattached()\n```\nSo it works",
            "An unattached wheel",
            "The rack is attached to the frame with two bolts.",
            "https://example.org/attached",
            "Die Strandanlage ist offen.",
            "Bez załogi",
            "Er det ekte skinn?",
            "Un'allegoria",
        ] {
            assert!(!speaks_of_attachment(words), "{words}");
        }
        assert!(no_file_forgotten("see attached", 0, false).is_err());
        assert!(no_file_forgotten("see attached", 1, false).is_ok() && no_file_forgotten("see attached", 0, true).is_ok());
    }
}
