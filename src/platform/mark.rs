//! Moments of the page's life, for whoever measures it.

use leptos::prelude::{request_animation_frame, set_timeout};
use std::time::Duration;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["performance"], js_name = mark)]
    fn performance_mark(name: &str);
}

/// What is in the page now has been painted for the first time with true figures.
pub const FIRST_PAINT: &str = "isomerge:first-paint";
/// What is in the page now can be edited.
pub const EDITABLE: &str = "isomerge:editable";

/// Sets a mark once what is in the page now has been painted.
pub fn mark_paint(name: &'static str) {
    after_paint(move || performance_mark(name));
}

/// Does something once what is in the page now has been painted.
pub fn after_paint(act: impl FnOnce() + 'static) {
    // A frame's callbacks come before its paint, a task set in them after it.
    request_animation_frame(move || set_timeout(act, Duration::ZERO));
}
