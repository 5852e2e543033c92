//! What goes between runs of the app and the relay, and from one to the other.

use crate::world::{Next, World};

impl World {
    /// Tabs of the same profile hear at once, colleagues nearby now and then, each envelope on its own way.
    pub fn share(&mut self, at: usize, envelopes: Vec<Vec<u8>>) {
        for other in 0..self.runs.len() {
            let same = self.runs[other].disk == self.runs[at].disk;
            if other == at || !self.runs[other].alive || !(same || self.dice.percent(15)) {
                continue;
            }
            for envelope in &envelopes {
                let lost = !self.calm && self.dice.percent(10);
                // A channel between tabs loses nothing.
                if lost && !same {
                    continue;
                }
                for _ in 0..=usize::from(self.dice.percent(10)) {
                    let when = self.now + 1 + self.dice.below(3_000) as u64;
                    self.plan(when, other, Next::Peer(vec![envelope.clone()]));
                }
            }
        }
    }

    pub fn hang_up(&mut self, at: usize) {
        let run = &mut self.runs[at];
        run.connection += 1;
        run.up = false;
        run.stalled = false;
        run.open.clear();
    }

    pub fn at_relay(&mut self, at: usize, frame: &[u8]) {
        let reaction = self.relay.ask(frame, self.now);
        self.runs[at].open.extend(reaction.opened);
        for message in reaction.answers {
            self.tell(at, wire::encode_message(&message));
        }
        if let Some((mailbox, message)) = reaction.news {
            let frame = wire::encode_message(&message);
            for other in 0..self.runs.len() {
                if other != at && self.runs[other].alive && self.runs[other].open.contains(&mailbox) {
                    self.tell(other, frame.clone());
                }
            }
        }
    }

    pub fn tell(&mut self, at: usize, frame: Vec<u8>) {
        let delay = 1 + self.dice.below(40) as u64;
        let run = &mut self.runs[at];
        let when = (self.now + delay).max(run.last_heard);
        run.last_heard = when;
        let connection = run.connection;
        self.plan(when, at, Next::FromRelay(connection, frame));
    }
}
