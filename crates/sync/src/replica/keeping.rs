//! What is kept, and what follows once a transaction is durable. Nothing leaves before.

use std::collections::{BTreeMap, BTreeSet};

use super::Replica;
use crate::documents::{Changes, Documents};
use crate::effect::Effect;
use crate::envelope::{Opened, Verified};
use crate::event::{JoinError, StoreFailure, Ticket};
use crate::hex;
use crate::name::{Actor, DocId, Hash};
use crate::store::{EnvelopeKey, Head, StoredEnvelope, Transaction};

/// How long after a refusal a transaction of others' envelopes is tried again.
const RETRY_AFTER: u64 = 5_000;

/// The names of the small states.
pub(super) mod state {
    /// The register, this device's person.
    pub(in crate::replica) const REGISTER: &str = "register";
    /// This device's keys.
    pub(in crate::replica) const DEVICE: &str = "device";
    /// The last run's main writer.
    pub(in crate::replica) const MAIN: &str = "main";
    /// How far the relay was read, and what lies there.
    pub(in crate::replica) const RELAY: &str = "relay";
    /// The newest format that an envelope asked for.
    pub(in crate::replica) const NEWER: &str = "newer";
    /// An epoch key, by key check.
    pub(in crate::replica) const EPOCH: &str = "epoch/";
    /// A membership entry, by header hash.
    pub(in crate::replica) const ENTRY: &str = "entry/";
    /// The header before one, where a log forked, by header hash.
    pub(in crate::replica) const PREV: &str = "prev/";
    /// How much others built on a branch of a forked log, by its first header's hash.
    pub(in crate::replica) const WEIGHT: &str = "weight/";
    /// An envelope whose author had no right, by header hash.
    pub(in crate::replica) const NO_RIGHT: &str = "no-right/";
    /// An own log of which something left this device, by actor.
    pub(in crate::replica) const LEFT: &str = "left/";
    /// An invitation that the relay has not got yet, by mailbox.
    pub(in crate::replica) const INVITATION: &str = "invitation/";
    /// Something that came and is nobody's envelope, by the hash of its bytes.
    pub(in crate::replica) const STRANGE: &str = "strange/";
    /// An envelope whose stored bytes are damaged and that the relay does not have either, by header hash.
    pub(in crate::replica) const LOST: &str = "lost/";
    /// What makes a backup: follows from the recovery code.
    pub(in crate::replica) const BACKUP: &str = "backup";
    /// When the last backup was handed over.
    pub(in crate::replica) const BACKED_UP: &str = "backed-up";
    /// An own envelope that fell in a fork and was handed back to be written again, by header hash.
    pub(in crate::replica) const REWRITTEN: &str = "rewritten/";
}

/// What follows a transaction.
pub(super) enum After {
    /// An append of this run; its envelopes are recorded then, and may leave.
    Append { actor: Actor, head: Head, envelopes: Vec<Verified>, told: bool },
    /// Others' envelopes: kept to be tried again.
    Received(Transaction),
    /// That something of a log leaves.
    Left(Actor),
    /// The redeemed invitation.
    Joined { actor: Actor, head: Head, envelope: Box<Verified> },
    /// Own edits of a branch that fell, to be made again by this run.
    HandedBack {
        actor: Actor,
        before: Head,
        claimed: Head,
        keys: Vec<EnvelopeKey>,
        changes: BTreeMap<DocId, Vec<Changes>>,
    },
    /// Small states that can be written again any time.
    State,
}

/// Transactions under way, and what is known of the store.
#[derive(Default)]
pub(super) struct Keeping {
    next: Ticket,
    pending: BTreeMap<Ticket, After>,
    /// Refused ones, to be tried again.
    refused: Vec<Transaction>,
    /// Own envelopes to be handed back, which the store refused to note.
    refused_back: BTreeSet<EnvelopeKey>,
    /// What the store refused to read.
    unread: BTreeSet<EnvelopeKey>,
    retry_at: Option<u64>,
    /// Heads as stored, of logs that runs of this device wrote.
    pub(super) heads: BTreeMap<Actor, Head>,
    /// Own logs of which something left this device.
    pub(super) left: BTreeSet<Actor>,
    /// Own envelopes that were handed back to be written again.
    pub(super) rewritten: BTreeSet<Hash>,
}

impl Keeping {
    /// Appends that are not durable.
    pub(super) fn saving(&self) -> usize {
        self.pending.values().filter(|after| matches!(after, After::Append { told: true, .. })).count()
    }

    /// Whether all of others' envelopes that came so far are durable.
    pub(super) fn settled(&self) -> bool {
        self.refused.is_empty() && !self.pending.values().any(|after| matches!(after, After::Received(_)))
    }

    /// Others' envelopes that came and are not in the store yet, because they are being written or were refused.
    pub(super) fn unstored(&self) -> impl Iterator<Item = &StoredEnvelope> {
        let under_way = self.pending.values().filter_map(|after| match after {
            After::Received(transaction) => Some(transaction),
            _ => None,
        });
        under_way.chain(&self.refused).flat_map(|transaction| &transaction.envelopes)
    }

    /// Whether that something of a log leaves is being written.
    pub(super) fn is_leaving(&self, actor: &Actor) -> bool {
        self.pending.values().any(|after| matches!(after, After::Left(leaving) if leaving == actor))
    }

    /// The envelopes that are being appended to a log.
    pub(super) fn appending(&self, actor: &Actor) -> impl Iterator<Item = &Opened> {
        let appends = self.pending.values().filter_map(move |after| match after {
            After::Append { actor: of, envelopes, .. } if of == actor => Some(envelopes),
            _ => None,
        });
        appends.flatten().map(Verified::get)
    }

    /// The envelopes of an append under way.
    pub(super) fn envelopes_of(&self, ticket: Ticket) -> &[Verified] {
        match self.pending.get(&ticket) {
            Some(After::Append { envelopes, .. }) => envelopes,
            _ => &[],
        }
    }

    pub(super) fn wake_at(&self) -> Option<u64> {
        self.retry_at
    }

    /// The store refused to read these.
    pub(super) fn read_again_later(&mut self, keys: Vec<EnvelopeKey>, now: u64) {
        self.unread.extend(keys);
        self.retry_at.get_or_insert(now + RETRY_AFTER);
    }

    /// The store refused to note that these were handed back.
    pub(super) fn hand_back_later(&mut self, keys: &[EnvelopeKey], now: u64) {
        self.refused_back.extend(keys);
        self.retry_at.get_or_insert(now + RETRY_AFTER);
    }

    /// Whether what does not stand waits to be handed back once the store takes that.
    pub(super) fn hands_back_later(&self, key: &EnvelopeKey) -> bool {
        self.refused_back.contains(key)
    }
}

/// `name` followed by bytes in hexadecimal.
pub(super) fn named(name: &str, bytes: &[u8]) -> String {
    format!("{name}{}", hex::encode(bytes))
}

impl Replica {
    /// Asks for a transaction.
    pub(super) fn store(&mut self, transaction: Transaction, after: After) -> Ticket {
        self.keeping.next += 1;
        let ticket = self.keeping.next;
        self.keeping.pending.insert(ticket, after);
        self.effects.push(Effect::Store(ticket, transaction));
        ticket
    }

    /// A transaction is durable.
    pub(super) fn stored(&mut self, ticket: Ticket, now: u64, docs: &mut dyn Documents) {
        match self.keeping.pending.remove(&ticket) {
            Some(After::Append { actor, head, envelopes, told }) => {
                self.keeping.heads.insert(actor, head);
                let sealed: Vec<_> = envelopes.iter().map(|v| v.get().sealed.clone()).collect();
                self.appended(envelopes, now, docs);
                if told {
                    self.effects.push(Effect::Saved(ticket));
                }
                self.effects.push(Effect::Share(sealed));
            }
            Some(After::Received(_)) => {}
            Some(After::Left(actor)) => drop(self.keeping.left.insert(actor)),
            Some(After::Joined { actor, head, envelope }) => {
                self.keeping.heads.insert(actor, head);
                self.joined(*envelope, now, docs);
            }
            Some(After::HandedBack { changes, .. }) => self.handed_back(changes),
            Some(After::State) | None => {}
        }
    }

    /// A transaction was not written.
    pub(super) fn store_failed(&mut self, ticket: Ticket, failure: StoreFailure, now: u64) {
        match self.keeping.pending.remove(&ticket) {
            Some(After::Append { actor, told, .. }) => {
                let taken = failure == StoreFailure::Taken;
                self.writers.abandon(&actor);
                if told {
                    self.effects.push(Effect::NotSaved { ticket, taken });
                }
                // Those after it in the same log expect its head, which will not be.
                let later: Vec<Ticket> = self
                    .keeping
                    .pending
                    .iter()
                    .filter(|(_, after)| matches!(after, After::Append { actor: of, .. } if *of == actor))
                    .map(|(ticket, _)| *ticket)
                    .collect();
                for ticket in later {
                    if let Some(After::Append { told: true, .. }) = self.keeping.pending.remove(&ticket) {
                        self.effects.push(Effect::NotSaved { ticket, taken });
                    }
                }
            }
            Some(After::Received(transaction)) => {
                self.keeping.refused.push(transaction);
                self.keeping.retry_at = Some(now + RETRY_AFTER);
            }
            Some(After::Joined { .. }) => self.join_failed(JoinError::NotStored),
            // Another tab hands them back, if it took the log.
            Some(After::HandedBack { actor, before, claimed, keys, .. })
                if failure == StoreFailure::Refused =>
            {
                self.not_handed_back(actor, before, claimed, &keys, now);
            }
            Some(After::Left(_) | After::HandedBack { .. } | After::State) | None => {}
        }
    }

    /// Tries again what the store refused.
    pub(super) fn retry_refused(&mut self, now: u64) {
        if self.keeping.retry_at.is_some_and(|at| now >= at) {
            self.keeping.retry_at = None;
            for transaction in std::mem::take(&mut self.keeping.refused) {
                self.store(transaction.clone(), After::Received(transaction));
            }
            let unread = std::mem::take(&mut self.keeping.unread);
            if !unread.is_empty() {
                self.effects.push(Effect::Read(unread.into_iter().collect()));
            }
            let back: Vec<EnvelopeKey> = std::mem::take(&mut self.keeping.refused_back).into_iter().collect();
            self.outbox.note_rewrite(&back);
            self.read_lost();
        }
    }
}
