use crate::sample::{Sample, carry_out, date, link};
use register::act::{invite, start_agenda};
use register::kind::INPUTS;
use register::review::{Lack, Quorum, VERDICT, agenda, attendees, earlier_actions, lacks, quorum};
use register::top_management::top_managers;
use register::{FieldPath, RecordId, Value};

const TODAY: &str = "2026-03-01";

fn what_lacks(sample: &Sample, review: &RecordId) -> Vec<Lack> {
    lacks(sample.record(review), &sample.register, date(TODAY))
}

fn discuss_all(sample: &mut Sample, review: &RecordId) {
    for item in agenda(sample.record(review)) {
        sample.set(review, &format!("agenda/{item}/discussed"), true);
    }
}

fn conclude(sample: &mut Sample, review: &RecordId) {
    for (answer, reason) in VERDICT {
        sample.set(review, answer, "yes");
        sample.set(review, reason, "The figures say so.");
    }
}

fn attend(sample: &mut Sample, review: &RecordId, person: &RecordId, presence: &str) {
    let command = invite(sample.record(review), [person]);
    carry_out(&mut sample.register, &command);
    sample.set(review, &FieldPath::in_row("attendance", person.uuid, "presence").to_string(), presence);
}

#[test]
fn an_empty_review_lacks_everything() {
    let mut sample = Sample::new();
    let review = sample.add("management_review", &[]);
    let codes: Vec<&str> = what_lacks(&sample, &review).iter().map(Lack::code).collect();
    let expected = ["held_on", "chair", "attendees"].into_iter().chain(INPUTS.iter().map(|_| "input"));
    assert_eq!(codes, expected.chain(["outcome", "verdict", "verdict", "verdict"]).collect::<Vec<_>>());
}

#[test]
fn a_complete_review_lacks_nothing_and_each_thing_taken_away_is_named() {
    let mut sample = Sample::new();
    let ada = sample.person("Ada", true);
    let review = sample.add("management_review", &[("held_on", TODAY.into()), ("chair", link(&ada))]);
    let command = start_agenda(sample.record(&review), &|input| input.to_owned());
    carry_out(&mut sample.register, &command);
    attend(&mut sample, &review, &ada, "remote");
    conclude(&mut sample, &review);
    assert_eq!(what_lacks(&sample, &review).len(), INPUTS.len() + 1, "each input, and the outcome");
    discuss_all(&mut sample, &review);
    let decision = sample.add("decision", &[("review", link(&review))]);
    assert_eq!(what_lacks(&sample, &review), [Lack::Decider(decision.clone())]);
    sample.set(&decision, "decided_by", link(&ada));
    let action = sample.add("action", &[("source", link(&decision))]);
    assert_eq!(what_lacks(&sample, &review), [Lack::Owner(action.clone())]);
    sample.set(&action, "owner", link(&ada));
    assert_eq!(what_lacks(&sample, &review), []);

    sample.set(&review, "adequate_reason", " ");
    assert_eq!(what_lacks(&sample, &review), [Lack::VerdictReason("adequate_reason")]);
    sample.set(&review, "adequate", Value::Empty);
    assert_eq!(what_lacks(&sample, &review), [Lack::Verdict("adequate")]);
    conclude(&mut sample, &review);

    let first = agenda(sample.record(&review)).remove(0);
    sample.set(&review, &format!("agenda/{first}/archived"), true);
    assert_eq!(what_lacks(&sample, &review), [Lack::Input(INPUTS[0])]);
    sample.set(&review, &format!("agenda/{first}/archived"), false);
    sample.set(&review, &format!("agenda/{first}/discussed"), false);
    assert_eq!(what_lacks(&sample, &review), [Lack::Discussed(first)]);
}

#[test]
fn a_word_that_nothing_was_needed_is_an_outcome() {
    let mut sample = Sample::new();
    let review = sample.add("management_review", &[("summary", "No action needed.".into())]);
    assert!(!what_lacks(&sample, &review).contains(&Lack::Outcome));
}

#[test]
fn quorum_counts_top_managers_who_were_there_in_their_time() {
    let mut sample = Sample::new();
    let (ada, ben, chi) =
        (sample.person("Ada", true), sample.person("Ben", true), sample.person("Chi", false));
    let dan = sample.person("Dan", true);
    sample.set(&dan, "until", "2025-12-31");
    let review = sample.add("management_review", &[("held_on", TODAY.into())]);
    for person in [&chi, &dan] {
        attend(&mut sample, &review, person, "present");
    }
    let now = |sample: &Sample| quorum(sample.record(&review), &sample.register, date("2030-01-01"));
    assert_eq!(now(&sample), Quorum { present: 0, named: 2 });
    assert!(what_lacks(&sample, &review).contains(&Lack::TopManager));
    attend(&mut sample, &review, &ada, "present");
    attend(&mut sample, &review, &ben, "represented_by");
    assert_eq!(now(&sample), Quorum { present: 1, named: 2 });
    assert!(!now(&sample).is_met());
    attend(&mut sample, &review, &ben, "part");
    assert!(now(&sample).is_met());
    assert_eq!(attendees(sample.record(&review)).len(), 4);
    assert!(!Quorum { present: 0, named: 0 }.is_met(), "nobody named is the first gap");
}

#[test]
fn a_mandate_counts_on_its_first_and_last_day() {
    let mut sample = Sample::new();
    let ada = sample.person("Ada", true);
    sample.set(&ada, "from", "2026-01-01");
    sample.set(&ada, "until", "2026-06-30");
    for (on, expected) in [("2025-12-31", 0), ("2026-01-01", 1), ("2026-06-30", 1), ("2026-07-01", 0)] {
        assert_eq!(top_managers(&sample.register, date(on)).count(), expected, "{on}");
    }
}

#[test]
fn open_actions_appear_in_the_next_review_by_themselves() {
    let mut sample = Sample::new();
    let (old, new) = (sample.add("management_review", &[]), sample.add("management_review", &[]));
    let decision = sample.add("decision", &[("review", link(&old))]);
    let late = sample.add("action", &[("source", link(&decision)), ("due", "2026-05-01".into())]);
    let soon = sample.add("action", &[("source", link(&old)), ("due", "2026-04-01".into())]);
    sample.add("action", &[("source", link(&old)), ("status", "done".into())]);
    sample.add("action", &[("source", link(&new))]);
    let seen: Vec<&RecordId> =
        earlier_actions(sample.record(&new), &sample.register).iter().map(|action| &action.id).collect();
    assert_eq!(seen, [&soon, &late]);
}
