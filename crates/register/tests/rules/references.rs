use crate::sample::{Sample, answer, kind};
use proptest::prelude::*;
use register::reference::{duplicates, next};
use register::{Answer, DeviceId};

#[test]
fn the_first_number_of_each_kind_is_one() {
    let sample = Sample::new();
    let first = |of| next(&sample.register, kind(of), 2026);
    assert_eq!(first("risk").as_deref(), Some("R-001"));
    assert_eq!(first("action").as_deref(), Some("A-001"));
    assert_eq!(first("decision").as_deref(), Some("D-001"));
    assert_eq!(first("management_review").as_deref(), Some("MR-2026-01"));
    assert_eq!(first("person"), None);
}

#[test]
fn the_next_number_is_above_the_highest_archived_and_disputed_ones_included() {
    let mut sample = Sample::new();
    let risk = sample.add("risk", &[("reference", "R-009".into())]);
    sample.set(&risk, "archived", true);
    assert_eq!(next(&sample.register, kind("risk"), 2026).as_deref(), Some("R-010"));
    let other = Answer { by: DeviceId([2; 32]), ..answer("R-999") };
    sample.answers(&risk, "reference", vec![answer("R-009"), other]);
    assert_eq!(next(&sample.register, kind("risk"), 2026).as_deref(), Some("R-1000"));
}

#[test]
fn reviews_count_anew_each_year() {
    let mut sample = Sample::new();
    sample.add("management_review", &[("reference", "MR-2025-07".into())]);
    sample.add("management_review", &[("reference", "MR-2026-03".into())]);
    let after = |year| next(&sample.register, kind("management_review"), year);
    assert_eq!(after(2026).as_deref(), Some("MR-2026-04"));
    assert_eq!(after(2027).as_deref(), Some("MR-2027-01"));
}

#[test]
fn old_numbers_of_another_form_do_not_count() {
    let mut sample = Sample::new();
    for old in ["R-4b", "R-", "RISK-77", "R-99999999999999999999", "R-+5", "r-8"] {
        sample.add("risk", &[("reference", old.into())]);
    }
    assert_eq!(next(&sample.register, kind("risk"), 2026).as_deref(), Some("R-001"));
}

#[test]
fn two_records_made_apart_with_one_number_are_shown() {
    let mut sample = Sample::new();
    let first = sample.add("risk", &[("reference", "R-001".into())]);
    let second = sample.add("risk", &[("reference", "R-001 ".into())]);
    sample.add("risk", &[("reference", "R-002".into())]);
    sample.add("risk", &[("reference", "".into())]);
    sample.add("risk", &[("reference", "".into())]);
    let found = duplicates(&sample.register, kind("risk"));
    assert_eq!(found.into_iter().collect::<Vec<_>>(), [("R-001".to_owned(), vec![first, second])]);
}

proptest! {
    #[test]
    fn the_next_number_is_never_taken(texts in proptest::collection::vec("(R-)?[0-9]{0,12}|\\PC{0,6}", 0..20)) {
        let mut sample = Sample::new();
        for text in &texts {
            sample.add("risk", &[("reference", text.as_str().into())]);
        }
        let free = next(&sample.register, kind("risk"), 2026).unwrap();
        prop_assert!(!texts.contains(&free));
    }
}
