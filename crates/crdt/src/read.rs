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
                self.record_patches(&record, &item.id(), &mut patches);
            }
        }
        patches
    }

    /// A record's fields, or that it exists.
    pub(crate) fn record_patches(&self, record: &RecordId, container: &ObjId, patches: &mut Vec<Patch>) {
        let before = patches.len();
        for item in self.automerge.map_range(container, ..) {
            if is_map(&item.value) && is_row(&item.key) {
                self.row_patches(record, &item.key, &item.id(), patches);
            } else {
                self.field_patch(record, None, container, &item, patches);
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
        container: &ObjId,
        patches: &mut Vec<Patch>,
    ) {
        for field in self.automerge.map_range(container, ..) {
            self.field_patch(record, Some(row), container, &field, patches);
        }
    }

    fn field_patch(
        &self,
        record: &RecordId,
        row: Option<&str>,
        container: &ObjId,
        item: &MapRangeItem<'_>,
        patches: &mut Vec<Patch>,
    ) {
        let Some(path) = path_in(row, &item.key) else { return };
        let answers = match &item.value {
            ValueRef::Scalar(value) if !item.conflict => {
                let value = match value {
                    automerge::ScalarValueRef::Str(text) => Value::Text(text.to_string()),
                    other => read(&ScalarValue::from(other.clone())),
                };
                vec![self.answer(value, &item.id())]
            }
            _ => self.answers(container, &item.key),
        };
        if !answers.is_empty() {
            patches.push(Patch::Field { record: record.clone(), path, answers });
        }
    }

    /// All standing answers of a field, Automerge's winner first.
    pub(crate) fn answers(&self, container: &ObjId, key: &str) -> Answers {
        let standing = self.automerge.get_all(container, key).unwrap_or_default();
        let answer = |(value, id): &(Stored<'_>, ObjId)| Some(self.answer(read_stored(value)?, id));
        standing.iter().rev().filter_map(answer).collect()
    }

    fn answer(&self, value: Value, id: &ObjId) -> Answer {
        match id {
            ObjId::Id(counter, actor, _) => {
                Answer { value, by: device(actor), at: self.graph.time_of(actor, *counter) }
            }
            ObjId::Root => Answer { value, by: DeviceId([0; 32]), at: 0 },
        }
    }

    /// The map under a key, if that is what shows there.
    pub(crate) fn map_at(&self, within: &ObjId, key: &str) -> Option<ObjId> {
        match self.automerge.get(within, key) {
            Ok(Some((Stored::Object(ObjType::Map), id))) => Some(id),
            _ => None,
        }
    }
}

fn is_map(value: &ValueRef<'_>) -> bool {
    matches!(value, ValueRef::Object(ObjType::Map))
}
