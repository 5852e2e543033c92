//! Long texts: typing, merging, counting as browsers do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod team;

use crdt::{Document, Error};
use register::{FieldPath, RecordId};
use team::{REGISTER, Replica, actor};

fn path() -> FieldPath {
    FieldPath::of("body")
}

#[test]
fn two_who_first_type_apart_write_the_same_text() {
    let (mut ada, mut ben) = (Replica::new(1), Replica::new(2));
    ada.type_in("body", 0, 0, "Hello ", 1);
    ben.type_in("body", 0, 0, "world\nand more", 2);
    let (a, b) = (ada.document.commit_text(1).unwrap(), ben.document.commit_text(2).unwrap());
    assert_eq!((a.first_seq, a.last_seq), (1, 1));
    ada.take_all(&[b]);
    ben.take_all(&[a]);
    ada.settle();
    ben.settle();
    ada.check();
    ben.check();
    let text = ada.document.text(&path());
    assert_eq!(text, ben.document.text(&path()));
    assert!(text.contains("Hello ") && text.contains("world\nand more"), "{text:?}");
    assert_eq!(ada.document.heads(), ben.document.heads());
}

#[test]
fn positions_count_as_a_textarea_counts() {
    let mut ada = Replica::new(1);
    ada.type_in("body", 0, 0, "a🌊b", 1);
    ada.type_in("body", 3, 0, "e\u{301}", 2);
    ada.type_in("body", 5, 0, "👩‍👩‍👧", 3);
    ada.type_in("body", 1, 2, "é", 4);
    ada.type_in("body", 2, 0, "\n", 5);
    assert_eq!(ada.document.text(&path()), "aé\ne\u{301}👩‍👩‍👧b");
    ada.type_in("body", 1, 2, "", 6);
    assert_eq!(ada.document.text(&path()), "ae\u{301}👩‍👩‍👧b");
}

#[test]
fn a_position_within_a_character_never_splits_it() {
    let mut ada = Document::new(REGISTER, [1; 16], actor(1, 1));
    ada.splice(&path(), 0, 0, "🌊🌊", 1).unwrap();
    ada.splice(&path(), 1, 0, "x", 2).unwrap();
    assert_eq!(ada.text(&path()), "x🌊🌊");
    ada.splice(&path(), 2, 1, "", 3).unwrap();
    assert_eq!(ada.text(&path()), "x🌊");
    assert!(matches!(ada.splice(&path(), 9, 0, "y", 4), Err(Error::OutOfText(_))));
    assert!(matches!(ada.splice(&path(), 3, 2, "y", 4), Err(Error::OutOfText(_))));
    assert_eq!(ada.text(&path()), "x🌊");
}

#[test]
fn typing_is_one_change_and_history_counts_it() {
    let paper = RecordId::new("management_review", 1, [5; 10]);
    let mut ada = Document::new(REGISTER, *paper.uuid.as_bytes(), actor(1, 1));
    for (at, letter) in "minutes".chars().enumerate() {
        ada.splice(&path(), at, 0, &letter.to_string(), at as i64).unwrap();
    }
    ada.splice(&path(), 0, 2, "", 9).unwrap();
    let changes = ada.commit_text(70).unwrap();
    assert_eq!((changes.first_seq, changes.last_seq), (1, 1));
    assert!(ada.commit_text(80).is_none());
    let history = ada.history(&paper);
    assert_eq!(history.len(), 1);
    assert_eq!((history[0].at, history[0].code.as_str(), history[0].typed), (70, "type", Some((7, 2))));
    assert_eq!(history[0].path, path());
}

#[test]
fn a_distant_edit_comes_as_small_splices() {
    let (mut ada, mut ben) = (Replica::new(1), Replica::new(2));
    ada.type_in("body", 0, 0, &"wave 🌊 ".repeat(200), 1);
    ben.take_all(&[ada.document.commit_text(1).unwrap()]);
    ben.settle();
    ada.type_in("body", 0, 4, "tide", 2);
    ada.type_in("body", 1000, 0, "\n!", 3);
    ben.take_all(&[ada.document.commit_text(3).unwrap()]);
    let settled = ben.settle();
    ben.check();
    assert!(settled.splices.iter().all(|splice| splice.delete + splice.insert.len() < 10), "{settled:?}");
}

#[test]
fn what_is_typed_while_a_colleagues_work_comes_is_kept() {
    let (mut ada, mut ben) = (Replica::new(1), Replica::new(2));
    ada.type_in("body", 0, 0, "one", 1);
    let first = ada.document.commit_text(1).unwrap();
    ben.take_all(&[first]);
    ben.settle();
    ben.type_in("body", 3, 0, " two", 5);
    ada.type_in("body", 0, 0, "zero ", 6);
    let more = ada.document.commit_text(6).unwrap();
    ben.take_all(&[more]);
    ben.settle();
    ben.check();
    assert_eq!(ben.document.text(&path()), "zero one two");
    let own = ben.document.commit_text(7).unwrap();
    ada.take_all(&[own]);
    ada.settle();
    ada.check();
    assert_eq!(ada.document.heads(), ben.document.heads());
}
