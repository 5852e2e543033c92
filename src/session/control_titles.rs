//! The titles of the controls of Annex A: they are fetched by whoever first shows one.

use super::Session;
use crate::i18n::{speak_also, speaks};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The folder of the titles.
const CONTROLS: &str = "controls";

impl Session {
    /// Whether the titles are here; if not, they are fetched. Tracked. Without them controls go by their numbers.
    pub fn control_titles(self) -> bool {
        if self.control_titles.get() {
            return true;
        }
        if speaks(CONTROLS) {
            self.control_titles.set(true);
        } else {
            spawn_local(async move {
                if speak_also(CONTROLS).await {
                    self.control_titles.set(true);
                }
            });
        }
        speaks(CONTROLS)
    }
}
