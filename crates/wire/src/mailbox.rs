//! Mailboxes, their capabilities and their cells.
//! Whoever holds a secret may do what it names; the relay keeps only the secrets' hashes.

use std::fmt;

use sha2::{Digest, Sha256};

/// The name of a mailbox: SHA-256 of the hashes of its three secrets, so that nobody can take it with others.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MailboxId(pub [u8; 32]);

impl MailboxId {
    /// The mailbox that these hashes open.
    pub fn of(hashes: &SecretHashes) -> Self {
        let digest = Sha256::new()
            .chain_update(hashes.read)
            .chain_update(hashes.write)
            .chain_update(hashes.own)
            .finalize();
        Self(digest.into())
    }
}

/// The name of a replaceable cell within its mailbox.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellKey(pub [u8; 32]);

/// One capability: 32 random bytes. Its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub [u8; 32]);

impl Secret {
    /// What the relay compares; it never stores the secret itself.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The three capabilities of a mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secrets {
    /// May open the mailbox.
    pub read: Secret,
    /// May put envelopes and cells, and signal.
    pub write: Secret,
    /// May drop envelopes and close the mailbox (a later version's requests).
    pub own: Secret,
}

impl Secrets {
    /// What the relay is told when the mailbox is created.
    pub fn hashes(&self) -> SecretHashes {
        SecretHashes { read: self.read.hash(), write: self.write.hash(), own: self.own.hash() }
    }

    /// The mailbox that these secrets open.
    pub fn mailbox(&self) -> MailboxId {
        MailboxId::of(&self.hashes())
    }
}

/// The hashes of a mailbox's three secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecretHashes {
    /// Of the read secret.
    pub read: [u8; 32],
    /// Of the write secret.
    pub write: [u8; 32],
    /// Of the own secret.
    pub own: [u8; 32],
}

impl fmt::Debug for MailboxId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MailboxId({})", Short(&self.0))
    }
}

impl fmt::Debug for CellKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CellKey({})", Short(&self.0))
    }
}

/// The first four bytes, enough to tell two apart in a failing test.
struct Short<'a>(&'a [u8; 32]);

impl fmt::Display for Short<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().take(4).try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
