//! Judges one foreign change against its ancestors: every container, element and operation that it refers to
//! must be among them and of the right sort. Fetches old operations on demand and remembers them.

use crate::change::{Action, Key, Operation, ReadChange};
use crate::graph::{Clock, Graph, Id, NOBODY};
use crate::place::{Place, Touch};
use crate::stage::Refusal;
use automerge::{AutoCommit, ChangeHash, ReadDoc};
use std::collections::HashMap;
use std::sync::Arc;

/// How many fetched operations are remembered.
const MEMORY: usize = 1 << 17;

/// What was fetched or learned before.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    operations: HashMap<u32, Arc<[Operation]>>,
    held: usize,
    places: HashMap<Id, Place>,
}

impl Memory {
    pub(crate) fn place(&mut self, id: Id, place: Place) {
        self.places.insert(id, place);
    }

    /// Forgets changes from a number on, and the containers that they made.
    pub(crate) fn forget_from(&mut self, len: usize, ids: &[Id]) {
        self.operations.retain(|at, _| (*at as usize) < len);
        self.held = self.operations.values().map(|operations| operations.len()).sum();
        for id in ids {
            self.places.remove(id);
        }
    }

    /// Makes room, but keeps what is staged: Automerge does not have it yet.
    pub(crate) fn make_room(&mut self, staged_from: usize) {
        if self.held > MEMORY {
            self.operations.retain(|at, _| *at as usize >= staged_from);
            self.held = self.operations.values().map(|operations| operations.len()).sum();
        }
    }

    /// Remembers a change's operations under its number in the graph.
    pub(crate) fn keep(&mut self, at: u32, operations: Arc<[Operation]>) {
        self.held += operations.len();
        if let Some(old) = self.operations.insert(at, operations) {
            self.held -= old.len();
        }
    }
}

/// The change being judged.
pub(crate) struct Judge<'a> {
    pub(crate) doc: &'a AutoCommit,
    pub(crate) graph: &'a mut Graph,
    pub(crate) memory: &'a mut Memory,
    pub(crate) clock: Clock,
    pub(crate) actor: u32,
    pub(crate) start_op: u32,
    pub(crate) operations: Arc<[Operation]>,
    /// Containers that it makes.
    pub(crate) made: Vec<Id>,
}

/// A change's operations, with the graph's numbers of actors.
pub(crate) fn numbered(graph: &Graph, read: &ReadChange) -> Arc<[Operation]> {
    let numbers: Vec<u32> = read.actors.iter().map(|actor| graph.number(actor).unwrap_or(NOBODY)).collect();
    let id = |id: Id| Id { actor: numbers.get(id.actor as usize).copied().unwrap_or(NOBODY), ..id };
    let number = |operation: &Operation| Operation {
        container: operation.container.map(id),
        key: match &operation.key {
            Key::Element(element) => Key::Element(id(*element)),
            other => other.clone(),
        },
        insert: operation.insert,
        action: operation.action.clone(),
        pred: operation.pred.iter().copied().map(id).collect(),
    };
    read.operations.iter().map(number).collect()
}

impl Judge<'_> {
    /// Judges every operation. What they touch is returned.
    pub(crate) fn judge(&mut self) -> Result<Vec<Touch>, Refusal> {
        let operations = Arc::clone(&self.operations);
        let mut touched = Vec::new();
        for (at, operation) in operations.iter().enumerate() {
            let place = self.place(operation.container, at)?;
            let touch = place.allows(operation).ok_or(Refusal::Malformed)?;
            self.element(operation, at)?;
            self.predecessors(operation, at)?;
            if operation.action.is_mark() {
                self.mark(operation, at)?;
            }
            if let Some(inner) = place.inner(operation) {
                let id = Id { actor: self.actor, counter: self.start_op.saturating_add(at as u32) };
                self.memory.place(id, inner);
                self.made.push(id);
            }
            if let Some(touch) = touch.filter(|touch| touched.last() != Some(touch)) {
                touched.push(touch);
            }
        }
        Ok(touched)
    }

    /// Ends the judging: its operations are remembered, and the containers that it makes returned.
    pub(crate) fn remember(self, at: u32) -> Vec<Id> {
        self.memory.keep(at, self.operations);
        self.made
    }

    pub(crate) fn place(&mut self, container: Option<Id>, at: usize) -> Result<Place, Refusal> {
        let Some(id) = container else { return Ok(Place::Root) };
        self.seen(id, at)?;
        if let Some(place) = self.memory.places.get(&id) {
            return Ok(place.clone());
        }
        let mut makers = Vec::new();
        let mut outer = Some(id);
        let known = loop {
            let Some(id) = outer else { break Place::Root };
            if let Some(place) = self.memory.places.get(&id) {
                break place.clone();
            }
            if makers.len() > 32 {
                return Err(Refusal::DanglingReference);
            }
            let maker = self.fetch(id, at).ok_or(Refusal::DanglingReference)?;
            outer = maker.container;
            makers.push((id, maker));
        };
        let mut place = known;
        for (id, maker) in makers.into_iter().rev() {
            place = place.inner(&maker).ok_or(Refusal::DanglingReference)?;
            self.memory.place(id, place.clone());
        }
        Ok(place)
    }

    /// The element that a sequence's operation stands at is one of that sequence.
    fn element(&mut self, operation: &Operation, at: usize) -> Result<(), Refusal> {
        match operation.key {
            Key::Map(_) => Ok(()),
            Key::Head if operation.insert => Ok(()),
            Key::Head => Err(Refusal::DanglingReference),
            Key::Element(element) => {
                self.seen(element, at)?;
                let fits =
                    self.look(element, at, |found| found.insert && found.container == operation.container);
                if fits == Some(true) { Ok(()) } else { Err(Refusal::DanglingReference) }
            }
        }
    }

    /// What an operation supersedes stands in the same place, once each.
    fn predecessors(&mut self, operation: &Operation, at: usize) -> Result<(), Refusal> {
        for (index, pred) in operation.pred.iter().enumerate() {
            self.seen(*pred, at)?;
            let fits = self.look(*pred, at, |found| {
                let same_key = match &operation.key {
                    Key::Element(element) if found.insert => element == pred,
                    key => !found.insert && *key == found.key,
                };
                let stands = found.action != Action::Delete && !found.action.is_mark();
                same_key && found.container == operation.container && stands
            });
            // They are written in order, so the same one twice stands side by side.
            let twice = index > 0 && operation.pred.get(index - 1) == Some(pred);
            if fits != Some(true) || twice {
                return Err(Refusal::DanglingReference);
            }
        }
        Ok(())
    }

    /// An operation is among the ancestors, or earlier in the same change.
    pub(crate) fn seen(&self, id: Id, at: usize) -> Result<(), Refusal> {
        let seen = if self.is_own(id) {
            ((id.counter - self.start_op) as usize) < at
        } else {
            let seq = self.graph.holder(id).and_then(|holder| self.graph.node(holder)).map(|node| node.seq);
            seq.is_some_and(|seq| self.clock.get(id.actor as usize).is_some_and(|known| seq <= *known))
        };
        if seen { Ok(()) } else { Err(Refusal::DanglingReference) }
    }

    fn is_own(&self, id: Id) -> bool {
        id.actor == self.actor && id.counter >= self.start_op
    }

    fn fetch(&mut self, id: Id, at: usize) -> Option<Operation> {
        self.look(id, at, Operation::clone)
    }

    pub(crate) fn look<T>(&mut self, id: Id, at: usize, view: impl FnOnce(&Operation) -> T) -> Option<T> {
        if self.is_own(id) {
            let index = (id.counter - self.start_op) as usize;
            return self.operations.get(index).filter(|_| index < at).map(view);
        }
        let holder = self.graph.holder(id)?;
        let (hash, start_op) = self.graph.node(holder).map(|node| (node.hash, node.start_op))?;
        if !self.memory.operations.contains_key(&holder) {
            let change = ReadDoc::get_change_by_hash(self.doc, &ChangeHash(hash))?;
            let read = ReadChange::of(&change).ok()?;
            self.memory.keep(holder, numbered(self.graph, &read));
        }
        let operations = self.memory.operations.get(&holder)?;
        operations.get((id.counter.checked_sub(start_op)?) as usize).map(view)
    }
}
