//! The document as patches of the plain register: every field with all its standing answers.

use crate::document::Document;
use crate::place::{is_row, path_in, record_id};
use crate::value::{read, read_stored};
use automerge::iter::MapRangeItem;
use automerge::{ActorId, ObjId, ObjType, ReadDoc, ScalarValue, Value as Stored, ValueRef};
use register::{Answer, Answers, DeviceId, Patch, RecordId, Value};

/// The device that writes as an actor.
pub(crate) fn device(actor: &ActorId) -> DeviceId {
    let mut key = [0; 32];
    key.iter_mut().zip(actor.as_ref()).for_each(|(to, from)| *to = *from);
    DeviceId(key)
}

impl Document {
    /// Everything it holds but texts, to fill a plain register.
    pub fn patches(&self) -> Vec<Patch> {
        let mut patches = Vec::new();
        for item in self.automerge.map_range(&self.records, ..) {
            if let Some(record) = record_id(&item.key)
                && is_map(&item.value)
            {
                let containers = self.behind(std::slice::from_ref(&self.records), &item);
                self.record_patches(&record, &containers, &mut patches);
            }
        }
        patches
    }

    /// A record's fields, or that it exists.
    pub(crate) fn record_patches(&self, record: &RecordId, containers: &[ObjId], patches: &mut Vec<Patch>) {
        let before = patches.len();
        for (at, container) in containers.iter().enumerate() {
            for item in self.automerge.map_range(container, ..) {
                if self.stands_before(containers, at, &item.key) {
                    continue;
                }
                if is_map(&item.value) && is_row(&item.key) {
                    self.row_patches(record, &item.key, &self.behind(containers, &item), patches);
                } else {
                    self.field_patch(record, None, containers, &item, patches);
                }
            }
        }
        if patches.len() == before {
            patches.push(Patch::Record { record: record.clone() });
        }
    }

    /// A row's fields.
    pub(crate) fn row_patches(
        &self,
        record: &RecordId,
        row: &str,
        containers: &[ObjId],
        patches: &mut Vec<Patch>,
    ) {
        for (at, container) in containers.iter().enumerate() {
            for field in self.automerge.map_range(container, ..) {
                if !self.stands_before(containers, at, &field.key) {
                    self.field_patch(record, Some(row), containers, &field, patches);
                }
            }
        }
    }

    /// Whether a key was read already in a container before the one at a place.
    fn stands_before(&self, containers: &[ObjId], at: usize, key: &str) -> bool {
        let stands = |container| matches!(self.automerge.get(container, key), Ok(Some(_)));
        containers.iter().take(at).any(stands)
    }

    /// The maps of which an item is one: mostly the only one.
    fn behind(&self, within: &[ObjId], item: &MapRangeItem<'_>) -> Vec<ObjId> {
        if within.len() == 1 && !item.conflict { vec![item.id()] } else { self.maps_at(within, &item.key) }
    }

    fn field_patch(
        &self,
        record: &RecordId,
        row: Option<&str>,
        containers: &[ObjId],
        item: &MapRangeItem<'_>,
        patches: &mut Vec<Patch>,
    ) {
        let Some(path) = path_in(row, &item.key) else { return };
        let answers = match &item.value {
            ValueRef::Scalar(value) if !item.conflict && containers.len() == 1 => {
                let value = match value {
                    automerge::ScalarValueRef::Str(text) => Value::Text(text.to_string()),
                    other => read(&ScalarValue::from(other.clone())),
                };
                vec![self.answer(value, &item.id())]
            }
            _ => self.answers(containers, &item.key),
        };
        if !answers.is_empty() {
            patches.push(Patch::Field { record: record.clone(), path, answers });
        }
    }

    /// All standing answers of a field, Automerge's winner first.
    pub(crate) fn answers(&self, containers: &[ObjId], key: &str) -> Answers {
        let mut answers = Answers::new();
        for container in containers {
            let standing = self.automerge.get_all(container, key).unwrap_or_default();
            let answer = |(value, id): &(Stored<'_>, ObjId)| Some(self.answer(read_stored(value)?, id));
            answers.extend(standing.iter().rev().filter_map(answer));
        }
        answers
    }

    fn answer(&self, value: Value, id: &ObjId) -> Answer {
        match id {
            ObjId::Id(counter, actor, _) => {
                Answer { value, by: device(actor), at: self.graph.time_of(actor, *counter) }
            }
            ObjId::Root => Answer { value, by: DeviceId([0; 32]), at: 0 },
        }
    }

    /// The maps under a key in some containers, Automerge's winner first. Two replicas that make one thing
    /// apart under an id which follows from what it is about (a row of the same agenda) make two maps; they
    /// are read as one, so that nothing that either wrote is hidden.
    pub(crate) fn maps_at(&self, within: &[ObjId], key: &str) -> Vec<ObjId> {
        let mut maps = Vec::new();
        for container in within {
            let standing = self.automerge.get_all(container, key).unwrap_or_default();
            let map = |(value, id): (Stored<'_>, ObjId)| {
                matches!(value, Stored::Object(ObjType::Map)).then_some(id)
            };
            maps.extend(standing.into_iter().rev().filter_map(map));
        }
        maps
    }

    /// The maps of a record.
    pub(crate) fn record_maps(&self, record: &str) -> Vec<ObjId> {
        self.maps_at(std::slice::from_ref(&self.records), record)
    }
}

fn is_map(value: &ValueRef<'_>) -> bool {
    matches!(value, ValueRef::Object(ObjType::Map))
}
