//! Time zones.

/// Whether an IANA time zone is known; empty stands for the house's.
pub fn known(zone: &str) -> bool {
    zone.is_empty() || jiff::tz::TimeZone::get(zone).is_ok()
}
