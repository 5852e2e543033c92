//! Snapshots that the logs did not confirm: kept as they came, so that they can be looked at. Their documents lie
//! beside the caches, under names that no document has.

use super::Session;
use crate::storage::Cache;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use sync::{DeviceId, DocId, Stored};

/// The name of what is known of one document begins with it; the place of its bytes follows.
const DISTRUSTED: &str = "distrusted/";

/// So much is kept of all together; of more, it is known that it was there.
const MOST_BYTES: usize = 32 << 20;

/// One document of such a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Distrusted {
    pub(super) by: DeviceId,
    pub(super) at: u64,
    pub(super) doc: DocId,
    /// Where its bytes lie.
    pub(super) place: DocId,
    size: u64,
}

impl Distrusted {
    fn name(&self) -> String {
        format!("{DISTRUSTED}{}", sync::hex::encode(&self.place.0))
    }

    fn to_bytes(self) -> Vec<u8> {
        let numbers = [self.at.to_be_bytes(), self.size.to_be_bytes()].concat();
        [self.by.0.as_slice(), &self.doc.0, &numbers].concat()
    }

    fn read(name: &str, bytes: &[u8]) -> Option<Self> {
        let place = DocId(sync::hex::decode_array(name.strip_prefix(DISTRUSTED)?)?);
        let (by, rest) = bytes.split_at_checked(32)?;
        let (doc, rest) = rest.split_at_checked(16)?;
        let (at, size) = rest.split_at_checked(8)?;
        let number = |bytes: &[u8]| bytes.try_into().ok().map(u64::from_be_bytes);
        let (by, doc) = (DeviceId(by.try_into().ok()?), DocId(doc.try_into().ok()?));
        Some(Self { by, at: number(at)?, doc, place, size: number(size)? })
    }
}

/// What was kept of them in earlier runs.
pub(super) fn distrusted(stored: &Stored) -> Vec<Distrusted> {
    stored.state.iter().filter_map(|(name, bytes)| Distrusted::read(name, bytes)).collect()
}

impl Session {
    /// Keeps the documents of a snapshot that the logs did not confirm.
    pub(super) async fn distrust(&mut self, by: DeviceId, documents: Vec<(DocId, Vec<u8>)>) {
        let at = self.now();
        for (doc, document) in documents {
            let name = [b"distrusted".as_slice(), &by.0, &at.to_be_bytes(), &doc.0, &document].concat();
            let digest: [u8; 32] = Sha256::digest(name).into();
            let Some(place) = digest.first_chunk().copied().map(DocId) else { continue };
            let size = document.len() as u64;
            let kept = Distrusted { by, at, doc, place, size };
            let all: u64 = self.snapshot.distrusted.iter().map(|kept| kept.size).sum();
            if all.saturating_add(size) <= MOST_BYTES as u64 {
                // What the store refuses is told all the same.
                let _ = self.store.put_cache(place, Cache { covers: Vec::new(), document }).await;
            }
            self.write_marks(vec![(kept.name(), Some(kept.to_bytes()))]).await;
            self.snapshot.distrusted.push(kept);
        }
    }

    /// Who made them, and when they were set aside.
    pub(super) fn distrusted_by(&self) -> BTreeMap<(DeviceId, u64), Vec<Distrusted>> {
        let mut made: BTreeMap<(DeviceId, u64), Vec<Distrusted>> = BTreeMap::new();
        for kept in &self.snapshot.distrusted {
            made.entry((kept.by, kept.at)).or_default().push(*kept);
        }
        made
    }

    /// Their documents, with the bytes that are kept.
    pub(super) async fn look_at_distrusted(&self) -> Vec<(Distrusted, Option<Vec<u8>>)> {
        let mut looked = Vec::new();
        for kept in &self.snapshot.distrusted {
            let cache = self.store.cache(kept.place).await.ok().flatten();
            looked.push((*kept, cache.map(|cache| cache.document)));
        }
        looked
    }
}
