//! A newer version of the app that waits for its turn.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["__isomerge"], js_name = activateUpdate, catch)]
    fn activate_update() -> Result<(), JsValue>;
}

/// The event of the window that tells of it.
pub const EVENT: &str = "isomerge:update";

/// Whether one waits.
pub fn is_waiting() -> bool {
    let contract = js_sys::Reflect::get(&js_sys::global(), &"__isomerge".into());
    let waiting = contract.and_then(|contract| js_sys::Reflect::get(&contract, &"updateWaiting".into()));
    waiting.is_ok_and(|waiting| waiting.is_truthy())
}

/// The newer version takes over; the page loads again.
pub fn activate() {
    let _ = activate_update();
}
