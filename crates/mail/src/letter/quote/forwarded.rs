//! Where another letter begins within this one: Outlook's block of headers, "-----Original Message-----",
//! "Begin forwarded message:".

use super::line::Lines;
use super::signature::is_rule;

/// Lines a block may have: six headers, some of them wrapped.
const BLOCK_LINES_MAX: usize = 14;

/// Lines a wrapped header goes on for.
const WRAPPED_LINES_MAX: usize = 2;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    From,
    Date,
    To,
    Subject,
    /// Cc, Reply-To, Importance: they belong to a block but do not make one.
    Other,
}

/// Header names in mail programs' languages, lower case.
const NAMES: [(Role, &[&str]); 5] = [
    (
        Role::From,
        &[
            "from",
            "von",
            "de",
            "da",
            "van",
            "fra",
            "från",
            "lähettäjä",
            "od",
            "feladó",
            "от",
            "від",
            "kimden",
            "gönderen",
            "发件人",
            "寄件者",
            "寄件人",
            "差出人",
            "보낸 사람",
            "từ",
            "dari",
            "από",
            "מאת",
            "من",
            "de la",
        ],
    ),
    (
        Role::Date,
        &[
            "date",
            "sent",
            "datum",
            "gesendet",
            "envoyé",
            "envoyé le",
            "message du",
            "fecha",
            "enviado",
            "enviado el",
            "enviada em",
            "enviado em",
            "data",
            "inviato",
            "data invio",
            "verzonden",
            "dato",
            "sendt",
            "skickat",
            "lähetetty",
            "päivämäärä",
            "wysłano",
            "wysłane",
            "odesláno",
            "küldve",
            "elküldve",
            "дата",
            "отправлено",
            "надіслано",
            "tarih",
            "gönderildi",
            "gönderme tarihi",
            "日期",
            "发送时间",
            "發送時間",
            "寄件日期",
            "送信日時",
            "日時",
            "보낸 날짜",
            "날짜",
        ],
    ),
    (
        Role::To,
        &[
            "to",
            "an",
            "à",
            "a",
            "para",
            "aan",
            "til",
            "till",
            "vastaanottaja",
            "do",
            "komu",
            "címzett",
            "кому",
            "kime",
            "alıcı",
            "收件人",
            "收件者",
            "宛先",
            "받는 사람",
            "đến",
            "kepada",
        ],
    ),
    (
        Role::Subject,
        &[
            "subject",
            "betreff",
            "objet",
            "sujet",
            "asunto",
            "oggetto",
            "assunto",
            "onderwerp",
            "emne",
            "ämne",
            "aihe",
            "temat",
            "předmět",
            "predmet",
            "tárgy",
            "тема",
            "konu",
            "主题",
            "主旨",
            "件名",
            "제목",
            "chủ đề",
            "subjek",
            "subiect",
        ],
    ),
    (
        Role::Other,
        &[
            "cc",
            "kopie",
            "copie",
            "copie à",
            "copia",
            "kopia",
            "kopi",
            "kopio",
            "dw",
            "копия",
            "копія",
            "bilgi",
            "抄送",
            "副本",
            "참조",
            "reply-to",
            "antwort an",
            "importance",
            "wichtigkeit",
            "priorität",
            "attachments",
            "anlagen",
        ],
    ),
];

/// Between dashes, or before a colon on a line of their own.
const MARKS: &[&str] = &[
    "original message",
    "original appointment",
    "forwarded message",
    "begin forwarded message",
    "reply message",
    "ursprüngliche nachricht",
    "originalnachricht",
    "weitergeleitete nachricht",
    "anfang der weitergeleiteten nachricht",
    "weitergeleitete e-mail",
    "message d'origine",
    "message original",
    "message transféré",
    "début du message réexpédié",
    "début du message transféré",
    "mensaje original",
    "mensaje reenviado",
    "inicio del mensaje reenviado",
    "messaggio originale",
    "messaggio inoltrato",
    "inizio messaggio inoltrato",
    "mensagem original",
    "mensagem encaminhada",
    "início da mensagem encaminhada",
    "oorspronkelijk bericht",
    "oorspronkelijke bericht",
    "doorgestuurd bericht",
    "begin doorgestuurd bericht",
    "oprindelig meddelelse",
    "oprindelig besked",
    "videresendt meddelelse",
    "start på videresendt besked",
    "opprinnelig melding",
    "videresendt melding",
    "ursprungligt meddelande",
    "originalmeddelande",
    "vidarebefordrat meddelande",
    "vidarebefordrat brev",
    "alkuperäinen viesti",
    "välitetty viesti",
    "oryginalna wiadomość",
    "wiadomość oryginalna",
    "wiadomość przekazana",
    "původní zpráva",
    "původní e-mail",
    "исходное сообщение",
    "пересылаемое сообщение",
    "orijinal ileti",
    "原始邮件",
    "原始郵件",
    "元のメッセージ",
    "원본 메시지",
];

/// Another letter begins on this line.
pub(super) fn begins(lines: &Lines<'_>, at: usize) -> bool {
    lines.is_prose(at) && (is_mark(lines.raw(at)) || is_block(lines, at))
}

/// The start of the empty lines and rules right above, which belong to the other letter.
pub(super) fn with_rule_above(lines: &Lines<'_>, at: usize) -> usize {
    let above = (0..at).rev().take_while(|&above| lines.is_blank(above) || is_rule(lines.raw(above)));
    above.filter(|&above| !lines.is_blank(above)).last().unwrap_or(at)
}

fn is_mark(line: &str) -> bool {
    let line = line.trim();
    let inner = line.trim_matches(['-', '_', '=', '*', ' ', ':', '：']);
    let marked = line.len() >= inner.len() + 4 && line.starts_with(['-', '_', '=', '*']) || line.ends_with([':', '：']);
    marked && inner.len() <= 60 && {
        let inner = inner.to_lowercase().replace('’', "'");
        MARKS.iter().any(|mark| inner == *mark)
    }
}

/// Sender and two more of date, recipient and subject, on lines that follow each other.
fn is_block(lines: &Lines<'_>, start: usize) -> bool {
    if !matches!(role(lines.raw(start)), Some(Role::From | Role::Date | Role::Subject)) {
        return false;
    }
    let mut roles = Vec::new();
    let mut wrapped = 0;
    for at in (start..lines.len()).take(BLOCK_LINES_MAX).take_while(|&at| !lines.is_blank(at)) {
        match role(lines.raw(at)) {
            Some(role) => {
                wrapped = 0;
                if !roles.contains(&role) {
                    roles.push(role);
                }
            }
            None if wrapped == WRAPPED_LINES_MAX => break,
            None => wrapped += 1,
        }
    }
    let telling = roles.iter().filter(|role| **role != Role::Other).count();
    roles.contains(&Role::From) && telling >= 3
}

fn role(line: &str) -> Option<Role> {
    let (name, _) = line.split_once([':', '：'])?;
    if name.len() > 60 {
        return None;
    }
    let name = name.trim_matches(['*', ' ', '\t', '\u{a0}', '_']).to_lowercase();
    NAMES.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(role, _)| *role)
}
