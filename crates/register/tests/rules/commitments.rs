use crate::sample::{NEW_YEAR, Sample, answer, carry_out, date, link};
use proptest::prelude::*;
use register::day::day_text;
use register::evidence::{Flaw, Standing, Target, evidence_of};
use register::kind::KINDS;
use register::line::{Line, Making, add_evidence, lines, set_on_commitment, set_on_line};
use register::practice::{Commitment, PRACTICES, Practice, THEMES, Theme};
use register::readiness::{
    CommitmentReadiness, LineReadiness, Reason, Tally, Worth, of_the_eight, readiness, suggestions,
};
use register::{Answer, DeviceId, Patch, RecordId, Register, Value};
use std::collections::BTreeSet;

const ADA: DeviceId = DeviceId([1; 32]);
const CHI: DeviceId = DeviceId([3; 32]);

/// The day on which the tests look.
fn today() -> register::day::NaiveDate {
    date("2026-06-30")
}

/// Ada is a top manager and writes on device 1, Chi is none and writes on device 3.
fn team() -> (Sample, RecordId, RecordId) {
    let mut sample = Sample::new();
    let (ada, chi) = (sample.person("Ada", true), sample.person("Chi", false));
    sample.register.apply(&Patch::Device { device: ADA, person: ada.clone() });
    sample.register.apply(&Patch::Device { device: CHI, person: chi.clone() });
    (sample, ada, chi)
}

fn line<'a>(register: &'a Register, id: &str) -> Line<'a> {
    lines(register).into_iter().find(|line| line.practice.is_some_and(|known| known.id == id)).expect(id)
}

fn judged<'a>(register: &'a Register, id: &str) -> LineReadiness<'a> {
    let all = readiness(register, today()).into_iter().flat_map(|of| of.lines);
    all.into_iter().find(|of| of.line.practice.is_some_and(|known| known.id == id)).expect(id)
}

fn of(register: &Register, commitment: Commitment) -> CommitmentReadiness<'_> {
    readiness(register, today()).into_iter().find(|of| of.commitment == commitment).unwrap()
}

/// Ids are random, so two commands never make the same.
fn make<T>(sample: &mut Sample, command: impl FnOnce(&Register, &mut Making<'_>) -> T) -> T {
    let mut made = sample.made;
    let mut random = || {
        made += 1;
        [made; 10]
    };
    let made_of = command(&sample.register, &mut Making { now_ms: NEW_YEAR, random: &mut random });
    sample.made = made;
    made_of
}

fn prove(sample: &mut Sample, practice: &str, target: &Target) {
    let command = make(sample, |register, making| {
        add_evidence(
            &[&line(register, practice)],
            target,
            today(),
            None,
            &|known| known.id.to_owned(),
            making,
        )
    });
    carry_out(&mut sample.register, &command);
}

fn set(sample: &mut Sample, practice: &str, key: &str, value: impl Into<Value>) {
    let command = make(sample, |register, making| {
        set_on_line(&line(register, practice), practice, key, value.into(), making)
    });
    carry_out(&mut sample.register, &command);
}

fn own(sample: &mut Sample, commitment: Commitment, person: &RecordId) {
    for (key, value) in [("owner", link(person)), ("next_review", "2026-12-01".into())] {
        let command = make(sample, |register, making| {
            set_on_commitment(register, commitment, "Commitment", key, value, making)
        });
        carry_out(&mut sample.register, &command);
    }
}

fn decision(sample: &mut Sample, by: &RecordId, on: &str, status: &str) -> Target {
    let values = [
        ("reference", "D-001".into()),
        ("title", "Grant the budget".into()),
        ("decided_by", link(by)),
        ("decided_on", on.into()),
        ("status", status.into()),
    ];
    Target::Record(sample.add("decision", &values))
}

#[test]
fn each_practice_has_its_place_and_the_language_files_can_name_it() {
    let ids: BTreeSet<&str> = PRACTICES.iter().map(|practice| practice.id).collect();
    assert_eq!(ids.len(), PRACTICES.len());
    let number = |commitment| Practice::of(commitment).count();
    assert_eq!(Commitment::ALL.map(number), [10, 13, 12, 9, 16, 15, 15, 15, 14]);
    for practice in PRACTICES {
        let letter = if practice.commitment == Commitment::Across { "L" } else { practice.commitment.code() };
        assert!(practice.id.starts_with(letter), "{}", practice.id);
        assert!(practice.max_age > 0 && !practice.proofs.is_empty(), "{}", practice.id);
        assert_eq!(Theme::by_code(practice.theme.code()), Some(practice.theme));
        let is_kind = |proof: &&&str| KINDS.iter().any(|kind| kind.name == **proof);
        assert!(practice.proofs.iter().all(|proof| is_kind(&proof)), "{}", practice.id);
    }
    let used: BTreeSet<&str> = PRACTICES.iter().map(|practice| practice.theme.code()).collect();
    assert_eq!(used.len(), THEMES.len());
}

#[test]
fn an_empty_register_shows_nothing_and_says_so() {
    let register = Register::default();
    let all = readiness(&register, today());
    assert_eq!(all.len(), 9);
    let tally = of_the_eight(all.iter().map(|of| (of.commitment, of.tally)));
    assert_eq!((tally.lines(), tally.halves(), tally.percent()), (105, 0, 0));
    assert_eq!(all[8].tally.lines(), 14);
    assert_eq!(judged(&register, "c2").reasons, [Reason::NoEvidence, Reason::NoOwner]);
    assert_eq!(all[0].reasons, [Reason::NoOwner, Reason::NoReview]);
}

#[test]
fn fresh_evidence_counts_one_older_a_half_none_nothing() {
    let (mut sample, ada, _) = team();
    own(&mut sample, Commitment::C, &ada);
    assert_eq!(judged(&sample.register, "c2").worth, Worth::None);
    let old = decision(&mut sample, &ada, "2025-05-30", "decided");
    prove(&mut sample, "c2", &old);
    assert_eq!(judged(&sample.register, "c2").worth, Worth::Half);
    assert_eq!(judged(&sample.register, "c2").reasons, [Reason::Old(30)]);
    let fresh = decision(&mut sample, &ada, "2026-05-30", "decided");
    prove(&mut sample, "c2", &fresh);
    let line = judged(&sample.register, "c2");
    assert_eq!((line.worth, line.reasons.len()), (Worth::Full, 0));
    let standings: Vec<&Standing> = line.evidence.iter().map(|one| &one.standing).collect();
    assert_eq!(standings, [&Standing::Fresh, &Standing::Old(30)]);
    let c = of(&sample.register, Commitment::C);
    assert_eq!(c.tally, Tally { full: 1, half: 0, none: 11, not_applicable: 0 });
    assert!(c.reasons.is_empty());
}

#[test]
fn what_has_not_happened_or_was_taken_back_proves_nothing() {
    let (mut sample, ada, _) = team();
    for (practice, status) in [("c2", "proposed"), ("c3", "withdrawn"), ("c4", "deferred")] {
        let target = decision(&mut sample, &ada, "2026-05-30", status);
        prove(&mut sample, practice, &target);
        assert_eq!(judged(&sample.register, practice).worth, Worth::None, "{status}");
    }
    let planned = sample.add("management_review", &[("status", "planned".into())]);
    prove(&mut sample, "g14", &Target::Record(planned));
    assert_eq!(judged(&sample.register, "g14").evidence[0].standing, Standing::NotYet);
    let gone = RecordId::new("training", NEW_YEAR, [200; 10]);
    prove(&mut sample, "d7", &Target::Record(gone));
    assert_eq!(judged(&sample.register, "d7").evidence[0].standing, Standing::NotHere);
}

#[test]
fn a_gap_in_the_evidence_halves_it_and_is_named() {
    let (mut sample, ada, _) = team();
    own(&mut sample, Commitment::G, &ada);
    let values = [
        ("title", "Spring".into()),
        ("planned_for", "2026-05-01".into()),
        ("held_on", "2026-05-01".into()),
        ("chair", link(&ada)),
        ("status", "held".into()),
    ];
    let review = sample.add("management_review", &values);
    prove(&mut sample, "g14", &Target::Record(review));
    let line = judged(&sample.register, "g14");
    assert_eq!((line.worth, line.reasons.as_slice()), (Worth::Half, [Reason::Flawed].as_slice()));
    assert!(matches!(&line.evidence[0].standing, Standing::Flawed(many, Flaw::Review(_)) if *many > 10));
}

#[test]
fn a_line_without_an_owner_counts_a_half_and_the_owner_of_the_commitment_is_enough() {
    let (mut sample, ada, _) = team();
    let fresh = decision(&mut sample, &ada, "2026-05-30", "decided");
    prove(&mut sample, "c2", &fresh);
    assert_eq!(judged(&sample.register, "c2").reasons, [Reason::NoOwner]);
    assert_eq!(judged(&sample.register, "c2").worth, Worth::Half);
    own(&mut sample, Commitment::C, &ada);
    assert_eq!(judged(&sample.register, "c2").worth, Worth::Full);
    set(&mut sample, "c2", "next_review", "2026-06-01");
    assert_eq!(judged(&sample.register, "c2").reasons, [Reason::ReviewPassed(date("2026-06-01"))]);
}

#[test]
fn a_supporting_practice_is_left_out_with_a_reason() {
    let (mut sample, ..) = team();
    set(&mut sample, "c5", "not_applicable", true);
    assert!(judged(&sample.register, "c5").reasons.contains(&Reason::NeedsReason));
    set(&mut sample, "c5", "reason", "All of it is rented.");
    assert_eq!(judged(&sample.register, "c5").worth, Worth::NotApplicable);
    let c = of(&sample.register, Commitment::C);
    assert_eq!((c.tally.lines(), c.tally.not_applicable), (11, 1));
}

#[test]
fn a_core_practice_is_left_out_by_a_top_managers_own_act_alone() {
    let (mut sample, ..) = team();
    set(&mut sample, "c2", "reason", "The parent company pays.");
    set(&mut sample, "c2", "not_applicable", true);
    assert_eq!(judged(&sample.register, "c2").worth, Worth::NotApplicable);
    let id = line(&sample.register, "c2").notes.records[0].id.clone();
    sample.answers(&id, "not_applicable", vec![Answer { by: CHI, ..answer(true) }]);
    let by_chi = judged(&sample.register, "c2");
    assert_eq!(by_chi.worth, Worth::None);
    assert!(by_chi.reasons.contains(&Reason::NeedsTopManager));
}

#[test]
fn a_disputed_leaving_out_leaves_nothing_out() {
    let (mut sample, ..) = team();
    set(&mut sample, "c5", "reason", "All of it is rented.");
    set(&mut sample, "c5", "not_applicable", true);
    let id = line(&sample.register, "c5").notes.records[0].id.clone();
    sample.answers(&id, "not_applicable", vec![answer(true), Answer { by: CHI, ..answer(false) }]);
    assert!(judged(&sample.register, "c5").reasons.contains(&Reason::Disputed("not_applicable")));
    assert_eq!(judged(&sample.register, "c5").worth, Worth::None);
}

#[test]
fn two_who_first_touch_a_practice_apart_lose_nothing() {
    let (mut sample, ada, chi) = team();
    let (one, two) = (Target::Address("https://one.example".into()), Target::Address("two.pdf".into()));
    let base = sample.register.clone();
    let on_ada = |register: &Register, making: &mut Making<'_>| {
        add_evidence(&[&line(register, "a3")], &one, today(), Some(&ada), &|_| "Why".into(), making)
    };
    let on_chi = |register: &Register, making: &mut Making<'_>| {
        add_evidence(&[&line(register, "a3")], &two, today(), Some(&chi), &|_| "Warum".into(), making)
    };
    let (first, second) = (make(&mut sample, on_ada), make(&mut sample, on_chi));
    assert_eq!(base, sample.register);
    carry_out(&mut sample.register, &first);
    carry_out(&mut sample.register, &second);
    let a3 = line(&sample.register, "a3");
    assert_eq!((a3.notes.records.len(), judged(&sample.register, "a3").evidence.len()), (2, 2));
    set_apart(&mut sample, "a3", &ada, &chi);
}

/// Two owners, set in the two records: a disagreement, until one is chosen for good.
fn set_apart(sample: &mut Sample, practice: &str, ada: &RecordId, chi: &RecordId) {
    let ids: Vec<RecordId> =
        line(&sample.register, practice).notes.records.iter().map(|record| record.id.clone()).collect();
    sample.set(&ids[0], "owner", link(ada));
    sample.set(&ids[1], "owner", link(chi));
    assert!(judged(&sample.register, practice).reasons.contains(&Reason::Disputed("owner")));
    let choices = line(&sample.register, practice).notes.choices("owner");
    assert_eq!(choices, [&link(ada), &link(chi)]);
    set(sample, practice, "owner", link(chi));
    let a3 = line(&sample.register, practice);
    assert!(!a3.notes.is_disputed("owner"));
    assert_eq!(a3.notes.text("owner"), chi.to_string());
}

#[test]
fn one_act_serves_many_practices_at_once_and_none_twice() {
    let (mut sample, ada, _) = team();
    let target = decision(&mut sample, &ada, "2026-05-30", "decided");
    let all = |sample: &mut Sample| {
        let command = make(sample, |register, making| {
            let lines: Vec<Line<'_>> = ["c2", "c3", "L2"].map(|id| line(register, id)).into();
            let lines: Vec<&Line<'_>> = lines.iter().collect();
            add_evidence(&lines, &target, today(), Some(&ada), &|known| known.id.to_owned(), making)
        });
        carry_out(&mut sample.register, &command);
        command.writes.len()
    };
    assert!(all(&mut sample) > 0);
    assert_eq!(all(&mut sample), 0);
    assert!(["c2", "c3", "L2"].iter().all(|id| judged(&sample.register, id).evidence.len() == 1));
}

#[test]
fn what_would_prove_a_practice_is_suggested_until_it_is_noted() {
    let (mut sample, ada, _) = team();
    let older = decision(&mut sample, &ada, "2026-03-30", "decided");
    let younger = decision(&mut sample, &ada, "2026-05-30", "decided");
    decision(&mut sample, &ada, "2026-05-30", "proposed");
    let suggested =
        |sample: &Sample| suggestions(&line(&sample.register, "c2"), &sample.register, today(), 5);
    let ids = |targets: &[&Target]| -> Vec<RecordId> {
        let id = |target: &&Target| match target {
            Target::Record(id) => id.clone(),
            Target::Address(_) => unreachable!(),
        };
        targets.iter().map(id).collect()
    };
    assert_eq!(suggested(&sample), ids(&[&younger, &older]));
    prove(&mut sample, "c2", &younger);
    assert_eq!(suggested(&sample), ids(&[&older]));
}

#[test]
fn a_practice_of_the_teams_own_counts_in_its_commitment() {
    let (mut sample, ada, _) = team();
    own(&mut sample, Commitment::D, &ada);
    let values = [
        ("title", "A weekly question from the CEO".into()),
        ("commitment", "d".into()),
        ("max_age", 10.into()),
    ];
    let own = sample.add("practice", &values);
    assert_eq!(of(&sample.register, Commitment::D).tally.lines(), 10);
    sample.set(&own, "evidence/07070707-0707-7707-8707-070707070707/address", "question.eml");
    let path = "evidence/07070707-0707-7707-8707-070707070707/captured_on";
    sample.set(&own, path, "2026-06-25");
    assert_eq!(of(&sample.register, Commitment::D).tally.full, 1);
    sample.set(&own, path, "2026-06-01");
    assert_eq!(of(&sample.register, Commitment::D).tally.half, 1);
    sample.set(&own, "archived", true);
    assert_eq!(of(&sample.register, Commitment::D).tally.lines(), 9);
}

#[test]
fn a_record_that_only_a_newer_version_knows_proves_by_its_latest_day() {
    let (mut sample, ..) = team();
    let training =
        sample.add("training", &[("completed_on", "2026-06-01".into()), ("status", "done".into())]);
    let next = sample.add("training", &[("completed_on", "2026-09-01".into())]);
    let draft = sample.add("policy", &[("approved_on", "2026-06-01".into()), ("status", "draft".into())]);
    for target in [&training, &next, &draft] {
        prove(&mut sample, "d7", &Target::Record(target.clone()));
    }
    let records = line(&sample.register, "d7").notes.records;
    let found = evidence_of(&records, &sample.register, today(), 20);
    let standings: Vec<_> = found.iter().map(|one| one.standing.clone()).collect();
    assert_eq!(standings, [Standing::Old(9), Standing::NotYet, Standing::NotYet]);
}

#[derive(Debug, Clone)]
enum Step {
    Prove { practice: usize, age: i64, status: usize },
    Own { commitment: usize },
    LeaveOut { practice: usize, with_reason: bool },
    Archive { which: usize },
}

fn step() -> impl Strategy<Value = Step> {
    let practice = 0..PRACTICES.len();
    prop_oneof![
        4 => (practice.clone(), -40..900i64, 0..4usize)
            .prop_map(|(practice, age, status)| Step::Prove { practice, age, status }),
        1 => (0..9usize).prop_map(|commitment| Step::Own { commitment }),
        2 => (practice, any::<bool>())
            .prop_map(|(practice, with_reason)| Step::LeaveOut { practice, with_reason }),
        1 => (0..20usize).prop_map(|which| Step::Archive { which }),
    ]
}

fn take(sample: &mut Sample, ada: &RecordId, step: &Step) {
    match step {
        Step::Prove { practice, age, status } => {
            let on = day_text(today() - chrono_days(*age));
            let status = ["decided", "proposed", "carried_out", "withdrawn"][*status];
            let target = decision(sample, ada, &on, status);
            prove(sample, PRACTICES[*practice].id, &target);
        }
        Step::Own { commitment } => own(sample, Commitment::ALL[*commitment], ada),
        Step::LeaveOut { practice, with_reason } => {
            set(sample, PRACTICES[*practice].id, "not_applicable", true);
            if *with_reason {
                set(sample, PRACTICES[*practice].id, "reason", "Not here.");
            }
        }
        Step::Archive { which } => {
            let decisions: Vec<RecordId> =
                sample.register.of_kind("decision").map(|record| record.id.clone()).collect();
            if let Some(id) = decisions.get(*which) {
                sample.set(id, "archived", true);
            }
        }
    }
}

fn chrono_days(days: i64) -> chrono::TimeDelta {
    chrono::TimeDelta::days(days)
}

fn worths(register: &Register) -> Vec<(&'static str, Worth)> {
    let lines = readiness(register, today()).into_iter().flat_map(|of| of.lines);
    lines.filter_map(|of| Some((of.line.practice?.id, of.worth))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn fresh_evidence_never_lowers_anything(
        steps in prop::collection::vec(step(), 0..14), practice in 0..PRACTICES.len(),
    ) {
        let (mut sample, ada, _) = team();
        steps.iter().for_each(|step| take(&mut sample, &ada, step));
        let before = worths(&sample.register);
        take(&mut sample, &ada, &Step::Prove { practice, age: 1, status: 0 });
        let after = worths(&sample.register);
        for ((id, before), (_, after)) in before.iter().zip(&after) {
            prop_assert!(after >= before, "{id}: {before:?} → {after:?}");
        }
        let proven = after.iter().find(|(id, _)| *id == PRACTICES[practice].id).unwrap().1;
        prop_assert!(proven >= Worth::Half);
    }

    #[test]
    fn leaving_one_out_changes_no_other(
        steps in prop::collection::vec(step(), 0..14), practice in 0..PRACTICES.len(),
    ) {
        let (mut sample, ada, _) = team();
        steps.iter().for_each(|step| take(&mut sample, &ada, step));
        let before = worths(&sample.register);
        take(&mut sample, &ada, &Step::LeaveOut { practice, with_reason: true });
        let after = worths(&sample.register);
        for ((id, before), (_, after)) in before.iter().zip(&after) {
            if *id == PRACTICES[practice].id {
                prop_assert_eq!(*after, Worth::NotApplicable);
            } else {
                prop_assert_eq!(before, after);
            }
        }
    }

    #[test]
    fn what_is_put_away_counts_no_more(steps in prop::collection::vec(step(), 0..14)) {
        let (mut sample, ada, _) = team();
        steps.iter().for_each(|step| take(&mut sample, &ada, step));
        (0..20).for_each(|_| take(&mut sample, &ada, &Step::Archive { which: 0 }));
        let all = readiness(&sample.register, today());
        prop_assert!(all.iter().all(|of| of.tally.halves() == 0));
    }

    #[test]
    fn every_line_is_counted_once_and_explains_itself(steps in prop::collection::vec(step(), 0..20)) {
        let (mut sample, ada, _) = team();
        steps.iter().for_each(|step| take(&mut sample, &ada, step));
        for of in readiness(&sample.register, today()) {
            prop_assert_eq!(of.lines.len() as u32, of.tally.lines() + of.tally.not_applicable);
            prop_assert!(of.tally.percent() <= 100);
            for line in of.lines {
                let is_explained = !line.reasons.is_empty();
                prop_assert_eq!(is_explained, matches!(line.worth, Worth::None | Worth::Half));
            }
        }
    }
}
