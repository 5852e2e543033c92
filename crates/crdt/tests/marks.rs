//! Rich text: marks and blocks merge, survive saving, and no insider's marks do harm.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod team;

use automerge::legacy::{ElementId, Key, MarkData, Op, OpId, OpType};
use automerge::{ActorId, Change, ExpandedChange, ScalarValue};
use crdt::{Document, Error, ForeignChanges, Item, LocalChanges, Refusal, RichPatch, Span, Verdict};
use proptest::prelude::*;
use register::FieldPath;
use std::collections::BTreeMap;
use team::{DOC, REGISTER, Replica, actor, foreign};

fn path() -> FieldPath {
    FieldPath::of("body")
}

fn marker(kind: &str) -> BTreeMap<String, Item> {
    let entries = [
        ("type", Item::Text(kind.to_owned())),
        ("parents", Item::List(Vec::new())),
        ("attrs", Item::Map(BTreeMap::new())),
        ("isEmbed", Item::Flag(false)),
    ];
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn link(address: &str) -> Item {
    Item::Text(format!("{{\"href\":\"{address}\",\"title\":\"\"}}"))
}

/// Spans in short: `#kind` for a block, text with its marks in brackets.
fn shown(document: &Document) -> String {
    let spans = document.spans(&path());
    let parts = spans.iter().map(|span| match span {
        Span::Block(marker) => match marker.get("type") {
            Some(Item::Text(kind)) => format!("#{kind} "),
            _ => "#? ".to_owned(),
        },
        Span::Text { text, marks } if marks.is_empty() => text.clone(),
        Span::Text { text, marks } => {
            format!("[{text}|{}]", marks.keys().cloned().collect::<Vec<_>>().join(","))
        }
    });
    parts.collect()
}

/// A text that is rich already, known to both.
fn two() -> (Replica, Replica) {
    let (mut ada, mut ben) = (Replica::new(1), Replica::new(2));
    ada.document.splice_rich(&path(), 1, 0, "the quick fox", 1).unwrap();
    let first = ada.document.commit_text(1).unwrap();
    assert_eq!(first.format, 1);
    ben.take_all(&[first]);
    ben.document.settle();
    (ada, ben)
}

fn exchange(ada: &mut Replica, ben: &mut Replica) {
    let (a, b) = (ada.document.commit_text(5), ben.document.commit_text(5));
    ada.take_all(&b.into_iter().collect::<Vec<_>>());
    ben.take_all(&a.into_iter().collect::<Vec<_>>());
    ada.document.settle();
    ben.document.settle();
    assert_eq!(ada.document.heads(), ben.document.heads());
    assert_eq!(shown(&ada.document), shown(&ben.document));
}

#[test]
fn a_text_that_nobody_wrote_shows_the_paragraph_that_it_will_have() {
    let mut ada = Document::new(REGISTER, DOC, actor(1, 1));
    assert_eq!(shown(&ada), "#paragraph ");
    ada.splice_rich(&path(), 1, 0, "x", 1).unwrap();
    assert_eq!(shown(&ada), "#paragraph x");
    assert_eq!(ada.text(&path()), "x");
}

#[test]
fn what_is_typed_into_a_sentence_that_another_marks_is_marked() {
    let (mut ada, mut ben) = two();
    ada.document.mark(&path(), 5, 14, "strong", &Item::Flag(true), true, 2).unwrap();
    ben.document.splice_rich(&path(), 10, 0, " red", 2).unwrap();
    exchange(&mut ada, &mut ben);
    assert_eq!(shown(&ada.document), "#paragraph the [quick red fox|strong]");
    // What is typed behind a mark that grows is in it, behind a link it is not.
    ada.document.mark(&path(), 1, 4, "link", &link("https://example.org"), false, 3).unwrap();
    ada.document.splice_rich(&path(), 4, 0, "!", 4).unwrap();
    exchange(&mut ada, &mut ben);
    assert_eq!(shown(&ben.document), "#paragraph [the|link]! [quick red fox|strong]");
}

#[test]
fn blocks_change_in_place_while_others_type_in_them() {
    let (mut ada, mut ben) = two();
    ada.document.update_block(&path(), 0, &marker("heading"), 2).unwrap();
    ben.document.split_block(&path(), 10, &marker("paragraph"), 2).unwrap();
    exchange(&mut ada, &mut ben);
    assert_eq!(shown(&ada.document), "#heading the quick#paragraph  fox");
    assert_eq!(ada.document.text(&path()), "the quick\n fox");
    assert!(matches!(ada.document.update_block(&path(), 3, &marker("heading"), 3), Err(Error::Occupied(_))));
}

#[test]
fn only_a_change_with_marks_asks_for_the_newer_format() {
    let (mut ada, _) = two();
    ada.document.split_block(&path(), 3, &marker("heading"), 2).unwrap();
    assert_eq!(ada.document.commit_text(2).unwrap().format, 1);
    ada.document.mark(&path(), 1, 3, "em", &Item::Flag(true), true, 3).unwrap();
    let marked = ada.document.commit_text(3).unwrap();
    assert_eq!(marked.format, 2);
    assert_eq!(LocalChanges::read(marked.bytes).unwrap().format, 2);
    ada.document.splice_rich(&path(), 1, 0, "x", 4).unwrap();
    assert_eq!(ada.document.commit_text(4).unwrap().format, 1);
}

#[test]
fn marks_under_a_header_of_the_first_format_are_refused() {
    let (mut ada, mut ben) = two();
    ada.document.mark(&path(), 1, 3, "em", &Item::Flag(true), true, 3).unwrap();
    let marked = ada.document.commit_text(3).unwrap();
    let old = ForeignChanges { format: 1, ..foreign(&marked) };
    assert_eq!(ben.document.stage(&old), Verdict::Refused(Refusal::Malformed));
    assert_eq!(ben.document.stage(&foreign(&marked)), Verdict::Staged);
}

#[test]
fn a_paper_takes_no_mark_that_others_would_refuse() {
    let (mut ada, _) = two();
    let mut refuses = |name: &str, value: Item| {
        matches!(ada.document.mark(&path(), 1, 3, name, &value, true, 1), Err(Error::BadMark(_)))
    };
    assert!(refuses("link", link("javascript:alert(1)")));
    assert!(refuses("link", Item::Flag(true)));
    assert!(refuses("", Item::Flag(true)));
    assert!(refuses("em", Item::List(Vec::new())));
    assert!(!refuses("highlight", Item::Text("yellow".to_owned())));
}

#[test]
fn what_others_do_is_told_step_by_step() {
    let (mut ada, mut ben) = two();
    ada.document.splice_rich(&path(), 1, 3, "a", 2).unwrap();
    ada.document.split_block(&path(), 2, &marker("heading"), 3).unwrap();
    let changes = ada.document.commit_text(3).unwrap();
    ben.take_all(&[changes]);
    let told = ben.document.settle().rich.remove(&path()).unwrap();
    assert!(told.contains(&RichPatch::Block { at: 2, kind: "heading".to_owned(), embed: false }), "{told:?}");
    ada.document.mark(&path(), 4, 9, "em", &Item::Flag(true), true, 3).unwrap();
    ben.take_all(&[ada.document.commit_text(4).unwrap()]);
    let told = ben.document.settle().rich.remove(&path()).unwrap();
    let em = RichPatch::Mark { from: 4, to: 9, name: "em".to_owned(), value: Item::Flag(true) };
    assert_eq!(told, vec![em]);
}

#[test]
fn marks_count_as_browsers_do() {
    let mut ada = Document::new(REGISTER, DOC, actor(1, 1));
    ada.splice_rich(&path(), 1, 0, "👩‍🚀 and 🇩🇪!", 1).unwrap();
    let at = 1 + "👩‍🚀 ".encode_utf16().count();
    ada.mark(&path(), at, at + 3, "strong", &Item::Flag(true), true, 2).unwrap();
    assert_eq!(shown(&ada), "#paragraph 👩‍🚀 [and|strong] 🇩🇪!");
    assert!(ada.marks_at(&path(), at).contains_key("strong"));
    assert!(ada.marks_at(&path(), at - 1).is_empty());
}

#[test]
fn what_is_not_committed_can_be_taken_back() {
    let (mut ada, _) = two();
    ada.document.splice_rich(&path(), 1, 13, "", 2).unwrap();
    ada.document.roll_back();
    assert_eq!(shown(&ada.document), "#paragraph the quick fox");
    assert!(ada.document.commit_text(3).is_none());
}

/// A marking of Mallory's, altered; the verdict of Ada, who must stay sound.
fn altered(alter: impl FnOnce(&mut ExpandedChange)) -> Verdict {
    let (mut ada, mut mallory) = two();
    mallory.document.mark(&path(), 5, 10, "strong", &Item::Flag(true), true, 2).unwrap();
    let honest = mallory.document.commit_text(2).unwrap();
    let mut change = Change::try_from(&honest.bytes[..]).unwrap().decode();
    alter(&mut change);
    let change = Change::from(change);
    let verdict = ada.document.stage(&ForeignChanges {
        actor: honest.actor,
        first_seq: change.seq(),
        last_seq: change.seq(),
        last_hash: change.hash().0,
        format: 2,
        bytes: change.raw_bytes(),
    });
    ada.document.settle();
    is_sound(&mut ada.document);
    verdict
}

fn is_sound(document: &mut Document) {
    document.splice_rich(&path(), 1, 0, "go on ", 9).unwrap();
    document.mark(&path(), 2, 4, "em", &Item::Flag(true), true, 9).unwrap();
    document.commit_text(9);
    let before = document.spans(&path());
    let mut loaded = Document::load(&document.save(), REGISTER, DOC, actor(1, 1)).unwrap();
    assert_eq!(loaded.heads(), document.heads());
    assert_eq!(loaded.spans(&path()), before);
}

fn refused(alter: impl FnOnce(&mut ExpandedChange)) {
    let verdict = altered(alter);
    assert!(
        matches!(verdict, Verdict::Refused(Refusal::Malformed | Refusal::DanglingReference)),
        "{verdict:?}"
    );
}

fn named(name: &str, value: impl Into<ScalarValue>) -> OpType {
    OpType::MarkBegin(MarkData { name: name.into(), value: value.into(), expand: true })
}

#[test]
fn an_honest_marking_passes_and_so_do_names_that_nobody_knows() {
    assert_eq!(altered(|_| {}), Verdict::Staged);
    assert_eq!(altered(|change| change.operations[0].action = named("highlight", "yellow")), Verdict::Staged);
}

#[test]
fn malformed_marks_are_refused() {
    refused(|change| change.operations[0].action = named("", true));
    refused(|change| change.operations[0].action = named(&"x".repeat(100), true));
    refused(|change| change.operations[0].action = named("note", "x".repeat(5000)));
    refused(|change| change.operations[0].action = named("note", ScalarValue::Bytes(vec![1])));
    refused(|change| change.operations[0].action = named("note", ScalarValue::counter(1)));
    for address in
        ["javascript:alert(1)", "JavaScript:x", "java\\u0073cript:x", "data:text/html,x", " https://x"]
    {
        let value = format!("{{\"href\":\"{address}\",\"title\":\"\"}}");
        refused(move |change| change.operations[0].action = named("link", value));
    }
    refused(|change| change.operations[0].action = named("link", "https://example.org"));
}

#[test]
fn a_mark_has_both_ends_and_in_their_order() {
    refused(|change| drop(change.operations.pop()));
    refused(|change| drop(change.operations.remove(0)));
    refused(|change| change.operations.swap(0, 1));
    refused(|change| change.operations.push(change.operations[0].clone()));
    refused(|change| {
        let key = change.operations[0].key.clone();
        change.operations[0].key = std::mem::replace(&mut change.operations[1].key, key);
    });
    // Where the beginning stands, its end would come before it.
    refused(|change| change.operations[1].key = change.operations[0].key.clone());
    refused(|change| change.operations[1].key = Key::Seq(ElementId::Head));
    refused(|change| change.operations[0].insert = false);
    refused(|change| change.operations[0].key = Key::Map("x".into()));
}

#[test]
fn marks_are_in_texts_alone_and_nobody_deletes_one() {
    refused(|change| change.operations[0].obj = automerge::legacy::ObjectId::Root);
    // A third operation that takes away the beginning.
    refused(|change| {
        let id = OpId(change.start_op.get(), change.actor_id.clone());
        change.operations.push(Op {
            action: OpType::Delete,
            obj: change.operations[0].obj.clone(),
            key: Key::Seq(ElementId::Id(id.clone())),
            pred: vec![id].into(),
            insert: false,
        });
    });
    let nobody = OpId(3, ActorId::from([0xee; 40]));
    refused(|change| change.operations[1].key = Key::Seq(ElementId::Id(nobody)));
}

/// What one replica does next, its places taken modulo what is there.
#[derive(Debug, Clone)]
enum Step {
    Type(usize, &'static str),
    Delete(usize, usize),
    Mark(usize, usize, &'static str, bool, bool),
    Split(usize),
    Exchange,
}

fn step() -> impl Strategy<Value = Step> {
    let text = prop_oneof![Just("a"), Just("👩‍🚀"), Just("e\u{301}"), Just("word ")];
    let name = prop_oneof![Just("strong"), Just("em"), Just("unknown")];
    prop_oneof![
        4 => (0..60_usize, text).prop_map(|(at, text)| Step::Type(at, text)),
        2 => (0..60_usize, 1..6_usize).prop_map(|(at, length)| Step::Delete(at, length)),
        4 => (0..60_usize, 0..9_usize, name, any::<bool>(), any::<bool>())
            .prop_map(|(from, length, name, on, grows)| Step::Mark(from, length, name, on, grows)),
        2 => (0..60_usize).prop_map(Step::Split),
        2 => Just(Step::Exchange),
    ]
}

fn length(document: &Document) -> usize {
    let spans = document.spans(&path());
    let lengths = spans.iter().map(|span| match span {
        Span::Text { text, .. } => text.encode_utf16().count(),
        Span::Block(_) => 1,
    });
    lengths.sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn whatever_two_do_apart_becomes_one_text_that_saves_and_loads(
        steps in proptest::collection::vec((any::<bool>(), step()), 1..40),
    ) {
        let (mut ada, mut ben) = two();
        for (is_ada, step) in steps {
            let document = if is_ada { &mut ada.document } else { &mut ben.document };
            let length = length(document);
            let place = |at: usize| 1 + at % length;
            match step {
                Step::Type(at, text) => document.splice_rich(&path(), place(at), 0, text, 3).unwrap(),
                Step::Delete(at, count) => {
                    let at = place(at);
                    document.splice_rich(&path(), at, count.min(length - at), "", 3).unwrap();
                }
                Step::Mark(from, count, name, on, grows) => {
                    let from = place(from);
                    let value = if on { Item::Flag(true) } else { Item::Empty };
                    let to = (from + count).min(length);
                    document.mark(&path(), from, to, name, &value, grows, 3).unwrap();
                }
                Step::Split(at) => document.split_block(&path(), place(at), &marker("paragraph"), 3).unwrap(),
                Step::Exchange => exchange(&mut ada, &mut ben),
            }
        }
        exchange(&mut ada, &mut ben);
        is_sound(&mut ada.document);
    }
}
