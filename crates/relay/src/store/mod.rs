//! What the relay keeps: mailboxes, their envelopes in order, their cells.
//! One writer commits groups of writes; readers see only what is committed. Both stores fulfil one contract
//! (`contract.rs`). A store never learns a secret, only its hash.

#[cfg(test)]
mod contract;
pub mod memory;
pub mod sqlite;

use wire::{CellKey, ErrorCode, MailboxId, SecretHashes};

/// One write of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    /// Make a mailbox, unless it is there.
    Create {
        /// Its secrets' hashes, which name it.
        hashes: SecretHashes,
    },
    /// Append an envelope, unless its bytes are there.
    Put {
        /// Which mailbox.
        mailbox: MailboxId,
        /// The hash of the write secret that was shown.
        write: [u8; 32],
        /// The envelope.
        bytes: Vec<u8>,
    },
    /// Replace a cell.
    PutCell {
        /// Which mailbox.
        mailbox: MailboxId,
        /// The hash of the write secret that was shown.
        write: [u8; 32],
        /// Which cell.
        cell: CellKey,
        /// Its new content.
        bytes: Vec<u8>,
    },
}

/// What became of one write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The mailbox is there; `fresh` if it was not before.
    Created {
        /// Whether this write made it.
        fresh: bool,
    },
    /// The envelope has its place; `fresh` if it had none before.
    Put {
        /// Its place.
        place: Place,
        /// Whether this write appended it.
        fresh: bool,
    },
    /// The cell is replaced.
    Cell {
        /// The mailbox's count of cell writes, this one included.
        revision: u64,
    },
    /// Refused; the other writes of the group stand.
    Refused(ErrorCode),
}

/// Where an envelope stands in its mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Counted from 1.
    pub seq: u64,
    /// The chain up to and including it.
    pub chain: [u8; 32],
    /// When it was stored, in ms.
    pub received_at: u64,
}

/// A mailbox as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// Its secrets' hashes.
    pub hashes: SecretHashes,
    /// The place of its last envelope; 0 if it has none.
    pub last_seq: u64,
    /// The chain there.
    pub chain: [u8; 32],
}

/// An envelope in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Where.
    pub place: Place,
    /// The envelope; none if it was dropped since.
    pub bytes: Option<Vec<u8>>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Which.
    pub cell: CellKey,
    /// The mailbox's count of cell writes when it was last replaced.
    pub revision: u64,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// What one mailbox may hold.
#[derive(Debug, Clone, Copy)]
pub struct Quota {
    /// Envelopes.
    pub envelopes: u64,
    /// Bytes of all envelopes.
    pub bytes: u64,
    /// Cells.
    pub cells: u64,
}

/// The store could not do it; nothing of the group is kept.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused: disk full, unreadable, damaged.
    #[error("the database refused: {0}")]
    Database(#[from] rusqlite::Error),
    /// The data folder could not be used.
    #[error("the data folder cannot be used: {0}")]
    Folder(#[from] std::io::Error),
    /// Another relay has the data folder open.
    #[error("another relay uses this data folder")]
    InUse,
    /// The database belongs to another program or to a newer relay.
    #[error("the database is not of this relay's format (found version {0})")]
    Format(i64),
    /// A reader or writer died.
    #[error("the store is closed")]
    Closed,
}

/// The one writer.
pub trait Store: Send {
    /// Applies a group in order, as one transaction that is on disk when this returns.
    ///
    /// # Errors
    /// If the group could not be stored; then nothing of it is.
    fn commit(&mut self, now: u64, writes: &[Write]) -> Result<Vec<Outcome>, StoreError>;

    /// One more reader of what is committed.
    ///
    /// # Errors
    /// If the database cannot be opened again.
    fn reader(&self) -> Result<Box<dyn Reader>, StoreError>;
}

/// Reads what is committed.
pub trait Reader: Send {
    /// The mailbox, if it exists.
    ///
    /// # Errors
    /// If the database cannot be read.
    fn mailbox(&mut self, mailbox: MailboxId) -> Result<Option<Mailbox>, StoreError>;

    /// The chain at a place that exists; the chain's start at place 0.
    ///
    /// # Errors
    /// If the database cannot be read.
    fn chain_at(&mut self, mailbox: MailboxId, seq: u64) -> Result<Option<[u8; 32]>, StoreError>;

    /// The next envelopes after a place: at least one if there is any, and no more once `bytes` (not 0) are
    /// reached.
    ///
    /// # Errors
    /// If the database cannot be read.
    fn events(&mut self, mailbox: MailboxId, after: u64, bytes: usize) -> Result<Vec<Event>, StoreError>;

    /// The next cells in the order of their revisions, after one, bounded like `events`.
    ///
    /// # Errors
    /// If the database cannot be read.
    fn cells(&mut self, mailbox: MailboxId, after: u64, bytes: usize) -> Result<Vec<Cell>, StoreError>;
}
