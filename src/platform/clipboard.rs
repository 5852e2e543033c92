//! The clipboard.

use wasm_bindgen_futures::JsFuture;

/// The text that is being pasted, if it is one.
pub fn get(event: &web_sys::ClipboardEvent) -> Option<String> {
    event.clipboard_data()?.get_data("text/plain").ok().filter(|text| !text.is_empty())
}

/// Lets what is being copied be this text.
pub fn set(event: &web_sys::ClipboardEvent, text: &str) {
    if event.clipboard_data().is_some_and(|data| data.set_data("text/plain", text).is_ok()) {
        event.prevent_default();
    }
}

/// Whether the text is in the clipboard now. Browsers refuse outside of a click and on insecure pages.
pub async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    if !window.is_secure_context() {
        return false;
    }
    JsFuture::from(window.navigator().clipboard().write_text(text)).await.is_ok()
}
