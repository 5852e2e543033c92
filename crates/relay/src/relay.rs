//! What all connections of one relay share.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::{mpsc, watch};

use crate::admission::Admission;
use crate::config::Limits;
use crate::hub::{ConnectionId, Hub};
use crate::metrics::Metrics;
use crate::readers::Readers;
use crate::writer::Writer;

/// One relay.
pub struct Relay {
    /// What each may use.
    pub limits: Limits,
    /// Whether a client's address is in X-Forwarded-For.
    pub behind_proxy: bool,
    /// Who may come in.
    pub admission: Arc<Admission>,
    /// Who has what open.
    pub hub: Arc<Hub>,
    /// Reads.
    pub readers: Arc<Readers>,
    /// Writes.
    pub writer: Writer,
    /// Counts.
    pub metrics: Arc<Metrics>,
    /// Becomes true when the relay is ending.
    pub stopping: watch::Receiver<bool>,
    /// Held by every connection; when all are dropped, the relay may end.
    pub alive: mpsc::WeakSender<()>,
    /// The next connection's id.
    pub next_connection: AtomicU64,
}

impl Relay {
    /// A name that no other connection of this run has.
    pub fn name_connection(&self) -> ConnectionId {
        ConnectionId(self.next_connection.fetch_add(1, Ordering::Relaxed))
    }

    /// Whether it takes writes.
    pub fn is_ready(&self) -> bool {
        self.writer.is_healthy() && !*self.stopping.borrow()
    }
}
