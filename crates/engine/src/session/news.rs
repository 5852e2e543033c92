//! What is new: all that came since the person said that they had seen what was new. What had arrived by then is
//! kept as positions in every log, not as a time: a change made on a plane last week and received today is news.

use super::{Session, failure_of};
use crate::documents::own_doc;
use bridge::{Failure, News, Response};
use register::digest::Happening;
use register::{Kind, RecordId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use sync::{Actor, Changes, DocId, EnvelopeKey, Stored, Transaction};

/// The name of what was seen among the small states of the register's database.
const SEEN: &str = "seen";
/// So many envelopes are told one by one: nobody reads more.
const MOST: usize = 2_000;

/// What a person has seen.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Seen {
    at: i64,
    /// The counter of each log's last envelope.
    logs: Vec<(Vec<u8>, u64)>,
}

impl Seen {
    /// What is stored of it. What does not read is nothing.
    pub(super) fn of(stored: &Stored) -> Option<Self> {
        let (_, seen) = stored.state.iter().find(|(name, _)| name == SEEN)?;
        postcard::from_bytes(seen).ok()
    }

    fn positions(&self) -> BTreeMap<Actor, u64> {
        let actor = |bytes: &[u8]| bytes.try_into().ok().map(Actor);
        self.logs.iter().filter_map(|(log, counter)| Some((actor(log)?, *counter))).collect()
    }
}

impl Session {
    /// What is new. What is answered counts as seen only once [`Self::seen`] says so.
    pub async fn news(&mut self) -> Result<Response, Failure> {
        self.settle().await;
        let Some(seen) = self.seen.clone() else {
            self.offered = Some(self.positions(&BTreeSet::new()));
            return Ok(Response::News(News::default()));
        };
        let device = self.replica.device();
        let newer = self.replica.newer_than(&seen.positions());
        let foreign: Vec<EnvelopeKey> = newer
            .into_iter()
            .filter(|key| key.actor.device() != device && key.doc != DocId::MEMBERSHIP)
            .collect();
        let is_too_much = foreign.len() > MOST;
        let mut news = News { seen_at: Some(seen.at), is_too_much, ..News::default() };
        if !is_too_much {
            news.happenings = self.happenings(foreign).await?;
        }
        // What waits for something that has not come was not told, and is not offered as if it had been.
        let waiting = self.replica.waiting().into_iter().map(|(key, _)| key).collect();
        self.offered = Some(self.positions(&waiting));
        Ok(Response::News(news))
    }

    /// What was answered last counts as seen.
    pub async fn seen(&mut self) -> Result<Response, Failure> {
        if let Some(offered) = self.offered.take() {
            self.note_seen(offered).await?;
        }
        Ok(Response::Done)
    }

    /// All that is here counts as seen at a time.
    pub(super) async fn note_looked(&mut self, at: i64) -> Result<(), Failure> {
        let seen = Seen { at, ..self.positions(&BTreeSet::new()) };
        self.note_seen(seen).await
    }

    async fn note_seen(&mut self, seen: Seen) -> Result<(), Failure> {
        let bytes = postcard::to_stdvec(&seen).map_err(|error| Failure::Defect(error.to_string()))?;
        let state = vec![(SEEN.to_owned(), Some(bytes))];
        self.store.write(vec![Transaction { state, ..Transaction::default() }]).await.map_err(failure_of)?;
        self.seen = Some(seen);
        Ok(())
    }

    /// Where every log ends, or before the first in it that waits.
    fn positions(&self, waiting: &BTreeSet<EnvelopeKey>) -> Seen {
        let mut ends: BTreeMap<Actor, u64> = BTreeMap::new();
        for (actor, counter, _) in self.replica.vector() {
            let end = ends.entry(actor).or_default();
            *end = counter.max(*end);
        }
        for key in waiting {
            if let Some(end) = ends.get_mut(&key.actor) {
                *end = key.counter.saturating_sub(1).min(*end);
            }
        }
        let logs = ends.into_iter().map(|(actor, counter)| (actor.0.to_vec(), counter)).collect();
        Seen { at: self.now_ms(), logs }
    }

    /// What the changes in these envelopes did. Documents that nobody has open are opened for it.
    async fn happenings(&mut self, keys: Vec<EnvelopeKey>) -> Result<Vec<Happening>, Failure> {
        let stored = self.store.envelopes(keys).await.map_err(failure_of)?;
        let mut by_doc: BTreeMap<DocId, Vec<Changes>> = BTreeMap::new();
        for stored in stored {
            let doc = stored.key.doc;
            if let Some(changes) = self.replica.changes_in(stored) {
                by_doc.entry(doc).or_default().push(changes);
            }
        }
        let mut found = Vec::new();
        for (doc, changes) in by_doc {
            let was_open = self.docs.document(doc).is_some();
            if !was_open && self.open_document(doc).await.is_err() {
                // Whoever opens it hears what is wrong with it.
                continue;
            }
            self.settle().await;
            let paper = self.paper_of(doc);
            if let Some(document) = self.docs.document(doc) {
                let told = changes.iter().map(|changes| document.happenings(&changes.bytes, paper.as_ref()));
                found.extend(told.flatten());
            }
            if !was_open && !self.must_stay_open(doc) {
                self.docs.close(doc);
            }
        }
        Ok(found)
    }

    /// The record whose paper a document is.
    fn paper_of(&self, doc: DocId) -> Option<RecordId> {
        let is_it =
            |id: &&RecordId| own_doc(id) == doc && Kind::by_name(&id.kind).is_some_and(Kind::has_paper);
        self.shown.records.keys().find(is_it).cloned()
    }
}
