//! A document: Automerge, the graph of its changes, and what is staged for it.
//! The other files of this crate each give it one ability.

use crate::error::Error;
use crate::genesis::{ENCODING, RECORDS_OP, TEXTS_OP, genesis};
use crate::graph::{Graph, Id, NOBODY, Node};
use crate::judge::Memory;
use crate::place::{Place, Touch};
use crate::rich_patch::RichPatch;
use crate::settle::TextSplice;
use crate::{Actor, Hash};
use automerge::{ActorId, AutoCommit, Change, ChangeHash, LoadOptions, ObjId, ReadDoc};
use register::FieldPath;
use std::collections::{BTreeMap, HashSet, VecDeque};

/// One document: the register's, a person's own, or a paper. All have the same shape.
#[derive(Debug)]
pub struct Document {
    pub(crate) automerge: AutoCommit,
    pub(crate) doc: [u8; 16],
    pub(crate) genesis: Change,
    pub(crate) records: ObjId,
    pub(crate) texts: ObjId,
    pub(crate) graph: Graph,
    pub(crate) memory: Memory,
    /// Sound changes that Automerge does not have yet.
    pub(crate) staged: Vec<Change>,
    /// Where in the graph the first of them is.
    pub(crate) staged_at: usize,
    /// What they touch.
    pub(crate) touched: Vec<Touch>,
    /// Which of both came together.
    pub(crate) batches: VecDeque<Batch>,
    /// Changes that are refused whatever brings them.
    pub(crate) refused: HashSet<Hash>,
    /// Taken up already, not yet told.
    pub(crate) untold: Untold,
    /// Local changes that nobody was given yet, births first.
    pub(crate) unreported: Vec<Change>,
    /// When the text was last typed into that is not committed yet.
    pub(crate) typed_at: Option<i64>,
    /// Whether something was marked that nobody was given yet.
    pub(crate) marked: bool,
}

/// What one staging brought: so many of the staged changes and of what they touch.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Batch {
    pub(crate) changes: usize,
    pub(crate) touches: usize,
}

/// What taking up staged changes did, to be told with the next settling.
#[derive(Debug, Default)]
pub(crate) struct Untold {
    pub(crate) moved: bool,
    pub(crate) touched: Vec<Touch>,
    /// Fields that stood in containers which a change touched as a whole.
    pub(crate) stood: Vec<Touch>,
    pub(crate) splices: Vec<TextSplice>,
    pub(crate) rich: BTreeMap<FieldPath, Vec<RichPatch>>,
    pub(crate) failed: Vec<Hash>,
}

impl Document {
    /// A document that holds nothing but its genesis. `actor` is who writes here.
    pub fn new(register: [u8; 32], doc: [u8; 16], actor: Actor) -> Self {
        let born = || {
            let genesis = genesis(&register, &doc)?;
            let mut automerge = AutoCommit::new_with_encoding(ENCODING);
            automerge.apply_changes([genesis.clone()])?;
            Ok::<_, Error>((automerge, genesis))
        };
        match born() {
            Ok((automerge, genesis)) => Self::around(automerge, genesis, doc, actor),
            // Five writes to a new document: no input, storage or network can make them fail.
            Err(error) => unreachable!("genesis: {error}"),
        }
    }

    /// A document from its saved bytes.
    ///
    /// # Errors
    /// If the bytes are no document, or that of another register or record.
    pub fn load(bytes: &[u8], register: [u8; 32], doc: [u8; 16], actor: Actor) -> Result<Self, Error> {
        let genesis = genesis(&register, &doc)?;
        let options = LoadOptions::new().text_encoding(ENCODING);
        let automerge = AutoCommit::load_with_options(bytes, options)
            .map_err(|error| Error::NotADocument(Box::new(error)))?;
        if ReadDoc::get_change_by_hash(&automerge, &genesis.hash()).is_none() {
            return Err(Error::OtherDocument);
        }
        Ok(Self::around(automerge, genesis, doc, actor))
    }

    fn around(mut automerge: AutoCommit, genesis: Change, doc: [u8; 16], actor: Actor) -> Self {
        let graph = graph_of(&mut automerge);
        // Automerge remembers what it applied, to be asked for differences; nobody will ask.
        automerge.reset_diff_cursor();
        automerge.set_actor(ActorId::from(actor));
        let container = |counter: u32| ObjId::Id(counter.into(), genesis.actor_id().clone(), 0);
        let (records, texts) = (container(RECORDS_OP), container(TEXTS_OP));
        let memory = remembering(&graph, &genesis);
        Self {
            automerge,
            doc,
            genesis,
            records,
            texts,
            graph,
            memory,
            staged: Vec::new(),
            staged_at: 0,
            touched: Vec::new(),
            batches: VecDeque::new(),
            refused: HashSet::new(),
            untold: Untold::default(),
            unreported: Vec::new(),
            typed_at: None,
            marked: false,
        }
    }

    /// The document's bytes, compact. What is typed but not committed is committed first.
    pub fn save(&mut self) -> Vec<u8> {
        self.commit_typing();
        self.automerge.save()
    }

    /// From now on this actor writes here. What the one before wrote must have been handed out by then.
    pub fn set_actor(&mut self, actor: Actor) {
        self.commit_typing();
        self.automerge.set_actor(ActorId::from(actor));
    }

    /// The hashes of the changes that no other change here stands on, sorted.
    pub fn heads(&mut self) -> Vec<Hash> {
        self.commit_typing();
        self.automerge.get_heads().into_iter().map(|hash| hash.0).collect()
    }

    /// Whether a change is here, taken up or staged.
    pub fn contains(&self, change: &Hash) -> bool {
        self.graph.find(change).is_some()
    }

    /// The changes that who has these heads lacks, as chunks one behind the other.
    pub fn changes_since(&mut self, heads: &[Hash]) -> Vec<u8> {
        self.commit_typing();
        let heads: Vec<ChangeHash> =
            heads.iter().filter(|head| self.contains(head)).map(|head| ChangeHash(*head)).collect();
        let mut bytes = Vec::new();
        for mut change in self.automerge.get_changes(&heads) {
            bytes.extend_from_slice(&change.bytes());
        }
        bytes
    }

    /// The actor's changes here: how many, which is also the last one's sequence number.
    pub fn last_seq(&self, actor: &Actor) -> u64 {
        self.graph.number(&ActorId::from(actor)).map_or(0, |number| self.graph.last_seq(number).into())
    }

    /// Notes a change that this replica made.
    pub(crate) fn note(&mut self, change: &Change) {
        let deps = change.deps().iter().filter_map(|dep| self.graph.find(&dep.0)).collect();
        let actor = self.graph.number_or_new(change.actor_id());
        self.graph.push(Node {
            hash: change.hash().0,
            actor,
            seq: small(change.seq()),
            start_op: small(change.start_op().get()),
            max_op: small(change.max_op()),
            time: change.timestamp(),
            deps,
        });
    }

    /// Where in the graph the changes begin that Automerge does not have yet.
    pub(crate) fn staged_from(&self) -> usize {
        if self.staged.is_empty() { self.graph.len() } else { self.staged_at }
    }
}

/// The graph of all changes that Automerge has.
pub(crate) fn graph_of(automerge: &mut AutoCommit) -> Graph {
    let mut graph = Graph::default();
    for meta in automerge.get_changes_meta(&[]) {
        let deps = meta.deps.iter().filter_map(|dep| graph.find(&dep.0)).collect();
        let actor = graph.number_or_new(&meta.actor);
        graph.push(Node {
            hash: meta.hash.0,
            actor,
            seq: small(meta.seq),
            start_op: small(meta.start_op),
            max_op: small(meta.max_op),
            time: meta.timestamp,
            deps,
        });
    }
    graph
}

/// A memory that knows the containers of genesis.
pub(crate) fn remembering(graph: &Graph, genesis: &Change) -> Memory {
    let mut memory = Memory::default();
    let actor = graph.number(genesis.actor_id()).unwrap_or(NOBODY);
    memory.place(Id { actor, counter: RECORDS_OP }, Place::Records);
    memory.place(Id { actor, counter: TEXTS_OP }, Place::Texts);
    memory
}

fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
