//! What changed lately, from the answers that stand: who worked on which record, and when.
//! Times are the claims of the devices that set them.

use crate::field::ARCHIVED;
use crate::id::{DeviceId, FieldPath, RecordId};
use crate::record::Register;

/// Work on one record by one device without a longer pause, in milliseconds, is one change.
const PAUSE_MS: i64 = 10 * 60 * 1000;
/// A record's first fields are set within so many milliseconds of its making.
const MAKING_MS: i64 = 60 * 1000;

/// The latest fields are looked at, up to so many: a whole register is larger than anybody reads.
const MOST_FIELDS: usize = 1000;

type Set<'a> = (i64, &'a RecordId, &'a FieldPath, DeviceId);

/// Somebody's work on one record.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The record.
    pub record: RecordId,
    /// The device.
    pub by: DeviceId,
    /// The last time of it, milliseconds since 1970.
    pub at: i64,
    /// The fields that were set and still hold what was set, the latest first.
    pub paths: Vec<FieldPath>,
    /// Whether the record was made by it.
    pub is_creation: bool,
}

/// The answers that were set last, the latest first, and at most [`MOST_FIELDS`] of them.
fn latest(register: &Register) -> Vec<Set<'_>> {
    let order =
        |a: &Set<'_>, b: &Set<'_>| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)).then_with(|| a.2.cmp(b.2));
    let mut set: Vec<Set<'_>> = Vec::new();
    let mut oldest = i64::MIN;
    // Of each kind the youngest records come first: most of the older ones need no second look.
    for record in register.records.values().rev().filter(|record| !record.is_archived()) {
        for (path, answers) in record.fields.iter().filter(|(path, _)| path.key != ARCHIVED) {
            let late = answers.iter().filter(|answer| answer.at >= oldest);
            set.extend(late.map(|answer| (answer.at, &record.id, path, answer.by)));
        }
        if set.len() > 2 * MOST_FIELDS {
            let (_, last, _) = set.select_nth_unstable_by(MOST_FIELDS - 1, order);
            oldest = last.0;
            set.truncate(MOST_FIELDS);
        }
    }
    set.sort_unstable_by(order);
    set.truncate(MOST_FIELDS);
    set
}

/// The latest changes, newest first, of records that are not put away.
pub fn recent_changes(register: &Register, most: usize) -> Vec<Change> {
    let set = latest(register);
    let mut changes: Vec<(Change, i64)> = Vec::new();
    for (at, record, path, by) in set {
        let known = changes.iter().position(|(change, first)| {
            change.record == *record && change.by == by && first - at <= PAUSE_MS
        });
        let created = i64::try_from(record.created_ms()).unwrap_or(i64::MAX);
        let is_creation = at.saturating_sub(created).abs() <= MAKING_MS;
        match known {
            Some(known) => {
                let Some((change, first)) = changes.get_mut(known) else { continue };
                *first = at;
                change.is_creation |= is_creation;
                if !change.paths.contains(path) {
                    change.paths.push(path.clone());
                }
            }
            None if changes.len() == most => break,
            None => {
                let change =
                    Change { record: record.clone(), by, at, paths: vec![path.clone()], is_creation };
                changes.push((change, at));
            }
        }
    }
    changes.into_iter().map(|(change, _)| change).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;
    use crate::patch::Patch;
    use crate::record::Answer;
    use crate::value::Value;

    const ADA: DeviceId = DeviceId([1; 32]);
    const BEN: DeviceId = DeviceId([2; 32]);
    const NOON: i64 = 1_770_000_000_000;
    const MINUTE: i64 = 60_000;

    fn risk(number: u8) -> RecordId {
        RecordId::new("risk", (NOON - 1_000 * MINUTE) as u64, [number; 10])
    }

    fn set(register: &mut Register, record: &RecordId, key: &str, by: DeviceId, at: i64) {
        let answers = vec![Answer { value: Value::from("x"), by, at }];
        register.apply(&Patch::Field { record: record.clone(), path: FieldPath::of(key), answers });
    }

    #[test]
    fn one_sitting_on_a_record_is_one_change() {
        let mut register = Register::default();
        set(&mut register, &risk(1), "title", ADA, NOON);
        set(&mut register, &risk(1), "asset", ADA, NOON + 3 * MINUTE);
        let changes = recent_changes(&register, 10);
        assert_eq!(changes.len(), 1);
        assert_eq!(changes[0].at, NOON + 3 * MINUTE);
        assert_eq!(changes[0].paths, [FieldPath::of("asset"), FieldPath::of("title")]);
    }

    #[test]
    fn people_and_long_pauses_are_told_apart_and_the_newest_comes_first() {
        let mut register = Register::default();
        set(&mut register, &risk(1), "title", ADA, NOON);
        set(&mut register, &risk(1), "asset", BEN, NOON + MINUTE);
        set(&mut register, &risk(1), "threat", ADA, NOON + 60 * MINUTE);
        let changes = recent_changes(&register, 10);
        let who: Vec<DeviceId> = changes.iter().map(|change| change.by).collect();
        assert_eq!(who, [ADA, BEN, ADA]);
        assert!(recent_changes(&register, 2).len() == 2);
    }

    #[test]
    fn the_making_of_a_record_is_said() {
        let mut register = Register::default();
        let id = RecordId::new("risk", NOON as u64, [3; 10]);
        set(&mut register, &id, "title", ADA, NOON + 40);
        assert!(recent_changes(&register, 10)[0].is_creation);
        set(&mut register, &risk(1), "title", ADA, NOON);
        assert!(!recent_changes(&register, 10)[1].is_creation);
    }

    #[test]
    fn however_large_the_register_is_the_latest_come_first() {
        let mut register = Register::default();
        for number in 0..3 * MOST_FIELDS as i64 {
            // Neighbours in the order of ids are far apart in time.
            let at = NOON + (number * 7919 % 5003) * 60 * MINUTE;
            let id = RecordId::new("risk", number as u64, [0; 10]);
            set(&mut register, &id, "title", ADA, at);
        }
        let times: Vec<i64> = recent_changes(&register, 12).iter().map(|change| change.at).collect();
        let mut all: Vec<i64> = register
            .records
            .values()
            .flat_map(|record| record.fields.values())
            .map(|answers| answers[0].at)
            .collect();
        all.sort_unstable_by(|a, b| b.cmp(a));
        assert_eq!(times, all[..12]);
    }

    #[test]
    fn what_was_put_away_is_not_news() {
        let mut register = Register::default();
        let answers = vec![Answer { value: Value::Flag(true), by: ADA, at: NOON }];
        register.apply(&Patch::Field { record: risk(1), path: FieldPath::of(ARCHIVED), answers });
        assert!(recent_changes(&register, 10).is_empty());
    }
}
