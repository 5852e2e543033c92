//! The device's clock. It may be wrong by years: what it says is a claim.

/// Milliseconds since 1970.
pub fn now_ms() -> u64 {
    js_sys::Date::now().max(0.0) as u64
}

/// Today in the reader's time zone, `YYYY-MM-DD`.
pub fn today() -> String {
    let now = js_sys::Date::new_0();
    format!("{:04}-{:02}-{:02}", now.get_full_year(), now.get_month() + 1, now.get_date())
}

/// The time of day in the reader's time zone, `HH:MM`.
pub fn time_of_day() -> String {
    let now = js_sys::Date::new_0();
    format!("{:02}:{:02}", now.get_hours(), now.get_minutes())
}

/// This year in the reader's time zone.
pub fn year() -> i32 {
    i32::try_from(js_sys::Date::new_0().get_full_year()).unwrap_or_default()
}
