//! How records stood at a time is what the register showed then.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod team;

use register::{Record, Register, Value};
use std::collections::BTreeMap;
use team::{Replica, record, row, write};

fn shown(register: &Register) -> Vec<Record> {
    let answered = |record: &Record| -> Record {
        let fields: BTreeMap<_, _> = record
            .fields
            .iter()
            .filter_map(|(path, answers)| Some((path.clone(), vec![answers.first()?.clone()])))
            .filter(|(_, answers)| !answers[0].value.is_empty())
            .collect();
        Record { id: record.id.clone(), fields }
    };
    register.records.values().filter(|record| record.id.kind == "risk").map(answered).collect()
}

#[test]
fn each_moment_shows_what_the_register_showed_then() {
    let mut ada = Replica::new(1);
    let note = format!("controls/{}/control", row(4));
    let steps = [
        (record(1), "current_impact".to_owned(), Value::Int(5)),
        (record(2), "title".to_owned(), Value::from("Flood")),
        (record(1), "current_impact".to_owned(), Value::Int(3)),
        (record(1), note.clone(), Value::from("control/x")),
        (record(2), "title".to_owned(), Value::Empty),
        (record(1), note, Value::from("control/y")),
        (record(2), "archived".to_owned(), Value::Flag(true)),
    ];
    let mut moments = Vec::new();
    for (at, (record, path, value)) in steps.into_iter().enumerate() {
        let at = 100 + 10 * i64::try_from(at).unwrap();
        ada.set(&[write(&record, &path, value)], at);
        moments.push((at, shown(&ada.register)));
    }
    assert!(ada.document.stood_at("risk", 99).is_empty());
    for (at, expected) in moments {
        assert_eq!(ada.document.stood_at("risk", at), expected, "at {at}");
        assert_eq!(ada.document.stood_at("risk", at + 9), expected, "shortly after {at}");
    }
    assert!(ada.document.stood_at("decision", 999).is_empty());
}

#[test]
fn of_two_answers_given_apart_the_shown_one_stood() {
    let (mut ada, mut ben) = (Replica::new(1), Replica::new(2));
    let risk = record(1);
    let made = ada.set(&[write(&risk, "current_impact", 2)], 100).unwrap();
    ben.take_all(&[made]);
    ben.settle();
    let from_ada = ada.set(&[write(&risk, "current_impact", 4)], 110).unwrap();
    let from_ben = ben.set(&[write(&risk, "current_impact", 5)], 111).unwrap();
    ada.take_all(&[from_ben]);
    ben.take_all(&[from_ada]);
    for replica in [&mut ada, &mut ben] {
        replica.settle();
        let expected = shown(&replica.register);
        assert_eq!(replica.document.stood_at("risk", 200), expected);
        let before = replica.document.stood_at("risk", 105);
        assert_eq!(before[0].value("current_impact"), &Value::Int(2));
    }
}
