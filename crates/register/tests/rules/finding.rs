use crate::sample::{NEW_YEAR, Sample, answer, kind, link};
use proptest::prelude::*;
use register::fold::{fold, natural};
use register::query::{CURRENT_SCORE, Filter, Query, Reading, Sort, Test, find};
use register::{Answer, DeviceId, Record, RecordId, Value};
use std::cmp::Ordering;

fn titles(found: &[&Record]) -> Vec<String> {
    found.iter().map(|record| record.title().to_owned()).collect()
}

fn ask(sample: &Sample, query: &Query) -> Vec<String> {
    titles(&find(&sample.register, kind("risk"), query, &Reading::default()))
}

fn search(sample: &Sample, words: &str) -> Vec<String> {
    ask(sample, &Query { search: words.into(), ..Query::default() })
}

fn sort(sample: &Sample, key: &str, descending: bool) -> Vec<String> {
    ask(sample, &Query { sort: vec![Sort { key: key.into(), descending }], ..Query::default() })
}

fn filter(sample: &Sample, key: &str, test: Test) -> Vec<String> {
    ask(sample, &Query { filters: vec![Filter { key: key.into(), test }], ..Query::default() })
}

fn risks(rows: &[(&str, &[(&str, Value)])]) -> Sample {
    let mut sample = Sample::new();
    for (title, values) in rows {
        let id = sample.add("risk", values);
        sample.set(&id, "title", *title);
    }
    sample
}

#[test]
fn search_finds_title_number_notes_and_owner_without_case_and_marks() {
    let mut sample = risks(&[
        ("Verschlüsselungstrojaner", &[("reference", "R-002".into())]),
        ("Fire", &[("reference", "R-012".into()), ("description", "The cellar of the Käserei".into())]),
    ]);
    let ben = sample.person("Ben Öztürk", true);
    let fire = sample.register.of_kind("risk").nth(1).unwrap().id.clone();
    sample.set(&fire, "owner", link(&ben));
    assert_eq!(search(&sample, "VERSCHLUSS"), ["Verschlüsselungstrojaner"]);
    assert_eq!(search(&sample, "r-012"), ["Fire"]);
    assert_eq!(search(&sample, "ka\u{308}serei cellar"), ["Fire"]);
    assert_eq!(search(&sample, "ozturk fire"), ["Fire"]);
    assert_eq!(search(&sample, "fire water"), [""; 0]);
    assert_eq!(search(&sample, "   ").len(), 2);
}

#[test]
fn the_better_match_comes_first() {
    let sample = risks(&[
        ("Theft", &[("description", "also of data".into())]),
        ("Metadata lost", &[]),
        ("Loss of data", &[]),
        ("Data centre burns", &[]),
    ]);
    assert_eq!(search(&sample, "data"), ["Data centre burns", "Loss of data", "Metadata lost", "Theft"]);
}

#[test]
fn search_finds_the_value_that_lost_a_disagreement_too() {
    let mut sample = risks(&[("Fire", &[])]);
    let id = sample.register.of_kind("risk").next().unwrap().id.clone();
    let other = Answer { by: DeviceId([2; 32]), ..answer("Flood") };
    sample.answers(&id, "asset", vec![answer("Cellar"), other]);
    assert_eq!(search(&sample, "flood"), ["Fire"]);
    assert_eq!(filter(&sample, "asset", Test::IsDisputed), ["Fire"]);
    assert_eq!(filter(&sample, "title", Test::IsDisputed), [""; 0]);
}

#[test]
fn numbers_sort_as_people_count_and_empty_ones_last_in_both_directions() {
    let sample = risks(&[
        ("ten", &[("reference", "R-10".into())]),
        ("none", &[]),
        ("two", &[("reference", "R-2".into())]),
    ]);
    assert_eq!(sort(&sample, "reference", false), ["two", "ten", "none"]);
    assert_eq!(sort(&sample, "reference", true), ["ten", "two", "none"]);
}

#[test]
fn each_type_sorts_by_its_meaning() {
    let sample = risks(&[
        (
            "a",
            &[
                ("status", "in_treatment".into()),
                ("review_on", "2026-10-01".into()),
                ("integrity", true.into()),
            ],
        ),
        ("b", &[("status", "analysed".into()), ("review_on", "2026-09-30".into())]),
        ("c", &[("status", "of_a_newer_version".into())]),
    ]);
    assert_eq!(sort(&sample, "status", false), ["b", "a", "c"]);
    assert_eq!(sort(&sample, "review_on", false), ["b", "a", "c"]);
    assert_eq!(sort(&sample, "review_on", true), ["a", "b", "c"]);
    assert_eq!(sort(&sample, "integrity", false).first().unwrap(), "a");
    assert_eq!(sort(&sample, "no_such_field", false), ["a", "b", "c"]);
}

#[test]
fn links_sort_by_the_name_they_show() {
    let mut sample = risks(&[("a", &[]), ("b", &[]), ("c", &[])]);
    let (zoe, ada) = (sample.person("Zoe", true), sample.person("ada", true));
    let ids: Vec<RecordId> = sample.register.of_kind("risk").map(|risk| risk.id.clone()).collect();
    for (id, owner) in ids.iter().zip([&zoe, &ada]) {
        sample.set(id, "owner", link(owner));
    }
    assert_eq!(sort(&sample, "owner", false), ["b", "a", "c"]);
}

#[test]
fn text_sorts_by_the_readers_collator() {
    let sample = risks(&[("Zebra", &[]), ("Ärger", &[]), ("apple", &[])]);
    assert_eq!(sort(&sample, "title", false), ["apple", "Ärger", "Zebra"]);
    let swedish: &dyn Fn(&str, &str) -> Ordering = &|a, b| a.replace('Ä', "Å~").cmp(&b.replace('Ä', "Å~"));
    let query = Query { sort: vec![Sort { key: "title".into(), descending: false }], ..Query::default() };
    let reading = Reading { collate: swedish, ..Reading::default() };
    let found = titles(&find(&sample.register, kind("risk"), &query, &reading));
    assert_eq!(found, ["Zebra", "apple", "Ärger"]);
}

#[test]
fn scores_sort_and_filter() {
    let rated = |likelihood: i64, impact: i64| {
        [("current_likelihood", Value::Int(likelihood)), ("current_impact", Value::Int(impact))]
    };
    let sample = risks(&[("low", &rated(1, 2)), ("unrated", &[]), ("critical", &rated(5, 5))]);
    assert_eq!(sort(&sample, CURRENT_SCORE, true), ["critical", "low", "unrated"]);
    assert_eq!(filter(&sample, CURRENT_SCORE, Test::AtLeast(10.into())), ["critical"]);
    assert_eq!(filter(&sample, CURRENT_SCORE, Test::AtMost(9.into())), ["low"]);
    assert_eq!(filter(&sample, CURRENT_SCORE, Test::IsEmpty), ["unrated"]);
}

#[test]
fn filters_hold_together() {
    let sample = risks(&[
        (
            "a",
            &[("status", "analysed".into()), ("review_on", "2026-03-01".into()), ("integrity", true.into())],
        ),
        (
            "b",
            &[
                ("status", "identified".into()),
                ("review_on", "2026-05-01".into()),
                ("integrity", false.into()),
            ],
        ),
        ("c", &[("status", "analysed".into())]),
    ]);
    assert_eq!(filter(&sample, "status", Test::OneOf(vec!["analysed".into(), "closed".into()])), ["a", "c"]);
    assert_eq!(filter(&sample, "integrity", Test::OneOf(vec![false.into()])), ["b", "c"]);
    assert_eq!(filter(&sample, "review_on", Test::AtLeast("2026-03-01".into())), ["a", "b"]);
    assert_eq!(filter(&sample, "review_on", Test::AtMost("2026-04-30".into())), ["a"]);
    assert_eq!(filter(&sample, "review_on", Test::IsEmpty), ["c"]);
    let both = Query {
        filters: vec![
            Filter { key: "status".into(), test: Test::OneOf(vec!["analysed".into()]) },
            Filter { key: "review_on".into(), test: Test::IsEmpty },
        ],
        ..Query::default()
    };
    assert_eq!(ask(&sample, &both), ["c"]);
}

#[test]
fn archived_records_are_listed_apart() {
    let mut sample = risks(&[("here", &[]), ("away", &[])]);
    let away = sample.register.of_kind("risk").nth(1).unwrap().id.clone();
    sample.set(&away, "archived", true);
    assert_eq!(ask(&sample, &Query::default()), ["here"]);
    assert_eq!(ask(&sample, &Query { archived: true, ..Query::default() }), ["away"]);
}

#[test]
fn natural_order_counts_numbers_of_any_length() {
    for (less, more) in [
        ("R-2", "R-10"),
        ("R-99999999999999999999998", "R-99999999999999999999999"),
        ("MR-2025-12", "MR-2026-01"),
        ("A", "A-1"),
        ("", "A"),
    ] {
        assert_eq!(natural(less, more), Ordering::Less, "{less} {more}");
    }
}

proptest! {
    #[test]
    fn natural_order_is_an_order(a in "[a-z0-9-]{0,8}", b in "[a-z0-9-]{0,8}", c in "[a-z0-9-]{0,8}") {
        prop_assert_eq!(natural(&a, &b), natural(&b, &a).reverse());
        prop_assert_eq!(natural(&a, &b) == Ordering::Equal, a == b);
        if natural(&a, &b).is_le() && natural(&b, &c).is_le() {
            prop_assert!(natural(&a, &c).is_le());
        }
    }

    #[test]
    fn folding_twice_is_folding_once(text: String) {
        prop_assert_eq!(fold(&fold(&text)), fold(&text));
    }

    #[test]
    fn equal_records_stay_in_the_order_of_their_making(steps in proptest::collection::vec(1_i64..4, 0..30), descending: bool) {
        let mut sample = Sample::new();
        for step in &steps {
            sample.add("risk", &[("current_impact", (*step).into())]);
        }
        let query = Query { sort: vec![Sort { key: "current_impact".into(), descending }], ..Query::default() };
        let found = find(&sample.register, kind("risk"), &query, &Reading::default());
        prop_assert_eq!(found.len(), steps.len());
        for pair in found.windows(2) {
            let [a, b] = [0, 1].map(|place| (pair[place].value("current_impact").as_int(), &pair[place].id));
            let by_value = if descending { b.0.cmp(&a.0) } else { a.0.cmp(&b.0) };
            prop_assert!(by_value.then(a.1.cmp(b.1)).is_lt());
        }
    }

    #[test]
    fn any_search_gives_an_answer(words: String) {
        let mut sample = risks(&[("Fire", &[("description", "İstanbul ﬁre 火".into())])]);
        sample.add("risk", &[]);
        prop_assert!(search(&sample, &words).len() <= 2);
    }
}

#[test]
fn three_thousand_records_are_searched_while_somebody_types() {
    let mut sample = Sample::new();
    for number in 0..3000_u32 {
        let [a, b, c, d] = number.to_be_bytes();
        let id = RecordId::new("risk", NEW_YEAR + u64::from(number), [a, b, c, d, 0, 0, 0, 0, 0, 0]);
        sample.set(&id, "title", format!("Risk number {number}").as_str());
        sample.set(&id, "description", "A description of some length that nobody reads to its end.");
    }
    assert_eq!(search(&sample, "number 2999"), ["Risk number 2999"]);
}
