//! The page's copy of a paper as an editor of rich text asks it: spans, marks and blocks as JavaScript's values.
//! Indices are Automerge's own, in UTF-16 code units; each marker of a block counts as one.

use crate::paper::{PaperReplica, milliseconds, place, wrong};
use crdt::{Item, RichPatch, Span};
use js_sys::{Array, Object, Reflect};
use std::collections::BTreeMap;
use wasm_bindgen::prelude::*;

/// How deep a marker's values may nest.
const MOST_DEPTH: u8 = 8;

#[wasm_bindgen]
impl PaperReplica {
    /// The text in parts: `{text, marks}` or `{block}`.
    pub fn spans(&self, path: &str) -> Result<Array, JsError> {
        let spans = self.document.spans(&place(path)?);
        let parts = spans.into_iter().map(|span| {
            let object = Object::new();
            match span {
                Span::Text { text, marks } => {
                    set(&object, "text", text)?;
                    set(&object, "marks", map(&marks)?)?;
                }
                Span::Block(marker) => set(&object, "block", map(&marker)?)?,
            }
            Ok(object)
        });
        parts.collect()
    }

    /// The marks of the character at an index, by name.
    #[wasm_bindgen(js_name = marksAt)]
    pub fn marks_at(&self, path: &str, at: usize) -> Result<Object, JsError> {
        map(&self.document.marks_at(&place(path)?, at))
    }

    /// Deletes text and markers, and inserts text.
    #[wasm_bindgen(js_name = spliceRich)]
    pub fn splice_rich(
        &mut self,
        path: &str,
        at: usize,
        delete: usize,
        insert: &str,
        now_ms: f64,
    ) -> Result<(), JsError> {
        let now = milliseconds(now_ms);
        self.document.splice_rich(&place(path)?, at, delete, insert, now).map_err(wrong)
    }

    /// Marks a part of the text; with null, takes marks of that name from it. What is typed at the borders of
    /// a mark that grows belongs to it.
    #[allow(clippy::too_many_arguments)]
    pub fn mark(
        &mut self,
        path: &str,
        from: usize,
        to: usize,
        name: &str,
        value: &JsValue,
        grows: bool,
        now_ms: f64,
    ) -> Result<(), JsError> {
        let (value, now) = (item(value, 0)?, milliseconds(now_ms));
        self.document.mark(&place(path)?, from, to, name, &value, grows, now).map_err(wrong)
    }

    /// Begins a block, or puts something into the text.
    #[wasm_bindgen(js_name = splitBlock)]
    pub fn split_block(
        &mut self,
        path: &str,
        at: usize,
        marker: &JsValue,
        now_ms: f64,
    ) -> Result<(), JsError> {
        let now = milliseconds(now_ms);
        self.document.split_block(&place(path)?, at, &marker_of(marker)?, now).map_err(wrong)
    }

    /// Makes a marker another one in its place.
    #[wasm_bindgen(js_name = updateBlock)]
    pub fn update_block(
        &mut self,
        path: &str,
        at: usize,
        marker: &JsValue,
        now_ms: f64,
    ) -> Result<(), JsError> {
        let now = milliseconds(now_ms);
        self.document.update_block(&place(path)?, at, &marker_of(marker)?, now).map_err(wrong)
    }

    /// Takes back what was written since the last commit.
    #[wasm_bindgen(js_name = rollBack)]
    pub fn roll_back(&mut self) {
        self.document.roll_back();
    }

    /// Which changes it has: the same word for the same.
    pub fn heads(&mut self) -> String {
        let bytes: Vec<u8> = self.document.heads().concat();
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// One step of what others did, for an editor: told apart by which keys it has.
pub(crate) fn step(patch: &RichPatch) -> Result<Object, JsError> {
    let object = Object::new();
    match patch {
        RichPatch::Insert { at, text, marks } => {
            set(&object, "at", *at)?;
            set(&object, "text", text.as_str())?;
            set(&object, "marks", map(marks)?)?;
        }
        RichPatch::Delete { at, length } => {
            set(&object, "at", *at)?;
            set(&object, "length", *length)?;
        }
        RichPatch::Block { at, kind, embed } => {
            set(&object, "at", *at)?;
            set(&object, "kind", kind.as_str())?;
            set(&object, "embed", *embed)?;
        }
        RichPatch::Mark { from, to, name, value } => {
            set(&object, "from", *from)?;
            set(&object, "to", *to)?;
            set(&object, "name", name.as_str())?;
            set(&object, "value", script(value)?)?;
        }
    }
    Ok(object)
}

pub(crate) fn set(object: &Object, key: &str, value: impl Into<JsValue>) -> Result<(), JsError> {
    let written = Reflect::set(object, &key.into(), &value.into());
    written.map(|_| ()).map_err(|_| wrong("an object that cannot be written"))
}

fn map(items: &BTreeMap<String, Item>) -> Result<Object, JsError> {
    let object = Object::new();
    for (key, item) in items {
        set(&object, key, script(item)?)?;
    }
    Ok(object)
}

fn script(item: &Item) -> Result<JsValue, JsError> {
    Ok(match item {
        Item::Empty => JsValue::NULL,
        Item::Flag(flag) => (*flag).into(),
        Item::Number(number) => (*number).into(),
        Item::Text(text) => text.as_str().into(),
        Item::List(items) => items.iter().map(script).collect::<Result<Array, _>>()?.into(),
        Item::Map(items) => map(items)?.into(),
    })
}

fn item(value: &JsValue, depth: u8) -> Result<Item, JsError> {
    if depth > MOST_DEPTH {
        return Err(wrong("a value that nests too deep"));
    }
    if value.is_null() || value.is_undefined() {
        Ok(Item::Empty)
    } else if let Some(flag) = value.as_bool() {
        Ok(Item::Flag(flag))
    } else if let Some(number) = value.as_f64() {
        Ok(Item::Number(number))
    } else if let Some(text) = value.as_string() {
        Ok(Item::Text(text))
    } else if let Some(list) = value.dyn_ref::<Array>() {
        Ok(Item::List(list.iter().map(|value| item(&value, depth + 1)).collect::<Result<_, _>>()?))
    } else {
        Ok(Item::Map(items(value, depth)?))
    }
}

fn items(value: &JsValue, depth: u8) -> Result<BTreeMap<String, Item>, JsError> {
    let object = value.dyn_ref::<Object>().ok_or_else(|| wrong("no value of a marker"))?;
    let mut items = BTreeMap::new();
    for entry in Object::entries(object).iter() {
        let entry: Array = entry.unchecked_into();
        let Some(key) = entry.get(0).as_string() else { continue };
        items.insert(key, item(&entry.get(1), depth + 1)?);
    }
    Ok(items)
}

fn marker_of(value: &JsValue) -> Result<BTreeMap<String, Item>, JsError> {
    items(value, 0)
}
