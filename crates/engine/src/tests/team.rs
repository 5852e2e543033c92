//! Two people and a relay: an invitation is redeemed, and what they do apart becomes one.

use super::device::{Device, Sheet};
use super::relay::Relay;
use super::work::Done as _;
use crate::host::Input;
use bridge::{Failure, Network, Request, Response};
use register::FieldPath;

pub const URL: &str = "ws://relay/v1/relay";

pub fn invited(relay: &mut Relay, ada: &mut Device) -> String {
    relay.carry(&mut [(ada, true)]);
    let answer = ada.call(Request::Invite { page: "https://isms.example/".into() });
    let Ok(Response::Invitation(link)) = answer else { panic!("{answer:?}") };
    assert!(link.starts_with("https://isms.example/#j="));
    relay.carry(&mut [(ada, true)]);
    link
}

/// Ada's register with Ben as a member.
pub fn team() -> (Relay, Device, Device) {
    let (mut relay, mut ada, mut ben) = (Relay::default(), Device::new(1), Device::new(2));
    ada.found(Some(URL));
    let link = invited(&mut relay, &mut ada);
    let call = ben.ask(Request::Join { link, person: "Ben".into() });
    relay.carry(&mut [(&mut ada, true), (&mut ben, true)]);
    let answer = ben.answer(call);
    assert!(matches!(answer, Some(Ok(Response::Opened { .. }))), "{answer:?}");
    (relay, ada, ben)
}

#[test]
fn a_newcomer_sees_the_register_and_is_seen() {
    let (_, ada, ben) = team();
    assert_eq!(ada.register.records, ben.register.records);
    let names: Vec<&str> = ada.register.of_kind("person").map(|person| person.title()).collect();
    assert_eq!(names.len(), 2);
    assert!(names.contains(&"Ada") && names.contains(&"Ben"));
    assert_eq!(ada.register.devices, ben.register.devices);
    assert_eq!(ada.status.network, Network::Online);
    assert_eq!((ada.status.unsent, ben.status.unsent), (0, 0));
    assert_eq!(ada.status.colleagues, 1);
}

#[test]
fn what_two_do_offline_becomes_one_and_a_disagreement_is_shown() {
    let (mut relay, mut ada, mut ben) = team();
    let risk = ada.new_id("risk");
    ada.set(&risk, "title", "Flood").unwrap_done();
    relay.carry(&mut [(&mut ada, true), (&mut ben, true)]);
    assert_eq!(ben.text(&risk, "title"), "Flood");
    // Who has seen what is told a little later.
    ben.pass(30_000);
    relay.carry(&mut [(&mut ada, true), (&mut ben, true)]);
    assert_eq!(ada.status.seen_by, 1);

    relay.cut(0, &mut ada);
    relay.cut(1, &mut ben);
    ada.set(&risk, "title", "Flood in the cellar").unwrap_done();
    ben.set(&risk, "title", "Flood of the server room").unwrap_done();
    ben.set(&risk, "description", "Seen in 2024").unwrap_done();
    assert_eq!(ada.status.network, Network::Waiting);
    assert_eq!(ada.status.unsent, 1);

    let mut ada = ada.restarted(5);
    for _ in 0..3 {
        ada.pass(120_000);
        ben.pass(120_000);
        relay.carry(&mut [(&mut ada, true), (&mut ben, true)]);
    }
    assert_eq!(ada.register.records, ben.register.records);
    assert_eq!(ada.text(&risk, "description"), "Seen in 2024");
    let answers = &ada.register.records[&risk].fields[&FieldPath::of("title")];
    assert_eq!(answers.len(), 2);
}

#[test]
fn when_the_network_comes_back_nobody_waits_for_the_next_attempt() {
    let (mut relay, mut ada, mut ben) = team();
    let risk = ada.new_id("risk");
    relay.cut(0, &mut ada);
    ada.set(&risk, "title", "Flood").unwrap_done();
    // Attempts fail for a long time, so that the next is far off.
    for _ in 0..8 {
        ada.pass(120_000);
        relay.carry(&mut [(&mut ada, false), (&mut ben, true)]);
    }
    assert_eq!(ada.status.network, Network::Waiting);
    ada.hear(Input::Online);
    relay.carry(&mut [(&mut ada, true), (&mut ben, true)]);
    assert_eq!(ada.status.network, Network::Online);
    assert_eq!(ben.text(&risk, "title"), "Flood");
}

#[test]
fn minutes_typed_apart_are_merged_by_character() {
    let (mut relay, mut ada, mut ben) = team();
    let review = ada.new_id("management_review");
    ada.set(&review, "title", "Spring").unwrap_done();
    let minutes = FieldPath::in_row("agenda", ada.new_id("row").uuid, "minutes");
    relay.carry(&mut [(&mut ada, true), (&mut ben, true)]);
    let mut hers = Sheet::open(&mut ada, &review);
    hers.write(&mut ada, &minutes, 0, "The audit found two gaps.").unwrap_done();
    relay.carry(&mut [(&mut ada, true), (&mut ben, true)]);
    let mut his = Sheet::open(&mut ben, &review);
    assert_eq!(his.document.text(&minutes), "The audit found two gaps.");

    hers.write(&mut ada, &minutes, 4, "internal ").unwrap_done();
    his.write(&mut ben, &minutes, 20, "small ").unwrap_done();
    relay.carry(&mut [(&mut ada, true), (&mut ben, true)]);
    hers.hear(&mut ada);
    his.hear(&mut ben);
    assert_eq!(hers.document.text(&minutes), "The internal audit found two small gaps.");
    assert_eq!(his.document.text(&minutes), hers.document.text(&minutes));
}

#[test]
fn a_thousand_changes_arrive_as_one() {
    let (mut relay, mut ada, mut ben) = team();
    let risk = ada.new_id("risk");
    relay.cut(1, &mut ben);
    for number in 0..1000 {
        ada.set(&risk, "title", &format!("Title {number}")).unwrap_done();
    }
    relay.carry(&mut [(&mut ada, true)]);
    for _ in 0..3 {
        ben.pass(120_000);
        relay.carry(&mut [(&mut ada, true), (&mut ben, true)]);
    }
    assert_eq!(ben.text(&risk, "title"), "Title 999");
}

#[test]
fn an_invitation_that_leads_nowhere_says_why_and_leaves_nothing() {
    let (mut relay, mut ada) = (Relay::default(), Device::new(1));
    ada.found(Some(URL));
    let link = invited(&mut relay, &mut ada);
    let mut ben = Device::new(2);
    let call = ben.ask(Request::Join { link: link.clone(), person: "Ben".into() });
    Relay::default().carry(&mut [(&mut ben, true)]);
    assert!(matches!(ben.answer(call), Some(Err(Failure::NoInvitation))));
    let Ok(Response::Registers(list)) = ben.call(Request::Registers) else { panic!("no list") };
    assert!(list.is_empty());
    assert!(ben.shelf.stores().is_empty());

    let call = ben.ask(Request::Join { link, person: "Ben".into() });
    relay.carry(&mut [(&mut ada, true), (&mut ben, true)]);
    assert!(matches!(ben.answer(call), Some(Ok(Response::Opened { .. }))));
}

#[test]
fn who_cannot_invite_is_told_why() {
    let page = || Request::Invite { page: "https://isms.example/".into() };
    let mut alone = Device::new(7);
    alone.found(None);
    assert_eq!(alone.call(page()).err(), Some(Failure::NoRelay));
    let (_, _, mut ben) = team();
    assert_eq!(ben.call(page()).err(), Some(Failure::NotOwner));
}

#[test]
fn who_is_a_member_already_opens_the_register_by_the_same_link() {
    let (mut relay, mut ada) = (Relay::default(), Device::new(1));
    ada.found(Some(URL));
    let link = invited(&mut relay, &mut ada);
    let mut ben = Device::new(2);
    let join = Request::Join { link, person: "Ben".into() };
    let call = ben.ask(join.clone());
    relay.carry(&mut [(&mut ada, true), (&mut ben, true)]);
    assert!(matches!(ben.answer(call), Some(Ok(Response::Opened { .. }))));
    let mut again = Device::on(ben.shelf, 9);
    assert!(matches!(again.call(join), Ok(Response::Opened { .. })));
    relay.carry(&mut [(&mut ada, true), (&mut again, true)]);
    assert_eq!(again.register.of_kind("person").count(), 2);
    assert_eq!(again.register.records, ada.register.records);
}
