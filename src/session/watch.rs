//! Who is to be woken by which change: a trigger for each record, each kind and the whole.

use crate::platform::timer::next_task;
use leptos::prelude::*;
use leptos::task::spawn_local;
use register::{Patch, RecordId};
use std::collections::{BTreeMap, BTreeSet};

/// More patches than one person's act makes are a colleague's work of some time.
const BATCH: usize = 30;
/// What shows single records is small: so many are woken in one task.
const RECORDS_IN_A_TASK: usize = 16;

/// The triggers that somebody asked for.
#[derive(Default)]
pub struct Watch {
    whole: ArcTrigger,
    kinds: BTreeMap<String, ArcTrigger>,
    records: BTreeMap<RecordId, ArcTrigger>,
}

impl Watch {
    /// Woken by everything.
    pub fn track_all(&self) {
        self.whole.track();
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
            for task in small.chunks(RECORDS_IN_A_TASK).chain(large.chunks(1)) {
                task.iter().for_each(ArcTrigger::notify);
                next_task().await;
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
        (records, kinds.chain([&self.whole]).cloned().collect())
    }

    /// All of them.
    pub fn all(&self) -> Vec<ArcTrigger> {
        self.records.values().chain(self.kinds.values()).chain([&self.whole]).cloned().collect()
    }
}
