use crate::sample::{NEW_YEAR, Sample, answer, carry_out, date, link, path};
use proptest::prelude::*;
use register::contradiction::{ORDER, PERIODS};
use register::due::{Due, due};
use register::kind::KINDS;
use register::links::{count_leading_to, leading_to};
use register::validation::{Problem, findings, findings_of};
use register::{FieldPath, FieldType, Record, RecordId, Value, act};

const TODAY: &str = "2026-06-01";

fn problems(sample: &Sample, id: &RecordId) -> Vec<(String, Problem)> {
    let found = findings(sample.record(id), &sample.register, date(TODAY));
    found.into_iter().map(|finding| (finding.path.to_string(), finding.problem)).collect()
}

fn says(sample: &Sample, id: &RecordId, key: &str, problem: Problem) -> bool {
    problems(sample, id).contains(&(key.to_owned(), problem))
}

#[test]
fn a_nonconformity_is_not_closed_before_somebody_else_reviewed_whether_it_worked() {
    let mut sample = Sample::new();
    let (ada, ben) = (sample.person("Ada", true), sample.person("Ben", true));
    let id = sample.add("nonconformity", &[("status", "closed".into()), ("done_by", link(&ada))]);
    assert!(says(&sample, &id, "effectiveness_on", Problem::ClosedWithoutReview));
    sample.set(&id, "effectiveness_on", "2026-05-01");
    sample.set(&id, "effective", "yes");
    sample.set(&id, "effectiveness_by", link(&ada));
    assert!(says(&sample, &id, "effectiveness_by", Problem::SamePerson));
    sample.set(&id, "effectiveness_by", link(&ben));
    assert_eq!(problems(&sample, &id), []);
    // Whoever carried out one of its actions does not review it either.
    let action = sample.add("action", &[("owner", link(&ben))]);
    let record = sample.record(&id).clone();
    let (_, command) = act::add_row(&record, "actions", vec![("action", link(&action))], NEW_YEAR, [7; 10]);
    carry_out(&mut sample.register, &command);
    assert!(says(&sample, &id, "effectiveness_by", Problem::SamePerson));
}

#[test]
fn a_refusal_needs_its_reason_and_stays() {
    let mut sample = Sample::new();
    let id = sample.add("resource", &[("status", "refused".into())]);
    assert!(says(&sample, &id, "decision_reason", Problem::NeedsReason));
    sample.set(&id, "decision_reason", "No money this year");
    assert_eq!(problems(&sample, &id), []);
    sample.set(&id, "archived", true);
    assert!(says(&sample, &id, "status", Problem::RefusalStays));
}

#[test]
fn what_went_outside_was_cleared_and_reaches_no_more_than_there_are() {
    let mut sample = Sample::new();
    let id = sample.add("communication", &[("reach", "external".into()), ("status", "sent".into())]);
    assert!(says(&sample, &id, "cleared_by", Problem::NotCleared));
    sample.set(&id, "direction", "incoming");
    assert_eq!(problems(&sample, &id), []);
    sample.set(&id, "reached", 140);
    sample.set(&id, "of_audience", 100);
    assert!(says(&sample, &id, "reached", Problem::MoreThanAll));
}

#[test]
fn the_climate_question_is_answered_with_a_reason() {
    let mut sample = Sample::new();
    let issue = sample.add("issue", &[("climate_relevant", "no".into())]);
    let party = sample.add("interested_party", &[("climate_requirements", "yes".into())]);
    for id in [issue, party] {
        assert!(says(&sample, &id, "climate_reason", Problem::NeedsReason));
        sample.set(&id, "climate_reason", "Floods close the road to the plant");
        assert_eq!(problems(&sample, &id), []);
    }
}

#[test]
fn a_day_that_something_happened_on_has_come_and_one_ahead_may_lie_ahead() {
    let mut sample = Sample::new();
    let id = sample.add("incident", &[("detected_on", "2026-07-01".into())]);
    assert!(says(&sample, &id, "detected_on", Problem::InTheFuture));
    let asset = sample.add("asset", &[("review_on", "2026-07-01".into())]);
    assert_eq!(problems(&sample, &asset), []);
}

#[test]
fn the_first_due_date_stays_when_an_action_is_moved_and_measures_whether_it_was_in_time() {
    let mut sample = Sample::new();
    let id = sample.add("action", &[("due", "2026-03-01".into()), ("status", "open".into())]);
    let hour = NEW_YEAR + 3_600_000;
    let move_to = |sample: &mut Sample, day: &str, now| {
        let command = act::edit(&sample.register, &id, path("due"), day.into(), now);
        carry_out(&mut sample.register, &command);
    };
    // A slip that is corrected at once is no move.
    move_to(&mut sample, "2026-03-02", NEW_YEAR + 5_000);
    assert_eq!(sample.record(&id).value("first_due"), &Value::Empty);
    move_to(&mut sample, "2026-04-01", hour);
    move_to(&mut sample, "2026-05-01", hour);
    assert_eq!(sample.record(&id).text("first_due"), "2026-03-02");
    assert!(says(&sample, &id, "reason", Problem::NeedsReason));
    sample.set(&id, "reason", "The supplier was late");
    sample.set(&id, "status", "done");
    sample.set(&id, "done_on", "2026-03-12");
    assert_eq!(problems(&sample, &id), []);
    assert_eq!(due(sample.record(&id), date(TODAY)), Due::Late(10));
}

#[test]
fn who_did_an_action_does_not_check_it() {
    let mut sample = Sample::new();
    let ada = sample.person("Ada", true);
    let id = sample.add("action", &[("owner", link(&ada)), ("checked_by", link(&ada))]);
    assert!(says(&sample, &id, "checked_by", Problem::SamePerson));
    // Whoever owns an obligation may look at it by themselves.
    let own = sample.add("obligation", &[("owner", link(&ada)), ("checked_by", link(&ada))]);
    assert_eq!(problems(&sample, &own), []);
}

#[test]
fn a_record_knows_what_leads_to_it_until_that_is_put_away() {
    let mut sample = Sample::new();
    let risk = sample.add("risk", &[("title", "Fire".into())]);
    let action = sample.add("action", &[("source", link(&risk))]);
    let asset = sample.add("asset", &[]);
    let record = sample.record(&asset).clone();
    let (row, command) = act::add_row(&record, "risks", vec![("risk", link(&risk))], NEW_YEAR, [5; 10]);
    carry_out(&mut sample.register, &command);
    // A text that looks like a link is none.
    sample.add("action", &[("description", link(&risk))]);
    let from: Vec<RecordId> = leading_to(&sample.register, &risk).into_iter().map(|lead| lead.from).collect();
    assert_eq!(from, [action.clone(), asset.clone()]);
    carry_out(&mut sample.register, &act::archive_row(&asset, "risks", row));
    carry_out(&mut sample.register, &act::archive(&action));
    assert_eq!(count_leading_to(&sample.register, &risk), 0);
}

#[test]
fn every_pair_of_days_is_some_kinds() {
    for (first, then) in PERIODS.iter().chain(ORDER) {
        let has = |kind: &register::Kind, key: &str| {
            let rows = kind.rows.iter().flat_map(|rows| rows.fields);
            kind.fields.iter().chain(rows).any(|field| field.key == key && field.ty == FieldType::Date)
        };
        assert!(KINDS.iter().any(|kind| has(kind, first) && has(kind, then)), "{first} {then}");
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Empty),
        any::<i64>().prop_map(Value::Int),
        any::<f64>().prop_map(Value::Number),
        any::<bool>().prop_map(Value::Flag),
        "[ -~]{0,20}".prop_map(Value::Text),
        (1900..2100_i32, 1..13_u32, 1..29_u32)
            .prop_map(|(year, month, day)| Value::Text(format!("{year:04}-{month:02}-{day:02}"))),
    ]
}

proptest! {
    /// Whatever merges in, it is kept, and said to be wrong or not: nothing panics, nothing is changed.
    #[test]
    fn any_values_in_any_kind_are_judged_and_kept(
        which in 0..KINDS.len(),
        values in proptest::collection::vec(any_value(), 40),
    ) {
        let kind = KINDS[which];
        let mut record = Record::new(RecordId::new(kind.name, NEW_YEAR, [3; 10]));
        for (field, value) in kind.all_fields().zip(values) {
            record.fields.insert(FieldPath::of(field.key), vec![answer(value)]);
        }
        let before = record.clone();
        let register = register::Register::default();
        let found = findings_of(kind, &record, &register, date(TODAY));
        prop_assert!(found.iter().all(|finding| kind.field(&finding.path).is_some()));
        prop_assert_eq!(record, before);
    }

    /// Of two days of a pair, the wrong order is said at the later one, and the right order is not.
    #[test]
    fn an_end_before_its_beginning_is_said_where_it_stands(pair in 0..PERIODS.len(), days in 1..400_i64, is_wrong: bool) {
        let (first, then) = PERIODS[pair];
        let pair_of = |kind: &&&'static register::Kind| {
            [first, then].iter().all(|key| kind.fields.iter().any(|field| field.key == *key))
        };
        let kind = KINDS.iter().find(pair_of).copied();
        prop_assume!(kind.is_some());
        let kind = kind.unwrap();
        let early = date("2020-01-01");
        let late = early + chrono::Days::new(u64::try_from(days).unwrap());
        let mut record = Record::new(RecordId::new(kind.name, NEW_YEAR, [3; 10]));
        let mut set = |key: &str, day: register::day::NaiveDate| {
            let value = Value::Text(register::day::day_text(day));
            record.fields.insert(FieldPath::of(key), vec![answer(value)]);
        };
        set(first, if is_wrong { late } else { early });
        set(then, if is_wrong { early } else { late });
        let found = findings_of(kind, &record, &register::Register::default(), date(TODAY));
        let said = found.iter().any(|f| f.path == FieldPath::of(then) && f.problem == Problem::UntilBeforeFrom);
        prop_assert_eq!(said, is_wrong);
    }
}
