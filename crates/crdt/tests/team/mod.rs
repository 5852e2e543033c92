//! Replicas of one document, each with an actor of its own, and the envelopes that they exchange.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, dead_code, missing_docs)]

use crdt::{Document, ForeignChanges, LocalChanges, Settled, Verdict};
use register::{FieldPath, Message, Patch, RecordId, Register, Value, Write};
use std::collections::BTreeMap;

pub const REGISTER: [u8; 32] = [7; 32];
pub const DOC: [u8; 16] = [0; 16];

pub fn actor(device: u8, slot: u8) -> [u8; 40] {
    let mut actor = [device; 40];
    actor[32..].fill(0x80 | slot);
    actor
}

pub fn record(number: u8) -> RecordId {
    RecordId::new("risk", 1_700_000_000_000 + u64::from(number), [number; 10])
}

pub fn row(number: u8) -> uuid::Uuid {
    register::id::new_uuid(1_700_000_000_000, [number; 10])
}

pub fn write(record: &RecordId, path: &str, value: impl Into<Value>) -> Write {
    Write { record: record.clone(), path: path.parse().unwrap(), value: value.into() }
}

pub fn foreign(changes: &LocalChanges) -> ForeignChanges<'_> {
    ForeignChanges {
        actor: changes.actor,
        first_seq: changes.first_seq,
        last_seq: changes.last_seq,
        last_hash: changes.last_hash,
        format: changes.format,
        bytes: &changes.bytes,
    }
}

/// A replica with everything that a page would keep of its document.
pub struct Replica {
    pub document: Document,
    pub register: Register,
    pub texts: BTreeMap<FieldPath, String>,
}

impl Replica {
    pub fn new(device: u8) -> Self {
        Self {
            document: Document::new(REGISTER, DOC, actor(device, 1)),
            register: Register::default(),
            texts: BTreeMap::new(),
        }
    }

    pub fn follow(&mut self, patches: &[Patch]) {
        patches.iter().for_each(|patch| self.register.apply(patch));
    }

    pub fn set(&mut self, writes: &[Write], now: i64) -> Option<LocalChanges> {
        let commit = self.document.apply(Message::Edit, writes, now).unwrap();
        self.follow(&commit.patches);
        commit.changes
    }

    pub fn type_in(&mut self, path: &str, at: usize, delete: usize, insert: &str, now: i64) {
        let path: FieldPath = path.parse().unwrap();
        self.document.splice(&path, at, delete, insert, now).unwrap();
        let text = self.texts.entry(path.clone()).or_default();
        splice(text, at, delete, insert);
        assert_eq!(*text, self.document.text(&path));
    }

    pub fn settle(&mut self) -> Settled {
        let settled = self.document.settle();
        self.follow(&settled.patches);
        for one in &settled.splices {
            splice(self.texts.entry(one.path.clone()).or_default(), one.at, one.delete, &one.insert);
        }
        assert_eq!(settled.failed, Vec::<crdt::Hash>::new());
        settled
    }

    pub fn take(&mut self, changes: &LocalChanges) -> Verdict {
        self.document.stage(&foreign(changes))
    }

    /// Takes envelopes in any order, trying again what waits.
    pub fn take_all(&mut self, envelopes: &[LocalChanges]) {
        let mut waiting: Vec<&LocalChanges> = envelopes.iter().collect();
        while !waiting.is_empty() {
            let before = waiting.len();
            waiting.retain(|changes| match self.take(changes) {
                Verdict::Staged | Verdict::Known => false,
                Verdict::Waiting(missing) => {
                    assert!(missing.iter().all(|hash| !self.document.contains(hash)));
                    true
                }
                Verdict::Refused(refusal) => panic!("an honest change was refused: {refusal:?}"),
            });
            assert!(waiting.len() < before, "envelopes wait for ever");
        }
    }

    /// The page's view is what the document would say from scratch.
    pub fn check(&self) {
        let mut scratch = Register::default();
        self.document.patches().iter().for_each(|patch| scratch.apply(patch));
        assert_eq!(scratch, self.register);
        for path in self.document.texts() {
            let shown = self.texts.get(&path).map_or("", String::as_str);
            assert_eq!(self.document.text(&path), shown, "{path}");
        }
    }
}

pub fn splice(text: &mut String, at: usize, delete: usize, insert: &str) {
    let mut units: Vec<u16> = text.encode_utf16().collect();
    units.splice(at..at + delete, insert.encode_utf16());
    *text = String::from_utf16(&units).unwrap();
}
