//! What waits to be sent on one connection, bounded in bytes.
//! News must never wait for a slow reader: if its budget is used up, the connection ends, and the reader comes
//! back to its place. What a reader asked for (a backlog) has a budget of its own and waits instead.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::ws::{CloseFrame, Message as Frame, WebSocket};
use futures::stream::SplitSink;
use futures::{FutureExt, SinkExt};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, watch};
use wire::{Message, encode_message};

/// What surrounds each frame in memory, so that many small ones are bounded, too.
const FRAME_COST: usize = 128;
const BACKLOG_BYTES: usize = 2 * wire::MAX_FRAME;
const PING_EVERY: Duration = Duration::from_secs(30);
const SEND_WITHIN: Duration = Duration::from_secs(60);

/// The sending end, shared by all who have something to say to the connection.
#[derive(Clone)]
pub struct Outbox {
    queue: mpsc::UnboundedSender<Outgoing>,
    news: Arc<Semaphore>,
    backlog: Arc<Semaphore>,
    too_slow: watch::Sender<bool>,
}

/// The other end: what the connection's sender takes from.
pub struct Queue(mpsc::UnboundedReceiver<Outgoing>);

enum Outgoing {
    Frame(Bytes, OwnedSemaphorePermit),
    Close(CloseFrame),
}

/// Room that news has taken in an outbox.
pub struct Reserved(OwnedSemaphorePermit);

/// The connection has ended.
#[derive(Debug)]
pub struct Ended;

/// An outbox and its queue.
pub fn outbox(news_bytes: u32) -> (Outbox, Queue) {
    let (queue, taken) = mpsc::unbounded_channel();
    // One greatest frame must fit, or it could never be sent.
    let news = (news_bytes as usize).max(wire::MAX_FRAME + FRAME_COST);
    let outbox = Outbox {
        queue,
        news: Arc::new(Semaphore::new(news)),
        backlog: Arc::new(Semaphore::new(BACKLOG_BYTES)),
        too_slow: watch::Sender::new(false),
    };
    (outbox, Queue(taken))
}

fn cost(frame: &Bytes) -> u32 {
    u32::try_from(frame.len() + FRAME_COST).unwrap_or(u32::MAX)
}

impl Outbox {
    /// Takes room for news; if there is none, the connection ends.
    pub fn reserve(&self, frame: &Bytes) -> Option<Reserved> {
        if let Ok(permit) = Arc::clone(&self.news).try_acquire_many_owned(cost(frame)) {
            Some(Reserved(permit))
        } else {
            self.too_slow.send_replace(true);
            None
        }
    }

    /// Sends news that has its room.
    pub fn send_reserved(&self, frame: Bytes, reserved: Reserved) {
        // If the queue is gone, so is the connection.
        let _ = self.queue.send(Outgoing::Frame(frame, reserved.0));
    }

    /// Sends news at once, or ends the connection.
    pub fn send_now(&self, frame: Bytes) {
        if let Some(reserved) = self.reserve(&frame) {
            self.send_reserved(frame, reserved);
        }
    }

    /// Answers a request at once, or ends the connection.
    pub fn answer(&self, message: &Message) {
        self.send_now(encode_message(message).into());
    }

    /// Sends a part of a backlog as soon as there is room.
    ///
    /// # Errors
    /// If the connection has ended.
    pub async fn send_backlog(&self, message: &Message) -> Result<(), Ended> {
        let frame = Bytes::from(encode_message(message));
        let permit = Arc::clone(&self.backlog).acquire_many_owned(cost(&frame)).await.map_err(|_| Ended)?;
        self.queue.send(Outgoing::Frame(frame, permit)).map_err(|_| Ended)
    }

    /// Ends the connection after what is queued.
    pub fn close(&self, code: u16, reason: &'static str) {
        let _ = self.queue.send(Outgoing::Close(CloseFrame { code, reason: reason.into() }));
    }

    /// Whether the connection has ended.
    pub fn is_closed(&self) -> bool {
        self.queue.is_closed()
    }

    /// Waits until news found no room.
    pub async fn too_slow(&self) {
        let mut too_slow = self.too_slow.subscribe();
        // The sender lives in `self`.
        let _ = too_slow.wait_for(|too_slow| *too_slow).await;
    }
}

impl Queue {
    /// Sends what comes until the connection is closed, breaks, or takes nothing for a minute.
    pub async fn send_all(mut self, mut sink: SplitSink<WebSocket, Frame>) {
        let mut ping = tokio::time::interval(PING_EVERY);
        ping.tick().await;
        loop {
            let sent = tokio::select! {
                outgoing = self.0.recv() => match outgoing {
                    Some(outgoing) => self.send_burst(outgoing, &mut sink).await,
                    None => return,
                },
                _ = ping.tick() => within(sink.send(Frame::Ping(Bytes::new()))).await,
            };
            if sent.is_err() {
                return;
            }
        }
    }

    /// Sends one frame and those that wait behind it, then flushes.
    async fn send_burst(
        &mut self,
        first: Outgoing,
        sink: &mut SplitSink<WebSocket, Frame>,
    ) -> Result<(), Ended> {
        let mut next = Some(first);
        while let Some(outgoing) = next {
            match outgoing {
                Outgoing::Frame(bytes, permit) => {
                    within(sink.feed(Frame::Binary(bytes))).await?;
                    drop(permit);
                }
                Outgoing::Close(frame) => {
                    let _ = within(sink.send(Frame::Close(Some(frame)))).await;
                    return Err(Ended);
                }
            }
            next = self.0.recv().now_or_never().flatten();
        }
        within(sink.flush()).await
    }
}

async fn within<E>(sending: impl Future<Output = Result<(), E>>) -> Result<(), Ended> {
    match tokio::time::timeout(SEND_WITHIN, sending).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) | Err(_) => Err(Ended),
    }
}
