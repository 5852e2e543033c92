//! Whether the browser promised to keep this site's data.

use wasm_bindgen_futures::JsFuture;

/// Asks the browser to keep the data until the person deletes it. Its answer, or none if it has no such promise.
pub async fn ask_to_persist() -> Option<bool> {
    let window = web_sys::window()?;
    if !window.is_secure_context() {
        return None;
    }
    JsFuture::from(window.navigator().storage().persist().ok()?).await.ok()?.as_bool()
}

/// Whether it promised before.
pub async fn is_persisted() -> Option<bool> {
    let window = web_sys::window()?;
    if !window.is_secure_context() {
        return None;
    }
    JsFuture::from(window.navigator().storage().persisted().ok()?).await.ok()?.as_bool()
}
