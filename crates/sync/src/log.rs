//! Logs: each actor's envelopes, counted and chained, and which branch stands where one forked.
//! Knows headers by hash alone.

use std::collections::{BTreeMap, BTreeSet};

use crate::name::{Actor, DocId, Hash};
use crate::store::EnvelopeKey;

/// A place in a log: counter and header hash.
pub(crate) type Point = (u64, Hash);

/// What is remembered of one recorded envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Node {
    /// The header before.
    pub(crate) prev: Hash,
    /// Where it is filed.
    pub(crate) doc: DocId,
    /// Whether its author had a right to write, by the membership that this log names up to here.
    pub(crate) entitled: bool,
}

/// One actor's log.
#[derive(Debug, Default)]
pub(crate) struct Log {
    nodes: BTreeMap<Point, Node>,
    /// Counters under which there is more than one.
    forks: BTreeSet<u64>,
    /// How many changes of others descend from each branch, by its first header.
    weights: BTreeMap<Hash, u64>,
    /// What does not stand.
    fallen: BTreeSet<Hash>,
    /// The newest of what stands.
    tip: Option<Point>,
}

/// What recording one more envelope did.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Recorded {
    /// It continued the log.
    Continued,
    /// The log forked here or had: which branch stands must be looked at.
    Forked,
}

impl Log {
    pub(crate) fn contains(&self, point: &Point) -> bool {
        self.nodes.contains_key(point)
    }

    pub(crate) fn node(&self, point: &Point) -> Option<&Node> {
        self.nodes.get(point)
    }

    /// The newest envelope that stands.
    pub(crate) fn tip(&self) -> Option<Point> {
        self.tip
    }

    /// Whether the log ever forked.
    pub(crate) fn forked(&self) -> bool {
        !self.forks.is_empty()
    }

    pub(crate) fn stands(&self, header: &Hash) -> bool {
        !self.fallen.contains(header)
    }

    /// Where the envelope before this one is.
    pub(crate) fn parent(point: &Point, node: &Node) -> Option<Point> {
        point.0.checked_sub(1).filter(|counter| *counter > 0).map(|counter| (counter, node.prev))
    }

    /// Whether an envelope with this counter and predecessor would continue the log.
    pub(crate) fn continues(&self, counter: u64, prev: &Hash) -> bool {
        if counter == 1 { *prev == Hash::ZERO } else { self.nodes.contains_key(&(counter - 1, *prev)) }
    }

    /// The predecessors that a restart could not tell: those of points whose counter before is forked.
    pub(crate) fn ambiguous(&self, counter: u64) -> bool {
        counter > 1 && self.forks.contains(&(counter - 1))
    }

    /// All points at a counter.
    pub(crate) fn at(&self, counter: u64) -> impl Iterator<Item = (&Point, &Node)> {
        self.nodes.range((counter, Hash::ZERO)..=(counter, Hash([0xff; 32])))
    }

    /// The ends of all branches.
    pub(crate) fn ends(&self) -> Vec<Point> {
        if self.forks.is_empty() {
            return self.tip.into_iter().collect();
        }
        let named: BTreeSet<Point> =
            self.nodes.iter().filter_map(|(point, node)| Self::parent(point, node)).collect();
        self.nodes.keys().filter(|point| !named.contains(point)).copied().collect()
    }

    /// The points behind a counter.
    pub(crate) fn points_after(&self, counter: u64) -> impl Iterator<Item = (&Point, &Node)> {
        self.nodes.range((counter.saturating_add(1), Hash::ZERO)..)
    }

    /// All points.
    pub(crate) fn points(&self) -> impl DoubleEndedIterator<Item = (&Point, &Node)> {
        self.nodes.iter()
    }

    /// Whether `older` is `newer` or lies before it on its branch.
    pub(crate) fn leads_to(&self, older: &Point, newer: &Point) -> bool {
        if older.0 > newer.0 {
            return false;
        }
        if self.forks.range(..=newer.0).next().is_none() {
            return self.contains(older);
        }
        let mut at = *newer;
        while at.0 > older.0 {
            let Some(parent) = self.nodes.get(&at).and_then(|node| Self::parent(&at, node)) else {
                return false;
            };
            at = parent;
        }
        at == *older
    }

    /// Adds one that [`Self::continues`].
    pub(crate) fn record(&mut self, point: Point, node: Node) -> Recorded {
        self.nodes.insert(point, node);
        let alone = self.at(point.0).count() == 1;
        if alone && self.forks.is_empty() {
            self.tip = self.tip.max(Some(point));
            return Recorded::Continued;
        }
        if !alone {
            self.forks.insert(point.0);
        }
        self.judge();
        Recorded::Forked
    }

    /// Takes other weights of the branches.
    pub(crate) fn weigh(&mut self, weights: BTreeMap<Hash, u64>) {
        self.weights = weights;
        self.judge();
    }

    /// The weight of the branch that begins with this header.
    pub(crate) fn weight(&self, header: &Hash) -> u64 {
        self.weights.get(header).copied().unwrap_or(0)
    }

    /// The first counter that is there twice.
    pub(crate) fn first_fork(&self) -> Option<u64> {
        self.forks.first().copied()
    }

    /// Each branch's first header, and all headers of the branch.
    pub(crate) fn branches(&self) -> Vec<(Hash, BTreeSet<Hash>)> {
        let firsts = self.forks.iter().flat_map(|counter| self.at(*counter));
        let branch = |(first, _): (&Point, &Node)| {
            let mut headers = BTreeSet::from([first.1]);
            for ((_, header), node) in self.points_after(first.0) {
                if headers.contains(&node.prev) {
                    headers.insert(*header);
                }
            }
            (first.1, headers)
        };
        firsts.map(branch).collect()
    }

    /// From the first fork on, of the envelopes that follow one that stands the one stands that more of other
    /// persons' work descends from, else the one with the lowest hash. The same set gives the same branch, in
    /// whatever order it came.
    fn judge(&mut self) {
        let Some(from) = self.first_fork() else { return };
        let mut standing = self.at(from - 1).next().map(|(point, _)| *point);
        let mut fallen = BTreeSet::new();
        let mut at = from;
        loop {
            let points: Vec<(Point, Hash)> = self.at(at).map(|(point, node)| (*point, node.prev)).collect();
            if points.is_empty() {
                break;
            }
            let prev = standing.map_or(Hash::ZERO, |(_, header)| header);
            let follow = standing.map_or(0, |(counter, _)| counter) + 1 == at;
            let next = points
                .iter()
                .filter(|(_, before)| follow && *before == prev)
                .map(|(point, _)| *point)
                .min_by_key(|(_, header)| (std::cmp::Reverse(self.weight(header)), *header));
            fallen.extend(
                points.iter().map(|(point, _)| point.1).filter(|header| Some(*header) != next.map(|n| n.1)),
            );
            standing = next.or(standing);
            at += 1;
        }
        self.fallen = fallen;
        self.tip = standing;
    }
}

/// All logs.
#[derive(Debug, Default)]
pub(crate) struct Logs(BTreeMap<Actor, Log>);

impl Logs {
    pub(crate) fn get(&self, actor: &Actor) -> Option<&Log> {
        self.0.get(actor)
    }

    pub(crate) fn entry(&mut self, actor: Actor) -> &mut Log {
        self.0.entry(actor).or_default()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Actor, &Log)> {
        self.0.iter()
    }

    pub(crate) fn contains(&self, key: &EnvelopeKey) -> bool {
        self.0.get(&key.actor).is_some_and(|log| log.contains(&(key.counter, key.header)))
    }

    pub(crate) fn stands(&self, key: &EnvelopeKey) -> bool {
        self.0.get(&key.actor).is_none_or(|log| log.stands(&key.header))
    }

    /// All keys, in the order of logs.
    pub(crate) fn keys(&self) -> impl Iterator<Item = EnvelopeKey> {
        self.0.iter().flat_map(|(actor, log)| {
            log.points().map(|((counter, header), node)| EnvelopeKey {
                doc: node.doc,
                actor: *actor,
                counter: *counter,
                header: *header,
            })
        })
    }

    /// Rebuilds the logs from stored keys; `prevs` tells the predecessors that keys alone cannot.
    pub(crate) fn restore(
        keys: &[EnvelopeKey],
        prevs: &BTreeMap<Hash, Hash>,
        unentitled: &BTreeSet<Hash>,
        weights: &BTreeMap<Hash, u64>,
    ) -> Self {
        let mut by_log: BTreeMap<Actor, BTreeMap<Point, DocId>> = BTreeMap::new();
        for key in keys {
            by_log.entry(key.actor).or_default().insert((key.counter, key.header), key.doc);
        }
        let mut logs = Self::default();
        for (actor, points) in by_log {
            let log = logs.entry(actor);
            for (point, doc) in points {
                let before = log.at(point.0.saturating_sub(1)).map(|((_, header), _)| *header).next();
                let prev = prevs.get(&point.1).copied().or(before).unwrap_or(Hash::ZERO);
                // What follows a hole (it cannot, unless the store lost something) is read again.
                if log.continues(point.0, &prev) {
                    log.record(point, Node { prev, doc, entitled: !unentitled.contains(&point.1) });
                }
            }
            if log.forked() {
                let firsts =
                    log.forks.iter().flat_map(|counter| log.at(*counter)).map(|((_, header), _)| *header);
                let weights = firsts.filter_map(|header| Some((header, *weights.get(&header)?))).collect();
                log.weigh(weights);
            }
        }
        logs
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn node(prev: Hash) -> Node {
        Node { prev, doc: DocId::REGISTER, entitled: true }
    }

    fn h(byte: u8) -> Hash {
        Hash([byte; 32])
    }

    /// One shared beginning, two branches of three and two, one of which forks again.
    fn forked() -> Vec<(Point, Node)> {
        vec![
            ((1, h(50)), node(Hash::ZERO)),
            ((2, h(40)), node(h(50))),
            ((2, h(30)), node(h(50))),
            ((3, h(10)), node(h(40))),
            ((3, h(60)), node(h(30))),
            ((3, h(61)), node(h(30))),
            ((4, h(5)), node(h(10))),
        ]
    }

    fn record_all(mut pending: Vec<(Point, Node)>) -> Log {
        let mut log = Log::default();
        while !pending.is_empty() {
            let at = pending.iter().position(|(point, node)| log.continues(point.0, &node.prev)).unwrap();
            let (point, node) = pending.remove(at);
            log.record(point, node);
        }
        log
    }

    proptest! {
        #[test]
        fn the_same_branch_stands_in_any_order(order in Just(forked()).prop_shuffle()) {
            let log = record_all(order);
            prop_assert_eq!(log.tip(), Some((3, h(60))));
            let fallen: Vec<_> = [40, 10, 5, 61].map(h).into();
            for header in fallen {
                prop_assert!(!log.stands(&header));
            }
            for header in [50, 30, 60].map(h) {
                prop_assert!(log.stands(&header));
            }
        }
    }

    #[test]
    fn the_branch_stands_that_others_have_built_on() {
        let mut log = record_all(forked());
        log.weigh(BTreeMap::from([(h(40), 2), (h(30), 1), (h(61), 9)]));
        assert_eq!(log.tip(), Some((4, h(5))));
        assert!(!log.stands(&h(61)));
    }

    #[test]
    fn a_restored_log_judges_as_before() {
        let actor = Actor([1; 40]);
        let keys: Vec<_> = forked()
            .iter()
            .map(|((counter, header), node)| EnvelopeKey {
                doc: node.doc,
                actor,
                counter: *counter,
                header: *header,
            })
            .collect();
        let prevs = forked().iter().map(|((_, header), node)| (*header, node.prev)).collect();
        let logs = Logs::restore(&keys, &prevs, &BTreeSet::new(), &BTreeMap::new());
        let log = logs.get(&actor).unwrap();
        assert_eq!(log.tip(), Some((3, h(60))));
        assert!(log.leads_to(&(2, h(30)), &(3, h(60))));
        assert!(!log.leads_to(&(2, h(40)), &(3, h(60))));
    }
}
