//! The sealed picture of a register, opened by `boot.js` while the page's code is still on its way.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["__isomerge"], js_name = picture, catch)]
    fn picture(register: &str) -> Result<js_sys::Promise, JsValue>;
}

/// The picture's bytes; none if there is none or it does not open.
pub async fn open(register: &str) -> Option<Vec<u8>> {
    let bytes = JsFuture::from(picture(register).ok()?).await.ok()?;
    Some(bytes.dyn_into::<js_sys::Uint8Array>().ok()?.to_vec())
}
