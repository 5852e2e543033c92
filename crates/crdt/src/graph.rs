//! Which changes a document has, applied or staged, and which are whose ancestors.
//! Holds no operations; those are in Automerge, or in `judge` while they are needed.

use crate::Hash;
use automerge::ActorId;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// An operation's id, the actor by its number in the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Id {
    pub(crate) actor: u32,
    pub(crate) counter: u32,
}

/// The number of an actor that has no change here.
pub(crate) const NOBODY: u32 = u32::MAX;

/// What is kept of a change.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) hash: Hash,
    pub(crate) actor: u32,
    pub(crate) seq: u32,
    pub(crate) start_op: u32,
    pub(crate) max_op: u32,
    pub(crate) time: i64,
    pub(crate) deps: Vec<u32>,
}

/// For each actor, by number, how many of its changes are among the ancestors.
pub(crate) type Clock = Arc<Vec<u32>>;

/// How many clocks are kept; every 64th is kept longer, so that no walk is long.
const CLOCKS: usize = 1024;
const MILESTONE: u32 = 64;

#[derive(Debug, Default)]
pub(crate) struct Graph {
    nodes: Vec<Node>,
    by_hash: HashMap<Hash, u32>,
    actors: Vec<ActorId>,
    numbers: HashMap<ActorId, u32>,
    /// Each actor's changes, by sequence number.
    chains: Vec<Vec<u32>>,
    clocks: HashMap<u32, Clock>,
}

impl Graph {
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn find(&self, hash: &Hash) -> Option<u32> {
        self.by_hash.get(hash).copied()
    }

    pub(crate) fn node(&self, index: u32) -> Option<&Node> {
        self.nodes.get(index as usize)
    }

    /// An actor's number, if it wrote anything here.
    pub(crate) fn number(&self, actor: &ActorId) -> Option<u32> {
        self.numbers.get(actor).copied()
    }

    /// An actor's number, given now if need be.
    pub(crate) fn number_or_new(&mut self, actor: &ActorId) -> u32 {
        if let Some(number) = self.number(actor) {
            return number;
        }
        let number = u32::try_from(self.actors.len()).unwrap_or(NOBODY);
        self.actors.push(actor.clone());
        self.numbers.insert(actor.clone(), number);
        self.chains.push(Vec::new());
        number
    }

    pub(crate) fn actor(&self, number: u32) -> Option<&ActorId> {
        self.actors.get(number as usize)
    }

    /// How many changes of an actor are here.
    pub(crate) fn last_seq(&self, number: u32) -> u32 {
        self.chain(number).len().try_into().unwrap_or(u32::MAX)
    }

    fn chain(&self, number: u32) -> &[u32] {
        self.chains.get(number as usize).map_or(&[], Vec::as_slice)
    }

    /// An actor's change by its sequence number.
    pub(crate) fn by_seq(&self, number: u32, seq: u32) -> Option<u32> {
        self.chain(number).get((seq as usize).checked_sub(1)?).copied()
    }

    /// The change that holds an operation.
    pub(crate) fn holder(&self, id: Id) -> Option<u32> {
        let chain = self.chain(id.actor);
        let after =
            chain.partition_point(|at| self.node(*at).is_some_and(|node| node.start_op <= id.counter));
        let found = *chain.get(after.checked_sub(1)?)?;
        (id.counter <= self.node(found)?.max_op).then_some(found)
    }

    /// When an operation was made, by its author's clock.
    pub(crate) fn time_of(&self, actor: &ActorId, counter: u64) -> i64 {
        let id = self.number(actor).zip(u32::try_from(counter).ok());
        id.and_then(|(actor, counter)| self.holder(Id { actor, counter }))
            .and_then(|at| self.node(at))
            .map_or(0, |node| node.time)
    }

    /// Adds a change all of whose dependencies are here, the next of its actor.
    pub(crate) fn push(&mut self, node: Node) {
        let at = u32::try_from(self.nodes.len()).unwrap_or(NOBODY);
        self.by_hash.insert(node.hash, at);
        if let Some(chain) = self.chains.get_mut(node.actor as usize) {
            chain.push(at);
        }
        self.nodes.push(node);
    }

    /// Takes back what was added last.
    pub(crate) fn truncate(&mut self, len: usize) {
        while self.nodes.len() > len {
            let Some(node) = self.nodes.pop() else { break };
            self.by_hash.remove(&node.hash);
            self.clocks.remove(&u32::try_from(self.nodes.len()).unwrap_or(NOBODY));
            if let Some(chain) = self.chains.get_mut(node.actor as usize) {
                chain.pop();
            }
        }
    }

    /// The clock of what these changes know, themselves included.
    pub(crate) fn clock(&mut self, of: &[u32]) -> Clock {
        let mut known = vec![0; self.actors.len()];
        for at in of {
            merge(&mut known, &self.clock_of(*at));
        }
        Arc::new(known)
    }

    fn clock_of(&mut self, at: u32) -> Clock {
        if let Some(clock) = self.clocks.get(&at) {
            return Arc::clone(clock);
        }
        let mut known = vec![0; self.actors.len()];
        // What kept clocks account for with all its ancestors; what else was met is in `met`.
        let mut covered = known.clone();
        let mut met = HashSet::new();
        let mut ahead = vec![at];
        while let Some(at) = ahead.pop() {
            let Some(node) = self.nodes.get(at as usize) else { continue };
            let is_covered = covered.get(node.actor as usize).is_some_and(|seq| *seq >= node.seq);
            if is_covered || !met.insert(at) {
                continue;
            }
            if let Some(clock) = self.clocks.get(&at) {
                merge(&mut covered, clock);
            } else if let Some(entry) = known.get_mut(node.actor as usize) {
                *entry = node.seq.max(*entry);
                ahead.extend(&node.deps);
            }
        }
        merge(&mut known, &covered);
        if self.clocks.len() >= CLOCKS {
            self.clocks.retain(|at, _| at % MILESTONE == 0);
        }
        let clock = Arc::new(known);
        self.clocks.insert(at, Arc::clone(&clock));
        clock
    }
}

fn merge(into: &mut Vec<u32>, from: &[u32]) {
    if into.len() < from.len() {
        into.resize(from.len(), 0);
    }
    into.iter_mut().zip(from).for_each(|(to, from)| *to = (*to).max(*from));
}
