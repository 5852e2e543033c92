//! Small preferences in localStorage. It may be refused or empty at any time: nothing here matters.

fn store() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// A preference, if it was set.
pub fn get(key: &str) -> Option<String> {
    store()?.get_item(&format!("isomerge.{key}")).ok().flatten()
}

/// Remembers a preference.
pub fn set(key: &str, value: &str) {
    if let Some(store) = store() {
        let _ = store.set_item(&format!("isomerge.{key}"), value);
    }
}

/// Forgets a preference.
pub fn remove(key: &str) {
    if let Some(store) = store() {
        let _ = store.remove_item(&format!("isomerge.{key}"));
    }
}
