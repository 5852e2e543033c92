//! Who set what when in a record, and who wrote how much in its texts: read from the document's own changes.

use crate::change::{Action, Key, Operation, ReadChange, Scalar};
use crate::document::Document;
use crate::genesis::{RECORDS_OP, TEXTS_OP};
use crate::graph::{Id, NOBODY};
use crate::place::{field_path, is_row, path_in};
use crate::read::device;
use automerge::{ChangeHash, ObjId};
use register::{DeviceId, FieldPath, Message, RecordId, Value};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// One field was set, or one text written in, by one change.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryItem {
    /// The device that did it.
    pub by: DeviceId,
    /// When, by its clock.
    pub at: i64,
    /// What it was called, see [`register::Message::code`].
    pub code: String,
    /// The number that the record bore then.
    pub number: Option<String>,
    /// Where.
    pub path: FieldPath,
    /// What stood there in the eyes of who wrote: nothing, one value, or several that it chose between.
    pub from: Vec<Value>,
    /// What was set; empty for texts.
    pub to: Value,
    /// For texts: characters written, characters deleted.
    pub typed: Option<(u32, u32)>,
    /// For texts: what blocks that stood already were made, and which of their kinds were changed within, by the
    /// names that markers have.
    pub shapes: BTreeSet<String>,
}

/// What is known of the record's containers while the changes are read.
#[derive(Default)]
struct Reading {
    /// Its map and those of its rows, with the row's key.
    containers: HashMap<Id, Option<Box<str>>>,
    texts: HashMap<Id, FieldPath>,
    markers: HashMap<Id, Marker>,
    /// Whose marker's attributes or containers these are.
    inner: HashMap<Id, (Id, Part)>,
    values: HashMap<Id, Value>,
    items: Vec<HistoryItem>,
}

/// What begins a block, or stands in a text.
struct Marker {
    path: FieldPath,
    kind: String,
    /// The first operation of the change that made it: what that sets in it is no change of it.
    made: Id,
}

/// A part of a marker.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Attributes,
    Others,
}

/// What one change did to the texts: characters written and deleted, markers changed.
type Typed = BTreeMap<FieldPath, ((u32, u32), HashSet<Id>)>;

impl Reading {
    /// An operation within a marker. `change` is the first one of its change.
    fn shape(&mut self, id: Id, container: Id, operation: &Operation, change: Id, typed: &mut Typed) {
        let (at, part) = match self.inner.get(&container) {
            Some((at, part)) => (*at, Some(*part)),
            None => (container, None),
        };
        let Some(marker) = self.markers.get_mut(&at) else { return };
        let key = match &operation.key {
            Key::Map(key) => &**key,
            _ => "",
        };
        if matches!(operation.action, Action::MakeMap | Action::MakeList) {
            let own = if key == "attrs" { Part::Attributes } else { Part::Others };
            self.inner.insert(id, (at, part.unwrap_or(own)));
        }
        let is_kind = part.is_none() && key == "type";
        if is_kind && let Action::Put(Scalar::Text(kind)) = &operation.action {
            marker.kind = kind.to_string();
        }
        if marker.made == change {
            return;
        }
        let (_, shapes) = typed.entry(marker.path.clone()).or_default();
        if is_kind || part == Some(Part::Attributes) {
            shapes.insert(at);
        }
    }
}

impl Document {
    /// What happened to a record, newest first. In a record's paper, also what was written.
    pub fn history(&mut self, record: &RecordId) -> Vec<HistoryItem> {
        self.commit_typing();
        let is_paper = *record.uuid.as_bytes() == self.doc;
        let since = if is_paper { Vec::new() } else { self.before(record) };
        let born = self.graph.number(self.genesis.actor_id()).unwrap_or(NOBODY);
        let record_key = record.to_string();
        let mut reading = Reading::default();
        for change in self.automerge.get_changes(&since) {
            let Ok(read) = ReadChange::of(&change) else { continue };
            let operations = crate::judge::numbered(&self.graph, &read);
            let Some(actor) = read.author().and_then(|author| self.graph.number(author)) else { continue };
            let (code, number) = change.message().map(|said| Message::read(said)).unwrap_or_default();
            let stamp = HistoryItem {
                by: device(change.actor_id()),
                at: read.time,
                code: code.to_owned(),
                number: number.map(str::to_owned),
                path: FieldPath::of(""),
                from: Vec::new(),
                to: Value::Empty,
                typed: None,
                shapes: BTreeSet::new(),
            };
            let mut typed = Typed::new();
            let change_id = Id { actor, counter: read.start_op };
            let first = reading.items.len();
            let births = crate::birth::is_birth_actor(change.actor_id().as_ref());
            for (operation, counter) in operations.iter().zip(read.start_op..) {
                let id = Id { actor, counter };
                let Some(container) = operation.container else { continue };
                if container == (Id { actor: born, counter: RECORDS_OP }) {
                    if operation.action == Action::MakeMap && operation.key == Key::Map((*record_key).into())
                    {
                        reading.containers.insert(id, None);
                    }
                } else if is_paper && container == (Id { actor: born, counter: TEXTS_OP }) {
                    if let Key::Map(key) = &operation.key
                        && let Some(path) = field_path(key)
                    {
                        reading.texts.insert(id, path);
                    }
                } else if let Some(row) = reading.containers.get(&container).cloned() {
                    let Key::Map(key) = &operation.key else { continue };
                    if operation.action == Action::MakeMap && row.is_none() && is_row(key) {
                        reading.containers.insert(id, Some(key.clone()));
                        continue;
                    }
                    let Some(path) = path_in(row.as_deref(), key) else { continue };
                    let to = value(&operation.action);
                    let from =
                        operation.pred.iter().rev().filter_map(|pred| reading.values.get(pred).cloned());
                    let from = from.collect();
                    // Choosing what shows already takes two operations, and is one happening.
                    match reading.items.iter_mut().skip(first).find(|item| item.path == path) {
                        Some(item) => item.to = to.clone(),
                        None => {
                            reading.items.push(HistoryItem { path, from, to: to.clone(), ..stamp.clone() })
                        }
                    }
                    reading.values.insert(id, to);
                } else if let Some(path) = reading.texts.get(&container) {
                    if operation.insert && operation.action == Action::MakeMap {
                        let (path, kind) = (path.clone(), String::new());
                        reading.markers.insert(id, Marker { path, kind, made: change_id });
                    }
                    if births {
                        continue;
                    }
                    let ((written, deleted), _) = typed.entry(path.clone()).or_default();
                    match operation.action {
                        Action::Delete => *deleted += 1,
                        Action::MarkBegin { .. } | Action::MarkEnd => {}
                        _ if operation.insert => *written += 1,
                        _ => {}
                    }
                } else {
                    reading.shape(id, container, operation, change_id, &mut typed);
                }
            }
            for (path, (typed, shapes)) in typed {
                let kind = |id: &Id| reading.markers.get(id).map(|marker| marker.kind.clone());
                let shapes = shapes.iter().filter_map(kind).collect();
                reading.items.push(HistoryItem { path, typed: Some(typed), shapes, ..stamp.clone() });
            }
        }
        let mut items = reading.items;
        items.reverse();
        items.sort_by_key(|item| std::cmp::Reverse(item.at));
        items
    }

    /// The heads before a record was made: nothing older can concern it.
    fn before(&self, record: &RecordId) -> Vec<ChangeHash> {
        // A record that two replicas made apart has no one beginning.
        let maps = self.record_maps(&record.to_string());
        let [ObjId::Id(counter, actor, _)] = maps.as_slice() else { return Vec::new() };
        let counter = *counter;
        let id = self.graph.number(actor).zip(u32::try_from(counter).ok());
        let holder = id.and_then(|(actor, counter)| self.graph.holder(Id { actor, counter }));
        let deps =
            holder.and_then(|at| self.graph.node(at)).map(|node| node.deps.as_slice()).unwrap_or_default();
        deps.iter().filter_map(|at| self.graph.node(*at)).map(|node| ChangeHash(node.hash)).collect()
    }
}

/// What an operation set; empty for what sets no short value.
pub fn value(action: &Action) -> Value {
    match action {
        Action::Put(Scalar::Flag(flag)) => Value::Flag(*flag),
        Action::Put(Scalar::Int(int)) => Value::Int(*int),
        Action::Put(Scalar::Number(number)) => Value::Number(*number),
        Action::Put(Scalar::Text(text)) => Value::Text(text.to_string()),
        _ => Value::Empty,
    }
}
