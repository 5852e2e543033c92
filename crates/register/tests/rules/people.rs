use crate::sample::{NEW_YEAR, Sample, carry_out, date, link};
use proptest::prelude::*;
use register::competence::{
    AHEAD_DAYS, Asked, Cell, Standing, by_month, expiring, leads_to, matrix, matrix_of, start_training,
};
use register::raci::{Gap, Part, Subject, THEMES, assign, cell, lines};
use register::{Answer, DeviceId, RecordId, Value, act};

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

#[test]
fn assigning_writes_one_row_for_each_subject_and_taking_away_leaves_it_empty() {
    let mut sample = Sample::new();
    let activity = Subject::Activity(sample.add("business_activity", &[("in_scope", "in".into())]));
    let role = sample.add("role", &[]);
    let give = |sample: &mut Sample, subject: &Subject, part: Option<Part>| {
        let command = assign(sample.record(&role), subject, part);
        carry_out(&mut sample.register, &command);
        cell(sample.record(&role), subject).parts
    };
    for subject in [&activity, &Subject::Theme("people"), &Subject::Theme("physical")] {
        assert_eq!(give(&mut sample, subject, Some(Part::Accountable)), [Part::Accountable]);
        assert_eq!(give(&mut sample, subject, Some(Part::Consulted)), [Part::Consulted]);
    }
    assert_eq!(sample.record(&role).rows("raci").len(), 3);
    assert_eq!(give(&mut sample, &activity, None), []);
    assert_eq!(give(&mut sample, &activity, None), []);
    assert_eq!(give(&mut sample, &activity, Some(Part::Both)), [Part::Both]);
    assert_eq!(sample.record(&role).rows("raci").len(), 3);
    let line = lines(&sample.register).into_iter().find(|line| line.subject == activity).unwrap();
    assert_eq!(line.gaps(), [], "one role may do it and answer for it");
}

#[test]
fn what_a_form_says_is_assigned_anew_in_its_own_row() {
    let mut sample = Sample::new();
    let activity = sample.add("business_activity", &[("in_scope", "in".into())]);
    let role = sample.add("role", &[]);
    part(&mut sample, &role, &activity, "responsible");
    part(&mut sample, &role, &activity, "accountable");
    let subject = Subject::Activity(activity);
    assert_eq!(cell(sample.record(&role), &subject).parts, [Part::Responsible, Part::Accountable]);
    let command = assign(sample.record(&role), &subject, Some(Part::Informed));
    carry_out(&mut sample.register, &command);
    assert_eq!(cell(sample.record(&role), &subject).parts, [Part::Informed]);
    assert_eq!(sample.record(&role).rows("raci").len(), 2);
}

#[test]
fn a_row_that_somebody_made_say_something_else_is_left_alone() {
    let mut sample = Sample::new();
    let one = sample.add("business_activity", &[("in_scope", "in".into())]);
    let two = sample.add("business_activity", &[("in_scope", "in".into())]);
    let role = sample.add("role", &[]);
    let (first, second) = (Subject::Activity(one.clone()), Subject::Activity(two.clone()));
    let command = assign(sample.record(&role), &first, Some(Part::Responsible));
    carry_out(&mut sample.register, &command);
    sample.set(&role, &format!("raci/{}/activity", first.row()), link(&two));
    let command = assign(sample.record(&role), &first, Some(Part::Accountable));
    carry_out(&mut sample.register, &command);
    assert_eq!(cell(sample.record(&role), &first).parts, [Part::Accountable]);
    assert_eq!(cell(sample.record(&role), &second).parts, [Part::Responsible]);
}

#[test]
fn two_who_assign_one_part_apart_disagree_until_one_chooses() {
    let mut sample = Sample::new();
    let role = sample.add("role", &[]);
    let subject = Subject::Theme("technological");
    let command = assign(sample.record(&role), &subject, Some(Part::Accountable));
    let other = assign(sample.record(&role), &subject, Some(Part::Consulted));
    let path = |command: &register::Command| command.writes.last().unwrap().path.clone();
    assert_eq!(path(&command), path(&other), "one row, whoever makes it");
    carry_out(&mut sample.register, &command);
    let by_another = |value: &str| Answer { value: value.into(), by: DeviceId([3; 32]), at: 5 };
    let both = vec![by_another("consulted"), by_another("accountable")];
    sample.answers(&role, &path(&command).to_string(), both);
    let disputed = cell(sample.record(&role), &subject);
    assert_eq!(
        (disputed.parts.as_slice(), disputed.disputed.is_some()),
        ([Part::Consulted].as_slice(), true)
    );
    let choice = assign(sample.record(&role), &subject, Some(Part::Accountable));
    carry_out(&mut sample.register, &choice);
    let settled = cell(sample.record(&role), &subject);
    assert_eq!(
        (settled.parts.as_slice(), settled.disputed.is_none()),
        ([Part::Accountable].as_slice(), true)
    );
}

#[test]
fn a_gap_leads_to_the_training_that_is_planned_and_starts_it_once() {
    let mut sample = Sample::new();
    let (ada, ben) = (sample.person("Ada", true), sample.person("Ben", false));
    let role = sample.add("role", &[("holder", link(&ada)), ("deputy", link(&ben))]);
    row(&mut sample, &role, "competences", vec![("competence", "Audit".into())]);
    let of = |sample: &Sample, place: usize| matrix(&sample.register, date(TODAY)).swap_remove(place);
    assert_eq!(leads_to(&sample.register, &of(&sample, 0)), None);
    let start = |sample: &mut Sample, place: usize, seed: u8| {
        let (id, command) =
            start_training(&sample.register, &of(sample, place), date(TODAY), NEW_YEAR, [seed; 10]);
        carry_out(&mut sample.register, &command);
        id
    };
    let training = start(&mut sample, 0, 90);
    assert_eq!(leads_to(&sample.register, &of(&sample, 0)), Some(training.clone()));
    assert_eq!(leads_to(&sample.register, &of(&sample, 1)), None);
    assert_eq!(start(&mut sample, 1, 91), training, "the second goes on the list of the first");
    assert_eq!(sample.record(&training).rows("participants").len(), 2);
    assert_eq!(of(&sample, 0).standing, Standing::Missing, "planned is not passed");
    sample.set(&training, &format!("participants/{}/result", ada.uuid), "passed");
    sample.set(&training, "status", "held");
    assert_eq!(of(&sample, 0).standing, Standing::Held);
    assert_eq!(leads_to(&sample.register, &of(&sample, 0)), Some(training));
}

#[test]
fn the_matrix_says_who_can_what_nobody_asked_and_filters_by_role_area_and_gaps() {
    let mut sample = Sample::new();
    let (ada, ben) = (sample.person("Ada", true), sample.person("Ben", false));
    let area = sample.add("area", &[]);
    let one = sample.add("role", &[("holder", link(&ada)), ("area", link(&area))]);
    let two = sample.add("role", &[("holder", link(&ben))]);
    row(&mut sample, &one, "competences", vec![("competence", "Audit".into())]);
    row(&mut sample, &two, "competences", vec![("competence", "Law".into())]);
    let shown = sample.add("competence", &[("title", "audit".into()), ("person", link(&ben))]);
    let all = matrix_of(&sample.register, date(TODAY), &Asked::default());
    assert_eq!(
        (all.people.as_slice(), all.competences.len(), all.gaps),
        ([ada.clone(), ben].as_slice(), 2, 2)
    );
    assert_eq!(all.cells.get(&(1, 0)), Some(&Cell::Beyond(shown)));
    assert_eq!(all.cells.get(&(0, 1)), None, "neither required nor there");
    let asked = Asked { area: Some(area), ..Asked::default() };
    let of_area = matrix_of(&sample.register, date(TODAY), &asked);
    assert_eq!((of_area.people, of_area.competences), (vec![ada.clone()], vec!["Audit".to_owned()]));
    sample.add("competence", &[("title", "Audit".into()), ("person", link(&ada))]);
    let asked = Asked { gaps: true, ..Asked::default() };
    let gaps = matrix_of(&sample.register, date(TODAY), &asked);
    assert_eq!((gaps.competences, gaps.gaps), (vec!["Law".to_owned()], 1));
}

/// What a role's holder can do, each with the days that it still counts.
fn with_expiries(days: &[i64]) -> Sample {
    let mut sample = Sample::new();
    let ada = sample.person("Ada", true);
    for (place, days) in days.iter().enumerate() {
        let role = sample.add("role", &[("holder", link(&ada))]);
        // Every second requires the same.
        let name = format!("Competence {}", place / 2);
        row(&mut sample, &role, "competences", vec![("competence", name.as_str().into())]);
        let until = register::day::day_text(date(TODAY) + chrono::TimeDelta::days(*days));
        let values =
            [("title", name.as_str().into()), ("person", link(&ada)), ("expires_on", until.as_str().into())];
        sample.add("competence", &values);
    }
    sample
}

proptest! {
    /// Whatever is assigned and taken away, a line's gaps follow from what stands in it.
    #[test]
    fn gaps_of_a_line_follow_from_its_cells(
        acts in proptest::collection::vec((0_usize..3, 0_usize..4, 0_usize..6), 0..24),
    ) {
        let mut sample = Sample::new();
        let roles: Vec<RecordId> = (0..3).map(|_| sample.add("role", &[])).collect();
        let mut told = [[None; 4]; 3];
        for (role, theme, part) in acts {
            let part = Part::ALL.get(part).copied();
            told[role][theme] = part;
            let command = assign(sample.record(&roles[role]), &Subject::Theme(THEMES[theme]), part);
            carry_out(&mut sample.register, &command);
        }
        for (theme, line) in lines(&sample.register).iter().enumerate() {
            let parts: Vec<Part> = told.iter().filter_map(|of| of[theme]).collect();
            let count = |ones: [Part; 2]| parts.iter().filter(|part| ones.contains(part)).count();
            let gaps = line.gaps();
            let accountable = count([Part::Accountable, Part::Both]);
            prop_assert_eq!(gaps.contains(&Gap::NoAccountable), accountable == 0);
            prop_assert_eq!(gaps.contains(&Gap::SeveralAccountable), accountable > 1);
            prop_assert_eq!(gaps.contains(&Gap::NoResponsible), count([Part::Responsible, Part::Both]) == 0);
            for (role, of) in roles.iter().zip(&told) {
                let shown = line.cells.get(role).map(|cell| cell.parts.clone()).unwrap_or_default();
                prop_assert_eq!(shown, of[theme].into_iter().collect::<Vec<_>>());
            }
        }
    }

    /// Every required competence stands in the matrix, none worse there than it is, and a filter shows no more.
    #[test]
    fn the_matrix_leaves_no_gap_out(days in proptest::collection::vec(-200_i64..400, 1..9)) {
        let sample = with_expiries(&days);
        let all = matrix_of(&sample.register, date(TODAY), &Asked::default());
        let required = matrix(&sample.register, date(TODAY));
        let names = days.len().div_ceil(2);
        prop_assert_eq!(all.competences.len(), names);
        let gaps = (0..names).filter(|name| {
            // Two show it: the better one counts.
            let best = days.chunks(2).nth(*name).and_then(|two| two.iter().max()).unwrap();
            *best <= AHEAD_DAYS
        });
        prop_assert_eq!(all.gaps, gaps.count());
        prop_assert!(required.iter().all(|one| all.competences.contains(&one.competence)));
        let only = matrix_of(&sample.register, date(TODAY), &Asked { gaps: true, ..Asked::default() });
        prop_assert_eq!(only.gaps, all.gaps);
        prop_assert_eq!(only.competences.len(), all.gaps);
    }

    /// Months divide what runs out: nothing twice, nothing lost, in order.
    #[test]
    fn months_hold_all_that_runs_out(days in proptest::collection::vec(-200_i64..400, 0..9), ahead in 0_i64..400) {
        let sample = with_expiries(&days);
        let all = expiring(&sample.register, date(TODAY), ahead);
        prop_assert_eq!(all.len(), days.iter().filter(|days| **days <= ahead).count());
        let months = by_month(all.clone(), date(TODAY));
        prop_assert!(months.is_sorted_by(|(a, _), (b, _)| a < b));
        let is_over = |(month, of): &(Option<_>, Vec<register::competence::Expiry>)| {
            of.iter().all(|expiry| month.is_none() == (expiry.on < date(TODAY)))
        };
        prop_assert!(months.iter().all(is_over));
        let again: Vec<_> = months.into_iter().flat_map(|(_, of)| of).collect();
        prop_assert_eq!(again, all);
    }

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
