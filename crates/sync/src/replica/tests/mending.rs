//! Damaged and missing rows of a device's store: noticed, shown, and mended from the relay.

use super::world::World;
use crate::name::DocId;
use crate::store::EnvelopeKey;
use crate::{SetAsideReason, Trouble};
use wire::ErrorCode;

/// Ada and Ben with three edits each; Ben's app is closed. His disk is handed to what damages it.
fn damage(by: impl FnOnce(&mut super::world::Disk, &[EnvelopeKey])) -> (World, usize, usize) {
    let mut world = World::new();
    let ada = world.found(true);
    let invitation = world.invite(ada);
    let ben = world.join(&invitation, 2);
    for round in 0..3 {
        world.edit(ada, &format!("Ada {round}"));
        world.edit(ben, &format!("Ben {round}"));
    }
    world.pass(60_000);
    let mut disk = world.stop(ben);
    let keys: Vec<EnvelopeKey> =
        disk.envelopes.keys().filter(|key| key.doc == DocId::REGISTER).copied().collect();
    by(&mut disk, &keys);
    let again = world.start(disk, false);
    (world, ada, again)
}

fn is_whole(world: &World, ada: usize, ben: usize) {
    assert_eq!(world.changes(ben), world.changes(ada));
    assert_eq!(world.changes(ben).len(), 6);
    assert_eq!(world.nodes[ben].replica.status().set_aside, 0);
    assert_eq!(world.nodes[ben].replica.set_aside(), []);
}

#[test]
fn a_damaged_row_is_told_and_mended_by_the_relay() {
    for damaged in 0..6 {
        let (mut world, ada, ben) = damage(|disk, keys| {
            let row = disk.envelopes.get_mut(&keys[damaged]).unwrap();
            let last = row.len() - 1;
            row[last] ^= 1;
        });
        let reasons: Vec<_> =
            world.nodes[ben].replica.set_aside().into_iter().map(|entry| entry.reason).collect();
        assert_eq!(reasons, [SetAsideReason::Damaged]);
        world.go_online(ben);
        is_whole(&world, ada, ben);
        // And it stays so.
        let disk = world.stop(ben);
        let again = world.start(disk, false);
        is_whole(&world, ada, again);
    }
}

#[test]
fn all_rows_cut_or_exchanged_are_mended_by_the_relay() {
    let (mut world, ada, ben) = damage(|disk, keys| {
        for key in keys {
            disk.envelopes.get_mut(key).unwrap().truncate(20);
        }
    });
    world.go_online(ben);
    is_whole(&world, ada, ben);

    let (mut world, ada, ben) = damage(|disk, keys| {
        let (one, other) = (disk.envelopes[&keys[0]].clone(), disk.envelopes[&keys[1]].clone());
        disk.envelopes.insert(keys[0], other);
        disk.envelopes.insert(keys[1], one);
    });
    world.go_online(ben);
    is_whole(&world, ada, ben);
}

#[test]
fn rows_that_are_gone_are_read_again() {
    for gone in 0..6 {
        let (mut world, ada, ben) = damage(|disk, keys| drop(disk.envelopes.remove(&keys[gone])));
        world.go_online(ben);
        world.pass(60_000);
        assert_eq!(world.changes(ben), world.changes(ada), "{gone}");
        world.edit(ada, "on it goes");
        world.edit(ben, "and on");
    }
}

#[test]
fn what_nobody_has_is_looked_for_once_and_damages_nothing_else() {
    let (mut world, ada, ben) = damage(|_, _| {});
    let before = world.nodes[ben].disk.envelopes.clone();
    world.edit(ben, "never sent");
    let mut disk = world.stop(ben);
    let key = *disk.envelopes.keys().find(|key| !before.contains_key(key)).unwrap();
    disk.envelopes.insert(key, b"nothing".to_vec());
    let ben = world.start(disk, true);
    world.pass(60_000);
    assert_eq!(world.nodes[ben].replica.set_aside()[0].reason, SetAsideReason::Damaged);
    // Nothing of it reached anybody.
    let rows = world.relay.mailboxes.values().flat_map(|mailbox| &mailbox.rows);
    assert!(rows.clone().all(|(row, _)| row != b"nothing"));
    world.edit(ada, "Ada goes on");
    world.edit(ben, "Ben goes on");
    world.pass(60_000);
    assert!(world.changes(ben).len() >= 7);
}

#[test]
fn a_relay_that_forgot_is_told_of_until_it_is_filled_again() {
    let (mut world, ada, _) = damage(|_, _| {});
    world.go_offline(ada);
    world.relay.mailboxes.clear();
    world.go_online(ada);
    assert_eq!(world.nodes[ada].replica.status().trouble, None);
    assert_eq!(world.nodes[ada].replica.status().unsent, 0);
    let rows: usize = world.relay.mailboxes.values().map(|mailbox| mailbox.rows.len()).sum();
    assert!(rows >= 6);
}

#[test]
fn a_relay_that_speaks_nonsense_is_told_of_and_tried_again() {
    let (mut world, ada, _) = damage(|_, _| {});
    world.happens(ada, crate::Event::RelayFrames(vec![b"<html>It works!</html>".to_vec()]));
    assert_eq!(world.nodes[ada].replica.status().trouble, Some(Trouble::Nonsense));
    world.edit(ada, "in spite of it");
    world.pass(10_000);
    let status = world.nodes[ada].replica.status();
    assert_eq!((status.trouble, status.unsent), (None, 0));
}

#[test]
fn a_relay_that_takes_nothing_is_told_of_and_all_leaves_once_it_takes_it_again() {
    let refused = [ErrorCode::Quota, ErrorCode::Denied, ErrorCode::Unknown(99)];
    let refused = refused.map(|code| (code, Trouble::Refuses));
    for (code, trouble) in refused.into_iter().chain([(ErrorCode::Busy, Trouble::Busy)]) {
        for reconnects in [false, true] {
            let (mut world, ada, ben) = damage(|_, _| {});
            world.go_online(ben);
            world.relay.refuses = Some(code);
            if reconnects {
                world.go_offline(ada);
                world.go_online(ada);
            }
            world.edit(ada, "meanwhile");
            world.pass(20_000);
            let status = world.nodes[ada].replica.status();
            assert_eq!((status.trouble, status.unsent, status.saving), (Some(trouble), 1, 0), "{code:?}");
            world.relay.refuses = None;
            world.pass(300_000);
            let status = world.nodes[ada].replica.status();
            assert_eq!((status.trouble, status.unsent, status.seen_by), (None, 0, 1), "{code:?}");
        }
    }
}

#[test]
fn after_a_rollback_that_others_filled_again_one_is_seen_once_more() {
    let (mut world, ada, ben) = damage(|_, _| {});
    world.go_online(ben);
    let backup = world.relay.clone();
    world.edit(ada, "after the backup");
    world.pass(60_000);
    assert_eq!(world.nodes[ada].replica.status().seen_by, 1);
    world.go_offline(ada);
    world.go_offline(ben);
    world.relay = backup;
    world.go_online(ada);
    // The rows are as they were, and so Ben's reading fits; his cell does not.
    world.go_online(ben);
    world.pass(60_000);
    let status = world.nodes[ada].replica.status();
    assert_eq!((status.seen_by, status.trouble), (1, None));
}
