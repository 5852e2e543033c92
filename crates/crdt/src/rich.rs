//! Rich text: a paper's text as spans of marked text and the markers of its blocks. Unlike in `text`, markers
//! count: an index is Automerge's own, in UTF-16 code units, one for each marker.
//!
//! Two of Automerge's calls are never used, since both are wrong in 0.12: `update_spans` deletes single code
//! points of a grapheme cluster and writes marks anew that it should leave, and `get_marks` counts code points
//! whatever the document counts.

use crate::change::Scalar;
use crate::document::Document;
use crate::error::Error;
use crate::mark;
use crate::text::{Breaks, MAX_INSERT};
use automerge::hydrate::{List, Map, Value as Hydrated};
use automerge::iter::Span as Stored;
use automerge::marks::{ExpandMark, Mark, MarkSet};
use automerge::transaction::Transactable;
use automerge::{ObjId, ObjType, ReadDoc, ScalarValue, Value};
use register::FieldPath;
use std::collections::BTreeMap;

/// What marks and markers hold. Maps are sorted, so that two replicas say the same.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// Nothing; as a mark's value, the mark is taken away.
    Empty,
    /// Yes or no.
    Flag(bool),
    /// A number, as JavaScript has them.
    Number(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Item>),
    /// Named items.
    Map(BTreeMap<String, Item>),
}

/// A part of a rich text.
#[derive(Debug, Clone, PartialEq)]
pub enum Span {
    /// Text under the same marks.
    Text {
        /// What is written.
        text: String,
        /// The marks' values, by name.
        marks: BTreeMap<String, Item>,
    },
    /// A block begins, or something that stands in the text: the marker's `type`, `parents`, `attrs`, `isEmbed`.
    Block(BTreeMap<String, Item>),
}

impl Document {
    /// A text with its marks and blocks. One that nobody wrote in has the paragraph that it will be born with.
    pub fn spans(&self, path: &FieldPath) -> Vec<Span> {
        let Some(id) = self.text_id(&path.to_string()) else { return vec![Span::Block(paragraph())] };
        let Ok(spans) = self.automerge.spans(&id) else { return Vec::new() };
        spans
            .map(|span| match span {
                Stored::Text { text, marks } => {
                    let marks = marks.map(|marks| items_of(&marks)).unwrap_or_default();
                    Span::Text { text, marks }
                }
                Stored::Block(map) => Span::Block(map_of(&map)),
            })
            .collect()
    }

    /// The marks of the character at an index.
    pub fn marks_at(&self, path: &FieldPath, at: usize) -> BTreeMap<String, Item> {
        let Some(id) = self.text_id(&path.to_string()) else { return BTreeMap::new() };
        let Ok(spans) = self.automerge.spans(&id) else { return BTreeMap::new() };
        let mut end = 0;
        for span in spans {
            let (length, marks) = match span {
                Stored::Text { text, marks } => (text.encode_utf16().count(), marks),
                Stored::Block(_) => (1, None),
            };
            end += length;
            if end > at {
                return marks.map(|marks| items_of(&marks)).unwrap_or_default();
            }
        }
        BTreeMap::new()
    }

    /// Deletes text and markers, and inserts text, whose line breaks stay characters.
    ///
    /// # Errors
    /// If the path is no field's, the text ends earlier, or too much comes at once.
    pub fn splice_rich(
        &mut self,
        path: &FieldPath,
        at: usize,
        delete: usize,
        insert: &str,
        now_ms: i64,
    ) -> Result<(), Error> {
        if insert.len() > MAX_INSERT {
            return Err(Error::TooLong);
        }
        let id = self.text_to_write(path)?;
        let to = self.within(&id, at.saturating_add(delete))?;
        let from = if self.is_within_character(&id, at) { at - 1 } else { at };
        let to = if delete > 0 && self.is_within_character(&id, to) { to + 1 } else { to };
        let to = if delete == 0 { from } else { to };
        self.replace_in_parts(&id, from, to, insert, Breaks::Characters, now_ms)
    }

    /// Marks a part of a text; with an empty value, takes marks of that name from it. What is typed at the
    /// borders of a mark that grows belongs to it.
    ///
    /// # Errors
    /// If a paper may not hold such a mark, or the text ends earlier.
    #[allow(clippy::too_many_arguments, reason = "a place, a mark, and the time")]
    pub fn mark(
        &mut self,
        path: &FieldPath,
        from: usize,
        to: usize,
        name: &str,
        value: &Item,
        grows: bool,
        now_ms: i64,
    ) -> Result<(), Error> {
        let stored = scalar(value).filter(|value| mark::is_sound(name, &judged(value)));
        let value = stored.ok_or_else(|| Error::BadMark(name.to_owned()))?;
        if from >= to {
            return Ok(());
        }
        let id = self.text_to_write(path)?;
        self.within(&id, to)?;
        self.make_room(now_ms);
        let expand = if grows { ExpandMark::Both } else { ExpandMark::None };
        self.automerge.mark(&id, Mark::new(name.to_owned(), value, from, to), expand)?;
        self.marked = true;
        Ok(())
    }

    /// Begins a block, or puts something into the text.
    ///
    /// # Errors
    /// If the path is no field's, or the text ends earlier.
    pub fn split_block(
        &mut self,
        path: &FieldPath,
        at: usize,
        marker: &BTreeMap<String, Item>,
        now_ms: i64,
    ) -> Result<(), Error> {
        let id = self.text_to_write(path)?;
        self.within(&id, at)?;
        self.make_room(now_ms);
        let block = self.automerge.split_block(&id, at)?;
        self.update(&block, marker)
    }

    /// Makes a marker another one in its place, so that what others do to it meanwhile merges.
    ///
    /// # Errors
    /// If no marker is there.
    pub fn update_block(
        &mut self,
        path: &FieldPath,
        at: usize,
        marker: &BTreeMap<String, Item>,
        now_ms: i64,
    ) -> Result<(), Error> {
        let id = self.text_to_write(path)?;
        let Some((Value::Object(ObjType::Map), block)) = self.automerge.get(&id, at)? else {
            return Err(Error::Occupied(format!("{path} {at}")));
        };
        self.make_room(now_ms);
        self.update(&block, marker)
    }

    /// Takes back what was written and is not committed.
    pub fn roll_back(&mut self) {
        self.typed_at = None;
        self.automerge.rollback();
    }

    fn update(&mut self, block: &ObjId, marker: &BTreeMap<String, Item>) -> Result<(), Error> {
        let marker = hydrated(&Item::Map(marker.clone()));
        // A marker is a map, and stays one: nothing else can go wrong.
        self.automerge.update_object(block, &marker).map_err(|_| Error::Occupied("a marker".to_owned()))
    }

    fn within(&self, id: &ObjId, at: usize) -> Result<usize, Error> {
        if at > self.automerge.length(id) { Err(Error::OutOfText(at)) } else { Ok(at) }
    }
}

/// The marker that a text is born with, see `birth`.
fn paragraph() -> BTreeMap<String, Item> {
    let entries = [
        ("type", Item::Text("paragraph".to_owned())),
        ("parents", Item::List(Vec::new())),
        ("attrs", Item::Map(BTreeMap::new())),
        ("isEmbed", Item::Flag(false)),
    ];
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// Marks as they show: those that were taken away are none.
pub(crate) fn items_of(marks: &MarkSet) -> BTreeMap<String, Item> {
    let shown = marks.iter().filter(|(_, value)| !matches!(value, ScalarValue::Null));
    shown.map(|(name, value)| (name.to_owned(), item(value))).collect()
}

pub(crate) fn item(value: &ScalarValue) -> Item {
    #[allow(clippy::cast_precision_loss, reason = "JavaScript has no other numbers")]
    match value {
        ScalarValue::Str(text) => Item::Text(text.to_string()),
        ScalarValue::Int(int) => Item::Number(*int as f64),
        ScalarValue::Uint(int) => Item::Number(*int as f64),
        ScalarValue::F64(number) => Item::Number(*number),
        ScalarValue::Boolean(flag) => Item::Flag(*flag),
        _ => Item::Empty,
    }
}

fn item_of(value: &Hydrated) -> Item {
    match value {
        Hydrated::Scalar(value) => item(value),
        Hydrated::Text(text) => Item::Text(text.to_string()),
        Hydrated::List(list) => Item::List(list.iter().map(|entry| item_of(&entry.value)).collect()),
        Hydrated::Map(map) => Item::Map(map_of(map)),
    }
}

pub(crate) fn map_of(map: &Map) -> BTreeMap<String, Item> {
    map.iter().map(|(key, entry)| (key.clone(), item_of(&entry.value))).collect()
}

fn scalar(item: &Item) -> Option<ScalarValue> {
    match item {
        Item::Empty => Some(ScalarValue::Null),
        Item::Flag(flag) => Some(ScalarValue::Boolean(*flag)),
        Item::Number(number) => number.is_finite().then(|| number_of(*number)),
        Item::Text(text) => Some(ScalarValue::Str(text.as_str().into())),
        Item::List(_) | Item::Map(_) => None,
    }
}

/// Whole numbers are written as such, as other implementations write them.
#[allow(clippy::cast_possible_truncation, reason = "only whole numbers within 53 bits")]
fn number_of(number: f64) -> ScalarValue {
    let is_whole = number.fract() == 0.0 && number.abs() < 9e15;
    if is_whole { ScalarValue::Int(number as i64) } else { ScalarValue::F64(number) }
}

fn judged(value: &ScalarValue) -> Scalar {
    match value {
        ScalarValue::Str(text) => Scalar::Text(text.as_str().into()),
        ScalarValue::Int(int) => Scalar::Int(*int),
        ScalarValue::F64(number) => Scalar::Number(*number),
        ScalarValue::Boolean(flag) => Scalar::Flag(*flag),
        ScalarValue::Null => Scalar::Null,
        _ => Scalar::Other,
    }
}

fn hydrated(item: &Item) -> Hydrated {
    match item {
        Item::List(items) => Hydrated::List(List::from(items.iter().map(hydrated).collect::<Vec<_>>())),
        Item::Map(items) => {
            let entries = items.iter().map(|(key, item)| (key.clone(), hydrated(item)));
            Hydrated::Map(Map::from(entries.collect::<std::collections::HashMap<_, _>>()))
        }
        single => Hydrated::Scalar(scalar(single).unwrap_or(ScalarValue::Null)),
    }
}
