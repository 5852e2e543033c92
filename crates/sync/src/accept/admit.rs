//! Steps 4 to 6: its author is a member, its membership heads are known, it continues its log. Then it is
//! recorded, with whether its author had a right to write, by the membership that its log names.

use crate::accept::held::Held;
use crate::envelope::{Accepted, Kind, Verified};
use crate::log::{Log, Logs, Node, Point, Recorded};
use crate::membership::Membership;
use crate::name::{Actor, Hash};

/// One that was recorded, and what that did to its log.
pub(crate) struct Admitted {
    pub(crate) accepted: Accepted,
    pub(crate) entitled: bool,
    pub(crate) recorded: Recorded,
}

/// Records all that can be recorded of a log's held envelopes.
pub(crate) fn admit(
    actor: &Actor,
    held: &mut Held,
    logs: &mut Logs,
    membership: &Membership,
) -> Vec<Admitted> {
    let mut admitted = Vec::new();
    loop {
        let ready: Vec<Point> = held
            .of(actor)
            .filter(|(_, verified)| may_enter(verified, logs, membership))
            .map(|(point, _)| *point)
            .collect();
        if ready.is_empty() {
            return admitted;
        }
        for point in ready {
            if let Some(verified) = held.take(actor, &point) {
                admitted.push(record(verified, logs, membership));
                // The whole run that follows, without looking at all that is held each time.
                let mut end = admitted.last().map(|last| (last.accepted.get().header.counter, point.1));
                while let Some((counter, header)) = end.take() {
                    let next = held
                        .of(actor)
                        .find(|((next, _), v)| *next == counter + 1 && v.get().header.prev == header)
                        .filter(|(_, v)| may_enter(v, logs, membership))
                        .map(|(next, _)| *next);
                    if let Some(next) = next
                        && let Some(verified) = held.take(actor, &next)
                    {
                        admitted.push(record(verified, logs, membership));
                        end = Some(next);
                    }
                }
            }
        }
    }
}

fn may_enter(verified: &Verified, logs: &Logs, membership: &Membership) -> bool {
    let opened = verified.get();
    let header = &opened.header;
    let signer_known = membership.member(&header.actor.device()).is_some();
    let heads_known = header.membership_heads.as_deref().is_none_or(|heads| membership.knows(heads));
    let judged = header.kind != Kind::Membership || membership.is_judged(&opened.id);
    let continues = match logs.get(&header.actor) {
        Some(log) => log.continues(header.counter, &header.prev),
        None => header.counter == 1,
    };
    signer_known && heads_known && judged && continues
}

fn record(verified: Verified, logs: &mut Logs, membership: &Membership) -> Admitted {
    let opened = verified.get();
    let header = &opened.header;
    let log = logs.entry(header.actor);
    let point = (header.counter, opened.id);
    let entitled = entitled(log, header.counter, &header.prev)
        || match header.kind {
            Kind::Membership => membership.is_valid(&opened.id),
            Kind::Changes | Kind::Snapshot | Kind::Unknown(_) => header
                .membership_heads
                .as_deref()
                .is_some_and(|heads| membership.role(heads, &header.actor.device()).is_some()),
        };
    let node = Node { prev: header.prev, doc: opened.key().doc, entitled };
    let recorded = log.record(point, node);
    Admitted { accepted: Accepted::recorded(verified), entitled, recorded }
}

/// Rights are only ever added so far: a log that once named its author's membership names it ever after.
fn entitled(log: &Log, counter: u64, prev: &Hash) -> bool {
    counter > 1 && log.node(&(counter - 1, *prev)).is_some_and(|node| node.entitled)
}
