//! The looks of what comes later: a style sheet that `boot.js` adds to the page.

use std::cell::Cell;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["__isomerge"], js_name = styles, catch)]
    fn styles() -> Result<js_sys::Promise, JsValue>;
}

thread_local! {
    static ARE_HERE: Cell<bool> = const { Cell::new(false) };
}

/// Whether they are applied.
pub fn are_here() -> bool {
    ARE_HERE.get()
}

/// Has them applied. False if they cannot be had.
pub async fn arrive() -> bool {
    let Ok(promise) = styles() else { return false };
    let is_done = JsFuture::from(promise).await.is_ok();
    ARE_HERE.set(is_done || are_here());
    is_done
}
