//! What a connection is asked, each request checked and passed to who answers it.

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;
use wire::{
    ErrorCode, MAX_ENVELOPE, MAX_FRAME, MailboxId, Message, Request, RequestBody, SecretHashes,
    decode_request, encode_message,
};

use super::open::{Opening, open};
use super::refusal_of;
use crate::hub::{ConnectionId, News};
use crate::outbox::Outbox;
use crate::relay::Relay;
use crate::store::Write;
use crate::writer::Asker;

const STORE_RETRY: Duration = Duration::from_secs(5);

/// One connection's requests.
pub(super) struct Requests {
    relay: Arc<Relay>,
    outbox: Outbox,
    address: IpAddr,
    connection: ConnectionId,
    opened: HashMap<MailboxId, JoinHandle<()>>,
    /// Mailboxes whose write secret this connection has shown.
    signalling: HashSet<(MailboxId, [u8; 32])>,
}

impl Requests {
    pub(super) fn new(relay: Arc<Relay>, outbox: Outbox, address: IpAddr) -> Self {
        let connection = relay.name_connection();
        Self { relay, outbox, address, connection, opened: HashMap::new(), signalling: HashSet::new() }
    }

    /// Answers a refusal.
    pub(super) fn refuse(&self, req: Option<u32>, code: ErrorCode, retry_after: Option<Duration>) {
        self.relay.metrics.refusals.up();
        let retry_after_ms = retry_after.map(|after| u32::try_from(after.as_millis()).unwrap_or(u32::MAX));
        self.outbox.answer(&Message::Error { req, code, retry_after_ms });
    }

    /// Takes one frame.
    pub(super) async fn take(&mut self, frame: &[u8]) {
        self.relay.metrics.requests.up();
        let request = match decode_request(frame) {
            Ok(request) => request,
            Err(error) => {
                let (req, code) = refusal_of(&error);
                return self.refuse(req, code, None);
            }
        };
        let req = request.req;
        if frame.len() > MAX_FRAME || carried(&request.body) > MAX_ENVELOPE {
            return self.refuse(Some(req), ErrorCode::TooLarge, None);
        }
        if let Err(refusal) = self.relay.admission.request(self.address).await {
            return self.refuse(Some(req), refusal.code, Some(refusal.retry_after));
        }
        self.answer(request).await;
    }

    async fn answer(&mut self, Request { req, body }: Request) {
        match body {
            RequestBody::Create { hashes } => self.create(req, hashes).await,
            RequestBody::Open { mailbox, read, since, chain, large } => {
                self.open(Opening { req, mailbox, read: read.hash(), since, chain, large });
            }
            RequestBody::Put { mailbox, write, bytes } => {
                self.write(req, Write::Put { mailbox, write: write.hash(), bytes }).await;
            }
            RequestBody::PutCell { mailbox, write, cell, bytes } => {
                self.write(req, Write::PutCell { mailbox, write: write.hash(), cell, bytes }).await;
            }
            RequestBody::Signal { mailbox, write, bytes } => {
                self.signal(req, mailbox, write.hash(), bytes).await;
            }
            RequestBody::Ping => self.outbox.answer(&Message::Pong { req }),
        }
    }

    async fn create(&self, req: u32, hashes: SecretHashes) {
        let mailbox = MailboxId::of(&hashes);
        match self.relay.readers.read(move |reader| reader.mailbox(mailbox)).await {
            Ok(Some(_)) => return self.outbox.answer(&Message::Created { req }),
            Ok(None) => {}
            Err(error) => return self.refuse_for_store(req, &error),
        }
        match self.relay.admission.creation(self.address) {
            Ok(()) => self.write(req, Write::Create { hashes }).await,
            Err(refusal) => self.refuse(Some(req), refusal.code, Some(refusal.retry_after)),
        }
    }

    async fn write(&self, req: u32, write: Write) {
        let asker = Asker { connection: self.connection, outbox: self.outbox.clone(), req };
        if self.relay.writer.submit(write, asker).await.is_err() {
            self.refuse(Some(req), ErrorCode::Busy, Some(STORE_RETRY));
        }
    }

    async fn signal(&mut self, req: u32, mailbox: MailboxId, write: [u8; 32], bytes: Vec<u8>) {
        if !self.signalling.contains(&(mailbox, write)) {
            match self.relay.readers.read(move |reader| reader.mailbox(mailbox)).await {
                Ok(Some(room)) if room.hashes.write == write => {
                    if self.signalling.len() >= self.relay.limits.mailboxes_per_connection {
                        self.signalling.clear();
                    }
                    self.signalling.insert((mailbox, write));
                }
                Ok(Some(_)) => return self.refuse(Some(req), ErrorCode::Denied, None),
                Ok(None) => return self.refuse(Some(req), ErrorCode::Gone, None),
                Err(error) => return self.refuse_for_store(req, &error),
            }
        }
        self.relay.metrics.signals.up();
        self.relay.hub.publish(mailbox, self.connection, News::Signal, || {
            encode_message(&Message::Signal { mailbox, bytes })
        });
    }

    fn open(&mut self, opening: Opening) {
        let mailbox = opening.mailbox;
        let earlier = self.opened.remove(&mailbox);
        if earlier.is_none() && self.opened.len() >= self.relay.limits.mailboxes_per_connection {
            return self.refuse(Some(opening.req), ErrorCode::Quota, None);
        }
        if let Some(earlier) = &earlier {
            earlier.abort();
        }
        let relay = Arc::clone(&self.relay);
        let outbox = self.outbox.clone();
        let connection = self.connection;
        let task = tokio::spawn(async move {
            if let Some(earlier) = earlier {
                // Its last words come before our first.
                let _ = earlier.await;
            }
            open(&relay, connection, outbox, opening).await;
        });
        self.opened.insert(mailbox, task);
    }

    fn refuse_for_store(&self, req: u32, error: &crate::store::StoreError) {
        tracing::error!(%error, "the store could not be read");
        self.refuse(Some(req), ErrorCode::Busy, Some(STORE_RETRY));
    }

    /// Ends all subscriptions.
    pub(super) async fn end(&mut self) {
        for (mailbox, task) in self.opened.drain() {
            task.abort();
            let _ = task.await;
            self.relay.hub.unsubscribe(mailbox, self.connection);
        }
    }
}

/// The bytes that a request asks to be kept or handed on.
fn carried(body: &RequestBody) -> usize {
    match body {
        RequestBody::Put { bytes, .. }
        | RequestBody::PutCell { bytes, .. }
        | RequestBody::Signal { bytes, .. } => bytes.len(),
        RequestBody::Create { .. } | RequestBody::Open { .. } | RequestBody::Ping => 0,
    }
}
