//! What breaks: runs of the app, networks, disks, the relay; and a member who signs what is not sound.

use crate::documents::Docs;
use crate::world::{PAPER, World, Written};
use register::{FieldPath, RecordId};
use std::collections::BTreeSet;
use sync::{DocId, Event, Replica};

impl World {
    pub fn lose_connection(&mut self, at: usize) {
        if self.runs[at].up {
            self.hang_up(at);
            self.handle(at, Event::RelayLost);
        }
    }

    /// SIGKILL: what was not written is lost, and the app is started again.
    pub fn crash(&mut self, at: usize) -> &'static str {
        let (name, disk) = (self.runs[at].name.clone(), self.runs[at].disk);
        self.end(at);
        self.start(name, disk);
        "crashes and starts again"
    }

    pub fn end(&mut self, at: usize) {
        self.hang_up(at);
        self.runs[at].alive = false;
    }

    pub fn start(&mut self, name: String, disk: usize) {
        let now = self.local(disk);
        let stored = self.disks[disk].stored();
        match Replica::restore(stored, now, &mut self.dice) {
            Ok((replica, effects)) => drop(self.add_run(name, disk, replica, effects)),
            Err(error) => panic!("seed {}: {name} cannot start again: {error}", self.seed),
        }
    }

    pub fn back_up_disk(&mut self, at: usize) -> &'static str {
        let disk = self.runs[at].disk;
        self.disk_backups.push((disk, self.disks[disk].clone()));
        "is backed up"
    }

    /// A disk image of some days ago takes the place of the disk.
    pub fn restore_disk(&mut self) -> &'static str {
        let Some((disk, backup)) = self.disk_backups.pop() else { return "has nothing to restore" };
        for at in 0..self.runs.len() {
            if self.runs[at].alive && self.runs[at].disk == disk {
                self.end(at);
            }
        }
        self.disks[disk] = backup;
        self.start(format!("restored {disk}"), disk);
        self.excuse_what_no_disk_holds();
        "sees a disk restored from a backup"
    }

    /// The profile is copied to another machine, and both go on.
    pub fn clone_profile(&mut self, at: usize) -> &'static str {
        if self.disks.len() < 8 {
            let disk = self.disks.len();
            self.disks.push(self.disks[self.runs[at].disk].clone());
            let skew = self.new_skew();
            self.skews.push(skew);
            self.start(format!("{}'s clone", self.runs[at].name), disk);
        }
        "is cloned"
    }

    pub fn roll_back_relay(&mut self) -> &'static str {
        match self.relay_backup.take() {
            None => {
                self.relay_backup = Some(self.relay.clone());
                "sees the relay backed up"
            }
            Some(backup) => {
                self.relay = backup;
                for at in 0..self.runs.len() {
                    if self.runs[at].alive {
                        self.lose_connection(at);
                    }
                }
                self.excuse_what_no_disk_holds();
                "sees the relay restored from its backup"
            }
        }
    }

    /// An image that is rolled back takes every local witness with it: what lay nowhere else is gone.
    pub fn excuse_what_no_disk_holds(&mut self) {
        let held: BTreeSet<&[u8]> = self
            .disks
            .iter()
            .flat_map(|disk| disk.envelopes.values())
            .map(Vec::as_slice)
            .chain(self.relay.rows())
            .collect();
        let exists = |written: &Written| {
            written.envelope.as_ref().is_some_and(|(_, sealed)| held.contains(sealed.as_slice()))
        };
        self.acknowledged.retain(exists);
    }

    /// A member of the team signs and seals what is not sound.
    pub fn forge(&mut self, at: usize) -> &'static str {
        let now = self.local(self.runs[at].disk);
        let run = &mut self.runs[at];
        let Some(saved) = run.docs.save(DocId::REGISTER) else { return "cannot forge" };
        let actor = run.replica.lease(&mut self.dice);
        let mut scratch = Docs::new(run.replica.register(), actor);
        scratch.open(DocId::REGISTER, Some(&saved));
        let mut random = [0; 10];
        sync::Random::fill(&mut self.dice, &mut random);
        let record = RecordId::new("risk", now, random);
        let Some(mut forged) = scratch.set(actor, record, FieldPath::of("title"), "forged", now as i64)
        else {
            return "cannot forge";
        };
        match self.dice.below(5) {
            0 => {
                let at = self.dice.below(forged.bytes.len());
                forged.bytes[at] ^= 1 << self.dice.below(8);
            }
            1 => forged.last_hash.0[0] ^= 1,
            2 => {
                forged.first_seq += 1;
                forged.last_seq += 1;
            }
            3 => forged.bytes.truncate(forged.bytes.len() / 2),
            _ => {
                // In a name that is not the envelope's.
                let other = run.replica.lease(&mut self.dice);
                forged.actor = other;
            }
        }
        self.append(at, DocId::REGISTER, None, Some(forged));
        "forges a change"
    }

    /// The faults end; everyone comes online, and has time.
    pub fn calm_down(&mut self) {
        self.calm = true;
        for disk in &mut self.disks {
            disk.full = false;
        }
        for at in 0..self.runs.len() {
            if self.runs[at].alive {
                self.runs[at].offline_until = 0;
                if !self.runs[at].docs.is_here(PAPER) {
                    self.open_document(at, PAPER);
                }
            }
        }
        // Profiles without a running app are started, so that what they hold can come out.
        for disk in 0..self.disks.len() {
            if !self.runs.iter().any(|run| run.alive && run.disk == disk) && !self.disks[disk].is_blank() {
                self.start(format!("disk {disk} again"), disk);
            }
        }
        self.pass(400_000);
    }
}
