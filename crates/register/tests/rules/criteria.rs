use crate::sample::{Sample, date};
use proptest::prelude::*;
use register::due::{Due, due, is_overdue, open_actions, overdue_actions};
use register::risk_criteria::{HeatMap, Level, Rating, is_above_appetite, level, open_risks, score};
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
        assert_eq!(score(sample.record(&risk), Rating::Current), Some(likelihood * impact));
        assert_eq!(level(sample.record(&risk), Rating::Current), Some(expected), "{likelihood} × {impact}");
        assert_eq!(level(sample.record(&risk), Rating::Inherent), None);
    }
}

#[test]
fn half_a_rating_and_a_rating_off_the_scale_are_no_rating() {
    let mut sample = Sample::new();
    let half = sample.add("risk", &[("current_impact", 5.into())]);
    let off = rated(&mut sample, 6, 5);
    let words = rated(&mut sample, "high", 5);
    for risk in [half, off, words] {
        assert_eq!(score(sample.record(&risk), Rating::Current), None);
        assert!(!is_above_appetite(sample.record(&risk)));
    }
    assert_eq!(HeatMap::of(open_risks(&sample.register), Rating::Current).unrated, 3);
}

#[test]
fn above_appetite_is_an_open_risk_from_high_on() {
    let mut sample = Sample::new();
    let (carried, above) = (rated(&mut sample, 3, 3), rated(&mut sample, 2, 5));
    assert!(!is_above_appetite(sample.record(&carried)));
    assert!(is_above_appetite(sample.record(&above)));
    sample.set(&above, "status", "closed");
    assert!(!is_above_appetite(sample.record(&above)));
    assert_eq!(open_risks(&sample.register).count(), 1);
}

proptest! {
    #[test]
    fn the_heat_map_counts_every_risk_once(ratings in proptest::collection::vec((-1_i64..8, -1_i64..8), 0..40)) {
        let mut sample = Sample::new();
        for (likelihood, impact) in &ratings {
            rated(&mut sample, *likelihood, *impact);
        }
        let map = HeatMap::of(open_risks(&sample.register), Rating::Current);
        prop_assert_eq!((map.rated() + map.unrated) as usize, ratings.len());
        for likelihood in -1..8 {
            for impact in -1..8 {
                let both = 1..=5;
                let expected = ratings.iter().filter(|rating| **rating == (likelihood, impact)).count();
                let expected = if both.contains(&likelihood) && both.contains(&impact) { expected } else { 0 };
                prop_assert_eq!(map.at(likelihood, impact) as usize, expected);
            }
        }
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
