//! What an import, the list of imports and an undoing say on the terminal, or as JSON.

use crate::{serving::say, setting::Settings};
use domain::{id::ImportId, import::Undone};
use mail::import::{Report, Unreadable, form::Form};
use serde_json::json;
use std::{fmt::Write, io, time::Duration};
use store::reading::import::Import;

/// What could not be read is named up to here; the page of the import names more.
const NAMED_MAX: usize = 20;

/// What an import did.
pub fn brought(settings: &Settings, (form, import): (Form, ImportId), it: &Report, took: Duration) -> io::Result<()> {
    let named = |u: &Unreadable| json!({ "file": u.file, "offset": u.offset, "reason": u.reason.to_string() });
    let value = json!({
        "import": import, "form": form.word(),
        "read": it.read, "imported": it.imported, "known": it.known, "erased": it.erased, "freed": it.freed, "threads": it.threads,
        "replies_found": it.replies_found, "replies_missing": it.replies_missing, "by_likeness": it.by_likeness,
        "passed_over": it.passed_over, "left_out": it.left_out,
        "unreadable": it.unreadable, "named": it.named.iter().map(named).collect::<Vec<_>>(),
        "seconds": took.as_secs_f64(),
    });
    say(settings, "import", &value, &words((form, import), it, took))
}

fn words((form, import): (Form, ImportId), it: &Report, took: Duration) -> String {
    let what = if form.is_mail() { "letters" } else { "posts" };
    let rate = it.imported as f64 / took.as_secs_f64().max(0.001);
    let mut text = format!(
        "{} {what} read: {} imported into {} new conversations, {} known already, {} unreadable\n\
         {} answer one that is here, {} one that is not; {} joined by likeness\n\
         {:.1} s, {rate:.0} a second, searchable\n\
         To take it back: rapport import undo {import}",
        it.read,
        it.imported,
        it.threads,
        it.known,
        it.unreadable,
        it.replies_found,
        it.replies_missing,
        it.by_likeness,
        took.as_secs_f64(),
    );
    // Writing into a string cannot fail.
    if it.passed_over > 0 {
        let _ =
            write!(text, "\n{} are no messages: notes of the service, drafts, what was thrown away or hidden", it.passed_over);
    }
    if !it.left_out.is_empty() {
        let _ = write!(text, "\nLeft out, since not everybody saw them: {} (--channel NAME takes one)", it.left_out.join(", "));
    }
    if it.erased + it.freed > 0 {
        let _ = write!(
            text,
            "\n{} by people who were erased are passed over, {} that name them came without quotes and original",
            it.erased, it.freed
        );
    }
    for u in it.named.iter().take(NAMED_MAX) {
        let _ = write!(text, "\n  {} at {}: {}", u.file, u.offset, u.reason);
    }
    if it.unreadable > NAMED_MAX {
        let _ = write!(text, "\n  and {} more", it.unreadable - NAMED_MAX);
    }
    text
}

/// The list of imports.
pub fn listed(settings: &Settings, imports: &[Import]) -> io::Result<()> {
    let value: Vec<_> = imports
        .iter()
        .map(|it| {
            json!({
                "import": it.id, "form": it.form, "source": it.source, "space": it.space.as_ref().map(|(slug, _)| slug),
                "begun_at": it.begun_at, "ended_at": it.ended_at, "undone_at": it.undone.as_ref().map(|(at, ..)| at),
                "settled_at": it.settled_at, "counts": it.counts, "stays": it.stays,
            })
        })
        .collect();
    let lines: Vec<String> = imports.iter().map(line).collect();
    let text = if lines.is_empty() { String::from("Nothing was imported yet.") } else { lines.join("\n") };
    say(settings, "imports", &json!(value), &text)
}

fn line(it: &Import) -> String {
    let space = it.space.as_ref().map_or("a space that is gone", |(slug, _)| slug.as_str());
    let at = views::time::absolute(it.begun_at, &views::time::Zone::default());
    let state = match (&it.undone, it.settled_at, it.ended_at) {
        (Some(_), Some(_), _) if it.stays > 0 => format!("undone; {} conversations stay, since somebody built on them", it.stays),
        (Some(_), Some(_), _) => String::from("undone"),
        (Some(_), None, _) => String::from("being undone"),
        (None, _, Some(_)) => format!("{} known, {} unreadable", it.counts.known, it.counts.unreadable),
        (None, _, None) => String::from("runs, or was cut short"),
    };
    let (written, begun) = (it.counts.written, it.counts.begun);
    format!("{}  {at}  {} {} into {space}: {written} in {begun} conversations; {state}", it.id, it.form, it.source)
}

/// What an undoing did.
pub fn undone(settings: &Settings, import: ImportId, it: Undone, stays: &[(i64, String)], took: Duration) -> io::Result<()> {
    let stay = |(number, reason): &(i64, String)| json!({ "number": number, "reason": reason });
    let value = json!({
        "import": import, "messages": it.messages, "conversations": it.conversations, "people": it.people,
        "stays": stays.iter().map(stay).collect::<Vec<_>>(), "seconds": took.as_secs_f64(),
    });
    let mut text = format!(
        "{} messages taken back, {} conversations and {} people with them, in {:.1} s",
        it.messages,
        it.conversations,
        it.people,
        took.as_secs_f64()
    );
    for (number, reason) in stays {
        let _ = write!(text, "\n  #{number} stays: {}", views::words::of_family("import-stays", reason));
    }
    say(settings, "undone", &value, &text)
}
