//! Signatures: below `-- `, "Sent from my phone", a closing with name and office, a list's footer.

use super::line::Lines;
use domain::attribution::has_address;

/// Below `-- ` a signature may be long: some firms' lawyers write most of their letters.
const MARKED_LINES_MAX: usize = 60;

/// Below an underscore or a closing it must be short, or it is no signature.
const SHORT_LINES_MAX: usize = 8;

/// A line of a signature block: a name, an office, a number.
const SHORT_CHARS_MAX: usize = 60;

/// Fewer dashes are a pause or a list.
const DASHES_MIN: usize = 8;

/// "Regards, Dora" and what she is.
const SIGN_OFF_LINES_MAX: usize = 4;

/// "This letter was written on my telephone of such a make with such a program."
const SENTENCE_CHARS_MAX: usize = 90;

/// What phones and their programs write, lower case.
const PHONES: &[&str] = &[
    "sent from",
    "sent via",
    "sent with",
    "get outlook for", // English
    "gesendet von",
    "gesendet mit",
    "gesendet aus",
    "von meinem",
    "diese nachricht wurde von meinem", // German
    "envoyé de mon",
    "envoyé depuis",
    "envoyé à partir",
    "envoyé avec",
    "télécharger outlook pour", // French
    "enviado desde",
    "enviado con",
    "obtener outlook para", // Spanish
    "enviado do",
    "enviado pelo",
    "enviado a partir",
    "enviado por",
    "obter o outlook para", // Portuguese
    "inviato da",
    "inviato dal",
    "inviato con",
    "scarica outlook per", // Italian
    "verzonden vanaf",
    "verstuurd vanaf",
    "verzonden met",
    "verstuurd met",
    "outlook voor", // Dutch
    "sendt fra",
    "skickat från",
    "skickat med",
    "lähetetty", // Nordic
    "wysłane z",
    "wysłano z",
    "odesláno z",
    "odoslané z", // Polish, Czech, Slovak
    "отправлено с",
    "отправлено из",
    "надіслано з", // Russian, Ukrainian
    "发自我的",
    "寄件自我的",
    "傳送自我的",
    "iphoneから送信", // Chinese, Japanese
    "發自我的",
    "从我的",
    "從我的",
    "来自我的", // Chinese
    "изпратено от",
    "послано са",   // Bulgarian, Serbian
    "trimis de pe", // Romanian
    "elküldve az",
    "küldve az", // Hungarian
    "poslano s",
    "poslano z", // Croatian, Slovene
    "nosūtīts no",
    "išsiųsta iš",
    "saadetud minu", // Baltic
    "στάλθηκε από",  // Greek
    "dikirim dari",  // Indonesian
    "được gửi từ",
    "đã gửi từ", // Vietnamese
    "ส่งจาก",     // Thai
    "أرسلت من",
    "أُرسلت من",
    "مرسل من",      // Arabic
    "נשלח מ",       // Hebrew
    "ارسال شده از", // Persian
];

/// Where such a line is a whole sentence, it names what it was written on or with.
const DEVICES: &[&str] = &[
    "iphone",
    "ipad",
    "android",
    "samsung",
    "galaxy",
    "blackberry",
    "windows",
    "nokia",
    "huawei",
    "xiaomi",
    "pixel",
    "phone",
    "telefon",
    "handy",
    "mobil",
    "móvil",
    "móviles",
    "portable",
    "tablet",
    "device",
    "gerät",
    "appareil",
    "dispositivo",
    "smartphone",
    "k-9",
    "outlook",
    "yahoo",
    "proton",
    "mail",
];

/// Phrases that end a phone's line instead of beginning it.
const PHONES_LAST: &[&str] = &["gesendet", "gönderildi", "から送信", "에서 보냄", "で送信", "发送", "發送", "傳送"];

/// Closings that stand on a line of their own.
const CLOSINGS: &[&str] = &[
    "regards",
    "best regards",
    "kind regards",
    "warm regards",
    "best",
    "best wishes",
    "sincerely",
    "yours sincerely",
    "cheers",
    "many thanks",
    "mit freundlichen grüßen",
    "mit freundlichem gruß",
    "freundliche grüße",
    "viele grüße",
    "beste grüße",
    "liebe grüße",
    "cordialement",
    "bien cordialement",
    "bien à vous",
    "sincères salutations",
    "saludos",
    "un saludo",
    "atentamente",
    "saluti",
    "cordiali saluti",
    "distinti saluti",
    "atenciosamente",
    "met vriendelijke groet",
    "vriendelijke groeten",
    "med vänliga hälsningar",
    "med venlig hilsen",
    "pozdrawiam",
    "s pozdravem",
    "с уважением",
    "with best regards",
    "with kind regards",
    "thanks and regards",
    "thanks & regards",
    "hälsningar",
    "vänliga hälsningar",
    "venlig hilsen",
    "mvh",
    "vennlig hilsen",
    "ystävällisin terveisin",
    "terveisin",
    "z poważaniem",
    "s úctou",
    "üdvözlettel",
    "cu stimă",
    "saygılarımla",
    "με εκτίμηση",
    "с наилучшими пожеланиями",
    "з повагою",
    "com os melhores cumprimentos",
    "cumprimentos",
    "bien à toi",
    "cdlt",
    "cordialmente",
    "groeten",
    "met vriendelijke groeten",
    "lugupidamisega",
    "pagarbiai",
    "ar cieņu",
    "lijep pozdrav",
    "lep pozdrav",
];

/// Stems of the words with which a firm's lawyers end all its letters: about who may read them, and what they bind to.
const WARNINGS: &[&str] = &[
    "confiden",
    "konfiden",
    "privileged",
    "disclos",
    "intended for",
    "named recipient",
    "liabilit",
    "unsubscribe",
    "mailing list",
    "vertraulich",
    "haftung",
    "abbestell",
    "destinat", // French, Spanish, Italian, Portuguese
    "riservat",
    "vertrouwelijk",
    "geadresseerde",
    "fortrolig",
    "luottamuks",
    "poufn",
    "důvěrn",
    "dôvern",
    "bizalmas",
    "конфиденц",
    "конфіденц",
    "поверителн",
    "gizli",
    "εμπιστευτικ",
    "機密",
    "机密",
    "保密",
    "기밀",
];

/// What stands before what came to the writer's mind below her name, in capitals: as initials, or as a word.
const POSTSCRIPTS: &[&str] =
    &["PS", "PPS", "PD", "NB", "UI", "ПС", "ПП", "ЗЫ", "ΥΓ", "追伸", "추신", "附言", "又及", "نب", "NACHTRAG"];

/// Where the signature begins that ends the first `end` lines. `end` has no empty line before it.
pub(super) fn at_end(lines: &Lines<'_>, end: usize) -> Option<usize> {
    let last = end.checked_sub(1)?;
    if !lines.is_prose(last) {
        return None;
    }
    if is_noise(lines.raw(last)) || last > 0 && (of_a_phone(lines, last) || is_phones_own(lines.raw(last))) {
        return Some(last);
    }
    let unquoted = (0..end).rev().take_while(|&at| (lines.is_prose(at) || lines.is_blank(at)) && lines.attribution(at).is_none());
    let mut words = 0;
    let mut marked = None;
    // Whether what was walked up so far holds a postscript: then a closing above it ends nothing.
    let mut goes_on = false;
    for at in unquoted.filter(|&at| !lines.is_blank(at)) {
        let line = lines.raw(at);
        if is_marked(line) && words <= MARKED_LINES_MAX {
            marked = Some(at);
        }
        goes_on |= is_postscript(lines, at);
        let underscored = is_underscore(line) && !is_said(lines, at + 1, end);
        let ends = underscored || words >= 1 && is_dashed(lines, at, end) || words >= 2 && closes(lines, at, end);
        let short = words <= SHORT_LINES_MAX && ends && !goes_on;
        if short && marked.is_none() {
            return Some(at);
        }
        words += 1;
        if words > MARKED_LINES_MAX {
            break;
        }
    }
    marked
}

/// `-- ` (RFC 3676, 4.3), also without its space.
fn is_marked(line: &str) -> bool {
    line.trim_end() == "--"
}

/// List programs draw a line above their footer.
fn is_underscore(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 2 && line.bytes().all(|byte| byte == b'_')
}

/// Whether what stands below a line of underscores is a paragraph of the writer's own: sentences, nothing that leads to a list or
/// its programs, and no warning of a lawyer's.
fn is_said(lines: &Lines<'_>, start: usize, end: usize) -> bool {
    let said = || (start..end).map(|at| lines.raw(at).trim());
    let leads = |line: &str| has_address(line) || line.contains("://") || line.contains("www.");
    let warns = |line: &str| {
        let lower = line.to_lowercase();
        WARNINGS.iter().any(|stem| lower.contains(stem))
    };
    let sentence = |line: &str| {
        let chars = line.chars().count();
        // A name with its "Ltd." and a motto are shorter.
        chars > SHORT_CHARS_MAX || chars > SHORT_CHARS_MAX / 2 && line.ends_with(['.', '?', '!', '…', '。', '？', '！'])
    };
    said().any(sentence) && !said().any(|line| leads(line) || warns(line))
}

/// "PS: one more thing", at the beginning of a paragraph.
fn is_postscript(lines: &Lines<'_>, at: usize) -> bool {
    let apart = at == 0 || lines.is_blank(at - 1);
    apart && POSTSCRIPTS.iter().any(|letters| begins_with_initials(lines.raw(at).trim(), letters))
}

/// Whether a line begins with these letters, in either case, with full stops, dashes or blanks between them, and no word goes on
/// behind them.
fn begins_with_initials(line: &str, initials: &str) -> bool {
    let mut rest = line;
    for (number, initial) in initials.chars().enumerate() {
        if number > 0 {
            rest = rest.trim_start_matches(['.', '-', '‐', ' ']);
        }
        let Some(first) = rest.chars().next().filter(|first| first.to_lowercase().eq(initial.to_lowercase())) else {
            return false;
        };
        rest = &rest[first.len_utf8()..];
    }
    // Scripts without spaces have no such borders.
    initials.starts_with(|letter| letter >= '\u{2e80}') || !rest.starts_with(char::is_alphanumeric)
}

/// A long line of wide dashes on its own above a name: so programs in Chinese and Japanese sign.
fn is_dashed(lines: &Lines<'_>, at: usize, end: usize) -> bool {
    let line = lines.raw(at).trim();
    let dashes = line.chars().count() >= DASHES_MIN && line.chars().all(|mark| "—─－―━".contains(mark));
    dashes && (at + 1..end).all(|below| lines.raw(below).trim().chars().count() <= SHORT_CHARS_MAX / 2)
}

/// "Kind regards," above name and office.
fn closes(lines: &Lines<'_>, at: usize, end: usize) -> bool {
    let closing = lines.raw(at).trim().trim_end_matches([',', '.', '!', ' ']).to_lowercase();
    CLOSINGS.contains(&closing.as_str()) && (at + 1..end).all(|below| lines.raw(below).trim().chars().count() <= SHORT_CHARS_MAX)
}

/// All that stands there is "Regards, Dora", on one line or several: no answer to a quote above it.
pub(super) fn is_sign_off(lines: &Lines<'_>, start: usize, end: usize) -> bool {
    let said = (start..end).filter(|&at| !lines.is_blank(at)).map(|at| lines.raw(at).trim());
    // One more tells that there are too many; below it the letter may be long.
    let said: Vec<&str> = said.take(SIGN_OFF_LINES_MAX + 1).collect();
    let closing = |line: &&str| {
        let head = line.split([',', '.', '!']).next().unwrap_or_default().trim().to_lowercase();
        CLOSINGS.contains(&head.as_str())
    };
    (1..=SIGN_OFF_LINES_MAX).contains(&said.len())
        && said.first().is_some_and(closing)
        && said.iter().all(|line| line.chars().count() <= SHORT_CHARS_MAX)
}

/// A line of marks without a word: left over from a signature, or a tracker's invisible letter.
fn is_noise(line: &str) -> bool {
    is_rule(line) || line.trim() == "ᐧ"
}

/// A line drawn with two or more marks.
pub(super) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.chars().count() >= 2 && line.chars().all(|mark| "-_=*#~+—–―".contains(mark))
}

/// "Sent from my phone", a line that is nothing else: short, no sentence, after an empty line or at the end.
pub(super) fn of_a_phone(lines: &Lines<'_>, at: usize) -> bool {
    let stands_apart = at == 0 || lines.is_blank(at - 1) || is_rule(lines.raw(at - 1));
    stands_apart && lines.is_prose(at) && says_phone(lines.raw(at))
}

/// At the very end it need not stand apart where it names a device or program.
fn is_phones_own(line: &str) -> bool {
    says_phone(line) && {
        let lower = line.to_lowercase();
        DEVICES.iter().any(|device| lower.contains(device))
    }
}

fn says_phone(line: &str) -> bool {
    if line.len() > 400 {
        return false;
    }
    let words = without_links(line).trim().to_lowercase();
    let sentence = words.strip_suffix('.').filter(|words| DEVICES.iter().any(|device| words.contains(device)));
    let (words, words_max) = sentence.map_or((words.as_str(), 9), |words| (words, 13));
    let chars_max = if sentence.is_some() { SENTENCE_CHARS_MAX } else { SHORT_CHARS_MAX };
    let short = words.chars().count() <= chars_max && !words.ends_with(['.', '!', '?', ':']) && !words.contains(", ");
    short
        && (PHONES.iter().any(|phrase| words.starts_with(phrase)) && words.split_whitespace().count() <= words_max
            || PHONES_LAST.iter().any(|phrase| words.ends_with(phrase)) && words.split_whitespace().count() <= 6)
}

fn without_links(line: &str) -> String {
    let mut kept = String::new();
    let mut rest = line;
    while let Some((before, link)) = rest.split_once('<') {
        kept.push_str(before);
        rest = link.split_once('>').map_or("", |(_, after)| after);
    }
    kept + rest
}
