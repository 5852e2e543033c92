//! A cloned profile: two devices that believe to be one write at once, and neither's work is lost.

use super::device::{Device, Sheet};
use super::relay::Relay;
use super::team::team;
use super::work::Done as _;
use register::{FieldPath, RecordId};
use std::rc::Rc;

/// Ada, a clone of her device, Ben, and a review with minutes, all having the same.
fn cloned() -> (Relay, [Device; 3], RecordId, FieldPath) {
    let (mut relay, mut ada, mut ben) = team();
    let review = ada.new_id("management_review");
    ada.set(&review, "title", "Spring").unwrap_done();
    let minutes = FieldPath::in_row("agenda", ada.new_id("row").uuid, "minutes");
    let mut sheet = Sheet::open(&mut ada, &review);
    sheet.write(&mut ada, &minutes, 0, "One. Two.").unwrap_done();
    relay.carry(&mut [(&mut ada, true), (&mut ben, true)]);

    let mut copy = Device::on(Rc::new(ada.shelf.copy()), 55);
    let mut ada = ada.restarted(56);
    copy.open(&ada.entry.clone().unwrap().key);
    // Both see that the relay has nothing of the last run's slot that they lack, and resume it.
    relay.carry(&mut [(&mut ada, true), (&mut ben, true), (&mut copy, true)]);
    (relay, [ada, ben, copy], review, minutes)
}

fn meet(relay: &mut Relay, devices: &mut [Device; 3]) {
    let [ada, ben, copy] = devices;
    for _ in 0..6 {
        ada.pass(120_000);
        ben.pass(120_000);
        copy.pass(120_000);
        relay.carry(&mut [(ada, true), (ben, true), (copy, true)]);
    }
}

#[test]
fn fields_that_a_clone_overruled_are_set_again() {
    let (mut relay, mut devices, review, _) = cloned();
    let [ada, ben, copy] = &mut devices;
    for (at, device) in [&mut *ada, ben, copy].into_iter().enumerate() {
        relay.cut(at, device);
    }
    ada.set(&review, "place", "Room 1").unwrap_done();
    ada.set(&review, "summary", "By Ada").unwrap_done();
    copy.set(&review, "reason", "By the copy").unwrap_done();
    copy.set(&review, "held_on", "2026-03-01").unwrap_done();
    meet(&mut relay, &mut devices);
    // The branch that fell stays visible.
    assert!(devices.iter().all(|device| device.status.set_aside > 0));
    for device in &devices {
        assert_eq!(device.text(&review, "place"), "Room 1");
        assert_eq!(device.text(&review, "summary"), "By Ada");
        assert_eq!(device.text(&review, "reason"), "By the copy");
        assert_eq!(device.text(&review, "held_on"), "2026-03-01");
        assert_eq!(device.register.records, devices[0].register.records);
    }
}
