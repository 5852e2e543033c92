//! One set of envelopes, in any order, in any batches, some of them twice: the same outcome.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::hostile::Forger;
use super::world::{Disk, World};
use crate::{Actor, DocId, EnvelopeKey, Event, Hash, SetAsideReason};

type Outcome = (BTreeSet<Hash>, Vec<(Actor, u64, Hash)>, Vec<(EnvelopeKey, SetAsideReason)>, usize);

fn outcome(world: &World, at: usize) -> Outcome {
    let replica = &world.nodes[at].replica;
    let aside = replica.set_aside().into_iter().map(|entry| (entry.key, entry.reason)).collect();
    (world.changes(at).clone(), replica.vector(), aside, replica.devices().len())
}

/// A register with a fork, two joiners and work that crosses; Ben's disk as it was when he joined, and all
/// envelopes that there are.
fn history() -> (Disk, Vec<Vec<u8>>, Outcome) {
    let mut world = World::new();
    let ada = world.found(true);
    let invitation = world.invite(ada);
    let ben = world.join(&invitation, 2);
    let joined = world.nodes[ben].disk.clone();
    world.edit(ada, "shared");
    let copy = world.nodes[ada].disk.clone();
    let copy = world.start(copy, true);
    world.main_actor(copy);
    world.go_offline(copy);
    world.go_offline(ada);
    world.edit(copy, "by the copy");
    world.edit(ada, "by Ada");
    world.edit(ada, "by Ada again");
    world.edit(ben, "by Ben");
    world.go_online(copy);
    world.go_online(ada);
    let invitation = world.invite(ada);
    let chi = world.join(&invitation, 3);
    for text in ["x", "y"] {
        world.edit(chi, text);
        world.edit(ben, text);
    }
    // Ben's device signs one envelope badly, and another that names it.
    let mut forger = Forger::in_world(world, ada, ben);
    let mut pair = Vec::new();
    let (header, body) = forger.change("not signed");
    pair.push(forger.seal_unsigned(&header, &body));
    let (header, body) = forger.change("signed");
    pair.push(forger.seal(&header, &body));
    let mut world = forger.world;
    world.happens(ben, Event::Envelopes(pair));
    world.pass(300_000);
    let expected = outcome(&world, ben);
    let envelopes = world.nodes[ben].disk.envelopes.values().cloned().collect();
    (joined, envelopes, expected)
}

#[test]
fn the_order_of_arrival_changes_nothing() {
    let (disk, envelopes, expected) = history();
    assert!(!expected.2.is_empty(), "one branch fell");
    let order = Just(envelopes.clone()).prop_shuffle();
    let doubled = proptest::collection::vec(0..envelopes.len(), 0..6);
    let batches = proptest::collection::vec(1..5usize, 1..40);
    proptest!(ProptestConfig::with_cases(64), |(order in order, doubled in doubled, batches in batches)| {
        let mut world = World::new();
        let ben = world.start(disk.clone(), false);
        let mut order = order;
        for at in doubled {
            order.push(envelopes[at].clone());
        }
        let mut rest = order.into_iter();
        for size in batches.into_iter().cycle() {
            let batch: Vec<_> = rest.by_ref().take(size).collect();
            if batch.is_empty() {
                break;
            }
            world.happens(ben, Event::Envelopes(batch));
        }
        world.pass(300_000);
        prop_assert_eq!(outcome(&world, ben), expected.clone());
        // And after a restart, from what was stored.
        let disk = world.stop(ben);
        let again = world.start(disk, false);
        prop_assert_eq!(outcome(&world, again), expected.clone());
        prop_assert!(world.nodes[again].docs.open.contains_key(&DocId::REGISTER));
    });
}
