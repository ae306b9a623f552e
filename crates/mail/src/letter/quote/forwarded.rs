//! Where another letter begins within this one: Outlook's block of headers, "-----Original Message-----",
//! "Begin forwarded message:".

mod tongues;

use super::super::tidy;
use super::line::{Lines, unquoted};
use super::signature::is_rule;
use domain::attribution::{figure, has_address, has_date};
use tongues::{EARLIER, ENDS, MARKS, MESSAGES};

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
            "보낸사람",
            "送信者",
            "送信元",
            "差出人メールアドレス",
            "寄件者名稱",
            "发件人地址",
            "expéditeur",
            "remitente",
            "mittente",
            "remetente",
            "afzender",
            "avsändare",
            "afsender",
            "avsender",
            "saatja",
            "nuo",
            "nosūtītājs",
            "expeditor",
            "pošiljatelj",
            "šalje",
            "пошиљалац",
            "подател",
            "הנשלח מאת",
            "المرسل",
            "فرستنده",
            "จาก",
            "प्रेषक",
            "pengirim",
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
            "보낸시간",
            "보낸 시간",
            "发送日期",
            "寄件時間",
            "發件日期",
            "時間",
            "时间",
            "日付",
            "送信日",
            "trimis",
            "data trimiterii",
            "poslano",
            "poslato",
            "послато",
            "изпратено",
            "lähetysaika",
            "kuupäev",
            "saadetud",
            "išsiųsta",
            "nosūtīts",
            "στάλθηκε",
            "ημερομηνία",
            "ngày",
            "gửi",
            "tanggal",
            "dikirim",
            "נשלח",
            "תאריך",
            "تاريخ",
            "أرسلت",
            "تاریخ",
            "วันที่",
            "ส่ง",
            "dátum",
            "sent on",
            "sent at",
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
            "받는사람",
            "收件人地址",
            "送信先",
            "către",
            "pre",
            "za",
            "prima",
            "кому",
            "до",
            "saaja",
            "kam",
            "gavėjas",
            "προς",
            "tới",
            "אל",
            "إلى",
            "به",
            "ถึง",
            "सेवा में",
            "untuk",
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
            "主 题",
            "主旨",
            "题目",
            "標題",
            "标题",
            "tiêu đề",
            "perihal",
            "θέμα",
            "נושא",
            "الموضوع",
            "موضوع",
            "เรื่อง",
            "विषय",
            "naslov",
            "zadeva",
            "наслов",
            "относно",
            "teema",
            "tēma",
            "tema",
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
            "抄 送",
            "副 本",
            "密送",
            "másolat",
            "în copie",
            "copie carbone",
            "kopija",
            "κοιν",
            "עותק",
            "نسخة",
            "สำเนา",
            "resent-from",
            "resent-to",
            "mailed-by",
            "signed-by",
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

/// Another letter begins on this line.
pub(super) fn begins(lines: &Lines<'_>, at: usize) -> bool {
    lines.is_prose(at) && (is_mark(lines.raw(at)) || is_block(lines, at))
}

/// The end of a forward that is quoted as a whole, its mark above the quote or the quote's first line.
pub(super) fn quoted(lines: &Lines<'_>, at: usize) -> Option<usize> {
    let above = lines.is_prose(at) && lines.next_is_quote(at + 1);
    // Of a run of quotes only the first line: each run is looked through once.
    if !(above || lines.begins_quotes(at)) || !is_mark(unquoted(lines.raw(at))) {
        return None;
    }
    let first = at + usize::from(above);
    let end = lines.quotes_after(first);
    // mbox writes ">From " where no quote begins; and between more quotes stand answers to them.
    let escaped = (first..end).find(|&at| lines.is_quote(at)).is_some_and(|at| lines.raw(at).starts_with(">From "));
    let more = (end..lines.len()).any(|at| lines.is_quote(at));
    (!escaped && !more).then_some(end)
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
        let says = |stems: &[&str]| stems.iter().any(|stem| inner.contains(stem));
        let first = inner.split(' ').next().unwrap_or_default();
        let drawn = line.starts_with("--") && line.ends_with("--") && !ENDS.contains(&first);
        MARKS.iter().any(|mark| inner == *mark) || drawn && inner.split(' ').count() <= 3 && says(MESSAGES) && says(EARLIER)
    }
}

/// Sender and two more of date, recipient and subject, on lines that follow each other.
fn is_block(lines: &Lines<'_>, start: usize) -> bool {
    if !matches!(role(lines.raw(start)), Some(Role::From | Role::Date | Role::Subject)) {
        return false;
    }
    let mut roles = Vec::new();
    let mut wrapped = 0;
    // A list of somebody's own may begin its lines with the same words.
    let mut sound = ruled_off(lines, start);
    for at in (start..lines.len()).take(BLOCK_LINES_MAX).take_while(|&at| !lines.is_blank(at)) {
        match role(lines.raw(at)) {
            Some(role) => {
                wrapped = 0;
                sound |= is_sound(role, lines.raw(at));
                if !roles.contains(&role) {
                    roles.push(role);
                }
            }
            None if wrapped == WRAPPED_LINES_MAX => break,
            None => {
                wrapped += 1;
                sound |= has_address(lines.raw(at));
            }
        }
    }
    let telling = roles.iter().filter(|role| **role != Role::Other).count();
    sound && roles.contains(&Role::From) && telling >= 3 || is_short_block(lines, start) || is_spaced_block(lines, start)
}

/// Whether a header holds what headers of its kind do: people an address, a date figures; Notes has the date behind the sender.
fn is_sound(role: Role, line: &str) -> bool {
    let dated = || has_date(&line.chars().map(figure).collect::<String>());
    match role {
        Role::Date => dated(),
        Role::From => has_address(line) || dated(),
        Role::To | Role::Other => has_address(line),
        Role::Subject => false,
    }
}

/// Whether a line is drawn right above, as Outlook does.
fn ruled_off(lines: &Lines<'_>, at: usize) -> bool {
    (0..at).rev().find(|&above| !lines.is_blank(above)).is_some_and(|above| is_rule(lines.raw(above)))
}

/// A sender with her address, a date and one more, an empty line behind each, as some turn HTML into text.
fn is_spaced_block(lines: &Lines<'_>, start: usize) -> bool {
    let headers = (start..lines.len()).take(BLOCK_LINES_MAX).step_by(2);
    let headers = headers.take_while(|&at| at + 1 == lines.len() || lines.is_blank(at + 1));
    let headers: Vec<(Role, &str)> = headers.map_while(|at| Some((role(lines.raw(at))?, lines.raw(at)))).collect();
    let holds = |wanted: Role, sound: fn(&str) -> bool| headers.iter().any(|(role, line)| *role == wanted && sound(line));
    headers.len() >= 3 && holds(Role::From, has_address) && holds(Role::Date, has_date)
}

/// Two headers alone are a block where one holds a date and the other an address, and nothing stands right below them.
fn is_short_block(lines: &Lines<'_>, start: usize) -> bool {
    let end = start + 2;
    if end > lines.len() || end < lines.len() && !lines.is_blank(end) {
        return false;
    }
    let holds = |wanted: &[Role], sound: fn(&str) -> bool| {
        (start..end).any(|at| role(lines.raw(at)).is_some_and(|role| wanted.contains(&role)) && sound(lines.raw(at)))
    };
    holds(&[Role::Date], has_date) && holds(&[Role::From, Role::To], has_address)
}

fn role(line: &str) -> Option<Role> {
    let (name, _) = line.split_once([':', '：'])?;
    if name.len() > 60 {
        return None;
    }
    let name: String = name.chars().filter(|letter| !tidy::turns_direction(*letter)).collect();
    let name = name.replace(['\u{3000}', '\u{a0}'], " ");
    let name = name.trim_matches(['*', ' ', '\t', '_']).to_lowercase();
    NAMES.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(role, _)| *role)
}
