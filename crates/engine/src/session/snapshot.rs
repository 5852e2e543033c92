//! Snapshots: a newcomer sees the register at once, works in it, and gets what the logs say in its place; who
//! is idle makes one for the next newcomer.

use super::distrusted::Distrusted;
use super::trial::Fallen;
use super::work::Task;
use super::{Session, effects::difference};
use bridge::SetAside;
use sync::{DeviceId, DocId, Hash, SnapshotDocument};

/// A snapshot on its way from sync to the screen, and what follows from it.
#[derive(Default)]
pub(super) struct Snapshot {
    /// Come, and not shown yet.
    pub(super) came: Option<(DeviceId, Hash, Vec<SnapshotDocument>)>,
    /// Whether one is to be made.
    pub(super) wanted: bool,
    by: Option<DeviceId>,
    /// What was done in documents of it, with the last change's hash.
    edits: Vec<(DocId, Task, Hash)>,
    /// What the logs did not confirm.
    pub(super) distrusted: Vec<Distrusted>,
    /// Those over which the engine fell.
    pub(super) fallen: Vec<Fallen>,
}

impl Session {
    /// Whether a snapshot came that is to be shown before anything else is done.
    pub fn has_first_sight(&self) -> bool {
        self.snapshot.came.is_some()
    }

    /// Shows what came. Papers are no part of it: they are opened when somebody asks for them.
    pub(super) async fn show_snapshot(&mut self) {
        let Some((by, body, mut documents)) = self.snapshot.came.take() else { return };
        let Some(tried) = self.try_snapshot(body, by).await else { return };
        documents.sort_by_key(|part| part.doc != DocId::REGISTER);
        for part in documents {
            if part.doc != DocId::REGISTER && !self.stands_alone(part.doc) {
                continue;
            }
            // Behind it the true document grows.
            if self.docs.document(part.doc).is_none() && self.open_document(part.doc).await.is_err() {
                continue;
            }
            let before = self.docs.patches(part.doc);
            if self.docs.show(part.doc, part.document) {
                self.snapshot.by = Some(by);
                // What was done here before the last restart, perhaps.
                self.docs.take_up_in_shown(part.doc, self.replica.waiting_changes(part.doc));
                let after = self.docs.patches(part.doc);
                self.tell_patches(false, difference(&before, after));
            }
        }
        self.snapshot_opened(tried).await;
    }

    /// Keeps what is done in a document of a snapshot until the logs have confirmed it.
    pub(super) fn note_edit(&mut self, doc: DocId, task: &Task, last: Hash) {
        if self.docs.is_shown(doc) {
            self.snapshot.edits.push((doc, task.clone(), last));
        }
    }

    /// All logs are read: what they say takes the snapshot's place. Whether anything is to be done after that.
    pub(super) async fn confirm_snapshot(&mut self) -> bool {
        let shown = self.docs.shown();
        if shown.is_empty() || self.replica.is_reading_in() || !self.works.is_empty() {
            return false;
        }
        self.take_up_behind().await;
        self.docs.settle_shown();
        let mut agrees = true;
        let mut came = Vec::new();
        for doc in shown {
            let before = self.docs.patches(doc);
            came.extend(self.docs.saved_as_shown(doc).map(|saved| (doc, saved)));
            agrees &= self.docs.end_showing(doc);
            let after = self.docs.patches(doc);
            self.tell_patches(false, difference(&before, after));
        }
        let edits = std::mem::take(&mut self.snapshot.edits);
        if agrees {
            return false;
        }
        if let Some(by) = self.snapshot.by {
            self.distrust(by, came).await;
        }
        let effects = self.replica.snapshot_disagrees(self.now());
        self.effects.extend(effects);
        let lost: Vec<_> = edits
            .into_iter()
            .filter(|(doc, _, last)| !sync::Documents::contains(&self.docs, *doc, last))
            .collect();
        if !lost.is_empty() {
            // They stand on what is in no log, and so does all that would follow in their slot.
            self.replica.give_up_main();
            for (doc, task, _) in lost {
                if let Err(failure) = self.start(None, doc, task) {
                    self.refused = Some(crate::storage::StorageError::Refused(failure.to_string()));
                }
            }
        }
        true
    }

    /// Snapshots that were set aside.
    pub(super) fn snapshots_aside(&self) -> impl Iterator<Item = SetAside> {
        let entry = |by: DeviceId, at, reason: &str| SetAside {
            by: Some(register::DeviceId(by.0)),
            at,
            reason: reason.to_owned(),
        };
        let denied = self.distrusted_by().into_keys();
        let denied = denied.map(move |(by, at)| entry(by, i64::try_from(at).unwrap_or_default(), "snapshot"));
        denied.chain(self.snapshot.fallen.iter().map(move |fallen| {
            entry(fallen.by, i64::try_from(fallen.at).unwrap_or_default(), "snapshot_fell")
        }))
    }

    /// Puts a snapshot on the relay that holds what is in no log.
    #[cfg(test)]
    pub fn lie(&mut self, write: register::Write) {
        let actor = self.replica.lease(&mut crate::host::Chance(&*self.host));
        let saved = self.docs.saved_soundly(DocId::REGISTER).unwrap_or_default();
        let made = crdt::Document::load(&saved, self.replica.register().0, DocId::REGISTER.0, actor.0);
        let Ok(mut document) = made else { return };
        if document.apply(register::Message::Edit, &[write], 1).is_ok() {
            let effects = self.replica.snapshot(vec![(DocId::REGISTER, document.save())], self.now());
            self.effects.extend(effects);
        }
    }

    /// Puts a snapshot on the relay whose bytes are made up.
    #[cfg(test)]
    pub fn forge(&mut self, alter: impl FnOnce(Vec<u8>) -> Vec<u8>) {
        let saved = self.docs.saved_soundly(DocId::REGISTER).unwrap_or_default();
        let effects = self.replica.snapshot(vec![(DocId::REGISTER, alter(saved))], self.now());
        self.effects.extend(effects);
    }

    /// Makes a snapshot for newcomers, if one was asked for. Only of documents that load as they were saved.
    pub(super) fn make_snapshot(&mut self) {
        if !std::mem::take(&mut self.snapshot.wanted) || !self.may_save() || !self.docs.shown().is_empty() {
            return;
        }
        self.flush();
        let mut documents = Vec::new();
        for doc in self.docs.open() {
            if doc != DocId::REGISTER && !self.stands_alone(doc) {
                continue;
            }
            match self.docs.saved_soundly(doc) {
                Some(saved) => documents.push((doc, saved)),
                None => return,
            }
        }
        let effects = self.replica.snapshot(documents, self.now());
        self.effects.extend(effects);
    }
}
