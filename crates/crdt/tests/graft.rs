//! Work of a branch that fell is carried over with marks, blocks and tables, as if another device had done it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod team;

use crdt::{Document, Error, Fallen, Item, LocalChanges, Span, Verdict};
use proptest::prelude::*;
use register::{FieldPath, Message};
use std::collections::BTreeMap;
use team::{DOC, REGISTER, Replica, actor, foreign, record, write};

fn path() -> FieldPath {
    FieldPath::of("body")
}

fn marker(kind: &str, attrs: Item, embed: bool) -> BTreeMap<String, Item> {
    let entries = [
        ("type", Item::Text(kind.to_owned())),
        ("parents", Item::List(Vec::new())),
        ("attrs", attrs),
        ("isEmbed", Item::Flag(embed)),
    ];
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn none() -> Item {
    Item::Map(BTreeMap::new())
}

fn table(text: &str) -> BTreeMap<String, Item> {
    let map = |key: &str, item| Item::Map(BTreeMap::from([(key.to_owned(), item)]));
    let parts = [
        ("rows", map("r", Item::Number(1.0))),
        ("columns", map("c", Item::Number(1.0))),
        ("cells", map("r c", Item::Text(text.to_owned()))),
    ];
    let attrs = parts.into_iter().map(|(key, item)| (key.to_owned(), item)).collect();
    marker("isomerge-table", Item::Map(attrs), true)
}

/// A text, and copies of the device that wrote it.
fn copies() -> (LocalChanges, [Document; 3]) {
    let mut ada = Document::new(REGISTER, DOC, actor(1, 1));
    ada.splice_rich(&path(), 1, 0, "One two three.", 1).unwrap();
    let common = ada.commit_text(1).unwrap();
    let saved = ada.save();
    let copy = |slot| Document::load(&saved, REGISTER, DOC, actor(1, slot)).unwrap();
    (common, [ada, copy(1), copy(9)])
}

/// A colleague who has what stands.
fn colleague(standing: &[LocalChanges]) -> Replica {
    let mut ben = Replica::new(2);
    ben.take_all(standing);
    ben.settle();
    ben
}

fn take(ben: &mut Replica, fallen: &[Fallen<'_>]) -> LocalChanges {
    let carried = ben.document.graft(fallen, actor(1, 9)).unwrap();
    assert_eq!(ben.document.stage(&foreign(&carried)), Verdict::Staged);
    ben.settle();
    carried
}

#[test]
fn marks_blocks_and_tables_of_a_branch_that_fell_are_carried_over() {
    let (common, [mut ada, mut copy, _]) = copies();
    ada.mark(&path(), 5, 8, "strong", &Item::Flag(true), true, 2).unwrap();
    ada.update_block(&path(), 0, &marker("heading", none(), false), 2).unwrap();
    let first = ada.commit_text(2).unwrap();
    let place = record(1);
    let fields = ada.apply(Message::Edit, &[write(&place, "title", "Flood")], 3).unwrap().changes.unwrap();
    ada.split_block(&path(), 15, &table("cell"), 4).unwrap();
    ada.splice_rich(&path(), 6, 0, "xx", 4).unwrap();
    let second = ada.commit_text(4).unwrap();
    copy.splice_rich(&path(), 9, 0, "and ", 2).unwrap();
    let stands = copy.commit_text(2).unwrap();

    let mut ben = colleague(&[common, stands]);
    let fallen = [(&first, true), (&fields, false), (&second, true)]
        .map(|(changes, is_carried)| Fallen { bytes: &changes.bytes, is_carried });
    let carried = take(&mut ben, &fallen);
    assert_eq!((carried.first_seq, carried.last_seq, carried.format), (1, 2, 2));
    let text = |text: &str, marks: &[&str]| Span::Text {
        text: text.to_owned(),
        marks: marks.iter().map(|name| ((*name).to_owned(), Item::Flag(true))).collect(),
    };
    assert_eq!(
        ben.document.spans(&path()),
        [
            Span::Block(marker("heading", none(), false)),
            text("One ", &[]),
            text("txxwo", &["strong"]),
            text(" and three.", &[]),
            Span::Block(table("cell")),
        ]
    );
    // What was left is not there, and what is carried stays when it is read anew.
    assert!(ben.register.records.is_empty());
    let again = Document::load(&ben.document.save(), REGISTER, DOC, actor(3, 1)).unwrap();
    assert_eq!(again.spans(&path()), ben.document.spans(&path()));
}

#[test]
fn a_text_that_was_born_on_the_branch_comes_with_it() {
    let mut ada = Document::new(REGISTER, DOC, actor(1, 1));
    ada.splice_rich(&path(), 1, 0, "new", 1).unwrap();
    ada.mark(&path(), 1, 4, "em", &Item::Flag(true), true, 1).unwrap();
    let fell = ada.commit_text(1).unwrap();
    let mut ben = colleague(&[]);
    take(&mut ben, &[Fallen { bytes: &fell.bytes, is_carried: true }]);
    assert_eq!(ben.document.spans(&path()), ada.spans(&path()));
}

#[test]
fn what_stands_on_changes_that_are_not_here_is_not_carried() {
    let (_, [mut ada, ..]) = copies();
    ada.splice_rich(&path(), 1, 0, "x", 2).unwrap();
    let fell = ada.commit_text(2).unwrap();
    let ben = colleague(&[]);
    let fallen = Fallen { bytes: &fell.bytes, is_carried: true };
    assert!(matches!(ben.document.graft(&[fallen], actor(1, 9)), Err(Error::NotChanges)));
}

#[derive(Debug, Clone)]
enum Deed {
    Splice(usize, usize, &'static str),
    Mark(usize, usize, bool),
    Split(usize, bool),
    Heading,
    Commit,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        (0..20_usize, 0..4_usize, prop_oneof![Just("a"), Just("bc"), Just("🌊")])
            .prop_map(|(at, delete, text)| Deed::Splice(at, delete, text)),
        (0..20_usize, 1..6_usize, any::<bool>()).prop_map(|(at, length, on)| Deed::Mark(at, length, on)),
        (0..20_usize, any::<bool>()).prop_map(|(at, embed)| Deed::Split(at, embed)),
        Just(Deed::Heading),
        Just(Deed::Commit),
    ]
}

/// Does what is possible; answers the changes.
fn act(document: &mut Document, deeds: &[Deed]) -> Vec<LocalChanges> {
    let mut made = Vec::new();
    for deed in deeds {
        // What fits nowhere is left out, in every copy alike.
        let _ = match deed {
            Deed::Splice(at, delete, text) => document.splice_rich(&path(), 1 + at, *delete, text, 2),
            Deed::Mark(at, length, on) => {
                let value = if *on { Item::Flag(true) } else { Item::Empty };
                document.mark(&path(), 1 + at, 1 + at + length, "strong", &value, true, 2)
            }
            Deed::Split(at, true) => document.split_block(&path(), 1 + at, &table("x"), 2),
            Deed::Split(at, false) => {
                document.split_block(&path(), 1 + at, &marker("paragraph", none(), false), 2)
            }
            Deed::Heading => document.update_block(&path(), 0, &marker("heading", none(), false), 2),
            Deed::Commit => {
                made.extend(document.commit_text(2));
                Ok(())
            }
        };
    }
    made.extend(document.commit_text(2));
    made
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn what_is_carried_is_what_another_device_would_have_written(
        ours in prop::collection::vec(deed(), 1..12),
        theirs in prop::collection::vec(deed(), 1..8),
    ) {
        let (common, [mut ada, mut copy, mut twin]) = copies();
        let fell = act(&mut ada, &ours);
        prop_assume!(!fell.is_empty());
        let wanted = act(&mut twin, &ours);
        let stands = act(&mut copy, &theirs);
        let mut ben = colleague(&[common]);
        ben.take_all(&stands);
        ben.settle();
        let fallen: Vec<Fallen<'_>> =
            fell.iter().map(|changes| Fallen { bytes: &changes.bytes, is_carried: true }).collect();
        let carried = take(&mut ben, &fallen);
        prop_assert_eq!(carried.bytes, wanted.iter().flat_map(|one| one.bytes.clone()).collect::<Vec<u8>>());
    }
}
