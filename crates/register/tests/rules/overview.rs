use crate::sample::{Sample, date, link};
use proptest::prelude::*;
use register::overview::{Actions, Risks, actions, actions_of, commitments, is_unbegun, next_review, risks};
use register::{RecordId, Register};

const TODAY: &str = "2026-06-15";

#[test]
fn first_steps_are_shown_until_anything_is_there_that_was_not_put_away() {
    let mut sample = Sample::new();
    sample.person("Ada", true);
    assert!(is_unbegun(&sample.register));
    let risk = sample.add("risk", &[]);
    assert!(!is_unbegun(&sample.register));
    sample.set(&risk, "archived", true);
    assert!(is_unbegun(&sample.register));
}

#[test]
fn the_next_review_is_the_earliest_that_is_still_to_be_held_and_says_when_its_day_has_passed() {
    let mut sample = Sample::new();
    let next = |sample: &Sample| next_review(&sample.register, date(TODAY));
    assert_eq!(next(&sample), None);
    let review = |sample: &mut Sample, on: &str, status: &str| {
        sample.add("management_review", &[("planned_for", on.into()), ("status", status.into())])
    };
    review(&mut sample, "2026-01-10", "closed");
    review(&mut sample, "", "planned");
    assert_eq!(next(&sample), None);
    let autumn = review(&mut sample, "2026-09-10", "planned");
    let found = next(&sample).unwrap();
    assert_eq!((found.id, found.has_passed), (autumn, false));
    let spring = review(&mut sample, "2026-06-14", "postponed");
    let found = next(&sample).unwrap();
    assert_eq!((found.id, found.on, found.has_passed), (spring.clone(), date("2026-06-14"), true));
    sample.set(&spring, "planned_for", TODAY);
    assert!(!next(&sample).unwrap().has_passed, "today has not passed");
}

#[test]
fn risks_count_when_they_are_open_and_stand_out_above_the_appetite() {
    let mut sample = Sample::new();
    let rated = |sample: &mut Sample, step: i64, status: &str| {
        let values =
            [("current_likelihood", step.into()), ("current_impact", step.into()), ("status", status.into())];
        sample.add("risk", &values)
    };
    rated(&mut sample, 1, "identified");
    rated(&mut sample, 5, "identified");
    rated(&mut sample, 5, "closed");
    sample.add("risk", &[]);
    assert_eq!(risks(&sample.register), Risks { above: 1, open: 3 });
}

#[test]
fn nothing_is_reached_in_an_empty_register_and_every_core_practice_is_without_proof() {
    let empty = commitments(&Register::default(), date(TODAY));
    assert_eq!(empty.percent, 0);
    assert!(empty.core_without > 60);
}

proptest! {
    /// Each open action counts once at most among overdue and soon, and is somebody's own or nobody's.
    #[test]
    fn actions_are_counted_by_their_day_and_owner(
        told in proptest::collection::vec((-30_i64..60, any::<bool>(), 0_usize..3), 0..12),
    ) {
        let mut sample = Sample::new();
        let people = [sample.person("Ada", true), sample.person("Ben", false)];
        for (days, is_done, owner) in &told {
            let due = register::day::day_text(date(TODAY) + chrono::TimeDelta::days(*days));
            let status = if *is_done { "done" } else { "open" };
            let action = sample.add("action", &[("due", due.as_str().into()), ("status", status.into())]);
            if let Some(owner) = people.get(*owner) {
                sample.set(&action, "owner", link(owner));
            }
        }
        let open: Vec<_> = told.iter().filter(|(_, is_done, _)| !is_done).collect();
        let count = |is: &dyn Fn(i64) -> bool| open.iter().filter(|(days, ..)| is(*days)).count();
        let expected = Actions {
            overdue: count(&|days| days < 0),
            soon: count(&|days| (0..=14).contains(&days)),
            open: open.len(),
        };
        prop_assert_eq!(actions(&sample.register, date(TODAY)), expected);
        for (place, person) in people.iter().enumerate() {
            let mine: Vec<RecordId> = actions_of(&sample.register, person);
            prop_assert_eq!(mine.len(), open.iter().filter(|(.., owner)| *owner == place).count());
            let days = |id: &RecordId| sample.record(id).text("due").to_owned();
            prop_assert!(mine.is_sorted_by(|a, b| days(a) <= days(b)));
        }
    }
}
