//! Snapshots: who makes one, honestly or not; newcomers who see one, write in it, and then get what the logs
//! say; and that a snapshot with the tail behind it is the same as the whole log.

use crate::documents::Docs;
use crate::world::{DOCS, World};
use register::{FieldPath, RecordId};
use sync::{Covers, DocId, Hash, Replica};

/// A document as one device had it at some moment.
pub struct Cut {
    doc: DocId,
    saved: Vec<u8>,
    covers: Covers,
}

/// What somebody wrote in a document of a snapshot.
pub struct Sketch {
    pub doc: DocId,
    pub last: Hash,
    pub token: Option<String>,
}

impl World {
    /// Puts a snapshot on the relay. Some lie: hold what is in no log, are damaged, or are long out of date.
    pub fn make_snapshot(&mut self, at: usize) -> &'static str {
        let run = &mut self.runs[at];
        let whole = DOCS.iter().all(|doc| run.docs.is_here(*doc) && !run.docs.is_shown(*doc));
        if !whole || run.replica.status().saving > 0 {
            return "cannot make a snapshot";
        }
        let mut documents: Vec<(DocId, Vec<u8>)> =
            DOCS.iter().filter_map(|doc| Some((*doc, run.docs.save(*doc)?))).collect();
        let covers: Vec<Covers> = DOCS.iter().map(|doc| run.replica.covers(*doc)).collect();
        for ((doc, saved), covers) in documents.iter().zip(covers) {
            self.cuts.push(Cut { doc: *doc, saved: saved.clone(), covers });
        }
        let what = match self.dice.below(8) {
            0 => {
                documents[0].1 = self.with_a_lie(at, &documents[0].1);
                "makes a snapshot that lies"
            }
            1 => {
                let saved = &mut documents[0].1;
                let place = self.dice.below(saved.len());
                saved[place] ^= 1 << self.dice.below(8);
                "makes a damaged snapshot"
            }
            2 => {
                let cut = self.dice.below(self.cuts.len());
                let old = &self.cuts[cut];
                for (doc, saved) in &mut documents {
                    if *doc == old.doc {
                        saved.clone_from(&old.saved);
                    }
                }
                "makes a snapshot of what was long ago"
            }
            _ => "makes a snapshot",
        };
        let now = self.local(self.runs[at].disk);
        let effects = self.runs[at].replica.snapshot(documents, now);
        self.carry_out(at, effects);
        what
    }

    fn with_a_lie(&mut self, at: usize, saved: &[u8]) -> Vec<u8> {
        let now = self.local(self.runs[at].disk);
        let run = &mut self.runs[at];
        let actor = run.replica.lease(&mut self.dice);
        let mut scratch = Docs::new(run.replica.register(), actor);
        scratch.open(DocId::REGISTER, Some(saved));
        let mut random = [0; 10];
        sync::Random::fill(&mut self.dice, &mut random);
        let record = RecordId::new("risk", now, random);
        scratch.set(actor, record, FieldPath::of("title"), "a lie", now as i64);
        scratch.save(DocId::REGISTER).unwrap_or_default()
    }

    /// Somebody new is invited and joins.
    pub fn newcomer(&mut self) -> &'static str {
        let owner = (0..self.runs.len()).find(|at| self.runs[*at].alive && self.runs[*at].disk == 0);
        let (Some(owner), true) = (owner, self.disks.len() < 9) else { return "finds nobody to invite" };
        let now = self.local(0);
        let Ok((invitation, effects)) = self.runs[owner].replica.invite(now, &mut self.dice) else {
            return "cannot invite";
        };
        self.carry_out(owner, effects);
        self.pass(5_000);
        self.disks.push(crate::disk::Disk::default());
        let skew = self.new_skew();
        self.skews.push(skew);
        let disk = self.disks.len() - 1;
        let now = self.local(disk);
        let (replica, effects) = Replica::join(&invitation, now, &mut self.dice);
        self.add_run(format!("newcomer {disk}"), disk, replica, effects);
        "sees somebody join"
    }

    /// Once all logs are read, what they say takes the place of the snapshot.
    pub fn confirm(&mut self, at: usize) {
        let run = &mut self.runs[at];
        if !run.docs.shows_any() || run.replica.is_reading_in() || run.replica.status().saving > 0 {
            return;
        }
        let mut agrees = true;
        for doc in DOCS {
            agrees &= run.docs.end_showing(doc);
        }
        let sketches = std::mem::take(&mut run.sketches);
        if agrees {
            return;
        }
        let now = self.local(self.runs[at].disk);
        let effects = self.runs[at].replica.snapshot_disagrees(now);
        self.carry_out(at, effects);
        let docs = &self.runs[at].docs;
        let lost: Vec<Sketch> = sketches
            .into_iter()
            .filter(|sketch| !sync::Documents::contains(docs, sketch.doc, &sketch.last))
            .collect();
        if !lost.is_empty() {
            self.runs[at].replica.give_up_main();
        }
        for token in lost.into_iter().filter_map(|sketch| Some((sketch.doc, sketch.token?))) {
            match token {
                (DocId::REGISTER, token) => self.record_with(at, token),
                (_, token) => self.line_with(at, token),
            }
        }
    }

    /// A document as it once was, with the envelopes that it lacks, is what all envelopes make of it.
    pub fn check_cuts(&mut self) {
        let at = (0..self.runs.len()).find(|at| self.runs[*at].alive).unwrap();
        let mut cuts = std::mem::take(&mut self.cuts);
        while cuts.len() > 6 {
            let drop = self.dice.below(cuts.len());
            cuts.swap_remove(drop);
        }
        for Cut { doc, saved, covers } in cuts {
            let run = &mut self.runs[at];
            // A disk or a relay that was rolled back may have lost what the cut was made from.
            if !run.replica.has_all_of(&covers) || !run.replica.cache_stands(&covers) {
                continue;
            }
            let expected = run.docs.seen(doc).unwrap();
            run.docs.close(doc);
            assert!(run.docs.open(doc, Some(&saved)), "seed {}: a cut does not load", self.seed);
            let tail = run.replica.tail(doc, &covers);
            let tail = self.disks[run.disk].read(&tail);
            self.handle(at, sync::Event::DocumentOpened { doc, tail });
            self.pass(5_000);
            let seen = self.runs[at].docs.seen(doc).unwrap();
            assert!(
                seen == expected,
                "seed {}: a snapshot and its tail are not the whole log:\n{}",
                self.seed,
                crate::checks::difference(&expected, &seen)
            );
        }
    }
}
