//! Long texts: typing, merging, counting as browsers do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod team;

use crdt::{Document, Error, Item};
use register::{FieldPath, RecordId};
use std::collections::BTreeMap;
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
fn history_tells_what_blocks_that_stood_were_made_even_if_nothing_was_typed() {
    let paper = RecordId::new("management_review", 1, [5; 10]);
    let mut ada = Document::new(REGISTER, *paper.uuid.as_bytes(), actor(1, 1));
    let text = |text: &str| Item::Text(text.to_owned());
    let map = |entries: Vec<(&str, Item)>| -> BTreeMap<String, Item> {
        entries.into_iter().map(|(key, item)| (key.to_owned(), item)).collect()
    };
    let marker = |kind: &str, attrs: Vec<(&str, Item)>, embed| {
        let attrs = ("attrs", Item::Map(map(attrs)));
        map(vec![
            ("type", text(kind)),
            ("parents", Item::List(Vec::new())),
            attrs,
            ("isEmbed", Item::Flag(embed)),
        ])
    };
    let table = |cell: &str| {
        marker("isomerge-table", vec![("cells", Item::Map(map(vec![("r c", text(cell))])))], true)
    };
    let mut told = Vec::new();
    let mut tell = |ada: &mut Document, at| {
        ada.commit_text(at).unwrap();
        let newest = ada.history(&paper).into_iter().next().unwrap();
        assert_eq!((newest.at, newest.path), (at, path()));
        told.push((newest.typed.unwrap(), newest.shapes.into_iter().collect::<Vec<_>>()));
    };
    ada.splice_rich(&path(), 1, 0, "One", 1).unwrap();
    ada.split_block(&path(), 4, &marker("heading", vec![("level", Item::Number(2.0))], false), 1).unwrap();
    tell(&mut ada, 1);
    ada.update_block(&path(), 0, &marker("heading", vec![("level", Item::Number(1.0))], false), 2).unwrap();
    tell(&mut ada, 2);
    ada.update_block(&path(), 0, &marker("unordered-list-item", Vec::new(), false), 3).unwrap();
    ada.splice_rich(&path(), 4, 0, "!", 3).unwrap();
    tell(&mut ada, 3);
    ada.split_block(&path(), 5, &table("a"), 4).unwrap();
    tell(&mut ada, 4);
    ada.update_block(&path(), 5, &table("b"), 5).unwrap();
    tell(&mut ada, 5);
    let shapes = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        told,
        [
            ((4, 0), shapes(&[])),
            ((0, 0), shapes(&["heading"])),
            ((1, 0), shapes(&["unordered-list-item"])),
            ((1, 0), shapes(&[])),
            ((0, 0), shapes(&["isomerge-table"])),
        ]
    );
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
