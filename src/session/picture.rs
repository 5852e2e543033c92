//! The first paint: a register is shown as its picture has it until the engine has read it. What is done
//! meanwhile waits for the engine, in its order; what the picture has wrong is corrected then.

use super::watch::Watch;
use super::{Opened, Phase, Session};
use crate::platform;
use bridge::picture::Picture;
use bridge::{Failure, Network, PackedRegister, RegisterEntry, Request, Status};
use leptos::prelude::*;
use leptos::task::spawn_local;
use register::{Purpose, RecordId, Register};

impl Session {
    /// Opens a register of this device. It is shown as soon as there is anything true to show.
    ///
    /// # Errors
    /// What the engine says; the phase then says it too.
    pub async fn open(self, key: &str) -> Result<RegisterEntry, Failure> {
        let register = key.to_owned();
        spawn_local(async move {
            if let Some(bytes) = platform::picture::open(&register).await {
                self.show_picture(register, &bytes);
            }
        });
        self.open_by(Request::Open { register: key.to_owned() }).await
    }

    fn show_picture(self, key: String, bytes: &[u8]) {
        // The engine may have been quicker, or another register may have been asked for since.
        if self.phase.get_untracked() != Phase::Opening || self.wanted.get_value() != key {
            return;
        }
        let Ok(picture) = Picture::decode(bytes) else { return };
        let Ok(register) = picture.register.unpack() else { return };
        let Picture { organization, device, me, has_relay, is_sample, register: packed } = picture;
        let purpose = Purpose::told_by(&register);
        let entry = RegisterEntry { key, organization, opened_at: 0, is_sample, purpose };
        self.picture.set_value(Some(packed));
        self.put_in_place(register, Opened { entry, device, me });
        let network = if has_relay { Network::Connecting } else { Network::None };
        self.status.set(Status { network, ..Status::default() });
        self.phase.set(Phase::Shown);
    }

    /// The register is open. Only what differs from what is shown is shown anew.
    pub(super) fn enter(self, packed: &PackedRegister, opened: Opened) -> Result<(), Failure> {
        let picture = self.picture.try_update_value(Option::take).flatten();
        let is_shown = self.key() == opened.entry.key;
        if is_shown && picture.as_ref() == Some(packed) {
            self.opened.set(Some(opened));
        } else {
            let register = packed.unpack().map_err(|error| Failure::Defect(error.to_string()))?;
            self.put_in_place(register, opened);
        }
        self.phase.set(Phase::Open);
        Ok(())
    }

    fn put_in_place(self, register: Register, opened: Opened) {
        let is_shown = self.key() == opened.entry.key;
        let before = self.data.try_update_value(|data| std::mem::replace(data, register)).unwrap_or_default();
        self.changes.update_value(|changes| *changes += 1);
        self.opened.set(Some(opened));
        let woken = if is_shown {
            let differing = self.data.with_value(|after| differing(&before, after));
            let (records, others) = self.watch.with_value(|watch| watch.touched(&differing));
            records.into_iter().chain(others).collect()
        } else {
            self.watch.with_value(Watch::all)
        };
        woken.iter().for_each(ArcTrigger::notify);
    }
}

/// The records that are not the same in both, people whose devices are not the same among them.
fn differing(before: &Register, after: &Register) -> Vec<RecordId> {
    let changed = after.records.iter().filter(|(id, record)| before.records.get(*id) != Some(record));
    let gone = before.records.keys().filter(|id| !after.records.contains_key(*id));
    let owned = |one: &Register, other: &Register| {
        let owners = one.devices.iter().filter(|(device, person)| other.devices.get(*device) != Some(person));
        owners.map(|(_, person)| person.clone()).collect::<Vec<_>>()
    };
    let people = owned(before, after).into_iter().chain(owned(after, before));
    changed.map(|(id, _)| id.clone()).chain(gone.cloned()).chain(people).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use register::{DeviceId, FieldPath, Patch, Value};

    fn id(kind: &str, byte: u8) -> RecordId {
        RecordId { kind: kind.into(), uuid: uuid::Uuid::from_bytes([byte; 16]) }
    }

    fn with(titles: &[(&RecordId, &str)]) -> Register {
        let mut register = Register::default();
        for (record, title) in titles {
            let answer =
                register::Answer { value: Value::from(*title), by: DeviceId([1; 32]), at: 1_700_000_000_000 };
            let (record, path) = ((*record).clone(), FieldPath::of("title"));
            register.apply(&Patch::Field { record, path, answers: vec![answer] });
        }
        register
    }

    #[test]
    fn only_what_differs_is_shown_anew() {
        let (kept, changed, gone, new) = (id("risk", 1), id("risk", 2), id("risk", 3), id("risk", 4));
        let before = with(&[(&kept, "Fire"), (&changed, "Flod"), (&gone, "Theft")]);
        let after = with(&[(&kept, "Fire"), (&changed, "Flood"), (&new, "Fraud")]);
        assert_eq!(differing(&before, &before), []);
        assert_eq!(differing(&before, &after), [changed, new, gone]);
    }

    #[test]
    fn whose_device_it_is_shows_at_the_person() {
        let (ada, ben, device) = (id("person", 1), id("person", 2), DeviceId([9; 32]));
        let (mut before, mut after) = (Register::default(), Register::default());
        before.apply(&Patch::Device { device, person: ada.clone() });
        after.apply(&Patch::Device { device, person: ben.clone() });
        assert_eq!(differing(&before, &after), [ada, ben]);
    }
}
