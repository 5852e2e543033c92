//! After a fork: a copy of this device (a cloned or restored profile) wrote too, and its branch stands. What
//! was written on ours is made again upon it: fields as they were set, texts with their marks, blocks and tables by
//! the very operations. Where those stand on what is not here, the words alone are written at the places they were
//! meant for. What cannot be made again stays visible as set aside.

use super::work::Task;
use super::{Session, failure_of};
use crate::documents::{changes_of, stage};
use crate::host::Chance;
use bridge::Failure;
use bridge::text_splice::{Splice, rebase};
use crdt::{Document, Fallen};
use register::{Command, DeviceId, FieldPath, Message, Patch, Write};
use std::collections::{BTreeMap, BTreeSet};
use sync::{Changes, Covers, DocId, Hash, Verdict};

/// Documents that only note what they are handed.
#[derive(Default)]
struct Listener(Vec<Changes>);

impl sync::Documents for Listener {
    fn is_open(&self, _doc: DocId) -> bool {
        true
    }

    fn stage(&mut self, _doc: DocId, changes: &Changes) -> Verdict {
        self.0.push(changes.clone());
        Verdict::Known
    }

    fn settle(&mut self) -> Vec<(DocId, Hash)> {
        Vec::new()
    }

    fn reset(&mut self, _doc: DocId) {}

    fn contains(&self, _doc: DocId, _change: &Hash) -> bool {
        true
    }
}

/// What was done on the branch that fell.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Lost {
    /// Fields that were set, one list for each change.
    commands: Vec<Vec<Write>>,
    /// Which of the changes did that.
    fields: BTreeSet<u64>,
    /// Texts: what they were before, and what was done to them.
    texts: BTreeMap<FieldPath, (String, Vec<Splice>)>,
}

impl Session {
    /// Makes the edits of changes that fell once more.
    pub(super) async fn rewrite(&mut self, doc: DocId, lost: Vec<Changes>) -> Result<(), Failure> {
        let keys = self.replica.tail(doc, &Covers::default());
        let tail = self.store.envelopes(keys).await.map_err(failure_of)?;
        let was_open = self.docs.document(doc).is_some();
        let mut listener = Listener::default();
        let (now, event) = (self.now(), sync::Event::DocumentOpened { doc, tail });
        let effects = self.replica.handle(event, now, &mut Chance(&*self.host), &mut listener);
        self.effects.extend(effects);
        self.reopen(BTreeSet::from([doc])).await;

        let begun = Document::new(self.replica.register().0, doc.0, super::reader(self.replica.device()).0);
        let found = edits_of(begun, listener.0, &lost);
        for writes in found.commands {
            self.command(None, Command { message: Message::Edit, writes })?;
        }
        let texts = lost.iter().any(|changes| !found.fields.contains(&changes.first_seq));
        if texts && !self.graft(doc, &lost, &found.fields)? && !found.texts.is_empty() {
            self.write_again(doc, found.texts)?;
        }
        if !was_open && !self.must_stay_open(doc) {
            self.docs.close(doc);
        }
        Ok(())
    }

    /// Carries over what was written in texts. Whether that could be done.
    fn graft(&mut self, doc: DocId, lost: &[Changes], fields: &BTreeSet<u64>) -> Result<bool, Failure> {
        self.flush();
        let actor = self.replica.lease(&mut Chance(&*self.host));
        let Some(document) = self.docs.document(doc) else { return Ok(true) };
        let fallen: Vec<Fallen<'_>> = lost
            .iter()
            .map(|changes| Fallen { bytes: &changes.bytes, is_carried: !fields.contains(&changes.first_seq) })
            .collect();
        let Ok(local) = document.graft(&fallen, actor.0) else { return Ok(false) };
        let changes = changes_of(local);
        if self.docs.take_local(doc, &changes) != Verdict::Staged {
            return Ok(false);
        }
        self.docs.note_local(doc, &changes.bytes);
        self.append_work(None, doc, Task::Paper(changes.clone()), changes)?;
        Ok(true)
    }

    fn write_again(
        &mut self,
        doc: DocId,
        texts: BTreeMap<FieldPath, (String, Vec<Splice>)>,
    ) -> Result<(), Failure> {
        self.flush();
        let actor = self.replica.lease(&mut Chance(&*self.host));
        let now = self.now_ms();
        let Some(document) = self.docs.document(doc) else { return Ok(()) };
        let defect = |error: crdt::Error| Failure::Defect(error.to_string());
        document.set_actor(actor.0);
        for (path, (before, ours)) in texts {
            let stands = document.text(&path);
            let theirs: Vec<Splice> = Splice::between(&before, &stands, stands.len()).into_iter().collect();
            for splice in rebase(&ours, &theirs).0 {
                document.splice(&path, splice.at, splice.delete, &splice.insert, now).map_err(defect)?;
            }
        }
        let Some(local) = document.commit_text(now) else { return Ok(()) };
        self.docs.note_local(doc, &local.bytes);
        let changes = changes_of(local);
        self.append_work(None, doc, Task::Paper(changes.clone()), changes)
    }
}

/// Reads what the lost changes did, by taking them up in a document that has what they stood on.
fn edits_of(mut document: Document, standing: Vec<Changes>, lost: &[Changes]) -> Lost {
    let Some(first) = lost.first() else { return Lost::default() };
    let fell = |changes: &Changes| changes.actor == first.actor && changes.last_seq >= first.first_seq;
    let mut waiting: Vec<Changes> = standing.into_iter().filter(|changes| !fell(changes)).collect();
    loop {
        let before = waiting.len();
        waiting.retain(|changes| matches!(stage(&mut document, changes), crdt::Verdict::Waiting(_)));
        if waiting.is_empty() || waiting.len() == before {
            break;
        }
    }
    document.settle();

    let mut found = Lost::default();
    let author = DeviceId(first.actor.device().0);
    for changes in lost {
        let before: BTreeMap<FieldPath, String> =
            document.texts().into_iter().map(|path| (path.clone(), document.text(&path))).collect();
        stage(&mut document, changes);
        let settled = document.settle();
        let writes: Vec<Write> = settled.patches.iter().filter_map(|patch| write_of(patch, author)).collect();
        if !writes.is_empty() {
            found.commands.push(writes);
            found.fields.insert(changes.first_seq);
        }
        for splice in settled.splices {
            let text = before.get(&splice.path).cloned().unwrap_or_default();
            let edits = found.texts.entry(splice.path).or_insert((text, Vec::new()));
            edits.1.push(Splice { at: splice.at, delete: splice.delete, insert: splice.insert });
        }
    }
    found
}

/// The answer of that author, as a write.
fn write_of(patch: &Patch, author: DeviceId) -> Option<Write> {
    let Patch::Field { record, path, answers } = patch else { return None };
    let answer = answers.iter().filter(|answer| answer.by == author).max_by_key(|answer| answer.at)?;
    Some(Write { record: record.clone(), path: path.clone(), value: answer.value.clone() })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use register::{RecordId, Value};

    const REGISTER: [u8; 32] = [1; 32];
    const DOC: [u8; 16] = [2; 16];

    #[test]
    fn what_fell_is_read_as_edits_of_what_stood_before() {
        let path = FieldPath::of("minutes");
        let mut before = Document::new(REGISTER, DOC, [7; 40]);
        before.splice(&path, 0, 0, "One. Two.", 1).unwrap();
        let common = changes_of(before.commit_text(1).unwrap());
        let mut copy = Document::load(&before.save(), REGISTER, DOC, [7; 40]).unwrap();

        before.splice(&path, 4, 0, " And a half.", 2).unwrap();
        let first = changes_of(before.commit_text(2).unwrap());
        let record: RecordId = "risk/01890000-0000-7000-8000-000000000001".parse().unwrap();
        let title = FieldPath::of("title");
        let write = Write { record, path: title, value: Value::from("Flood") };
        let commit = before.apply(Message::Edit, std::slice::from_ref(&write), 3).unwrap();
        let second = changes_of(commit.changes.unwrap());

        copy.splice(&path, 9, 0, " Three.", 2).unwrap();
        let stands = changes_of(copy.commit_text(2).unwrap());

        let begun = Document::new(REGISTER, DOC, [9; 40]);
        let fields = second.first_seq;
        let found = edits_of(begun, vec![stands, common], &[first, second]);
        assert_eq!(found.fields, BTreeSet::from([fields]));
        assert_eq!(found.commands, vec![vec![write]]);
        let (text, ours) = found.texts.get(&path).unwrap();
        assert_eq!(text, "One. Two.");
        let theirs = Splice::between(text, &copy.text(&path), 0);
        let again = rebase(ours, theirs.as_slice()).0;
        let merged = again.iter().fold(copy.text(&path), |text, splice| splice.apply_to(&text));
        assert_eq!(merged, "One. And a half. Two. Three.");
    }
}
