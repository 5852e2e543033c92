//! Where my work is, in the words that are always in view.

use super::Session;
use crate::i18n::{register_label, t, t_count, t_with};
use crate::platform::dom;
use bridge::{Network, RelayTrouble, Status};
use leptos::prelude::*;

/// How a status looks, beside its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// Being written.
    Busy,
    /// All is well.
    Calm,
    /// Waiting for something outside.
    Waiting,
    /// Something needs a person.
    Alarm,
}

impl Session {
    /// Where the work of this device is. Tracked.
    pub fn status(self) -> Status {
        self.status.get()
    }

    /// Whether something typed is not durable on this device yet. Tracked.
    pub fn is_saving(self) -> bool {
        self.writing.get() > 0 || self.status.with(|status| status.saving > 0)
    }

    /// Counts texts that were typed and are not handed to the engine yet.
    pub fn count_unsaved(self, change: i32) {
        self.writing.update(|writing| *writing = writing.saturating_add_signed(change));
    }

    /// Whether it is here: 'saving', 'saved on this device', or that storage refuses.
    pub fn saved_words(self) -> (Mood, String) {
        if self.status.with(|status| status.store_gone) {
            (Mood::Alarm, t("status.store_gone"))
        } else if self.status.with(|status| status.storage_failed) {
            (Mood::Alarm, t("status.storage_failed"))
        } else if self.is_saving() {
            (Mood::Busy, t("status.saving"))
        } else {
            (Mood::Calm, t("status.saved"))
        }
    }

    /// Whether it is elsewhere too: 'waiting for network', 'sent', 'seen by'. None for a register that has no relay.
    pub fn sent_words(self) -> Option<(Mood, String)> {
        let status = self.status.get();
        let unsent = status.unsent as usize;
        if let Some((n, of)) = status.restored_short {
            let (n, of) = (n.to_string(), of.to_string());
            return Some((Mood::Alarm, t_with("status.restored_short", &[("n", &n), ("m", &of)])));
        }
        if status.verifying {
            return Some((Mood::Busy, t("status.verifying")));
        }
        match (status.relay_trouble, status.network) {
            (_, Network::None) | (None, _) => {}
            (Some(RelayTrouble::Nonsense), Network::Online) => {}
            (Some(RelayTrouble::Nonsense), _) => return Some((Mood::Waiting, t("status.relay_nonsense"))),
            (Some(RelayTrouble::Refuses), _) => return Some((Mood::Alarm, t("status.relay_refuses"))),
            (Some(RelayTrouble::Busy), _) => return Some((Mood::Waiting, t("status.relay_busy"))),
            (Some(RelayTrouble::RefusesInvitation), Network::Online) => {
                return Some((Mood::Waiting, t("status.invitation_refused")));
            }
            (Some(RelayTrouble::RefusesInvitation), _) => {}
            (Some(RelayTrouble::Forgot), Network::Waiting) => {}
            (Some(RelayTrouble::Forgot), _) => return Some((Mood::Busy, t("status.relay_forgot"))),
        }
        match status.network {
            Network::None => None,
            Network::Waiting if unsent > 0 => Some((Mood::Waiting, t_count("status.waiting_with", unsent))),
            Network::Waiting => Some((Mood::Waiting, t("status.waiting"))),
            Network::Connecting => Some((Mood::Busy, t("status.connecting"))),
            Network::Online if unsent > 0 => Some((Mood::Busy, t("status.sending"))),
            Network::Online if status.colleagues == 0 => Some((Mood::Calm, t("status.sent"))),
            Network::Online => {
                let (seen, all) = (status.seen_by.to_string(), status.colleagues.to_string());
                Some((Mood::Calm, t_with("status.seen", &[("n", &seen), ("m", &all)])))
            }
        }
    }
}

impl Session {
    /// What the window is called.
    pub fn set_title(self, page: String) {
        let name = register_label(&self.organization(), Some(untrack(|| self.purpose())));
        let parts = [page, name, "Isomerge".to_owned()];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        dom::set_title(&parts.join(" · "));
    }

    /// Puts the focus on the first element that matches, once it is there.
    pub fn focus_soon(self, selector: String) {
        request_animation_frame(move || {
            request_animation_frame(move || {
                dom::focus(&selector);
            });
        });
    }
}
