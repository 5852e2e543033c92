use crate::sample::{NEW_YEAR, Sample, carry_out, kind, link};
use proptest::prelude::*;
use register::spreadsheet::{Block, Done, Ids, Plan, Words, read_block, write_block};
use register::{Field, Problem, RecordId, Register, Value};

fn words() -> Words<'static> {
    Words {
        field: &|field: &Field| match field.key {
            "title" => "Risk".to_owned(),
            "owner" => "Owner".to_owned(),
            key => key.to_owned(),
        },
        choice: &|_, choice: &str| match choice {
            "modify" => "Reduce".to_owned(),
            other => other.to_owned(),
        },
        yes: "yes",
        no: "no",
    }
}

fn fields(keys: &[&str]) -> Vec<&'static Field> {
    let field = |key: &&str| kind("risk").all_fields().find(|field| field.key == *key).expect("a field");
    keys.iter().map(field).collect()
}

fn plan(sample: &Sample, keys: &[&str], records: &[RecordId], text: &str) -> Plan {
    Plan::of_block(&sample.register, kind("risk"), &fields(keys), records, &read_block(text), &words())
}

fn done(register: &Register, plan: &Plan) -> Option<Done> {
    let mut made = 200;
    let mut random = || {
        made -= 1;
        [made; 10]
    };
    plan.done(register, kind("risk"), &mut Ids { year: 2026, now_ms: NEW_YEAR + 1000, random: &mut random })
}

#[test]
fn a_block_is_read_as_spreadsheets_copy_it() {
    let block = read_block("a\tb\r\n\"two\nlines\"\t\"a \"\"word\"\"\"\r\n");
    assert_eq!(block, [vec!["a", "b"], vec!["two\nlines", "a \"word\""]]);
    assert!(read_block("").is_empty());
}

#[test]
fn cells_are_matched_to_fields_in_the_readers_words() {
    let mut sample = Sample::new();
    let ada = sample.person("Ada Alba", true);
    let fire = sample.add("risk", &[("title", "Fire".into())]);
    let text = "Fire in the archive\tada alba\treduce\t12.3.2026\tYes";
    let keys = ["title", "owner", "treatment", "review_on", "integrity"];
    let plan = plan(&sample, &keys, std::slice::from_ref(&fire), text);
    assert_eq!((plan.changes(), plan.problems(), plan.new_records()), (5, 0, 0));
    let done = done(&sample.register, &plan).unwrap();
    carry_out(&mut sample.register, &done.command);
    let risk = sample.record(&fire);
    assert_eq!(risk.text("title"), "Fire in the archive");
    assert_eq!(*risk.value("owner"), link(&ada));
    assert_eq!((risk.text("treatment"), risk.text("review_on")), ("modify", "2026-03-12"));
    assert!(risk.value("integrity").is_set_flag());
}

#[test]
fn what_a_field_does_not_hold_is_said_and_leaves_it_as_it_is() {
    let mut sample = Sample::new();
    for _ in 0..2 {
        sample.person("Kim Lee", false);
    }
    let fire = sample.add("risk", &[("title", "Fire".into())]);
    let keys = ["owner", "treatment", "review_on", "title"];
    // Two people are called so; no choice is called so; either of two days.
    let plan = plan(&sample, &keys, std::slice::from_ref(&fire), "Kim Lee\tpray\t3/4/2026\tFlood");
    let problems: Vec<_> = plan.rows[0].cells.iter().filter_map(|cell| cell.after.clone().err()).collect();
    assert_eq!(problems, [Problem::NoSuchRecord, Problem::UnknownChoice, Problem::NotADate]);
    let command = done(&sample.register, &plan).unwrap().command;
    assert_eq!(command.writes.len(), 1);
}

#[test]
fn rows_beyond_the_last_record_become_records_with_numbers_of_their_own() {
    let mut sample = Sample::new();
    let fire = sample.add("risk", &[("title", "Fire".into()), ("reference", "R-004".into())]);
    let plan = plan(
        &sample,
        &["title", "external_ref"],
        std::slice::from_ref(&fire),
        "Fire\tX1\nFlood\tX2\nTheft\tX3",
    );
    assert_eq!((plan.changes(), plan.new_records()), (1, 2));
    let done = done(&sample.register, &plan).unwrap();
    carry_out(&mut sample.register, &done.command);
    // In the order of the block.
    let risks: Vec<_> = sample.register.of_kind("risk").collect();
    let told: Vec<_> =
        risks.iter().map(|risk| (risk.text("reference"), risk.title(), risk.text("external_ref"))).collect();
    assert_eq!(told, [("R-004", "Fire", "X1"), ("R-005", "Flood", "X2"), ("R-006", "Theft", "X3")]);
    assert!(risks.iter().skip(1).all(|risk| risk.text("status") == "identified"));
    carry_out(&mut sample.register, &done.undo);
    assert_eq!(sample.register.of_kind("risk").count(), 1);
    carry_out(&mut sample.register, &done.reversed().undo);
    assert_eq!(sample.register.of_kind("risk").count(), 3);
}

#[test]
fn a_first_row_of_names_says_which_column_is_which() {
    let mut sample = Sample::new();
    sample.add("risk", &[("title", "Fire".into())]);
    let records: Vec<RecordId> = sample.register.of_kind("risk").map(|risk| risk.id.clone()).collect();
    let plan = plan(&sample, &["description"], &records, "external_ref\tRisk\nX9\tFlood");
    assert_eq!((plan.changes(), plan.new_records(), plan.beyond), (0, 1, 0));
    let keys: Vec<_> = plan.rows[0].cells.iter().map(|cell| cell.field.key).collect();
    assert_eq!(keys, ["external_ref", "title"]);
}

#[test]
fn columns_that_no_field_takes_are_counted() {
    let mut sample = Sample::new();
    let fire = sample.add("risk", &[]);
    assert_eq!(plan(&sample, &["title"], &[fire], "Fire\tmore\tand more").beyond, 2);
}

#[test]
fn filling_down_takes_the_first_rows_values() {
    let mut sample = Sample::new();
    let first = sample.add("risk", &[("asset", "Archive".into())]);
    let second = sample.add("risk", &[("asset", "Office".into())]);
    let third = sample.add("risk", &[]);
    let all = [first, second.clone(), third.clone()];
    let plan = Plan::fill_down(&sample.register, &fields(&["asset"]), &all);
    let done = done(&sample.register, &plan).unwrap();
    carry_out(&mut sample.register, &done.command);
    assert_eq!(
        (sample.record(&second).text("asset"), sample.record(&third).text("asset")),
        ("Archive", "Archive")
    );
    carry_out(&mut sample.register, &done.undo);
    assert_eq!((sample.record(&second).text("asset"), sample.record(&third).text("asset")), ("Office", ""));
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof!["[a-zäß\"\t\n ]{0,8}", "[0-9.,]{0,6}", Just("  ".to_owned())]
}

proptest! {
    #[test]
    fn what_is_copied_is_pasted_as_it_was(rows in prop::collection::vec(prop::collection::vec(cell(), 2..5), 1..6)) {
        let block: Block = rows;
        // Clipboards know one line break.
        prop_assert_eq!(read_block(&write_block(&block)), block);
    }

    #[test]
    fn taking_back_what_was_pasted_leaves_every_record_as_it_was(
        rows in prop::collection::vec(prop::collection::vec(cell(), 3), 1..5),
        standing in prop::collection::vec("[a-z]{0,5}", 3),
    ) {
        let mut sample = Sample::new();
        let records: Vec<RecordId> = standing.iter().map(|title| {
            let values: Vec<(&str, Value)> = if title.is_empty() { Vec::new() } else { vec![("title", title.as_str().into())] };
            sample.add("risk", &values)
        }).collect();
        let keys = fields(&["title", "asset", "inherent_impact"]);
        let plan = Plan::of_block(&sample.register, kind("risk"), &keys, &records, &rows, &words());
        let before = sample.register.clone();
        if let Some(done) = done(&sample.register, &plan) {
            carry_out(&mut sample.register, &done.command);
            carry_out(&mut sample.register, &done.undo);
        }
        for record in before.of_kind("risk") {
            for key in ["title", "asset", "inherent_impact"] {
                prop_assert_eq!(record.value(key), sample.record(&record.id).value(key));
            }
        }
        prop_assert_eq!(before.of_kind("risk").count(), sample.register.of_kind("risk").count());
    }
}
