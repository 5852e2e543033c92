//! What came too early or is not signed waits, and keeps nothing else from being taken up.

use super::hostile::Forger;
use crate::envelope::{Header, Kind};
use crate::name::{Actor, Hash};
use crate::{Event, StrangeReason};

/// More than may be held in tests.
const TOO_MANY: u64 = 100;

/// Two envelopes of one log: one whose signature is nobody's, and a signed one that names it.
fn pair(forger: &mut Forger) -> (Vec<u8>, Vec<u8>) {
    let (header, body) = forger.change("not signed");
    let unsigned = forger.seal_unsigned(&header, &body);
    let (header, body) = forger.change("signed");
    (unsigned, forger.seal(&header, &body))
}

/// A way to tell Ada of a pair.
type Telling = fn(&mut Forger, Vec<u8>, Vec<u8>);

#[test]
fn what_a_later_envelope_of_its_log_names_counts_whichever_comes_first() {
    let orders: [Telling; 3] = [
        |forger, unsigned, signed| forger.world.happens(forger.ada, Event::Envelopes(vec![unsigned, signed])),
        |forger, unsigned, signed| [unsigned, signed].into_iter().for_each(|sealed| forger.send(sealed)),
        |forger, unsigned, signed| [signed, unsigned].into_iter().for_each(|sealed| forger.send(sealed)),
    ];
    for send in orders {
        let mut forger = Forger::new();
        let (unsigned, signed) = pair(&mut forger);
        send(&mut forger, unsigned, signed);
        assert_eq!(forger.tip(), Some((2, forger.prev)));
        assert_eq!(forger.world.changes(forger.ada).len(), 2);
        assert_eq!(forger.world.nodes[forger.ada].replica.strange().count(), 0);
        // After a restart, too, and at whoever hears it from Ada.
        let disk = forger.world.stop(forger.ada);
        let again = forger.world.start(disk, true);
        forger.world.pass(60_000);
        assert_eq!(forger.world.changes(again).len(), 2);
        assert_eq!(forger.world.nodes[again].replica.status().set_aside, 0);
        assert_eq!(forger.world.changes(forger.ben).len(), 2);
    }
}

#[test]
fn several_unsigned_ones_in_a_row_count_once_the_last_is_named() {
    let mut forger = Forger::new();
    let mut log = Vec::new();
    for number in 0..4 {
        let (header, body) = forger.change(&format!("not signed {number}"));
        log.push(forger.seal_unsigned(&header, &body));
    }
    let (header, body) = forger.change("signed");
    log.push(forger.seal(&header, &body));
    log.rotate_left(2);
    for sealed in log {
        forger.send(sealed);
    }
    assert_eq!(forger.tip(), Some((5, forger.prev)));
    assert_eq!(forger.world.nodes[forger.ada].replica.strange().count(), 0);
}

#[test]
fn an_unsigned_one_that_nothing_names_counts_for_nothing() {
    let mut forger = Forger::new();
    let (header, body) = forger.change("not signed");
    let unsigned = forger.seal_unsigned(&header, &body);
    forger.send(unsigned);
    assert_eq!(forger.tip(), None);
    let reasons: Vec<_> =
        forger.world.nodes[forger.ada].replica.strange().map(|strange| strange.reason).collect();
    assert_eq!(reasons, [StrangeReason::Unsigned]);
}

#[test]
fn an_entry_of_the_membership_is_authentic_by_its_own_signature_alone() {
    let mut forger = Forger::new();
    let body = crate::membership::Body::AddPerson { person: [9; 16], role: crate::membership::Role::Editor };
    let body = body.encode();
    let header = Header { doc: None, ..forger.header(Kind::Membership, &body) };
    let entry = forger.seal_unsigned(&header, &body);
    let id = forger.prev;
    let (header, body) = forger.change("signed");
    let next = forger.seal(&header, &body);
    forger.world.happens(forger.ada, Event::Envelopes(vec![entry, next]));
    assert!(!forger.world.nodes[forger.ada].replica.membership.is_judged(&id));
    assert_eq!(forger.tip(), None);
    // Once it comes with its signature, it is counted with what follows.
    forger.counter = 0;
    forger.prev = Hash::ZERO;
    let body = crate::membership::Body::AddPerson { person: [9; 16], role: crate::membership::Role::Editor };
    let body = body.encode();
    let header = Header { doc: None, ..forger.header(Kind::Membership, &body) };
    let entry = forger.seal(&header, &body);
    assert_eq!(forger.prev, id);
    forger.send(entry);
    assert_eq!(forger.tip().map(|(counter, _)| counter), Some(2));
}

/// Envelopes of a log whose first never comes.
fn with_a_gap(forger: &mut Forger, count: u64) -> Vec<Vec<u8>> {
    (forger.counter, forger.prev) = (1, Hash([8; 32]));
    let change = |number| {
        let (header, body) = forger.change(&format!("{number}"));
        forger.seal(&header, &body)
    };
    (0..count).map(change).collect()
}

#[test]
fn nobodys_junk_keeps_anybodys_work_out() {
    let mut forger = Forger::new();
    // As a member, as strangers, and under a key that nobody has.
    let member = with_a_gap(&mut forger, TOO_MANY);
    forger.world.happens(forger.ada, Event::Envelopes(member));
    for seed in 0..TOO_MANY {
        forger.as_stranger(700 + seed);
        let junk = with_a_gap(&mut forger, 1);
        forger.world.happens(forger.ada, Event::Envelopes(junk));
    }
    let (ada, ben) = (forger.ada, forger.ben);
    forger.world.edit(ada, "Ada goes on");
    forger.world.edit(ben, "Ben goes on");
    assert_eq!(forger.world.changes(ada).len(), 2);
    assert_eq!(forger.world.changes(ben).len(), 2);
    assert_eq!(forger.world.nodes[ada].replica.status().unsent, 0);
    // Who joins is let in all the same, after a restart, too.
    let disk = forger.world.stop(ada);
    let ada = forger.world.start(disk, true);
    let invitation = forger.world.invite(ada);
    let chi = forger.world.join(&invitation, 3);
    forger.world.edit(chi, "Chi begins");
    assert_eq!(forger.world.changes(ada).len(), 3);
}

#[test]
fn what_was_pushed_out_is_read_again_once_it_can_go_on() {
    let mut forger = Forger::new();
    let (ada, actor, device) = (forger.ada, forger.actor, forger.device.clone());
    let mut log = Vec::new();
    for number in 0..TOO_MANY {
        let (header, body) = forger.change(&format!("{number}"));
        log.push(forger.seal(&header, &body));
    }
    let last = (forger.counter, forger.prev);
    forger.as_stranger(800);
    let junk = with_a_gap(&mut forger, 10);
    forger.world.go_offline(ada);
    let first = log.remove(0);
    for sealed in log.into_iter().chain(junk) {
        forger.world.put_on_relay(ada, sealed);
    }
    forger.world.go_online(ada);
    (forger.actor, forger.device) = (actor, device);
    assert_eq!(forger.tip(), None);
    forger.world.go_offline(ada);
    forger.world.put_on_relay(ada, first);
    forger.world.go_online(ada);
    assert_eq!(forger.tip(), Some(last));
}

#[test]
fn whoever_holds_most_is_pushed_out_and_nobody_else() {
    let mut forger = Forger::new();
    let honest = forger.device.clone();
    // Three of Ben's that wait for their first, then a flood in another of his logs.
    let mut waiting = Vec::new();
    for number in 0..3 {
        let (header, body) = forger.change(&format!("{number}"));
        waiting.push(forger.seal(&header, &body));
    }
    let tip = (forger.counter, forger.prev);
    let first = waiting.remove(0);
    forger.world.happens(forger.ada, Event::Envelopes(waiting));
    forger.actor = Actor::new(honest.id(), [10; 8]);
    let flood = with_a_gap(&mut forger, TOO_MANY);
    forger.world.happens(forger.ada, Event::Envelopes(flood));
    forger.actor = Actor::new(honest.id(), [9; 8]);
    forger.send(first);
    assert_eq!(forger.tip(), Some(tip));
}

#[test]
fn entries_that_wait_keep_no_entry_out_that_need_not_wait() {
    let mut forger = Forger::new();
    forger.heads = vec![Hash([8; 32])];
    for number in 0..TOO_MANY {
        forger.as_stranger(900 + number);
        let body =
            crate::membership::Body::AddPerson { person: [9; 16], role: crate::membership::Role::Owner };
        let body = body.encode();
        let header = Header { doc: None, ..forger.header(Kind::Membership, &body) };
        let entry = forger.seal(&header, &body);
        forger.send(entry);
    }
    let ada = forger.ada;
    let invitation = forger.world.invite(ada);
    let chi = forger.world.join(&invitation, 3);
    forger.world.edit(chi, "Chi begins");
    assert_eq!(forger.world.changes(ada).len(), 1);
    assert_eq!(forger.world.nodes[ada].replica.devices().len(), 3);
}
