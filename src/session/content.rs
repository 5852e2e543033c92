//! What a document says now, with its fingerprint, and how it began: asked of the engine whenever something
//! changed and is stored.

use super::paper::Paper;
use super::{Session, ToastKind};
use crate::components::failure;
use crate::i18n;
use crate::platform::timer::Later;
use crate::platform::{clock, fetch, outline};
use bridge::{Content, Failure, Request, Response};
use leptos::prelude::*;
use leptos::task::spawn_local;
use register::document_act::{Actor, Seen};
use register::{Command, FieldPath, Record, RecordId, sign_off};

/// After a change, so many milliseconds until it is asked anew.
const PAUSE_MS: u64 = 250;

/// A document's content, kept up to date while it is on screen.
#[derive(Clone, Copy)]
pub struct Now {
    found: RwSignal<Option<Content>>,
    is_asked: RwSignal<bool>,
    later: StoredValue<Later, LocalStorage>,
    session: Session,
    id: StoredValue<RecordId>,
}

/// Keeps up with a document until the current owner is gone.
pub fn use_content(session: Session, id: &RecordId) -> Now {
    let now = Now {
        found: RwSignal::new(None),
        is_asked: RwSignal::new(true),
        later: StoredValue::new_local(Later::default()),
        session,
        id: StoredValue::new(id.clone()),
    };
    on_cleanup(move || {
        now.later.try_update_value(Later::cancel);
    });
    Effect::new(move |_| {
        now.id.with_value(|id| session.with_record(id, |_| ()));
        // What was decided belongs to a review's minutes.
        if now.id.with_value(|id| id.kind == "management_review") {
            session.with_kinds(&["decision"], |_| ());
        }
        // What is being typed is asked for once it is stored.
        if session.is_saving() {
            now.is_asked.set(true);
            return;
        }
        now.ask_soon();
    });
    now
}

impl Now {
    /// What it says, as far as is known. Tracked.
    pub fn content(self) -> Option<Content> {
        self.found.get()
    }

    /// Whether that is what stands there now: what is signed must be what was seen. Tracked.
    pub fn is_current(self) -> bool {
        !self.is_asked.get() && !self.session.is_saving()
    }

    /// Asks again shortly: somebody else may have written.
    pub fn ask_soon(self) {
        self.is_asked.try_set(true);
        self.later.try_update_value(|later| later.set(PAUSE_MS, move || self.ask()));
    }

    fn ask(self) {
        let Some(id) = self.id.try_get_value() else { return };
        spawn_local(async move {
            if let Ok(content) = content_at(self.session, &id, "").await {
                self.found.try_set(content);
                self.is_asked.try_set(false);
            }
        });
    }

    /// Does something with the document that is signed by the person here: what, exactly as it was seen.
    pub fn sign(self, act: impl FnOnce(&Record, Actor<'_>, Seen<'_>) -> Option<Command>) -> bool {
        let content = self.found.get_untracked().unwrap_or(Content {
            heads: String::new(),
            print: String::new(),
            text_print: String::new(),
            texts: Vec::new(),
        });
        let seen = Seen { print: &content.print, text_print: &content.text_print, heads: &content.heads };
        let Some(person) = self.session.me() else { return false };
        let by = self.session.acting(&person);
        let command = self.id.with_value(|id| {
            self.session.peek(|register| register.records.get(id).and_then(|record| act(record, by, seen)))
        });
        let is_done = command.is_some();
        if let Some(command) = command {
            self.session.write(command);
        }
        is_done
    }
}

/// What a document says at a place of its history; none if changes that it stands on are not here yet.
///
/// # Errors
/// What the engine says.
pub async fn content_at(session: Session, id: &RecordId, heads: &str) -> Result<Option<Content>, Failure> {
    let beside = session.peek(|register| Some(sign_off::beside(register, register.records.get(id)?)));
    let beside = beside.unwrap_or_default();
    let request = Request::Content { record: id.clone(), beside, heads: heads.to_owned() };
    match session.call(request).await? {
        Response::Content(content) => Ok(content),
        _ => Err(Failure::Defect("content: another answer".to_owned())),
    }
}

/// Fetches the outline of a type of document in the reader's language and writes it into an empty text. Once it is
/// stored, its fingerprint is kept, so that an untouched outline is told from words of one's own.
pub async fn begin_with_outline(
    session: Session,
    id: &RecordId,
    paper: &Paper,
    body: &FieldPath,
    kind: &str,
) -> bool {
    let path = format!("outlines/{}/{kind}.txt", i18n::language());
    let Some(words) = fetch::text(&path).await else {
        session.say(ToastKind::Warning, i18n::t("document.no_outline"));
        return false;
    };
    let is_written = paper
        .with_replica(|replica| outline::write(replica, &body.to_string(), &words, clock::now_ms()))
        .unwrap_or(false);
    if is_written {
        paper.wrote();
        paper.flush();
        let (session, id) = (session, id.clone());
        // The engine answers in order: what was handed over before is there.
        spawn_local(async move {
            match content_at(session, &id, "").await {
                Ok(Some(content)) => {
                    session.set(&id, FieldPath::of("outline_print"), content.text_print.as_str().into());
                }
                Ok(None) => {}
                Err(failure) => session.say(ToastKind::Failure, failure::sentence(&failure)),
            }
        });
    }
    is_written
}
