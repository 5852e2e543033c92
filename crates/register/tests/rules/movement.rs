use crate::sample::Sample;
use proptest::prelude::*;
use register::Record;
use register::risk_criteria::{Criteria, HeatMap, Rating, open_risks};
use register::risk_movement::{Course, movement, ways};

fn risks(sample: &Sample) -> Vec<Record> {
    sample.register.records.values().cloned().collect()
}

#[test]
fn each_course_is_told_and_what_stays_is_not() {
    let mut sample = Sample::new();
    let rated = |sample: &mut Sample, likelihood: i64, impact: i64| {
        sample.add("risk", &[("current_likelihood", likelihood.into()), ("current_impact", impact.into())])
    };
    let worse = rated(&mut sample, 2, 2);
    let better = rated(&mut sample, 4, 4);
    let aside = rated(&mut sample, 2, 3);
    let over = rated(&mut sample, 1, 1);
    rated(&mut sample, 5, 5);
    let then = risks(&sample);
    let new = rated(&mut sample, 3, 3);
    sample.set(&worse, "current_impact", 5);
    sample.set(&better, "current_likelihood", 1);
    sample.set(&aside, "current_likelihood", 3);
    sample.set(&aside, "current_impact", 2);
    sample.set(&over, "status", "closed");
    let moved = movement(&sample.register, &then, &Criteria::default());
    let told: Vec<_> = moved.iter().map(|moved| (&moved.risk, moved.course)).collect();
    assert_eq!(
        told,
        [
            (&worse, Course::Worse),
            (&new, Course::New),
            (&aside, Course::Aside),
            (&better, Course::Better),
            (&over, Course::Over)
        ]
    );
    assert_eq!(ways(&moved), [((2, 2), (2, 5), 1), ((2, 3), (3, 2), 1), ((4, 4), (1, 4), 1)]);
}

proptest! {
    #[test]
    fn the_map_of_then_and_what_moved_give_the_map_of_now(
        steps in proptest::collection::vec(((1_i64..6, 1_i64..6), (1_i64..6, 1_i64..6)), 0..30),
    ) {
        let mut sample = Sample::new();
        let usual = Criteria::default();
        let ids: Vec<_> = steps
            .iter()
            .map(|(from, _)| {
                sample.add("risk", &[("current_likelihood", from.0.into()), ("current_impact", from.1.into())])
            })
            .collect();
        let then = risks(&sample);
        for (id, (_, to)) in ids.iter().zip(&steps) {
            sample.set(id, "current_likelihood", to.0);
            sample.set(id, "current_impact", to.1);
        }
        let before = HeatMap::of(&then, Rating::Current, &usual);
        let after = HeatMap::of(open_risks(&sample.register), Rating::Current, &usual);
        let ways = ways(&movement(&sample.register, &then, &usual));
        for likelihood in 1..=5 {
            for impact in 1..=5 {
                let cell = (likelihood, impact);
                let left: u32 = ways.iter().filter(|way| way.0 == cell).map(|way| way.2).sum();
                let came: u32 = ways.iter().filter(|way| way.1 == cell).map(|way| way.2).sum();
                prop_assert_eq!(before.at(likelihood, impact) + came, after.at(likelihood, impact) + left);
            }
        }
    }
}
