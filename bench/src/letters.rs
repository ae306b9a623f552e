//! Made-up letters: people who write to a desk, answer each other, and sometimes send a picture.

use crate::{dice::Dice, words::Words};

/// People who write.
const WRITERS: usize = 2_000;
/// Of a hundred letters, those that answer an earlier one.
const ANSWERS: f64 = 0.75;
/// An answer goes to one of the last so many.
const LATELY: usize = 200;
/// The first second of the archive: the 1st of January 2025.
const BEGINNING: u64 = 1_735_689_600;

/// One letter, without the line that begins it in an mbox.
pub struct Letter {
    /// Who sends it.
    pub from: String,
    /// Its octets, lines ended by CR and LF.
    pub raw: String,
}

/// So many letters to this address; the same ones every time.
pub fn made_up(count: usize, to: &str) -> Vec<Letter> {
    let (words, mut dice) = (Words::made_up(), Dice::seeded(77));
    let mut letters = Vec::with_capacity(count);
    for n in 0..count {
        let writer = dice.below(WRITERS);
        let from = format!("writer{writer}@people.example");
        let answers = (n > 0 && dice.part() < ANSWERS).then(|| n - 1 - dice.below(n.min(LATELY)));
        let (re, threading) = match answers {
            Some(before) => {
                ("Re: ", format!("In-Reply-To: <{before}@bench.example>\r\nReferences: <{before}@bench.example>\r\n"))
            }
            None => ("", String::new()),
        };
        let subject = words.subject(&mut dice);
        let body = words.message(&mut dice).replace('\n', "\r\n");
        let raw = format!(
            "From: Writer {writer} <{from}>\r\nTo: {to}\r\nSubject: {re}{subject}\r\nDate: {}\r\nMessage-ID: <{n}@bench.example>\r\n{threading}\
             MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n",
            date(BEGINNING + n as u64 * 60)
        );
        letters.push(Letter { from, raw });
    }
    letters
}

/// A date as letters have it (RFC 5322), of a second since 1970.
fn date(second: u64) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (day, of_day) = (second / 86_400, second % 86_400);
    // Days since 1970 as year, month and day (Howard Hinnant, chrono-compatible low-level date algorithms, 2013).
    let z = day + 719_468;
    let (era, of_era) = (z / 146_097, z % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_of_march = (5 * of_year + 2) / 153;
    let day_of_month = of_year - (153 * month_of_march + 2) / 5 + 1;
    let month = if month_of_march < 10 { month_of_march + 2 } else { month_of_march - 10 };
    let year = year_of_era + era * 400 + u64::from(month < 2);
    let name = MONTHS[usize::try_from(month).unwrap_or_default() % 12];
    format!("{day_of_month} {name} {year} {:02}:{:02}:{:02} +0000", of_day / 3600, of_day / 60 % 60, of_day % 60)
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn dates_are_those_of_the_calendar() {
        assert_eq!(date(1_735_689_600), "1 Jan 2025 00:00:00 +0000");
        assert_eq!(date(1_709_208_000), "29 Feb 2024 12:00:00 +0000");
    }
}
