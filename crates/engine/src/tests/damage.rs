//! Stores that were damaged: every file in `tests/hostile/stored` is one case, and adding a file adds a test.
//! And a store that was deleted while its register was open.

use super::device::Device;
use super::relay::Relay;
use super::team::{URL, team};
use super::work::Done as _;
use crate::storage::memory::Memory;
use bridge::{Failure, Request, Response, SetAside};
use std::path::Path;
use std::rc::Rc;
use sync::DocId;

/// Ada's register with a relay that has all of it; three edits of one record.
fn edited() -> (Relay, Device, register::RecordId) {
    let (mut relay, mut ada) = (Relay::default(), Device::new(1));
    ada.found(Some(URL));
    let risk = ada.new_id("risk");
    for title in ["First", "Second", "Third"] {
        ada.set(&risk, "title", title).unwrap_done();
    }
    relay.carry(&mut [(&mut ada, true)]);
    ada.pass(5_000);
    assert_eq!(ada.status.unsent, 0);
    (relay, ada, risk)
}

fn altered(how: &str, mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    match how.split_once(' ') {
        Some(("cut", at)) => bytes.truncate(at.parse().unwrap()),
        Some(("flip", "last")) => *bytes.last_mut().unwrap() ^= 1,
        Some(("flip", at)) => bytes[at.parse::<usize>().unwrap()] ^= 1,
        None if how == "gone" => return None,
        None if how == "empty" => bytes.clear(),
        _ => panic!("{how}"),
    }
    Some(bytes)
}

fn damage(store: &Memory, place: &str, how: &str) {
    let mut rows: Vec<_> = store.keys().into_iter().filter(|key| key.doc == DocId::REGISTER).collect();
    rows.sort_by_key(|key| key.counter);
    match place {
        "row first" => rows.truncate(1),
        "row last" => rows = rows.split_off(rows.len() - 1),
        "row middle" => rows = vec![rows[rows.len() / 2]],
        "rows" => {}
        "rows of members" => {
            rows = store.keys().into_iter().filter(|key| key.doc == DocId::MEMBERSHIP).collect();
        }
        "caches" => {
            store.tamper_caches(|document| *document = altered(how, document.clone()).unwrap_or_default());
            return;
        }
        "everything" => return store.evict(),
        state => {
            return store.tamper_state(state.strip_prefix("state ").unwrap(), |value| altered(how, value));
        }
    }
    // From its envelopes alone.
    store.tamper_caches(Vec::clear);
    for row in rows {
        store.tamper(row, |sealed| altered(how, sealed));
    }
}

fn aside(device: &mut Device) -> Vec<SetAside> {
    match device.call(Request::SetAside) {
        Ok(Response::SetAside(aside)) => aside,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_damaged_store_of_the_folder_ends_as_its_file_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/hostile/stored");
    let mut cases = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.display().to_string();
        let text = std::fs::read_to_string(&path).unwrap();
        let line = |wanted: &str| {
            let found = text.lines().find_map(|line| line.strip_prefix(wanted));
            found.unwrap_or_else(|| panic!("{name}: no {wanted}")).trim()
        };
        let (mut relay, mut ada, risk) = edited();
        ada.rest();
        let key = ada.entry.clone().unwrap().key;
        let shelf = Rc::new(ada.shelf.copy());
        drop(ada);
        damage(&shelf.stores()[0], line("place:"), line("how:"));

        let mut again = Device::on(shelf, 9);
        let opened = again.call(Request::Open { register: key });
        let expected = line("expect:");
        match opened {
            Err(Failure::Evicted) => assert_eq!(expected, "evicted", "{name}"),
            Err(Failure::Damaged(_)) => assert_eq!(expected, "damaged", "{name}"),
            Err(other) => panic!("{name}: {other:?}"),
            Ok(_) => {
                let told = aside(&mut again);
                assert!(told.iter().all(|entry| entry.reason == "damaged" && entry.by.is_some()), "{name}");
                if expected == "told and mended" {
                    assert!(!told.is_empty(), "{name}");
                    assert!(again.status.set_aside > 0, "{name}");
                } else {
                    assert_eq!(expected, "mended", "{name}");
                }
                for _ in 0..4 {
                    relay.carry(&mut [(&mut again, true)]);
                    again.pass(60_000);
                }
                assert_eq!(again.text(&risk, "title"), "Third", "{name}");
                assert_eq!(aside(&mut again), [], "{name}");
                // And work goes on, and stays.
                again.set(&risk, "description", "After it").unwrap_done();
                relay.carry(&mut [(&mut again, true)]);
                assert_eq!(again.status.unsent, 0, "{name}");
                let again = again.restarted(10);
                assert_eq!(again.text(&risk, "title"), "Third", "{name}");
                assert_eq!(again.text(&risk, "description"), "After it", "{name}");
            }
        }
        cases += 1;
    }
    assert!(cases > 0);
}

#[test]
fn without_a_relay_damage_is_told_and_can_be_saved_as_a_file() {
    let mut ada = Device::new(1);
    ada.found(None);
    let risk = ada.new_id("risk");
    ada.set(&risk, "title", "First").unwrap_done();
    ada.set(&risk, "description", "Described").unwrap_done();
    let key = ada.entry.clone().unwrap().key;
    let shelf = Rc::new(ada.shelf.copy());
    damage(&shelf.stores()[0], "row last", "flip last");
    let mut again = Device::on(shelf, 9);
    again.open(&key);
    assert_eq!(again.text(&risk, "title"), "First");
    assert_eq!(aside(&mut again).len(), 1);
    let Ok(Response::SetAsideFile(file)) = again.call(Request::SetAsideFile) else { panic!("no file") };
    let file = String::from_utf8(file).unwrap();
    assert!(file.contains("\"reason\": \"damaged\""), "{file}");
    assert!(file.contains("\"bytes\": \""), "{file}");
    again.set(&risk, "title", "Goes on").unwrap_done();
    assert_eq!(again.restarted(10).text(&risk, "title"), "Goes on");
}

#[test]
fn a_store_deleted_under_an_open_register_is_told_and_costs_nobody_anything() {
    let (mut relay, mut ada, mut ben) = team();
    let risk = ada.new_id("risk");
    ada.set(&risk, "title", "Flood").unwrap_done();
    relay.carry(&mut [(&mut ada, true), (&mut ben, true)]);
    let key = ada.entry.clone().unwrap().key;
    for store in ada.shelf.stores() {
        store.evict();
        store.gone.set(true);
    }
    assert_eq!(ada.set(&risk, "title", "Typed after it").err(), Some(Failure::StoreGone));
    assert!(ada.status.store_gone);
    // What is in memory stays in view; others keep all they have, and get nothing that is not stored.
    assert_eq!(ada.text(&risk, "title"), "Typed after it");
    for _ in 0..4 {
        ada.pass(60_000);
        ben.pass(60_000);
        relay.carry(&mut [(&mut ada, true), (&mut ben, true)]);
    }
    assert_eq!(ben.text(&risk, "title"), "Flood");
    assert_eq!(ben.status.set_aside, 0);
    // The next start says what became of it.
    let shelf = Rc::new(ada.shelf.copy());
    let mut again = Device::on(shelf, 9);
    assert_eq!(again.call(Request::Open { register: key }).err(), Some(Failure::Evicted));
}

#[test]
fn a_cache_that_does_not_read_as_it_was_written_is_found_when_idle_and_made_anew() {
    let mut ada = Device::new(1);
    ada.found(None);
    let risk = ada.new_id("risk");
    ada.set(&risk, "title", "Flood").unwrap_done();
    ada.rest();
    let store = ada.shelf.stores().remove(0);
    let older = store.cache_of(DocId::REGISTER).unwrap();
    ada.set(&risk, "title", "Fire").unwrap_done();
    ada.rest();
    // What the store kept is another document than was saved: a start from it would show what was before.
    store.forge_cache(DocId::REGISTER, older.clone());
    ada.pass(600_000);
    for _ in 0..3 {
        ada.rest();
        ada.pass(600_000);
    }
    assert_ne!(store.cache_of(DocId::REGISTER), Some(older));
    assert_eq!((ada.status.set_aside, aside(&mut ada)[0].reason.as_str()), (1, "cache"));
    let ada = ada.restarted(2);
    assert_eq!(ada.text(&risk, "title"), "Fire");
    assert_eq!(ada.status.set_aside, 0);
}
