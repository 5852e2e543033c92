//! The picture that the next page begins with: kept soon after what is shown has changed, and only once all of
//! it is in the store, so that it never shows what a crash would take back. Nothing reads it but the page.

use super::Session;
use crate::host::Alarm;
use bridge::PackedRegister;
use bridge::picture::Picture;

/// How long after a change it is kept …
const SOON_MS: u64 = 1_000;
/// … but not more often than this: while people type, every second brings a change.
const AT_MOST_EVERY_MS: u64 = 10_000;

/// When the picture is to be kept.
#[derive(Debug, Default)]
pub(super) struct Keeping {
    lacks_something: bool,
    is_alarm_set: bool,
    kept_at: u64,
}

impl Keeping {
    /// What the page shows is not what the picture shows any more.
    pub(super) fn shown_changed(&mut self) {
        self.lacks_something = true;
    }
}

impl Session {
    /// Put off neither by what happens before it is due nor for ever.
    pub(super) fn set_picture_alarm(&mut self) {
        if self.keeping.lacks_something && !self.keeping.is_alarm_set {
            self.keeping.is_alarm_set = true;
            let at = (self.now() + SOON_MS).max(self.keeping.kept_at + AT_MOST_EVERY_MS);
            self.host.set_alarm(Alarm::Picture, at);
        }
    }

    /// The clock that was set for it rang.
    pub async fn picture_is_due(&mut self) {
        self.keeping.is_alarm_set = false;
        self.keep_picture().await;
    }

    /// Keeps the picture if what is shown has changed and is all in the store.
    pub async fn keep_picture(&mut self) {
        if !self.announced || !self.keeping.lacks_something || !self.may_save() {
            return;
        }
        self.keeping.kept_at = self.now();
        self.keeping.lacks_something = false;
        let Ok(register) = PackedRegister::of(&self.shown) else { return };
        let picture = Picture {
            organization: self.entry.organization.clone(),
            device: self.device(),
            me: self.me(),
            has_relay: self.replica.status().network != sync::Network::None,
            is_sample: self.is_sample(),
            register,
        };
        let Ok(bytes) = picture.encode() else { return };
        // Most openings change nothing. A picture that cannot be read or kept is no loss.
        let is_kept = self.store.picture().await.is_ok_and(|kept| kept.as_ref() == Some(&bytes));
        if !is_kept {
            let _ = self.store.put_picture(bytes).await;
        }
    }
}
