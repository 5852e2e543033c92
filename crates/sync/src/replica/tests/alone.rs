//! One device: writing, storing, restarting.

use super::world::World;
use crate::{DocId, Effect, Network};

fn saved(world: &World, at: usize) -> Vec<u64> {
    let told = world.nodes[at].told.iter();
    told.filter_map(|effect| match effect {
        Effect::Saved(ticket) => Some(*ticket),
        _ => None,
    })
    .collect()
}

fn not_saved(world: &World, at: usize) -> Vec<(u64, bool)> {
    let told = world.nodes[at].told.iter();
    told.filter_map(|effect| match effect {
        Effect::NotSaved { ticket, taken } => Some((*ticket, *taken)),
        _ => None,
    })
    .collect()
}

#[test]
fn a_register_is_founded_and_written_to_without_a_network() {
    let mut world = World::new();
    let ada = world.found(false);
    let ticket = world.edit(ada, "first");
    assert_eq!(saved(&world, ada), [ticket]);
    let status = world.nodes[ada].replica.status();
    assert_eq!((status.saving, status.unsent, status.network), (0, 0, Network::None));
    assert_eq!(world.nodes[ada].replica.devices(), [(world.nodes[ada].replica.device(), [1; 16])]);
}

#[test]
fn after_a_restart_all_is_there_and_the_slot_goes_on_if_nothing_left_the_device() {
    let mut world = World::new();
    let ada = world.found(false);
    world.edit(ada, "first");
    let actor = world.main_actor(ada);
    let before = world.changes(ada).clone();
    let vector = world.nodes[ada].replica.vector();
    let disk = world.stop(ada);
    let again = world.start(disk, true);
    assert_eq!(*world.changes(again), before);
    assert_eq!(world.nodes[again].replica.vector(), vector);
    assert_eq!(world.main_actor(again), actor);
    world.edit(again, "second");
    assert_eq!(saved(&world, again).len(), 1);
}

#[test]
fn nothing_leaves_before_it_is_durable() {
    let mut world = World::new();
    let ada = world.found(true);
    let rows =
        |world: &World| world.relay.mailboxes.values().map(|mailbox| mailbox.rows.len()).sum::<usize>();
    let before = rows(&world);
    world.nodes[ada].disk.full = true;
    let ticket = world.edit(ada, "lost");
    assert_eq!(not_saved(&world, ada), [(ticket, false)]);
    assert_eq!(rows(&world), before);
    assert!(!world.nodes[ada].told.iter().any(|effect| matches!(effect, Effect::Saved(of) if *of == ticket)));
}

#[test]
fn once_an_append_fails_so_do_those_after_it_and_a_new_slot_is_taken() {
    let mut world = World::new();
    let ada = world.found(false);
    let slot = world.main_actor(ada);
    world.nodes[ada].disk.full = true;
    let first = world.edit_only(ada, DocId::REGISTER, "one");
    let second = world.edit_only(ada, DocId::REGISTER, "two");
    world.nodes[ada].disk.full = false;
    world.settle();
    assert_eq!(not_saved(&world, ada), [(first, false), (second, false)]);
    assert_ne!(world.main_actor(ada), slot);
    assert_eq!(world.nodes[ada].replica.status().saving, 0);
}

#[test]
fn of_two_tabs_on_one_slot_the_later_writer_is_told_to_take_another() {
    let mut world = World::new();
    let ada = world.found(false);
    let slot = world.main_actor(ada);
    let disk = world.nodes[ada].disk.clone();
    let tab = world.start(disk, true);
    assert_eq!(world.main_actor(tab), slot);
    world.edit(tab, "from the tab");
    // The first tab writes into the same store, where the head is the other tab's now.
    world.nodes[ada].disk = world.nodes[tab].disk.clone();
    let ticket = world.edit(ada, "from the first");
    assert_eq!(not_saved(&world, ada), [(ticket, true)]);
    assert_ne!(world.main_actor(ada), slot);
}

#[test]
fn a_cache_with_its_covers_needs_only_the_rest() {
    let mut world = World::new();
    let ada = world.found(false);
    world.edit(ada, "one");
    let covers = world.nodes[ada].replica.covers(DocId::REGISTER);
    let covers = crate::Covers::decode(&covers.encode()).unwrap();
    let cache = world.nodes[ada].docs.open[&DocId::REGISTER].clone();
    assert!(world.nodes[ada].replica.tail(DocId::REGISTER, &covers).is_empty());
    world.edit(ada, "two");
    assert_eq!(world.nodes[ada].replica.tail(DocId::REGISTER, &covers).len(), 1);
    let all = world.changes(ada).clone();
    world.nodes[ada].docs.open.insert(DocId::REGISTER, cache);
    world.open_with(ada, DocId::REGISTER, &covers);
    world.settle();
    assert_eq!(*world.changes(ada), all);
}
