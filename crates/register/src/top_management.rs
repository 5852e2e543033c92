//! Top management (5.1): the people who direct this scope, and since when.
//! Figures about leadership count only them, and only for their time.

use crate::day::{NaiveDate, day};
use crate::record::{Record, Register};

/// Whether a person belongs to top management on a day. An unknown day of beginning or end does not exclude.
pub fn is_top_manager(person: &Record, on: NaiveDate) -> bool {
    let begun = day(person.text("from")).is_none_or(|from| from <= on);
    let ended = day(person.text("until")).is_some_and(|until| until < on);
    person.id.kind == "person" && person.value("top_management").is_set_flag() && begun && !ended
}

/// The top managers on a day. Nobody named is the first gap.
pub fn top_managers(register: &Register, on: NaiveDate) -> impl Iterator<Item = &Record> {
    register.of_kind("person").filter(move |person| is_top_manager(person, on))
}
