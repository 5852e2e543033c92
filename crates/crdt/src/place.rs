//! Where things stand in a document: its containers, and what may be done in each.

use crate::change::{Action, Key, Operation, Scalar};
use crate::genesis::{DOC, RECORDS, REGISTER, TEXTS};
use crate::mark;
use register::{FieldPath, RecordId};
use std::sync::Arc;

/// How deep a block's attributes may nest.
const MAX_DEPTH: u8 = 8;

/// A container's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    Root,
    Records,
    Texts,
    Record(Arc<str>),
    /// A record's key, then the row's.
    Row(Arc<str>, Arc<str>),
    Text(Arc<str>),
    /// A paragraph's marker in a text, or what its attributes hold.
    Block {
        text: Arc<str>,
        list: bool,
        depth: u8,
    },
}

/// What a foreign operation touches, to be read anew once it is taken up.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Touch {
    Record(Arc<str>),
    /// A record's key, then the row's.
    Row(Arc<str>, Arc<str>),
    /// A record's key, the row's if it is a row's field, the field's.
    Field(Arc<str>, Option<Arc<str>>, Box<str>),
    Text(Arc<str>),
}

/// A record's id, if the key is written as ids are.
pub(crate) fn record_id(key: &str) -> Option<RecordId> {
    key.parse::<RecordId>().ok().filter(|id| id.to_string() == key && !id.kind.contains('/'))
}

/// A field's path, if it is written as paths are.
pub(crate) fn field_path(path: &str) -> Option<FieldPath> {
    path.parse::<FieldPath>().ok().filter(|parsed| parsed.to_string() == path)
}

/// The path of a field in a row given by its key, `<rows>/<row>`, or of the record itself.
pub(crate) fn path_in(row: Option<&str>, field: &str) -> Option<FieldPath> {
    if field.contains('/') {
        return None;
    }
    match row {
        None => field_path(field),
        Some(row) => field_path(&format!("{row}/{field}")),
    }
}

/// Whether a key of a record is that of a row.
pub(crate) fn is_row(key: &str) -> bool {
    path_in(Some(key), "x").is_some_and(|path| path.row.is_some())
}

fn is_field(key: &Key) -> Option<&str> {
    match key {
        Key::Map(key) if !key.is_empty() && !key.contains('/') => Some(key),
        _ => None,
    }
}

impl Place {
    /// Where a container stands that an operation makes here; none if none may be made.
    pub(crate) fn inner(&self, operation: &Operation) -> Option<Self> {
        match (self, &operation.key, &operation.action) {
            (Self::Records, Key::Map(key), Action::MakeMap) => Some(Self::Record(Arc::from(&**key))),
            (Self::Record(record), Key::Map(key), Action::MakeMap) => {
                Some(Self::Row(Arc::clone(record), Arc::from(&**key)))
            }
            (Self::Texts, Key::Map(key), Action::MakeText) => Some(Self::Text(Arc::from(&**key))),
            (Self::Text(text), _, Action::MakeMap) => {
                Some(Self::Block { text: Arc::clone(text), list: false, depth: 0 })
            }
            (Self::Block { text, depth, .. }, _, Action::MakeMap | Action::MakeList) => {
                let list = operation.action == Action::MakeList;
                Some(Self::Block { text: Arc::clone(text), list, depth: depth.saturating_add(1) })
            }
            _ => None,
        }
    }

    /// Whether an operation may be done here, whatever it refers to, and what it touches. Containers of
    /// records and rows are never taken away, and texts are only born.
    pub(crate) fn allows(&self, operation: &Operation) -> Option<Option<Touch>> {
        let Operation { key, insert, action, pred, .. } = operation;
        let makes = matches!(action, Action::MakeMap | Action::MakeList | Action::MakeText);
        if matches!(action, Action::Put(Scalar::Other)) || *action == Action::Delete && pred.is_empty() {
            return None;
        }
        if *insert && (!pred.is_empty() || *action == Action::Delete) {
            return None;
        }
        if action.is_mark() && !matches!(self, Self::Text(_)) {
            return None;
        }
        let in_map = matches!(key, Key::Map(_));
        match self {
            Self::Root => {
                let key = is_field(key)?;
                let ours = [REGISTER, DOC, RECORDS, TEXTS].contains(&key);
                (!ours && !makes && !insert).then_some(None)
            }
            Self::Records => {
                let Key::Map(key) = key else { return None };
                record_id(key)?;
                let makes = *action == Action::MakeMap && pred.is_empty() && !insert;
                makes.then(|| Some(Touch::Record(Arc::from(&**key))))
            }
            Self::Texts => None,
            Self::Record(record) => {
                let Key::Map(key) = key else { return None };
                if is_row(key) {
                    let makes = *action == Action::MakeMap && pred.is_empty() && !insert;
                    return makes.then(|| Some(Touch::Row(Arc::clone(record), Arc::from(&**key))));
                }
                let sets = !makes && !insert && path_in(None, key).is_some();
                sets.then(|| Some(Touch::Field(Arc::clone(record), None, key.clone())))
            }
            Self::Row(record, row) => {
                let key = is_field(key)?;
                let touch = || Touch::Field(Arc::clone(record), Some(Arc::clone(row)), key.into());
                (!makes && !insert).then(|| Some(touch()))
            }
            Self::Text(text) => {
                let fits = match action {
                    Action::Put(Scalar::Text(letter)) => *insert && letter.chars().count() == 1,
                    Action::MakeMap | Action::MarkEnd => *insert,
                    Action::MarkBegin { name, value } => *insert && mark::is_sound(name, value),
                    Action::Delete => true,
                    _ => false,
                };
                (fits && !in_map).then(|| Some(Touch::Text(Arc::clone(text))))
            }
            Self::Block { text, list, depth } => {
                let named =
                    *list || is_field(key).is_some() || matches!(key, Key::Map(key) if !key.is_empty());
                let fits = in_map != *list && named && (*list || !insert) && *action != Action::MakeText;
                (fits && *depth < MAX_DEPTH).then(|| Some(Touch::Text(Arc::clone(text))))
            }
        }
    }
}
