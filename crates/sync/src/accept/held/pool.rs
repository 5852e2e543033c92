//! Envelopes by log and place, counted, and pushed out fairly where they are too many.

use std::collections::BTreeMap;

use crate::envelope::Opened;
use crate::log::Point;
use crate::name::{Actor, DeviceId, Hash};

/// How much there may be.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    pub(super) count: usize,
    pub(super) bytes: usize,
}

/// Envelopes by log and place.
pub(super) struct Pool<T> {
    logs: BTreeMap<Actor, BTreeMap<Point, T>>,
    count: usize,
    bytes: usize,
}

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Self { logs: BTreeMap::new(), count: 0, bytes: 0 }
    }
}

impl<T: AsRef<Opened>> Pool<T> {
    /// Adds one; where the same header is there already, that one stays.
    pub(super) fn insert(&mut self, held: T) {
        let opened = held.as_ref();
        let (actor, size) = (opened.header.actor, opened.sealed.len());
        let log = self.logs.entry(actor).or_default();
        if let std::collections::btree_map::Entry::Vacant(place) =
            log.entry((opened.header.counter, opened.id))
        {
            place.insert(held);
            self.count += 1;
            self.bytes += size;
        }
    }

    pub(super) fn take(&mut self, actor: &Actor, point: &Point) -> Option<T> {
        let log = self.logs.get_mut(actor)?;
        let held = log.remove(point)?;
        if log.is_empty() {
            self.logs.remove(actor);
        }
        self.count -= 1;
        self.bytes -= held.as_ref().sealed.len();
        Some(held)
    }

    pub(super) fn get_mut(&mut self, actor: &Actor, point: &Point) -> Option<&mut T> {
        self.logs.get_mut(actor)?.get_mut(point)
    }

    pub(super) fn actors(&self) -> impl Iterator<Item = &Actor> {
        self.logs.keys()
    }

    pub(super) fn of(&self, actor: &Actor) -> impl Iterator<Item = (&Point, &T)> {
        self.logs.get(actor).into_iter().flatten()
    }

    /// What is there of a log under one counter.
    pub(super) fn at(&self, actor: &Actor, counter: u64) -> impl Iterator<Item = &T> {
        let places = (counter, Hash::ZERO)..=(counter, Hash([0xff; 32]));
        self.logs.get(actor).into_iter().flat_map(move |log| log.range(places.clone())).map(|(_, held)| held)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &T> {
        self.logs.values().flat_map(BTreeMap::values)
    }

    fn exceeds(&self, bounds: Bounds) -> bool {
        self.count > bounds.count || self.bytes > bounds.bytes
    }

    /// Takes out what is too much: first of devices that are no members, then of that which has most.
    pub(super) fn push_out(&mut self, bounds: Bounds, is_member: impl Fn(&DeviceId) -> bool) -> Vec<T> {
        let mut out = Vec::new();
        if !self.exceeds(bounds) {
            return out;
        }
        let mut shares: BTreeMap<DeviceId, (bool, usize, usize)> = BTreeMap::new();
        for (actor, log) in &self.logs {
            let device = actor.device();
            let share = shares.entry(device).or_insert_with(|| (!is_member(&device), 0, 0));
            share.1 += log.len();
            share.2 += log.values().map(|held| held.as_ref().sealed.len()).sum::<usize>();
        }
        while self.exceeds(bounds) {
            let many = self.count > bounds.count;
            let most = |(_, share): &(&DeviceId, &mut (bool, usize, usize))| {
                (share.0, if many { share.1 } else { share.2 })
            };
            let Some((device, share)) = shares.iter_mut().max_by_key(most) else { break };
            let last = self
                .logs
                .range(Actor::new(*device, [0; 8])..=Actor::new(*device, [0xff; 8]))
                .filter_map(|(actor, log)| Some((log.last_key_value()?.0, actor)))
                .max()
                .map(|(point, actor)| (*actor, *point));
            let Some(held) = last.and_then(|(actor, point)| self.take(&actor, &point)) else { break };
            share.1 -= 1;
            share.2 -= held.as_ref().sealed.len();
            let spent = (share.1 == 0).then_some(*device);
            if let Some(device) = spent {
                shares.remove(&device);
            }
            out.push(held);
        }
        out
    }
}
