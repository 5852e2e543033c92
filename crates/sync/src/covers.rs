//! What of a document's envelopes has been taken up: per log the newest ones, and those before them that
//! were not. Stored beside a document's cache, it tells which envelopes the cache lacks.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decoder, Encoder};

use crate::log::{Log, Point};
use crate::name::{Actor, Hash};

/// What a document in memory (or its cache) covers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Covers {
    /// The newest envelope of each log that was taken up; several where a log forked.
    pub(crate) tips: BTreeMap<Actor, BTreeSet<(u64, Hash)>>,
    /// Older ones that were not: waiting or set aside.
    pub(crate) except: BTreeSet<Hash>,
}

impl Covers {
    /// Whether a point of a log lies at or before one of the tips and is not excepted.
    pub(crate) fn names(&self, log: Option<&Log>, actor: &Actor, point: &Point) -> bool {
        !self.except.contains(&point.1) && self.reaches(log, actor, point)
    }

    /// The counter up to which a log that never forked is named without exception.
    pub(crate) fn straight(&self, log: &Log, actor: &Actor) -> u64 {
        let newest = self.tips.get(actor).and_then(|tips| tips.last()).map_or(0, |tip| tip.0);
        if log.forked() || !self.except.is_empty() { 0 } else { newest }
    }

    fn reaches(&self, log: Option<&Log>, actor: &Actor, point: &Point) -> bool {
        let Some(tips) = self.tips.get(actor) else { return false };
        tips.contains(point)
            || log.is_some_and(|log| tips.iter().any(|tip| tip.0 > point.0 && log.leads_to(point, tip)))
    }

    /// Adds a point, and excepts what lies between it and what was named so far.
    pub(crate) fn add(&mut self, log: Option<&Log>, actor: Actor, point: Point, before: Option<Point>) {
        if self.reaches(log, &actor, &point) {
            self.except.remove(&point.1);
            return;
        }
        let Some(log) = log else { return };
        let mut gap = before;
        while let Some(at) = gap {
            if self.reaches(Some(log), &actor, &at) {
                break;
            }
            self.except.insert(at.1);
            gap = log.node(&at).and_then(|node| Log::parent(&at, node));
        }
        let tips = self.tips.entry(actor).or_default();
        tips.retain(|tip| !(tip.0 < point.0 && log.leads_to(tip, &point)));
        tips.insert(point);
    }

    /// As bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Encoder::new(Vec::new());
        let tips: usize = self.tips.values().map(BTreeSet::len).sum();
        // Writing to a Vec cannot fail.
        let _ = out.array(2).and_then(|out| out.array(tips as u64));
        for (actor, tips) in &self.tips {
            for (counter, header) in tips {
                let _ = out
                    .array(3)
                    .and_then(|out| out.bytes(&actor.0))
                    .and_then(|out| out.u64(*counter))
                    .and_then(|out| out.bytes(&header.0));
            }
        }
        let _ = out.array(self.except.len() as u64);
        for header in &self.except {
            let _ = out.bytes(&header.0);
        }
        out.into_writer()
    }

    /// Reads what [`Self::encode`] wrote; nothing if it is something else.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let mut input = Decoder::new(bytes);
        let mut covers = Self::default();
        input.array().ok().flatten().filter(|length| *length == 2)?;
        for _ in 0..input.array().ok().flatten()? {
            input.array().ok().flatten().filter(|length| *length == 3)?;
            let actor = Actor(input.bytes().ok()?.try_into().ok()?);
            let counter = input.u64().ok()?;
            let header = Hash(input.bytes().ok()?.try_into().ok()?);
            covers.tips.entry(actor).or_default().insert((counter, header));
        }
        for _ in 0..input.array().ok().flatten()? {
            covers.except.insert(Hash(input.bytes().ok()?.try_into().ok()?));
        }
        (input.position() == bytes.len()).then_some(covers)
    }
}
