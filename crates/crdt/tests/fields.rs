//! Short fields: commands, conflicts, restarts.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod team;

use crdt::{Document, Error, Verdict};
use register::{Answer, DeviceId, FieldPath, Message, Patch, RecordId, Register, Value};
use team::{DOC, REGISTER, Replica, actor, record, row, write};

#[test]
fn two_replicas_are_born_as_the_same_document() {
    let mut ada = Document::new(REGISTER, DOC, actor(1, 1));
    let mut ben = Document::new(REGISTER, DOC, actor(2, 1));
    assert_eq!(ada.heads(), ben.heads());
    assert_eq!(ada.save(), ben.save());
    let mut other = Document::new(REGISTER, [9; 16], actor(1, 1));
    assert_ne!(ada.heads(), other.heads());
    assert!(matches!(Document::load(&other.save(), REGISTER, DOC, actor(1, 1)), Err(Error::OtherDocument)));
}

#[test]
fn what_is_set_shows_with_its_author_and_time() {
    let mut ada = Replica::new(1);
    let risk = record(1);
    let minutes = format!("agenda/{}/topic", row(3));
    ada.set(
        &[
            write(&risk, "title", "Flood"),
            write(&risk, "likelihood", 3),
            write(&risk, "archived", true),
            write(&risk, "note", Value::Empty),
            write(&risk, "cost", Value::Number(1.5)),
            write(&risk, &minutes, "Water 🌊"),
        ],
        41,
    );
    ada.check();
    let shown = &ada.register.records[&risk];
    let answer = |value| vec![Answer { value, by: DeviceId([1; 32]), at: 41 }];
    assert_eq!(shown.fields[&FieldPath::of("title")], answer(Value::from("Flood")));
    assert_eq!(shown.fields[&minutes.parse().unwrap()], answer(Value::from("Water 🌊")));
    assert_eq!(shown.fields.len(), 6);
}

#[test]
fn setting_what_stands_already_writes_nothing() {
    let mut ada = Replica::new(1);
    let risk = record(1);
    assert!(ada.set(&[write(&risk, "title", "Flood")], 1).is_some());
    let commit = ada.document.apply(Message::Edit, &[write(&risk, "title", "Flood")], 2).unwrap();
    assert_eq!((commit.changes, commit.patches), (None, vec![]));
}

#[test]
fn a_disagreement_shows_both_and_choosing_ends_it() {
    let (mut ada, mut ben) = (Replica::new(1), Replica::new(2));
    let risk = record(1);
    let made = ada.set(&[write(&risk, "title", "Flood")], 1).unwrap();
    ben.take_all(&[made]);
    ben.settle();
    let high = ada.set(&[write(&risk, "likelihood", 5)], 10).unwrap();
    let low = ben.set(&[write(&risk, "likelihood", 2)], 20).unwrap();
    ada.take_all(&[low]);
    ben.take_all(&[high]);
    assert!(ada.settle().moved && ben.settle().moved);
    ada.check();
    ben.check();
    assert_eq!(ada.register, ben.register);
    let answers = ada.register.records[&risk].fields[&FieldPath::of("likelihood")].clone();
    let mut all = answers.clone();
    all.sort_by_key(|answer| answer.at);
    assert_eq!(
        all,
        vec![
            Answer { value: Value::Int(5), by: DeviceId([1; 32]), at: 10 },
            Answer { value: Value::Int(2), by: DeviceId([2; 32]), at: 20 },
        ]
    );
    // Choosing the value that shows already is a choice all the same.
    let chosen = ada.set(&[write(&risk, "likelihood", answers[0].value.clone())], 30).unwrap();
    ben.take_all(&[chosen]);
    ben.settle();
    ben.check();
    assert_eq!(ada.register, ben.register);
    assert_eq!(ben.register.records[&risk].fields[&FieldPath::of("likelihood")].len(), 1);
    let history = ben.document.history(&risk);
    assert_eq!(history[0].from.len(), 2);
    assert_eq!((history[0].by, history[0].at), (DeviceId([1; 32]), 30));
}

#[test]
fn a_replica_goes_on_after_a_restart() {
    let mut ada = Replica::new(1);
    let risk = record(1);
    let mut sent = vec![ada.set(&[write(&risk, "title", "Flood")], 1).unwrap()];
    let saved = ada.document.save();
    ada.document = Document::load(&saved, REGISTER, DOC, actor(1, 1)).unwrap();
    ada.check();
    let more = ada.set(&[write(&risk, "title", "Fire")], 2).unwrap();
    assert_eq!((more.first_seq, more.last_seq), (2, 2));
    sent.push(more);
    ada.document.set_actor(actor(1, 2));
    let slot = ada.set(&[write(&risk, "title", "Theft")], 3).unwrap();
    assert_eq!((slot.actor, slot.first_seq), (actor(1, 2), 1));
    sent.push(slot);
    let mut ben = Replica::new(2);
    ben.take_all(&sent);
    ben.settle();
    ben.check();
    assert_eq!(ben.register, ada.register);
    assert_eq!(ben.document.heads(), ada.document.heads());
    assert_eq!(ben.take(&sent[0]), Verdict::Known);
    // Its own work from elsewhere comes back the same way.
    let mut again = Replica::new(1);
    again.take_all(&sent);
    again.settle();
    assert_eq!(again.set(&[write(&risk, "title", "Quake")], 4).unwrap().first_seq, 3);
}

#[test]
fn a_record_can_exist_without_an_answer() {
    let (mut ada, mut ben) = (Replica::new(1), Replica::new(2));
    let risk = record(1);
    let made = ada.set(&[write(&risk, "title", Value::Empty)], 1).unwrap();
    ben.take_all(&[made]);
    assert_eq!(ben.settle().patches, ada.document.patches());
    assert!(ben.register.records.contains_key(&risk));
}

#[test]
fn a_write_to_no_proper_place_is_refused_and_nothing_of_its_command_stays() {
    let mut ada = Replica::new(1);
    let risk = record(1);
    let heads = ada.document.heads();
    for bad in [FieldPath::of(""), FieldPath::of("a/b"), FieldPath::in_row("", row(1), "x")] {
        let writes = [
            write(&risk, "title", "Flood"),
            register::Write { record: risk.clone(), path: bad, value: Value::Int(1) },
        ];
        assert!(ada.document.apply(Message::Edit, &writes, 1).is_err());
    }
    let odd = RecordId { kind: "a/b".into(), uuid: risk.uuid };
    assert!(ada.document.apply(Message::Edit, &[write(&odd, "title", "x")], 1).is_err());
    assert_eq!(ada.document.heads(), heads);
    assert_eq!(ada.document.patches(), vec![]);
}

#[test]
fn history_tells_who_set_what_from_what_newest_first() {
    let (mut ada, mut ben) = (Replica::new(1), Replica::new(2));
    let (risk, other) = (record(1), record(2));
    let first = ada.document.apply(Message::Create, &[write(&risk, "title", "Flood")], 10).unwrap();
    ben.take_all(&[first.changes.unwrap()]);
    ben.settle();
    ben.set(&[write(&other, "title", "Fire")], 15);
    ben.set(&[write(&risk, "title", "Floods"), write(&risk, "likelihood", 4)], 20);
    let told: Vec<_> = ben
        .document
        .history(&risk)
        .into_iter()
        .map(|item| (item.at, item.by.0[0], item.code, item.path.to_string(), item.from, item.to))
        .collect();
    let text = |text: &str| Value::from(text);
    assert_eq!(
        told,
        vec![
            (20, 2, "edit".into(), "likelihood".into(), vec![], Value::Int(4)),
            (20, 2, "edit".into(), "title".into(), vec![text("Flood")], text("Floods")),
            (10, 1, "create".into(), "title".into(), vec![], text("Flood")),
        ]
    );
}

#[test]
fn what_a_newer_version_added_stays_and_does_no_harm() {
    let mut ada = Replica::new(1);
    let odd = RecordId { kind: "hologram".into(), uuid: record(1).uuid };
    let made = ada.set(&[write(&odd, "shine", "bright")], 1).unwrap();
    let mut ben = Replica::new(2);
    ben.take_all(&[made]);
    ben.settle();
    let mut reread = Register::default();
    ben.document.patches().iter().for_each(|patch: &Patch| reread.apply(patch));
    assert_eq!(reread.records[&odd].text("shine"), "bright");
}
