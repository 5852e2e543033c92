//! Snapshots for showing: the documents that everybody keeps in memory, as one device had them, so that a
//! newcomer need not wait until all logs are read. A snapshot is never the truth: the logs behind it are read,
//! and what they make of the documents takes its place.
//!
//! It lies in cells: a small head, signed, and the body in pieces. The pieces have two sets of cells that are
//! used in turn, so that the former snapshot stays whole while the next is being put.

use crate::cbor::{Fields, Malformed, Value, map};
use crate::covers::Covers;
use crate::crypto::{labels, sha256};
use crate::name::{DeviceId, DocId, Hash, RegisterId};
use wire::CellKey;

/// The most bytes of the body in one cell; sealed and padded it stays far below the greatest cell.
const PIECE: usize = 448 << 10;
/// The most pieces.
const MAX_PIECES: u64 = 64;

/// One document of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotDocument {
    /// Which.
    pub doc: DocId,
    /// Which envelopes it has taken up; what was set aside or waits is excepted.
    pub covers: Covers,
    /// The saved document.
    pub document: Vec<u8>,
}

/// What is signed of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SnapshotHead {
    pub(crate) device: DeviceId,
    /// The mailbox whose logs it was made from.
    pub(crate) mailbox: [u8; 32],
    pub(crate) membership_heads: Vec<Hash>,
    /// How many envelopes of the register document its maker had.
    pub(crate) count: u64,
    pub(crate) time: u64,
    /// Which set of cells holds the pieces, 0 or 1.
    pub(crate) set: u64,
    pub(crate) pieces: u64,
    /// The hash of the body.
    pub(crate) body: Hash,
}

impl SnapshotHead {
    pub(crate) fn encode(&self) -> Vec<u8> {
        map(&[
            (0, Value::Bytes(&self.device.0)),
            (1, Value::Bytes(&self.mailbox)),
            (2, Value::List(self.membership_heads.iter().map(|head| head.0.as_slice()).collect())),
            (3, Value::Number(self.count)),
            (4, Value::Number(self.time)),
            (5, Value::Number(self.set)),
            (6, Value::Number(self.pieces)),
            (7, Value::Bytes(&self.body.0)),
        ])
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let fields = Fields::read(bytes)?;
        let head = Self {
            device: DeviceId(fields.array(0)?),
            mailbox: fields.array(1)?,
            membership_heads: fields.arrays(2)?.into_iter().map(Hash).collect(),
            count: fields.number(3)?,
            time: fields.number(4)?,
            set: fields.number(5)?,
            pieces: fields.number(6)?,
            body: Hash(fields.array(7)?),
        };
        if head.set < 2 && (1..=MAX_PIECES).contains(&head.pieces) { Ok(head) } else { Err(Malformed) }
    }
}

/// The body of a snapshot.
pub(crate) fn encode_body(documents: &[SnapshotDocument]) -> Vec<u8> {
    let encode = |part: &SnapshotDocument| {
        map(&[
            (0, Value::Bytes(&part.doc.0)),
            (1, Value::Bytes(&part.covers.encode())),
            (2, Value::Bytes(&part.document)),
        ])
    };
    let parts: Vec<Vec<u8>> = documents.iter().map(encode).collect();
    map(&[(0, Value::List(parts.iter().map(Vec::as_slice).collect()))])
}

/// Reads what [`encode_body`] wrote.
pub(crate) fn decode_body(bytes: &[u8]) -> Result<Vec<SnapshotDocument>, Malformed> {
    let decode = |part: &[u8]| {
        let fields = Fields::read(part)?;
        Ok(SnapshotDocument {
            doc: DocId(fields.array(0)?),
            covers: Covers::decode(fields.bytes(1)?).ok_or(Malformed)?,
            document: fields.bytes(2)?.to_vec(),
        })
    };
    Fields::read(bytes)?.list(0)?.into_iter().map(decode).collect()
}

/// The body in pieces, each as a cell's content; nothing if there would be too many.
pub(crate) fn pieces(body: &[u8]) -> Option<Vec<Vec<u8>>> {
    let hash = sha256(&[body]);
    let piece = |bytes: &[u8]| map(&[(0, Value::Bytes(&hash.0)), (1, Value::Bytes(bytes))]);
    let pieces: Vec<Vec<u8>> = body.chunks(PIECE).map(piece).collect();
    (1..=MAX_PIECES).contains(&(pieces.len() as u64)).then_some(pieces)
}

/// The body, from the contents of its pieces in order; nothing if they are not all of one body.
pub(crate) fn join(head: &SnapshotHead, pieces: &[Vec<u8>]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    for piece in pieces {
        let fields = Fields::read(piece).ok()?;
        if fields.array(0).ok()? != head.body.0 {
            return None;
        }
        body.extend_from_slice(fields.bytes(1).ok()?);
    }
    (sha256(&[&body]) == head.body).then_some(body)
}

/// The cell of the newest snapshot's head.
pub(crate) fn head_cell(register: &RegisterId) -> CellKey {
    CellKey(sha256(&[labels::CELL_SNAPSHOT.as_bytes(), &[0], &register.0]).0)
}

/// The cell of a piece.
pub(crate) fn piece_cell(register: &RegisterId, set: u64, number: u64) -> CellKey {
    let label = labels::CELL_PIECE.as_bytes();
    CellKey(sha256(&[label, &[0], &register.0, &set.to_be_bytes(), &number.to_be_bytes()]).0)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn head(body: &[u8], pieces: u64) -> SnapshotHead {
        SnapshotHead {
            device: DeviceId([1; 32]),
            mailbox: [2; 32],
            membership_heads: vec![Hash([3; 32])],
            count: 4,
            time: 5,
            set: 1,
            pieces,
            body: sha256(&[body]),
        }
    }

    proptest! {
        #[test]
        fn foreign_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = SnapshotHead::decode(&bytes);
            let _ = decode_body(&bytes);
            let _ = join(&head(b"", 1), &[bytes]);
        }
    }

    #[test]
    fn what_is_taken_apart_is_joined_again_and_nothing_else_is() {
        let document = SnapshotDocument {
            doc: DocId([7; 16]),
            covers: Covers::default(),
            document: (0..PIECE * 2).map(|at| (at % 251) as u8).collect(),
        };
        let body = encode_body(std::slice::from_ref(&document));
        let mut pieces = pieces(&body).unwrap();
        assert_eq!(pieces.len(), 3);
        let head = SnapshotHead::decode(&head(&body, 3).encode()).unwrap();
        assert_eq!(decode_body(&join(&head, &pieces).unwrap()).unwrap(), vec![document]);
        assert_eq!(join(&head, &pieces[..2]), None);
        pieces.swap(0, 1);
        assert_eq!(join(&head, &pieces), None);
    }
}
