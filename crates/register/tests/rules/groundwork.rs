use crate::sample::{Sample, date, link};
use proptest::prelude::*;
use register::groundwork::{Gap, Lack, Where, gaps};
use register::practice::Commitment;
use register::readiness::{Reason, readiness};
use register::{RecordId, Register};

const TODAY: &str = "2026-06-01";

fn lacks(register: &Register) -> Vec<Lack> {
    gaps(register, date(TODAY)).into_iter().map(|gap| gap.lack).collect()
}

fn filled(register: &Register, lack: Lack) -> Option<Where> {
    gaps(register, date(TODAY)).into_iter().find(|gap| gap.lack == lack).map(|gap| gap.filled)
}

#[test]
fn an_empty_register_lacks_all_of_it_and_begins_with_a_new_record() {
    let register = Register::default();
    assert_eq!(lacks(&register), Lack::ALL);
    assert!(gaps(&register, date(TODAY)).iter().all(|gap| gap.filled == Where::InNew));
}

#[test]
fn nobody_named_is_a_gap_until_somebody_is_and_again_when_their_time_is_over() {
    let mut sample = Sample::new();
    let ada = sample.person("Ada", false);
    assert_eq!(filled(&sample.register, Lack::TopManagement), Some(Where::In(ada.clone())));
    sample.person("Ben", false);
    assert_eq!(filled(&sample.register, Lack::TopManagement), Some(Where::AmongSeveral));
    sample.set(&ada, "top_management", true);
    assert_eq!(filled(&sample.register, Lack::TopManagement), None);
    sample.set(&ada, "until", "2026-05-31");
    assert!(filled(&sample.register, Lack::TopManagement).is_some());
}

#[test]
fn a_mandate_without_a_holder_who_is_here_is_a_gap_where_it_is_carried() {
    let mut sample = Sample::new();
    let ada = sample.person("Ada", true);
    let role = sample.add("role", &[("mandate", "both".into())]);
    let mandates = [Lack::Conformity, Lack::Reporting];
    for lack in mandates {
        assert_eq!(filled(&sample.register, lack), Some(Where::In(role.clone())));
    }
    sample.set(&role, "holder", link(&ada));
    assert!(mandates.iter().all(|lack| filled(&sample.register, *lack).is_none()));
    sample.set(&role, "mandate", "reporting");
    assert_eq!(filled(&sample.register, Lack::Conformity), Some(Where::In(role.clone())));
    assert_eq!(filled(&sample.register, Lack::Reporting), None);
    sample.set(&role, "mandate", "both");
    for (key, day) in [("until", "2026-05-31"), ("from", "2026-06-02")] {
        sample.set(&role, key, day);
        assert!(filled(&sample.register, Lack::Reporting).is_some(), "{key}");
        sample.set(&role, key, "");
    }
    sample.set(&ada, "archived", true);
    assert!(filled(&sample.register, Lack::Conformity).is_some());
}

#[test]
fn the_climate_question_is_answered_with_a_reason_or_not_at_all() {
    let mut sample = Sample::new();
    sample.add("issue", &[("title", "Skills".into())]);
    assert_eq!(filled(&sample.register, Lack::Climate), Some(Where::InNew));
    let issue = sample.add("issue", &[("climate_relevant", "unknown".into())]);
    assert_eq!(filled(&sample.register, Lack::Climate), Some(Where::In(issue.clone())));
    sample.set(&issue, "climate_relevant", "no");
    assert!(filled(&sample.register, Lack::Climate).is_some());
    sample.set(&issue, "climate_reason", "One office, on a hill");
    assert_eq!(filled(&sample.register, Lack::Climate), None);
    let party = sample.add("interested_party", &[("climate_requirements", "no".into())]);
    assert_eq!(filled(&sample.register, Lack::ClimateOfParties), Some(Where::In(party.clone())));
    sample.set(&party, "climate_reason", "We asked them");
    assert_eq!(filled(&sample.register, Lack::ClimateOfParties), None);
    let other = sample.add("interested_party", &[]);
    assert_eq!(filled(&sample.register, Lack::ClimateOfParties), Some(Where::In(other)));
}

#[test]
fn what_a_commitment_leans_on_stands_among_its_reasons() {
    let register = Register::default();
    let of = |commitment: Commitment| {
        let all = readiness(&register, date(TODAY));
        let of = all.into_iter().find(|of| of.commitment == commitment).unwrap();
        let ground = |reason: &Reason| match reason {
            Reason::Groundwork(gap) => Some(gap.lack),
            _ => None,
        };
        of.reasons.iter().filter_map(ground).collect::<Vec<_>>()
    };
    assert_eq!(of(Commitment::Across), [Lack::TopManagement, Lack::Conformity, Lack::Reporting]);
    assert_eq!(of(Commitment::E), [Lack::Climate, Lack::ClimateOfParties]);
    assert_eq!(of(Commitment::A), []);
}

/// Where a gap leads there is a record of the kind in which it is filled.
fn leads_somewhere(register: &Register, gap: &Gap) -> bool {
    let is_of = |id: &RecordId| id.kind == gap.lack.kind() && !register.records[id].is_archived();
    match &gap.filled {
        Where::In(id) => is_of(id),
        Where::AmongSeveral => register.of_kind(gap.lack.kind()).count() > 1,
        Where::InNew => true,
    }
}

proptest! {
    #[test]
    fn every_gap_is_said_once_and_leads_to_where_it_is_filled(
        roles in proptest::collection::vec((0_usize..5, any::<bool>(), any::<bool>()), 0..5),
        issues in proptest::collection::vec((0_usize..4, any::<bool>(), any::<bool>()), 0..5),
        tops in proptest::collection::vec(any::<bool>(), 0..4),
    ) {
        let mut sample = Sample::new();
        let people: Vec<RecordId> = tops.iter().map(|top| sample.person("Somebody", *top)).collect();
        for (mandate, is_held, is_away) in &roles {
            let mandate = ["", "none", "conformity", "reporting", "both"][*mandate];
            let role = sample.add("role", &[("mandate", mandate.into()), ("archived", (*is_away).into())]);
            if let Some(holder) = people.first().filter(|_| *is_held) {
                sample.set(&role, "holder", link(holder));
            }
        }
        for (answer, has_reason, is_past) in &issues {
            let answer = ["", "yes", "no", "unknown"][*answer];
            let issue = sample.add("issue", &[("climate_relevant", answer.into())]);
            if *has_reason { sample.set(&issue, "climate_reason", "Because") }
            if *is_past { sample.set(&issue, "status", "past") }
        }
        let found = gaps(&sample.register, date(TODAY));
        prop_assert!(found.is_sorted_by(|a, b| a.lack < b.lack));
        prop_assert!(found.iter().all(|gap| leads_somewhere(&sample.register, gap)));
        let is_lacking = |lack| found.iter().any(|gap| gap.lack == lack);
        prop_assert_eq!(is_lacking(Lack::TopManagement), !tops.contains(&true));
        let held = |codes: [usize; 2]| {
            !people.is_empty() && roles.iter().any(|(mandate, held, away)| codes.contains(mandate) && *held && !away)
        };
        prop_assert_eq!(is_lacking(Lack::Conformity), !held([2, 4]));
        prop_assert_eq!(is_lacking(Lack::Reporting), !held([3, 4]));
        let is_answered = issues.iter().any(|(answer, why, past)| matches!(answer, 1 | 2) && *why && !past);
        prop_assert_eq!(is_lacking(Lack::Climate), !is_answered);
    }
}
