//! How the records of a kind stood at a time: read from the document's own changes, by the clocks of the devices
//! that made them. A change that a wrong clock dates later than it was made is left out, as history shows it.

use crate::change::{Action, Key, ReadChange};
use crate::document::Document;
use crate::genesis::RECORDS_OP;
use crate::graph::{Id, NOBODY};
use crate::history::value;
use crate::place::{is_row, path_in};
use crate::read::device;
use register::{Answer, FieldPath, Record, RecordId};
use std::collections::{BTreeMap, HashMap};

/// A value that was set, and by which operation: of two that were set apart the one that Automerge shows.
struct Set {
    counter: u32,
    actor: Vec<u8>,
    answer: Answer,
}

impl Document {
    /// The records of a kind at a time in milliseconds since 1970, each field with the one answer that showed.
    pub fn stood_at(&mut self, kind: &str, at: i64) -> Vec<Record> {
        self.commit_typing();
        let born = self.graph.number(self.genesis.actor_id()).unwrap_or(NOBODY);
        let mut containers: HashMap<Id, (RecordId, Option<Box<str>>)> = HashMap::new();
        let mut stood: BTreeMap<RecordId, BTreeMap<FieldPath, Set>> = BTreeMap::new();
        for change in self.automerge.get_changes(&[]) {
            let Ok(read) = ReadChange::of(&change) else { continue };
            let operations = crate::judge::numbered(&self.graph, &read);
            let Some(actor) = read.author().and_then(|author| self.graph.number(author)) else { continue };
            for (operation, counter) in operations.iter().zip(read.start_op..) {
                let id = Id { actor, counter };
                let (Some(container), Key::Map(key)) = (operation.container, &operation.key) else {
                    continue;
                };
                let makes_map = operation.action == Action::MakeMap;
                if container == (Id { actor: born, counter: RECORDS_OP }) {
                    if let Ok(record) = key.parse::<RecordId>()
                        && makes_map
                        && record.kind == kind
                    {
                        containers.insert(id, (record, None));
                    }
                    continue;
                }
                let Some((record, row)) = containers.get(&container) else { continue };
                let (record, row) = (record.clone(), row.clone());
                if makes_map && row.is_none() && is_row(key) {
                    containers.insert(id, (record, Some(key.clone())));
                    continue;
                }
                let Some(path) = path_in(row.as_deref(), key) else { continue };
                if read.time > at {
                    continue;
                }
                let author = change.actor_id().as_ref();
                let fields = stood.entry(record).or_default();
                let is_later = fields
                    .get(&path)
                    .is_none_or(|set| (set.counter, set.actor.as_slice()) < (counter, author));
                if is_later {
                    let value = value(&operation.action);
                    let answer = Answer { value, by: device(change.actor_id()), at: read.time };
                    fields.insert(path, Set { counter, actor: author.to_vec(), answer });
                }
            }
        }
        let record = |(id, fields): (RecordId, BTreeMap<FieldPath, Set>)| {
            let shown = fields.into_iter().filter(|(_, set)| !set.answer.value.is_empty());
            Record { id, fields: shown.map(|(path, set)| (path, vec![set.answer])).collect() }
        };
        stood.into_iter().map(record).collect()
    }
}
