//! What changes stand on, read from their bytes alone: no document is needed for it.

use crate::Hash;
use crate::change::{ReadChange, chunks};
use std::collections::BTreeSet;

/// The changes that those of an envelope name as their dependencies, themselves excepted; nothing if the bytes
/// are no changes.
pub fn dependencies(bytes: &[u8]) -> Vec<Hash> {
    let Ok(chunks) = chunks(bytes) else { return Vec::new() };
    let own: BTreeSet<Hash> = chunks.iter().map(|(hash, _)| *hash).collect();
    let read = chunks.iter().filter_map(|(_, chunk)| ReadChange::read(chunk).ok());
    let named: BTreeSet<Hash> =
        read.flat_map(|change| change.deps).filter(|dep| !own.contains(dep)).collect();
    named.into_iter().collect()
}
