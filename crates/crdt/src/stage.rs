//! Foreign changes, judged before Automerge sees them: the checks that the protocol's content layer asks for.
//! The verdict does not depend on the order of arrival, once what was waited for is there.

use crate::birth::{birth, is_birth_actor};
use crate::change::{Key, ReadChange, chunks};
use crate::document::{Batch, Document};
use crate::graph::{Id, Node};
use crate::judge::{Judge, numbered};
use crate::place::{Place, field_path};
use crate::{Actor, Hash};
use automerge::ActorId;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

/// The changes of one envelope, and what its header says of them.
#[derive(Debug, Clone, Copy)]
pub struct ForeignChanges<'a> {
    /// Who made them, births excepted.
    pub actor: Actor,
    /// The sequence number of the first.
    pub first_seq: u64,
    /// The sequence number of the last.
    pub last_seq: u64,
    /// The hash of the last.
    pub last_hash: Hash,
    /// The format that its header asks for: marks are of format 2.
    pub format: u64,
    /// The chunks, births first.
    pub bytes: &'a [u8],
}

/// Why changes are set aside for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The bytes are not a sequence of changes of format 1.
    #[error("not a sequence of changes")]
    Malformed,
    /// A change names another actor than its envelope does.
    #[error("written in another's name")]
    ForeignActor,
    /// Sequence numbers, hashes or the envelope's claims about them do not fit.
    #[error("does not continue its author's work")]
    BrokenSequence,
    /// The operation counter does not follow from what the change depends on.
    #[error("operations numbered wrongly")]
    BrokenCounter,
    /// It refers to an object, element or operation that does not exist among its ancestors.
    #[error("refers to what is not there")]
    DanglingReference,
    /// It belongs to another document.
    #[error("belongs to another document")]
    OtherDocument,
    /// It stands on something that was set aside.
    #[error("stands on what was set aside")]
    OnRefused,
}

/// What became of foreign changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Sound, and taken up with the next settling.
    Staged,
    /// Already here, all of them.
    Known,
    /// They stand on these changes, which are not here.
    Waiting(Vec<Hash>),
    /// Never to be taken up.
    Refused(Refusal),
}

/// One chunk of an envelope: here already, or read.
enum Item {
    Known(u32),
    New(Box<ReadChange>),
}

impl Document {
    /// Judges changes against the document and what is already staged. All of them are staged, or none.
    pub fn stage(&mut self, foreign: &ForeignChanges<'_>) -> Verdict {
        let items = match self.items(foreign) {
            Ok(items) => items,
            Err(refusal) => return Verdict::Refused(refusal),
        };
        let new: Vec<&ReadChange> = items
            .iter()
            .filter_map(|item| match item {
                Item::Known(_) => None,
                Item::New(read) => Some(&**read),
            })
            .collect();
        if new.is_empty() {
            return Verdict::Known;
        }
        let missing = self.missing(&new);
        if missing.iter().any(|hash| self.refused.contains(hash)) {
            self.refused.extend(new.iter().map(|read| read.hash));
            return Verdict::Refused(Refusal::OnRefused);
        }
        if !missing.is_empty() {
            return Verdict::Waiting(missing);
        }
        // A reader of format 1 would refuse it: under that header it is nobody's to take up.
        if new.iter().any(|read| read.format() > foreign.format) {
            return Verdict::Refused(Refusal::Malformed);
        }
        self.memory.make_room(self.staged_from());
        let (len, touches) = (self.graph.len(), self.touched.len());
        let mut made = Vec::new();
        for (index, read) in new.iter().enumerate() {
            if let Err((refusal, own_fault)) = self.take(read, &mut made) {
                if own_fault {
                    self.refused.extend(new.iter().skip(index).map(|read| read.hash));
                }
                self.graph.truncate(len);
                self.memory.forget_from(len, &made);
                self.touched.truncate(touches);
                return Verdict::Refused(refusal);
            }
        }
        if self.staged.is_empty() {
            self.staged_at = len;
        }
        self.batches.push_back(Batch { changes: new.len(), touches: self.touched.len() - touches });
        self.staged.extend(new.into_iter().map(|read| read.change.clone()));
        Verdict::Staged
    }

    /// Reads the chunks and compares them with the header's claims.
    fn items(&self, foreign: &ForeignChanges<'_>) -> Result<Vec<Item>, Refusal> {
        let chunks = chunks(foreign.bytes).map_err(|_| Refusal::Malformed)?;
        let actor = ActorId::from(foreign.actor);
        if is_birth_actor(&foreign.actor) {
            return Err(Refusal::ForeignActor);
        }
        let mut items = Vec::with_capacity(chunks.len());
        let mut expected = foreign.first_seq;
        let mut last = None;
        for (hash, chunk) in chunks {
            let item = match self.graph.find(&hash) {
                Some(at) => Item::Known(at),
                None => Item::New(Box::new(ReadChange::read(&chunk).map_err(|_| Refusal::Malformed)?)),
            };
            let (author, seq) = match &item {
                Item::Known(at) => {
                    let node = self.graph.node(*at).ok_or(Refusal::Malformed)?;
                    (self.graph.actor(node.actor), node.seq)
                }
                Item::New(read) => (read.author(), read.seq),
            };
            let author = author.ok_or(Refusal::Malformed)?;
            if *author == actor {
                if u64::from(seq) != expected {
                    return Err(Refusal::BrokenSequence);
                }
                expected = expected.saturating_add(1);
                last = Some((u64::from(seq), hash));
            } else if !is_birth_actor(author.as_ref()) {
                return Err(Refusal::ForeignActor);
            } else if last.is_some() {
                return Err(Refusal::Malformed);
            } else if let Item::New(read) = &item {
                self.check_birth(read)?;
            }
            items.push(item);
        }
        if last == Some((foreign.last_seq, foreign.last_hash)) {
            Ok(items)
        } else {
            Err(Refusal::BrokenSequence)
        }
    }

    /// A birth is exactly what this replica would have made.
    fn check_birth(&self, read: &ReadChange) -> Result<(), Refusal> {
        let path = match read.operations.first().map(|operation| &operation.key) {
            Some(Key::Map(path)) if field_path(path).is_some() => path,
            _ => return Err(Refusal::Malformed),
        };
        let own = birth(&self.genesis, &self.doc, path).map_err(|_| Refusal::Malformed)?;
        if own.raw_bytes() == read.change.raw_bytes() { Ok(()) } else { Err(Refusal::OtherDocument) }
    }

    fn missing(&self, new: &[&ReadChange]) -> Vec<Hash> {
        let mut brought = HashSet::new();
        let mut missing = BTreeSet::new();
        for read in new {
            let absent = |dep: &&Hash| self.graph.find(dep).is_none() && !brought.contains(*dep);
            missing.extend(read.deps.iter().filter(absent));
            brought.insert(read.hash);
        }
        missing.into_iter().collect()
    }

    /// Judges one change and adds it to the graph. Of a refusal, also whether it is the change's own fault,
    /// whatever envelope brings it.
    fn take(&mut self, read: &ReadChange, made: &mut Vec<Id>) -> Result<(), (Refusal, bool)> {
        let author = read.author().ok_or((Refusal::Malformed, false))?;
        let deps: Option<Vec<u32>> = read.deps.iter().map(|dep| self.graph.find(dep)).collect();
        let deps = deps.filter(|deps| !deps.is_empty()).ok_or((Refusal::BrokenSequence, true))?;
        let max_op = deps.iter().filter_map(|at| self.graph.node(*at)).map(|node| node.max_op).max();
        if max_op.and_then(|max| max.checked_add(1)) != Some(read.start_op) {
            return Err((Refusal::BrokenCounter, true));
        }
        let clock = self.graph.clock(&deps);
        let actor = self.graph.number_or_new(author);
        let before = read.seq.saturating_sub(1);
        let previous = self.graph.by_seq(actor, before);
        if clock.get(actor as usize).copied().unwrap_or(0) != before
            || before > 0 && !previous.is_some_and(|previous| deps.contains(&previous))
        {
            return Err((Refusal::BrokenSequence, true));
        }
        if self.graph.last_seq(actor) != before {
            return Err((Refusal::BrokenSequence, false));
        }
        let operations = numbered(&self.graph, read);
        let node = Node {
            hash: read.hash,
            actor,
            seq: read.seq,
            start_op: read.start_op,
            max_op: read.max_op(),
            time: read.time,
            deps,
        };
        if is_birth_actor(author.as_ref()) {
            if let Some(Key::Map(path)) = read.operations.first().map(|operation| &operation.key) {
                let id = Id { actor, counter: read.start_op };
                self.memory.place(id, Place::Text(Arc::from(&**path)));
                made.push(id);
            }
            self.memory.keep(u32::try_from(self.graph.len()).unwrap_or(u32::MAX), operations);
        } else {
            let mut judge = Judge {
                doc: &self.automerge,
                graph: &mut self.graph,
                memory: &mut self.memory,
                clock,
                actor,
                start_op: read.start_op,
                operations,
                made: Vec::new(),
            };
            let touched = judge.judge();
            let at = u32::try_from(judge.graph.len()).unwrap_or(u32::MAX);
            made.extend(judge.remember(at));
            self.touched.extend(touched.map_err(|refusal| (refusal, true))?);
        }
        self.graph.push(node);
        Ok(())
    }
}
