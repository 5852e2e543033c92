//! Invitations work whatever a member does to the membership, and whatever the relay says to one of them.

use super::hostile::Forger;
use super::world::World;
use crate::envelope::Inner;
use crate::name::{Actor, Hash};
use crate::replica::inviting::Welcome;
use crate::{Effect, Trouble};

/// An entry's body with so many bytes under a key that no version knows.
fn swollen(body: &[u8], bytes: usize) -> Vec<u8> {
    let mut body = body.to_vec();
    // One more entry in the map: key 40, a byte string.
    *body.first_mut().unwrap() += 1;
    body.extend_from_slice(&[0x18, 40, 0x5a]);
    body.extend_from_slice(&u32::try_from(bytes).unwrap().to_be_bytes());
    body.extend(vec![0; bytes]);
    body
}

fn joined(world: &World, at: usize) -> bool {
    world.nodes[at].told.iter().any(|effect| matches!(effect, Effect::Joined))
}

#[test]
fn entries_without_effect_are_not_shown_to_newcomers() {
    let mut forger = Forger::new();
    let body = crate::membership::Body::AddPerson { person: [8; 16], role: crate::membership::Role::Owner };
    for _ in 0..6 {
        let entry = forger.entry(&swollen(&body.encode(), 200_000));
        forger.send(entry);
        assert_eq!(forger.tip(), Some((forger.counter, forger.prev)), "counted");
    }
    let ada = forger.ada;
    let invitation = forger.world.invite(ada);
    let rows = &forger.world.relay.mailboxes[&invitation.mailbox()].rows;
    assert!(rows.len() == 1 && rows[0].0.len() < 10_000);
    let chi = forger.world.join(&invitation, 3);
    assert!(joined(&forger.world, chi));
    forger.world.edit(chi, "Chi begins");
    assert_eq!(forger.world.changes(ada).len(), 1);
}

#[test]
fn a_welcome_may_be_larger_than_an_envelope() {
    let mut forger = Forger::new();
    for number in 0..8 {
        let body = forger.addition([2; 16], 70 + number).encode();
        let entry = forger.entry(&swollen(&body, 200_000));
        forger.send(entry);
    }
    let ada = forger.ada;
    assert_eq!(forger.world.nodes[ada].replica.devices().len(), 10);
    let invitation = forger.world.invite(ada);
    assert!(forger.world.relay.mailboxes[&invitation.mailbox()].rows.len() > 1);
    assert_eq!(forger.world.nodes[ada].replica.status().unsent, 0);
    let chi = forger.world.join(&invitation, 3);
    assert!(joined(&forger.world, chi));
    assert_eq!(forger.world.nodes[chi].replica.devices().len(), 11);
}

#[test]
fn what_is_not_genuine_of_a_welcome_is_left_out() {
    let mut forger = Forger::new();
    let (ada, ben) = (forger.ada, forger.ben);
    let invitation = forger.world.invite(ada);
    // Ada's welcome once more with an entry that nobody signed; one that Ben signed, and garbage.
    let nonsense = {
        let body =
            crate::membership::Body::AddPerson { person: [8; 16], role: crate::membership::Role::Owner };
        let header = forger.header(crate::envelope::Kind::Membership, &body.encode());
        Inner { header: header.encode(), signature: [7; 64], body: body.encode() }
    };
    let mailbox = invitation.mailbox();
    forger.world.relay.mailboxes.get_mut(&mailbox).unwrap().rows.clear();
    for at in [ada, ben] {
        let replica = &forger.world.nodes[at].replica;
        let entries = replica.membership.needed().into_iter().map(|entry| entry.inner.clone());
        let entries = [nonsense.clone()].into_iter().chain(entries).collect();
        let keys = replica.epochs.iter().map(|epoch| *epoch.key).collect();
        let invite = *replica
            .membership
            .entries()
            .iter()
            .rev()
            .find(|(id, _)| {
                matches!(replica.membership.body(id), Some(crate::membership::Body::Invite { .. }))
            })
            .unwrap()
            .0;
        let part = Welcome { keys, entries, invite };
        let mut dice = super::world::Dice(4000);
        let sealed = replica.seal_welcome(&invitation, &part, &mut dice).unwrap();
        forger.world.put_into(mailbox, sealed);
    }
    forger.world.put_into(mailbox, b"garbage".to_vec());
    let chi = forger.world.join(&invitation, 3);
    assert!(joined(&forger.world, chi));
}

#[test]
fn more_heads_than_a_header_may_name_silence_nobody() {
    let mut forger = Forger::new();
    let (ada, ben) = (forger.ada, forger.ben);
    for number in 0..80 {
        forger.actor = Actor::new(forger.device.id(), [100 + number; 8]);
        (forger.counter, forger.prev) = (0, Hash::ZERO);
        let body = forger.addition([2; 16], 300 + u64::from(number)).encode();
        let entry = forger.entry(&body);
        forger.send(entry);
    }
    let world = &mut forger.world;
    world.pass(60_000);
    assert!(world.nodes[ada].replica.membership.heads().len() > 64);
    world.edit(ada, "Ada goes on");
    world.edit(ben, "Ben goes on");
    world.pass(60_000);
    assert_eq!((world.changes(ada).len(), world.changes(ben).len()), (2, 2));
    assert_eq!(world.nodes[ada].replica.status().set_aside, 0);
    let invitation = world.invite(ada);
    let chi = world.join(&invitation, 3);
    assert!(joined(world, chi));
    world.edit(chi, "Chi begins");
    assert_eq!(world.changes(ada).len(), 3);
}

/// What a refusal of one invitation may not keep from happening.
fn everything_else_goes_on(world: &mut World, ada: usize, ben: usize) {
    let before = world.changes(ada).len();
    world.edit(ada, "Ada goes on");
    world.edit(ben, "Ben goes on");
    world.pass(5_000);
    assert_eq!(world.changes(ada).len(), before + 2);
    assert_eq!(world.changes(ben), world.changes(ada));
    let status = world.nodes[ada].replica.status();
    assert_eq!(status.network, crate::Network::Online);
    assert_eq!((status.trouble, status.unsent), (Some(Trouble::RefusesInvitation), 1));
}

#[test]
fn an_invitation_that_the_relay_refuses_stops_nothing_and_is_offered_again() {
    let (mut world, ada, ben) = World::of_two();
    world.relay.is_full = true;
    let invitation = world.invite(ada);
    everything_else_goes_on(&mut world, ada, ben);
    let disk = world.stop(ada);
    let ada = world.start(disk, true);
    world.pass(5_000);
    everything_else_goes_on(&mut world, ada, ben);
    world.relay.is_full = false;
    world.pass(60_000);
    let status = world.nodes[ada].replica.status();
    assert_eq!((status.trouble, status.unsent), (None, 0));
    let chi = world.join(&invitation, 3);
    assert!(joined(&world, chi));
}

#[test]
fn a_welcome_that_the_relay_refuses_is_offered_again() {
    let (mut world, ada, ben) = World::of_two();
    world.go_offline(ada);
    let invitation = world.invite(ada);
    world.relay.refused = Some(invitation.mailbox());
    world.go_online(ada);
    everything_else_goes_on(&mut world, ada, ben);
    world.relay.refused = None;
    world.pass(60_000);
    let status = world.nodes[ada].replica.status();
    assert_eq!((status.trouble, status.unsent), (None, 0));
    let chi = world.join(&invitation, 3);
    assert!(joined(&world, chi));
}

#[test]
fn entry_and_offer_are_stored_together() {
    let (mut world, ada, _) = World::of_two();
    let (_, effects) = world.nodes[ada].replica.invite(world.now, &mut super::world::Dice(5000)).unwrap();
    let stores = effects.iter().filter_map(|effect| match effect {
        Effect::Store(_, transaction) => Some(transaction),
        _ => None,
    });
    let names: Vec<Vec<&str>> = stores
        .map(|transaction| transaction.state.iter().filter_map(|(name, _)| name.split('/').next()).collect())
        .collect();
    assert_eq!(names, [["invitation", "entry"]]);
}
