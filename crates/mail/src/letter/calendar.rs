//! An invitation (`text/calendar`, RFC 5545 and 6047): what, when and where, as it was sent. Times are not moved into
//! another zone: the sender's zone is told instead.

use super::limits::CALENDAR_BYTES_MAX;
use super::tidy;
use calcard::common::PartialDateTime;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarEntry, ICalendarFrequency, ICalendarParameterName, ICalendarProperty,
    ICalendarRecurrenceRule, ICalendarValue,
};
use calcard::{Entry, Parser};
use domain::letter_face::{Event, Rhythm};

/// Characters of a summary, a place, a name.
const LINE_CHARS_MAX: usize = 200;

/// The first date in a calendar part; `file` is its number among the attachments. Nothing where it has none.
pub(super) fn event(octets: &[u8], file: usize) -> Option<Event> {
    let text = String::from_utf8_lossy(&octets[..octets.len().min(CALENDAR_BYTES_MAX)]).into_owned();
    let read = move || match Parser::new(&text).entry() {
        Entry::ICalendar(calendar) => of(&calendar, file),
        _ => None,
    };
    std::panic::catch_unwind(read).ok().flatten()
}

fn of(calendar: &ICalendar, file: usize) -> Option<Event> {
    let mut dates = calendar.components.iter().filter(|component| component.component_type.is_event_or_todo());
    let first = dates.next()?;
    let starts = first.property(&ICalendarProperty::Dtstart).or(first.property(&ICalendarProperty::Due));
    let organizer = first.property(&ICalendarProperty::Organizer);
    let method = calendar.components.iter().find_map(|component| text(component, &ICalendarProperty::Method));
    Some(Event {
        file,
        method: method.unwrap_or_default().to_lowercase(),
        summary: text(first, &ICalendarProperty::Summary).unwrap_or_default(),
        starts: starts.and_then(moment).unwrap_or_default(),
        ends: first.property(&ICalendarProperty::Dtend).and_then(moment).unwrap_or_default(),
        zone: starts.map(zone).unwrap_or_default(),
        place: text(first, &ICalendarProperty::Location).unwrap_or_default(),
        organizer: organizer.map(who).unwrap_or_default(),
        repeats: first.is_recurrent(),
        rhythm: first.property(&ICalendarProperty::Rrule).and_then(rhythm).unwrap_or_default(),
        more: dates.filter(|date| !date.is_recurrence_override()).count(),
    })
}

fn text(component: &ICalendarComponent, property: &ICalendarProperty) -> Option<String> {
    let value = component.property(property)?.values.first()?;
    Some(tidy::line(value.as_text()?, LINE_CHARS_MAX)).filter(|text| !text.is_empty())
}

fn who(entry: &ICalendarEntry) -> String {
    let name = entry.parameter(&ICalendarParameterName::Cn).and_then(|name| name.as_text());
    tidy::line(name.or(entry.calendar_address()).unwrap_or_default(), LINE_CHARS_MAX)
}

fn rhythm(entry: &ICalendarEntry) -> Option<Rhythm> {
    let ICalendarValue::RecurrenceRule(rule) = entry.values.first()? else { return None };
    let each = match rule.freq {
        ICalendarFrequency::Daily => "day",
        ICalendarFrequency::Weekly => "week",
        ICalendarFrequency::Monthly => "month",
        ICalendarFrequency::Yearly => "year",
        _ => "",
    };
    let each = if says_no_more(rule) { each } else { "" };
    Some(Rhythm {
        each: each.to_owned(),
        every: rule.interval.unwrap_or(1).max(1),
        until: rule.until.as_ref().and_then(day).unwrap_or_default(),
        times: rule.count,
    })
}

/// On which days it is follows from the first.
fn says_no_more(rule: &ICalendarRecurrenceRule) -> bool {
    let first_day_only = rule.byday.len() <= 1 && rule.byday.iter().all(|day| day.ordwk.is_none());
    let weekly = rule.freq == ICalendarFrequency::Weekly;
    (rule.byday.is_empty() || weekly && first_day_only)
        && rule.bymonthday.len() <= 1
        && rule.bymonth.len() <= 1
        && rule.byyearday.is_empty()
        && rule.byweekno.is_empty()
        && rule.bysetpos.is_empty()
        && rule.byhour.is_empty()
}

fn day(at: &PartialDateTime) -> Option<String> {
    Some(format!("{:04}-{:02}-{:02}", at.year?, at.month?, at.day?))
}

fn moment(entry: &ICalendarEntry) -> Option<String> {
    let at = entry.values.first()?.as_partial_date_time()?;
    let day = day(at)?;
    Some(match (at.hour, at.minute) {
        (Some(hour), minute) => format!("{day} {hour:02}:{:02}", minute.unwrap_or_default()),
        (None, _) => day,
    })
}

fn zone(entry: &ICalendarEntry) -> String {
    let named = entry.parameter(&ICalendarParameterName::Tzid).and_then(|zone| zone.as_text());
    let at = entry.values.first().and_then(|value| value.as_partial_date_time());
    let shifted = |at: &PartialDateTime| match (at.tz_hour, at.tz_minute) {
        (Some(0), _) => String::from("UTC"),
        (Some(hour), minute) => {
            format!("UTC{}{hour:02}:{:02}", if at.tz_minus { '-' } else { '+' }, minute.unwrap_or_default())
        }
        (None, _) => String::new(),
    };
    named.map(|zone| tidy::line(zone, LINE_CHARS_MAX)).or(at.map(shifted)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(lines: &str) -> Option<Event> {
        event(format!("BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n{lines}END:VCALENDAR\r\n").as_bytes(), 2)
    }

    #[test]
    fn an_invitation_says_what_when_and_where() {
        let it = calendar(
            "BEGIN:VTIMEZONE\r\nTZID:W. Europe Standard Time\r\nBEGIN:STANDARD\r\nDTSTART:16010101T030000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n\
             BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Truing\\, together\r\nDTSTART;TZID=\"W. Europe Standard Time\":20260305T100000\r\n\
             DTEND;TZID=\"W. Europe Standard Time\":20260305T113000\r\nLOCATION:Werkst\r\n att 2\r\n\
             ORGANIZER;CN=\"Ivo Rad\":mailto:ivo@wheels.example\r\nRRULE:FREQ=WEEKLY\r\n\
             BEGIN:VALARM\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\nEND:VEVENT\r\n",
        );
        let it = it.expect("an event");
        assert_eq!((it.file, it.method.as_str(), it.summary.as_str()), (2, "request", "Truing, together"));
        assert_eq!((it.starts.as_str(), it.ends.as_str()), ("2026-03-05 10:00", "2026-03-05 11:30"));
        assert_eq!((it.zone.as_str(), it.place.as_str()), ("W. Europe Standard Time", "Werkstatt 2"));
        assert_eq!((it.organizer.as_str(), it.repeats, it.more), ("Ivo Rad", true, 0));
    }

    #[test]
    fn a_date_that_comes_again_says_how_and_until_when() {
        let check = |rule: &str, each: &str, every: u16, until: &str, times: Option<u32>| {
            let it = calendar(&format!("BEGIN:VEVENT\r\nDTSTART:20260305T100000Z\r\nRRULE:{rule}\r\nEND:VEVENT\r\n")).unwrap();
            let expect = Rhythm { each: each.to_owned(), every, until: until.to_owned(), times };
            assert_eq!((it.repeats, it.rhythm), (true, expect), "{rule}");
        };
        check("FREQ=DAILY;UNTIL=20260827T170000Z;INTERVAL=1", "day", 1, "2026-08-27", None);
        check("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;COUNT=5", "week", 2, "", Some(5));
        check("FREQ=WEEKLY;BYDAY=MO,WE", "", 1, "", None);
        check("FREQ=MONTHLY;BYDAY=2TH", "", 1, "", None);
        check("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=5", "year", 1, "", None);
    }

    #[test]
    fn days_and_universal_times_are_told_as_such() {
        let day =
            calendar("BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260305\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\n").unwrap();
        assert_eq!((day.starts.as_str(), day.zone.as_str(), day.more), ("2026-03-05", "", 1));
        let utc = calendar("BEGIN:VEVENT\r\nDTSTART:20260305T100000Z\r\nORGANIZER:mailto:ivo@wheels.example\r\nEND:VEVENT\r\n")
            .unwrap();
        assert_eq!((utc.starts.as_str(), utc.zone.as_str()), ("2026-03-05 10:00", "UTC"));
        assert_eq!(utc.organizer, "ivo@wheels.example");
    }

    #[test]
    fn what_is_no_calendar_is_none() {
        assert_eq!(event(b"", 0), None);
        assert_eq!(event(b"hello", 0), None);
        assert_eq!(event("BEGIN:VEVENT\r\n".repeat(20_000).as_bytes(), 0).map(|it| it.summary), Some(String::new()));
        assert_eq!(event(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", 0), None);
    }
}
