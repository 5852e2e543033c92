//! Several devices and a relay.

use super::world::{Dice, URL, World};
use crate::{DocId, Effect, Invitation, JoinError, Network, RegisterId, SetAsideReason};

/// Ada founds, Ben joins.
fn two() -> (World, usize, usize) {
    let mut world = World::new();
    let ada = world.found(true);
    let invitation = world.invite(ada);
    let ben = world.join(&Invitation::from_link(&invitation.to_fragment()).unwrap(), 2);
    (world, ada, ben)
}

fn told(world: &World, at: usize, wanted: impl Fn(&Effect) -> bool) -> usize {
    world.nodes[at].told.iter().filter(|effect| wanted(effect)).count()
}

#[test]
fn who_holds_the_link_joins_and_reads_what_was_written_before() {
    let mut world = World::new();
    let ada = world.found(true);
    world.edit(ada, "before");
    let invitation = world.invite(ada);
    // Joining needs nobody online.
    world.go_offline(ada);
    let ben = world.join(&invitation, 2);
    assert_eq!(told(&world, ben, |effect| matches!(effect, Effect::Joined)), 1);
    assert_eq!(world.changes(ben), world.changes(ada));
    world.go_online(ada);
    let devices = world.nodes[ada].replica.devices();
    assert_eq!(devices.len(), 2);
    assert!(devices.contains(&(world.nodes[ben].replica.device(), [2; 16])));
    assert_eq!(world.nodes[ben].replica.devices(), devices);
    assert_eq!(world.nodes[ben].replica.person(), [2; 16]);
}

#[test]
fn edits_reach_the_other_and_are_seen() {
    let (mut world, ada, ben) = two();
    world.edit(ada, "from Ada");
    world.edit(ben, "from Ben");
    assert_eq!(world.changes(ada).len(), 2);
    assert_eq!(world.changes(ada), world.changes(ben));
    assert_eq!(world.nodes[ada].replica.vector(), world.nodes[ben].replica.vector());
    world.pass(10_000);
    for at in [ada, ben] {
        let status = world.nodes[at].replica.status();
        assert_eq!((status.unsent, status.seen_by, status.colleagues), (0, 1, 1));
        assert_eq!(status.network, Network::Online);
    }
    world.go_offline(ben);
    world.edit(ada, "while Ben is away");
    world.pass(10_000);
    assert_eq!(world.nodes[ada].replica.status().seen_by, 0);
}

#[test]
fn a_connection_that_breaks_while_much_is_read_loses_nothing() {
    let (mut world, ada, ben) = two();
    world.go_offline(ben);
    for number in 0..6 {
        world.edit(ada, &format!("edit {number}"));
    }
    world.go_online_for(ben, 5);
    world.pass(10_000);
    world.go_online(ben);
    assert_eq!(world.changes(ben), world.changes(ada));
    assert_eq!(world.changes(ben).len(), 6);
}

#[test]
fn what_comes_together_is_taken_up_like_what_comes_one_by_one() {
    let (mut world, ada, ben) = two();
    world.hold(ben);
    for number in 0..6 {
        world.edit(ada, &format!("edit {number}"));
    }
    assert!(world.changes(ben).is_empty());
    world.release(ben);
    assert_eq!(world.changes(ben), world.changes(ada));
    assert_eq!(world.nodes[ada].replica.vector(), world.nodes[ben].replica.vector());
}

#[test]
fn edits_made_apart_meet() {
    let (mut world, ada, ben) = two();
    world.go_offline(ada);
    world.go_offline(ben);
    for text in ["a", "b", "c"] {
        world.edit(ada, text);
        world.edit(ben, text);
    }
    assert_eq!(world.nodes[ada].replica.status().unsent, 3);
    world.go_online(ada);
    world.go_online(ben);
    world.pass(10_000);
    assert_eq!(world.changes(ada).len(), 6);
    assert_eq!(world.changes(ada), world.changes(ben));
    assert_eq!(world.nodes[ada].replica.status().unsent, 0);
}

#[test]
fn what_was_not_sent_before_a_restart_is_sent_after_it() {
    let (mut world, ada, ben) = two();
    world.go_offline(ada);
    world.edit(ada, "unsent");
    let disk = world.stop(ada);
    let again = world.start(disk, true);
    world.pass(10_000);
    assert_eq!(world.changes(again), world.changes(ben));
    assert_eq!(world.changes(ben).len(), 1);
    assert_eq!(world.nodes[again].replica.status().unsent, 0);
}

#[test]
fn a_slot_that_was_sent_from_is_resumed_only_once_the_relay_was_read() {
    let (mut world, ada, _) = two();
    world.edit(ada, "sent");
    let slot = world.main_actor(ada);
    let disk = world.stop(ada);
    let offline = world.start(disk.clone(), false);
    assert_ne!(world.main_actor(offline), slot);
    world.stop(offline);
    let online = world.start(disk, true);
    assert_eq!(world.main_actor(online), slot);
}

#[test]
fn a_document_that_is_not_open_gets_its_envelopes_when_it_is_opened() {
    let (mut world, ada, ben) = two();
    let paper = DocId([7; 16]);
    world.edit_doc(ada, paper, "a paper");
    assert!(!world.nodes[ben].docs.open.contains_key(&paper));
    world.open(ben, paper);
    world.settle();
    assert_eq!(world.nodes[ben].docs.open[&paper].changes, world.nodes[ada].docs.open[&paper].changes);
}

#[test]
fn what_comes_while_a_document_is_being_opened_is_not_missed() {
    let (mut world, ada, ben) = two();
    let paper = DocId([7; 16]);
    world.edit_doc(ada, paper, "one");
    // Ben's tail is read, then another envelope comes, then the document is handed in.
    let tail = world.nodes[ben].replica.tail(paper, &crate::Covers::default());
    world.edit_doc(ada, paper, "two");
    let node = &mut world.nodes[ben];
    let tail =
        tail.iter().map(|key| crate::StoredEnvelope { key: *key, sealed: node.disk.envelopes[key].clone() });
    let tail: Vec<_> = tail.collect();
    world.open(ben, paper);
    world.replace_opening(ben, paper, tail);
    world.settle();
    assert_eq!(world.nodes[ben].docs.open[&paper].changes.len(), 2);
}

#[test]
fn an_invitation_is_unsent_until_its_welcome_lies_at_the_relay() {
    let mut world = World::new();
    let ada = world.found(true);
    world.pass(5_000);
    world.go_offline(ada);
    let invitation = world.invite(ada);
    // The entry, and the welcome.
    assert_eq!(world.nodes[ada].replica.status().unsent, 2);
    world.go_online(ada);
    world.pass(10_000);
    assert_eq!(world.nodes[ada].replica.status().unsent, 0);
    let ben = world.join(&invitation, 2);
    assert_eq!(told(&world, ben, |effect| matches!(effect, Effect::Joined)), 1);
}

#[test]
fn a_link_to_nowhere_says_so() {
    let mut world = World::new();
    let invitation = Invitation::new(URL.to_owned(), RegisterId([1; 32]), [2; 32]);
    let ben = world.join(&invitation, 2);
    let failed = |effect: &Effect| matches!(effect, Effect::JoinFailed(JoinError::NoInvitation));
    assert_eq!(told(&world, ben, failed), 1);
}

#[test]
fn a_relay_out_of_reach_says_so_after_some_attempts() {
    let mut world = World::new();
    let ada = world.found(true);
    let invitation = world.invite(ada);
    let (replica, effects) = crate::Replica::join_as(&invitation, [2; 16], world.now, &mut Dice(9999));
    let ben = world.add_unreachable(replica, effects);
    world.pass(120_000);
    let failed = |effect: &Effect| matches!(effect, Effect::JoinFailed(JoinError::RelayUnreachable));
    assert_eq!(told(&world, ben, failed), 1);
}

#[test]
fn a_joiner_cannot_invite() {
    let (mut world, _, ben) = two();
    let refused = world.nodes[ben].replica.invite(0, &mut Dice(5)).err();
    assert_eq!(refused, Some(crate::InviteError::NotOwner));
}

#[test]
fn a_relay_restored_from_an_old_backup_is_filled_in_again() {
    let (mut world, ada, ben) = two();
    world.edit(ada, "one");
    let backup = world.relay.clone();
    world.edit(ada, "two");
    world.edit(ben, "three");
    world.go_offline(ada);
    world.go_offline(ben);
    world.relay = backup;
    world.edit(ben, "four");
    world.go_online(ben);
    // Ben fills in his own at once, and what he has of Ada's after a while.
    let chi = world.invite(ada);
    world.go_online(ada);
    world.pass(60_000);
    let chi = world.join(&chi, 3);
    assert_eq!(world.changes(chi).len(), 4);
    assert_eq!(world.changes(ada), world.changes(chi));
    assert_eq!(world.nodes[ada].replica.vector(), world.nodes[chi].replica.vector());
}

#[test]
fn a_relay_that_lost_everything_is_made_anew_by_whoever_comes() {
    let (mut world, ada, ben) = two();
    world.edit(ada, "one");
    world.go_offline(ada);
    world.go_offline(ben);
    world.relay = wire::in_memory::Relay::default();
    world.go_online(ben);
    world.pass(60_000);
    let rows: usize = world.relay.mailboxes.values().map(|mailbox| mailbox.rows.len()).sum();
    let envelopes = world.nodes[ben].disk.envelopes.len();
    assert_eq!(rows, envelopes);
}

#[test]
fn what_could_not_be_read_is_read_again_after_a_while() {
    let (mut world, ada, ben) = two();
    world.go_offline(ada);
    world.edit(ada, "unsent");
    let disk = world.stop(ada);
    let again = world.start(disk, false);
    world.nodes[again].disk.unreadable = true;
    world.go_online(again);
    assert_eq!(world.nodes[again].replica.status().unsent, 1);
    world.nodes[again].disk.unreadable = false;
    world.pass(10_000);
    assert_eq!(world.nodes[again].replica.status().unsent, 0);
    assert_eq!(world.changes(ben).len(), 1);
}

#[test]
fn what_a_document_cannot_take_up_is_set_aside_and_all_else_goes_on() {
    let (mut world, ada, ben) = two();
    world.edit(ada, "before");
    world.go_offline(ada);
    world.edit(ben, "passes every check");
    let doc = DocId::REGISTER;
    let hash = *world.changes(ben).difference(world.changes(ada)).next().unwrap();
    world.nodes[ada].docs.indigestible.insert(hash);
    world.nodes[ada].online = true;
    world.pass(1_900);
    world.edit(ada, "hers");
    world.pass(120_000);
    assert_eq!(world.changes(ada).len(), 2, "all but that");
    let entries = world.nodes[ada].replica.set_aside();
    let reasons: Vec<_> = entries.iter().map(|entry| entry.reason).collect();
    assert_eq!(reasons, [SetAsideReason::NotTakenUp]);
    // What stands on it waits with it; a cache never counts either as taken up.
    world.edit(ben, "on top of it");
    world.pass(10_000);
    assert_eq!(world.nodes[ada].replica.set_aside().len(), 2);
    let covers = world.nodes[ada].replica.covers(doc);
    assert_eq!(world.nodes[ada].replica.tail(doc, &covers).len(), 2);
    // A version that can, takes both up.
    let disk = world.stop(ada);
    let again = world.start(disk, false);
    assert_eq!(world.changes(again), world.changes(ben));
    assert_eq!(world.changes(again).len(), 4);
}
