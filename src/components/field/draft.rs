//! What a person is typing, until it is saved. It is saved when they pause or leave, and nothing that
//! arrives meanwhile takes its place.

use super::Here;
use crate::components::failure;
use crate::platform::timer::Later;
use crate::session::ToastKind;
use leptos::prelude::*;
use leptos::task::spawn_local;
use register::validation::parse;
use register::{FieldPath, RecordId, Value};
use std::cell::RefCell;
use std::collections::HashMap;

/// How long a pause is.
const PAUSE_MS: u64 = 1000;

thread_local! {
    /// What was typed and refused, by its place: it is there again when the record is opened once more.
    static REFUSED: RefCell<HashMap<(RecordId, FieldPath), String>> = RefCell::new(HashMap::new());
}

/// A text being typed.
#[derive(Clone, Copy)]
pub struct Draft {
    here: Here,
    /// Present while the field has the focus, and afterwards while the text is not saved.
    typed: RwSignal<Option<String>>,
    /// What stood there in the eyes of who types.
    before: RwSignal<String>,
    has_focus: RwSignal<bool>,
    under_way: RwSignal<u32>,
    /// Whether it is one of the session's unsaved texts.
    is_counted: StoredValue<bool>,
    later: StoredValue<Later, LocalStorage>,
}

fn text_of(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Int(int) => int.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Empty | Value::Flag(_) => String::new(),
    }
}

impl Draft {
    /// For the field here, until the current owner is gone: then what was typed is saved.
    pub fn new(here: Here) -> Self {
        let draft = Self {
            here,
            typed: RwSignal::new(None),
            before: RwSignal::new(String::new()),
            has_focus: RwSignal::new(false),
            under_way: RwSignal::new(0),
            is_counted: StoredValue::new(false),
            later: StoredValue::new_local(Later::default()),
        };
        let kept =
            draft.place().and_then(|place| REFUSED.with(|refused| refused.borrow().get(&place).cloned()));
        if let Some(kept) = kept {
            here.refused.set(parse(here.field, &kept).err());
            draft.before.set(untrack(|| draft.stored()));
            draft.typed.set(Some(kept));
        }
        let hidden = window_event_listener_untyped("visibilitychange", move |_| draft.save());
        on_cleanup(move || {
            hidden.remove();
            draft.save();
            draft.later.try_update_value(Later::cancel);
            draft.uncount();
        });
        draft
    }

    fn place(self) -> Option<(RecordId, FieldPath)> {
        Some((self.here.id.try_get_value()?, self.here.path.try_get_value()?))
    }

    /// Remembers what was refused, or forgets it.
    fn keep(self, refused: Option<&str>) {
        let Some(place) = self.place() else { return };
        REFUSED.with(|kept| match refused {
            Some(typed) => drop(kept.borrow_mut().insert(place, typed.to_owned())),
            None => drop(kept.borrow_mut().remove(&place)),
        });
    }

    fn stored(self) -> String {
        text_of(&self.here.value())
    }

    /// What the input shows. Tracked.
    pub fn text(self) -> String {
        self.typed.get().unwrap_or_else(|| self.stored())
    }

    /// The field has the focus: from now on what it shows is the person's.
    pub fn begin(self) {
        self.has_focus.set(true);
        if self.typed.with_untracked(Option::is_none) {
            let stored = untrack(|| self.stored());
            self.before.set(stored.clone());
            self.typed.set(Some(stored));
        }
    }

    /// Something was typed.
    pub fn input(self, text: String) {
        if self.typed.with_untracked(Option::is_none) {
            self.before.set(untrack(|| self.stored()));
        }
        self.typed.set(Some(text));
        self.count();
        self.later.update_value(|later| {
            later.set(PAUSE_MS, move || {
                self.save();
            });
        });
    }

    /// The field lost the focus.
    pub fn leave(self) {
        self.has_focus.set(false);
        self.save();
        self.settle();
    }

    /// What a colleague set while this person is typing. Tracked.
    pub fn theirs(self) -> Option<String> {
        if self.under_way.get() > 0 || !self.has_focus.get() {
            return None;
        }
        let stored = self.stored();
        let mine = self.typed.get()?;
        (stored != self.before.get() && stored != mine).then_some(stored)
    }

    /// Gives up what was typed for what a colleague set.
    pub fn take_theirs(self) {
        let stored = untrack(|| self.stored());
        self.later.update_value(Later::cancel);
        self.before.set(stored.clone());
        self.typed.set(self.has_focus.get_untracked().then_some(stored));
        self.here.refused.set(None);
        self.keep(None);
        self.uncount();
    }

    /// Saves what was typed, if it can be.
    pub fn save(self) {
        self.later.try_update_value(Later::cancel);
        let Some(Some(typed)) = self.typed.try_get_untracked() else { return };
        if typed == self.before.get_untracked() {
            self.here.refused.set(None);
            self.keep(None);
            self.uncount();
            return;
        }
        let value = match parse(self.here.field, &typed) {
            Ok(value) => value,
            Err(problem) => {
                self.here.refused.set(Some(problem));
                self.keep(Some(&typed));
                self.uncount();
                return;
            }
        };
        self.here.refused.set(None);
        self.keep(None);
        let saved = text_of(&value);
        if saved == untrack(|| self.stored()) {
            self.before.set(typed);
            self.uncount();
            return;
        }
        let session = self.here.session;
        let command = session.edit(&self.here.id.get_value(), self.here.path.get_value(), value);
        self.under_way.update(|under_way| *under_way += 1);
        // Counted apart from the draft: the draft may be gone before the answer comes.
        let apply = session.apply(command);
        spawn_local(async move {
            let answer = apply.await;
            self.under_way.try_update(|under_way| *under_way = under_way.saturating_sub(1));
            match answer {
                Ok(()) => {
                    self.before.try_set(saved.clone());
                    let is_same = self.typed.try_get_untracked().flatten().is_some_and(|now| now == typed);
                    if is_same {
                        self.before.try_set(typed);
                        self.uncount();
                        self.settle();
                    }
                }
                Err(failure) => session.say(ToastKind::Failure, failure::sentence(&failure)),
            }
        });
    }

    /// Shows what is stored again, once nothing of the person's is unsaved.
    fn settle(self) {
        let is_left = self.has_focus.try_get_untracked() == Some(false);
        let is_idle = self.under_way.try_get_untracked() == Some(0);
        let is_fine = self.here.refused.try_get_untracked() == Some(None);
        let typed = self.typed.try_get_untracked().flatten();
        let is_saved = typed.is_some() && typed == self.before.try_get_untracked();
        if is_left && is_idle && is_fine && is_saved {
            self.typed.try_set(None);
        }
    }

    fn count(self) {
        if self.is_counted.try_update_value(|counted| !std::mem::replace(counted, true)) == Some(true) {
            self.here.session.count_unsaved(1);
        }
    }

    fn uncount(self) {
        if self.is_counted.try_update_value(|counted| std::mem::replace(counted, false)) == Some(true) {
            self.here.session.count_unsaved(-1);
        }
    }
}
