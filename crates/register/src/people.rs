//! Who people are to one another: whom one can tell a concern, and who opens this register at all.

use crate::day::{NaiveDate, day};
use crate::id::RecordId;
use crate::record::{Record, Register};
use std::collections::BTreeSet;

/// The people who are named as confidants and have not left.
pub fn confidants(register: &Register, today: NaiveDate) -> impl Iterator<Item = &Record> {
    register.of_kind("person").filter(move |person| {
        let has_left = day(person.text("until")).is_some_and(|until| until < today);
        person.value("confidant").is_set_flag() && !has_left
    })
}

/// The people whose devices open the register, each once.
pub fn members(register: &Register) -> Vec<RecordId> {
    let people: BTreeSet<&RecordId> = register.devices.values().collect();
    people.into_iter().cloned().collect()
}
