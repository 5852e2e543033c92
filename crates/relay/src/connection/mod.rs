//! One connection from its first frame to its last.
//! Requests are taken one after the other; opening a mailbox goes on beside them, so that a long backlog
//! delays neither puts nor pings.

mod open;
mod requests;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message as Frame, WebSocket, close_code};
use futures::stream::SplitStream;
use futures::{SinkExt, StreamExt};
use tokio_tungstenite::tungstenite;
use wire::{DecodeError, ErrorCode, Message, encode_message};

use crate::outbox::outbox;
use crate::relay::Relay;
use requests::Requests;

/// The relay pings every 30 s; who has not even answered these is gone.
const SILENCE: Duration = Duration::from_secs(95);
/// What may still be sent after the end has been decided.
const FAREWELL: Duration = Duration::from_secs(5);

/// Why a connection ended.
enum End {
    /// The client closed it, or the network did.
    Gone,
    /// Nothing came for too long.
    Silent,
    /// News found no room.
    TooSlow,
    /// The relay is ending.
    Stopping,
    /// A message beyond what is read at all.
    TooLarge,
    /// A text message, where all are binary.
    NotBinary,
}

/// Serves a connection until it ends.
pub async fn serve(socket: WebSocket, address: IpAddr, relay: Arc<Relay>) {
    let Some(_alive) = relay.alive.upgrade() else { return };
    let _seat = match relay.admission.connect(address) {
        Ok(seat) => seat,
        Err(refusal) => {
            relay.metrics.refusals.up();
            return turn_away(socket, refusal.code, refusal.retry_after).await;
        }
    };
    relay.metrics.connections_accepted.up();
    relay.metrics.connections.up();

    let (sink, mut stream) = socket.split();
    let (outbox, queue) = outbox(relay.limits.queue_bytes);
    let mut sending = tokio::spawn(queue.send_all(sink));
    let mut requests = Requests::new(Arc::clone(&relay), outbox.clone(), address);
    let mut stopping = relay.stopping.clone();
    let end = tokio::select! {
        end = read(&mut stream, &mut requests) => end,
        () = outbox.too_slow() => End::TooSlow,
        _ = stopping.wait_for(|stopping| *stopping) => End::Stopping,
        _ = &mut sending => End::Gone,
    };
    requests.end().await;
    let farewell = match end {
        End::Gone | End::Silent => None,
        End::TooSlow => {
            relay.metrics.slow_readers.up();
            None
        }
        End::Stopping => Some((close_code::AWAY, "the relay is restarting")),
        End::TooLarge => {
            requests.refuse(None, ErrorCode::TooLarge, None);
            Some((close_code::SIZE, "the message is too large"))
        }
        End::NotBinary => {
            requests.refuse(None, ErrorCode::Malformed, None);
            Some((close_code::UNSUPPORTED, "messages are binary"))
        }
    };
    if let Some((code, reason)) = farewell {
        outbox.close(code, reason);
        // Whoever does not take the farewell in time is cut off below.
        let _ = tokio::time::timeout(FAREWELL, &mut sending).await;
    }
    sending.abort();
    relay.metrics.connections.down();
}

async fn read(stream: &mut SplitStream<WebSocket>, requests: &mut Requests) -> End {
    loop {
        let Ok(next) = tokio::time::timeout(SILENCE, stream.next()).await else { return End::Silent };
        match next {
            Some(Ok(Frame::Binary(frame))) => requests.take(&frame).await,
            Some(Ok(Frame::Ping(_) | Frame::Pong(_))) => {}
            Some(Ok(Frame::Text(_))) => return End::NotBinary,
            Some(Ok(Frame::Close(_))) | None => return End::Gone,
            Some(Err(error)) => return if is_too_large(error) { End::TooLarge } else { End::Gone },
        }
    }
}

/// A size beyond the set limit is the client's mistake, and told; everything else is a broken connection.
fn is_too_large(error: axum::Error) -> bool {
    matches!(error.into_inner().downcast_ref(), Some(tungstenite::Error::Capacity(_)))
}

async fn turn_away(mut socket: WebSocket, code: ErrorCode, retry_after: Duration) {
    let retry_after_ms = Some(u32::try_from(retry_after.as_millis()).unwrap_or(u32::MAX));
    let refusal = encode_message(&Message::Error { req: None, code, retry_after_ms });
    let goodbye = Frame::Close(Some(CloseFrame { code: close_code::AGAIN, reason: code.name().into() }));
    let sending = async {
        socket.send(Frame::Binary(refusal.into())).await?;
        socket.send(goodbye).await?;
        socket.close().await
    };
    // Whether it arrives or not, the connection ends.
    let _ = tokio::time::timeout(FAREWELL, sending).await;
}

/// The request number and the refusal for a frame that could not be read.
fn refusal_of(error: &DecodeError) -> (Option<u32>, ErrorCode) {
    match error {
        DecodeError::UnknownKind { req, .. } => (*req, ErrorCode::Version),
        DecodeError::Malformed | DecodeError::Missing(_) => (None, ErrorCode::Malformed),
    }
}
