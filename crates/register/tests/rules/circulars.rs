use crate::sample::{NEW_YEAR, Sample, carry_out, date, link};
use register::document_act::Actor;
use register::vote::{Choice, ballot, cast, votes};
use register::{DeviceId, Patch, RecordId};

fn vote(sample: &mut Sample, decision: &RecordId, person: &RecordId, choice: Choice) -> bool {
    sample.made += 1;
    let by = Actor {
        person,
        on: date("2026-03-02"),
        now_ms: NEW_YEAR + u64::from(sample.made),
        random: [sample.made; 10],
    };
    let command = cast(sample.record(decision), &sample.register, by, choice);
    if let Some(command) = &command {
        carry_out(&mut sample.register, command);
    }
    command.is_some()
}

#[test]
fn a_circular_is_carried_by_more_than_half_of_top_management_on_exactly_its_words() {
    let mut sample = Sample::new();
    let people: Vec<RecordId> = ["Ada", "Ben", "Eve"].map(|name| sample.person(name, true)).to_vec();
    let chi = sample.person("Chi", false);
    let decision = sample.add("decision", &[("title", "Buy keys".into()), ("taken_in", "circular".into())]);
    let count = |sample: &Sample| {
        let ballot = ballot(sample.record(&decision), &sample.register, date("2026-03-02"));
        (ballot.yes, ballot.no, ballot.abstain, ballot.missing.len(), ballot.is_carried)
    };
    assert_eq!(count(&sample), (0, 0, 0, 3, None));
    assert!(vote(&mut sample, &decision, &people[0], Choice::Yes));
    assert!(!vote(&mut sample, &decision, &people[0], Choice::Yes), "said already");
    assert!(vote(&mut sample, &decision, &chi, Choice::Yes));
    assert_eq!(count(&sample), (1, 0, 0, 2, None), "only top management is asked");
    vote(&mut sample, &decision, &people[1], Choice::No);
    assert_eq!(count(&sample), (1, 1, 0, 1, None));
    vote(&mut sample, &decision, &people[1], Choice::Yes);
    assert_eq!(count(&sample), (2, 0, 0, 1, Some(true)), "who votes again changes their mind");
    assert_eq!(votes(sample.record(&decision), &sample.register).len(), 4, "and both votes stay");
    sample.set(&decision, "reason", "And desks.");
    assert_eq!(count(&sample), (0, 0, 0, 3, None), "nobody voted on these words");
    vote(&mut sample, &decision, &people[0], Choice::No);
    vote(&mut sample, &decision, &people[1], Choice::Abstain);
    assert_eq!(count(&sample).4, Some(false), "it cannot be carried any more");
}

#[test]
fn a_vote_that_somebody_else_wrote_down_says_so() {
    let mut sample = Sample::new();
    let (ada, ben) = (sample.person("Ada", true), sample.person("Ben", true));
    let decision = sample.add("decision", &[("title", "Buy keys".into()), ("review", link(&ada))]);
    sample.register.apply(&Patch::Device { device: DeviceId([1; 32]), person: ada.clone() });
    vote(&mut sample, &decision, &ada, Choice::Yes);
    vote(&mut sample, &decision, &ben, Choice::Yes);
    let all = votes(sample.record(&decision), &sample.register);
    assert_eq!(all.iter().map(|vote| vote.recorded_by.clone()).collect::<Vec<_>>(), [None, Some(ada)]);
}
