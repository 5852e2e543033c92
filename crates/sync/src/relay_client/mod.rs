//! One connection to a relay: requests and their answers, time-outs, pings, and when to try again.
//! Sans-IO; knows nothing of what the envelopes hold.

mod inbox;

pub(crate) use inbox::{Advance, Inbox};

use std::collections::BTreeMap;

use wire::{ErrorCode, MailboxId, Message, Request, RequestBody};

use crate::effect::Effect;
use crate::random::{Random, below};
use crate::store::EnvelopeKey;

/// How long an answer may take before the connection counts as stalled.
const ANSWER_WITHIN: u64 = 20_000;
/// How long a connection may take to stand.
const CONNECT_WITHIN: u64 = 20_000;
/// How long after the last word a ping is sent.
const PING_AFTER: u64 = 25_000;
/// The first wait before another attempt; doubled each time.
const FIRST_WAIT: u64 = 1_000;
/// The longest wait.
const LONGEST_WAIT: u64 = 60_000;

/// What a request was for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// To create a mailbox.
    Create(MailboxId),
    /// To read a mailbox.
    Open(MailboxId),
    /// To put an envelope of a log.
    Put(EnvelopeKey, [u8; 32]),
    /// To put a part of a welcome into an invitation's mailbox.
    Welcome(MailboxId, usize),
    /// To replace this device's cell.
    Cell,
    /// Whether anybody is there.
    Ping,
}

/// What the relay said, with what had been asked.
#[derive(Debug)]
pub(crate) enum Heard {
    /// An answer or news.
    Message(Option<Asked>, Box<Message>),
    /// The connection is of no use any more.
    Broken,
    /// Nothing that matters.
    Nothing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    /// There is nowhere to connect to, or nothing to connect for.
    Off,
    Waiting {
        until: u64,
    },
    Connecting {
        until: u64,
    },
    Up,
}

struct Outstanding {
    asked: Asked,
    since: u64,
}

/// One connection and the attempts at it.
pub(crate) struct RelayClient {
    url: Option<String>,
    link: Link,
    next_req: u32,
    outstanding: BTreeMap<u32, Outstanding>,
    attempts: u32,
    heard_at: u64,
}

impl RelayClient {
    pub(crate) fn new(url: Option<String>) -> Self {
        Self { url, link: Link::Off, next_req: 1, outstanding: BTreeMap::new(), attempts: 0, heard_at: 0 }
    }

    pub(crate) fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    pub(crate) fn is_up(&self) -> bool {
        self.link == Link::Up
    }

    pub(crate) fn is_connecting(&self) -> bool {
        matches!(self.link, Link::Connecting { .. })
    }

    /// How often in a row connecting failed.
    pub(crate) fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Begins to connect, if there is an address and no connection.
    pub(crate) fn connect(&mut self, now: u64, effects: &mut Vec<Effect>) {
        if let Some(url) = &self.url {
            self.link = Link::Connecting { until: now + CONNECT_WITHIN };
            effects.push(Effect::RelayConnect(url.clone()));
        }
    }

    /// Another address is the right one now.
    pub(crate) fn move_to(&mut self, url: String, now: u64, effects: &mut Vec<Effect>) {
        if self.url.as_deref() != Some(url.as_str()) {
            self.url = Some(url);
            self.outstanding.clear();
            self.attempts = 0;
            self.connect(now, effects);
        }
    }

    /// The connection stands.
    pub(crate) fn connected(&mut self, now: u64) {
        self.link = Link::Up;
        self.outstanding.clear();
        self.heard_at = now;
    }

    /// The connection is gone, or is given up: another attempt follows.
    pub(crate) fn lost(&mut self, now: u64, rng: &mut dyn Random) {
        if matches!(self.link, Link::Off | Link::Waiting { .. }) {
            return;
        }
        self.outstanding.clear();
        let wait = FIRST_WAIT.saturating_mul(1 << self.attempts.min(10)).min(LONGEST_WAIT);
        self.attempts = self.attempts.saturating_add(1);
        // Half of it is chance, so that many who lost the same relay do not return together.
        self.link = Link::Waiting { until: now + wait / 2 + below(rng, wait / 2 + 1) };
    }

    /// All is well: the next loss is waited out from the shortest wait again.
    pub(crate) fn settled(&mut self) {
        self.attempts = 0;
    }

    /// The network is back: the next attempt is due at once, and one that was begun without a network is begun
    /// anew. A connection that seems to stand is asked whether it does.
    pub(crate) fn hasten(&mut self, now: u64) {
        match &mut self.link {
            Link::Off => {}
            Link::Up => self.heard_at = self.heard_at.min(now.saturating_sub(PING_AFTER)),
            link => {
                *link = Link::Waiting { until: now };
                self.attempts = 0;
            }
        }
    }

    /// Closes a connection that is of no use and waits.
    pub(crate) fn give_up(&mut self, now: u64, rng: &mut dyn Random, effects: &mut Vec<Effect>) {
        effects.push(Effect::RelayClose);
        self.lost(now, rng);
    }

    /// Sends a request.
    pub(crate) fn ask(&mut self, asked: Asked, body: RequestBody, now: u64, effects: &mut Vec<Effect>) {
        let req = self.next_req;
        self.next_req = self.next_req.wrapping_add(1).max(1);
        self.outstanding.insert(req, Outstanding { asked, since: now });
        effects.push(Effect::RelaySend(wire::encode_request(&Request { req, body })));
    }

    /// How many puts wait for their acknowledgement.
    pub(crate) fn puts_under_way(&self) -> usize {
        self.outstanding.values().filter(|out| matches!(out.asked, Asked::Put(..))).count()
    }

    /// The relay said something.
    pub(crate) fn frame(&mut self, frame: &[u8], now: u64) -> Heard {
        self.heard_at = now;
        let message = match wire::decode_message(frame) {
            Ok(message) => message,
            Err(wire::DecodeError::UnknownKind { .. }) => return Heard::Nothing,
            Err(wire::DecodeError::Malformed | wire::DecodeError::Missing(_)) => return Heard::Broken,
        };
        let req = match &message {
            Message::Created { req }
            | Message::End { req, .. }
            | Message::Ack { req, .. }
            | Message::CellAck { req }
            | Message::Pong { req } => Some(*req),
            Message::Error { req, .. } => *req,
            Message::Cell { .. } | Message::Event { .. } | Message::Signal { .. } => None,
        };
        let asked = req.and_then(|req| self.outstanding.remove(&req)).map(|out| out.asked);
        match &message {
            Message::Pong { .. } => Heard::Nothing,
            // An answer to what was never asked.
            _ if req.is_some() && asked.is_none() => Heard::Broken,
            Message::Error { req: None, code: ErrorCode::Malformed | ErrorCode::Version, .. } => {
                Heard::Broken
            }
            _ => Heard::Message(asked, Box::new(message)),
        }
    }

    /// Time went on. Whether the connection was given up.
    pub(crate) fn tick(&mut self, now: u64, rng: &mut dyn Random, effects: &mut Vec<Effect>) -> bool {
        match self.link {
            Link::Off => false,
            Link::Waiting { until } => {
                if now >= until {
                    self.connect(now, effects);
                }
                false
            }
            Link::Connecting { until } => {
                if now >= until {
                    self.give_up(now, rng, effects);
                }
                now >= until
            }
            Link::Up => {
                if self.stalls_at().is_some_and(|at| now >= at) {
                    self.give_up(now, rng, effects);
                    return true;
                }
                let silent = now >= self.heard_at + PING_AFTER;
                if silent && !self.outstanding.values().any(|out| out.asked == Asked::Ping) {
                    self.ask(Asked::Ping, RequestBody::Ping, now, effects);
                }
                false
            }
        }
    }

    /// When the connection counts as stalled, if nothing is heard by then. While a mailbox is read, what
    /// comes counts as an answer.
    fn stalls_at(&self) -> Option<u64> {
        self.outstanding
            .values()
            .map(|out| match out.asked {
                Asked::Open(_) => self.heard_at.max(out.since) + ANSWER_WITHIN,
                _ => out.since + ANSWER_WITHIN,
            })
            .min()
    }

    /// When it wants to be woken.
    pub(crate) fn wake_at(&self) -> Option<u64> {
        match self.link {
            Link::Off => None,
            Link::Waiting { until } | Link::Connecting { until } => Some(until),
            Link::Up => {
                let pinging = self.outstanding.values().any(|out| out.asked == Asked::Ping);
                let ping = (!pinging).then_some(self.heard_at + PING_AFTER);
                [self.stalls_at(), ping].into_iter().flatten().min()
            }
        }
    }
}
