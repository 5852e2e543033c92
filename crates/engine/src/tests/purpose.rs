//! Confidants have a register of their own: what it is for is told by its invitation and by the register, and
//! nobody turns one register into another for those who have it.

use super::device::Device;
use super::relay::Relay;
use super::team::{URL, invited, team};
use super::work::Done as _;
use bridge::{Request, Response, purpose_said};
use register::Purpose;
use register::purpose::HOLDS;

fn purpose(device: &Device) -> Option<Purpose> {
    device.entry.as_ref().and_then(|entry| entry.purpose)
}

/// The purposes of the registers on a device, as its list has them.
fn listed(device: &mut Device) -> Vec<Option<Purpose>> {
    let Ok(Response::Registers(entries)) = device.call(Request::Registers) else { panic!("no list") };
    entries.into_iter().map(|entry| entry.purpose).collect()
}

#[test]
fn an_invitation_to_the_confidants_register_says_so_and_the_register_stays_one() {
    let (mut relay, mut ada, mut ben) = (Relay::default(), Device::new(1), Device::new(2));
    ada.found_for(Purpose::Concerns, Some(URL));
    assert_eq!(purpose(&ada), Some(Purpose::Concerns));
    let link = invited(&mut relay, &mut ada);
    assert_eq!(purpose_said(&link), Purpose::Concerns);
    let call = ben.ask(Request::Join { link, person: "Ben".into() });
    relay.carry(&mut [(&mut ada, true), (&mut ben, true)]);
    assert!(matches!(ben.answer(call), Some(Ok(Response::Opened { .. }))));
    assert_eq!(purpose(&ben), Some(Purpose::Concerns));
    let concern = ada.new_id("concern");
    ada.set(&concern, "title", "Told to look away").unwrap_done();
    relay.carry(&mut [(&mut ada, true), (&mut ben, true)]);
    assert_eq!(ben.text(&concern, "title"), "Told to look away");
    assert_eq!(listed(&mut ben), [Some(Purpose::Concerns)]);
}

#[test]
fn a_register_that_says_nothing_is_the_management_systems() {
    let (mut relay, mut ada, ben) = team();
    assert_eq!([purpose(&ada), purpose(&ben)], [Some(Purpose::Isms); 2]);
    assert_eq!(purpose_said(&invited(&mut relay, &mut ada)), Purpose::Isms);
}

#[test]
fn no_member_turns_the_teams_register_into_another() {
    let (mut relay, mut ada, mut ben) = team();
    let organization = ben.register.of_kind("organization").next().unwrap().id.clone();
    ben.set(&organization, HOLDS, Purpose::Concerns.name()).unwrap_done();
    relay.carry(&mut [(&mut ada, true), (&mut ben, true)]);
    assert_eq!(Purpose::told_by(&ada.register), Some(Purpose::Concerns), "it arrived");
    let key = ada.entry.clone().unwrap().key;
    ada.open(&key);
    assert_eq!(purpose(&ada), Some(Purpose::Isms));
    assert_eq!(listed(&mut ada), [Some(Purpose::Isms)]);
}
