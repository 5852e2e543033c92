//! Copies of one device: both write, and everybody comes to show the same.

use super::world::World;
use crate::{DocId, Effect, Hash, Invitation, SetAsideReason};

/// Ada, a copy of her device made while she was away, and Ben. Ada's slot goes on in both.
fn cloned() -> (World, usize, usize, usize) {
    let mut world = World::new();
    let ada = world.found(true);
    let invitation: Invitation = world.invite(ada);
    let ben = world.join(&invitation, 2);
    world.edit(ada, "shared");
    let slot = world.main_actor(ada);
    let disk = world.nodes[ada].disk.clone();
    let copy = world.start(disk, true);
    assert_eq!(world.main_actor(copy), slot);
    world.go_offline(ada);
    world.go_offline(copy);
    (world, ada, copy, ben)
}

fn rewritten(world: &World, at: usize) -> Vec<Hash> {
    let told = world.nodes[at].told.iter();
    told.filter_map(|effect| match effect {
        Effect::Rewrite { changes, .. } => Some(changes.iter().map(|changes| changes.last_hash)),
        _ => None,
    })
    .flatten()
    .collect()
}

#[test]
fn two_copies_that_wrote_apart_show_the_same_to_everyone() {
    let (mut world, ada, copy, ben) = cloned();
    world.edit(ada, "Ada one");
    world.edit(ada, "Ada two");
    world.edit(copy, "copy one");
    world.go_online(ada);
    world.go_online(copy);
    world.pass(300_000);
    assert_eq!(world.changes(ada), world.changes(ben));
    assert_eq!(world.changes(copy), world.changes(ben));
    for at in [ada, copy, ben] {
        let aside = world.nodes[at].replica.set_aside();
        assert!(!aside.is_empty());
        assert!(
            aside.iter().all(|entry| entry.reason == SetAsideReason::Forked && entry.person == Some([1; 16]))
        );
        assert_eq!(world.nodes[at].replica.vector(), world.nodes[ben].replica.vector());
    }
}

#[test]
fn who_wrote_what_does_not_stand_is_asked_to_write_it_again_once() {
    let (mut world, ada, copy, ben) = cloned();
    world.edit(ada, "Ada one");
    world.edit(copy, "copy one");
    world.go_online(ada);
    world.go_online(copy);
    world.pass(300_000);
    let (lost_ada, lost_copy) = (rewritten(&world, ada), rewritten(&world, copy));
    assert_eq!(lost_ada.len() + lost_copy.len(), 1, "one of the two, and once");
    assert!(rewritten(&world, ben).is_empty());
    let loser = if lost_ada.is_empty() { copy } else { ada };
    // It stands under a new actor then.
    let before = world.changes(ben).len();
    let fallen = world.nodes[loser].replica.set_aside()[0].key.actor;
    assert_ne!(world.main_actor(loser), fallen);
    world.edit(loser, "written again");
    assert_eq!(world.changes(ben).len(), before + 1);
    // A restart does not ask again.
    let disk = world.stop(loser);
    let again = world.start(disk, true);
    world.pass(10_000);
    assert!(rewritten(&world, again).is_empty());
    assert_eq!(world.changes(again), world.changes(ben));
}

#[test]
fn a_newcomer_comes_to_the_same_branch() {
    let (mut world, ada, copy, ben) = cloned();
    world.edit(ada, "Ada one");
    world.edit(copy, "copy one");
    world.edit(copy, "copy two");
    world.go_online(copy);
    world.go_online(ada);
    world.pass(300_000);
    let invitation = world.invite(ada);
    let chi = world.join(&invitation, 3);
    assert_eq!(world.changes(chi), world.changes(ben));
    let disk = world.stop(ben);
    let again = world.start(disk, false);
    assert_eq!(world.changes(again), world.changes(chi));
}

#[test]
fn a_cache_of_what_fell_is_not_used() {
    let (mut world, ada, copy, ben) = cloned();
    world.edit(ada, "Ada one");
    world.edit(copy, "copy one");
    let covers = [ada, copy].map(|at| world.nodes[at].replica.covers(DocId::REGISTER));
    world.go_online(ada);
    world.go_online(copy);
    world.pass(300_000);
    let stands = covers.map(|covers| world.nodes[ben].replica.cache_stands(&covers));
    assert_ne!(stands[0], stands[1], "just one of the two");
}

#[test]
fn the_branch_stands_that_others_have_built_on() {
    // With every seed, whatever the hashes: the copy is read and answered by Ben, Ada comes late.
    for seed in 0..8 {
        let (mut world, ada, copy, ben) = cloned();
        world.dice.0 += 1000 * seed;
        world.edit(ada, "Ada, offline");
        world.edit(ada, "Ada, offline again");
        world.edit(copy, "by the copy");
        world.go_online(copy);
        world.edit(ben, "Ben's answer");
        let before = world.changes(ben).clone();
        world.go_online(ada);
        world.pass(300_000);
        assert_eq!(*world.changes(ben), before, "what Ben built on stands");
        for at in [ada, copy] {
            assert_eq!(*world.changes(at), before);
        }
        assert_eq!(rewritten(&world, ada).len(), 2);
        assert!(rewritten(&world, copy).is_empty());
        let disk = world.stop(ben);
        let again = world.start(disk, false);
        assert_eq!(*world.changes(again), before);
    }
}

#[test]
fn what_fell_while_the_disk_was_full_is_handed_back_once_there_is_room() {
    let (mut world, ada, copy, _) = cloned();
    world.edit(ada, "Ada one");
    world.edit(copy, "copy one");
    for at in [ada, copy] {
        world.nodes[at].disk.notes_nothing = true;
    }
    world.go_online(ada);
    world.go_online(copy);
    world.pass(300_000);
    assert!(rewritten(&world, ada).is_empty() && rewritten(&world, copy).is_empty());
    for at in [ada, copy] {
        world.nodes[at].disk.notes_nothing = false;
    }
    world.pass(10_000);
    assert_eq!(rewritten(&world, ada).len() + rewritten(&world, copy).len(), 1);
}
