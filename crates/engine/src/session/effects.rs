//! Carrying out what the replica wants done, and telling it what came of it.

use super::{Session, failure_of, person};
use crate::host::Alarm;
use crate::paper_message::PaperNews;
use crate::storage::StorageError;
use bridge::{Event, Failure, Status};
use register::{FieldPath, Patch, RecordId};
use std::collections::{BTreeMap, BTreeSet};
use sync::{DocId, Effect, StoreFailure};

impl Session {
    /// Carries out all effects that need no waiting; transactions and rebuilds are put down for
    /// [`Self::settle`].
    pub(super) fn carry_out(&mut self) {
        while let Some(effect) = self.effects.pop_front() {
            match effect {
                Effect::Store(ticket, transaction) => self.stores.push((ticket, transaction)),
                Effect::Read(keys) => self.reads.extend(keys),
                // It has none. Whatever became of it: it is never connected.
                Effect::RelayConnect(_) if self.is_sample() => {}
                Effect::RelayConnect(url) => self.connection = self.host.connect(&url),
                Effect::RelayClose => self.host.disconnect(),
                Effect::RelaySend(frame) => self.host.send(&frame),
                Effect::Share(envelopes) => self.host.share(&envelopes),
                Effect::Saved(ticket) => self.saved(ticket),
                Effect::NotSaved { ticket, taken } => self.not_saved(ticket, taken),
                Effect::Rebuild(docs) => self.rebuilds.extend(docs),
                Effect::Joined => self.joined(),
                Effect::JoinFailed(error) => self.join_failed(error),
                Effect::MembersChanged => self.tell_devices(),
                Effect::WakeAt(at) => self.host.set_alarm(Alarm::Replica, at),
                Effect::Snapshot { by, body, documents } => self.snapshot.came = Some((by, body, documents)),
                Effect::MakeSnapshot => self.snapshot.wanted = true,
                Effect::Rewrite { doc, changes } => self.rewrites.push((doc, changes)),
            }
        }
    }

    /// Goes on until nothing more is to be done: everything written, taken up and told.
    pub async fn settle(&mut self) {
        self.hear_relay();
        loop {
            self.carry_out();
            if self.has_first_sight() {
                self.show_snapshot().await;
            } else if !self.stores.is_empty() {
                // Others' work is on the screen while it is being written: it lies at the relay still.
                self.take_up().await;
                self.write().await;
            } else if !self.reads.is_empty() {
                self.read().await;
            } else if !self.rebuilds.is_empty() {
                let docs = std::mem::take(&mut self.rebuilds);
                self.rebuild(docs).await;
            } else if !self.reopens.is_empty() {
                let docs = std::mem::take(&mut self.reopens);
                self.reopen(docs).await;
            } else if let Some((doc, changes)) = self.next_rewrite() {
                if let Err(failure) = self.rewrite(doc, changes).await {
                    self.refused = Some(StorageError::Refused(failure.to_string()));
                }
            } else if self.must_do_again() {
                self.do_again().await;
            } else {
                self.take_up().await;
                self.make_snapshot();
                let opened = self.open_missed().await;
                if !opened && !self.confirm_snapshot().await && self.effects.is_empty() {
                    break;
                }
            }
        }
        self.taken_up().await;
        self.tell_failed_work();
        self.joined_and_caught_up();
        self.tell_status();
        self.set_idle_alarm();
        self.set_picture_alarm();
    }

    /// Writes all transactions that were put down.
    async fn write(&mut self) {
        let (tickets, group): (Vec<_>, Vec<_>) = self.stores.drain(..).unzip();
        let outcomes = match self.store.write(group).await {
            Ok(outcomes) => outcomes,
            Err(error) => tickets.iter().map(|_| Err(error.clone())).collect(),
        };
        for (ticket, outcome) in tickets.into_iter().zip(outcomes) {
            let event = match outcome {
                Ok(()) => {
                    self.refused = None;
                    sync::Event::Stored(ticket)
                }
                Err(StorageError::Taken) => sync::Event::StoreFailed(ticket, StoreFailure::Taken),
                Err(error) => {
                    self.refused = Some(error);
                    sync::Event::StoreFailed(ticket, StoreFailure::Refused)
                }
            };
            self.happened(event);
        }
    }

    fn next_rewrite(&mut self) -> Option<(DocId, Vec<sync::Changes>)> {
        if self.rewrites.is_empty() { None } else { Some(self.rewrites.remove(0)) }
    }

    /// Reads what the replica asked for.
    async fn read(&mut self) {
        let keys = std::mem::take(&mut self.reads);
        match self.store.envelopes(keys.clone()).await {
            Ok(envelopes) => self.happened(sync::Event::Read(envelopes)),
            Err(error) => {
                self.refused = Some(error);
                self.happened(sync::Event::ReadFailed(keys));
            }
        }
    }

    /// Builds documents anew from the accepted envelopes.
    async fn rebuild(&mut self, docs: BTreeSet<DocId>) {
        for doc in docs {
            if self.docs.document(doc).is_none() {
                continue;
            }
            let before = self.docs.patches(doc);
            let opened = self.open_from_envelopes(doc).await;
            self.took_place_of(doc, &before, opened).await;
            if self.docs.is_read(doc) {
                self.tell_paper(doc, &PaperNews::Rebuilt);
            }
        }
    }

    /// Takes documents into memory again as they are stored.
    pub(super) async fn reopen(&mut self, docs: BTreeSet<DocId>) {
        for doc in docs {
            let before = self.docs.patches(doc);
            self.docs.restore_shown(doc);
            let opened = self.open_document(doc).await;
            self.took_place_of(doc, &before, opened).await;
        }
    }

    async fn took_place_of(&mut self, doc: DocId, before: &[Patch], opened: Result<(), Failure>) {
        if let Err(failure) = opened {
            self.refused = Some(StorageError::Refused(failure.to_string()));
        }
        self.take_up().await;
        let after = self.docs.patches(doc);
        self.tell_patches(false, difference(before, after));
    }

    /// Tells the page whose device each is, as far as it does not know.
    pub(super) fn tell_devices(&mut self) {
        let mut patches = Vec::new();
        for (device, owner) in self.replica.devices() {
            if self.told_devices.insert(device, owner) != Some(owner) {
                patches.push(Patch::Device { device: register::DeviceId(device.0), person: person(owner) });
            }
        }
        self.tell_patches(false, patches);
    }

    /// Tells the page where the work of this device is, if that changed.
    pub fn tell_status(&mut self) {
        if !self.announced {
            return;
        }
        let status = self.status();
        if self.told_status.as_ref() != Some(&status) {
            self.tell(Event::Status(status.clone()));
            self.told_status = Some(status);
        }
    }

    fn status(&self) -> Status {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let sync = self.replica.status();
        Status {
            saving: count(sync.saving),
            unsent: count(sync.unsent),
            network: match sync.network {
                sync::Network::None => bridge::Network::None,
                sync::Network::Waiting => bridge::Network::Waiting,
                sync::Network::Connecting => bridge::Network::Connecting,
                sync::Network::Online => bridge::Network::Online,
            },
            seen_by: count(sync.seen_by),
            colleagues: count(sync.colleagues),
            verifying: sync.verifying || !self.docs.shown().is_empty(),
            set_aside: count(sync.set_aside + self.snapshots_aside().count() + self.caches_wrong.len()),
            newer: sync.newer,
            relay_trouble: sync.trouble.map(|trouble| match trouble {
                sync::Trouble::Nonsense => bridge::RelayTrouble::Nonsense,
                sync::Trouble::Forgot => bridge::RelayTrouble::Forgot,
                sync::Trouble::Refuses => bridge::RelayTrouble::Refuses,
                sync::Trouble::Busy => bridge::RelayTrouble::Busy,
                sync::Trouble::RefusesInvitation => bridge::RelayTrouble::RefusesInvitation,
            }),
            storage_failed: self.refused.is_some() || self.has_failed_work(),
            store_gone: self.store.is_gone(),
            backed_up_at: self.replica.backed_up_at().and_then(|at| i64::try_from(at).ok()),
            has_recovery_code: self.replica.has_recovery_code(),
            only_copy: self.is_only_copy(&sync),
            restored_short: self.restored_short,
        }
    }

    pub(super) fn storage_failure(&self) -> Failure {
        self.refused.clone().map_or_else(|| Failure::Storage("not written".into()), failure_of)
    }
}

/// Patches that make what was shown of a document what is to be shown: places that differ, or are gone.
pub(super) fn difference(before: &[Patch], after: Vec<Patch>) -> Vec<Patch> {
    type Place<'a> = (&'a RecordId, Option<&'a FieldPath>);
    fn place(patch: &Patch) -> Option<Place<'_>> {
        match patch {
            Patch::Field { record, path, .. } => Some((record, Some(path))),
            Patch::Record { record } => Some((record, None)),
            Patch::Device { .. } => None,
        }
    }
    let stood: BTreeMap<Place<'_>, &Patch> =
        before.iter().filter_map(|patch| Some((place(patch)?, patch))).collect();
    let kept: BTreeSet<Place<'_>> = after.iter().filter_map(place).collect();
    let gone = stood.keys().filter(|place| !kept.contains(*place)).filter_map(|(record, path)| {
        let (record, path) = ((*record).clone(), (*path)?.clone());
        Some(Patch::Field { record, path, answers: Vec::new() })
    });
    let mut patches: Vec<Patch> = gone.collect();
    let stands =
        |patch: &Patch| place(patch).and_then(|place| stood.get(&place)).is_some_and(|stood| *stood == patch);
    let changed: Vec<bool> = after.iter().map(|patch| !stands(patch)).collect();
    patches.extend(after.into_iter().zip(changed).filter_map(|(patch, changed)| changed.then_some(patch)));
    patches
}
