//! Local work: commands carried out as one change, with patches made by hand.

use crate::birth::is_birth_actor;
use crate::change::{MAX_TIME, ReadChange, chunks};
use crate::document::Document;
use crate::error::Error;
use crate::place::{field_path, record_id};
use crate::read::device;
use crate::value::{read_stored, stored};
use crate::{Actor, Hash};
use automerge::transaction::{CommitOptions, Transactable};
use automerge::{Change, ObjId, ObjType, ReadDoc};
use register::reference::REFERENCE;
use register::{Answer, FieldPath, Message, Patch, RecordId, Value, Write};
use std::collections::BTreeMap;

/// Changes that this replica made, ready for an envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalChanges {
    /// Who made them.
    pub actor: Actor,
    /// The actor's sequence number of the first.
    pub first_seq: u64,
    /// The actor's sequence number of the last.
    pub last_seq: u64,
    /// The hash of the last.
    pub last_hash: Hash,
    /// The oldest format that has all that they hold.
    pub format: u64,
    /// The chunks, births first.
    pub bytes: Vec<u8>,
}

impl LocalChanges {
    /// Reads whose changes these bytes are, for those that another replica of this device made.
    ///
    /// # Errors
    /// If they are not consecutive changes of one actor, with births perhaps.
    pub fn read(bytes: Vec<u8>) -> Result<Self, Error> {
        let (mut format, mut found) = (1, None);
        for (hash, chunk) in chunks(&bytes).map_err(|_| Error::NotChanges)? {
            let read = ReadChange::read(&chunk).map_err(|_| Error::NotChanges)?;
            let author = read.author().map(AsRef::as_ref).unwrap_or_default();
            if is_birth_actor(author) {
                continue;
            }
            format = read.format().max(format);
            let actor: Actor = author.try_into().map_err(|_| Error::NotChanges)?;
            let seq = u64::from(read.seq);
            found = match found {
                None => Some((actor, seq, seq, hash)),
                Some((first, from, to, _)) if first == actor && to + 1 == seq => {
                    Some((first, from, seq, hash))
                }
                Some(_) => return Err(Error::NotChanges),
            };
        }
        let (actor, first_seq, last_seq, last_hash) = found.ok_or(Error::NotChanges)?;
        Ok(Self { actor, first_seq, last_seq, last_hash, format, bytes })
    }
}

/// What a command did.
#[derive(Debug, Clone, PartialEq)]
pub struct Commit {
    /// To be stored and sent; none if everything stood as it was to be.
    pub changes: Option<LocalChanges>,
    /// How the plain register follows.
    pub patches: Vec<Patch>,
}

impl Document {
    /// Carries out writes as one change, all of them or none. A value that already stands alone is not
    /// written again, so a command may come to no change at all.
    ///
    /// # Errors
    /// If a write names no proper place, or the document has something else there.
    pub fn apply(&mut self, message: Message, writes: &[Write], now_ms: i64) -> Result<Commit, Error> {
        for write in writes {
            check(write)?;
        }
        self.commit_typing();
        self.absorb();
        let now_ms = now_ms.clamp(0, MAX_TIME);
        let author = device(self.automerge.get_actor());
        let mut patches = BTreeMap::new();
        for write in writes {
            match self.write(write) {
                Ok(false) => {}
                Ok(true) => {
                    let answer = Answer { value: write.value.clone(), by: author, at: now_ms };
                    patches.insert((write.record.clone(), write.path.clone()), answer);
                }
                Err(error) => {
                    self.automerge.rollback();
                    return Err(error);
                }
            }
        }
        let number = writes.first().and_then(|write| self.number_of(&write.record));
        self.commit(&message.in_change(number.as_deref()), now_ms);
        let patch = |((record, path), answer)| Patch::Field { record, path, answers: vec![answer] };
        Ok(Commit { changes: self.report(), patches: patches.into_iter().map(patch).collect() })
    }

    /// Sets one field in the open transaction. Whether that changed anything.
    fn write(&mut self, write: &Write) -> Result<bool, Error> {
        let records = [self.records.clone()];
        let mut containers = self.containers(&records, &write.record.to_string())?;
        if let Some((rows, row)) = &write.path.row {
            containers = self.containers(&containers, &format!("{rows}/{row}"))?;
        }
        let key = write.path.key.as_str();
        let mut shown = None;
        let mut number = 0;
        let mut holders = Vec::new();
        for container in &containers {
            let standing = self.automerge.get_all(container, key)?;
            if standing.iter().any(|(value, _)| value.is_object()) {
                return Err(Error::Occupied(write.path.to_string()));
            }
            if let Some((value, _)) = standing.last() {
                shown = shown.or_else(|| read_stored(value));
                number += standing.len();
                holders.push(container);
            }
        }
        let Some(first) = containers.first() else { return Ok(false) };
        let is_shown = shown.as_ref() == Some(&write.value);
        if is_shown && number == 1 {
            return Ok(false);
        }
        for holder in holders {
            // Of what is shown, Automerge would only drop the other answers, and nobody could see who chose.
            if is_shown || holder != first {
                self.automerge.delete(holder, key)?;
            }
        }
        self.automerge.put(first, key, stored(&write.value))?;
        Ok(true)
    }

    /// The number that people know a record by, as it stands here.
    fn number_of(&self, record: &RecordId) -> Option<String> {
        let maps = self.maps_at(std::slice::from_ref(&self.records), &record.to_string());
        let found = maps.iter().find_map(|map| self.automerge.get(map, REFERENCE).ok()?);
        read_stored(&found?.0)?.as_text().map(str::to_owned)
    }

    /// The maps under a key, one made if there is none. Where two replicas made one apart, there are two,
    /// which are read as one: what is written goes into the first.
    fn containers(&mut self, within: &[ObjId], key: &str) -> Result<Vec<ObjId>, Error> {
        let maps = self.maps_at(within, key);
        match within.first() {
            Some(first) if maps.is_empty() => match self.automerge.get(first, key)? {
                Some(_) => Err(Error::Occupied(key.to_owned())),
                None => Ok(vec![self.automerge.put_object(first, key, ObjType::Map)?]),
            },
            _ => Ok(maps),
        }
    }

    /// Closes the open transaction as a change, kept until it is reported.
    pub(crate) fn commit(&mut self, message: &str, now_ms: i64) {
        let time = now_ms.clamp(0, MAX_TIME);
        let options = CommitOptions::default().with_message(message).with_time(time);
        if self.automerge.commit_with(options).is_some()
            && let Some(change) = self.automerge.get_last_local_change()
        {
            self.note(&change);
            self.unreported.push(change);
        }
    }

    /// Hands out what was not handed out before, births first.
    pub(crate) fn report(&mut self) -> Option<LocalChanges> {
        let actor = self.automerge.get_actor().clone();
        let unreported = std::mem::take(&mut self.unreported);
        let (births, own): (Vec<Change>, Vec<Change>) =
            unreported.into_iter().partition(|change| is_birth_actor(change.actor_id().as_ref()));
        let own: Vec<Change> = own.into_iter().filter(|change| *change.actor_id() == actor).collect();
        let (Some(first), Some(last)) = (own.first(), own.last()) else {
            self.unreported = births;
            return None;
        };
        let mut changes = LocalChanges {
            actor: actor.as_ref().try_into().ok()?,
            first_seq: first.seq(),
            last_seq: last.seq(),
            last_hash: last.hash().0,
            format: if std::mem::take(&mut self.marked) { 2 } else { 1 },
            bytes: Vec::new(),
        };
        for mut change in births.into_iter().chain(own) {
            changes.bytes.extend_from_slice(&change.bytes());
        }
        Some(changes)
    }
}

fn check(write: &Write) -> Result<(), Error> {
    let Write { record, path, value } = write;
    let sound = record_id(&record.to_string()).as_ref() == Some(record)
        && field_path(&path.to_string()).as_ref() == Some(path)
        && !matches!(value, Value::Number(number) if !number.is_finite());
    if sound { Ok(()) } else { Err(Error::BadPlace(place(record, path))) }
}

fn place(record: &RecordId, path: &FieldPath) -> String {
    format!("{record}/{path}")
}
