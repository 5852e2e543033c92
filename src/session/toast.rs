//! Short messages that come and go; one with a way back stays a little longer.

use super::Session;
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;

const SECONDS: u64 = 8;

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToastKind {
    /// Something was done.
    Done,
    /// Something to know.
    Warning,
    /// Something went wrong; it stays until it is put away.
    Failure,
}

/// A message.
#[derive(Clone)]
pub struct Toast {
    /// Unique on this page.
    pub id: u32,
    /// What it is about.
    pub kind: ToastKind,
    /// Its words.
    pub words: String,
    /// Takes back what was done. It outlives the view that did it: what was done may have taken that away.
    pub undo: Option<Arc<dyn Fn() + Send + Sync>>,
}

impl Session {
    /// The messages on screen. Tracked.
    pub fn toasts(self) -> Vec<Toast> {
        self.toasts.get()
    }

    /// Says something.
    pub fn say(self, kind: ToastKind, words: String) {
        self.show(kind, words, None);
    }

    /// Says what was done, with a way back.
    pub fn say_with_undo(self, words: String, undo: impl Fn() + Send + Sync + 'static) {
        self.show(ToastKind::Done, words, Some(Arc::new(undo)));
    }

    /// Puts a message away.
    pub fn unsay(self, id: u32) {
        self.toasts.update(|toasts| toasts.retain(|toast| toast.id != id));
    }

    fn show(self, kind: ToastKind, words: String, undo: Option<Arc<dyn Fn() + Send + Sync>>) {
        let id =
            self.toasts.with_untracked(|toasts| toasts.last().map_or(0, |toast| toast.id.wrapping_add(1)));
        self.toasts.update(|toasts| {
            // One of several that came one after the other tells all: the last. What can be taken back stays.
            let is_passing = |toast: &Toast| toast.kind == ToastKind::Done && toast.undo.is_none();
            let is_last = kind == ToastKind::Done && undo.is_none();
            toasts.retain(|toast| toast.words != words && !(is_last && is_passing(toast)));
            toasts.push(Toast { id, kind, words, undo });
        });
        if kind != ToastKind::Failure {
            set_timeout(move || self.unsay(id), Duration::from_secs(SECONDS));
        }
    }
}
