//! What the browser and the host around the page say: where the relay is, and whether data is kept.

use super::Session;
use crate::platform::{address, clipboard, fetch, storage};

/// What the host says about itself, beside the page.
const CONFIG: &str = "config.json";

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

    /// Whether the browser promised to keep the data.
    pub async fn is_persisted(self) -> Option<bool> {
        storage::is_persisted().await
    }

    /// Whether the text is in the clipboard now.
    pub async fn copy(self, text: &str) -> bool {
        clipboard::copy(text).await
    }
}
