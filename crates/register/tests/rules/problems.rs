use crate::sample::{Sample, date, kind, link, path};
use proptest::prelude::*;
use register::kind::KINDS;
use register::validation::{Finding, Problem, check, check_in, findings, gaps, parse};
use register::{Field, FieldPath, FieldType, Value};

fn field(of: &str, at: &str) -> &'static Field {
    kind(of).field(&FieldPath::of(at)).expect("a field")
}

fn codes(found: &[Finding]) -> Vec<(String, &'static str)> {
    found.iter().map(|finding| (finding.path.to_string(), finding.problem.code())).collect()
}

#[test]
fn nothing_typed_is_an_empty_value_for_every_field() {
    for field in KINDS.iter().flat_map(|kind| kind.fields) {
        assert_eq!(parse(field, "  \n "), Ok(Value::Empty), "{}", field.key);
    }
}

#[test]
fn a_megabyte_pasted_into_a_title_is_refused_and_stays_whole() {
    let pasted = "ä".repeat(500_000);
    let problem = parse(field("risk", "title"), &pasted).unwrap_err();
    assert_eq!(problem, Problem::TooLong { max: 200, length: 500_000 });
    assert_eq!(problem.parameters(), [("max", 200), ("length", 500_000)]);
    assert_eq!(pasted.len(), 1_000_000);
}

#[test]
fn length_counts_characters_not_bytes() {
    let title = field("risk", "title");
    assert!(parse(title, &"é".repeat(200)).is_ok());
    assert_eq!(parse(title, &"é".repeat(201)), Err(Problem::TooLong { max: 200, length: 201 }));
}

#[test]
fn a_line_pasted_with_breaks_becomes_one_line_and_a_note_keeps_them() {
    assert_eq!(parse(field("risk", "title"), " Fire\r\n\tin the\0cellar "), Ok("Fire in the cellar".into()));
    assert_eq!(parse(field("risk", "description"), "  first\r\nsecond \n"), Ok("  first\nsecond".into()));
}

#[test]
fn dates_are_days_of_the_calendar() {
    let due = field("action", "due");
    assert_eq!(parse(due, " 2028-02-29 "), Ok("2028-02-29".into()));
    for text in [
        "2026-02-29",
        "2026-13-01",
        "2026-1-1",
        "01.02.2026",
        "0026-01-01",
        "2026-01-01T00:00",
        "+026-01-01",
        "soon",
    ] {
        assert_eq!(parse(due, text), Err(Problem::NotADate), "{text}");
    }
}

#[test]
fn times_are_times_of_a_day() {
    let detected = field("incident", "detected_time");
    assert_eq!(parse(detected, " 9:05 "), Ok("09:05".into()));
    for text in ["24:00", "12:60", "noon", "12", "12:00:00"] {
        assert_eq!(parse(detected, text), Err(Problem::NotATime), "{text}");
    }
}

#[test]
fn steps_numbers_flags_and_choices_are_what_the_field_holds() {
    let impact = field("risk", "current_impact");
    assert_eq!(parse(impact, "5"), Ok(Value::Int(5)));
    assert_eq!(parse(impact, "7"), Err(Problem::OutOfScale { max: 6 }));
    assert_eq!(parse(impact, "0"), Err(Problem::OutOfScale { max: 6 }));
    assert_eq!(parse(impact, "2.5"), Err(Problem::NotANumber));
    assert_eq!(parse(impact, "99999999999999999999"), Err(Problem::NotANumber));
    let position = kind("management_review").rows_of("agenda").unwrap().field("position").unwrap();
    assert_eq!(parse(position, "-1"), Err(Problem::OutOfBounds { min: 0, max: 1_000_000 }));
    assert_eq!(parse(field("risk", "integrity"), "true"), Ok(Value::Flag(true)));
    assert_eq!(parse(field("risk", "integrity"), "perhaps"), Err(Problem::NotAFlag));
    assert_eq!(parse(field("risk", "treatment"), "share"), Ok("share".into()));
    assert_eq!(parse(field("risk", "treatment"), "ignore"), Err(Problem::UnknownChoice));
}

#[test]
fn a_link_leads_to_a_living_record_of_the_right_kind() {
    let mut sample = Sample::new();
    let ada = sample.person("Ada", true);
    let risk = sample.add("risk", &[]);
    let owner = field("risk", "owner");
    assert_eq!(check_in(owner, &link(&ada), &sample.register), Ok(()));
    assert_eq!(check_in(owner, &link(&risk), &sample.register), Err(Problem::WrongKind));
    assert_eq!(check_in(owner, &"Ada".into(), &sample.register), Err(Problem::NotALink));
    sample.set(&ada, "archived", true);
    assert_eq!(check_in(owner, &link(&ada), &sample.register), Err(Problem::ArchivedRecord));
    let gone = "person/01970000-0000-7000-8000-000000000000";
    assert_eq!(check_in(owner, &gone.into(), &sample.register), Err(Problem::NoSuchRecord));
}

#[test]
fn values_of_a_foreign_type_are_flagged_and_stay() {
    let mut sample = Sample::new();
    let risk = sample
        .add("risk", &[("title", 7.into()), ("current_impact", "much".into()), ("integrity", "yes".into())]);
    sample.set(&risk, "field_of_a_newer_version", "anything");
    let found = findings(sample.record(&risk), &sample.register, date("2026-03-01"));
    assert_eq!(
        codes(&found),
        [
            ("current_impact".into(), "not_a_number"),
            ("integrity".into(), "not_a_flag"),
            ("title".into(), "not_text")
        ]
    );
    assert_eq!(sample.record(&risk).value("current_impact"), &"much".into());
}

#[test]
fn a_done_action_needs_its_day_and_an_open_one_has_none() {
    let today = date("2026-03-01");
    let mut sample = Sample::new();
    let action = sample.add("action", &[("status", "done".into())]);
    let now = |sample: &Sample| codes(&findings(sample.record(&action), &sample.register, today));
    assert_eq!(now(&sample), [("done_on".into(), "done_without_day")]);
    sample.set(&action, "done_on", "2026-03-02");
    assert_eq!(now(&sample), [], "tomorrow is already today elsewhere");
    sample.set(&action, "done_on", "2026-03-03");
    assert_eq!(now(&sample), [("done_on".into(), "in_the_future")]);
    sample.set(&action, "done_on", "2026-02-27");
    sample.set(&action, "status", "open");
    assert_eq!(now(&sample), [("status".into(), "day_without_done")]);
    sample.set(&action, "done_on", Value::Empty);
    sample.set(&action, "status", "cancelled");
    assert_eq!(now(&sample), [("reason".into(), "needs_reason")]);
    sample.set(&action, "reason", "The tool is gone.");
    assert_eq!(now(&sample), []);
}

#[test]
fn a_mandate_does_not_end_before_it_begins() {
    let mut sample = Sample::new();
    let ada = sample.person("Ada", true);
    sample.set(&ada, "from", "2026-02-01");
    sample.set(&ada, "until", "2026-01-31");
    let found = findings(sample.record(&ada), &sample.register, date("2026-03-01"));
    assert_eq!(codes(&found), [("until".into(), "until_before_from")]);
}

#[test]
fn a_held_review_needs_day_and_chair_and_lists_nobody_twice() {
    let mut sample = Sample::new();
    let ada = sample.person("Ada", true);
    let review = sample.add("management_review", &[("status", "held".into())]);
    let [one, two] = [1, 2].map(|made| register::id::new_uuid(made, [0; 10]));
    sample.set(&review, &format!("attendance/{one}/person"), link(&ada));
    sample.set(&review, &format!("attendance/{two}/person"), link(&ada));
    let found = findings(sample.record(&review), &sample.register, date("2026-03-01"));
    let twice = format!("attendance/{two}/person");
    assert_eq!(
        codes(&found),
        [("held_on".into(), "held_without_day"), ("chair".into(), "held_without_chair"), (twice, "twice")]
    );
    sample.set(&review, &format!("attendance/{two}/archived"), true);
    assert_eq!(findings(sample.record(&review), &sample.register, date("2026-03-01")).len(), 2);
}

#[test]
fn gaps_are_required_fields_without_an_answer_rows_included() {
    let mut sample = Sample::new();
    let review = sample.add("management_review", &[("title", "  ".into()), ("status", "planned".into())]);
    let row = register::id::new_uuid(1, [0; 10]);
    sample.set(&review, &format!("agenda/{row}/position"), 1);
    let expected = ["title", "planned_for", "chair", &format!("agenda/{row}/topic")].map(path);
    assert_eq!(gaps(sample.record(&review)), expected);
}

#[test]
fn every_problem_has_a_code_of_its_own_in_the_list() {
    let codes: std::collections::BTreeSet<_> = Problem::CODES.iter().collect();
    assert_eq!(codes.len(), Problem::CODES.len());
    for problem in
        [Problem::NotADate, Problem::TooLong { max: 1, length: 2 }, Problem::Twice, Problem::NeedsReason]
    {
        assert!(codes.contains(&problem.code()));
    }
}

fn a_text() -> impl Strategy<Value = String> {
    prop_oneof![".{0,300}", "[0-9+-]{1,6}", "[0-9]{4}-[0-9]{2}-[0-9]{2}", "[a-z_]{1,12}", "\\PC{0,40}"]
}

proptest! {
    #[test]
    fn what_is_accepted_once_is_accepted_as_stored(text in a_text()) {
        let all = KINDS.iter().flat_map(|kind| kind.fields.iter().chain(kind.rows.iter().flat_map(|rows| rows.fields)));
        for field in all {
            match parse(field, &text) {
                Ok(value) => {
                    prop_assert_eq!(check(field, &value), Ok(()), "{}", field.key);
                    if let Value::Text(stored) = &value {
                        prop_assert_eq!(parse(field, stored), Ok(value.clone()), "{}", field.key);
                    }
                }
                Err(problem) => prop_assert!(Problem::CODES.contains(&problem.code())),
            }
            if matches!(field.ty, FieldType::Line { .. }) && let Ok(Value::Text(line)) = parse(field, &text) {
                prop_assert!(!line.contains('\n'));
            }
        }
    }
}
