//! Open papers: the long texts of a record, typed into at once through a replica on this page, kept by
//! the engine. Typing is committed by pauses and handed to the engine; until that answers, it counts as
//! 'saving'. Editors of one record share one paper.

use super::{Session, ToastKind};
use crate::components::failure;
use crate::platform::clock;
use crate::platform::page_replica::Replica;
use crate::platform::timer::Later;
use bridge::text_splice::Splice;
use bridge::{Failure, Request, Response};
use leptos::prelude::*;
use leptos::task::spawn_local;
use register::{FieldPath, RecordId};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

/// A commit waits for a pause of so many milliseconds, or for so many keys.
const PAUSE_MS: u64 = 1000;
const MOST_KEYS: u32 = 40;
/// What could not be stored is tried again after so many milliseconds.
const RETRY_MS: u64 = 3000;

/// How far a paper's opening is.
#[derive(Debug, Clone, PartialEq)]
pub enum PaperPhase {
    /// Being fetched.
    Opening,
    /// It can be read and typed into.
    Open,
    /// It cannot be opened.
    Failed(Failure),
}

/// A paper that this page has open.
#[derive(Clone)]
pub struct Paper {
    record: RecordId,
    phase: ArcRwSignal<PaperPhase>,
}

/// Opens a record's paper until the current owner is gone.
pub fn use_paper(session: Session, record: &RecordId) -> Paper {
    let known = sheet(record, |sheet| {
        sheet.users += 1;
        sheet.phase.clone()
    });
    let phase = known.unwrap_or_else(|| {
        let phase = ArcRwSignal::new(PaperPhase::Opening);
        let sheet = Sheet::new(session, phase.clone());
        SHEETS.with(|sheets| sheets.borrow_mut().insert(record.clone(), sheet));
        spawn_local(open(record.clone()));
        phase
    });
    for event in ["visibilitychange", "pagehide"] {
        let record = record.clone();
        let handle = window_event_listener_untyped(event, move |_| flush(&record));
        on_cleanup(move || handle.remove());
    }
    // An engine that was started again knows nothing of open papers.
    let reopened = record.clone();
    let restarts = move || session.restarts();
    Effect::watch(restarts, move |_, _, _| spawn_local(open(reopened.clone())), false);
    let left = record.clone();
    on_cleanup(move || leave(&left));
    Paper { record: record.clone(), phase }
}

impl Paper {
    /// How far opening is. Tracked.
    pub fn phase(&self) -> PaperPhase {
        self.phase.get()
    }

    /// The text at a path as it stands, with all that was typed here.
    pub fn text(&self, path: &FieldPath) -> String {
        let text = sheet(&self.record, |sheet| sheet.replica.as_ref()?.text(&path.to_string()).ok());
        text.flatten().unwrap_or_default()
    }

    /// Something was typed.
    pub fn splice(&self, path: &FieldPath, splices: &[Splice]) {
        let typed = sheet(&self.record, |sheet| {
            let Some(replica) = &sheet.replica else { return Ok(false) };
            for splice in splices {
                replica.splice(&path.to_string(), splice, clock::now_ms())?;
            }
            let record = self.record.clone();
            sheet.later.set(PAUSE_MS, move || flush(&record));
            sheet.keys += 1;
            sheet.account();
            Ok::<_, String>(sheet.keys >= MOST_KEYS)
        });
        match typed {
            Some(Ok(true)) => self.flush(),
            Some(Err(reason)) => self.phase.set(PaperPhase::Failed(Failure::Defect(reason))),
            _ => {}
        }
    }

    /// Commits what was typed, now.
    pub fn flush(&self) {
        flush(&self.record);
    }

    /// Tells what others do to the text at a path, until the current owner is gone.
    pub fn listen(&self, path: &FieldPath, heard: impl Fn(&[Splice]) + 'static) {
        let heard: Heard = Rc::new(heard);
        let id = sheet(&self.record, |sheet| {
            sheet.next_editor += 1;
            sheet.editors.insert(sheet.next_editor, (path.to_string(), heard));
            sheet.next_editor
        });
        let record = self.record.clone();
        on_cleanup(move || {
            sheet(&record, |sheet| id.and_then(|id| sheet.editors.remove(&id)));
        });
    }
}

/// What a colleague, or another window, wrote in a paper.
pub(super) fn hear(record: &RecordId, changes: &[u8]) {
    // What was typed here is committed first: the replica merges whole commits.
    flush(record);
    let heard = sheet(record, |sheet| match &sheet.replica {
        None => {
            sheet.early.push(changes.to_vec());
            Ok(Vec::new())
        }
        Some(replica) => replica.apply(changes).map(|splices| sheet.addressed(&splices)),
    });
    match heard {
        Some(Ok(deliveries)) => deliver(deliveries),
        // A replica that cannot follow is made anew from what the engine has.
        Some(Err(_)) => spawn_local(open(record.clone())),
        None => {}
    }
}

type Heard = Rc<dyn Fn(&[Splice])>;
type Deliveries = Vec<(Heard, Vec<Splice>)>;

/// The one state of a paper that is open on this page.
struct Sheet {
    session: Session,
    phase: ArcRwSignal<PaperPhase>,
    users: u32,
    replica: Option<Replica>,
    /// Counts the replicas, so that an answer meant for an earlier one is told apart.
    edition: u32,
    /// What was heard before the replica stood.
    early: Vec<Vec<u8>>,
    editors: BTreeMap<u32, (String, Heard)>,
    next_editor: u32,
    /// Splices since the last commit.
    keys: u32,
    /// Committed, not yet handed over. One batch is under way at a time, so that the log has no gaps.
    unsent: Vec<u8>,
    is_sending: bool,
    /// Whether this paper is one of the session's `writing`.
    is_counted: bool,
    later: Later,
}

thread_local! {
    static SHEETS: RefCell<BTreeMap<RecordId, Sheet>> = const { RefCell::new(BTreeMap::new()) };
}

fn sheet<T>(record: &RecordId, act: impl FnOnce(&mut Sheet) -> T) -> Option<T> {
    SHEETS.with(|sheets| sheets.borrow_mut().get_mut(record).map(act))
}

/// Outside of every borrow: an editor may type in answer.
fn deliver(deliveries: Deliveries) {
    for (editor, splices) in deliveries {
        editor(&splices);
    }
}

impl Sheet {
    fn new(session: Session, phase: ArcRwSignal<PaperPhase>) -> Self {
        Self {
            session,
            phase,
            users: 1,
            replica: None,
            edition: 0,
            early: Vec::new(),
            editors: BTreeMap::new(),
            next_editor: 0,
            keys: 0,
            unsent: Vec::new(),
            is_sending: false,
            is_counted: false,
            later: Later::default(),
        }
    }

    fn is_durable(&self) -> bool {
        self.keys == 0 && self.unsent.is_empty() && !self.is_sending
    }

    /// Keeps the session's word on saving true.
    fn account(&mut self) {
        let counts = !self.is_durable();
        if counts != std::mem::replace(&mut self.is_counted, counts) {
            let change =
                |writing: &mut u32| *writing = if counts { *writing + 1 } else { writing.saturating_sub(1) };
            self.session.writing.update(change);
        }
    }

    /// Each editor with what concerns it.
    fn addressed(&self, splices: &[(String, Splice)]) -> Deliveries {
        let concerning = |path: &String| {
            let here = splices.iter().filter(|(place, _)| place == path);
            here.map(|(_, splice)| splice.clone()).collect::<Vec<_>>()
        };
        let editors = self.editors.values().map(|(path, heard)| (heard.clone(), concerning(path)));
        editors.filter(|(_, splices)| !splices.is_empty()).collect()
    }

    /// A replica stands. If there was one before, what was typed into it and is not yet durable is typed
    /// again; else the new one's texts count.
    fn take_up(&mut self, replica: Replica) -> Deliveries {
        for changes in std::mem::take(&mut self.early) {
            if let Err(reason) = replica.apply(&changes) {
                leptos::logging::error!("{reason}");
            }
        }
        let was_durable = self.is_durable();
        self.edition += 1;
        self.keys = 0;
        self.unsent.clear();
        self.is_sending = false;
        let mut deliveries = Vec::new();
        if let Some(before) = &self.replica {
            for (path, heard) in self.editors.values() {
                let (Ok(old), Ok(new)) = (before.text(path), replica.text(path)) else { continue };
                if was_durable {
                    deliveries
                        .extend(Splice::between(&old, &new, 0).map(|splice| (heard.clone(), vec![splice])));
                } else if let Some(splice) = Splice::between(&new, &old, old.len())
                    && replica.splice(path, &splice, clock::now_ms()).is_ok()
                {
                    self.keys += 1;
                }
            }
        }
        self.replica = Some(replica);
        self.account();
        deliveries
    }
}

async fn open(record: RecordId) {
    let Some((session, phase)) = sheet(&record, |sheet| (sheet.session, sheet.phase.clone())) else { return };
    match fetch(session, &record).await {
        Ok(replica) => {
            let deliveries = sheet(&record, |sheet| sheet.take_up(replica));
            phase.set(PaperPhase::Open);
            deliver(deliveries.unwrap_or_default());
            flush(&record);
        }
        Err(failure) => phase.set(PaperPhase::Failed(failure)),
    }
}

async fn fetch(session: Session, record: &RecordId) -> Result<Replica, Failure> {
    let Response::Paper { document, actor } = session.call(Request::OpenPaper(record.clone())).await? else {
        return Err(Failure::Defect("open paper: another answer".to_owned()));
    };
    let register = bytes_of_hex(&session.key());
    let started = Replica::start(&document, &register, record.uuid.as_bytes(), &actor).await;
    started.map_err(Failure::Defect)
}

fn bytes_of_hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> =
        text.chars().filter_map(|digit| digit.to_digit(16)).map(|digit| digit as u8).collect();
    digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect()
}

fn flush(record: &RecordId) {
    sheet(record, |sheet| {
        sheet.later.cancel();
        if std::mem::take(&mut sheet.keys) == 0 {
            return;
        }
        match sheet.replica.as_ref().map(|replica| replica.commit(clock::now_ms())) {
            Some(Ok(Some(changes))) => sheet.unsent.extend(changes),
            Some(Err(reason)) => sheet.phase.set(PaperPhase::Failed(Failure::Defect(reason))),
            _ => {}
        }
        sheet.account();
    });
    send(record);
}

/// Hands what is committed to the engine, unless a batch is under way: its answer sends the next.
fn send(record: &RecordId) {
    let batch = sheet(record, |sheet| {
        if sheet.is_sending || sheet.unsent.is_empty() {
            return None;
        }
        sheet.is_sending = true;
        Some((sheet.session, sheet.edition, std::mem::take(&mut sheet.unsent)))
    });
    let Some((session, edition, changes)) = batch.flatten() else { return };
    let record = record.clone();
    spawn_local(async move {
        let request = Request::PaperChanges { record: record.clone(), changes: changes.clone() };
        let answer = session.call(request).await;
        let is_current = sheet(&record, |sheet| sheet.edition == edition).unwrap_or(false);
        match answer {
            _ if !is_current => {}
            Ok(_) => {
                sheet(&record, |sheet| {
                    sheet.is_sending = false;
                    sheet.account();
                });
                send(&record);
                close_if_left(&record);
            }
            Err(failure) => {
                session.say(ToastKind::Failure, failure::sentence(&failure));
                sheet(&record, |sheet| {
                    sheet.is_sending = false;
                    sheet.unsent.splice(..0, changes);
                });
                set_timeout(move || try_again(record, edition, &failure), Duration::from_millis(RETRY_MS));
            }
        }
    });
}

fn try_again(record: RecordId, edition: u32, failure: &Failure) {
    let is_current = sheet(&record, |sheet| sheet.edition == edition && !sheet.is_sending).unwrap_or(false);
    match failure {
        _ if !is_current => {}
        Failure::DiskFull | Failure::Storage(_) => send(&record),
        // The engine lost this page's place in the log: a new replica gets a new one.
        _ => spawn_local(open(record)),
    }
}

fn leave(record: &RecordId) {
    flush(record);
    sheet(record, |sheet| sheet.users = sheet.users.saturating_sub(1));
    close_if_left(record);
}

fn close_if_left(record: &RecordId) {
    let is_left = sheet(record, |sheet| sheet.users == 0 && sheet.is_durable()).unwrap_or(false);
    if !is_left {
        return;
    }
    let gone = SHEETS.with(|sheets| sheets.borrow_mut().remove(record));
    let Some(session) = gone.map(|sheet| sheet.session) else { return };
    let request = Request::ClosePaper(record.clone());
    spawn_local(async move {
        // An engine that knows nothing of it has nothing to close.
        let _ = session.call(request).await;
    });
}
