//! The live register: what the engine says, kept as plain data with a trigger for each record and kind,
//! so that a change wakes only what shows it. Commands go the other way.

mod backup;
mod commands;
pub mod commitments;
pub mod content;
mod control_titles;
mod doors;
mod engine;
mod invitation;
mod news;
pub mod paper;
mod picture;
mod purpose;
mod sample;
pub mod status;
mod surroundings;
mod toast;
mod watch;

pub use backup::{ChosenFile, RestoreStep};
pub use invitation::Invitation;
pub use toast::{Toast, ToastKind};

use crate::platform::clock;
use bridge::{Failure, PackedRegister, RegisterEntry, RegisterKey, Status};
use leptos::prelude::*;
use register::day::NaiveDate;
use register::disagreement::{Disagreement, disagreements};
use register::{DeviceId, Patch, Record, RecordId, Register};
use watch::Watch;

/// The register that is open.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// Its name on this device, and the organization's.
    pub entry: RegisterEntry,
    /// This device.
    pub device: DeviceId,
    /// The person whose device it is.
    pub me: RecordId,
}

/// How far the opening of a register is.
#[derive(Debug, Clone, PartialEq)]
pub enum Phase {
    /// None is open.
    Closed,
    /// One is being opened.
    Opening,
    /// Its picture is shown. It can be read and typed into; what is typed waits until it is open.
    Shown,
    /// It can be read and written.
    Open,
    /// It cannot be opened.
    Failed(Failure),
}

/// The one session of this page. Copy it wherever it is needed.
#[derive(Clone, Copy)]
pub struct Session {
    data: StoredValue<Register>,
    watch: StoredValue<Watch>,
    /// How often the data changed.
    changes: StoredValue<u64>,
    /// What people disagree on, computed after so many changes.
    disputed: StoredValue<Option<(u64, Vec<Disagreement>)>>,
    /// The register that was asked for last.
    wanted: StoredValue<RegisterKey>,
    /// What is shown, as long as it is the picture.
    picture: StoredValue<Option<PackedRegister>>,
    opened: RwSignal<Option<Opened>>,
    phase: RwSignal<Phase>,
    status: RwSignal<Status>,
    writing: RwSignal<u32>,
    restarts: RwSignal<u32>,
    toasts: RwSignal<Vec<Toast>>,
    invitation: RwSignal<Option<Invitation>>,
    fresh: RwSignal<Option<RecordId>>,
    /// How often something of others came.
    heard: RwSignal<u32>,
    /// How much of the sample is told, of a hundred.
    sample_told: RwSignal<Option<u32>>,
    /// Whether the titles of the controls of Annex A are here.
    control_titles: RwSignal<bool>,
}

/// The session, from anywhere below the app.
pub fn use_session() -> Session {
    use_context().unwrap_or_else(Session::new)
}

impl Session {
    /// A session with nothing open. The app makes one.
    pub fn new() -> Self {
        Self {
            data: StoredValue::new(Register::default()),
            watch: StoredValue::new(Watch::default()),
            changes: StoredValue::new(0),
            disputed: StoredValue::new(None),
            wanted: StoredValue::new(RegisterKey::new()),
            picture: StoredValue::new(None),
            opened: RwSignal::new(None),
            phase: RwSignal::new(Phase::Closed),
            status: RwSignal::new(Status::default()),
            writing: RwSignal::new(0),
            restarts: RwSignal::new(0),
            toasts: RwSignal::new(Vec::new()),
            invitation: RwSignal::new(None),
            fresh: RwSignal::new(None),
            heard: RwSignal::new(0),
            sample_told: RwSignal::new(None),
            control_titles: RwSignal::new(false),
        }
    }

    /// How far opening is. Tracked.
    pub fn phase(self) -> Phase {
        self.phase.get()
    }

    /// The open register. Tracked.
    pub fn opened(self) -> Option<Opened> {
        self.opened.get()
    }

    /// The open register's name on this device; empty if none is open. Not tracked.
    pub fn key(self) -> RegisterKey {
        self.opened.with_untracked(|opened| {
            opened.as_ref().map(|opened| opened.entry.key.clone()).unwrap_or_default()
        })
    }

    /// The person whose device this is. Not tracked: it never changes while a register is open.
    pub fn me(self) -> Option<RecordId> {
        self.opened.with_untracked(|opened| opened.as_ref().map(|opened| opened.me.clone()))
    }

    /// How often the engine had to be started again; whoever keeps something open in it listens. Tracked.
    pub fn restarts(self) -> u32 {
        self.restarts.get()
    }

    /// Reads everything; woken by every change.
    pub fn with_register<T>(self, read: impl FnOnce(&Register) -> T) -> T {
        self.watch.with_value(|watch| watch.track_all());
        self.data.with_value(read)
    }

    /// Reads what depends on the records of some kinds; woken by a change of any of those.
    pub fn with_kinds<T>(self, kinds: &[&str], read: impl FnOnce(&Register) -> T) -> T {
        for kind in kinds {
            let trigger = self.watch.try_update_value(|watch| watch.of_kind(kind));
            if let Some(trigger) = trigger {
                trigger.track();
            }
        }
        self.data.with_value(read)
    }

    /// Reads one record, if there is one; woken by a change of that alone.
    pub fn with_record<T>(self, id: &RecordId, read: impl FnOnce(Option<&Record>) -> T) -> T {
        let trigger = self.watch.try_update_value(|watch| watch.of_record(id));
        if let Some(trigger) = trigger {
            trigger.track();
        }
        self.data.with_value(|data| read(data.records.get(id)))
    }

    /// Reads without being woken by anything.
    pub fn peek<T>(self, read: impl FnOnce(&Register) -> T) -> T {
        self.data.with_value(read)
    }

    /// The title of a record; woken when it changes.
    pub fn title_of(self, id: &RecordId) -> String {
        self.with_record(id, |record| record.map(|record| record.title().to_owned()).unwrap_or_default())
    }

    /// The name of whose device it is. Tracked by people.
    pub fn author(self, device: &DeviceId) -> Option<String> {
        self.with_kinds(&["person"], |register| register.author(device).map(str::to_owned))
    }

    /// Whether a device is this one's person's: this one, or one that they had before.
    pub fn is_me(self, device: &DeviceId) -> bool {
        let mine = self.opened.with_untracked(|opened| {
            opened.as_ref().map(|opened| (opened.device == *device, opened.me.clone()))
        });
        mine.is_some_and(|(is_this, me)| {
            is_this || self.peek(|register| register.devices.get(device) == Some(&me))
        })
    }

    /// The questions on which people disagree. Tracked.
    pub fn disagreements(self) -> Vec<Disagreement> {
        self.watch.with_value(Watch::track_all);
        // Several places ask after each change; it is computed for the first.
        let now = self.changes.get_value();
        let known = self.disputed.with_value(|known| {
            known.as_ref().filter(|(at, _)| *at == now).map(|(_, disputed)| disputed.clone())
        });
        known.unwrap_or_else(|| {
            let disputed = self.data.with_value(|register| disagreements(register, clock::year()));
            self.disputed.set_value(Some((now, disputed.clone())));
            disputed
        })
    }

    /// Today where the reader is.
    pub fn today_date(self) -> NaiveDate {
        register::day::day(&clock::today()).unwrap_or_default()
    }

    /// Remembers that a record was made just now, so that its form begins with the title.
    pub fn set_fresh(self, id: &RecordId) {
        self.fresh.set(Some(id.clone()));
    }

    /// Whether the record was made just now; asked once.
    pub fn take_fresh(self, id: &RecordId) -> bool {
        let is_fresh = self.fresh.with_untracked(|fresh| fresh.as_ref() == Some(id));
        if is_fresh {
            self.fresh.set(None);
        }
        is_fresh
    }

    pub(super) fn take_over(self, patches: &[Patch]) {
        self.data.update_value(|data| patches.iter().for_each(|patch| data.apply(patch)));
        self.changes.update_value(|changes| *changes += 1);
        self.watch.with_value(|watch| watch.wake(patches));
    }
}

impl Default for Session {
    fn default() -> Self {
        Self::new()
    }
}
