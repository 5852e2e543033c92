//! Keys that belong to the page in view.

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

/// Escape leaves.
pub fn on_escape(act: impl Fn() + 'static) {
    on_key(move |key| {
        if key == Key::Escape {
            act();
        }
        key == Key::Escape
    });
}
