//! What a paper says, now or as it stood at earlier heads: to be read again exactly, and to be told from any other
//! content by a fingerprint. The form of [`Content::canonical`] is kept in registers for years: it never changes.

use crate::Hash;
use crate::document::Document;
use crate::reading::reading;
use automerge::hydrate::{Map, Value as Hydrated};
use automerge::iter::Span;
use automerge::marks::MarkSet;
use automerge::{ChangeHash, ObjId, ObjType, ReadDoc, ScalarValue, Value};
use register::reading::Reading;
use std::collections::BTreeMap;

/// All texts of a paper at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// Where in the history it stands.
    pub heads: Vec<Hash>,
    /// Texts, marks and blocks, the same bytes on every device that has these changes.
    pub canonical: Vec<u8>,
    /// Each text to be read, by its path.
    pub readable: BTreeMap<String, Reading>,
}

impl Document {
    /// What stands here now, or at earlier heads. None if one of those changes is not here.
    pub fn content(&mut self, heads: Option<&[Hash]>) -> Option<Content> {
        let now = self.heads();
        let heads = heads.map_or(now, <[Hash]>::to_vec);
        if heads.iter().any(|head| ReadDoc::get_change_by_hash(&self.automerge, &ChangeHash(*head)).is_none())
        {
            return None;
        }
        let then: Vec<ChangeHash> = heads.iter().map(|head| ChangeHash(*head)).collect();
        let mut canonical = Vec::new();
        let mut readable = BTreeMap::new();
        let keys: Vec<String> = self.automerge.keys_at(&self.texts, &then).collect();
        for key in keys {
            let Ok(Some((Value::Object(ObjType::Text), id))) =
                self.automerge.get_at(&self.texts, &key, &then)
            else {
                continue;
            };
            let spans = self.spans_then(&id, &then);
            if is_as_born(&spans) {
                continue;
            }
            put_text(&mut canonical, &key);
            put_spans(&mut canonical, &spans);
            readable.insert(key, reading(&spans));
        }
        Some(Content { heads, canonical, readable })
    }

    fn spans_then(&self, id: &ObjId, then: &[ChangeHash]) -> Vec<Span> {
        self.automerge.spans_at(id, then).map(Iterator::collect).unwrap_or_default()
    }
}

/// A text that is born and empty is as good as none.
fn is_as_born(spans: &[Span]) -> bool {
    match spans {
        [] => true,
        [Span::Text { text, .. }] => text.is_empty(),
        [Span::Block(block)] => match block.get("type") {
            Some(Hydrated::Scalar(ScalarValue::Str(kind))) => {
                kind != "heading" && !kind.ends_with("list-item")
            }
            _ => true,
        },
        _ => false,
    }
}

/// Everything is preceded by its length: no two contents read the same.
fn put_text(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend_from_slice(text.len().to_string().as_bytes());
    bytes.push(b':');
    bytes.extend_from_slice(text.as_bytes());
}

/// Neighbouring texts under the same marks are one: how they are cut is not the same everywhere.
fn put_spans(bytes: &mut Vec<u8>, spans: &[Span]) {
    let mut held: Option<(String, Vec<u8>)> = None;
    let close = |bytes: &mut Vec<u8>, held: &mut Option<(String, Vec<u8>)>| {
        if let Some((text, marks)) = held.take() {
            bytes.push(b't');
            bytes.extend_from_slice(&marks);
            put_text(bytes, &text);
        }
    };
    for span in spans {
        match span {
            Span::Text { text, marks } => {
                let marks = marks.as_deref().map(marks_bytes).unwrap_or_default();
                match &mut held {
                    Some((before, under)) if *under == marks => before.push_str(text),
                    _ => {
                        close(bytes, &mut held);
                        held = Some((text.clone(), marks));
                    }
                }
            }
            Span::Block(block) => {
                close(bytes, &mut held);
                bytes.push(b'b');
                put_map(bytes, block);
            }
        }
    }
    close(bytes, &mut held);
    bytes.push(b'.');
}

fn marks_bytes(marks: &MarkSet) -> Vec<u8> {
    let mut bytes = Vec::new();
    let sorted: BTreeMap<String, ScalarValue> =
        marks.iter().map(|(name, value)| (name.to_string(), value.clone())).collect();
    for (name, value) in sorted.iter().filter(|(_, value)| !matches!(value, ScalarValue::Null)) {
        bytes.push(b'm');
        put_text(&mut bytes, name);
        put_scalar(&mut bytes, value);
    }
    bytes
}

fn put_map(bytes: &mut Vec<u8>, map: &Map) {
    let sorted: BTreeMap<&String, &Hydrated> = map.iter().map(|(key, value)| (key, &value.value)).collect();
    bytes.push(b'{');
    for (key, value) in sorted {
        put_text(bytes, key);
        put_value(bytes, value);
    }
    bytes.push(b'}');
}

fn put_value(bytes: &mut Vec<u8>, value: &Hydrated) {
    match value {
        Hydrated::Scalar(value) => put_scalar(bytes, value),
        Hydrated::Map(map) => put_map(bytes, map),
        Hydrated::List(list) => {
            bytes.push(b'[');
            list.iter().for_each(|item| put_value(bytes, &item.value));
            bytes.push(b']');
        }
        Hydrated::Text(text) => {
            bytes.push(b's');
            put_text(bytes, &text.to_string());
        }
    }
}

fn put_scalar(bytes: &mut Vec<u8>, value: &ScalarValue) {
    let mut tagged = |tag: u8, text: &str| {
        bytes.push(tag);
        put_text(bytes, text);
    };
    match value {
        ScalarValue::Str(text) => tagged(b's', text),
        // A whole number is one, however it was written.
        ScalarValue::Int(int) => tagged(b'n', &int.to_string()),
        ScalarValue::Uint(int) => tagged(b'n', &int.to_string()),
        ScalarValue::F64(number) => tagged(b'n', &number.to_string()),
        ScalarValue::Timestamp(at) => tagged(b'n', &at.to_string()),
        ScalarValue::Counter(counter) => tagged(b'n', &i64::from(counter).to_string()),
        ScalarValue::Boolean(flag) => tagged(b'f', if *flag { "1" } else { "0" }),
        ScalarValue::Null => tagged(b'0', ""),
        ScalarValue::Bytes(raw) | ScalarValue::Unknown { bytes: raw, .. } => {
            tagged(b'x', &format!("{raw:?}"))
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use register::FieldPath;
    use register::reading::{Block, Run};

    fn paper(device: u8) -> Document {
        Document::new([1; 32], [2; 16], [device; 40])
    }

    fn say(document: &mut Document, at: usize, delete: usize, text: &str) -> Content {
        document.splice(&FieldPath::of("body"), at, delete, text, 1).unwrap();
        document.commit_text(1);
        document.content(None).unwrap()
    }

    fn words(content: &Content) -> String {
        let runs = |block: &Block| match block.runs.as_slice() {
            [Run::Words(words)] => words.text.clone(),
            other => format!("{other:?}"),
        };
        content.readable["body"].iter().map(runs).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn an_earlier_content_is_read_again_exactly_as_it_was() {
        let mut ada = paper(1);
        let empty = ada.content(None).unwrap();
        let first = say(&mut ada, 0, 0, "Scope\nAll sites.");
        let second = say(&mut ada, 6, 10, "Two sites, and 🌊.");
        assert_eq!(words(&second), "Scope\nTwo sites, and 🌊.");
        assert_eq!(ada.content(Some(&first.heads)), Some(first.clone()));
        assert_eq!(ada.content(Some(&second.heads)), Some(second.clone()));
        assert_ne!(first.canonical, second.canonical);
        assert!(empty.canonical.is_empty() && empty.readable.is_empty());
        let back = say(&mut ada, 0, "Scope\nTwo sites, and 🌊.".encode_utf16().count(), "Scope\nAll sites.");
        assert_eq!(back.canonical, first.canonical, "the same words again are the same content");
    }

    #[test]
    fn the_same_words_have_the_same_fingerprint_whoever_wrote_them_in_whatever_pieces() {
        let (mut ada, mut ben) = (paper(1), paper(2));
        let at_once = say(&mut ada, 0, 0, "One\nTwo");
        say(&mut ben, 0, 0, "e\n");
        say(&mut ben, 0, 0, "On");
        let in_pieces = say(&mut ben, 4, 0, "Two");
        assert_eq!(at_once.canonical, in_pieces.canonical);
        assert_ne!(at_once.heads, in_pieces.heads);
        assert_eq!(ben.content(Some(&at_once.heads)), None, "Ada's changes are not here yet");
    }
}
