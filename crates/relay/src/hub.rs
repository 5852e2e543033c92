//! Who has which mailbox open, and telling them what is new, from memory, after the commit.
//! A subscription begins by holding its news while the backlog is still being read; then it goes live, so that
//! a reader sees each envelope once and in order. News never waits for anyone.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use wire::MailboxId;

use crate::outbox::{Outbox, Reserved};

/// Names a connection among those of this run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ConnectionId(pub u64);

/// Where news stands among what a reader of the store sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// An envelope at this place.
    Event(u64),
    /// A cell of this revision.
    Cell(u64),
    /// A signal, which no store has.
    Signal,
}

/// All subscriptions.
#[derive(Default)]
pub struct Hub {
    rooms: Mutex<HashMap<MailboxId, HashMap<ConnectionId, Subscriber>>>,
}

struct Subscriber {
    outbox: Outbox,
    state: State,
}

enum State {
    Holding(Vec<(News, Bytes, Reserved)>),
    Live,
}

type Rooms = HashMap<MailboxId, HashMap<ConnectionId, Subscriber>>;

impl Hub {
    fn rooms(&self) -> MutexGuard<'_, Rooms> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins to hold a mailbox's news for a connection.
    pub fn subscribe(&self, mailbox: MailboxId, connection: ConnectionId, outbox: Outbox) {
        let subscriber = Subscriber { outbox, state: State::Holding(Vec::new()) };
        self.rooms().entry(mailbox).or_default().insert(connection, subscriber);
    }

    /// Says `end`, then what was held beyond the places that the backlog reached; from now on news goes out
    /// at once.
    pub fn go_live(&self, mailbox: MailboxId, connection: ConnectionId, seq: u64, revision: u64, end: Bytes) {
        let mut rooms = self.rooms();
        let Some(subscriber) = rooms.get_mut(&mailbox).and_then(|room| room.get_mut(&connection)) else {
            return;
        };
        subscriber.outbox.send_now(end);
        if let State::Holding(held) = std::mem::replace(&mut subscriber.state, State::Live) {
            for (news, frame, reserved) in held {
                let unseen = match news {
                    News::Event(at) => at > seq,
                    News::Cell(at) => at > revision,
                    News::Signal => true,
                };
                if unseen {
                    subscriber.outbox.send_reserved(frame, reserved);
                }
            }
        }
    }

    /// Tells everyone but the one it came from. `frame` is written only if there is somebody to tell.
    pub fn publish(
        &self,
        mailbox: MailboxId,
        origin: ConnectionId,
        news: News,
        frame: impl FnOnce() -> Vec<u8>,
    ) {
        let mut rooms = self.rooms();
        let Some(room) = rooms.get_mut(&mailbox) else { return };
        room.retain(|_, subscriber| !subscriber.outbox.is_closed());
        let mut others =
            room.iter_mut().filter(|(connection, _)| **connection != origin).map(|(_, s)| s).peekable();
        if others.peek().is_none() {
            return;
        }
        let frame = Bytes::from(frame());
        for subscriber in others {
            let Some(reserved) = subscriber.outbox.reserve(&frame) else { continue };
            match &mut subscriber.state {
                State::Holding(held) => held.push((news, frame.clone(), reserved)),
                State::Live => subscriber.outbox.send_reserved(frame.clone(), reserved),
            }
        }
    }

    /// Ends one subscription.
    pub fn unsubscribe(&self, mailbox: MailboxId, connection: ConnectionId) {
        let mut rooms = self.rooms();
        if let Some(room) = rooms.get_mut(&mailbox) {
            room.remove(&connection);
            if room.is_empty() {
                rooms.remove(&mailbox);
            }
        }
    }
}
