//! The engine falls over what it opens: the next start leaves it alone, says so, and goes on.

use super::device::Device;
use super::relay::Relay;
use super::snapshot::{long_past, newcomer};
use super::team::team;
use super::work::Done as _;
use bridge::{Request, Response, SetAside};
use sha2::{Digest as _, Sha256};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A saved document altered by one byte, over which Automerge panics where it should refuse.
fn falls(saved: Vec<u8>) -> Vec<u8> {
    let altered = (11..saved.len()).rev().map(|at| {
        let mut altered = saved.clone();
        altered[at] ^= 0x80;
        let sum = Sha256::digest(&altered[8..]);
        altered[4..8].copy_from_slice(&sum[..4]);
        altered
    });
    let panics = |bytes: &Vec<u8>| {
        // Of whichever register and document: that is looked at when it has loaded.
        catch_unwind(|| drop(crdt::Document::load(bytes, [0; 32], [0; 16], [9; 40]))).is_err()
    };
    altered.into_iter().find(panics).expect("an alteration that Automerge does not refuse by itself")
}

/// The engine is no more, as a panic ends it in the browser; what is in the store is there.
fn fallen(mut device: Device, act: impl FnOnce(&mut Device)) -> Device {
    assert!(catch_unwind(AssertUnwindSafe(|| act(&mut device))).is_err(), "it did not fall");
    let mut again = Device::on(device.shelf.clone(), 77);
    again.entry.clone_from(&device.entry);
    again
}

fn aside(device: &mut Device) -> Vec<SetAside> {
    match device.call(Request::SetAside) {
        Ok(Response::SetAside(aside)) => aside,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_forged_snapshot_over_which_a_newcomer_falls_is_left_out_at_the_next_start() {
    let mut relay = Relay::default();
    let (mut ada, risks) = long_past(&mut relay);
    ada.engine.session().unwrap().forge(falls);
    ada.pass(1);
    relay.carry(&mut [(&mut ada, true)]);
    let link = super::team::invited(&mut relay, &mut ada);
    let join = Request::Join { link, person: "Ben".into() };
    relay.holds = true;
    let ben = fallen(Device::new(2), |ben| {
        ben.ask(join.clone());
        relay.carry(&mut [(&mut ada, true), (ben, true)]);
    });

    // Joined already: the same link opens what is there, and the logs are read in place of the snapshot.
    let mut ben = ben;
    relay.connection_is_lost(1);
    assert!(matches!(ben.call(join), Ok(Response::Opened { .. })));
    relay.carry(&mut [(&mut ada, true), (&mut ben, true)]);
    assert_eq!(ben.status.set_aside, 1);
    let told = aside(&mut ben);
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].reason.as_str(), told[0].by.is_some()), ("snapshot_fell", true));
    relay.release(&mut [(&mut ada, true), (&mut ben, true)]);
    assert_eq!(ben.text(&risks[3], "title"), "Risk 3");
    assert_eq!(ben.register.records, ada.register.records);
    ben.set(&risks[7], "title", "Flood").unwrap_done();
    relay.carry(&mut [(&mut ada, true), (&mut ben, true)]);
    assert_eq!(ada.text(&risks[7], "title"), "Flood");

    // Once all is read, and that is noted, there is nothing to be left out any more.
    ben.pass(60_000);
    let mut again = ben.restarted(9);
    assert_eq!(aside(&mut again), []);
    assert_eq!(again.register.records, ada.register.records);
}

#[test]
fn a_snapshot_that_opened_is_tried_again_at_the_next_start() {
    let mut relay = Relay::default();
    let (mut ada, _) = long_past(&mut relay);
    let mut ben = newcomer(&mut relay, &mut ada);
    relay.cut(1, &mut ben);
    let mut ben = ben.restarted(9);
    assert_eq!(aside(&mut ben), []);
    relay.carry(&mut [(&mut ada, true), (&mut ben, true)]);
    assert_eq!(ben.register.of_kind("risk").count(), 300);
}

#[test]
fn a_cache_over_which_the_engine_falls_is_left_alone_at_the_next_start() {
    let mut ada = Device::new(1);
    ada.found(None);
    let risk = ada.new_id("risk");
    ada.set(&risk, "title", "Flood").unwrap_done();
    ada.rest();
    ada.shelf.stores()[0].forge_caches(falls);
    let key = ada.entry.clone().unwrap().key;
    let ada = Device::on(ada.shelf.clone(), 5);
    let mut ada = fallen(ada, |ada| ada.open(&key));
    ada.open(&key);
    assert_eq!(ada.text(&risk, "title"), "Flood");
    ada.set(&risk, "title", "Flood in the cellar").unwrap_done();
    ada.rest();
    // Its cache is a new one.
    let again = ada.restarted(9);
    assert_eq!(again.text(&risk, "title"), "Flood in the cellar");
}

/// What Ben writes is sound, and the engine of whoever takes it up falls.
fn felling(ben: &mut Device, risk: &register::RecordId) -> sync::Hash {
    ben.set(risk, "description", "Fells whoever takes it up").unwrap_done();
    let [felling] = ben.engine.session().unwrap().ends()[..] else { panic!("one end") };
    crate::documents::falling::over(&[felling]);
    felling
}

/// Opens again and again, as the page does when its engine fell, until all that comes is taken up. How often it
/// fell.
fn opened_at_last(device: Device, mut bring: impl FnMut(&mut Device)) -> (Device, u32) {
    let entry = device.entry.clone().unwrap();
    let shelf = device.shelf.clone();
    drop(device);
    for falls in 0..5 {
        let tried = catch_unwind(AssertUnwindSafe(|| {
            let mut device = Device::on(shelf.clone(), 80 + u64::from(falls));
            device.open(&entry.key);
            bring(&mut device);
            device
        }));
        if let Ok(device) = tried {
            return (device, falls);
        }
    }
    panic!("it never opens again");
}

fn reasons(device: &mut Device) -> Vec<String> {
    let mut reasons: Vec<String> = aside(device).into_iter().map(|told| told.reason).collect();
    reasons.sort();
    reasons
}

#[test]
fn a_change_that_fells_the_engine_is_set_aside_and_work_goes_on() {
    let (mut relay, mut ada, mut ben) = team();
    let risk = ada.new_id("risk");
    ada.set(&risk, "title", "Flood").unwrap_done();
    relay.carry(&mut [(&mut ada, true), (&mut ben, true)]);
    felling(&mut ben, &risk);
    ben.set(&risk, "title", "Stands on it").unwrap_done();
    let ada = fallen(ada, |ada| relay.carry(&mut [(ada, true), (&mut ben, true)]));

    let (mut ada, falls) = opened_at_last(ada, |ada| {
        relay.connection_is_lost(0);
        relay.carry(&mut [(ada, true), (&mut ben, true)]);
    });
    assert!(falls <= 2, "a page starts its engine again three times");
    // What got lost on the way when the other end fell is sent again.
    for _ in 0..4 {
        ben.pass(60_000);
        relay.carry(&mut [(&mut ada, true), (&mut ben, true)]);
    }
    assert_eq!(reasons(&mut ada), ["not_taken_up", "on_refused"]);
    assert_eq!(ada.status.set_aside, 2);
    let Ok(Response::SetAsideFile(file)) = ada.call(Request::SetAsideFile) else { panic!("no file") };
    assert_eq!(String::from_utf8(file).unwrap().matches("\"signed\": \"").count(), 2);
    assert_eq!(ada.text(&risk, "title"), "Flood");

    // Work goes on, and it stays so.
    ada.set(&risk, "category", "physical").unwrap_done();
    relay.carry(&mut [(&mut ada, true), (&mut ben, true)]);
    assert_eq!(ben.text(&risk, "category"), "physical");
    ada.rest();
    let mut ada = ada.restarted(91);
    assert_eq!(reasons(&mut ada), ["not_taken_up", "on_refused"]);

    // Another version takes it up.
    crate::documents::falling::over(&[]);
    let ada = ada.restarted_as("engine-2.wasm", 92);
    assert_eq!((ada.status.set_aside, ada.text(&risk, "title")), (0, "Stands on it".to_owned()));
    assert_eq!(ada.register.records, ben.register.records);
}

#[test]
fn of_many_that_come_at_once_only_the_one_that_fells_is_set_aside() {
    let (mut relay, mut ada, mut ben) = team();
    let risk = ada.new_id("risk");
    ada.set(&risk, "title", "Flood").unwrap_done();
    relay.carry(&mut [(&mut ada, true), (&mut ben, true)]);
    relay.cut(0, &mut ada);
    for number in 0..40 {
        ben.set(&risk, "title", &format!("Flood {number}")).unwrap_done();
    }
    felling(&mut ben, &risk);
    let ada = fallen(ada, |ada| {
        relay.carry(&mut [(ada, true), (&mut ben, true)]);
        for _ in 0..4 {
            ada.pass(60_000);
            relay.carry(&mut [(ada, true), (&mut ben, true)]);
        }
    });
    let (mut ada, falls) = opened_at_last(ada, |ada| {
        relay.connection_is_lost(0);
        relay.carry(&mut [(ada, true), (&mut ben, true)]);
    });
    assert!(falls <= 2);
    assert_eq!(reasons(&mut ada), ["not_taken_up"]);
    assert_eq!(ada.text(&risk, "title"), "Flood 39");
    assert_eq!(ada.text(&risk, "description"), "");
}

#[test]
fn a_change_that_fells_only_when_everything_is_read_anew_is_found_too() {
    let (mut relay, mut ada, mut ben) = team();
    let risk = ada.new_id("risk");
    ada.set(&risk, "title", "Flood").unwrap_done();
    relay.carry(&mut [(&mut ada, true), (&mut ben, true)]);
    let felled_by = felling(&mut ben, &risk);
    crate::documents::falling::over(&[]);
    relay.carry(&mut [(&mut ada, true), (&mut ben, true)]);
    ada.shelf.stores()[0].forge_caches(|_| Vec::new());
    crate::documents::falling::over(&[felled_by]);
    let (mut ada, falls) = opened_at_last(ada, |_| {});
    assert!(falls <= 4);
    assert_eq!(reasons(&mut ada), ["not_taken_up"]);
    assert_eq!(ada.text(&risk, "title"), "Flood");
}

#[test]
fn a_tab_that_was_closed_while_it_took_something_up_loses_nothing_of_it() {
    let (mut relay, mut ada, mut ben) = team();
    let risk = ada.new_id("risk");
    ada.set(&risk, "title", "Flood").unwrap_done();
    relay.carry(&mut [(&mut ada, true), (&mut ben, true)]);
    felling(&mut ben, &risk);
    let ada = fallen(ada, |ada| relay.carry(&mut [(ada, true), (&mut ben, true)]));
    crate::documents::falling::over(&[]);
    let (mut ada, _) = opened_at_last(ada, |ada| {
        relay.connection_is_lost(0);
        relay.carry(&mut [(ada, true), (&mut ben, true)]);
    });
    assert_eq!(aside(&mut ada), []);
    assert_eq!(ada.text(&risk, "description"), "Fells whoever takes it up");
    // Nothing is suspected any more.
    assert_eq!(ada.shelf.stores()[0].notes_kept(), Vec::<String>::new());
}
