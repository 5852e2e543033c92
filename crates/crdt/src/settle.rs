//! Takes up what is staged, as one batch, and tells what changed: whole answers of fields, splices of texts.

use crate::Hash;
use crate::document::{Document, graph_of, remembering};
use crate::place::{Touch, path_in, record_id};
use crate::rich_patch::{RichPatch, rich_patches};
use crate::text::difference;
use automerge::{Change, ChangeHash, Patch as Difference, PatchAction};
use register::{FieldPath, Patch, RecordId};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// What settling did.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Settled {
    /// Whether the document's heads moved.
    pub moved: bool,
    /// How the plain register follows.
    pub patches: Vec<Patch>,
    /// How open texts follow, in this order.
    pub splices: Vec<TextSplice>,
    /// What happened in each text that was touched, for editors of rich text. It may leave something out.
    pub rich: BTreeMap<FieldPath, Vec<RichPatch>>,
    /// Changes that Automerge would not take, although they passed every check: a defect of ours.
    pub failed: Vec<Hash>,
}

/// A change of one text, in UTF-16 code units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextSplice {
    /// Which text.
    pub path: FieldPath,
    /// Where.
    pub at: usize,
    /// How much goes.
    pub delete: usize,
    /// What comes.
    pub insert: String,
}

impl Document {
    /// Takes up all that is staged.
    pub fn settle(&mut self) -> Settled {
        self.settle_first(usize::MAX)
    }

    /// Takes up what the first so many stagings brought, and leaves the others staged: for whoever must know
    /// over which of them Automerge falls. Nothing may be written meanwhile.
    pub fn settle_first(&mut self, stagings: usize) -> Settled {
        self.commit_typing();
        self.absorb_first(stagings);
        let untold = std::mem::take(&mut self.untold);
        let touched: BTreeSet<Touch> = untold.touched.into_iter().chain(untold.stood).collect();
        // A container and its fields are often touched together: each place is read and told once.
        let mut told: BTreeMap<Option<Place>, Patch> = BTreeMap::new();
        let mut whole: HashSet<&str> = HashSet::new();
        let mut patches = Vec::new();
        for touch in &touched {
            match touch {
                Touch::Record(key) => _ = whole.insert(key),
                Touch::Row(key, _) if whole.contains(&**key) => continue,
                Touch::Field(key, row, field) if whole.contains(&**key) => {
                    let place = record_id(key).zip(path_in(row.as_deref(), field).map(Some));
                    if told.contains_key(&place) {
                        continue;
                    }
                }
                _ => {}
            }
            self.touch_patches(touch, &mut patches);
            told.extend(patches.drain(..).map(|patch| (place_of(&patch), patch)));
        }
        let patches = told.into_values().collect();
        Settled {
            moved: untold.moved,
            patches,
            splices: untold.splices,
            rich: untold.rich,
            failed: untold.failed,
        }
    }

    /// Hands what is staged to Automerge and remembers what to tell.
    pub(crate) fn absorb(&mut self) {
        self.absorb_first(usize::MAX);
    }

    fn absorb_first(&mut self, stagings: usize) {
        if self.staged.is_empty() {
            return;
        }
        let batches = self.batches.drain(..stagings.min(self.batches.len()));
        let (changes, touches) = batches
            .fold((0, 0), |(changes, touches), batch| (changes + batch.changes, touches + batch.touches));
        let staged: Vec<Change> = self.staged.drain(..changes.min(self.staged.len())).collect();
        let touched: Vec<Touch> = self.touched.drain(..touches.min(self.touched.len())).collect();
        self.staged_at += staged.len();
        let stood: Vec<Touch> = touched.iter().flat_map(|touch| self.standing(touch)).collect();
        let texts: BTreeSet<&str> = touched.iter().filter_map(text_of).collect();
        let before: BTreeMap<String, String> =
            texts.into_iter().map(|path| (path.to_owned(), self.text_at(path))).collect();
        if !before.is_empty() {
            self.automerge.update_diff_cursor();
        }
        let heads = self.automerge.get_heads();
        let mut failed = Vec::new();
        if self.automerge.apply_changes(staged.iter().cloned()).is_err() {
            for change in staged {
                let hash = change.hash();
                let applied = self.automerge.apply_changes([change]).is_ok();
                if !applied || !self.has(&hash) {
                    failed.push(hash.0);
                }
            }
        }
        let differences = if before.is_empty() { Vec::new() } else { self.automerge.diff_incremental() };
        self.automerge.reset_diff_cursor();
        for (path, before) in before {
            self.text_splices(&path, &before, &differences);
        }
        if !failed.is_empty() {
            // The graph is made from what Automerge has.
            self.absorb();
            self.rebuild_graph();
        }
        self.untold.moved |= self.automerge.get_heads() != heads;
        self.untold.touched.extend(touched);
        self.untold.stood.extend(stood);
        self.untold.failed.extend(failed);
    }

    fn has(&mut self, hash: &ChangeHash) -> bool {
        self.automerge.get_change_meta_by_hash(hash).is_some()
    }

    /// The fields of a container that a change makes anew: they must be read again too.
    fn standing(&self, touch: &Touch) -> Vec<Touch> {
        let (record, row, maps) = match touch {
            Touch::Record(key) => (key, None, self.record_maps(key)),
            Touch::Row(key, row) => (key, Some(row), self.maps_at(&self.record_maps(key), row)),
            Touch::Field(..) | Touch::Text(_) => return Vec::new(),
        };
        if maps.is_empty() {
            return Vec::new();
        }
        let mut patches = Vec::new();
        if let Some(parsed) = record_id(record) {
            self.record_patches(&parsed, &maps, &mut patches);
        }
        let mut standing = Vec::new();
        for patch in patches {
            if let Patch::Field { path, .. } = patch {
                let path_row = path.row.as_ref().map(|(rows, id)| format!("{rows}/{id}").into());
                let row = row.cloned().or(path_row);
                standing.push(Touch::Field(record.clone(), row, path.key.into()));
            }
        }
        standing
    }

    fn touch_patches(&self, touch: &Touch, patches: &mut Vec<Patch>) {
        match touch {
            Touch::Record(key) => {
                let maps = self.record_maps(key);
                if let Some(record) = record_id(key).filter(|_| !maps.is_empty()) {
                    self.record_patches(&record, &maps, patches);
                }
            }
            Touch::Row(key, row) => {
                let maps = self.maps_at(&self.record_maps(key), row);
                if let Some(record) = record_id(key) {
                    self.row_patches(&record, row, &maps, patches);
                }
            }
            Touch::Field(key, row, field) => {
                let Some(record) = record_id(key) else { return };
                let Some(path) = path_in(row.as_deref(), field) else { return };
                let maps = self.record_maps(key);
                let maps = match row {
                    None => maps,
                    Some(row) => self.maps_at(&maps, row),
                };
                patches.push(Patch::Field { record, path, answers: self.answers(&maps, field) });
            }
            Touch::Text(_) => {}
        }
    }

    /// What became of a text: Automerge's own differences, if they lead from what was to what is.
    fn text_splices(&mut self, path: &str, before: &str, differences: &[Difference]) {
        let Ok(field) = path.parse::<FieldPath>() else { return };
        if let Some(id) = self.text_id(path) {
            let patches = rich_patches(&self.automerge, &id, differences);
            self.untold.rich.entry(field.clone()).or_default().extend(patches);
        }
        let after = self.text_at(path);
        if before == after {
            return;
        }
        let splice = |(at, delete, insert)| TextSplice { path: field.clone(), at, delete, insert };
        let found = self.text_id(path).and_then(|id| {
            let steps = differences.iter().filter(|patch| patch.obj == id).map(|patch| &patch.action);
            steps_of(steps, before, &after)
        });
        let found = found.unwrap_or_else(|| vec![difference(before, &after)]);
        self.untold.splices.extend(found.into_iter().map(splice));
    }

    /// The graph without what Automerge would not take. Numbers of actors change with it.
    fn rebuild_graph(&mut self) {
        self.graph = graph_of(&mut self.automerge);
        self.memory = remembering(&self.graph, &self.genesis);
    }
}

type Place = (RecordId, Option<FieldPath>);

fn place_of(patch: &Patch) -> Option<Place> {
    match patch {
        Patch::Field { record, path, .. } => Some((record.clone(), Some(path.clone()))),
        Patch::Record { record } => Some((record.clone(), None)),
        Patch::Device { .. } => None,
    }
}

fn text_of(touch: &Touch) -> Option<&str> {
    match touch {
        Touch::Text(path) => Some(path),
        _ => None,
    }
}

type Step = (usize, usize, String);

/// Automerge's differences of one text as splices behind its first marker; none if they do not add up.
fn steps_of<'a>(
    actions: impl Iterator<Item = &'a PatchAction>,
    before: &str,
    after: &str,
) -> Option<Vec<Step>> {
    let mut text: Vec<u16> = before.encode_utf16().collect();
    let mut steps: Vec<Step> = Vec::new();
    for action in actions {
        let (index, delete, insert) = match action {
            PatchAction::SpliceText { index, value, .. } => (*index, 0, value.make_string()),
            PatchAction::DeleteSeq { index, length } => (*index, *length, String::new()),
            PatchAction::Insert { index, values } => (*index, 0, "\n".repeat(values.len())),
            _ => continue,
        };
        let at = index.checked_sub(1)?;
        if at.checked_add(delete)? > text.len() {
            return None;
        }
        text.splice(at..at + delete, insert.encode_utf16());
        steps.push((at, delete, insert));
    }
    (text == after.encode_utf16().collect::<Vec<u16>>()).then_some(steps)
}
