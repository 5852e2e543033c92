use crate::sample::{Sample, carry_out, date};
use register::assessment::{
    as_then, freeze, frozen_on, frozen_rounds, has_these_criteria, is_frozen, rounds_of,
};
use register::risk_criteria::{Criteria, record_id};
use register::risk_movement::{Course, movement};
use register::{Patch, RecordId};

fn rated(sample: &mut Sample, likelihood: i64, impact: i64) -> RecordId {
    sample.add("risk", &[("current_likelihood", likelihood.into()), ("current_impact", impact.into())])
}

#[test]
fn a_round_keeps_the_ratings_of_its_day_and_what_moved_since_is_told() {
    let mut sample = Sample::new();
    let (first, second) = (rated(&mut sample, 4, 4), rated(&mut sample, 2, 2));
    let over = rated(&mut sample, 5, 5);
    sample.set(&over, "status", "closed");
    let round = sample.add("assessment_round", &[("title", "Spring".into())]);
    let command = freeze(sample.record(&round), &sample.register, date("2026-03-02")).unwrap();
    carry_out(&mut sample.register, &command);
    assert_eq!(sample.record(&round).text("held_on"), "2026-03-02");
    assert_eq!(frozen_on(sample.record(&round)), Some(date("2026-03-02")));
    assert!(freeze(sample.record(&round), &sample.register, date("2026-03-03")).is_none(), "once");

    sample.set(&first, "current_likelihood", 2);
    let third = rated(&mut sample, 3, 3);
    let then = as_then(sample.record(&round));
    assert_eq!(then.len(), 2, "what was over is not assessed");
    let moved = movement(&sample.register, &then, &Criteria::of(&sample.register));
    let told: Vec<_> = moved.iter().map(|moved| (&moved.risk, moved.course)).collect();
    assert_eq!(told, [(&third, Course::New), (&first, Course::Better)]);
    let of = |risk: &RecordId| {
        rounds_of(&sample.register, risk).into_iter().map(|(_, steps)| steps).collect::<Vec<_>>()
    };
    assert_eq!((of(&first), of(&second), of(&third)), (vec![Some((4, 4))], vec![Some((2, 2))], vec![]));
}

#[test]
fn two_who_freeze_apart_make_one_result_and_other_criteria_are_told() {
    let mut sample = Sample::new();
    rated(&mut sample, 4, 4);
    let round = sample.add("assessment_round", &[("held_on", "2026-03-01".into())]);
    let one = freeze(sample.record(&round), &sample.register, date("2026-03-02")).unwrap();
    let other = freeze(sample.record(&round), &sample.register, date("2026-03-02")).unwrap();
    assert_eq!(one, other);
    carry_out(&mut sample.register, &one);
    assert!(is_frozen(sample.record(&round)) && frozen_rounds(&sample.register).len() == 1);
    assert_eq!(sample.record(&round).text("held_on"), "2026-03-01", "what was said stays");
    assert!(has_these_criteria(sample.record(&round), &Criteria::of(&sample.register)));
    sample.register.apply(&Patch::Record { record: record_id() });
    sample.set(&record_id(), "appetite", 3);
    assert!(!has_these_criteria(sample.record(&round), &Criteria::of(&sample.register)));
    let empty = sample.add("assessment_round", &[]);
    assert!(!is_frozen(sample.record(&empty)));
}
