//! What came and is nobody's envelope: garbage, what was altered on its way, what nobody signed. It changes
//! nothing; it is kept, within bounds, so that a person can look at it and save it.

use std::collections::BTreeMap;

use super::Replica;
use super::keeping::{After, named, state};
use crate::cbor::{Fields, Value, map};
use crate::hex;
use crate::status::{Strange, StrangeReason};
use crate::store::Transaction;

/// The most that are kept.
const MAX_KEPT: usize = 64;
/// The most bytes that are kept of all of them together.
const MAX_BYTES: usize = 256 * 1024;

/// What is kept, by the hash of its bytes.
#[derive(Default)]
pub(super) struct Strangers(BTreeMap<[u8; 32], Strange>);

impl Strangers {
    pub(super) fn kept(&self) -> impl Iterator<Item = &Strange> {
        self.0.values()
    }

    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    fn has_room_for(&self, bytes: usize) -> bool {
        let kept: usize = self.kept().map(|strange| strange.bytes.len()).sum();
        self.0.len() < MAX_KEPT && kept + bytes <= MAX_BYTES
    }

    /// Takes one back from the store. One that does not read is left where it is.
    pub(super) fn restore(&mut self, name: &str, stored: &[u8]) {
        if let (Some(id), Some(strange)) = (hex::decode_array(name), decode(stored)) {
            self.0.insert(id, strange);
        }
    }
}

fn encode(strange: &Strange) -> Vec<u8> {
    let reason = match strange.reason {
        StrangeReason::NoEnvelope => 0,
        StrangeReason::Altered => 1,
        StrangeReason::TooLarge => 2,
        StrangeReason::Unsigned => 3,
    };
    map(&[(0, Value::Number(reason)), (1, Value::Number(strange.at)), (2, Value::Bytes(&strange.bytes))])
}

fn decode(stored: &[u8]) -> Option<Strange> {
    let fields = Fields::read(stored).ok()?;
    let reason = match fields.number(0).ok()? {
        0 => StrangeReason::NoEnvelope,
        1 => StrangeReason::Altered,
        2 => StrangeReason::TooLarge,
        3 => StrangeReason::Unsigned,
        _ => return None,
    };
    Some(Strange { reason, at: fields.number(1).ok()?, bytes: fields.bytes(2).ok()?.to_vec() })
}

impl Replica {
    /// Keeps one apart. What there is no room for lies on the relay all the same.
    pub(super) fn keep_strange(&mut self, reason: StrangeReason, bytes: Vec<u8>, now: u64) {
        let id = wire::blob_id(&bytes);
        if self.strangers.0.contains_key(&id) || !self.strangers.has_room_for(bytes.len()) {
            return;
        }
        let strange = Strange { reason, at: now, bytes };
        let state = vec![(named(state::STRANGE, &id), Some(encode(&strange)))];
        self.strangers.0.insert(id, strange);
        self.store(Transaction { state, ..Transaction::default() }, After::State);
    }

    /// What was kept apart has proved to be somebody's.
    pub(super) fn is_no_stranger(&mut self, bytes: &[u8]) {
        let id = wire::blob_id(bytes);
        if self.strangers.0.remove(&id).is_some() {
            let state = vec![(named(state::STRANGE, &id), None)];
            self.store(Transaction { state, ..Transaction::default() }, After::State);
        }
    }
}
