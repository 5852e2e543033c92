//! An outline, written into a paper that is open on this page.

use super::page_replica::Replica;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The engine's copy of a paper, called by name.
    type Paper;
    #[wasm_bindgen(method, catch, js_name = writeOutline)]
    fn write_outline(this: &Paper, path: &str, outline: &str, now_ms: f64) -> Result<bool, JsValue>;
}

/// Writes it into an empty text; false if something stands there already, or it cannot be written.
pub fn write(replica: &Replica, path: &str, outline: &str, now_ms: u64) -> bool {
    let paper: &Paper = replica.object().unchecked_ref();
    paper.write_outline(path, outline, now_ms as f64).unwrap_or(false)
}
