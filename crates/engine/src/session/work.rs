//! Work that people do: carried out in memory at once, told to the page, and answered when it is durable.
//! When the log was taken by another writer, or the store refused, it is kept and done again from what is
//! stored: nothing that was typed is dropped.

use super::Session;
use crate::documents::{changes_of, home_of, own_doc};
use crate::host::Chance;
use bridge::{Failure, Response};
use register::{Command, RecordId, Write};
use std::collections::{BTreeMap, BTreeSet};
use sync::{AppendError, Changes, DocId, Ticket, Verdict};

/// After so many tries in a row, another writer's hold on the log is a failure to be told.
const TRIES: u32 = 4;

/// What was done.
#[derive(Debug, Clone)]
pub(super) enum Task {
    /// A command, or the part of it that concerns one document.
    Command(Command),
    /// Changes that a page made in a paper.
    Paper(Changes),
}

/// Where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Being written.
    Under(Ticket),
    /// Another writer took the log: to be done again at once.
    Taken,
    /// The store refused: to be done again with the next command, or after a while.
    Refused,
}

/// Work whose outcome is open.
#[derive(Debug)]
pub(super) struct Work {
    pub(super) call: Option<u32>,
    pub(super) doc: DocId,
    pub(super) task: Task,
    pub(super) state: State,
}

impl Session {
    /// Carries out a command. Answered when all of it is durable.
    pub fn command(&mut self, call: Option<u32>, command: Command) -> Result<(), Failure> {
        self.flush();
        let mut parts: BTreeMap<DocId, Vec<Write>> = BTreeMap::new();
        for write in command.writes {
            parts.entry(home_of(&write.record)).or_default().push(write);
        }
        let mut failure = None;
        for (doc, writes) in parts {
            self.open_new(doc);
            let part = Task::Command(Command { message: command.message, writes });
            failure = self.start(call, doc, part).err().or(failure);
        }
        match failure {
            Some(failure) => {
                self.works.iter_mut().filter(|work| work.call == call).for_each(|work| work.call = None);
                Err(failure)
            }
            None => {
                self.answer_done(call);
                Ok(())
            }
        }
    }

    /// Takes up what the page wrote in a paper. Answered when it is durable.
    pub fn paper_changes(&mut self, call: u32, record: &RecordId, bytes: Vec<u8>) -> Result<(), Failure> {
        self.flush();
        let local = crdt::LocalChanges::read(bytes).map_err(|error| Failure::Defect(error.to_string()))?;
        self.start(Some(call), own_doc(record), Task::Paper(changes_of(local)))?;
        self.answer_done(Some(call));
        Ok(())
    }

    /// Does a task in memory and has it written, unless earlier work still waits to be written: what stands
    /// on it must not overtake it.
    pub(super) fn start(&mut self, call: Option<u32>, doc: DocId, task: Task) -> Result<(), Failure> {
        match self.perform(doc, &task)? {
            Some(changes) => self.append_work(call, doc, task, changes),
            None => Ok(()),
        }
    }

    /// Has what was done in memory written.
    pub(super) fn append_work(
        &mut self,
        call: Option<u32>,
        doc: DocId,
        task: Task,
        changes: Changes,
    ) -> Result<(), Failure> {
        self.note_edit(doc, &task, changes.last_hash);
        let blocked = self.works.iter().any(|work| !matches!(work.state, State::Under(_)));
        let state = if blocked { State::Refused } else { State::Under(self.append(doc, changes)?) };
        self.works.push(Work { call, doc, task, state });
        Ok(())
    }

    /// Does a task in memory, tells the page, and gives what is to be written; nothing if all stood already
    /// as it was to be.
    fn perform(&mut self, doc: DocId, task: &Task) -> Result<Option<Changes>, Failure> {
        match task {
            Task::Command(command) => {
                let actor = self.replica.main_actor(&mut Chance(&*self.host));
                let now = self.now_ms();
                let commit = self
                    .docs
                    .apply(doc, actor, command.message, &command.writes, now)
                    .map_err(|error| Failure::Defect(error.to_string()))?;
                self.tell_patches(true, commit.patches);
                Ok(commit.changes.map(changes_of))
            }
            Task::Paper(changes) => match self.docs.take_local(doc, changes) {
                Verdict::Staged => Ok(Some(changes.clone())),
                Verdict::Known => Ok(None),
                verdict => Err(Failure::Defect(format!("a paper's change does not fit: {verdict:?}"))),
            },
        }
    }

    fn append(&mut self, doc: DocId, changes: Changes) -> Result<Ticket, Failure> {
        let now = self.now();
        match self.replica.append(doc, changes, now, &mut Chance(&*self.host)) {
            Ok((ticket, effects)) => {
                self.effects.extend(effects);
                Ok(ticket)
            }
            Err(error) => {
                // In memory it is there, in the log it will never be: take it out of memory again.
                self.reopens.insert(doc);
                Err(match error {
                    AppendError::NotHeld | AppendError::TooLarge | AppendError::NoMember => {
                        Failure::Defect(error.to_string())
                    }
                })
            }
        }
    }

    pub(super) fn saved(&mut self, ticket: Ticket) {
        self.retaken = 0;
        let Some(place) = self.works.iter().position(|work| work.state == State::Under(ticket)) else {
            return;
        };
        let call = self.works.remove(place).call;
        self.answer_done(call);
    }

    /// Answers a call all of whose work is durable.
    fn answer_done(&self, call: Option<u32>) {
        if let Some(id) = call
            && !self.works.iter().any(|work| work.call == call)
        {
            self.answer(id, Ok(Response::Done));
        }
    }

    pub(super) fn not_saved(&mut self, ticket: Ticket, taken: bool) {
        let Some(place) = self.works.iter().position(|work| work.state == State::Under(ticket)) else {
            return;
        };
        let Some(work) = self.works.get_mut(place) else { return };
        if let Task::Command(_) = work.task {
            work.state = if taken { State::Taken } else { State::Refused };
            return;
        }
        // The page keeps what it wrote and sends it again; if its actor is lost, it opens the paper anew.
        let work = self.works.remove(place);
        self.reopens.insert(work.doc);
        if let Some((_, actor)) = self.papers.get_mut(&work.doc) {
            *actor = None;
        }
        let failure = if taken {
            Failure::Defect("another writer took the paper's log".into())
        } else {
            self.storage_failure()
        };
        if let Some(call) = work.call {
            self.answer(call, Err(failure));
        }
    }

    pub fn has_failed_work(&self) -> bool {
        self.works.iter().any(|work| work.state == State::Refused)
    }

    fn is_under_way(&self) -> bool {
        self.works.iter().any(|work| matches!(work.state, State::Under(_)))
    }

    /// Whether work is to be done again now: the log was taken, and nothing is under way any more.
    pub(super) fn must_do_again(&self) -> bool {
        let taken = self.works.iter().any(|work| work.state == State::Taken);
        taken && !self.is_under_way() && self.retaken < TRIES
    }

    /// Tells whoever waits that what they did is in memory only.
    pub(super) fn tell_failed_work(&mut self) {
        if self.is_under_way() {
            return;
        }
        let failure = self.storage_failure();
        let mut calls = BTreeSet::new();
        for work in &mut self.works {
            work.state = State::Refused;
            calls.extend(work.call.take());
        }
        for call in calls {
            self.answer(call, Err(failure.clone()));
        }
    }

    /// Has what the store refused tried once more.
    pub fn retry_refused(&mut self) {
        if self.has_failed_work() {
            self.retaken = 0;
            self.works.iter_mut().filter(|work| work.state == State::Refused).for_each(|work| {
                work.state = State::Taken;
            });
        }
    }

    /// Opens the documents concerned from the store, and does the work again in its order.
    pub(super) async fn do_again(&mut self) {
        self.retaken += 1;
        let works = std::mem::take(&mut self.works);
        self.reopen(works.iter().map(|work| work.doc).collect()).await;
        let calls: BTreeSet<Option<u32>> = works.iter().map(|work| work.call).collect();
        for work in works {
            if let Err(failure) = self.start(work.call, work.doc, work.task)
                && let Some(call) = work.call
            {
                self.answer(call, Err(failure));
            }
        }
        for call in calls {
            self.answer_done(call);
        }
    }
}
