//! Keys pressed anywhere in the window, told apart from what is typed into a field.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A key that means a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// A letter or sign on its own, outside of every field.
    Sign(char),
    /// Enter, outside of every field, link and button.
    Enter,
    /// Ctrl or ⌘ with K, anywhere.
    Palette,
    /// Escape, outside of every field.
    Escape,
}

/// Calls `act` for each such key until the current owner is gone; a key that it took goes no further.
pub fn on_key(act: impl Fn(Key) -> bool + 'static) {
    let handle = window_event_listener(ev::keydown, move |event| {
        if event.default_prevented() || event.is_composing() {
            return;
        }
        let key = event.key();
        let with_command = event.ctrl_key() || event.meta_key();
        if key == "Escape" && holds_text(&event) {
            leave_field(&event);
            return;
        }
        let command = match key.as_str() {
            "Escape" => Some(Key::Escape),
            "k" | "K" if with_command && !event.alt_key() => Some(Key::Palette),
            _ if with_command || event.alt_key() || holds_text(&event) => None,
            "Enter" if !holds_action(&event) => Some(Key::Enter),
            _ => {
                let mut signs = key.chars();
                signs.next().filter(|_| signs.next().is_none()).map(Key::Sign)
            }
        };
        if command.is_some_and(&act) {
            event.prevent_default();
        }
    });
    on_cleanup(move || handle.remove());
}

fn element(event: &ev::KeyboardEvent) -> Option<web_sys::Element> {
    event.target()?.dyn_into().ok()
}

/// Where letters are typed, or where a dialog has keys of its own.
const HOLDS_TEXT: &str =
    "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable], dialog";

fn holds_text(event: &ev::KeyboardEvent) -> bool {
    element(event).is_some_and(|element| element.closest(HOLDS_TEXT).ok().flatten().is_some())
}

/// Escape leaves a field first; what was typed is saved. In a dialog it is the dialog's.
fn leave_field(event: &ev::KeyboardEvent) {
    let Some(element) = element(event).filter(|element| element.closest("dialog").ok().flatten().is_none())
    else {
        return;
    };
    if let Ok(field) = element.dyn_into::<web_sys::HtmlElement>() {
        let _ = field.blur();
    }
}

fn holds_action(event: &ev::KeyboardEvent) -> bool {
    element(event).is_some_and(|element| element.closest("a, button, summary").ok().flatten().is_some())
}
