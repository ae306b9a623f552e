//! Bounces in words of their own: no fields, a text for people.
//!
//! A letter is one only if a machine sent it, it says that something was not delivered, and an address stands where a
//! failed one stands: at the beginning of a line (`<a@b>:`), behind words that announce it, or in a server's refusal.

use super::Failure;
use super::addresses::{self, Found};
use super::class::{self, Around, Said};
use super::notice::Notice;
use super::original::{Original, field_name};
use domain::limits;
use std::collections::HashSet;

/// Lines behind an address that may belong to it.
const BESIDE_LINES: usize = 8;

/// Sentences that say that a letter did not, or not yet, arrive. Lower case.
pub(super) const FAILS: &[&str] = &[
    "could not be delivered",
    "couldn't be delivered",
    "can't be delivered",
    "cannot be delivered",
    "could not deliver",
    "couldn't deliver",
    "cannot deliver",
    "can not deliver",
    "not able to deliver",
    "wasn't able to deliver",
    "was not able to deliver",
    "unable to deliver",
    "were unable to deliver",
    "was not delivered",
    "wasn't delivered",
    "not been delivered",
    "not yet been delivered",
    "not delivered",
    "undeliverable",
    "undelivered",
    "delivery failed",
    "delivery has failed",
    "delivery failure",
    "delivery to the following",
    "delivery status notification",
    "delivery notification",
    "delivery has been delayed",
    "failed permanently",
    "failed delivery",
    "failure notice",
    "failure delivery",
    "error delivering",
    "error while attempting to deliver",
    "trouble delivering",
    "attempting to deliver",
    "error sending your mail",
    "non-delivery",
    "nondeliverable",
    "returned mail",
    "mail failed, returning",
    "returning message to sender",
    "mail system error",
    "mail failure",
    "failed addresses",
    "failure reasons",
    "rejected by a remote",
    "unknown user:",
    "invalid user address",
    "no valid recipients",
    "delayed mail",
    "is delayed",
    "may not exist",
    "unzustellbar",
    "nicht zugestellt",
    "konnte nicht übermittelt",
    "zustellung fehlgeschlagen",
    "non remis",
    "n'a pas pu être",
    "n'a pu être remis",
    "échec de la remise",
    "no se pudo entregar",
    "no se ha podido entregar",
    "no entregado",
    "mancata consegna",
    "impossibile recapitare",
    "não pôde ser entregue",
    "não foi entregue",
    "niet bezorgd",
    "niet worden afgeleverd",
    "не доставлен",
    "не может быть доставлено",
    "送信できません",
    "配信できません",
    "送信に失敗",
    "配信不能",
    "退信",
    "无法投递",
    "无法送达",
    "无法发送",
    "传输失败",
    "投递失败",
    "发送失败",
    "無法傳遞",
    "無法投遞",
    "無法傳送",
    "배달되지",
    "배달하지 못",
    "전송하지 못",
    "user unknown",
    "no such user",
    "did not reach",
    "could not be reached",
    "has been returned because",
    "has been postponed",
    "automatically rejected",
    "n'a pas pu etre",
    "n'ont pas pu être",
    "no se puede entregar",
    "no ha podido ser entregado",
    "recapito non riuscito",
    "non è stato possibile recapitare",
    "non è stato recapitato",
    "falha na entrega",
    "não foi possível entregar",
    "niet worden bezorgd",
    "niet afgeleverd",
    "gick inte att leverera",
    "kunde inte levereras",
    "kunne ikke leveres",
    "ei voitu toimittaa",
    "nie można dostarczyć",
    "nie udało się dostarczyć",
    "nie została dostarczona",
    "nelze doručit",
    "nepodařilo doručit",
    "nedoručiteľn",
    "nem kézbesíthető",
    "kézbesítése nem sikerült",
    "nu a putut fi livrat",
    "teslim edilemedi",
    "не удалось доставить",
    "не было доставлено",
    "не вдалося доставити",
    "δεν ήταν δυνατή η παράδοση",
    "تعذر تسليم",
];

/// Words that stand before a failed address in the same line. Lower case.
const BEFORE: &[&str] = &[
    "delivered to",
    "deliver to",
    "deliver message to",
    "deliver your message to",
    "deliver your mail to",
    "delivering your mail to",
    "delivering to",
    "delivery to",
    "delivery failed",
    "delivery failed to",
    "undeliverable to",
    "undeliverable address",
    "failed recipient",
    "recipient:",
    "recipients:",
    "recipient",
    "rcpt to",
    "user:",
    "userid:",
    "user unknown",
    "unknown user",
    "mailbox",
    "address:",
    "addresses:",
    "size:",
    "attempts:",
    "errors:",
    "email to",
    "mail to",
    "message to",
    "messages to",
    "empfänger",
    "destinataire",
    "destinatario",
    "宛先",
    "收件人",
    "error-for",
    "addressed to",
    "generated from",
    "mailbox is full",
    "smtp",
];

/// What stands before the address that was asked for.
const EXPANDED: [&str; 3] = ["expanded from", "generated from", "addressed to"];

/// Ends of lines behind which stands an address that did not fail: whose letter it was.
const SENDERS: [&str; 6] = ["sent by", "from", "from:", "sender", "sender:", "on behalf of"];

pub(super) fn failures(notice: &Notice, original: &Original) -> Vec<Failure> {
    if !notice.by_machine && !notice.null_sender || !reports_failure(notice) {
        return Vec::new();
    }
    let mut named = candidates(notice);
    if named.is_empty() {
        // Only a letter to one says for whom it was.
        named.extend(original.to.first().cloned().filter(|_| original.to.len() == 1));
    }
    if named.is_empty() {
        named.extend(headed(notice));
    }
    let whole = Whole::of(notice);
    named.into_iter().take(limits::BOUNCED_MAX).map(|address| failure(notice, &whole, address)).collect()
}

/// Whom the letter was for, where its header stands among the words.
fn headed(notice: &Notice) -> Option<String> {
    let line = notice.lines.iter().find(|line| field_name(line.trim()).is_some_and(|name| name == "to"))?;
    addresses::first(line).map(|found| found.address).filter(|address| !notice.told.contains(address))
}

/// The address that was asked for, where the one that failed is what a list or an alias made of it.
fn asked(words: &str) -> Option<String> {
    let lower = words.to_lowercase();
    let at = EXPANDED.iter().find_map(|words| lower.find(words))?;
    addresses::first(lower.get(at..)?.lines().next()?).map(|found| found.address)
}

/// The first address the text names as failed.
pub(super) fn named(notice: &Notice) -> Option<String> {
    candidates(notice).into_iter().next()
}

fn reports_failure(notice: &Notice) -> bool {
    // Mail systems mark their notices as automatic answers, as absence notes are; those come from people's addresses.
    let absent = !notice.by_daemon && notice.automatic.is_some_and(|kind| kind.is_absence());
    !absent && notice.says(FAILS)
}

/// What a notice says of all its addresses, looked for once.
struct Whole {
    delayed: bool,
    telling: String,
    around: Around,
}

impl Whole {
    fn of(notice: &Notice) -> Whole {
        let delayed = DELAYS.iter().any(|delay| notice.lower.contains(delay));
        Whole { delayed, telling: telling_line(notice), around: Around::of(&notice.lines.join("\n")) }
    }
}

fn failure(notice: &Notice, whole: &Whole, address: String) -> Failure {
    let beside = beside(notice, &address);
    let words = if beside.is_empty() { &whole.telling } else { &beside };
    let about = class::of(&Said { status: "", words, delayed: whole.delayed }, &whole.around);
    let asked = asked(words).filter(|asked| *asked != address);
    Failure { address, asked, class: about.class, given_up: !whole.delayed, status: about.status, words: class::one_line(words) }
}

/// What says that the other server tries on.
const DELAYS: [&str; 15] = [
    "(delay)",
    "has been delayed",
    "is delayed",
    "delayed mail",
    "warning message only",
    "warning only",
    "not yet been delivered",
    "still being retried",
    "will be retried",
    "status notification: warning",
    "notification: delayed",
    "delayed 24 hours",
    "has been postponed",
    "will continue to try",
    "attempts will continue",
];

/// Failed addresses in the order of how surely they are meant: announced by a header, at the beginning of a line,
/// behind words, in a refusal.
fn candidates(notice: &Notice) -> Vec<String> {
    let finders: [Finder; 4] = [declared, entries, announced, refused];
    let told: HashSet<&String> = notice.told.iter().collect();
    let brief = notice.lower.lines().nth(3).is_none();
    for find in finders {
        let mut found = find(notice);
        found.retain(|address| brief || !is_help(address));
        // The one who is told is named in many a text; she counts where nobody else is.
        let others = found.iter().any(|address| !told.contains(address));
        found.retain(|address| !others || !told.contains(address));
        let mut seen = HashSet::new();
        found.retain(|address| seen.insert(address.clone()));
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// Finds failed addresses in a notice.
type Finder = fn(&Notice) -> Vec<String>;

/// In a header of their own.
fn declared(notice: &Notice) -> Vec<String> {
    notice.failed.clone()
}

/// Whom to ask for help; hardly ever an address that failed.
fn is_help(address: &str) -> bool {
    let local = address.split('@').next().unwrap_or_default();
    matches!(local, "postmaster" | "abuse" | "helpdesk" | "support" | "mailer-daemon")
}

/// `<a@b>:`, `a@b`, `a@b: 550 ...`, `a@b ... unknown host` at the beginning of a line.
fn entries(notice: &Notice) -> Vec<String> {
    let mut found = Vec::new();
    let mut before = "";
    for line in &notice.lines {
        let entry = line.trim_start_matches(|c: char| c.is_whitespace() || "*>-|\"'(".contains(c));
        if let Some(address) = addresses::first(entry).filter(|found| found.at.start == 0 && stands_alone(entry, found))
            && !SENDERS.iter().any(|sender| before.ends_with(sender))
        {
            found.push(address.address);
        }
        let bare = line.trim();
        if !bare.is_empty() {
            before = bare;
        }
    }
    found
}

/// Followed by nothing, by a colon, dots, brackets: not by the rest of a sentence.
fn stands_alone(entry: &str, found: &Found) -> bool {
    let rest = entry.get(found.at.end..).unwrap_or_default().trim_start_matches([')', '>', '"', '\'']).trim_start();
    rest.is_empty()
        || rest.starts_with([':', '.', '(', ';', ',', '<', '[', '-', '='])
        || rest.starts_with("...")
        || rest.starts_with("on ")
}

/// Behind words that announce a failed address.
fn announced(notice: &Notice) -> Vec<String> {
    let mut found = Vec::new();
    for (at, line) in notice.lines.iter().enumerate() {
        let text = line.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        let text = text.as_str();
        let here = addresses::all(text).into_iter().find(|found| announces(&text[..found.at.start]));
        let next = || {
            let ends = BEFORE.iter().any(|words| text.trim_end().ends_with(words));
            notice.lines.get(at + 1).filter(|_| ends).and_then(|line| addresses::first(line))
        };
        found.extend(here.or_else(next).map(|found| found.address));
    }
    found
}

fn announces(before: &str) -> bool {
    let before = before.trim_end_matches(|c: char| c.is_whitespace() || "<\"'(:[=`".contains(c));
    let before_colon = format!("{before}:");
    BEFORE.iter().any(|words| before.ends_with(words) || before_colon.ends_with(words))
}

/// In the words of a server that refused it: `550 5.1.1 <a@b>... User unknown`.
fn refused(notice: &Notice) -> Vec<String> {
    let refusals = notice.lines.iter().filter(|line| class::smtp_code(line).is_some() && !speaks_of_sender(line));
    refusals.filter_map(|line| addresses::all(line).into_iter().next()).map(|found| found.address).collect()
}

fn speaks_of_sender(line: &str) -> bool {
    let lower = line.to_lowercase();
    ["mail from", "sender", "from:"].iter().any(|words| lower.contains(words))
}

/// What stands behind an address: the rest of its line and the lines that follow, up to an empty one or the next entry.
pub(super) fn beside(notice: &Notice, address: &str) -> String {
    let mut best = String::new();
    for (at, line) in notice.lines.iter().enumerate() {
        let Some(found) = addresses::all(line).into_iter().find(|found| found.address == address) else { continue };
        let words = behind(&notice.lines, at, &line[found.at.end..]);
        let words = if class::smtp_code(line).is_some_and(|_| class::smtp_code(&words).is_none()) { line.clone() } else { words };
        if weight(&words) > weight(&best) {
            best = words;
        }
    }
    best
}

fn behind(lines: &[String], at: usize, rest: &str) -> String {
    let mut words = rest.trim_start_matches(['>', ':', ')', '.', ' ']).to_owned();
    let mut blank = false;
    for line in lines.iter().skip(at + 1).take(BESIDE_LINES) {
        let bare = line.trim();
        if bare.is_empty() {
            // One empty line may stand between an address and what is said of it, and one behind "because:".
            if !words.trim().is_empty() && !words.trim_end().ends_with(':') || blank && words.trim().is_empty() {
                break;
            }
            blank = true;
            continue;
        }
        if addresses::first(bare).is_some_and(|found| found.at.start == 0 && stands_alone(bare, &found)) {
            break;
        }
        words.push('\n');
        words.push_str(bare);
    }
    words.trim().to_owned()
}

/// Words with a code tell more than words without, and any more than none.
fn weight(words: &str) -> usize {
    2 * usize::from(class::smtp_code(words).is_some()) + usize::from(!words.trim().is_empty())
}

/// The line that says most: one with a code, else the sentence that says that it failed.
pub(super) fn telling_line(notice: &Notice) -> String {
    let coded = notice.lines.iter().position(|line| class::smtp_code(line).is_some());
    let failed = || {
        notice.lines.iter().position(|line| {
            let lower = line.to_lowercase();
            FAILS.iter().any(|fails| lower.contains(fails))
        })
    };
    let Some(at) = coded.or_else(failed) else {
        return notice.lines.iter().find(|line| !line.trim().is_empty()).cloned().unwrap_or_default();
    };
    let upto = notice.lines.len().min(at + 3);
    let whole: Vec<&str> = notice.lines[at..upto].iter().map(|line| line.trim()).take_while(|line| !line.is_empty()).collect();
    whole.join("\n")
}
