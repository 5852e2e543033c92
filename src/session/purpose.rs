//! What the open register is for, and the confidants' register that is begun beside it. Nothing of that one comes
//! into the register from which it was begun: it is another register, as far as everything but this device's list goes.

use super::Session;
use bridge::{Failure, RegisterEntry, Request};
use leptos::prelude::*;
use register::{Purpose, Record, RecordId, Register};

fn name_of(register: &Register, person: &RecordId) -> String {
    register.records.get(person).map(Record::title).unwrap_or_default().to_owned()
}

impl Session {
    /// What the open register is for. Tracked by which register is open.
    pub fn purpose(self) -> Purpose {
        self.opened.with(|opened| opened.as_ref().and_then(|opened| opened.entry.purpose)).unwrap_or_default()
    }

    /// The organization's name, as this device knows it. Not tracked.
    pub fn organization(self) -> String {
        let name = |opened: &Option<super::Opened>| Some(opened.as_ref()?.entry.organization.clone());
        self.opened.with_untracked(name).unwrap_or_default()
    }

    /// Starts the confidants' register of this organization, with the same person as its first member; afterwards it
    /// is the open one.
    ///
    /// # Errors
    /// What the engine says; the phase then says it too.
    pub async fn begin_confidants(self) -> Result<RegisterEntry, Failure> {
        let organization = self.organization();
        let person = self.me().map(|me| self.peek(|register| name_of(register, &me))).unwrap_or_default();
        let relay = self.relay().await;
        self.open_by(Request::Found { organization, person, relay, purpose: Purpose::Concerns }).await
    }
}
