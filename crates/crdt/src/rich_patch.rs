//! What others did to a rich text, step by step, as far as it is worth telling: an editor follows these to keep
//! caret and undo in place, and compares with the spans afterwards.

use crate::rich::{Item, item, items_of};
use automerge::{AutoCommit, ObjId, Patch, PatchAction, ReadDoc};
use std::collections::BTreeMap;

/// One step. Indices count as in `rich`, each in the text that the step before left.
#[derive(Debug, Clone, PartialEq)]
pub enum RichPatch {
    /// Text came.
    Insert {
        /// Where.
        at: usize,
        /// What.
        text: String,
        /// Under which marks.
        marks: BTreeMap<String, Item>,
    },
    /// Text or markers went.
    Delete {
        /// Where.
        at: usize,
        /// How much.
        length: usize,
    },
    /// A marker came, of this type.
    Block {
        /// Where.
        at: usize,
        /// Its type.
        kind: String,
        /// Whether it stands in the text and begins no block.
        embed: bool,
    },
    /// A part was marked, or with an empty value, a mark taken from it.
    Mark {
        /// From where.
        from: usize,
        /// Up to where.
        to: usize,
        /// Which mark.
        name: String,
        /// Its value.
        value: Item,
    },
}

/// The steps of one text among a document's differences.
pub(crate) fn rich_patches(document: &AutoCommit, text: &ObjId, differences: &[Patch]) -> Vec<RichPatch> {
    let mut patches = Vec::new();
    for difference in differences.iter().filter(|difference| difference.obj == *text) {
        match &difference.action {
            PatchAction::SpliceText { index, value, marks } => patches.push(RichPatch::Insert {
                at: *index,
                text: value.make_string(),
                marks: marks.as_ref().map(items_of).unwrap_or_default(),
            }),
            PatchAction::DeleteSeq { index, length } => {
                patches.push(RichPatch::Delete { at: *index, length: *length });
            }
            PatchAction::Insert { index, values } => {
                for (offset, (_, block, _)) in values.iter().enumerate() {
                    let get = |key: &str| document.get(block, key).ok().flatten().map(|(value, _)| value);
                    let kind = get("type").and_then(|value| value.as_str().map(str::to_owned));
                    let embed = get("isEmbed").is_some_and(|value| value.as_bool() == Some(true));
                    let kind = kind.unwrap_or_default();
                    patches.push(RichPatch::Block { at: index + offset, kind, embed });
                }
            }
            PatchAction::Mark { marks } => patches.extend(marks.iter().map(|mark| RichPatch::Mark {
                from: mark.start,
                to: mark.end,
                name: mark.name().to_owned(),
                value: item(mark.value()),
            })),
            _ => {}
        }
    }
    patches
}
