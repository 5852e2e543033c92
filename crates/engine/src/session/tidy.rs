//! What is done when nobody waits: caches of documents are saved, the list of registers follows.

use super::Session;
use crate::host::Alarm;
use crate::storage::{Cache, StorageError};
use bridge::SetAside;
use std::collections::BTreeSet;
use sync::DocId;

/// How long nothing must have happened.
const IDLE_MS: u64 = 5_000;
/// What is not in a cache waits no longer than this, even if something happens all the time.
const AT_LAST_MS: u64 = 60_000;
/// With so many changes a cache is saved even if people never pause …
const MANY: u32 = 200;
/// … but not more often than this: while a newcomer catches up, every round brings as many.
const AT_MOST_EVERY_MS: u64 = 30_000;

/// A saved cache is read back to check it, one at a time and not more often than this: it takes as long as opening.
const CHECK_EVERY_MS: u64 = 600_000;

impl Session {
    /// Whether documents may be saved: what they contain is all in the store.
    pub(super) fn may_save(&self) -> bool {
        self.works.is_empty() && self.refused.is_none() && self.replica.status().saving == 0
    }

    fn is_renamed(&self) -> bool {
        self.listed.as_ref().is_some_and(|listed| *listed != self.entry)
    }

    pub(super) fn set_idle_alarm(&mut self) {
        if self.has_failed_work() || !self.docs.uncached().is_empty() || self.is_renamed() {
            let now = self.now();
            let since = *self.untidy_since.get_or_insert(now);
            self.host.set_alarm(Alarm::Idle, (now + IDLE_MS).min(since + AT_LAST_MS).max(now));
        } else {
            self.untidy_since = None;
        }
    }

    /// Nothing happened for a while.
    pub async fn idle(&mut self) {
        self.untidy_since = None;
        self.retry_refused();
        self.settle().await;
        self.save_caches(0).await;
        self.check_a_cache().await;
        // A name that is not on the list yet is put there the next time.
        let _ = self.put_on_list().await;
    }

    /// Saves what has gathered many changes since it was saved.
    pub async fn save_full_caches(&mut self) {
        if self.now() >= self.cached_at + AT_MOST_EVERY_MS {
            self.save_caches(MANY).await;
        }
    }

    /// Saves every cache that lacks something.
    pub async fn save_all_caches(&mut self) {
        self.save_caches(0).await;
    }

    async fn save_caches(&mut self, at_least: u32) {
        self.cached_at = self.now();
        self.flush();
        for (doc, changes) in self.docs.uncached() {
            if changes > at_least && self.may_save() {
                self.save_cache(doc).await;
            }
        }
    }

    /// Saves a document's cache. One that could not be saved is no loss: its envelopes are stored.
    pub(super) async fn save_cache(&mut self, doc: DocId) -> bool {
        let covers = self.replica.covers(doc).encode();
        let Some(document) = self.docs.save(doc) else { return false };
        self.unchecked.insert(doc);
        self.store.put_cache(doc, Cache { covers, document }).await.is_ok()
    }

    /// Reads one saved cache back. If it is not the document that was saved, the next start would show something
    /// else than was written: the document is built anew from its envelopes, and saved from there.
    async fn check_a_cache(&mut self) {
        if self.now() < self.checked_at + CHECK_EVERY_MS || !self.may_save() {
            return;
        }
        let lacking: BTreeSet<DocId> = self.docs.uncached().into_iter().map(|(doc, _)| doc).collect();
        let Some(doc) = self.unchecked.iter().find(|doc| !lacking.contains(doc)).copied() else { return };
        let is_sound = match self.store.cache(doc).await {
            Ok(cache) => cache.is_none_or(|cache| self.docs.reads_as_open(doc, &cache.document)),
            Err(StorageError::Damaged(_)) => false,
            Err(_) => return,
        };
        self.checked_at = self.now();
        self.unchecked.remove(&doc);
        if !is_sound {
            self.caches_wrong.push(self.now_ms());
            self.rebuilds.insert(doc);
            self.settle().await;
            self.save_cache(doc).await;
        }
    }

    /// Caches that did not read as they were written.
    pub(super) fn caches_aside(&self) -> impl Iterator<Item = SetAside> {
        let aside = |at: &i64| SetAside { by: None, at: *at, reason: "cache".to_owned() };
        self.caches_wrong.iter().map(aside)
    }
}
