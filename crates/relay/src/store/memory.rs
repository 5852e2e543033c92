//! A store that forgets when the program ends: for trying the relay out, and as the contract's plain reading.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard};

use wire::{CHAIN_START, CellKey, ErrorCode, MailboxId, SecretHashes, blob_id, chain};

use super::{Cell, Event, Mailbox, Outcome, Place, Quota, Reader, Store, StoreError, Write};

struct Room {
    hashes: SecretHashes,
    events: Vec<Event>,
    places: HashMap<[u8; 32], Place>,
    bytes: u64,
    cells: BTreeMap<CellKey, Cell>,
    revision: u64,
}

type Rooms = HashMap<MailboxId, Room>;

/// The store in memory.
pub struct MemoryStore {
    rooms: Arc<Mutex<Rooms>>,
    quota: Quota,
}

struct MemoryReader {
    rooms: Arc<Mutex<Rooms>>,
}

impl MemoryStore {
    /// An empty store.
    pub fn new(quota: Quota) -> Self {
        Self { rooms: Arc::default(), quota }
    }
}

fn lock(rooms: &Mutex<Rooms>) -> Result<MutexGuard<'_, Rooms>, StoreError> {
    rooms.lock().map_err(|_| StoreError::Closed)
}

impl Store for MemoryStore {
    fn commit(&mut self, now: u64, writes: &[Write]) -> Result<Vec<Outcome>, StoreError> {
        let mut rooms = lock(&self.rooms)?;
        Ok(writes.iter().map(|write| apply(&mut rooms, self.quota, now, write)).collect())
    }

    fn reader(&self) -> Result<Box<dyn Reader>, StoreError> {
        Ok(Box::new(MemoryReader { rooms: Arc::clone(&self.rooms) }))
    }
}

fn apply(rooms: &mut Rooms, quota: Quota, now: u64, write: &Write) -> Outcome {
    match write {
        Write::Create { hashes } => create(rooms, hashes),
        Write::Put { mailbox, write, bytes } => match writable(rooms, mailbox, write) {
            Ok(room) => put(room, quota, now, bytes),
            Err(code) => Outcome::Refused(code),
        },
        Write::PutCell { mailbox, write, cell, bytes } => match writable(rooms, mailbox, write) {
            Ok(room) => put_cell(room, quota, *cell, bytes),
            Err(code) => Outcome::Refused(code),
        },
    }
}

fn create(rooms: &mut Rooms, hashes: &SecretHashes) -> Outcome {
    let mut fresh = false;
    rooms.entry(MailboxId::of(hashes)).or_insert_with(|| {
        fresh = true;
        Room {
            hashes: *hashes,
            events: Vec::new(),
            places: HashMap::new(),
            bytes: 0,
            cells: BTreeMap::new(),
            revision: 0,
        }
    });
    Outcome::Created { fresh }
}

fn writable<'a>(
    rooms: &'a mut Rooms,
    mailbox: &MailboxId,
    write: &[u8; 32],
) -> Result<&'a mut Room, ErrorCode> {
    let room = rooms.get_mut(mailbox).ok_or(ErrorCode::Gone)?;
    if room.hashes.write == *write { Ok(room) } else { Err(ErrorCode::Denied) }
}

fn put(room: &mut Room, quota: Quota, now: u64, bytes: &[u8]) -> Outcome {
    let blob = blob_id(bytes);
    if let Some(place) = room.places.get(&blob) {
        return Outcome::Put { place: *place, fresh: false };
    }
    let size = bytes.len() as u64;
    let count = room.events.len() as u64;
    if count >= quota.envelopes || room.bytes.saturating_add(size) > quota.bytes {
        return Outcome::Refused(ErrorCode::Quota);
    }
    let prev = room.events.last().map_or(CHAIN_START, |event| event.place.chain);
    let place = Place { seq: count + 1, chain: chain(&prev, &blob), received_at: now };
    room.events.push(Event { place, bytes: Some(bytes.to_vec()) });
    room.places.insert(blob, place);
    room.bytes += size;
    Outcome::Put { place, fresh: true }
}

fn put_cell(room: &mut Room, quota: Quota, cell: CellKey, bytes: &[u8]) -> Outcome {
    if !room.cells.contains_key(&cell) && room.cells.len() as u64 >= quota.cells {
        return Outcome::Refused(ErrorCode::Quota);
    }
    room.revision += 1;
    let revision = room.revision;
    room.cells.insert(cell, Cell { cell, revision, bytes: bytes.to_vec() });
    Outcome::Cell { revision }
}

/// Items until `bytes` are reached: at least one, if there is any.
fn bounded<T>(items: impl Iterator<Item = T>, bytes: usize, size: impl Fn(&T) -> usize) -> Vec<T> {
    let mut taken = 0;
    items
        .take_while(|item| {
            let room_left = taken < bytes;
            taken += size(item);
            room_left
        })
        .collect()
}

impl Reader for MemoryReader {
    fn mailbox(&mut self, mailbox: MailboxId) -> Result<Option<Mailbox>, StoreError> {
        Ok(lock(&self.rooms)?.get(&mailbox).map(|room| Mailbox {
            hashes: room.hashes,
            last_seq: room.events.len() as u64,
            chain: room.events.last().map_or(CHAIN_START, |event| event.place.chain),
        }))
    }

    fn chain_at(&mut self, mailbox: MailboxId, seq: u64) -> Result<Option<[u8; 32]>, StoreError> {
        if seq == 0 {
            return Ok(Some(CHAIN_START));
        }
        let rooms = lock(&self.rooms)?;
        let place = usize::try_from(seq - 1).ok();
        Ok(rooms.get(&mailbox).and_then(|room| room.events.get(place?)).map(|event| event.place.chain))
    }

    fn events(&mut self, mailbox: MailboxId, after: u64, bytes: usize) -> Result<Vec<Event>, StoreError> {
        let rooms = lock(&self.rooms)?;
        let Some(room) = rooms.get(&mailbox) else { return Ok(Vec::new()) };
        let skip = usize::try_from(after).unwrap_or(usize::MAX);
        let size = |event: &&Event| event.bytes.as_ref().map_or(0, Vec::len);
        Ok(bounded(room.events.iter().skip(skip), bytes, size).into_iter().cloned().collect())
    }

    fn cells(&mut self, mailbox: MailboxId, after: u64, bytes: usize) -> Result<Vec<Cell>, StoreError> {
        let rooms = lock(&self.rooms)?;
        let Some(room) = rooms.get(&mailbox) else { return Ok(Vec::new()) };
        let mut cells: Vec<&Cell> = room.cells.values().filter(|cell| cell.revision > after).collect();
        cells.sort_by_key(|cell| cell.revision);
        Ok(bounded(cells.into_iter(), bytes, |cell| cell.bytes.len()).into_iter().cloned().collect())
    }
}
