//! The page's own copy of an open paper, for the synchronous answer that a caret needs. Exported to
//! JavaScript; what it writes goes to the worker as bytes, which stores, signs and sends it.

use crate::paper_message::PaperNews;
use crate::paper_rich::{set, step};
use crdt::{Document, ForeignChanges, LocalChanges, Verdict};
use js_sys::{Array, Object};
use register::FieldPath;
use wasm_bindgen::prelude::*;

/// A paper in the page.
#[wasm_bindgen]
pub struct PaperReplica {
    pub(crate) document: Document,
    /// Changes that stand on others which have not come.
    early: Vec<Vec<u8>>,
}

pub(crate) fn wrong(what: impl std::fmt::Display) -> JsError {
    JsError::new(&what.to_string())
}

fn name<const N: usize>(bytes: &[u8]) -> Result<[u8; N], JsError> {
    bytes.try_into().map_err(|_| wrong("a name of another length"))
}

pub(crate) fn place(path: &str) -> Result<FieldPath, JsError> {
    path.parse().map_err(wrong)
}

#[wasm_bindgen]
impl PaperReplica {
    /// From the worker's bytes of the document (none make a new one), the names of register and document, and the actor that this
    /// page writes as.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: &[u8], register: &[u8], doc: &[u8], actor: &[u8]) -> Result<PaperReplica, JsError> {
        let (register, doc, actor) = (name(register)?, name(doc)?, name(actor)?);
        let document = if bytes.is_empty() {
            Document::new(register, doc, actor)
        } else {
            Document::load(bytes, register, doc, actor).map_err(wrong)?
        };
        Ok(Self { document, early: Vec::new() })
    }

    /// The text at a path; empty if nobody has written there.
    pub fn text(&self, path: &str) -> Result<String, JsError> {
        Ok(self.document.text(&place(path)?))
    }

    /// Deletes and inserts at a position, counted in UTF-16 code units.
    pub fn splice(
        &mut self,
        path: &str,
        at: usize,
        delete: usize,
        insert: &str,
        now_ms: f64,
    ) -> Result<(), JsError> {
        self.document.splice(&place(path)?, at, delete, insert, milliseconds(now_ms)).map_err(wrong)
    }

    /// What was spliced since the last commit, as bytes for the worker; nothing if nothing was.
    pub fn commit(&mut self, now_ms: f64) -> Option<Vec<u8>> {
        self.document.commit_text(milliseconds(now_ms)).map(|changes| changes.bytes)
    }

    /// Takes up what the worker tells, and gives what that did to each text that it touched:
    /// `{path, splices, steps}`, the splices of plain lines, the steps of rich text (see `paper_rich`).
    /// Fails if the paper must be opened again.
    pub fn apply(&mut self, news: &[u8]) -> Result<Array, JsError> {
        match bridge::decode(news).map_err(wrong)? {
            PaperNews::Rebuilt => return Err(wrong("the paper was rebuilt")),
            PaperNews::Changes(changes) => self.early.extend(changes),
        }
        let mut waiting = std::mem::take(&mut self.early);
        loop {
            let before = waiting.len();
            for bytes in std::mem::take(&mut waiting) {
                if let Verdict::Waiting(_) = self.stage(&bytes)? {
                    waiting.push(bytes);
                }
            }
            if waiting.is_empty() || waiting.len() == before {
                break;
            }
        }
        self.early = waiting;
        let settled = self.document.settle();
        let told = settled.rich.iter().map(|(path, steps)| {
            let splices = settled.splices.iter().filter(|splice| splice.path == *path);
            let object = Object::new();
            set(&object, "path", path.to_string())?;
            set(&object, "splices", splices.map(described).collect::<Result<Array, _>>()?)?;
            set(&object, "steps", steps.iter().map(step).collect::<Result<Array, _>>()?)?;
            Ok(object)
        });
        told.collect()
    }
}

impl PaperReplica {
    fn stage(&mut self, bytes: &[u8]) -> Result<Verdict, JsError> {
        let changes = LocalChanges::read(bytes.to_vec()).map_err(wrong)?;
        let verdict = self.document.stage(&ForeignChanges {
            actor: changes.actor,
            first_seq: changes.first_seq,
            last_seq: changes.last_seq,
            last_hash: changes.last_hash,
            format: changes.format,
            bytes: &changes.bytes,
        });
        match verdict {
            Verdict::Refused(refusal) => Err(wrong(refusal)),
            verdict => Ok(verdict),
        }
    }
}

#[allow(clippy::cast_possible_truncation)]
pub(crate) fn milliseconds(now: f64) -> i64 {
    now as i64
}

fn described(splice: &crdt::TextSplice) -> Result<Object, JsError> {
    let object = Object::new();
    set(&object, "at", splice.at)?;
    set(&object, "delete", splice.delete)?;
    set(&object, "insert", splice.insert.as_str())?;
    Ok(object)
}
