//! What one browser profile keeps. A transaction is written whole or not at all; a crash falls between two.

use std::collections::BTreeMap;
use sync::{Actor, Covers, DocId, EnvelopeKey, Head, StoreFailure, Stored, StoredEnvelope, Transaction};

#[derive(Clone, Default)]
pub struct Disk {
    state: BTreeMap<String, Vec<u8>>,
    heads: BTreeMap<Actor, Head>,
    pub envelopes: BTreeMap<EnvelopeKey, Vec<u8>>,
    /// Saved documents with what they cover.
    pub caches: BTreeMap<DocId, (Vec<u8>, Covers)>,
    /// Refuses every write.
    pub full: bool,
}

impl Disk {
    pub fn write(&mut self, transaction: Transaction) -> Result<(), StoreFailure> {
        if self.full {
            return Err(StoreFailure::Refused);
        }
        if transaction.expect.iter().any(|(actor, head)| self.heads.get(actor) != head.as_ref()) {
            return Err(StoreFailure::Taken);
        }
        self.heads.extend(transaction.heads);
        for stored in transaction.envelopes {
            self.envelopes.entry(stored.key).or_insert(stored.sealed);
        }
        for (name, value) in transaction.state {
            match value {
                Some(value) => drop(self.state.insert(name, value)),
                None => drop(self.state.remove(&name)),
            }
        }
        Ok(())
    }

    pub fn is_blank(&self) -> bool {
        self.state.is_empty()
    }

    pub fn stored(&self) -> Stored {
        Stored {
            state: self.state.clone().into_iter().collect(),
            heads: self.heads.clone().into_iter().collect(),
            keys: self.envelopes.keys().copied().collect(),
        }
    }

    pub fn read(&self, keys: &[EnvelopeKey]) -> Vec<StoredEnvelope> {
        let found = |key: &EnvelopeKey| {
            self.envelopes.get(key).map(|sealed| StoredEnvelope { key: *key, sealed: sealed.clone() })
        };
        keys.iter().filter_map(found).collect()
    }

    pub fn holds(&self, sealed: &[u8]) -> bool {
        self.envelopes.values().any(|held| held == sealed)
    }
}
