//! Who is to be woken by which change: a trigger for each record, each kind and the whole.

use leptos::prelude::*;
use register::{Patch, RecordId};
use std::collections::{BTreeMap, BTreeSet};

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

    /// Those to wake after these patches, each once.
    pub fn touched_by(&self, patches: &[Patch]) -> Vec<ArcTrigger> {
        let mut ids = BTreeSet::new();
        for patch in patches {
            match patch {
                Patch::Field { record, .. } | Patch::Record { record } => ids.insert(record),
                Patch::Device { person, .. } => ids.insert(person),
            };
        }
        self.touched(ids)
    }

    /// Those to wake after something happened to these records, each once.
    pub fn touched<'a>(&self, ids: impl IntoIterator<Item = &'a RecordId>) -> Vec<ArcTrigger> {
        let ids: BTreeSet<&RecordId> = ids.into_iter().collect();
        if ids.is_empty() {
            return Vec::new();
        }
        let kinds: BTreeSet<&str> = ids.iter().map(|id| id.kind.as_str()).collect();
        let records = ids.into_iter().filter_map(|id| self.records.get(id));
        let kinds = kinds.into_iter().filter_map(|kind| self.kinds.get(kind));
        records.chain(kinds).chain([&self.whole]).cloned().collect()
    }

    /// All of them.
    pub fn all(&self) -> Vec<ArcTrigger> {
        self.records.values().chain(self.kinds.values()).chain([&self.whole]).cloned().collect()
    }
}
