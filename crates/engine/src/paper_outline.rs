//! Writing an outline into the page's copy of an open paper.

use crate::paper::{PaperReplica, milliseconds, place, wrong};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
impl PaperReplica {
    /// Writes an outline into an empty text. False if something stands there.
    #[wasm_bindgen(js_name = writeOutline)]
    pub fn write_outline(&mut self, path: &str, outline: &str, now_ms: f64) -> Result<bool, JsError> {
        self.document.write_outline(&place(path)?, outline, milliseconds(now_ms)).map_err(wrong)
    }
}
