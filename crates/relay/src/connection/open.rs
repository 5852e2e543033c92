//! Opening a mailbox: its cells, its events after the reader's place, `end`, and from then on the news.
//! The backlog is read before and after subscribing; what both the last reading and the news have is said once.

use std::sync::Arc;

use wire::{ErrorCode, MailboxId, Message, SMALL_CELL, encode_message};

use crate::hub::ConnectionId;
use crate::outbox::{Ended, Outbox};
use crate::relay::Relay;
use crate::store::StoreError;

const PAGE_BYTES: usize = 256 << 10;

/// What was asked.
pub(super) struct Opening {
    pub(super) req: u32,
    pub(super) mailbox: MailboxId,
    /// The hash of the read secret that was shown.
    pub(super) read: [u8; 32],
    pub(super) since: u64,
    pub(super) chain: Option<[u8; 32]>,
    /// Whether large cells are wanted.
    pub(super) large: bool,
}

enum Stop {
    Refused(ErrorCode),
    Store(StoreError),
    Ended,
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Ended> for Stop {
    fn from(_: Ended) -> Self {
        Self::Ended
    }
}

/// Opens a mailbox for a connection, or answers why not.
pub(super) async fn open(relay: &Arc<Relay>, connection: ConnectionId, outbox: Outbox, opening: Opening) {
    let (req, mailbox) = (opening.req, opening.mailbox);
    relay.hub.unsubscribe(mailbox, connection);
    let refusal = match try_open(relay, connection, &outbox, opening).await {
        Ok(()) | Err(Stop::Ended) => return,
        Err(Stop::Refused(code)) => Message::Error { req: Some(req), code, retry_after_ms: None },
        Err(Stop::Store(error)) => {
            tracing::error!(%error, "the store could not be read");
            Message::Error { req: Some(req), code: ErrorCode::Busy, retry_after_ms: Some(5_000) }
        }
    };
    relay.hub.unsubscribe(mailbox, connection);
    relay.metrics.refusals.up();
    outbox.answer(&refusal);
}

async fn try_open(
    relay: &Arc<Relay>,
    connection: ConnectionId,
    outbox: &Outbox,
    opening: Opening,
) -> Result<(), Stop> {
    let Opening { req, mailbox, since, large, .. } = opening;
    let start = check(relay, opening).await?;
    let mut place = Reached { relay, outbox, mailbox, seq: since, chain: start, revision: 0, large };
    place.say_cells().await?;
    place.say_events().await?;
    relay.hub.subscribe(mailbox, connection, outbox.clone());
    place.say_cells().await?;
    place.say_events().await?;
    let end = encode_message(&Message::End { req, mailbox, upto: place.seq, chain: place.chain });
    relay.hub.go_live(mailbox, connection, place.seq, place.revision, end.into());
    Ok(())
}

/// Checks the secret and that the reader's past is ours; returns the chain at its place.
async fn check(relay: &Arc<Relay>, opening: Opening) -> Result<[u8; 32], Stop> {
    let Opening { mailbox, read, since, chain, .. } = opening;
    let (room, ours) = relay
        .readers
        .read(move |reader| Ok((reader.mailbox(mailbox)?, reader.chain_at(mailbox, since)?)))
        .await?;
    let room = room.ok_or(Stop::Refused(ErrorCode::Gone))?;
    if room.hashes.read != read {
        return Err(Stop::Refused(ErrorCode::Denied));
    }
    match ours {
        Some(ours) if chain.is_none_or(|theirs| theirs == ours) => Ok(ours),
        Some(_) | None => Err(Stop::Refused(ErrorCode::RolledBack)),
    }
}

/// How far the backlog has been said.
struct Reached<'a> {
    relay: &'a Arc<Relay>,
    outbox: &'a Outbox,
    mailbox: MailboxId,
    seq: u64,
    chain: [u8; 32],
    revision: u64,
    large: bool,
}

impl Reached<'_> {
    async fn say_cells(&mut self) -> Result<(), Stop> {
        let mailbox = self.mailbox;
        loop {
            let after = self.revision;
            let page =
                self.relay.readers.read(move |reader| reader.cells(mailbox, after, PAGE_BYTES)).await?;
            if page.is_empty() {
                return Ok(());
            }
            for cell in page {
                self.revision = cell.revision;
                if cell.bytes.len() > SMALL_CELL && !self.large {
                    continue;
                }
                let said = Message::Cell { mailbox, cell: cell.cell, bytes: cell.bytes };
                self.outbox.send_backlog(&said).await?;
            }
        }
    }

    async fn say_events(&mut self) -> Result<(), Stop> {
        let mailbox = self.mailbox;
        loop {
            let after = self.seq;
            let page =
                self.relay.readers.read(move |reader| reader.events(mailbox, after, PAGE_BYTES)).await?;
            if page.is_empty() {
                return Ok(());
            }
            for event in page {
                self.seq = event.place.seq;
                self.chain = event.place.chain;
                let said = Message::Event {
                    mailbox,
                    seq: event.place.seq,
                    chain: event.place.chain,
                    received_at: event.place.received_at,
                    bytes: event.bytes,
                };
                self.outbox.send_backlog(&said).await?;
            }
        }
    }
}
