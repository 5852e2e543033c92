//! Work on one device: what was said to be saved is there after a restart, whatever came between.

use super::device::Device;
use crate::host::Input;
use bridge::{Failure, Request, Response};
use register::{FieldPath, Message, Write};

#[test]
fn a_new_register_knows_its_founder_and_its_organization() {
    let mut ada = Device::new(1);
    ada.found(None);
    let me = ada.me.clone().unwrap();
    assert_eq!(ada.text(&me, "name"), "Ada");
    let organization = ada.register.of_kind("organization").next().unwrap().id.clone();
    assert_eq!(ada.text(&organization, "name"), "Acme");
    assert_eq!(ada.register.devices.values().collect::<Vec<_>>(), vec![&me]);
    let Ok(Response::Registers(list)) = ada.call(Request::Registers) else { panic!("no list") };
    assert_eq!(list.iter().map(|entry| entry.organization.as_str()).collect::<Vec<_>>(), ["Acme"]);
}

#[test]
fn what_was_saved_is_there_after_a_restart() {
    let mut ada = Device::new(1);
    ada.found(None);
    let risk = ada.new_id("risk");
    ada.set(&risk, "title", "Backups are never tried").unwrap_done();
    let me = ada.me.clone().unwrap();
    ada.set(&me, "function", "CISO").unwrap_done();

    for seed in 2..5 {
        let before = ada.register.clone();
        ada = ada.restarted(seed);
        assert_eq!(ada.register, before);
        ada.set(&risk, "title", &format!("Title {seed}")).unwrap_done();
        if seed == 3 {
            ada.rest();
        }
    }
    ada = ada.restarted(9);
    assert_eq!(ada.text(&risk, "title"), "Title 4");
    assert_eq!(ada.text(&me, "function"), "CISO");
}

#[test]
fn a_cache_opens_to_the_same_register_as_the_envelopes() {
    let mut ada = Device::new(1);
    ada.found(None);
    let risk = ada.new_id("risk");
    for number in 0..20 {
        ada.set(&risk, "title", &format!("Title {number}")).unwrap_done();
        if number == 12 {
            ada.rest();
        }
    }
    let before = ada.register.clone();
    let ada = ada.restarted(2);
    assert_eq!(ada.register, before);
}

#[test]
fn a_full_disk_is_told_and_what_was_typed_is_saved_once_there_is_room() {
    let mut ada = Device::new(1);
    ada.found(None);
    let risk = ada.new_id("risk");
    ada.set(&risk, "title", "First").unwrap_done();
    ada.fill_disk(true);
    assert_eq!(ada.set(&risk, "title", "Second").err(), Some(Failure::DiskFull));
    assert_eq!(ada.text(&risk, "title"), "Second");
    assert!(ada.status.storage_failed);
    assert_eq!(ada.set(&risk, "description", "Third").err(), Some(Failure::DiskFull));

    ada.fill_disk(false);
    ada.rest();
    assert!(!ada.status.storage_failed);
    let ada = ada.restarted(2);
    assert_eq!(ada.text(&risk, "title"), "Second");
    assert_eq!(ada.text(&risk, "description"), "Third");
}

#[test]
fn after_a_full_disk_the_next_command_saves_all() {
    let mut ada = Device::new(1);
    ada.found(None);
    let risk = ada.new_id("risk");
    ada.fill_disk(true);
    assert_eq!(ada.set(&risk, "title", "First").err(), Some(Failure::DiskFull));
    ada.fill_disk(false);
    ada.set(&risk, "description", "Second").unwrap_done();
    assert!(!ada.status.storage_failed);
    let ada = ada.restarted(2);
    assert_eq!(ada.text(&risk, "title"), "First");
    assert_eq!(ada.text(&risk, "description"), "Second");
}

#[test]
fn two_tabs_of_one_store_see_each_other_and_neither_loses_a_command() {
    let mut first = Device::new(1);
    first.found(None);
    let risk = first.new_id("risk");
    first.set(&risk, "title", "Made before").unwrap_done();
    first.tab.shared.take();
    let key = first.entry.clone().unwrap().key;
    let mut second = Device::on(first.shelf.clone(), 77);
    second.open(&key);
    let mut third = Device::on(first.shelf.clone(), 78);
    third.open(&key);

    // All three would resume the slot of the last run.
    second.set(&risk, "title", "By the second").unwrap_done();
    third.set(&risk, "description", "By the third").unwrap_done();
    first.set(&risk, "owner", "person/x").unwrap_done();
    let shared: Vec<Vec<u8>> =
        [&first, &second, &third].iter().flat_map(|tab| tab.tab.shared.take()).collect();
    for tab in [&mut first, &mut second, &mut third] {
        tab.hear(Input::Tabs(shared.clone()));
        assert_eq!(tab.text(&risk, "title"), "By the second");
        assert_eq!(tab.text(&risk, "description"), "By the third");
        assert_eq!(tab.text(&risk, "owner"), "person/x");
    }
    let again = first.restarted(9);
    assert_eq!(again.register.records, second.register.records);
}

#[test]
fn a_command_over_several_documents_is_answered_once() {
    let mut ada = Device::new(1);
    ada.found(None);
    let (risk, person) = (ada.new_id("risk"), ada.new_id("person"));
    let write = |record: &register::RecordId, key: &str, value: &str| Write {
        record: record.clone(),
        path: FieldPath::of(key),
        value: value.into(),
    };
    let writes = vec![write(&risk, "title", "Flood"), write(&person, "name", "Eve")];
    ada.call(Request::Apply(register::Command { message: Message::Create, writes })).unwrap_done();
    let ada = ada.restarted(2);
    assert_eq!(ada.text(&risk, "title"), "Flood");
    assert_eq!(ada.text(&person, "name"), "Eve");
}

#[test]
fn history_tells_who_set_what() {
    let mut ada = Device::new(1);
    ada.found(None);
    let risk = ada.new_id("risk");
    ada.set(&risk, "title", "Before").unwrap_done();
    ada.set(&risk, "title", "After").unwrap_done();
    let Ok(Response::History(entries)) = ada.call(Request::History(risk)) else { panic!("no history") };
    let told: Vec<_> = entries.iter().map(|entry| (entry.from.clone(), entry.to.clone())).collect();
    assert_eq!(told, vec![("Before".into(), "After".into()), (register::Value::Empty, "Before".into())]);
}

#[test]
fn without_an_open_register_nothing_is_done() {
    let mut ada = Device::new(1);
    assert_eq!(ada.call(Request::SetAside).err(), Some(Failure::NotOpen));
    assert_eq!(ada.call(Request::Open { register: "ab".repeat(32) }).err(), Some(Failure::NoRegister));
    let link = Request::Join { link: "https://example.org/".into(), person: "Ben".into() };
    assert_eq!(ada.call(link).err(), Some(Failure::BadLink));
}

/// An answer that says it is done.
pub trait Done {
    /// Fails unless it is.
    fn unwrap_done(self);
}

impl Done for Result<Response, Failure> {
    fn unwrap_done(self) {
        assert!(matches!(self, Ok(Response::Done)), "{self:?}");
    }
}

#[test]
fn the_list_of_registers_follows_the_organizations_name() {
    let mut ada = Device::new(1);
    ada.found(None);
    let organization = ada.register.of_kind("organization").next().unwrap().id.clone();
    ada.set(&organization, "name", "Acme Ltd").unwrap_done();
    ada.rest();
    let Ok(Response::Registers(list)) = ada.call(Request::Registers) else { panic!("no list") };
    assert_eq!(list.iter().map(|entry| entry.organization.as_str()).collect::<Vec<_>>(), ["Acme Ltd"]);
}
