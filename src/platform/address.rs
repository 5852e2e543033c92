//! Where this page is: its base, its fragment, and the address bar.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["__isomerge"], js_name = invitation, catch)]
    fn invitation() -> Result<String, JsValue>;
}

/// The address of the app without a closing slash and without origin: empty at the root of a host.
pub fn base_path() -> String {
    let base = base_address();
    let path = web_sys::Url::new(&base).map(|url| url.pathname()).unwrap_or_default();
    path.trim_end_matches('/').to_owned()
}

/// The whole address of the app, as its `<base>` says.
pub fn base_address() -> String {
    let document = web_sys::window().and_then(|window| window.document());
    document.and_then(|document| document.base_uri().ok().flatten()).unwrap_or_else(|| "/".to_owned())
}

/// The path of the address bar.
pub fn path() -> String {
    web_sys::window().and_then(|window| window.location().pathname().ok()).unwrap_or_default()
}

/// The secret of an invitation's link, taken out of the address bar and out of the history. One that the page was
/// opened with left them before this code ran.
pub fn take_invitation() -> Option<String> {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    let secret = |hash: &str| hash.strip_prefix("#j=").map(str::to_owned);
    let pasted = secret(&hash);
    if pasted.is_some() {
        forget_fragment();
    }
    pasted.or_else(|| secret(&invitation().ok()?))
}

fn forget_fragment() {
    let Some(window) = web_sys::window() else { return };
    let location = window.location();
    let address =
        format!("{}{}", location.pathname().unwrap_or_default(), location.search().unwrap_or_default());
    if let Ok(history) = window.history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
    }
}

/// The relay that serves this app, if nothing else is said.
pub fn relay_beside() -> String {
    let base = base_address();
    let base = base.split(['#', '?']).next().unwrap_or_default().trim_end_matches('/');
    let socket = base.replacen("http", "ws", 1);
    format!("{socket}/v1/relay")
}
