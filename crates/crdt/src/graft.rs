//! Work of a branch that fell, carried over: the very operations, written as another actor's, so that they merge
//! with what stands as if another device had made them. Marks, blocks and tables come along, and each change
//! keeps its time.

use crate::birth::is_birth_actor;
use crate::change::{ReadChange, chunks};
use crate::document::Document;
use crate::error::Error;
use crate::local::LocalChanges;
use crate::{Actor, Hash};
use automerge::legacy::{ElementId, Key, ObjectId, Op, OpId};
use automerge::{ActorId, Change, ChangeHash};
use std::collections::{BTreeMap, BTreeSet};

/// Changes of the branch that fell, as they lay in one envelope.
#[derive(Debug, Clone, Copy)]
pub struct Fallen<'a> {
    /// The chunks, births first.
    pub bytes: &'a [u8],
    /// Whether they are carried over; if not, what is carried must not need their operations.
    pub is_carried: bool,
}

impl Document {
    /// The changes of a branch that fell, in their order, as changes of an actor that has not written here. They
    /// are to be staged like anybody's.
    ///
    /// # Errors
    /// If they are no changes of one actor, or stand on what is not here.
    pub fn graft(&self, fallen: &[Fallen<'_>], to: Actor) -> Result<LocalChanges, Error> {
        let mut graft = Graft::onto(self, ActorId::from(to));
        for part in fallen {
            for (hash, chunk) in chunks(part.bytes).map_err(|_| Error::NotChanges)? {
                let read = ReadChange::read(&chunk).map_err(|_| Error::NotChanges)?;
                let is_birth = read.author().is_some_and(|author| is_birth_actor(author.as_ref()));
                if is_birth {
                    graft.ends.insert(hash, read.max_op());
                    graft.births.extend(chunk);
                } else if part.is_carried {
                    graft.carry(hash, &read)?;
                } else {
                    graft.leave(hash, &read);
                }
            }
        }
        let (last_seq, last) = (graft.seq, graft.last.ok_or(Error::NotChanges)?);
        let bytes = [graft.births, graft.carried].concat();
        let format = graft.format;
        Ok(LocalChanges { actor: to, first_seq: 1, last_seq, last_hash: last, format, bytes })
    }
}

struct Graft<'a> {
    document: &'a Document,
    to: ActorId,
    /// What a change of the branch counts as for those that stand on it: its new one, or if it was left, what it
    /// stood on.
    stands: BTreeMap<Hash, Vec<Hash>>,
    /// The last operations of changes that the document does not have yet.
    ends: BTreeMap<Hash, u32>,
    /// Where operations went: the first and last of their old numbers, and the first of the new.
    moves: Vec<(u64, u64, u64)>,
    births: Vec<u8>,
    carried: Vec<u8>,
    seq: u64,
    last: Option<Hash>,
    format: u64,
}

impl<'a> Graft<'a> {
    fn onto(document: &'a Document, to: ActorId) -> Self {
        Self {
            document,
            to,
            stands: BTreeMap::new(),
            ends: BTreeMap::new(),
            moves: Vec::new(),
            births: Vec::new(),
            carried: Vec::new(),
            seq: 0,
            last: None,
            format: 1,
        }
    }

    fn leave(&mut self, hash: Hash, read: &ReadChange) {
        let deps = self.deps(read);
        self.stands.insert(hash, deps.into_iter().collect());
    }

    fn carry(&mut self, hash: Hash, read: &ReadChange) -> Result<(), Error> {
        let from = read.author().ok_or(Error::NotChanges)?;
        let deps = self.deps(read).into_iter().chain(self.last).collect::<BTreeSet<Hash>>();
        let ends: Option<Vec<u32>> = deps.iter().map(|dep| self.end(dep)).collect();
        let start = ends.and_then(|ends| ends.into_iter().max()).ok_or(Error::NotChanges)?.saturating_add(1);
        let old = (u64::from(read.start_op), u64::from(read.max_op()));
        self.moves.push((old.0, old.1, u64::from(start)));
        self.seq += 1;

        let mut change = read.change.decode();
        change.operations = change.operations.into_iter().map(|op| self.moved(op, from)).collect();
        change.actor_id = self.to.clone();
        change.seq = self.seq;
        change.start_op = u64::from(start).try_into().map_err(|_| Error::NotChanges)?;
        change.deps = deps.into_iter().map(ChangeHash).collect();
        let mut change = Change::from(change);
        let made = change.hash().0;
        let length = old.1 - old.0;
        self.ends.insert(made, u32::try_from(u64::from(start) + length).map_err(|_| Error::NotChanges)?);
        self.stands.insert(hash, vec![made]);
        self.last = Some(made);
        self.format = self.format.max(read.format());
        self.carried.extend_from_slice(&change.bytes());
        Ok(())
    }

    fn deps(&self, read: &ReadChange) -> BTreeSet<Hash> {
        let stands = |dep: &Hash| self.stands.get(dep).cloned().unwrap_or_else(|| vec![*dep]);
        read.deps.iter().flat_map(stands).collect()
    }

    fn end(&self, hash: &Hash) -> Option<u32> {
        let known = || {
            let graph = &self.document.graph;
            graph.find(hash).and_then(|at| graph.node(at)).map(|node| node.max_op)
        };
        self.ends.get(hash).copied().or_else(known)
    }

    fn moved(&self, op: Op, from: &ActorId) -> Op {
        let id = |id: OpId| self.id(id, from);
        Op {
            obj: match op.obj {
                ObjectId::Id(at) => ObjectId::Id(id(at)),
                ObjectId::Root => ObjectId::Root,
            },
            key: match op.key {
                Key::Seq(ElementId::Id(at)) => Key::Seq(ElementId::Id(id(at))),
                other => other,
            },
            pred: op.pred.into_iter().map(id).collect(),
            ..op
        }
    }

    /// Operations of before the fork stay whose they are.
    fn id(&self, id: OpId, from: &ActorId) -> OpId {
        let OpId(counter, actor) = &id;
        let moved = self.moves.iter().find(|(first, last, _)| first <= counter && counter <= last);
        match moved {
            Some((first, _, start)) if actor == from => OpId(start + (counter - first), self.to.clone()),
            _ => id,
        }
    }
}
