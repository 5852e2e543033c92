//! The stages of an incoming envelope. Only [`crate::accept`] moves one on to the next.

use super::header::{Header, Kind};
use super::seal::Inner;
use crate::crypto::sha256;
use crate::documents::Changes;
use crate::name::{DocId, Hash};
use crate::store::EnvelopeKey;

/// Where on the relay an envelope lay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Position {
    /// Its place.
    pub(crate) seq: u64,
    /// The chain up to the place before.
    pub(crate) chain_before: [u8; 32],
}

/// It opened under a known key, its parts are of the agreed shape, and the body is the one that the header
/// names. Anybody with the epoch's key may have made it.
#[derive(Debug, Clone)]
pub(crate) struct Opened {
    pub(crate) sealed: Vec<u8>,
    pub(crate) inner: Inner,
    pub(crate) header: Header,
    /// The identity: SHA-256 of the header's bytes.
    pub(crate) id: Hash,
    /// Where it lay, if it came from a relay.
    pub(crate) position: Option<Position>,
}

impl Opened {
    /// Checks shape and body.
    pub(crate) fn new(sealed: Vec<u8>, inner: Inner, position: Option<Position>) -> Option<Self> {
        let header = Header::decode(&inner.header).ok()?;
        let named = Header::body_hash(&header.salt, &inner.body) == header.body_hash;
        let id = sha256(&[&inner.header]);
        named.then_some(Self { sealed, inner, header, id, position })
    }

    /// Where it is filed.
    pub(crate) fn key(&self) -> EnvelopeKey {
        let doc = match self.header.kind {
            Kind::Membership => DocId::MEMBERSHIP,
            Kind::Changes | Kind::Snapshot | Kind::Unknown(_) => self.header.doc.unwrap_or(DocId::MEMBERSHIP),
        };
        EnvelopeKey { doc, actor: self.header.actor, counter: self.header.counter, header: self.id }
    }

    /// The changes that it carries, if it carries any and says so completely.
    pub(crate) fn changes(&self) -> Option<Changes> {
        if self.header.kind != Kind::Changes {
            return None;
        }
        Some(Changes {
            actor: self.header.actor,
            first_seq: self.header.first_seq?,
            last_seq: self.header.last_seq?,
            last_hash: self.header.last_hash?,
            format: self.header.min,
            bytes: self.inner.body.clone(),
        })
    }
}

impl AsRef<Opened> for Opened {
    fn as_ref(&self) -> &Opened {
        self
    }
}

/// Its author signed it, or a later header of its author names it.
#[derive(Debug, Clone)]
pub(crate) struct Verified(pub(in crate::envelope) Opened);

/// It continues its author's log, is recorded and counted there. Its content is judged apart.
#[derive(Debug, Clone)]
pub(crate) struct Accepted(pub(in crate::envelope) Opened);

impl Verified {
    /// To be called by the step that checked the signature, or by the author.
    pub(crate) fn authentic(opened: Opened) -> Self {
        Self(opened)
    }

    pub(crate) fn get(&self) -> &Opened {
        &self.0
    }

    /// It lies on the relay, too.
    pub(crate) fn lies_at(&mut self, position: Position) {
        self.0.position.get_or_insert(position);
    }
}

impl AsRef<Opened> for Verified {
    fn as_ref(&self) -> &Opened {
        &self.0
    }
}

impl Accepted {
    /// To be called by the step that entered it in its log.
    pub(crate) fn recorded(verified: Verified) -> Self {
        Self(verified.0)
    }

    pub(crate) fn get(&self) -> &Opened {
        &self.0
    }
}
