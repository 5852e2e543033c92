//! The hash chain over a mailbox's envelopes, computed by relay and client alike.
//! A client that compares it at its last position notices a relay that was rolled back or tells two stories.

use sha2::{Digest, Sha256};

/// The chain of an empty mailbox.
pub const CHAIN_START: [u8; 32] = [0; 32];

/// The identity of sealed bytes on a relay.
pub fn blob_id(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The chain after one more blob.
pub fn chain(prev: &[u8; 32], blob_id: &[u8; 32]) -> [u8; 32] {
    Sha256::new().chain_update(prev).chain_update(blob_id).finalize().into()
}
