//! The clipboard, for writing only.

use wasm_bindgen_futures::JsFuture;

/// Whether the text is in the clipboard now. Browsers refuse outside of a click and on insecure pages.
pub async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    if !window.is_secure_context() {
        return false;
    }
    JsFuture::from(window.navigator().clipboard().write_text(text)).await.is_ok()
}
