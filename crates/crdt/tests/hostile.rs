//! What an insider could write: every field of a change altered, and operations made up at random.
//! Nothing panics, nothing foreign is taken up, and what is taken up saves and loads as it is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod team;

use automerge::legacy::{Key, ObjectId, Op, OpId, OpType, SortedVec};
use automerge::{ActorId, Change, ChangeHash, ExpandedChange, ObjType, ScalarValue};
use crdt::{Document, ForeignChanges, Refusal, Verdict};
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use std::io::Read;
use std::num::NonZeroU64;
use team::{DOC, REGISTER, Replica, actor, record, row, write};

/// Ada and Ben share some work; Mallory, who is of the team, knows it.
struct Scene {
    ada: Replica,
    mallory: Replica,
    /// An honest change of Mallory's that Ada lacks.
    honest: ExpandedChange,
}

fn scene() -> Scene {
    let (mut ada, mut mallory) = (Replica::new(1), Replica::new(3));
    let topic = format!("agenda/{}/topic", row(1));
    let mut sent = Vec::new();
    sent.extend(ada.set(&[write(&record(1), "title", "Flood"), write(&record(1), &topic, "Water")], 1));
    sent.extend(ada.set(&[write(&record(2), "title", "Fire")], 2));
    ada.type_in("body", 0, 0, "one\ntwo", 3);
    sent.extend(ada.document.commit_text(3));
    mallory.take_all(&sent);
    mallory.settle();
    let first = mallory.set(&[write(&record(1), "likelihood", 3)], 4).unwrap();
    ada.take_all(&[first]);
    ada.settle();
    let changes = mallory.set(&[write(&record(1), "title", "Floods"), write(&record(3), "title", "New")], 5);
    let honest = Change::try_from(&changes.unwrap().bytes[..]).unwrap().decode();
    Scene { ada, mallory, honest }
}

fn envelope(change: &ExpandedChange) -> (Vec<u8>, u64, [u8; 32]) {
    let change = Change::from(change.clone());
    (change.raw_bytes().to_vec(), change.seq(), change.hash().0)
}

fn stage(replica: &mut Replica, change: &ExpandedChange) -> Verdict {
    let (bytes, seq, last_hash) = envelope(change);
    let foreign = ForeignChanges {
        actor: actor(3, 1),
        first_seq: seq,
        last_seq: seq,
        last_hash,
        format: 1,
        bytes: &bytes,
    };
    replica.document.stage(&foreign)
}

/// The document is sound: what it saves is what it is, and its user can go on.
fn is_sound(replica: &mut Replica) {
    replica.settle();
    replica.check();
    replica.set(&[write(&record(1), "title", "again")], 90);
    replica.type_in("body", 0, 0, "and ", 91);
    replica.document.commit_text(91);
    replica.check();
    let saved = replica.document.save();
    let mut loaded = Document::load(&saved, REGISTER, DOC, actor(1, 1)).unwrap();
    assert_eq!(loaded.heads(), replica.document.heads());
    assert_eq!(loaded.patches(), replica.document.patches());
    for path in loaded.texts() {
        assert_eq!(loaded.text(&path), replica.document.text(&path));
    }
    loaded.history(&record(1));
}

fn altered(alter: impl FnOnce(&mut ExpandedChange)) -> Verdict {
    let Scene { mut ada, mut honest, .. } = scene();
    alter(&mut honest);
    let verdict = stage(&mut ada, &honest);
    is_sound(&mut ada);
    verdict
}

fn refused(refusal: Refusal, alter: impl FnOnce(&mut ExpandedChange)) {
    assert_eq!(altered(alter), Verdict::Refused(refusal));
}

fn no_one() -> ActorId {
    ActorId::from([0xee; 40])
}

#[test]
fn an_honest_change_passes() {
    assert_eq!(altered(|_| {}), Verdict::Staged);
    assert_eq!(altered(|change| change.time = 77), Verdict::Staged);
}

#[test]
fn nobody_writes_in_anothers_name() {
    refused(Refusal::ForeignActor, |change| change.actor_id = ActorId::from(actor(1, 1)));
    let Scene { mut ada, honest, .. } = scene();
    let (bytes, seq, last_hash) = envelope(&honest);
    let foreign = ForeignChanges {
        actor: actor(2, 1),
        first_seq: seq,
        last_seq: seq,
        last_hash,
        format: 1,
        bytes: &bytes,
    };
    assert_eq!(ada.document.stage(&foreign), Verdict::Refused(Refusal::ForeignActor));
    // The same change under its own name is not held responsible.
    assert_eq!(stage(&mut ada, &honest), Verdict::Staged);
}

#[test]
fn a_header_says_what_the_body_holds() {
    let Scene { mut ada, honest, .. } = scene();
    let (bytes, seq, last_hash) = envelope(&honest);
    let right = ForeignChanges {
        actor: actor(3, 1),
        first_seq: seq,
        last_seq: seq,
        last_hash,
        format: 1,
        bytes: &bytes,
    };
    for wrong in [
        ForeignChanges { first_seq: seq - 1, ..right },
        ForeignChanges { last_seq: seq + 1, ..right },
        ForeignChanges { last_hash: [1; 32], ..right },
        ForeignChanges { bytes: &[], ..right },
    ] {
        assert_eq!(ada.document.stage(&wrong), Verdict::Refused(Refusal::BrokenSequence));
    }
    let twice = [bytes.clone(), bytes.clone()].concat();
    let doubled = ForeignChanges { bytes: &twice, ..right };
    assert_eq!(ada.document.stage(&doubled), Verdict::Refused(Refusal::BrokenSequence));
    let cut = ForeignChanges { bytes: &bytes[..bytes.len() - 1], ..right };
    assert_eq!(ada.document.stage(&cut), Verdict::Refused(Refusal::Malformed));
    assert_eq!(ada.document.stage(&right), Verdict::Staged);
    is_sound(&mut ada);
}

#[test]
fn sequence_and_counter_follow_from_what_a_change_stands_on() {
    refused(Refusal::BrokenSequence, |change| change.seq += 1);
    refused(Refusal::BrokenSequence, |change| change.seq = 1);
    refused(Refusal::BrokenSequence, |change| change.deps.clear());
    refused(Refusal::BrokenCounter, |change| {
        change.start_op = NonZeroU64::new(change.start_op.get() + 1).unwrap();
    });
    refused(Refusal::BrokenCounter, |change| change.start_op = NonZeroU64::new(3).unwrap());
    refused(Refusal::Malformed, |change| change.start_op = NonZeroU64::new(u64::from(u32::MAX)).unwrap());
    let unknown = ChangeHash([5; 32]);
    assert_eq!(altered(|change| change.deps.push(unknown)), Verdict::Waiting(vec![unknown.0]));
    assert_eq!(altered(|change| change.deps = vec![unknown]), Verdict::Waiting(vec![unknown.0]));
    refused(Refusal::Malformed, |change| change.deps.push(change.deps[0]));
}

#[test]
fn what_automerge_could_not_load_again_is_refused() {
    refused(Refusal::Malformed, |change| change.time = i64::MIN);
    refused(Refusal::Malformed, |change| change.time = i64::MAX);
    refused(Refusal::Malformed, |change| change.extra_bytes = vec![1, 1, 0]);
    refused(Refusal::Malformed, |change| change.operations.clear());
    refused(Refusal::Malformed, |change| change.message = Some("x".repeat(10_000)));
    for action in [
        OpType::Increment(1),
        OpType::Make(ObjType::Table),
        OpType::Make(ObjType::Text),
        OpType::MarkEnd(true),
        OpType::Put(ScalarValue::counter(1)),
        OpType::Put(ScalarValue::Unknown { type_code: 12, bytes: vec![1] }),
        OpType::Put(ScalarValue::Bytes(vec![1])),
    ] {
        refused(Refusal::Malformed, move |change| change.operations[0].action = action);
    }
}

#[test]
fn every_reference_is_among_the_ancestors() {
    let nowhere = OpId(1, no_one());
    let moved = nowhere.clone();
    refused(Refusal::DanglingReference, move |change| change.operations[0].obj = ObjectId::Id(moved));
    let moved = nowhere.clone();
    refused(Refusal::DanglingReference, move |change| change.operations[0].pred = vec![moved].into());
    refused(Refusal::DanglingReference, |change| change.operations[0].key = Key::Map("likelihood".into()));
    // A number that no operation has yet, or that only a later one of the same change has.
    let late = |change: &ExpandedChange, by: u64| OpId(change.start_op.get() + by, change.actor_id.clone());
    refused(Refusal::DanglingReference, |change| change.operations[0].obj = ObjectId::Id(late(change, 1)));
    refused(Refusal::DanglingReference, |change| change.operations[0].obj = ObjectId::Id(late(change, 900)));
    refused(Refusal::DanglingReference, |change| {
        change.operations[0].pred = vec![late(change, 0)].into();
    });
}

#[test]
fn what_is_not_an_ancestor_cannot_be_referred_to_though_it_is_here() {
    let Scene { mut ada, mallory, mut honest } = scene();
    drop(mallory);
    // Ada's next answer is in the document, but the change does not stand on it.
    let own = ada.set(&[write(&record(1), "title", "Deluge")], 6).unwrap();
    let own = Change::try_from(&own.bytes[..]).unwrap();
    honest.operations[0].pred = vec![OpId(own.start_op().get(), own.actor_id().clone())].into();
    assert_eq!(stage(&mut ada, &honest), Verdict::Refused(Refusal::DanglingReference));
    is_sound(&mut ada);
}

#[test]
fn containers_cannot_be_replaced_or_taken_away() {
    for key in ["records", "texts", "register", "doc"] {
        refused(Refusal::Malformed, move |change| {
            change.operations[0].obj = ObjectId::Root;
            change.operations[0].key = Key::Map(key.into());
            change.operations[0].pred = SortedVec::new();
        });
    }
    refused(Refusal::Malformed, |change| change.operations[1].action = OpType::Put(ScalarValue::Null));
    refused(Refusal::Malformed, |change| change.operations[1].key = Key::Map("risk/not-a-uuid".into()));
    refused(Refusal::Malformed, |change| change.operations[0].key = Key::Map("".into()));
    refused(Refusal::Malformed, |change| change.operations[0].insert = true);
}

#[test]
fn what_stands_on_a_refused_change_is_refused_with_it() {
    let Scene { mut ada, honest, .. } = scene();
    let mut bad = honest.clone();
    bad.operations[0].pred = vec![OpId(1, no_one())].into();
    let hash = Change::from(bad.clone()).hash();
    let mut next = honest.clone();
    next.seq += 1;
    next.deps = vec![hash];
    assert_eq!(stage(&mut ada, &next), Verdict::Waiting(vec![hash.0]));
    assert_eq!(stage(&mut ada, &bad), Verdict::Refused(Refusal::DanglingReference));
    assert_eq!(stage(&mut ada, &next), Verdict::Refused(Refusal::OnRefused));
    assert_eq!(stage(&mut ada, &honest), Verdict::Staged);
    is_sound(&mut ada);
}

#[test]
fn a_change_of_another_document_is_not_taken_up() {
    let mut ada = Replica::new(1);
    let mut paper = Document::new(REGISTER, [4; 16], actor(3, 1));
    paper.splice(&"body".parse().unwrap(), 0, 0, "text", 1).unwrap();
    let changes = paper.commit_text(1).unwrap();
    assert_eq!(ada.take(&changes), Verdict::Refused(Refusal::OtherDocument));
    let commit = paper.apply(register::Message::Edit, &[write(&record(1), "title", "x")], 2).unwrap();
    assert!(matches!(ada.take(&commit.changes.unwrap()), Verdict::Waiting(_)));
    is_sound(&mut ada);
}

#[test]
fn a_birth_is_recognised_by_its_exact_bytes() {
    let mut ben = Replica::new(2);
    ben.type_in("body", 0, 0, "text", 1);
    let changes = ben.document.commit_text(1).unwrap();
    let birth_actor = {
        let mut actor = [0; 40];
        actor[..32].copy_from_slice(&Sha256::new().chain_update(DOC).chain_update("body").finalize());
        actor
    };
    let mut ada = Replica::new(1);
    let as_birth = ForeignChanges { actor: birth_actor, ..team::foreign(&changes) };
    assert_eq!(ada.document.stage(&as_birth), Verdict::Refused(Refusal::ForeignActor));
    let (_, end) = first_chunk(&changes.bytes);
    let mut false_birth = Change::try_from(&changes.bytes[..end]).unwrap().decode();
    assert_eq!(false_birth.actor_id.as_ref(), birth_actor);
    false_birth.time = 1;
    let bytes = [Change::from(false_birth).raw_bytes(), &changes.bytes[end..]].concat();
    let foreign = ForeignChanges { bytes: &bytes, ..team::foreign(&changes) };
    assert_eq!(ada.document.stage(&foreign), Verdict::Refused(Refusal::OtherDocument));
    is_sound(&mut ada);
}

fn rehashed(content: &[u8]) -> (Vec<u8>, [u8; 32]) {
    let mut named = vec![1];
    let mut length = content.len();
    while length >= 0x80 {
        named.push((length & 0x7f) as u8 | 0x80);
        length >>= 7;
    }
    named.push(length as u8);
    let hash: [u8; 32] = Sha256::new().chain_update(&named).chain_update(content).finalize().into();
    ([&[0x85, 0x6f, 0x4a, 0x83], &hash[..4], &named, content].concat(), hash)
}

#[test]
fn a_small_chunk_cannot_grow_without_bound() {
    let Scene { mut ada, .. } = scene();
    let zeros = vec![0; 64 << 20];
    let mut deflated = Vec::new();
    flate2::bufread::DeflateEncoder::new(&zeros[..], flate2::Compression::best())
        .read_to_end(&mut deflated)
        .unwrap();
    let (mut bytes, last_hash) = rehashed(&deflated);
    bytes[8] = 2;
    let bomb =
        ForeignChanges { actor: actor(3, 1), first_seq: 1, last_seq: 1, last_hash, format: 1, bytes: &bytes };
    assert_eq!(ada.document.stage(&bomb), Verdict::Refused(Refusal::Malformed));
    // One run of the action column that says: the same again, 2^60 times.
    let mut content = vec![0, 40];
    content.extend(actor(3, 1));
    let run = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10, 1];
    content.extend([1, 1, 0, 0, 0, 1, 0x42, run.len() as u8]);
    content.extend(run);
    let (bytes, last_hash) = rehashed(&content);
    let endless = ForeignChanges { bytes: &bytes, last_hash, ..bomb };
    assert_eq!(ada.document.stage(&endless), Verdict::Refused(Refusal::Malformed));
    is_sound(&mut ada);
}

/// Where the content of the first chunk begins and ends.
fn first_chunk(bytes: &[u8]) -> (usize, usize) {
    let (mut at, mut length, mut shift) = (9, 0, 0);
    loop {
        length |= usize::from(bytes[at] & 0x7f) << shift;
        shift += 7;
        at += 1;
        if bytes[at - 1] & 0x80 == 0 {
            return (at, at + length);
        }
    }
}

/// Everything that a change of the scene could refer to, and what is not there.
fn past(scene: &mut Scene) -> Vec<(OpId, Op)> {
    let stray = Op {
        action: OpType::Delete,
        obj: ObjectId::Root,
        key: Key::Map("schema".into()),
        pred: SortedVec::new(),
        insert: false,
    };
    let mut past = vec![(OpId(1, no_one()), stray.clone()), (OpId(9_000, ActorId::from(actor(1, 1))), stray)];
    let mut all = automerge::AutoCommit::new();
    all.load_incremental(&scene.mallory.document.changes_since(&[])).unwrap();
    for change in all.get_changes(&[]) {
        for (operation, counter) in change.decode().operations.into_iter().zip(change.start_op().get()..) {
            past.push((OpId(counter, change.actor_id().clone()), operation));
        }
    }
    past
}

type MadeUp = (usize, usize, usize, usize, Vec<usize>, bool);

fn made_up() -> impl Strategy<Value = MadeUp> {
    let pick = any::<prop::sample::Index>().prop_map(|index| index.index(1 << 20));
    (pick.clone(), 0..16usize, pick.clone(), 0..14usize, prop::collection::vec(pick, 0..3), any::<bool>())
}

fn operation(past: &[(OpId, Op)], (obj, key, element, action, pred, insert): MadeUp) -> Op {
    let id = |at: usize| past[at % past.len()].0.clone();
    let topic = format!("agenda/{}", row(1));
    let keys = ["title", "likelihood", "topic", "body", "type", "parents", "schema", "records", &topic];
    let risk = record(1).to_string();
    let action = match action {
        0 | 1 => OpType::Make(ObjType::Map),
        2 => OpType::Make(ObjType::List),
        3 => OpType::Make(ObjType::Text),
        4..=6 => OpType::Delete,
        7 | 8 => OpType::Put("x".into()),
        9 => OpType::Put(ScalarValue::Null),
        10 => OpType::Put(ScalarValue::F64(f64::NAN)),
        11 => OpType::Put("🌊".into()),
        12 => OpType::Increment(2),
        _ => OpType::MarkEnd(false),
    };
    if element % 4 != 0 {
        // Close to what somebody did: where it was done, and perhaps in its stead.
        let (id, done) = past[obj % past.len()].clone();
        let key = if done.insert { Key::Seq(automerge::legacy::ElementId::Id(id.clone())) } else { done.key };
        let insert = insert && matches!(key, Key::Seq(_));
        let stead = !insert && (!pred.is_empty() || action == OpType::Delete);
        let pred = if stead { vec![id] } else { Vec::new() };
        return Op { action, obj: done.obj, key, pred: pred.into(), insert };
    }
    Op {
        action,
        obj: if obj % 10 == 0 { ObjectId::Root } else { ObjectId::Id(id(obj)) },
        key: match key {
            at if at < keys.len() => Key::Map(keys[at].into()),
            9 => Key::Map(risk.as_str().into()),
            10 => Key::head(),
            _ => Key::Seq(automerge::legacy::ElementId::Id(id(element))),
        },
        pred: pred.into_iter().map(id).collect::<Vec<_>>().into(),
        insert,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_byte_altered_does_harm(at in any::<prop::sample::Index>(), by in 1..=255u8, more in any::<Option<(prop::sample::Index, u8)>>()) {
        let Scene { mut ada, honest, .. } = scene();
        let (bytes, seq, _) = envelope(&honest);
        let (from, to) = first_chunk(&bytes);
        let mut content = bytes[from..to].to_vec();
        let index = at.index(content.len());
        content[index] ^= by;
        if let Some((at, value)) = more {
            let index = at.index(content.len());
            content[index] = value;
        }
        let (bytes, last_hash) = rehashed(&content);
        let foreign = ForeignChanges { actor: actor(3, 1), first_seq: seq, last_seq: seq, last_hash, format: 1, bytes: &bytes };
        ada.document.stage(&foreign);
        is_sound(&mut ada);
    }

    #[test]
    fn no_made_up_operation_does_harm(
        first in prop::collection::vec(made_up(), 1..4),
        second in prop::collection::vec(made_up(), 1..4),
    ) {
        let mut scene = scene();
        let past = past(&mut scene);
        let Scene { mut ada, mut honest, .. } = scene;
        for made_up in [first, second] {
            let operations = made_up.into_iter().map(|one| operation(&past, one));
            honest.operations = operations.collect();
            if stage(&mut ada, &honest) == Verdict::Staged {
                let change = Change::from(honest.clone());
                honest.seq += 1;
                honest.deps = vec![change.hash()];
                honest.start_op = NonZeroU64::new(change.max_op() + 1).unwrap();
            }
        }
        is_sound(&mut ada);
    }
}
