use crate::sample::{Sample, date};
use proptest::prelude::*;
use register::due::{Due, due, is_overdue, open_actions, overdue_actions};
use register::risk_criteria::{
    Axis, Criteria, HeatMap, Level, Rating, beyond, is_above_appetite, level, open_risks, rating, record_id,
    score,
};
use register::validation::{Problem, findings};
use register::{RecordId, Value};

fn rated(sample: &mut Sample, likelihood: impl Into<Value>, impact: impl Into<Value>) -> RecordId {
    sample.add("risk", &[("current_likelihood", likelihood.into()), ("current_impact", impact.into())])
}

#[test]
fn score_and_level_follow_from_both_steps() {
    let mut sample = Sample::new();
    for (likelihood, impact, expected) in [
        (1, 4, Level::Low),
        (1, 5, Level::Medium),
        (3, 3, Level::Medium),
        (2, 5, Level::High),
        (3, 5, Level::Critical),
        (5, 5, Level::Critical),
    ] {
        let risk = rated(&mut sample, likelihood, impact);
        let usual = Criteria::default();
        assert_eq!(score(sample.record(&risk), Rating::Current, &usual), Some(likelihood * impact));
        assert_eq!(
            level(sample.record(&risk), Rating::Current, &usual),
            Some(expected),
            "{likelihood} × {impact}"
        );
        assert_eq!(level(sample.record(&risk), Rating::Inherent, &usual), None);
    }
}

#[test]
fn half_a_rating_and_what_is_no_step_are_no_rating() {
    let mut sample = Sample::new();
    let half = sample.add("risk", &[("current_impact", 5.into())]);
    let off = rated(&mut sample, 0, 5);
    let words = rated(&mut sample, "high", 5);
    for risk in [half, off, words] {
        assert_eq!(score(sample.record(&risk), Rating::Current, &Criteria::default()), None);
        assert!(!is_above_appetite(sample.record(&risk), &Criteria::default()));
    }
    assert_eq!(HeatMap::of(open_risks(&sample.register), Rating::Current, &Criteria::default()).unrated, 3);
}

#[test]
fn above_appetite_is_an_open_risk_from_high_on() {
    let mut sample = Sample::new();
    let (carried, above) = (rated(&mut sample, 3, 3), rated(&mut sample, 2, 5));
    assert!(!is_above_appetite(sample.record(&carried), &Criteria::default()));
    assert!(is_above_appetite(sample.record(&above), &Criteria::default()));
    sample.set(&above, "status", "closed");
    assert!(!is_above_appetite(sample.record(&above), &Criteria::default()));
    assert_eq!(open_risks(&sample.register).count(), 1);
}

proptest! {
    #[test]
    fn the_heat_map_counts_every_risk_once(ratings in proptest::collection::vec((-1_i64..8, -1_i64..8), 0..40)) {
        let mut sample = Sample::new();
        for (likelihood, impact) in &ratings {
            rated(&mut sample, *likelihood, *impact);
        }
        let map = HeatMap::of(open_risks(&sample.register), Rating::Current, &Criteria::default());
        prop_assert_eq!((map.rated() + map.unrated) as usize, ratings.len());
        for likelihood in -1..8 {
            for impact in -1..8 {
                // What lies beyond the scale counts as its highest step.
                let stands = |rating: &&(i64, i64)| (rating.0.min(5), rating.1.min(5)) == (likelihood, impact);
                let expected = ratings.iter().filter(stands).count();
                let expected = if likelihood > 0 && impact > 0 { expected } else { 0 };
                prop_assert_eq!(map.at(likelihood, impact) as usize, expected);
            }
        }
    }
}

#[test]
fn an_opportunity_is_never_above_the_appetite() {
    let mut sample = Sample::new();
    let chance = rated(&mut sample, 5, 5);
    sample.set(&chance, "nature", "opportunity");
    assert!(!is_above_appetite(sample.record(&chance), &Criteria::default()));
}

#[test]
fn what_nobody_said_stands_in_proportion_to_the_scales() {
    let mut sample = Sample::new();
    assert_eq!(Criteria::of(&sample.register), Criteria::default());
    let usual = Criteria::default();
    assert_eq!((usual.medium_from, usual.high_from, usual.critical_from, usual.appetite), (5, 10, 15, 9));
    sample.set(&record_id(), "likelihood_steps", 3);
    sample.set(&record_id(), "impact_steps", 4);
    // None that its field holds: as if nobody had said it.
    sample.set(&record_id(), "appetite", 4000);
    let said = Criteria::of(&sample.register);
    assert_eq!((said.medium_from, said.high_from, said.critical_from, said.appetite), (3, 5, 8, 4));
    sample.set(&record_id(), "high_from", 2);
    let problem = |sample: &Sample, key: &str| {
        let found = findings(sample.record(&record_id()), &sample.register, date("2026-05-01"));
        found.into_iter().find(|finding| finding.path.key == key).map(|finding| finding.problem)
    };
    assert_eq!(problem(&sample, "high_from"), Some(Problem::NotRising));
    assert_eq!(problem(&sample, "appetite"), Some(Problem::OutOfBounds { min: 0, max: 36 }));
}

#[test]
fn a_scale_cut_below_what_is_in_use_keeps_each_rating_flags_it_and_says_how_many() {
    let mut sample = Sample::new();
    let (high, low) = (rated(&mut sample, 5, 2), rated(&mut sample, 2, 2));
    sample.set(&record_id(), "likelihood_steps", 3);
    let cut = Criteria::of(&sample.register);
    let today = date("2026-05-01");
    assert_eq!(rating(sample.record(&high), Rating::Current, &cut), Some((3, 2)));
    assert_eq!(sample.record(&high).value("current_likelihood"), &Value::Int(5));
    assert_eq!(beyond(sample.record(&high), &cut), ["current_likelihood"]);
    let found = findings(sample.record(&high), &sample.register, today);
    assert_eq!(found.first().map(|finding| finding.problem), Some(Problem::OutOfScale { max: 3 }));
    assert!(findings(sample.record(&low), &sample.register, today).is_empty());
    let said = findings(sample.record(&record_id()), &sample.register, today);
    assert_eq!(said.first().map(|finding| finding.problem), Some(Problem::BelowInUse { count: 1 }));
}

proptest! {
    #[test]
    fn a_greater_score_is_never_of_a_lower_level_and_cutting_a_scale_hides_no_risk(
        steps in (3_i64..=6, 3_i64..=6),
        cut in (3_i64..=6, 3_i64..=6),
        rated_with in (1_i64..=6, 1_i64..=6),
    ) {
        let criteria = Criteria::with_steps(steps.0, steps.1);
        prop_assert!(criteria.falling().is_none());
        for score in 1..criteria.greatest() {
            prop_assert!(criteria.level_of(score) <= criteria.level_of(score + 1));
            prop_assert!(criteria.is_above(score + 1) || !criteria.is_above(score));
        }
        prop_assert_eq!(criteria.level_of(criteria.greatest()), Level::Critical);
        prop_assert_eq!(criteria.level_of(1), Level::Low);
        let mut sample = Sample::new();
        let risk = rated(&mut sample, rated_with.0, rated_with.1);
        let cut = Criteria::with_steps(cut.0, cut.1);
        let stands = rating(sample.record(&risk), Rating::Current, &cut);
        let expected = (rated_with.0.min(cut.steps(Axis::Likelihood)), rated_with.1.min(cut.steps(Axis::Impact)));
        prop_assert_eq!(stands, Some(expected));
        prop_assert_eq!(HeatMap::of(open_risks(&sample.register), Rating::Current, &cut).unrated, 0);
    }
}

#[test]
fn an_action_is_overdue_the_day_after_it_was_due() {
    let mut sample = Sample::new();
    let action = sample.add("action", &[("due", "2026-03-31".into()), ("status", "open".into())]);
    let stands = |sample: &Sample, on: &str| due(sample.record(&action), date(on));
    assert_eq!(stands(&sample, "2026-03-01"), Due::Later(30));
    assert_eq!(stands(&sample, "2026-03-17"), Due::Soon(14));
    assert_eq!(stands(&sample, "2026-03-31"), Due::Soon(0));
    assert_eq!(stands(&sample, "2026-04-01"), Due::Overdue(1));
    assert!(is_overdue(sample.record(&action), date("2026-04-01")));
    sample.set(&action, "status", "done");
    assert_eq!(stands(&sample, "2026-04-01"), Due::Done);
    sample.set(&action, "done_on", "2026-03-31");
    assert_eq!(stands(&sample, "2027-01-01"), Due::InTime);
    sample.set(&action, "done_on", "2026-04-02");
    assert_eq!(stands(&sample, "2027-01-01"), Due::Late(2));
    sample.set(&action, "status", "cancelled");
    assert_eq!(stands(&sample, "2027-01-01"), Due::Cancelled);
    assert!(!is_overdue(sample.record(&action), date("2027-01-01")));
}

#[test]
fn open_actions_come_most_urgent_first_and_none_without_a_date_is_lost() {
    let mut sample = Sample::new();
    for (title, day) in [("undated", ""), ("late", "2026-05-01"), ("first", "2026-02-01"), ("typed", "soon")]
    {
        sample.add("action", &[("title", title.into()), ("due", day.into())]);
    }
    sample.add(
        "action",
        &[("title", "over".into()), ("due", "2026-01-01".into()), ("status", "checked".into())],
    );
    let open: Vec<&str> = open_actions(&sample.register).iter().map(|action| action.title()).collect();
    assert_eq!(open, ["first", "late", "undated", "typed"]);
    let overdue: Vec<&str> =
        overdue_actions(&sample.register, date("2026-03-01")).iter().map(|action| action.title()).collect();
    assert_eq!(overdue, ["first"]);
}
