//! What must hold, whatever broke.

use crate::world::{DOCS, World};
use std::collections::BTreeSet;
use sync::{EnvelopeKey, Refusal, Replica, SetAsideEntry, SetAsideReason};

impl World {
    /// SYN: nothing leaves a device before it is on its disk.
    pub fn check_stored_before_sent(&self, at: usize, frame: &[u8]) {
        let request = wire::decode_request(frame).unwrap();
        if let wire::RequestBody::Put { bytes, mailbox, .. } = request.body {
            // A welcome lies in the invitation's mailbox and in no log.
            if self.runs[at].open.contains(&mailbox) {
                let stored = self.disks[self.runs[at].disk].holds(&bytes);
                assert!(stored, "seed {}: {} sent what it had not stored", self.seed, self.runs[at].name);
            }
        }
    }

    /// What this run was told is saved, it shows, or says that it is set aside.
    pub fn check_own(&mut self, at: usize) {
        let run = &mut self.runs[at];
        let aside = overruled(&run.replica);
        for doc in DOCS {
            let Some(seen) = run.docs.seen(doc) else { continue };
            for written in run.saved.iter().filter(|written| written.doc == doc) {
                let excused = written.envelope.as_ref().is_some_and(|(key, _)| aside.contains(key));
                assert!(
                    excused || seen.contains(&written.token),
                    "seed {}: {} does not show {}, which it had saved",
                    self.seed,
                    run.name,
                    written.token
                );
            }
        }
    }

    /// Everyone has the same envelopes, sees the same, and everything acknowledged is there.
    pub fn check_all(&mut self) {
        let seed = self.seed;
        let alive: Vec<usize> = (0..self.runs.len()).filter(|at| self.runs[*at].alive).collect();
        let first = alive[0];
        let vector = self.runs[first].replica.vector();
        for doc in DOCS {
            let expected = self.runs[first].docs.seen(doc).unwrap();
            let first_aside = self.runs[first].replica.set_aside();
            for at in &alive {
                let run = &mut self.runs[*at];
                let name = run.name.clone();
                let theirs = run.replica.vector();
                assert!(
                    theirs == vector,
                    "seed {seed}: {name} has other envelopes than Ada:\nAda's {:?}\ntheirs {:?}\n{:?}",
                    vector.iter().filter(|tip| !theirs.contains(tip)).collect::<Vec<_>>(),
                    theirs.iter().filter(|tip| !vector.contains(tip)).collect::<Vec<_>>(),
                    run.replica.status()
                );
                let seen = run.docs.seen(doc).unwrap();
                assert!(
                    seen == expected,
                    "seed {seed}: {name} sees another {doc:?}:\n{}\nset aside: {:?}\nset aside with Ada: {first_aside:?}\nwaiting {:?}",
                    difference(&expected, &seen),
                    run.replica.set_aside(),
                    run.replica.waiting()
                );
                assert!(run.docs.survives_saving(doc), "seed {seed}: {name} cannot save and load {doc:?}");
            }
            let aside = overruled(&self.runs[first].replica);
            for written in self.acknowledged.iter().filter(|written| written.doc == doc) {
                let excused = written.envelope.as_ref().is_some_and(|(key, _)| aside.contains(key));
                assert!(
                    excused || expected.contains(&written.token),
                    "seed {seed}: {} was acknowledged, and is nowhere: {:?}; waiting: {:?}; set aside: {aside:?}",
                    written.token,
                    written.envelope.as_ref().map(|(key, _)| key),
                    self.runs[first].replica.waiting()
                );
            }
        }
        let unsent: usize = alive.iter().map(|at| self.runs[*at].replica.status().unsent).sum();
        assert_eq!(unsent, 0, "seed {seed}: not everything was sent");
        for row in self.relay.rows() {
            assert!(!row.windows(6).any(|window| window == b"token-"), "seed {seed}: the relay can read");
        }
    }
}

/// What a copy of its device overruled, and what stands on that. Nothing else excuses that an acknowledged edit is
/// not shown.
fn overruled(replica: &Replica) -> BTreeSet<EnvelopeKey> {
    let overruled = |entry: &SetAsideEntry| {
        matches!(entry.reason, SetAsideReason::Forked | SetAsideReason::Refused(Refusal::OnRefused))
    };
    replica.set_aside().into_iter().filter(overruled).map(|entry| entry.key).collect()
}

pub fn difference(expected: &str, seen: &str) -> String {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
    let (expected, seen) = (lines(expected), lines(seen));
    let lacking = expected.difference(&seen).map(|line| format!("- {line}"));
    let extra = seen.difference(&expected).map(|line| format!("+ {line}"));
    lacking.chain(extra).take(12).collect::<Vec<_>>().join("\n")
}
