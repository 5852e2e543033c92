//! The one thread that writes: it takes what has come in meanwhile as one group, commits it, and only then
//! tells anyone. So one sync of the disk serves many, and the order of acknowledgements and news is the
//! order on disk.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use wire::{ErrorCode, Message, SMALL_CELL, encode_message};

use crate::hub::{ConnectionId, Hub, News};
use crate::metrics::Metrics;
use crate::outbox::Outbox;
use crate::store::{Outcome, Store, StoreError, Write};

/// Bytes waiting to be written, of all connections; beyond it they are read more slowly.
const WAITING_BYTES: usize = 64 << 20;
const WAITING_WRITES: usize = 4096;
const GROUP_WRITES: usize = 512;
const GROUP_BYTES: usize = 16 << 20;
const RETRY_AFTER: Duration = Duration::from_secs(5);

/// Who asked for a write and is to be told.
#[derive(Clone)]
pub struct Asker {
    /// The connection, which gets no news of its own writes.
    pub connection: ConnectionId,
    /// Its outbox.
    pub outbox: Outbox,
    /// Its request.
    pub req: u32,
}

enum Job {
    Write(Write, Asker, OwnedSemaphorePermit),
    Stop,
}

/// Hands writes to the thread.
pub struct Writer {
    jobs: mpsc::Sender<Job>,
    room: Arc<Semaphore>,
    healthy: Arc<AtomicBool>,
}

/// The relay is ending.
#[derive(Debug)]
pub struct Stopped;

impl Writer {
    /// Starts the thread, which ends after [`Writer::stop`].
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn start(
        store: Box<dyn Store>,
        hub: Arc<Hub>,
        metrics: Arc<Metrics>,
    ) -> Result<(Self, JoinHandle<()>), StoreError> {
        let (jobs, queue) = mpsc::channel(WAITING_WRITES);
        let healthy = Arc::new(AtomicBool::new(true));
        let thread = Thread { store, hub, metrics, healthy: Arc::clone(&healthy) };
        let handle = std::thread::Builder::new().name("writer".into()).spawn(move || thread.run(queue))?;
        Ok((Self { jobs, room: Arc::new(Semaphore::new(WAITING_BYTES)), healthy }, handle))
    }

    /// Has one write done; its asker is told when it is on disk.
    ///
    /// # Errors
    /// If the relay is ending.
    pub async fn submit(&self, write: Write, asker: Asker) -> Result<(), Stopped> {
        let size = u32::try_from(size(&write)).unwrap_or(u32::MAX);
        let permit = Arc::clone(&self.room).acquire_many_owned(size).await.map_err(|_| Stopped)?;
        self.jobs.send(Job::Write(write, asker, permit)).await.map_err(|_| Stopped)
    }

    /// Ends the thread after what waits.
    pub async fn stop(&self) {
        // An error says that it has ended already.
        let _ = self.jobs.send(Job::Stop).await;
    }

    /// Whether the last group reached the disk.
    pub fn is_healthy(&self) -> bool {
        self.healthy.load(Ordering::Relaxed) && !self.jobs.is_closed()
    }
}

fn size(write: &Write) -> usize {
    match write {
        Write::Create { .. } => 0,
        Write::Put { bytes, .. } | Write::PutCell { bytes, .. } => bytes.len(),
    }
}

struct Thread {
    store: Box<dyn Store>,
    hub: Arc<Hub>,
    metrics: Arc<Metrics>,
    healthy: Arc<AtomicBool>,
}

impl Thread {
    fn run(mut self, mut queue: mpsc::Receiver<Job>) {
        let mut stopping = false;
        while !stopping {
            let Some(first) = queue.blocking_recv() else { return };
            let mut writes = Vec::new();
            let mut askers = Vec::new();
            let mut permits = Vec::new();
            let mut bytes = 0;
            let mut next = Some(first);
            while let Some(job) = next {
                match job {
                    Job::Write(write, asker, permit) => {
                        bytes += size(&write);
                        writes.push(write);
                        askers.push(asker);
                        permits.push(permit);
                    }
                    Job::Stop => stopping = true,
                }
                let full = stopping || writes.len() >= GROUP_WRITES || bytes >= GROUP_BYTES;
                next = if full { None } else { queue.try_recv().ok() };
            }
            if !writes.is_empty() {
                self.commit(writes, &askers);
            }
        }
    }

    fn commit(&mut self, writes: Vec<Write>, askers: &[Asker]) {
        let started = Instant::now();
        let result = self.store.commit(now(), &writes);
        self.healthy.store(result.is_ok(), Ordering::Relaxed);
        match result {
            Ok(outcomes) => {
                self.metrics.committed(started.elapsed());
                for ((write, asker), outcome) in writes.into_iter().zip(askers).zip(outcomes) {
                    self.tell(write, asker, outcome);
                }
            }
            Err(error) => {
                tracing::error!(%error, "a group of writes was not stored");
                self.metrics.commit_failures.up();
                for asker in askers {
                    self.refuse(asker, ErrorCode::Busy, Some(RETRY_AFTER));
                }
            }
        }
    }

    fn tell(&self, write: Write, asker: &Asker, outcome: Outcome) {
        let req = asker.req;
        match (outcome, write) {
            (Outcome::Put { place, fresh }, Write::Put { mailbox, bytes, .. }) => {
                if fresh {
                    self.metrics.envelopes.up();
                    self.metrics.envelope_bytes.add(bytes.len() as u64);
                    self.hub.publish(mailbox, asker.connection, News::Event(place.seq), || {
                        encode_message(&Message::Event {
                            mailbox,
                            seq: place.seq,
                            chain: place.chain,
                            received_at: place.received_at,
                            bytes: Some(bytes),
                        })
                    });
                }
                asker.outbox.answer(&Message::Ack {
                    req,
                    seq: place.seq,
                    chain: place.chain,
                    received_at: place.received_at,
                });
            }
            (Outcome::Cell { revision }, Write::PutCell { mailbox, cell, bytes, .. }) => {
                self.metrics.cells.up();
                if bytes.len() <= SMALL_CELL {
                    self.hub.publish(mailbox, asker.connection, News::Cell(revision), || {
                        encode_message(&Message::Cell { mailbox, cell, bytes })
                    });
                }
                asker.outbox.answer(&Message::CellAck { req });
            }
            (Outcome::Created { fresh }, _) => {
                if fresh {
                    self.metrics.mailboxes.up();
                }
                asker.outbox.answer(&Message::Created { req });
            }
            (Outcome::Refused(code), _) => self.refuse(asker, code, None),
            (Outcome::Put { .. } | Outcome::Cell { .. }, _) => {
                tracing::error!("the store answered another write than it was given");
                self.refuse(asker, ErrorCode::Busy, Some(RETRY_AFTER));
            }
        }
    }

    fn refuse(&self, asker: &Asker, code: ErrorCode, retry_after: Option<Duration>) {
        self.metrics.refusals.up();
        let retry_after_ms = retry_after.map(|after| u32::try_from(after.as_millis()).unwrap_or(u32::MAX));
        asker.outbox.answer(&Message::Error { req: Some(asker.req), code, retry_after_ms });
    }
}

fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
