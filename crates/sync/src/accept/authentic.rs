//! Step 3: its author signed it. The newest signature of a run covers the rest through `prev`, so that one
//! verification does for many envelopes. So one whose own signature is wrong counts all the same if a later
//! authentic one of its log names it, whichever comes first.

use std::collections::{BTreeMap, BTreeSet};

use crate::crypto::signature::verify;
use crate::envelope::{Kind, Opened, Verified, domain};
use crate::log::Point;
use crate::name::{Actor, RegisterId};

/// Whether its own signature is its author's.
pub(crate) fn signed(register: &RegisterId, opened: &Opened) -> bool {
    let genesis = opened.header.kind == Kind::Membership && opened.id.0 == register.0;
    let register = if genesis { RegisterId([0; 32]) } else { *register };
    let author = opened.header.actor.device();
    verify(&author, domain(register), &opened.inner.header, &opened.inner.signature).is_ok()
}

/// Those of a batch that are authentic, log by log and in the order of counters; and those that are not. What is
/// named by an authentic header that came before, `is_named` tells. An entry of the membership is authentic by its
/// own signature alone: it is shown to newcomers without what follows it.
pub(crate) fn authentic(
    register: &RegisterId,
    batch: Vec<Opened>,
    is_named: impl Fn(&Actor, &Point) -> bool,
) -> (Vec<Verified>, Vec<Opened>) {
    let mut logs: BTreeMap<Actor, BTreeMap<Point, Opened>> = BTreeMap::new();
    for opened in batch {
        let point = (opened.header.counter, opened.id);
        let log = logs.entry(opened.header.actor).or_default();
        match log.get(&point) {
            // The same header twice: the copy with the better signature counts.
            Some(present) if signed(register, present) => {}
            _ => drop(log.insert(point, opened)),
        }
    }
    let (mut verified, mut unsigned) = (Vec::new(), Vec::new());
    for (actor, log) in logs {
        let mut named: BTreeSet<Point> = BTreeSet::new();
        let mut run = Vec::new();
        for (point, opened) in log.into_iter().rev() {
            let covered = opened.header.kind != Kind::Membership
                && (named.contains(&point) || is_named(&actor, &point));
            if covered || signed(register, &opened) {
                if let Some(before) = point.0.checked_sub(1) {
                    named.insert((before, opened.header.prev));
                }
                run.push(Verified::authentic(opened));
            } else {
                unsigned.push(opened);
            }
        }
        verified.extend(run.into_iter().rev());
    }
    (verified, unsigned)
}
