//! Snapshots for showing: when this device makes one, and what a newcomer reads of one.
//!
//! One is made rarely, when nothing happens and the newest known one lacks many envelopes, after a random
//! delay, so that others see it before they would make one too.

use std::collections::BTreeSet;

use wire::RequestBody;

use super::Replica;
use crate::cbor::{Fields, Value, map};
use crate::crypto::labels;
use crate::crypto::sha256;
use crate::crypto::signature::{Domain, verify};
use crate::effect::Effect;
use crate::envelope::{Sealed, seal_cell};
use crate::membership::Mailbox;
use crate::name::{DocId, Hash, Stream};
use crate::random::{Random, below};
use crate::relay_client::Asked;
use crate::snapshot::{
    SnapshotDocument, SnapshotHead, decode_body, encode_body, head_cell, join, piece_cell, pieces,
};

/// So many envelopes of the register document must be lacking in the newest snapshot.
const TAIL: u64 = 256;
/// So many, when somebody has just been invited.
const TAIL_FOR_GUESTS: u64 = 64;
/// How long nothing must have happened.
const QUIET: u64 = 10_000;
/// How long after something happened it is looked whether a snapshot is due, and as much again by chance.
const LOOK_AFTER: u64 = 30_000;
/// How long after inviting.
const LOOK_AFTER_INVITING: u64 = 1_500;

/// What is known of snapshots.
#[derive(Default)]
pub(super) struct Snapshots {
    /// Something was recorded, or the relay was read to its end, since this was last looked at.
    pub(super) stirred: bool,
    /// When something was recorded last.
    stirred_at: u64,
    /// When it is looked whether one is due.
    look_at: Option<u64>,
    /// Somebody was invited since the last look.
    inviting: bool,
    /// The body of the one that is shown here while the logs are read.
    shown: Option<Hash>,
    /// Bodies that the logs did not confirm.
    distrusted: BTreeSet<Hash>,
}

impl Snapshots {
    pub(super) fn wake_at(&self) -> Option<u64> {
        self.look_at
    }

    /// Somebody was invited: a newcomer may come soon.
    pub(super) fn invited(&mut self, now: u64, rng: &mut dyn Random) {
        self.inviting = true;
        self.look_at = Some(now + LOOK_AFTER_INVITING + below(rng, LOOK_AFTER_INVITING));
    }
}

impl Replica {
    /// Whether this device has never read all that lies on the relay: what it holds is only a part.
    pub(super) fn wants_snapshot(&self) -> bool {
        !self.team.whole && self.membership.mailbox().is_some()
    }

    /// Whether what is shown comes from a snapshot that the logs have not confirmed yet.
    pub(super) fn is_verifying(&self) -> bool {
        self.snapshots.shown.is_some() && self.wants_snapshot()
    }

    /// Looks, now and then, whether this device is to make a snapshot.
    pub(super) fn consider_snapshot(&mut self, now: u64, rng: &mut dyn Random) {
        if std::mem::take(&mut self.snapshots.stirred) {
            self.snapshots.stirred_at = now;
            let look_at = now + LOOK_AFTER + below(rng, LOOK_AFTER);
            self.snapshots.look_at.get_or_insert(look_at);
        }
        if self.snapshots.look_at.is_none_or(|at| now < at) {
            return;
        }
        self.snapshots.look_at = None;
        // When the relay has been read to its end, it is looked again.
        if !self.team.is_open() || self.wants_snapshot() {
            return;
        }
        let count = self.count_for_snapshot();
        // Who claims more than there is does not keep others from making a better one.
        let known = self.known_snapshot().map_or(0, |head| head.count).min(count);
        let enough = if self.snapshots.inviting { TAIL_FOR_GUESTS } else { TAIL };
        if count - known < enough {
            self.snapshots.inviting = false;
            return;
        }
        let quiet = now >= self.snapshots.stirred_at + QUIET || self.snapshots.inviting;
        if quiet && self.is_settled() {
            self.snapshots.inviting = false;
            self.effects.push(Effect::MakeSnapshot);
        } else {
            self.snapshots.look_at = Some(now + QUIET + below(rng, QUIET));
        }
    }

    /// Whether the register document is in memory, complete, and everything of this device lies on the relay.
    fn is_settled(&self) -> bool {
        self.content.is_complete(DocId::REGISTER)
            && !self.paused().contains(&DocId::REGISTER)
            && self.reads.is_empty()
            && self.keeping.saving() == 0
            && self.keeping.settled()
            && self.unsent() == 0
    }

    fn count_for_snapshot(&self) -> u64 {
        self.logs.keys().filter(|key| key.doc == DocId::REGISTER).count() as u64
    }

    /// Puts these saved documents on the relay as the newest snapshot. To be called while all that was done
    /// here is durable. Nothing happens if they cannot serve as one now.
    pub(super) fn put_snapshot(&mut self, documents: Vec<(DocId, Vec<u8>)>, now: u64) {
        if !self.team.is_open() || !self.is_settled() {
            return;
        }
        let Some(mailbox) = self.membership.mailbox().cloned() else { return };
        let known = self.known_snapshot();
        let documents: Vec<SnapshotDocument> = documents
            .into_iter()
            .map(|(doc, document)| SnapshotDocument { doc, covers: self.covers_of(doc), document })
            .collect();
        let body = encode_body(&documents);
        let Some(pieces) = pieces(&body) else { return };
        let head = SnapshotHead {
            device: self.device.id(),
            mailbox: mailbox.id().0,
            membership_heads: self.membership.heads(),
            count: self.count_for_snapshot(),
            time: now,
            set: known.map_or(0, |known| 1 - known.set),
            pieces: pieces.len() as u64,
            body: sha256(&[&body]),
        };
        for (number, piece) in (0..).zip(&pieces) {
            self.put_one_cell(&mailbox, piece_cell(&self.register, head.set, number), piece, now);
        }
        let head = head.encode();
        let signature = self.device.sign(self.snapshot_domain(), &head);
        let content = map(&[(0, Value::Bytes(&head)), (1, Value::Bytes(&signature))]);
        let cell = head_cell(&self.register);
        if let Some(bytes) = self.put_one_cell(&mailbox, cell, &content, now) {
            // The relay tells others of it, not us.
            self.team.cells.insert(cell, bytes);
        }
    }

    fn put_one_cell(
        &mut self,
        mailbox: &Mailbox,
        cell: wire::CellKey,
        content: &[u8],
        now: u64,
    ) -> Option<Vec<u8>> {
        let epoch = self.epochs.current(self.membership.current_epoch())?;
        let bytes = seal_cell(epoch, content).ok()?;
        let body = RequestBody::PutCell {
            mailbox: mailbox.id(),
            write: mailbox.write.clone(),
            cell,
            bytes: bytes.clone(),
        };
        self.relay.ask(Asked::Cell, body, now, &mut self.effects);
        Some(bytes)
    }

    fn snapshot_domain(&self) -> Domain<'static> {
        Domain { label: labels::SIGN_SNAPSHOT, register: self.register, stream: Stream::TEAM }
    }

    fn open_cell(&self, cell: &wire::CellKey) -> Option<Vec<u8>> {
        let sealed = Sealed::read(self.team.cells.get(cell)?).ok()?;
        sealed.open(self.epochs.get(&sealed.key_check)?).ok()
    }

    /// The head of the newest snapshot on the relay, if a member made it from this mailbox's logs and the logs
    /// have not contradicted it.
    fn known_snapshot(&self) -> Option<SnapshotHead> {
        let content = self.open_cell(&head_cell(&self.register))?;
        let fields = Fields::read(&content).ok()?;
        let (bytes, signature) = (fields.bytes(0).ok()?, fields.array(1).ok()?);
        let head = SnapshotHead::decode(bytes).ok()?;
        self.membership.member(&head.device)?;
        verify(&head.device, self.snapshot_domain(), bytes, &signature).ok()?;
        let ours = self.membership.mailbox().is_some_and(|mailbox| mailbox.id().0 == head.mailbox);
        (ours && !self.snapshots.distrusted.contains(&head.body)).then_some(head)
    }

    /// Shows a newcomer the newest snapshot, once its head and all pieces have come and its maker is known.
    pub(super) fn look_for_snapshot(&mut self) {
        if self.snapshots.shown.is_some() || !self.wants_snapshot() || self.joining.is_some() {
            return;
        }
        let Some(head) = self.known_snapshot() else { return };
        let cells = (0..head.pieces).map(|number| piece_cell(&self.register, head.set, number));
        let Some(pieces) = cells.map(|cell| self.open_cell(&cell)).collect::<Option<Vec<_>>>() else {
            return;
        };
        let Some(documents) = join(&head, &pieces).and_then(|body| decode_body(&body).ok()) else { return };
        self.snapshots.shown = Some(head.body);
        self.effects.push(Effect::Snapshot { by: head.device, body: head.body, documents });
    }

    /// This one is not shown here, nor relied on.
    pub(super) fn leave_out(&mut self, body: Hash) {
        self.snapshots.distrusted.insert(body);
    }

    /// All that lay on the relay was read: pieces are of no use any more.
    pub(super) fn read_whole(&mut self) {
        self.team.whole = true;
        self.team.cells.retain(|_, bytes| bytes.len() <= wire::SMALL_CELL);
        self.snapshots.stirred = true;
    }

    /// The logs do not confirm the snapshot that was shown: another is made in its place.
    pub(super) fn distrust_snapshot(&mut self, now: u64) {
        if let Some(body) = self.snapshots.shown {
            self.snapshots.distrusted.insert(body);
            self.snapshots.look_at = Some(now + QUIET);
        }
    }
}
