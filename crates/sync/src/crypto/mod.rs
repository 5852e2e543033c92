//! Cryptography: published primitives from RustCrypto and dalek, each behind the one use that we make of it.

pub(crate) mod aead;
pub(crate) mod hpke;
pub(crate) mod kdf;
pub(crate) mod labels;
pub(crate) mod padding;
pub(crate) mod signature;

use sha2::{Digest, Sha256};

use crate::name::Hash;

/// SHA-256 over parts, one behind the other.
pub(crate) fn sha256(parts: &[&[u8]]) -> Hash {
    let mut digest = Sha256::new();
    parts.iter().for_each(|part| digest.update(part));
    Hash(digest.finalize().into())
}

/// Nothing more is said about why something does not open or verify.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("does not open")]
pub(crate) struct Unopened;
