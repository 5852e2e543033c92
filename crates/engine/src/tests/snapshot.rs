//! Newcomers of a register with a long past: they see it before they have read it, and can work at once.

use super::device::Device;
use super::relay::Relay;
use super::team::{URL, invited};
use super::work::Done as _;
use bridge::{Request, Response};
use register::{FieldPath, RecordId, Value, Write};

/// Ada's register with many risks, and a snapshot of it on the relay.
pub fn long_past(relay: &mut Relay) -> (Device, Vec<RecordId>) {
    let mut ada = Device::new(1);
    ada.found(Some(URL));
    relay.carry(&mut [(&mut ada, true)]);
    let risks: Vec<RecordId> = (0..300)
        .map(|number| {
            let risk = ada.new_id("risk");
            ada.set(&risk, "title", &format!("Risk {number}")).unwrap_done();
            ada.pass(1);
            risk
        })
        .collect();
    relay.carry(&mut [(&mut ada, true)]);
    for _ in 0..4 {
        ada.pass(60_000);
        relay.carry(&mut [(&mut ada, true)]);
    }
    (ada, risks)
}

/// Ben, who has joined and to whom the relay has not said its envelopes yet.
pub fn newcomer(relay: &mut Relay, ada: &mut Device) -> Device {
    let link = invited(relay, ada);
    let mut ben = Device::new(2);
    relay.holds = true;
    let call = ben.ask(Request::Join { link, person: "Ben".into() });
    relay.carry(&mut [(ada, true), (&mut ben, true)]);
    let answer = ben.answer(call);
    assert!(matches!(answer, Some(Ok(Response::Opened { .. }))), "{answer:?}");
    ben
}

#[test]
fn a_newcomer_sees_the_register_at_once_and_works_in_it_while_it_is_checked() {
    let mut relay = Relay::default();
    let (mut ada, risks) = long_past(&mut relay);
    let mut ben = newcomer(&mut relay, &mut ada);
    assert!(ben.status.verifying);
    assert_eq!(ben.register.of_kind("risk").count(), 300);
    assert!(ben.register.of_kind("person").any(|person| person.title() == "Ada"));
    assert_eq!(ben.entry.as_ref().unwrap().organization, "Acme");

    // Saved at once, and what it stands on is read later.
    ben.set(&risks[7], "title", "Flood").unwrap_done();
    assert_eq!(ben.text(&risks[7], "title"), "Flood");
    relay.release(&mut [(&mut ada, true), (&mut ben, true)]);
    assert!(!ben.status.verifying);
    assert_eq!(ben.status.set_aside, 0);
    assert_eq!(ben.text(&risks[7], "title"), "Flood");
    assert_eq!(ben.register.records, ada.register.records);
    ben.set(&risks[8], "title", "Fire").unwrap_done();
    relay.carry(&mut [(&mut ada, true), (&mut ben, true)]);
    assert_eq!(ada.text(&risks[8], "title"), "Fire");

    let again = ben.restarted(9);
    assert_eq!(again.register.records, ada.register.records);
}

#[test]
fn who_leaves_before_all_is_checked_sees_all_the_next_time() {
    let mut relay = Relay::default();
    let (mut ada, risks) = long_past(&mut relay);
    let mut ben = newcomer(&mut relay, &mut ada);
    ben.set(&risks[7], "title", "Flood").unwrap_done();
    relay.cut(1, &mut ben);
    let mut ben = ben.restarted(9);
    relay.carry(&mut [(&mut ada, true), (&mut ben, true)]);
    assert!(ben.status.verifying);
    assert_eq!(ben.register.of_kind("risk").count(), 300);
    assert_eq!(ben.text(&risks[7], "title"), "Flood");
    relay.release(&mut [(&mut ada, true), (&mut ben, true)]);
    assert_eq!(ben.text(&risks[7], "title"), "Flood");
    assert_eq!(ben.register.records, ada.register.records);
}

#[test]
fn what_a_snapshot_holds_and_no_log_goes_and_what_was_done_upon_it_stays() {
    let mut relay = Relay::default();
    let (mut ada, risks) = long_past(&mut relay);
    let lie = |record: &RecordId, title: &str| Write {
        record: record.clone(),
        path: FieldPath::of("title"),
        value: Value::from(title),
    };
    ada.engine.session().unwrap().lie(lie(&risks[3], "Never written"));
    ada.pass(1);
    relay.carry(&mut [(&mut ada, true)]);
    let mut ben = newcomer(&mut relay, &mut ada);
    assert_eq!(ben.text(&risks[3], "title"), "Never written");
    ben.set(&risks[7], "title", "Flood").unwrap_done();

    relay.release(&mut [(&mut ada, true), (&mut ben, true)]);
    assert!(!ben.status.verifying);
    assert_eq!(ben.text(&risks[3], "title"), "Risk 3");
    assert_eq!(ben.text(&risks[7], "title"), "Flood");
    let Ok(Response::SetAside(aside)) = ben.call(Request::SetAside) else { panic!("no list") };
    assert!(aside.iter().any(|entry| entry.reason == "snapshot"));
    let count = |device: &mut Device, what: &str| {
        let Ok(Response::SetAsideFile(file)) = device.call(Request::SetAsideFile) else { panic!("no file") };
        String::from_utf8(file).unwrap().matches(what).count()
    };
    // As it came, it can be saved.
    assert!(count(&mut ben, "\"saved\": \"") > 0);
    relay.carry(&mut [(&mut ada, true), (&mut ben, true)]);
    assert_eq!(ada.text(&risks[7], "title"), "Flood");
    assert_eq!(ada.register.records, ben.register.records);
    // And still after a restart.
    let saved = count(&mut ben, "\"saved\": \"");
    let mut ben = ben.restarted(31);
    assert_eq!((ben.status.set_aside, count(&mut ben, "\"saved\": \"")), (1, saved));
}
