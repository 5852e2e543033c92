//! What a replica keeps, and how: one transaction at a time, all of it durable or none of it.
//! The engine maps this on IndexedDB, the simulator on a map that crashes between transactions.

use crate::name::{Actor, DocId, Hash};

/// Where an envelope is filed. Sorting by it groups envelopes by document, then log, then counter;
/// forked branches stand side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EnvelopeKey {
    /// The document; [`DocId::MEMBERSHIP`] for membership entries and all else that has none.
    pub doc: DocId,
    /// The log.
    pub actor: Actor,
    /// Its place in the log, from 1.
    pub counter: u64,
    /// SHA-256 of its header bytes.
    pub header: Hash,
}

impl EnvelopeKey {
    /// As 96 bytes that sort as the key does.
    pub fn to_bytes(&self) -> [u8; 96] {
        let mut bytes = [0; 96];
        let parts: [&[u8]; 4] = [&self.doc.0, &self.actor.0, &self.counter.to_be_bytes(), &self.header.0];
        let mut places = bytes.iter_mut();
        for part in parts {
            part.iter().zip(places.by_ref()).for_each(|(from, to)| *to = *from);
        }
        bytes
    }

    /// Reads what [`Self::to_bytes`] wrote; nothing if the length is another.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Some(Self {
            doc: DocId(bytes.get(..16)?.try_into().ok()?),
            actor: Actor(bytes.get(16..56)?.try_into().ok()?),
            counter: u64::from_be_bytes(bytes.get(56..64)?.try_into().ok()?),
            header: Hash(bytes.get(64..96).filter(|_| bytes.len() == 96)?.try_into().ok()?),
        })
    }
}

/// The newest point of a log that this replica has, compared and swapped by every append.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The counter of the newest envelope; 0 before the first.
    pub counter: u64,
    /// Its header's hash; zeros before the first.
    pub header: Hash,
    /// A random token of whoever writes to the log now (a tab, a run of the app); zeros for others' logs.
    pub holder: [u8; 16],
}

/// A sealed envelope as it is kept: exactly the bytes that travel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEnvelope {
    /// Where it is filed.
    pub key: EnvelopeKey,
    /// The sealed bytes.
    pub sealed: Vec<u8>,
}

/// Writes that become durable together or not at all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Transaction {
    /// Heads that must still be as given (absent: no head stored), else nothing is written and the replica
    /// is told [`crate::event::StoreFailure::Taken`].
    pub expect: Vec<(Actor, Option<Head>)>,
    /// Heads to write.
    pub heads: Vec<(Actor, Head)>,
    /// Envelopes to add; adding one that is there is no error.
    pub envelopes: Vec<StoredEnvelope>,
    /// Small states to put, or to delete where the value is absent. Keys are short ASCII paths. Values may
    /// hold secret keys: the engine seals them at rest.
    pub state: Vec<(String, Option<Vec<u8>>)>,
}

/// All that a replica needs to go on after a restart. Envelopes' bytes are read when a document is opened.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stored {
    /// The small states.
    pub state: Vec<(String, Vec<u8>)>,
    /// The heads.
    pub heads: Vec<(Actor, Head)>,
    /// The keys of all envelopes.
    pub keys: Vec<EnvelopeKey>,
}
