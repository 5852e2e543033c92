//! Keys that belong to the page in view.

use crate::platform::dom;
use crate::platform::keys::{Key, on_key};

/// `n` makes something new.
pub fn on_new(act: impl Fn() + 'static) {
    on_key(move |key| {
        if key == Key::Sign('n') {
            act();
        }
        key == Key::Sign('n')
    });
}

/// `/` goes to where the list is searched.
pub fn on_search() {
    on_key(|key| key == Key::Sign('/') && dom::focus("#list-search"));
}

/// Escape leaves.
pub fn on_escape(act: impl Fn() + 'static) {
    on_key(move |key| {
        if key == Key::Escape {
            act();
        }
        key == Key::Escape
    });
}
