use crate::sample::{Sample, answer, kind};
use proptest::prelude::*;
use register::reference::{clashes, duplicates, next, offer};
use register::{Answer, DeviceId};
use std::collections::BTreeSet;

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

#[test]
fn the_younger_of_two_with_one_number_is_offered_the_next_free_one() {
    let mut sample = Sample::new();
    let first = sample.add("risk", &[("reference", "R-001".into())]);
    let second = sample.add("risk", &[("reference", "R-001".into())]);
    sample.add("risk", &[("reference", "R-007".into())]);
    let [clash] = clashes(&sample.register, kind("risk"), 2026).try_into().unwrap();
    assert_eq!((clash.number.as_str(), &clash.keeps), ("R-001", &first));
    assert_eq!(clash.offers, [(second.clone(), "R-008".to_owned())]);
    assert_eq!(offer(&sample.register, sample.record(&first), 2026), None);
    assert_eq!(offer(&sample.register, sample.record(&second), 2026), Some((first, "R-008".to_owned())));
    sample.set(&second, "reference", "R-008");
    assert!(clashes(&sample.register, kind("risk"), 2026).is_empty());
}

#[test]
fn a_review_is_offered_a_number_of_its_own_year() {
    let mut sample = Sample::new();
    sample.add("management_review", &[("reference", "MR-2025-03".into())]);
    let second = sample.add("management_review", &[("reference", "MR-2025-03".into())]);
    let found = offer(&sample.register, sample.record(&second), 2026).unwrap();
    assert_eq!(found.1, "MR-2025-04");
}

#[test]
fn what_was_put_away_keeps_its_number_and_is_offered_none() {
    let mut sample = Sample::new();
    let first = sample.add("risk", &[("reference", "R-001".into())]);
    let second = sample.add("risk", &[("reference", "R-001".into())]);
    sample.set(&second, "archived", true);
    assert!(clashes(&sample.register, kind("risk"), 2026).is_empty());
    sample.set(&second, "archived", false);
    sample.set(&first, "archived", true);
    assert_eq!(offer(&sample.register, sample.record(&second), 2026).unwrap().1, "R-002");
}

#[test]
fn a_number_in_dispute_is_chosen_first() {
    let mut sample = Sample::new();
    sample.add("risk", &[("reference", "R-001".into())]);
    let second = sample.add("risk", &[]);
    let other = Answer { by: DeviceId([2; 32]), ..answer("R-005") };
    sample.answers(&second, "reference", vec![answer("R-001"), other]);
    assert_eq!(offer(&sample.register, sample.record(&second), 2026), None);
}

proptest! {
    #[test]
    fn taking_any_of_the_offers_apart_makes_no_new_clash(
        numbers in proptest::collection::vec(0..6u32, 0..25),
        taken in proptest::collection::vec(any::<bool>(), 25),
        yearly in any::<bool>(),
    ) {
        let (name, stem) = if yearly { ("management_review", "MR-2026-0") } else { ("risk", "R-00") };
        let mut sample = Sample::new();
        for number in &numbers {
            sample.add(name, &[("reference", format!("{stem}{number}").as_str().into())]);
        }
        let before = clashes(&sample.register, kind(name), 2026);
        let offers: Vec<_> = before.iter().flat_map(|clash| clash.offers.clone()).collect();
        let distinct: BTreeSet<_> = offers.iter().map(|(_, free)| free).collect();
        prop_assert_eq!(distinct.len(), offers.len());
        let different: BTreeSet<_> = numbers.iter().collect();
        prop_assert_eq!(offers.len(), numbers.len() - different.len());
        let chosen: Vec<_> = offers.iter().zip(&taken).filter(|(_, taken)| **taken).collect();
        for ((id, free), _) in &chosen {
            sample.set(id, "reference", free.as_str());
        }
        let after = clashes(&sample.register, kind(name), 2026);
        let left: usize = after.iter().map(|clash| clash.offers.len()).sum();
        prop_assert_eq!(left, offers.len() - chosen.len());
    }

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
