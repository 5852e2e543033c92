//! What came from elsewhere, or was saved by Automerge, is loaded by code that is not ours: it may fall over it,
//! and would then fall at every start. So a mark is kept while something is being opened; one that still
//! stands at the next start tells what not to open again.

use super::Session;
use bridge::Failure;
use sync::{DeviceId, DocId, Hash, Stored, Transaction};

/// The name of a snapshot's mark begins with it.
const SNAPSHOT: &str = "tried/snapshot/";

/// A snapshot over which the engine fell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fallen {
    pub(super) body: Hash,
    pub(super) by: DeviceId,
    pub(super) at: u64,
}

impl Fallen {
    fn name(&self) -> String {
        format!("{SNAPSHOT}{}", sync::hex::encode(&self.body.0))
    }

    fn to_bytes(self) -> Vec<u8> {
        [self.by.0.as_slice(), &self.at.to_be_bytes()].concat()
    }

    fn read(name: &str, mark: &[u8]) -> Option<Self> {
        let body = Hash(sync::hex::decode_array(name.strip_prefix(SNAPSHOT)?)?);
        let (by, at) = mark.split_at_checked(32)?;
        let (by, at) = (DeviceId(by.try_into().ok()?), u64::from_be_bytes(at.try_into().ok()?));
        Some(Self { body, by, at })
    }
}

/// The snapshots whose marks stand.
pub(super) fn fallen_snapshots(stored: &Stored) -> Vec<Fallen> {
    stored.state.iter().filter_map(|(name, mark)| Fallen::read(name, mark)).collect()
}

impl Session {
    /// A snapshot is about to be opened. Whether that is noted: else it must not be.
    pub(super) async fn try_snapshot(&mut self, body: Hash, by: DeviceId) -> Option<Fallen> {
        let tried = Fallen { body, by, at: self.now() };
        self.write_marks(vec![(tried.name(), Some(tried.to_bytes()))]).await.then_some(tried)
    }

    /// It opened. A mark that cannot be taken away costs the next start its first sight, and no more.
    pub(super) async fn snapshot_opened(&mut self, tried: Fallen) {
        self.write_marks(vec![(tried.name(), None)]).await;
    }

    /// Sets aside what the engine fell over, for as long as a snapshot is of any use here.
    pub(super) async fn leave_out(&mut self, fallen: Vec<Fallen>) {
        if fallen.is_empty() {
            return;
        }
        if self.replica.is_reading_in() {
            fallen.iter().for_each(|fallen| self.replica.leave_out_snapshot(fallen.body));
            self.snapshot.fallen = fallen;
        } else {
            self.write_marks(fallen.iter().map(|fallen| (fallen.name(), None)).collect()).await;
        }
    }

    pub(super) async fn write_marks(&self, state: Vec<(String, Option<Vec<u8>>)>) -> bool {
        let written = self.store.write(vec![Transaction { state, ..Transaction::default() }]).await;
        written.is_ok_and(|outcomes| outcomes.iter().all(Result::is_ok))
    }

    /// Opens a document that is no part of a start, as [`Self::open_document`] does. If the engine fell over it
    /// the last time, its cache is left alone, and the envelopes are read.
    pub(super) async fn try_document(&mut self, doc: DocId) -> Result<(), Failure> {
        // Where nothing can be noted, nothing is known.
        self.careful = !self.store.begin_opening(doc).await.unwrap_or(true);
        self.taking_up.opening = true;
        let opened = self.open_document(doc).await;
        self.take_up().await;
        (self.careful, self.taking_up.opening) = (false, false);
        self.opened(doc).await;
        opened
    }

    /// The engine did not fall. A note that cannot be taken back costs the next start time, and no more.
    pub(super) async fn opened(&self, doc: DocId) {
        let _ = self.store.end_opening(doc).await;
    }
}
