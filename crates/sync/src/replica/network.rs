//! The relay: which mailboxes are opened, what was read there, and what becomes of a relay that forgot.

use std::collections::{BTreeMap, VecDeque};

use wire::{CellKey, ErrorCode, MailboxId, Message, RequestBody, Secret, blob_id};

use super::Replica;
use super::keeping::{After, named, state};
use crate::cbor::{Fields, Malformed, Value, map};
use crate::covers::Covers;
use crate::documents::Documents;
use crate::effect::Effect;
use crate::envelope::Position;
use crate::membership::Mailbox;
use crate::random::{Random, below};
use crate::relay_client::{Advance, Asked, Heard, Inbox};
use crate::status::Trouble;
use crate::store::Transaction;

/// How many envelopes are judged together while a mailbox is read.
const BATCH: usize = 512;
/// How long after a change the reading's state, and this device's cell, are written.
const WRITE_AFTER: u64 = 1_500;
/// How long to wait after a refusal that names no time.
const RETRY_AFTER: u64 = 30_000;
/// The relay is read again for what was pushed out at most this often.
const REREAD_EVERY: u64 = 60_000;

/// How the team's mailbox stands in this connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Phase {
    #[default]
    Closed,
    Creating,
    Reading,
    Open,
}

/// What is known of the team's mailbox.
#[derive(Default)]
pub(super) struct Team {
    phase: Phase,
    pub(super) inbox: Inbox,
    /// What lies on the relay.
    pub(super) shown: Covers,
    /// Whether the mailbox must be created first.
    pub(super) absent: bool,
    /// Whether this device ever read all that lay there.
    pub(super) whole: bool,
    /// Whether in this run all that lay there was read.
    pub(super) caught_up: bool,
    /// Read and not judged yet.
    buffer: VecDeque<(Vec<u8>, Option<Position>)>,
    /// The newest place of an envelope of this device.
    pub(super) own_seq: u64,
    /// The other devices' cells, as they came.
    pub(super) cells: BTreeMap<CellKey, Vec<u8>>,
    /// When the reading's state and the cell are to be written.
    write_at: Option<u64>,
    /// What the cell last said.
    pub(super) cell_seq: u64,
    /// Invitations that the relay has not got yet.
    pub(super) offers: Vec<super::inviting::Offer>,
    /// When to ask again after a refusal.
    pub(super) retry_at: Option<u64>,
    /// Not before when the relay is read again for what was pushed out of what is held.
    reread_from: u64,
}

impl Team {
    pub(super) fn is_open(&self) -> bool {
        self.phase == Phase::Open
    }

    pub(super) fn wake_at(&self) -> Option<u64> {
        [self.write_at, self.retry_at].into_iter().flatten().min()
    }

    pub(super) fn close(&mut self) {
        self.phase = Phase::Closed;
        // What was read and not judged is read again.
        if let Some((_, Some(position))) = self.buffer.front() {
            self.inbox = Inbox::at(position.seq - 1, position.chain_before);
        }
        self.buffer.clear();
    }

    pub(super) fn changed(&mut self, now: u64) {
        self.write_at.get_or_insert(now + WRITE_AFTER);
    }

    /// The stored state.
    pub(super) fn encode(&self, mailbox: &MailboxId, inbox: &Inbox) -> Vec<u8> {
        map(&[
            (0, Value::Bytes(&mailbox.0)),
            (1, Value::Number(inbox.seq)),
            (2, Value::Bytes(&inbox.chain)),
            (3, Value::Number(self.absent.into())),
            (4, Value::Number(self.own_seq)),
            (5, Value::Bytes(&self.shown.encode())),
            (6, Value::Number(self.whole.into())),
        ])
    }

    /// Reads the stored state; nothing if it is of another mailbox.
    pub(super) fn decode(bytes: &[u8], mailbox: &MailboxId) -> Result<Option<Self>, Malformed> {
        let fields = Fields::read(bytes)?;
        if fields.array(0)? != mailbox.0 {
            return Ok(None);
        }
        Ok(Some(Self {
            inbox: Inbox::at(fields.number(1)?, fields.array(2)?),
            absent: fields.number(3)? != 0,
            own_seq: fields.number(4)?,
            shown: Covers::decode(fields.bytes(5)?).ok_or(Malformed)?,
            whole: fields.optional(6, Fields::number)?.unwrap_or(0) != 0,
            ..Self::default()
        }))
    }
}

/// What a refusal says of the relay.
fn trouble_of(code: ErrorCode) -> Trouble {
    if code == ErrorCode::Busy { Trouble::Busy } else { Trouble::Refuses }
}

impl Replica {
    /// Connects to where the membership says that the team's mailbox is.
    pub(super) fn connect_to_team(&mut self, now: u64) {
        if let Some(url) = self.membership.mailbox().map(|mailbox| mailbox.url.clone()) {
            self.relay.move_to(url, now, &mut self.effects);
        }
    }

    pub(super) fn relay_connected(&mut self, now: u64) {
        self.relay.connected(now);
        self.team.close();
        // A relay that went back to an old backup may have been filled again by others, just as it was; but this
        // device's cell on it is old.
        self.team.cell_seq = 0;
        self.outbox.reconnected();
        if self.joining.is_some() {
            self.open_invitation(now);
        } else {
            self.open_team(now);
            self.offers_again();
        }
    }

    pub(super) fn relay_lost(&mut self, now: u64, rng: &mut dyn Random) {
        self.relay.lost(now, rng);
        self.connection_gone();
        self.joining_stalls();
    }

    fn connection_gone(&mut self) {
        self.team.close();
        self.outbox.reconnected();
    }

    /// Closes a connection that is of no use.
    pub(super) fn hang_up(&mut self, now: u64, rng: &mut dyn Random) {
        self.relay.give_up(now, rng, &mut self.effects);
        self.connection_gone();
    }

    /// Opens the team's mailbox, or creates it first.
    pub(super) fn open_team(&mut self, now: u64) {
        let Some(mailbox) = self.membership.mailbox().cloned() else { return };
        if !self.relay.is_up() || self.relay.url() != Some(mailbox.url.as_str()) {
            return;
        }
        if !self.team.absent {
            self.begin_reading_anew();
            self.read_from(&mailbox, now);
        } else {
            self.team.phase = Phase::Creating;
            let body = RequestBody::Create { hashes: mailbox.hashes() };
            self.relay.ask(Asked::Create(mailbox.id()), body, now, &mut self.effects);
        }
    }

    fn read_from(&mut self, mailbox: &Mailbox, now: u64) {
        self.team.phase = Phase::Reading;
        self.team.buffer.clear();
        let body = RequestBody::Open {
            mailbox: mailbox.id(),
            read: mailbox.read.clone(),
            since: self.team.inbox.seq,
            chain: (self.team.inbox.seq > 0).then_some(self.team.inbox.chain),
            large: self.wants_snapshot(),
        };
        self.relay.ask(Asked::Open(mailbox.id()), body, now, &mut self.effects);
    }

    /// What the relay said at once. Of envelopes that come together, the newest signature of a log does for
    /// all that it continues.
    pub(super) fn relay_frames(
        &mut self,
        frames: &[Vec<u8>],
        now: u64,
        rng: &mut dyn Random,
        docs: &mut dyn Documents,
    ) {
        for frame in frames {
            self.relay_frame(frame, now, rng, docs);
        }
        if self.team.phase == Phase::Open {
            self.judge_buffer(now, docs);
            self.reread_spilled(now);
        }
    }

    fn relay_frame(&mut self, frame: &[u8], now: u64, rng: &mut dyn Random, docs: &mut dyn Documents) {
        if !self.relay.is_up() {
            return;
        }
        match self.relay.frame(frame, now) {
            Heard::Nothing => {}
            Heard::Broken => {
                self.trouble = Some(Trouble::Nonsense);
                self.hang_up(now, rng);
            }
            Heard::Message(asked, message) if self.joining.is_some() => {
                self.joining_heard(asked, *message, now, rng);
            }
            Heard::Message(asked, message) => self.heard(asked, *message, now, rng, docs),
        }
    }

    fn heard(
        &mut self,
        asked: Option<Asked>,
        message: Message,
        now: u64,
        rng: &mut dyn Random,
        docs: &mut dyn Documents,
    ) {
        let team = self.membership.mailbox().map(Mailbox::id);
        match (asked, message) {
            (Some(Asked::Create(id)), Message::Created { .. }) if Some(id) == team => {
                self.team.absent = false;
                self.team.changed(now);
                self.open_team(now);
            }
            (Some(Asked::Create(id)), Message::Created { .. }) => self.put_welcome(id, now),
            (Some(Asked::Welcome(id, part)), Message::Ack { .. }) => self.welcome_lies(&id, part),
            (None, Message::Event { mailbox, seq, chain, bytes, .. }) if Some(mailbox) == team => {
                self.event(seq, chain, bytes, now, rng, docs);
            }
            (Some(Asked::Open(id)), Message::End { upto, chain, .. }) if Some(id) == team => {
                self.end(upto, &chain, now, rng, docs);
            }
            (Some(Asked::Put(key, blob)), Message::Ack { seq, chain, .. }) => {
                self.outbox.acknowledged(&key);
                self.trouble =
                    self.trouble.filter(|trouble| !matches!(trouble, Trouble::Refuses | Trouble::Busy));
                self.shown_on_relay(&key, seq, now);
                if self.team.inbox.told(seq, chain, Some(blob)) == Advance::Broken {
                    self.mistrust(now, rng);
                }
            }
            (None, Message::Cell { mailbox, cell, bytes })
                if Some(mailbox) == team && (bytes.len() <= wire::SMALL_CELL || self.wants_snapshot()) =>
            {
                self.team.cells.insert(cell, bytes);
                self.look_for_snapshot();
            }
            (Some(asked), Message::Error { code, retry_after_ms, .. }) => {
                self.refused(asked, code, retry_after_ms, now, rng);
            }
            _ => {}
        }
    }

    fn refused(
        &mut self,
        asked: Asked,
        code: ErrorCode,
        retry_after_ms: Option<u32>,
        now: u64,
        rng: &mut dyn Random,
    ) {
        let again = now + retry_after_ms.map_or(RETRY_AFTER, u64::from);
        let team = self.membership.mailbox().map(Mailbox::id);
        match (asked, code) {
            (Asked::Open(id), ErrorCode::RolledBack) if Some(id) == team => self.rolled_back(now),
            // It lost the whole mailbox: any member can create it again.
            (Asked::Open(id), ErrorCode::Gone) if Some(id) == team => {
                self.team.absent = true;
                self.rolled_back(now);
            }
            (Asked::Put(key, _), ErrorCode::TooLarge) => self.outbox.unsendable(&key),
            (Asked::Put(..) | Asked::Cell, ErrorCode::Gone | ErrorCode::RolledBack) => {
                self.team.absent = true;
                self.rolled_back(now);
            }
            (Asked::Put(key, _), code) => {
                self.trouble = Some(trouble_of(code));
                self.outbox.again(key);
                self.team.retry_at = Some(again);
            }
            (Asked::Create(id) | Asked::Welcome(id, _), _) if Some(id) != team => {
                self.offer_refused(&id, again)
            }
            (Asked::Welcome(..) | Asked::Cell | Asked::Ping, _) => {}
            (Asked::Open(_) | Asked::Create(_), code) => {
                self.trouble = Some(trouble_of(code));
                self.hang_up(now, rng);
            }
        }
    }

    /// An envelope on the relay.
    fn event(
        &mut self,
        seq: u64,
        chain: [u8; 32],
        bytes: Option<Vec<u8>>,
        now: u64,
        rng: &mut dyn Random,
        docs: &mut dyn Documents,
    ) {
        // What is held because of this envelope is read again from the first place not known for sure.
        let position = Position { seq: self.team.inbox.seq + 1, chain_before: self.team.inbox.chain };
        match self.team.inbox.told(seq, chain, bytes.as_deref().map(blob_id)) {
            Advance::Known => return,
            Advance::Broken => return self.mistrust(now, rng),
            Advance::Taken => {}
        }
        self.team.changed(now);
        if let Some(bytes) = bytes {
            self.team.buffer.push_back((bytes, Some(position)));
        }
        if self.team.buffer.len() >= BATCH {
            self.judge_buffer(now, docs);
            self.reread_spilled(now);
        }
    }

    fn judge_buffer(&mut self, now: u64, docs: &mut dyn Documents) {
        let batch: Vec<_> = self.team.buffer.drain(..).collect();
        if !batch.is_empty() {
            self.receive(batch, true, now, docs);
        }
    }

    /// All that lay there was said.
    fn end(&mut self, upto: u64, chain: &[u8; 32], now: u64, rng: &mut dyn Random, docs: &mut dyn Documents) {
        self.judge_buffer(now, docs);
        if !self.team.inbox.ends(upto, chain) {
            return self.mistrust(now, rng);
        }
        self.team.phase = Phase::Open;
        self.team.caught_up = true;
        self.read_whole();
        self.read_for_mending_ended();
        self.trouble = self.trouble.filter(|trouble| *trouble == Trouble::Forgot);
        self.relay.settled();
        self.team.changed(now);
        self.queue_missing(now, rng);
        self.reread_spilled(now);
        self.read_for_mending(now);
    }

    /// The relay is not the one that was read before: restored from an old backup, or telling two stories. All
    /// is read again, and what it lacks filled in.
    fn rolled_back(&mut self, now: u64) {
        self.trouble = Some(Trouble::Forgot);
        self.forget_relay(now);
        self.open_team(now);
    }

    /// What the relay says does not fit: all is read again, in a new connection.
    fn mistrust(&mut self, now: u64, rng: &mut dyn Random) {
        self.trouble = Some(Trouble::Nonsense);
        self.forget_relay(now);
        self.hang_up(now, rng);
    }

    fn forget_relay(&mut self, now: u64) {
        self.team.buffer.clear();
        self.team.inbox = Inbox::default();
        self.team.shown = Covers::default();
        self.team.own_seq = 0;
        self.team.cell_seq = 0;
        self.team.cells.clear();
        self.team.changed(now);
        self.outbox.reconnected();
    }

    /// Something was pushed out of what is held, and may go on now: the relay is read again from there, but not
    /// so often that it could be made to be read all the time.
    fn reread_spilled(&mut self, now: u64) {
        if self.team.phase == Phase::Open
            && now >= self.team.reread_from
            && let Some(position) = self.held.take_spilled()
            && let Some(mailbox) = self.membership.mailbox().cloned()
        {
            self.team.reread_from = now + REREAD_EVERY;
            self.team.inbox = Inbox::at(position.seq - 1, position.chain_before);
            self.read_from(&mailbox, now);
        }
    }

    /// The position that a restart may begin at, if all before it is durable.
    fn durable_inbox(&self) -> Option<Inbox> {
        if !self.keeping.settled() || !self.team.buffer.is_empty() {
            return None;
        }
        let inbox = &self.team.inbox;
        Some(match self.held.earliest() {
            Some(position) if position.seq <= inbox.seq => Inbox::at(position.seq - 1, position.chain_before),
            _ => Inbox::at(inbox.seq, inbox.chain),
        })
    }

    /// Writes the reading's state, and tells the others by this device's cell how far it has read.
    fn write_reading(&mut self, now: u64) {
        if self.team.write_at.is_none_or(|at| now < at) {
            return;
        }
        self.team.write_at = None;
        if self.trouble == Some(Trouble::Forgot) && self.team.is_open() && !self.lacks_any() {
            self.trouble = None;
        }
        let Some(mailbox) = self.membership.mailbox().cloned() else { return };
        let Some(inbox) = self.durable_inbox() else { return self.team.changed(now) };
        let state = (state::RELAY.to_owned(), Some(self.team.encode(&mailbox.id(), &inbox)));
        self.store(Transaction { state: vec![state], ..Transaction::default() }, After::State);
        if self.team.phase == Phase::Open && inbox.seq > self.team.cell_seq {
            self.put_cell(&mailbox, &inbox, now);
        }
    }

    pub(super) fn tick(&mut self, now: u64, rng: &mut dyn Random) {
        if self.relay.tick(now, rng, &mut self.effects) {
            self.connection_gone();
            self.joining_stalls();
        }
        self.retry_refused(now);
        self.write_reading(now);
        if self.team.retry_at.is_some_and(|at| now >= at) {
            self.team.retry_at = None;
        }
        if self.outbox.others_due(now) {
            self.queue_others();
        }
        self.ask_rebuilds(now);
        self.reread_spilled(now);
    }

    /// Asks to be woken, if the time is another than was asked for.
    pub(super) fn schedule(&mut self) {
        let due = [
            self.relay.wake_at(),
            self.keeping.wake_at(),
            self.team.wake_at(),
            self.offers_wake_at().filter(|_| self.relay.is_up()),
            self.outbox.wake_at(),
            self.snapshots.wake_at(),
            self.rebuild_due.values().min().copied(),
            (self.team.is_open() && self.held.wants_spilled()).then_some(self.team.reread_from),
        ];
        let next = due.into_iter().flatten().min();
        if let Some(at) = next
            && self.wake_at != Some(at)
        {
            self.effects.push(Effect::WakeAt(at));
        }
        self.wake_at = next;
    }

    /// Opens the invitation's mailbox, to find the welcome.
    pub(super) fn ask_open(&mut self, mailbox: MailboxId, read: Secret, now: u64) {
        let body = RequestBody::Open { mailbox, read, since: 0, chain: None, large: false };
        self.relay.ask(Asked::Open(mailbox), body, now, &mut self.effects);
    }
}

/// How long others' envelopes that the relay lacks wait, so that not all fill them in at once.
pub(super) fn others_delay(rng: &mut dyn Random) -> u64 {
    2_000 + below(rng, 8_000)
}

/// States of logs where a restart could not tell a header's predecessor by keys alone.
pub(super) fn prev_state(header: &crate::name::Hash, prev: &crate::name::Hash) -> (String, Option<Vec<u8>>) {
    (named(state::PREV, &header.0), Some(prev.0.to_vec()))
}
