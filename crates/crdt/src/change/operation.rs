//! The operations of a change. Only those that our formats have: no counters or tables, marks since format 2.

use super::chunk::Reader;
use super::column::{Differences, Flags, numbers, texts};
use super::{MAX_OPERATIONS, Malformed};

use crate::graph::Id;

/// What an operation does.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Action {
    MakeMap,
    MakeList,
    MakeText,
    Put(Scalar),
    Delete,
    /// A mark begins here; its end is the next operation. An empty value takes marks of that name away.
    MarkBegin {
        name: Box<str>,
        value: Scalar,
    },
    MarkEnd,
}

impl Action {
    /// Whether format 1 did not have it.
    pub(crate) fn is_mark(&self) -> bool {
        matches!(self, Self::MarkBegin { .. } | Self::MarkEnd)
    }
}

/// A value that fields, blocks and texts may hold.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Scalar {
    Null,
    Flag(bool),
    Int(i64),
    Number(f64),
    Text(Box<str>),
    /// Unsigned numbers, bytes and times: genesis holds some, no other change may.
    Other,
}

/// Where in its container an operation acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Key {
    Map(Box<str>),
    Head,
    Element(Id),
}

/// One operation.
#[derive(Debug, Clone)]
pub(crate) struct Operation {
    /// The container; none is the root.
    pub(crate) container: Option<Id>,
    pub(crate) key: Key,
    pub(crate) insert: bool,
    pub(crate) action: Action,
    /// The operations that it supersedes.
    pub(crate) pred: Vec<Id>,
}

#[derive(Default)]
struct Columns<'a> {
    container_actor: &'a [u8],
    container_counter: &'a [u8],
    key_actor: &'a [u8],
    key_counter: &'a [u8],
    key_text: &'a [u8],
    insert: &'a [u8],
    action: &'a [u8],
    value_form: &'a [u8],
    value: &'a [u8],
    pred_count: &'a [u8],
    pred_actor: &'a [u8],
    pred_counter: &'a [u8],
    expand: &'a [u8],
    mark_name: &'a [u8],
}

impl<'a> Columns<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, Malformed> {
        let mut specs = Vec::new();
        for _ in 0..reader.count(2)? {
            let spec = reader.unsigned().ok_or(Malformed)?;
            let length =
                reader.unsigned().and_then(|length| usize::try_from(length).ok()).ok_or(Malformed)?;
            specs.push((spec, length));
        }
        let mut columns = Self::default();
        for (spec, length) in specs {
            let bytes = reader.take(length).ok_or(Malformed)?;
            let column = match spec {
                0x01 => &mut columns.container_actor,
                0x02 => &mut columns.container_counter,
                0x11 => &mut columns.key_actor,
                0x13 => &mut columns.key_counter,
                0x15 => &mut columns.key_text,
                0x34 => &mut columns.insert,
                0x42 => &mut columns.action,
                0x56 => &mut columns.value_form,
                0x57 => &mut columns.value,
                0x70 => &mut columns.pred_count,
                0x71 => &mut columns.pred_actor,
                0x73 => &mut columns.pred_counter,
                0x94 => &mut columns.expand,
                0xa5 => &mut columns.mark_name,
                _ => return Err(Malformed),
            };
            *column = bytes;
        }
        if reader.rest().is_empty() { Ok(columns) } else { Err(Malformed) }
    }
}

/// Reads the columns to their end. Every actor is checked against their number.
pub(super) fn operations(reader: &mut Reader<'_>, actors: usize) -> Result<Vec<Operation>, Malformed> {
    let columns = Columns::read(reader)?;
    let mut container_actor = numbers(columns.container_actor);
    let mut container_counter = numbers(columns.container_counter);
    let mut key_actor = numbers(columns.key_actor);
    let mut key_counter = Differences::new(columns.key_counter);
    let mut key_text = texts(columns.key_text);
    let mut insert = Flags::new(columns.insert);
    let mut action = numbers(columns.action);
    let mut value_form = numbers(columns.value_form);
    let mut value = Reader::new(columns.value);
    let mut pred_count = numbers(columns.pred_count);
    let mut pred_actor = numbers(columns.pred_actor);
    let mut pred_counter = Differences::new(columns.pred_counter);
    let mut expand = Flags::new(columns.expand);
    let mut mark_name = texts(columns.mark_name);
    let mut operations = Vec::new();
    let mut preds = 0usize;
    while !action.is_done() {
        if operations.len() == MAX_OPERATIONS {
            return Err(Malformed);
        }
        let container = match (container_actor.next()?, container_counter.next()?) {
            (None, None) => None,
            (Some(actor), Some(counter)) => Some(id(actor, counter, actors)?),
            _ => return Err(Malformed),
        };
        let key = match (key_actor.next()?, key_counter.next()?, key_text.next()?) {
            (None, None, Some(text)) => Key::Map(text.into()),
            (None, Some(0), None) => Key::Head,
            (Some(actor), Some(counter), None) => Key::Element(id(actor, unsigned(counter)?, actors)?),
            _ => return Err(Malformed),
        };
        let scalar = scalar(value_form.next()?.unwrap_or(0), &mut value)?;
        let grows = !columns.expand.is_empty() && expand.next()?;
        let name = mark_name.next()?;
        let action = action.next()?.ok_or(Malformed)?;
        if action != 7 && (grows || name.is_some()) {
            return Err(Malformed);
        }
        let action = match (action, scalar) {
            (0, Scalar::Null) => Action::MakeMap,
            (1, scalar) => Action::Put(scalar),
            (2, Scalar::Null) => Action::MakeList,
            (3, Scalar::Null) => Action::Delete,
            (4, Scalar::Null) => Action::MakeText,
            (7, value) => match name {
                Some(name) => Action::MarkBegin { name: name.into(), value },
                None if value == Scalar::Null => Action::MarkEnd,
                None => return Err(Malformed),
            },
            _ => return Err(Malformed),
        };
        let count = usize::try_from(pred_count.next()?.unwrap_or(0)).map_err(|_| Malformed)?;
        preds = preds.checked_add(count).filter(|preds| *preds <= 2 * MAX_OPERATIONS).ok_or(Malformed)?;
        let mut pred = Vec::with_capacity(count);
        for _ in 0..count {
            let (Some(actor), Some(counter)) = (pred_actor.next()?, pred_counter.next()?) else {
                return Err(Malformed);
            };
            pred.push(id(actor, unsigned(counter)?, actors)?);
        }
        operations.push(Operation { container, key, insert: insert.next()?, action, pred });
    }
    Ok(operations)
}

fn unsigned(counter: i64) -> Result<u64, Malformed> {
    u64::try_from(counter).map_err(|_| Malformed)
}

fn id(actor: u64, counter: u64, actors: usize) -> Result<Id, Malformed> {
    let actor = u32::try_from(actor).ok().filter(|actor| (*actor as usize) < actors).ok_or(Malformed)?;
    let counter = u32::try_from(counter).ok().filter(|counter| (1..=u32::MAX >> 1).contains(counter));
    Ok(Id { actor, counter: counter.ok_or(Malformed)? })
}

fn scalar(form: u64, values: &mut Reader<'_>) -> Result<Scalar, Malformed> {
    let length = usize::try_from(form >> 4).map_err(|_| Malformed)?;
    let bytes = values.take(length).ok_or(Malformed)?;
    let mut reader = Reader::new(bytes);
    let scalar = match form & 0xf {
        0 if length == 0 => Scalar::Null,
        1 if length == 0 => Scalar::Flag(false),
        2 if length == 0 => Scalar::Flag(true),
        4 => {
            let int = reader.signed().ok_or(Malformed)?;
            if !reader.rest().is_empty() {
                return Err(Malformed);
            }
            Scalar::Int(int)
        }
        5 => {
            let number = f64::from_le_bytes(bytes.try_into().map_err(|_| Malformed)?);
            // What is no number is not even equal to itself.
            if !number.is_finite() {
                return Err(Malformed);
            }
            Scalar::Number(number)
        }
        6 => Scalar::Text(std::str::from_utf8(bytes).map_err(|_| Malformed)?.into()),
        3 | 7 | 9 => Scalar::Other,
        _ => return Err(Malformed),
    };
    Ok(scalar)
}
