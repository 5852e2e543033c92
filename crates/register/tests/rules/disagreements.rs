use crate::sample::{Sample, answer};
use register::disagreement::disagreements;
use register::{Answer, DeviceId, FieldPath};

#[test]
fn a_field_with_two_answers_is_one_question_until_somebody_chooses() {
    let mut sample = Sample::new();
    let risk = sample.add("risk", &[("title", "Fire".into())]);
    let other = Answer { by: DeviceId([2; 32]), ..answer("Flood") };
    sample.answers(&risk, "title", vec![answer("Fire"), other]);
    let [question] = disagreements(&sample.register, 2026).try_into().unwrap();
    assert_eq!((question.record, question.path, question.answers), (risk.clone(), FieldPath::of("title"), 2));
    sample.set(&risk, "title", "Flood");
    assert!(disagreements(&sample.register, 2026).is_empty());
}

#[test]
fn a_number_borne_twice_is_a_question_to_be_settled_at_the_younger() {
    let mut sample = Sample::new();
    sample.add("risk", &[("reference", "R-001".into())]);
    let second = sample.add("risk", &[("reference", "R-001".into())]);
    let [question] = disagreements(&sample.register, 2026).try_into().unwrap();
    assert_eq!((&question.record, question.path), (&second, FieldPath::of("reference")));
    sample.set(&second, "reference", "R-002");
    assert!(disagreements(&sample.register, 2026).is_empty());
}

#[test]
fn what_was_put_away_and_what_only_a_newer_version_knows_asks_nothing() {
    let mut sample = Sample::new();
    let risk = sample.add("risk", &[]);
    let newer = sample.add("newer_kind", &[]);
    for id in [&risk, &newer] {
        let other = Answer { by: DeviceId([2; 32]), ..answer("Flood") };
        sample.answers(id, "title", vec![answer("Fire"), other]);
    }
    sample.set(&risk, "archived", true);
    assert!(disagreements(&sample.register, 2026).is_empty());
}
