//! An invitation (`text/calendar`, RFC 5545 and 6047): what, when and where, as it was sent. Times are not moved into
//! another zone: the sender's zone is told instead.

use super::limits::CALENDAR_BYTES_MAX;
use super::tidy;
use calcard::common::PartialDateTime;
use calcard::icalendar::{ICalendar, ICalendarComponent, ICalendarEntry, ICalendarParameterName, ICalendarProperty};
use calcard::{Entry, Parser};
use domain::letter_face::Event;

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

fn moment(entry: &ICalendarEntry) -> Option<String> {
    let at = entry.values.first()?.as_partial_date_time()?;
    let day = format!("{:04}-{:02}-{:02}", at.year?, at.month?, at.day?);
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
