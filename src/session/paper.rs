//! Open papers: the long texts of a record, typed into at once through a replica on this page, kept by
//! the engine. Editors write into the replica by themselves and say that they did; what they wrote is committed
//! by pauses and handed to the engine. Until that answers, it counts as 'saving'. Editors of one record share
//! one paper.

use super::{Session, ToastKind};
use crate::components::failure;
use crate::platform::clock;
use crate::platform::page_replica::{Replica, Steps};
use crate::platform::rich_text::{RichText, Script};
use crate::platform::timer::Later;
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
/// Who types on is not told 'saved' and 'saving' in turns, once for each commit: it counts as saved when nothing was
/// typed for so many milliseconds since.
const CALM_MS: u64 = 400;
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
        let sheet = Sheet::new(record.clone(), session, phase.clone());
        SHEETS.with(|sheets| sheets.borrow_mut().insert(record.clone(), sheet));
        spawn_local(open(record.clone()));
        phase
    });
    // It is needed as soon as the paper stands, and takes as long to come.
    spawn_local(async {
        let _ = Script::fetch().await;
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

    /// Does something with the replica, if the paper is open.
    pub fn with_replica<T>(&self, act: impl FnOnce(&Replica) -> T) -> Option<T> {
        sheet(&self.record, |sheet| sheet.replica.as_ref().map(act)).flatten()
    }

    /// An editor typed into the replica.
    pub fn wrote(&self) {
        let is_much = sheet(&self.record, |sheet| {
            sheet.typed_at = clock::now_ms();
            if !std::mem::replace(&mut sheet.awaits_pause, true) {
                sheet.look_for_pause(PAUSE_MS);
            }
            sheet.keys += 1;
            sheet.account();
            sheet.keys >= MOST_KEYS
        });
        if is_much == Some(true) {
            self.flush();
        }
    }

    /// While an input method composes a word in one of the editors, what others write waits.
    pub fn composes(&self, is_composing: bool) {
        let waiting = sheet(&self.record, |sheet| {
            let composing = sheet.composing;
            sheet.composing = if is_composing { composing + 1 } else { composing.saturating_sub(1) };
            if sheet.composing == 0 && sheet.replica.is_some() {
                std::mem::take(&mut sheet.early)
            } else {
                Vec::new()
            }
        });
        for changes in waiting.unwrap_or_default() {
            hear(&self.record, &changes);
        }
    }

    /// Commits what was typed, now.
    pub fn flush(&self) {
        flush(&self.record);
    }

    /// Keeps an editor of the text at a path in step with the paper, until the current owner is gone.
    /// `landed` hears when what others wrote is shown.
    pub fn attach(&self, path: &FieldPath, editor: Rc<RichText>, landed: impl Fn() + 'static) -> EditorId {
        let entry = Attached { path: path.to_string(), editor, landed: Rc::new(landed) };
        let id = sheet(&self.record, |sheet| {
            sheet.next_editor += 1;
            sheet.editors.insert(sheet.next_editor, entry);
            sheet.next_editor
        });
        EditorId(self.record.clone(), id.unwrap_or_default())
    }
}

/// An editor's place among those of its paper.
pub struct EditorId(RecordId, u32);

impl Drop for EditorId {
    fn drop(&mut self) {
        sheet(&self.0, |sheet| sheet.editors.remove(&self.1));
    }
}

/// What a colleague, or another window, wrote in a paper.
pub(super) fn hear(record: &RecordId, changes: &[u8]) {
    // What was typed here is committed first: the replica merges whole commits.
    flush(record);
    let heard = sheet(record, |sheet| match &sheet.replica {
        Some(replica) if sheet.composing == 0 => replica.apply(changes).map(|told| sheet.addressed(&told)),
        _ => {
            sheet.early.push(changes.to_vec());
            Ok(Vec::new())
        }
    });
    match heard {
        Some(Ok(deliveries)) => deliver(deliveries),
        // A replica that cannot follow is made anew from what the engine has.
        Some(Err(_)) => spawn_local(open(record.clone())),
        None => {}
    }
}

/// An editor of one of the paper's texts.
#[derive(Clone)]
struct Attached {
    path: String,
    editor: Rc<RichText>,
    landed: Rc<dyn Fn()>,
}

type Deliveries = Vec<(Attached, Steps)>;

/// The one state of a paper that is open on this page.
struct Sheet {
    record: RecordId,
    session: Session,
    phase: ArcRwSignal<PaperPhase>,
    users: u32,
    replica: Option<Replica>,
    /// Counts the replicas, so that an answer meant for an earlier one is told apart.
    edition: u32,
    /// What was heard before the replica stood.
    early: Vec<Vec<u8>>,
    editors: BTreeMap<u32, Attached>,
    next_editor: u32,
    /// In how many editors an input method composes a word.
    composing: u32,
    /// Keys since the last commit.
    keys: u32,
    /// Committed, not yet handed over. One batch is under way at a time, so that the log has no gaps.
    unsent: Vec<u8>,
    is_sending: bool,
    /// Whether this paper is one of the session's `writing`.
    is_counted: bool,
    later: Later,
    /// Whether `later` is set.
    awaits_pause: bool,
    /// When the last key was.
    typed_at: u64,
    calm: Later,
}

thread_local! {
    static SHEETS: RefCell<BTreeMap<RecordId, Sheet>> = const { RefCell::new(BTreeMap::new()) };
}

fn sheet<T>(record: &RecordId, act: impl FnOnce(&mut Sheet) -> T) -> Option<T> {
    SHEETS.with(|sheets| sheets.borrow_mut().get_mut(record).map(act))
}

/// Outside of every borrow: an editor may type in answer.
fn deliver(deliveries: Deliveries) {
    for (attached, steps) in deliveries {
        match attached.editor.heard(&steps) {
            Ok(true) => (attached.landed)(),
            Ok(false) => {}
            Err(reason) => leptos::logging::error!("{reason}"),
        }
    }
}

impl Sheet {
    fn new(record: RecordId, session: Session, phase: ArcRwSignal<PaperPhase>) -> Self {
        Self {
            record,
            session,
            phase,
            users: 1,
            replica: None,
            edition: 0,
            early: Vec::new(),
            editors: BTreeMap::new(),
            next_editor: 0,
            composing: 0,
            keys: 0,
            unsent: Vec::new(),
            is_sending: false,
            is_counted: false,
            later: Later::default(),
            awaits_pause: false,
            typed_at: 0,
            calm: Later::default(),
        }
    }

    fn is_durable(&self) -> bool {
        self.keys == 0 && self.unsent.is_empty() && !self.is_sending
    }

    /// One timer for many keys: it looks when the last one was.
    fn look_for_pause(&mut self, ms: u64) {
        let record = self.record.clone();
        self.later.set(ms, move || {
            let is_pause = sheet(&record, |sheet| {
                let now = clock::now_ms();
                // A clock that was set back must not keep anything waiting.
                sheet.typed_at = sheet.typed_at.min(now);
                let left = PAUSE_MS.saturating_sub(now - sheet.typed_at);
                if left > 0 {
                    sheet.look_for_pause(left);
                }
                left == 0
            });
            if is_pause == Some(true) {
                flush(&record);
            }
        });
    }

    /// Keeps the session's word on saving true.
    fn account(&mut self) {
        if !self.is_durable() {
            self.calm.cancel();
            self.count(true);
        } else if self.is_counted {
            let record = self.record.clone();
            self.calm.set(CALM_MS, move || {
                sheet(&record, |sheet| {
                    if sheet.is_durable() {
                        sheet.count(false);
                    }
                });
            });
        }
    }

    fn count(&mut self, counts: bool) {
        if counts != std::mem::replace(&mut self.is_counted, counts) {
            let change =
                |writing: &mut u32| *writing = if counts { *writing + 1 } else { writing.saturating_sub(1) };
            self.session.writing.update(change);
        }
    }

    /// Each editor with what concerns it.
    fn addressed(&self, told: &[(String, Steps)]) -> Deliveries {
        let concerning = |attached: &Attached| {
            let here = told.iter().find(|(path, _)| *path == attached.path);
            here.map(|(_, steps)| (attached.clone(), steps.clone()))
        };
        self.editors.values().filter_map(concerning).collect()
    }

    /// A replica stands. Answers whether there was one before, and whether all that was typed into that was
    /// durable.
    fn take_up(&mut self, replica: Replica) -> bool {
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
        self.replica = Some(replica);
        was_durable
    }
}

/// The paper's editors go on with the replica that stands now. What they show and is not durable is written into
/// it; else its texts count.
fn adopt(record: &RecordId, keep: bool) {
    let editors: Option<Vec<Attached>> = sheet(record, |sheet| sheet.editors.values().cloned().collect());
    for attached in editors.unwrap_or_default() {
        let adopted =
            sheet(record, |sheet| sheet.replica.as_ref().map(|replica| attached.editor.adopt(replica, keep)));
        match adopted.flatten() {
            Some(Ok(true)) => _ = sheet(record, |sheet| sheet.keys += 1),
            Some(Err(reason)) => leptos::logging::error!("{reason}"),
            _ => {}
        }
    }
    sheet(record, Sheet::account);
}

async fn open(record: RecordId) {
    let Some((session, phase)) = sheet(&record, |sheet| (sheet.session, sheet.phase.clone())) else { return };
    match fetch(session, &record).await {
        Ok(replica) => {
            let was_durable = sheet(&record, |sheet| sheet.take_up(replica)).unwrap_or(true);
            adopt(&record, !was_durable);
            phase.set(PaperPhase::Open);
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
        sheet.awaits_pause = false;
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
    let Some(mut sheet) = gone else { return };
    sheet.count(false);
    let session = sheet.session;
    let request = Request::ClosePaper(record.clone());
    spawn_local(async move {
        // An engine that knows nothing of it has nothing to close.
        let _ = session.call(request).await;
    });
}
