use crate::sample::{NEW_YEAR, Sample, date, link};
use proptest::prelude::*;
use register::evidence::{Flaw, Standing, standing_of};
use register::id::new_uuid;
use register::kpi::Health;
use register::objective::{Lack, Tally, Why, health, lacks, objectives_for};
use register::{RecordId, Value};

const TODAY: &str = "2026-03-10";

fn objective(sample: &mut Sample, values: &[(&str, Value)]) -> RecordId {
    let id = sample.add("objective", &[("status", "in_progress".into()), ("due", "2026-12-31".into())]);
    for (key, value) in values {
        sample.set(&id, key, value.clone());
    }
    id
}

/// A KPI that wants at most 5 and was measured this month.
fn kpi(sample: &mut Sample, objective: &RecordId, value: Option<f64>) -> RecordId {
    let values = [("better", "lower"), ("period", "monthly"), ("since", "2026-03-01")];
    let id = sample.add("kpi", &values.map(|(key, value)| (key, value.into())));
    sample.set(&id, "objective", link(objective));
    sample.set(&id, "target", 5.0);
    sample.set(&id, "warning", 8.0);
    if let Some(value) = value {
        let row = new_uuid(NEW_YEAR, [sample.made; 10]);
        sample.set(&id, &format!("measurements/{row}/held_on"), "2026-03-05");
        sample.set(&id, &format!("measurements/{row}/value"), value);
    }
    id
}

fn serve(sample: &mut Sample, objective: &RecordId, goal: &RecordId) {
    let row = new_uuid(NEW_YEAR, [sample.made; 10]);
    sample.set(objective, &format!("goals/{row}/goal"), link(goal));
}

fn stands(sample: &Sample, objective: &RecordId) -> Option<(Health, Vec<Why>)> {
    health(sample.record(objective), &sample.register, date(TODAY))
}

#[test]
fn the_worst_kpi_decides_and_every_reason_is_said() {
    let mut sample = Sample::new();
    let objective = objective(&mut sample, &[]);
    assert_eq!(stands(&sample, &objective), Some((Health::Unknown, vec![Why::NoKpi])));
    let good = kpi(&mut sample, &objective, Some(3.0));
    assert_eq!(stands(&sample, &objective).map(|(health, _)| health), Some(Health::OnTrack));
    let bad = kpi(&mut sample, &objective, Some(14.0));
    let reasons = vec![Why::Kpi(bad, Health::OffTrack), Why::Kpi(good, Health::OnTrack)];
    assert_eq!(stands(&sample, &objective), Some((Health::OffTrack, reasons)));
    sample.set(&objective, "due", "2026-03-08");
    let (_, reasons) = stands(&sample, &objective).unwrap();
    assert!(reasons.contains(&Why::Overdue(2)));
    sample.set(&objective, "status", "achieved");
    assert_eq!(stands(&sample, &objective), None, "what is done stands no more");
}

#[test]
fn goals_stand_as_their_worst_objective_and_none_is_lost() {
    let mut sample = Sample::new();
    let goal = sample.add("strategic_goal", &[("title", "Win regulated customers".into())]);
    let (a, b, c) = (
        objective(&mut sample, &[]),
        objective(&mut sample, &[]),
        objective(&mut sample, &[("status", "achieved".into())]),
    );
    for objective in [&a, &b, &c] {
        serve(&mut sample, objective, &goal);
    }
    let loose = objective(&mut sample, &[]);
    kpi(&mut sample, &a, Some(2.0));
    kpi(&mut sample, &b, Some(7.0));
    let tally = Tally::of(objectives_for(Some(&goal), &sample.register), &sample.register, date(TODAY));
    assert_eq!(tally, Tally { on_track: 1, at_risk: 1, achieved: 1, ..Tally::default() });
    assert_eq!(tally.health(), Some(Health::AtRisk));
    let without: Vec<_> =
        objectives_for(None, &sample.register).iter().map(|record| record.id.clone()).collect();
    assert_eq!(without, std::slice::from_ref(&loose));
    // When a goal is put away, its objectives are found among those without.
    sample.set(&goal, "archived", true);
    assert_eq!(objectives_for(None, &sample.register).len(), 4);
}

#[test]
fn an_objective_as_evidence_says_exactly_what_it_lacks() {
    let mut sample = Sample::new();
    let ada = sample.person("Ada", true);
    let goal = sample.add("strategic_goal", &[("title", "Grow".into())]);
    let answers = ["title", "what", "resources", "evaluation"].map(|key| (key, "Said.".into()));
    let objective = objective(&mut sample, &answers);
    for (key, value) in
        [("owner", link(&ada)), ("approved_by", link(&ada)), ("approved_on", "2026-02-01".into())]
    {
        sample.set(&objective, key, value);
    }
    sample.set(&objective, "measurable", "measurable");
    let lack = |sample: &Sample| lacks(sample.record(&objective), &sample.register, date(TODAY));
    assert_eq!(lack(&sample), [Lack::Goal, Lack::Kpi, Lack::Told]);
    let standing = standing_of(Some(sample.record(&objective)), &sample.register, date(TODAY), 365);
    assert_eq!(standing, (Some(date("2026-02-01")), Standing::Flawed(3, Flaw::Objective(Lack::Goal))));
    serve(&mut sample, &objective, &goal);
    kpi(&mut sample, &objective, Some(4.0));
    let row = new_uuid(NEW_YEAR, [7; 10]);
    sample.set(&objective, &format!("told/{row}/audience"), "Everyone");
    assert_eq!(lack(&sample), []);
    let standing = standing_of(Some(sample.record(&objective)), &sample.register, date(TODAY), 365);
    assert_eq!(standing.1, Standing::Fresh);
    sample.set(&objective, "measurable", "not_measurable");
    assert_eq!(lack(&sample), [Lack::NotMeasurableBecause]);
}

proptest! {
    #[test]
    fn one_more_kpi_never_makes_an_objective_look_better(values in proptest::collection::vec(proptest::option::of(0.0..20.0), 1..6)) {
        let mut sample = Sample::new();
        let objective = objective(&mut sample, &[]);
        let mut before = Health::OnTrack;
        for value in values {
            kpi(&mut sample, &objective, value);
            let (now, reasons) = stands(&sample, &objective).unwrap();
            prop_assert!(now >= before);
            prop_assert!(!reasons.is_empty());
            before = now;
        }
    }

    #[test]
    fn every_objective_is_counted_once_for_each_goal(statuses in proptest::collection::vec(0_usize..5, 0..12)) {
        const ALL: [&str; 5] = ["draft", "in_progress", "achieved", "not_achieved", "cancelled"];
        let mut sample = Sample::new();
        let goal = sample.add("strategic_goal", &[]);
        for status in &statuses {
            let id = objective(&mut sample, &[("status", ALL[*status].into())]);
            serve(&mut sample, &id, &goal);
        }
        let tally = Tally::of(objectives_for(Some(&goal), &sample.register), &sample.register, date(TODAY));
        let cancelled = statuses.iter().filter(|status| **status == 4).count();
        prop_assert_eq!(tally.all() as usize, statuses.len() - cancelled);
    }
}
