//! What people do: write, in records and in minutes, open and close what they write in.

use crate::documents::shared_field;
use crate::world::{DOCS, PAPER, World, Written};
use register::{FieldPath, RecordId};
use sync::{Changes, DocId};

impl World {
    /// Somebody does something, or something breaks. What, is in the log.
    pub fn act(&mut self) {
        let acts = |run: &crate::world::Run| run.alive && !self.disks[run.disk].is_blank();
        let alive: Vec<usize> = (0..self.runs.len()).filter(|at| acts(&self.runs[*at])).collect();
        let at = alive[self.dice.below(alive.len())];
        let what = match self.dice.below(100) {
            0..34 => self.write_record(at),
            34..38 => self.make_snapshot(at),
            38..40 => self.newcomer(),
            40..56 => self.write_minutes(at),
            56..64 => self.set_shared(at),
            64..72 => {
                self.runs[at].offline_until = self.now + self.dice.below(60_000) as u64;
                self.lose_connection(at);
                "loses the network"
            }
            72..75 => {
                self.runs[at].stalled = true;
                "has a network that stalls"
            }
            75..82 => self.crash(at),
            82..86 => self.save_caches(at),
            86..89 => self.open_tab(at),
            89..90 => self.back_up_disk(at),
            90..91 => self.restore_disk(),
            91..92 => self.clone_profile(at),
            92..93 => self.roll_back_relay(),
            93..96 => self.forge(at),
            96..98 => self.leave_paper(at),
            _ => {
                let disk = &mut self.disks[self.runs[at].disk];
                disk.full = !disk.full;
                "finds the disk full, or free again"
            }
        };
        self.log.push(format!("{} {} {what}", self.now, self.runs[at].name));
        let pause = self.dice.below(1_500) as u64;
        self.pass(pause);
        if self.runs[at].alive {
            self.check_own(at);
        }
    }

    pub fn token(&mut self) -> String {
        self.tokens += 1;
        format!("token-{}-{}.", self.seed, self.tokens)
    }

    pub fn append(&mut self, at: usize, doc: DocId, token: Option<String>, changes: Option<Changes>) {
        let Some(changes) = changes else { return };
        let now = self.local(self.runs[at].disk);
        if self.runs[at].docs.is_shown(doc) {
            let (last, token) = (changes.last_hash, token.clone());
            self.runs[at].sketches.push(crate::snapshots::Sketch { doc, last, token });
        }
        if let Some(token) = &token {
            self.texts.insert(changes.last_hash, token.clone());
        }
        let (ticket, effects) = self.runs[at].replica.append(doc, changes, now, &mut self.dice).unwrap();
        if let Some(token) = token {
            self.runs[at].pending.insert(ticket, Written { token, doc, envelope: None });
        }
        self.carry_out(at, effects);
    }

    pub fn write_record(&mut self, at: usize) -> &'static str {
        let token = self.token();
        self.record_with(at, token);
        "makes a record"
    }

    pub fn record_with(&mut self, at: usize, token: String) {
        let mut random = [0; 10];
        sync::Random::fill(&mut self.dice, &mut random);
        let now = self.local(self.runs[at].disk);
        let run = &mut self.runs[at];
        let actor = run.replica.main_actor(&mut self.dice);
        let record = RecordId::new("risk", now, random);
        let changes = run.docs.set(actor, record, FieldPath::of("title"), &token, now as i64);
        self.append(at, DocId::REGISTER, Some(token), changes);
    }

    pub fn set_shared(&mut self, at: usize) -> &'static str {
        let now = self.local(self.runs[at].disk);
        let value = format!("shared {}", self.dice.next());
        let (record, path) = shared_field();
        let run = &mut self.runs[at];
        let actor = run.replica.main_actor(&mut self.dice);
        // The record must exist once for all before its field can be set by many.
        let changes = run.docs.set(actor, record, path, &value, now as i64);
        self.append(at, DocId::REGISTER, None, changes);
        "sets the field that all set"
    }

    pub fn write_minutes(&mut self, at: usize) -> &'static str {
        if !self.runs[at].docs.is_here(PAPER) {
            self.open_document(at, PAPER);
        }
        let token = self.token();
        self.line_with(at, token);
        "writes in the minutes"
    }

    pub fn line_with(&mut self, at: usize, token: String) {
        let line = self.dice.below(50);
        let now = self.local(self.runs[at].disk);
        let run = &mut self.runs[at];
        let actor = run.replica.main_actor(&mut self.dice);
        let changes = run.docs.type_line(PAPER, actor, line, &token, now as i64);
        self.append(at, PAPER, Some(token), changes);
    }

    /// What a copy of this profile overruled is written again, as the app does it.
    pub fn write_again(&mut self, at: usize, doc: DocId, lost: &[Changes]) {
        let texts: Vec<String> =
            lost.iter().filter_map(|changes| self.texts.get(&changes.last_hash)).cloned().collect();
        for token in texts {
            self.log.push(format!("{} {} writes {token} again", self.now, self.runs[at].name));
            if doc == DocId::REGISTER {
                self.record_with(at, token);
            } else {
                if !self.runs[at].docs.is_here(doc) {
                    self.open_document(at, doc);
                }
                self.line_with(at, token);
            }
        }
    }

    pub fn leave_paper(&mut self, at: usize) -> &'static str {
        if !self.runs[at].docs.is_shown(PAPER) {
            self.runs[at].docs.close(PAPER);
        }
        "closes the minutes"
    }

    pub fn save_caches(&mut self, at: usize) -> &'static str {
        let run = &mut self.runs[at];
        if run.replica.status().saving == 0 {
            for doc in DOCS {
                let covers = run.replica.covers(doc);
                if let Some(bytes) = run.docs.save(doc) {
                    self.disks[run.disk].caches.insert(doc, (bytes, covers));
                }
            }
        }
        "saves its caches"
    }

    pub fn open_tab(&mut self, at: usize) -> &'static str {
        let disk = self.runs[at].disk;
        let tabs = self.runs.iter().filter(|run| run.alive && run.disk == disk).count();
        if tabs == 1 {
            self.start(format!("{}'s second tab", self.runs[at].name), disk);
            "opens a second tab"
        } else {
            self.end(at);
            "closes a tab"
        }
    }

    /// After all that, everyone's next edit is accepted by everyone.
    pub fn everyone_writes_once_more(&mut self) {
        for at in 0..self.runs.len() {
            if self.runs[at].alive {
                self.write_record(at);
                self.write_minutes(at);
            }
        }
        self.pass(120_000);
    }
}
