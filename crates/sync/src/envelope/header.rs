//! The header: what is signed. Its bytes are kept as they came, unknown keys and all: their hash is the
//! envelope's identity.

use crate::cbor::{Fields, Malformed, Value, map};
use crate::crypto::sha256;
use crate::name::{Actor, DocId, Hash};

/// The newest format that this program understands.
pub(crate) const FORMAT: u64 = 2;

/// The oldest format: what asks for no more is understood by every program.
pub(crate) const OLDEST_FORMAT: u64 = 1;

/// The most membership heads one header may name.
pub(crate) const MAX_HEADS: usize = 64;

mod key {
    pub(super) const MIN: u64 = 0;
    pub(super) const KIND: u64 = 1;
    pub(super) const ACTOR: u64 = 2;
    pub(super) const COUNTER: u64 = 3;
    pub(super) const PREV: u64 = 4;
    pub(super) const SALT: u64 = 5;
    pub(super) const HEADS: u64 = 6;
    pub(super) const BODY_HASH: u64 = 7;
    pub(super) const TIME: u64 = 8;
    pub(super) const DOC: u64 = 9;
    pub(super) const FIRST_SEQ: u64 = 10;
    pub(super) const LAST_SEQ: u64 = 11;
    pub(super) const LAST_HASH: u64 = 12;
    pub(super) const SCHEMA: u64 = 13;
}

/// What an envelope carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Changes of one document.
    Changes,
    /// One entry of the membership log.
    Membership,
    /// A saved document, for showing at once.
    Snapshot,
    /// What only a newer version knows: counted, kept, passed on.
    Unknown(u64),
}

impl Kind {
    fn number(self) -> u64 {
        match self {
            Self::Changes => 1,
            Self::Membership => 2,
            Self::Snapshot => 3,
            Self::Unknown(number) => number,
        }
    }

    fn from_number(number: u64) -> Self {
        match number {
            1 => Self::Changes,
            2 => Self::Membership,
            3 => Self::Snapshot,
            other => Self::Unknown(other),
        }
    }
}

/// The known fields of a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Header {
    /// The oldest format that understands this envelope.
    pub(crate) min: u64,
    pub(crate) kind: Kind,
    pub(crate) actor: Actor,
    /// The place in the actor's log, from 1.
    pub(crate) counter: u64,
    /// The header before; zeros at counter 1.
    pub(crate) prev: Hash,
    pub(crate) salt: [u8; 16],
    /// The membership that the author knew, where it changed since the header before.
    pub(crate) membership_heads: Option<Vec<Hash>>,
    pub(crate) body_hash: Hash,
    /// The author's clock, in ms. A claim.
    pub(crate) time: u64,
    pub(crate) doc: Option<DocId>,
    pub(crate) first_seq: Option<u64>,
    pub(crate) last_seq: Option<u64>,
    pub(crate) last_hash: Option<Hash>,
    pub(crate) schema: Option<u64>,
}

impl Header {
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut entries = vec![
            (key::MIN, Value::Number(self.min)),
            (key::KIND, Value::Number(self.kind.number())),
            (key::ACTOR, Value::Bytes(&self.actor.0)),
            (key::COUNTER, Value::Number(self.counter)),
            (key::PREV, Value::Bytes(&self.prev.0)),
            (key::SALT, Value::Bytes(&self.salt)),
        ];
        if let Some(heads) = &self.membership_heads {
            entries.push((key::HEADS, Value::List(heads.iter().map(|head| head.0.as_slice()).collect())));
        }
        entries.push((key::BODY_HASH, Value::Bytes(&self.body_hash.0)));
        entries.push((key::TIME, Value::Number(self.time)));
        if let Some(doc) = &self.doc {
            entries.push((key::DOC, Value::Bytes(&doc.0)));
        }
        let numbers = [(key::FIRST_SEQ, self.first_seq), (key::LAST_SEQ, self.last_seq)];
        entries.extend(numbers.iter().filter_map(|(key, number)| Some((*key, Value::Number((*number)?)))));
        if let Some(hash) = &self.last_hash {
            entries.push((key::LAST_HASH, Value::Bytes(&hash.0)));
        }
        if let Some(schema) = self.schema {
            entries.push((key::SCHEMA, Value::Number(schema)));
        }
        map(&entries)
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let fields = Fields::read(bytes)?;
        let heads = fields.optional(key::HEADS, Fields::arrays)?;
        if heads.as_ref().is_some_and(|heads| heads.is_empty() || heads.len() > MAX_HEADS) {
            return Err(Malformed);
        }
        let heads = heads.map(|heads| heads.into_iter().map(Hash).collect());
        let header = Self {
            min: fields.number(key::MIN)?,
            kind: Kind::from_number(fields.number(key::KIND)?),
            actor: Actor(fields.array(key::ACTOR)?),
            counter: fields.number(key::COUNTER)?,
            prev: Hash(fields.array(key::PREV)?),
            salt: fields.array(key::SALT)?,
            membership_heads: heads,
            body_hash: Hash(fields.array(key::BODY_HASH)?),
            time: fields.number(key::TIME)?,
            doc: fields.optional(key::DOC, Fields::array)?.map(DocId),
            first_seq: fields.optional(key::FIRST_SEQ, Fields::number)?,
            last_seq: fields.optional(key::LAST_SEQ, Fields::number)?,
            last_hash: fields.optional(key::LAST_HASH, Fields::array)?.map(Hash),
            schema: fields.optional(key::SCHEMA, Fields::number)?,
        };
        // A log begins at 1, and only there with nothing before it.
        let sound = header.counter > 0 && (header.counter == 1) == (header.prev == Hash::ZERO);
        if sound { Ok(header) } else { Err(Malformed) }
    }

    /// The name of a body within a header: salted, so that equal bodies are not seen to be equal.
    pub(crate) fn body_hash(salt: &[u8; 16], body: &[u8]) -> Hash {
        sha256(&[salt, body])
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hash() -> impl Strategy<Value = Hash> {
        any::<[u8; 32]>().prop_map(Hash)
    }

    prop_compose! {
        pub(crate) fn any_header()(
            min in any::<u64>(),
            kind in any::<u64>(),
            actor in proptest::collection::vec(any::<u8>(), 40),
            counter in 1u64..,
            prev in hash(),
            salt in any::<[u8; 16]>(),
            membership_heads in proptest::option::of(proptest::collection::vec(hash(), 1..4)),
            body_hash in hash(),
            time in any::<u64>(),
            doc in proptest::option::of(any::<[u8; 16]>()),
            seqs in any::<(Option<u64>, Option<u64>, Option<u64>)>(),
            last_hash in proptest::option::of(hash()),
        ) -> Header {
            Header {
                min, counter, salt, membership_heads, body_hash, time, last_hash,
                kind: Kind::from_number(kind),
                actor: Actor(actor.try_into().unwrap()),
                prev: if counter == 1 { Hash::ZERO } else { prev },
                doc: doc.map(DocId),
                first_seq: seqs.0,
                last_seq: seqs.1,
                schema: seqs.2,
            }
        }
    }

    proptest! {
        #[test]
        fn a_header_is_read_as_it_was_written(header in any_header()) {
            prop_assert_eq!(Header::decode(&header.encode()).unwrap(), header);
        }

        #[test]
        fn foreign_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = Header::decode(&bytes);
        }

        #[test]
        fn altered_bytes_never_panic(header in any_header(), at in any::<prop::sample::Index>(), value in any::<u8>()) {
            let mut bytes = header.encode();
            let at = at.index(bytes.len());
            *bytes.get_mut(at).unwrap() = value;
            let _ = Header::decode(&bytes);
        }
    }

    #[test]
    fn fields_of_a_newer_version_are_no_obstacle() {
        let plain = Header {
            min: 1,
            kind: Kind::Changes,
            actor: Actor([1; 40]),
            counter: 1,
            prev: Hash::ZERO,
            salt: [2; 16],
            membership_heads: None,
            body_hash: Hash([3; 32]),
            time: 4,
            doc: None,
            first_seq: None,
            last_seq: None,
            last_hash: None,
            schema: None,
        };
        let mut bytes = plain.encode();
        // One more entry in the map: key 40, text "new".
        *bytes.first_mut().unwrap() += 1;
        bytes.extend_from_slice(&[0x18, 40, 0x63, b'n', b'e', b'w']);
        assert_eq!(Header::decode(&bytes).unwrap(), plain);
    }
}
