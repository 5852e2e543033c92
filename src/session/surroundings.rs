//! What the browser and the host around the page say: where the relay is, and whether data is kept.

use super::Session;
use crate::platform::{address, clipboard, dom, fetch, storage};
use leptos::prelude::untrack;
use leptos::task::spawn_local;
use std::cell::Cell;

/// What the host says about itself, beside the page.
const CONFIG: &str = "config.json";

thread_local! {
    static ASKED_TO_KEEP: Cell<bool> = const { Cell::new(false) };
}

impl Session {
    /// Where the relay of a new register is: as the host says, else where the page comes from.
    pub async fn relay(self) -> Option<String> {
        let config = fetch::flat_json(CONFIG).await.unwrap_or_default();
        let named = config.get("relay").cloned();
        Some(named.unwrap_or_else(address::relay_beside)).filter(|relay| !relay.is_empty())
    }

    /// The address that invitations lead to: as the host says, else that of this page.
    pub async fn public_address(self) -> String {
        let config = fetch::flat_json(CONFIG).await.unwrap_or_default();
        config.get("public_url").cloned().unwrap_or_else(address::base_address)
    }

    /// Asks the browser to keep the data; its answer, or none if it has no such promise.
    pub async fn ask_to_persist(self) -> Option<bool> {
        storage::ask_to_persist().await
    }

    /// There is something to be kept: asks the browser to, unless it promised before or was asked already.
    pub fn ask_to_keep(self) {
        // Nothing in a sample is worth a browser's promise.
        if untrack(|| self.is_sample()) || ASKED_TO_KEEP.replace(true) {
            return;
        }
        spawn_local(async {
            if storage::is_persisted().await == Some(false) {
                storage::ask_to_persist().await;
            }
        });
    }

    /// Prints the page.
    pub fn print(self) {
        dom::print();
    }

    /// Whether the browser promised to keep the data.
    pub async fn is_persisted(self) -> Option<bool> {
        storage::is_persisted().await
    }

    /// Whether the text is in the clipboard now.
    pub async fn copy(self, text: &str) -> bool {
        clipboard::copy(text).await
    }
}
