//! When a snapshot is made, and what a newcomer takes from one.

use super::world::World;
use crate::{DocId, Effect, SnapshotDocument};

/// Time passes; whoever is asked for a snapshot makes one. How many were made.
fn rest(world: &mut World, nodes: &[usize]) -> usize {
    let mut made = 0;
    for _ in 0..40 {
        world.pass(5_000);
        for at in nodes {
            let told = std::mem::take(&mut world.nodes[*at].told);
            if told.iter().any(|effect| matches!(effect, Effect::MakeSnapshot)) {
                made += 1;
                put(world, *at, b"saved");
            }
        }
    }
    made
}

fn put(world: &mut World, at: usize, saved: &[u8]) {
    let now = world.now;
    let effects = world.nodes[at].replica.snapshot(vec![(DocId::REGISTER, saved.to_vec())], now);
    world.carry_out(at, effects);
    world.settle();
}

fn shown(world: &World, at: usize) -> Option<&Vec<SnapshotDocument>> {
    world.nodes[at].told.iter().find_map(|effect| match effect {
        Effect::Snapshot { documents, .. } => Some(documents),
        _ => None,
    })
}

fn team() -> (World, usize, usize) {
    let mut world = World::new();
    let ada = world.found(true);
    let invitation = world.invite(ada);
    let ben = world.join(&invitation, 2);
    world.pass(10_000);
    (world, ada, ben)
}

#[test]
fn one_device_makes_a_snapshot_once_many_envelopes_lack_and_the_others_leave_it_at_that() {
    let (mut world, ada, ben) = team();
    assert_eq!(rest(&mut world, &[ada, ben]), 0);
    for number in 0..300 {
        world.edit(if number % 2 == 0 { ada } else { ben }, &format!("edit {number}"));
    }
    assert_eq!(rest(&mut world, &[ada, ben]), 1);
    assert_eq!(rest(&mut world, &[ada, ben]), 0);
    world.edit(ada, "one more");
    assert_eq!(rest(&mut world, &[ada, ben]), 0);
}

#[test]
fn a_newcomer_is_given_the_snapshot_and_nobody_else_is() {
    let (mut world, ada, ben) = team();
    world.edit(ada, "an edit");
    put(&mut world, ada, b"saved");
    let invitation = world.invite(ada);
    let chi = world.join(&invitation, 3);
    let documents = shown(&world, chi).unwrap();
    assert_eq!(documents.len(), 1);
    assert_eq!((documents[0].doc, documents[0].document.as_slice()), (DocId::REGISTER, b"saved".as_slice()));
    assert!(world.nodes[chi].replica.has_all_of(&documents[0].covers));
    // All was read in the same breath.
    assert!(!world.nodes[chi].replica.is_reading_in());
    assert!(!world.nodes[chi].replica.status().verifying);
    assert!(shown(&world, ben).is_none());
    assert!(shown(&world, ada).is_none());
}

#[test]
fn a_snapshot_that_the_logs_did_not_confirm_is_made_again() {
    let (mut world, ada, ben) = team();
    for number in 0..300 {
        world.edit(ada, &format!("edit {number}"));
    }
    assert_eq!(rest(&mut world, &[ada, ben]), 1);
    let invitation = world.invite(ada);
    let chi = world.join(&invitation, 3);
    assert!(shown(&world, chi).is_some());
    assert_eq!(rest(&mut world, &[chi]), 0);
    let now = world.now;
    let effects = world.nodes[chi].replica.snapshot_disagrees(now);
    world.carry_out(chi, effects);
    assert_eq!(rest(&mut world, &[chi]), 1);
}
