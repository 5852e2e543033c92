use crate::sample::{NEW_YEAR, Sample, carry_out, date, link};
use proptest::prelude::*;
use register::competence::{Standing, expiring, matrix};
use register::raci::{Gap, Subject, lines};
use register::{RecordId, Value, act};

const TODAY: &str = "2026-06-01";

fn row(sample: &mut Sample, id: &RecordId, rows: &str, values: Vec<(&str, Value)>) {
    sample.made += 1;
    let record = sample.record(id).clone();
    let (_, command) = act::add_row(&record, rows, values, NEW_YEAR, [sample.made; 10]);
    carry_out(&mut sample.register, &command);
}

fn part(sample: &mut Sample, role: &RecordId, activity: &RecordId, part: &str) {
    row(sample, role, "raci", vec![("activity", link(activity)), ("part", part.into())]);
}

#[test]
fn nobody_accountable_and_two_accountable_are_gaps_of_an_activity() {
    let mut sample = Sample::new();
    let activity = sample.add("business_activity", &[("in_scope", "in".into())]);
    sample.add("business_activity", &[("in_scope", "out".into())]);
    let (one, two) = (sample.add("role", &[]), sample.add("role", &[]));
    let gaps = |sample: &Sample| {
        let lines = lines(&sample.register);
        assert_eq!(lines.len(), 5, "one activity in scope and four themes");
        let line = lines.iter().find(|line| line.subject == Subject::Activity(activity.clone()));
        line.unwrap().gaps()
    };
    assert_eq!(gaps(&sample), [Gap::NoAccountable, Gap::NoResponsible]);
    part(&mut sample, &one, &activity, "responsible");
    part(&mut sample, &one, &activity, "accountable");
    assert_eq!(gaps(&sample), []);
    part(&mut sample, &two, &activity, "accountable");
    assert_eq!(gaps(&sample), [Gap::SeveralAccountable]);
    sample.set(&two, "archived", true);
    assert_eq!(gaps(&sample), []);
}

#[test]
fn a_role_asks_its_holder_and_deputy_for_competences_that_somebody_shows() {
    let mut sample = Sample::new();
    let (ada, ben) = (sample.person("Ada", true), sample.person("Ben", false));
    let role = sample.add("role", &[("holder", link(&ada)), ("deputy", link(&ben))]);
    let needs = vec![("competence", "Incident response".into()), ("level", "skilled".into())];
    row(&mut sample, &role, "competences", needs);
    let standings = |sample: &Sample| -> Vec<Standing> {
        matrix(&sample.register, date(TODAY)).into_iter().map(|required| required.standing).collect()
    };
    assert_eq!(standings(&sample), [Standing::Missing, Standing::Missing]);
    let shown = sample.add(
        "competence",
        &[("title", "incident RESPONSE".into()), ("person", link(&ada)), ("level", "basic".into())],
    );
    assert_eq!(standings(&sample)[0], Standing::TooLow);
    sample.set(&shown, "level", "expert");
    sample.set(&shown, "expires_on", "2026-06-11");
    assert_eq!(standings(&sample)[0], Standing::RunsOut(10));
    sample.set(&shown, "expires_on", "2026-05-31");
    assert_eq!(standings(&sample)[0], Standing::RunOut(1));
    let course = sample.add("training", &[("title", "Incident response".into())]);
    row(&mut sample, &course, "participants", vec![("person", link(&ben)), ("result", "failed".into())]);
    assert_eq!(standings(&sample)[1], Standing::Missing);
    row(&mut sample, &course, "participants", vec![("person", link(&ben)), ("result", "passed".into())]);
    assert_eq!(standings(&sample)[1], Standing::Held);
}

#[test]
fn what_runs_out_is_said_ahead_the_earliest_first_and_what_is_over_is_not() {
    let mut sample = Sample::new();
    let late = sample.add("certificate", &[("until", "2026-08-01".into())]);
    let gone = sample.add("exception", &[("until", "2026-05-01".into())]);
    sample.add("exception", &[("until", "2026-05-01".into()), ("status", "ended".into())]);
    sample.add("competence", &[("expires_on", "2027-08-01".into())]);
    let found: Vec<RecordId> =
        expiring(&sample.register, date(TODAY), 90).into_iter().map(|expiry| expiry.record).collect();
    assert_eq!(found, [gone, late]);
}

proptest! {
    /// More evidence never makes anybody's standing worse.
    #[test]
    fn one_more_competence_never_lowers_a_standing(days in proptest::collection::vec(-400_i64..400, 1..8)) {
        let mut sample = Sample::new();
        let ada = sample.person("Ada", true);
        let role = sample.add("role", &[("holder", link(&ada))]);
        row(&mut sample, &role, "competences", vec![("competence", "Audit".into())]);
        let mut before = Standing::Missing;
        let rank = |standing: Standing| match standing {
            Standing::Missing => 0,
            Standing::RunOut(_) => 1,
            Standing::TooLow => 2,
            Standing::RunsOut(_) => 3,
            Standing::Held => 4,
        };
        for days in days {
            let until = date(TODAY) + chrono::TimeDelta::days(days);
            let until = register::day::day_text(until);
            sample.add("competence", &[("title", "Audit".into()), ("person", link(&ada)), ("expires_on", until.as_str().into())]);
            let now = matrix(&sample.register, date(TODAY))[0].standing;
            prop_assert!(rank(now) >= rank(before));
            before = now;
        }
    }
}
