//! Who is to be woken by which change: a trigger for each record, each kind and the whole.

use crate::platform::clock;
use crate::platform::timer::next_task;
use leptos::prelude::*;
use leptos::task::spawn_local;
use register::{Patch, RecordId};
use std::collections::{BTreeMap, BTreeSet};
use std::future::poll_fn;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;

/// More patches than one person's act makes are a colleague's work of some time.
const BATCH: usize = 30;
/// What shows single records is small: so many are woken at once.
const RECORDS_AT_ONCE: usize = 16;
/// After so long the browser may do what waits.
const TASK_MS: u64 = 8;
/// What reads everything computes long: those who do are woken one after the other.
const WHOLES: usize = 8;

/// The triggers that somebody asked for.
#[derive(Default)]
pub struct Watch {
    wholes: [ArcTrigger; WHOLES],
    next_whole: AtomicUsize,
    kinds: BTreeMap<String, ArcTrigger>,
    records: BTreeMap<RecordId, ArcTrigger>,
}

impl Watch {
    /// Woken by everything.
    pub fn track_all(&self) {
        // Whoever reads anew takes the next: which one it is makes no difference.
        let next = self.next_whole.fetch_add(1, Ordering::Relaxed) % WHOLES;
        if let Some(whole) = self.wholes.get(next) {
            whole.track();
        }
    }

    /// Woken by each change of a record of the kind.
    pub fn of_kind(&mut self, kind: &str) -> ArcTrigger {
        self.kinds.entry(kind.to_owned()).or_default().clone()
    }

    /// Woken by each change of the record.
    pub fn of_record(&mut self, id: &RecordId) -> ArcTrigger {
        self.records.entry(id.clone()).or_default().clone()
    }

    /// Wakes whom these patches concern. What a batch wakes is computed in several tasks, so that a key that is
    /// pressed meanwhile, and the frame that shows it, need not wait for all of it.
    pub fn wake(&self, patches: &[Patch]) {
        let (small, large) = self.touched_by(patches);
        if patches.len() < BATCH {
            return small.iter().chain(&large).for_each(ArcTrigger::notify);
        }
        spawn_local(async move {
            let mut begun = clock::now_ms();
            for some in small.chunks(RECORDS_AT_ONCE).chain(large.chunks(1)) {
                some.iter().for_each(ArcTrigger::notify);
                let_effects_run().await;
                if clock::now_ms().saturating_sub(begun) >= TASK_MS {
                    next_task().await;
                    begun = clock::now_ms();
                }
            }
        });
    }

    /// Those to wake after these patches, each once: of records; of kinds and of the whole.
    fn touched_by(&self, patches: &[Patch]) -> (Vec<ArcTrigger>, Vec<ArcTrigger>) {
        let mut ids = BTreeSet::new();
        for patch in patches {
            match patch {
                Patch::Field { record, .. } | Patch::Record { record } => ids.insert(record),
                Patch::Device { person, .. } => ids.insert(person),
            };
        }
        self.touched(ids)
    }

    /// Those to wake after something happened to these records, each once: of records; of kinds and of the whole.
    pub fn touched<'a>(
        &self,
        ids: impl IntoIterator<Item = &'a RecordId>,
    ) -> (Vec<ArcTrigger>, Vec<ArcTrigger>) {
        let ids: BTreeSet<&RecordId> = ids.into_iter().collect();
        if ids.is_empty() {
            return (Vec::new(), Vec::new());
        }
        let kinds: BTreeSet<&str> = ids.iter().map(|id| id.kind.as_str()).collect();
        let records = ids.into_iter().filter_map(|id| self.records.get(id)).cloned().collect();
        let kinds = kinds.into_iter().filter_map(|kind| self.kinds.get(kind));
        (records, kinds.chain(&self.wholes).cloned().collect())
    }

    /// All of them.
    pub fn all(&self) -> Vec<ArcTrigger> {
        self.records.values().chain(self.kinds.values()).chain(&self.wholes).cloned().collect()
    }
}

/// Goes on behind what was woken, in the same task.
async fn let_effects_run() {
    let mut has_waited = false;
    poll_fn(|context| {
        if std::mem::replace(&mut has_waited, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
