//! The store on disk: one SQLite file in WAL mode, synced at every commit.
//! `synchronous=FULL` is the promise behind each acknowledgement: with `NORMAL` a power cut loses the last ones.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, OptionalExtension, Row, Rows, params};
use wire::{CHAIN_START, CellKey, ErrorCode, MailboxId, SecretHashes, blob_id, chain};

use super::{Cell, Event, Mailbox, Outcome, Place, Quota, Reader, Store, StoreError, Write};

const FORMAT: i64 = 1;
/// Names the file's program to tools that show it ("Isom").
const APPLICATION: i64 = 0x4973_6f6d;

const SCHEMA: &str = "
    CREATE TABLE mailbox (
        key INTEGER PRIMARY KEY,
        id BLOB NOT NULL UNIQUE,
        read_hash BLOB NOT NULL,
        write_hash BLOB NOT NULL,
        own_hash BLOB NOT NULL,
        last_seq INTEGER NOT NULL DEFAULT 0,
        chain BLOB NOT NULL,
        bytes INTEGER NOT NULL DEFAULT 0,
        revision INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE TABLE envelope (
        mailbox INTEGER NOT NULL REFERENCES mailbox (key),
        seq INTEGER NOT NULL,
        blob_id BLOB NOT NULL,
        chain BLOB NOT NULL,
        received_at INTEGER NOT NULL,
        bytes BLOB,
        UNIQUE (mailbox, seq),
        UNIQUE (mailbox, blob_id)
    ) STRICT;
    CREATE TABLE cell (
        mailbox INTEGER NOT NULL REFERENCES mailbox (key),
        cell BLOB NOT NULL,
        revision INTEGER NOT NULL,
        bytes BLOB NOT NULL,
        UNIQUE (mailbox, cell),
        UNIQUE (mailbox, revision)
    ) STRICT;
";

/// The store on disk.
pub struct SqliteStore {
    database: Connection,
    path: PathBuf,
    quota: Quota,
    // Held as long as the store: two writers on one folder would tell two stories.
    _lock: File,
}

struct SqliteReader {
    database: Connection,
}

impl SqliteStore {
    /// Opens the folder's database, or makes it.
    ///
    /// # Errors
    /// If the folder cannot be used, another relay uses it, or the file is of another format.
    pub fn open(folder: &Path, quota: Quota) -> Result<Self, StoreError> {
        fs::create_dir_all(folder)?;
        let lock = File::create(folder.join("relay.lock"))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::InUse),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        let path = folder.join("relay.sqlite");
        let mut database = Connection::open(&path)?;
        database.pragma_update(None, "journal_mode", "WAL")?;
        database.pragma_update(None, "synchronous", "FULL")?;
        database.pragma_update(None, "foreign_keys", "ON")?;
        database.pragma_update(None, "journal_size_limit", 64 << 20)?;
        let format: i64 = database.pragma_query_value(None, "user_version", |row| row.get(0))?;
        match format {
            0 => {
                let making = database.transaction()?;
                making.execute_batch(SCHEMA)?;
                making.pragma_update(None, "application_id", APPLICATION)?;
                making.pragma_update(None, "user_version", FORMAT)?;
                making.commit()?;
            }
            FORMAT => {}
            other => return Err(StoreError::Format(other)),
        }
        Ok(Self { database, path, quota, _lock: lock })
    }
}

impl Store for SqliteStore {
    fn commit(&mut self, now: u64, writes: &[Write]) -> Result<Vec<Outcome>, StoreError> {
        let group = self.database.transaction()?;
        let outcomes = writes
            .iter()
            .map(|write| apply(&group, self.quota, now, write))
            .collect::<Result<Vec<_>, StoreError>>()?;
        group.commit()?;
        Ok(outcomes)
    }

    fn reader(&self) -> Result<Box<dyn Reader>, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Ok(Box::new(SqliteReader { database: Connection::open_with_flags(&self.path, flags)? }))
    }
}

/// A mailbox as the writer needs it.
struct Room {
    key: i64,
    write_hash: [u8; 32],
    last_seq: i64,
    chain: [u8; 32],
    bytes: i64,
    revision: i64,
}

fn apply(group: &Connection, quota: Quota, now: u64, write: &Write) -> Result<Outcome, StoreError> {
    match write {
        Write::Create { hashes } => create(group, hashes),
        Write::Put { mailbox, write, bytes } => match writable(group, mailbox, write)? {
            Ok(room) => put(group, &room, quota, now, bytes),
            Err(code) => Ok(Outcome::Refused(code)),
        },
        Write::PutCell { mailbox, write, cell, bytes } => match writable(group, mailbox, write)? {
            Ok(room) => put_cell(group, &room, quota, cell, bytes),
            Err(code) => Ok(Outcome::Refused(code)),
        },
    }
}

fn create(group: &Connection, hashes: &SecretHashes) -> Result<Outcome, StoreError> {
    let made = group
        .prepare_cached(
            "INSERT INTO mailbox (id, read_hash, write_hash, own_hash, chain) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (id) DO NOTHING",
        )?
        .execute(params![MailboxId::of(hashes).0, hashes.read, hashes.write, hashes.own, CHAIN_START])?;
    Ok(Outcome::Created { fresh: made == 1 })
}

fn writable(
    group: &Connection,
    mailbox: &MailboxId,
    write: &[u8; 32],
) -> Result<Result<Room, ErrorCode>, StoreError> {
    let room = group
        .prepare_cached(
            "SELECT key, write_hash, last_seq, chain, bytes, revision FROM mailbox WHERE id = ?1",
        )?
        .query_row([mailbox.0], |row| {
            Ok(Room {
                key: row.get(0)?,
                write_hash: row.get(1)?,
                last_seq: row.get(2)?,
                chain: row.get(3)?,
                bytes: row.get(4)?,
                revision: row.get(5)?,
            })
        })
        .optional()?;
    Ok(match room {
        None => Err(ErrorCode::Gone),
        Some(room) if room.write_hash != *write => Err(ErrorCode::Denied),
        Some(room) => Ok(room),
    })
}

fn put(group: &Connection, room: &Room, quota: Quota, now: u64, bytes: &[u8]) -> Result<Outcome, StoreError> {
    let blob = blob_id(bytes);
    let known = group
        .prepare_cached("SELECT seq, chain, received_at FROM envelope WHERE mailbox = ?1 AND blob_id = ?2")?
        .query_row(params![room.key, blob], place)
        .optional()?;
    if let Some(place) = known {
        return Ok(Outcome::Put { place, fresh: false });
    }
    let total = number(room.bytes).saturating_add(bytes.len() as u64);
    if number(room.last_seq) >= quota.envelopes || total > quota.bytes {
        return Ok(Outcome::Refused(ErrorCode::Quota));
    }
    let place = Place { seq: number(room.last_seq) + 1, chain: chain(&room.chain, &blob), received_at: now };
    group
        .prepare_cached(
            "INSERT INTO envelope (mailbox, seq, blob_id, chain, received_at, bytes)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![room.key, stored(place.seq), blob, place.chain, stored(now), bytes])?;
    group
        .prepare_cached("UPDATE mailbox SET last_seq = ?2, chain = ?3, bytes = ?4 WHERE key = ?1")?
        .execute(params![room.key, stored(place.seq), place.chain, stored(total)])?;
    Ok(Outcome::Put { place, fresh: true })
}

fn put_cell(
    group: &Connection,
    room: &Room,
    quota: Quota,
    cell: &CellKey,
    bytes: &[u8],
) -> Result<Outcome, StoreError> {
    let revision = number(room.revision) + 1;
    let replaced = group
        .prepare_cached("UPDATE cell SET revision = ?3, bytes = ?4 WHERE mailbox = ?1 AND cell = ?2")?
        .execute(params![room.key, cell.0, stored(revision), bytes])?;
    if replaced == 0 {
        let count: i64 = group
            .prepare_cached("SELECT count(*) FROM cell WHERE mailbox = ?1")?
            .query_row([room.key], |row| row.get(0))?;
        if number(count) >= quota.cells {
            return Ok(Outcome::Refused(ErrorCode::Quota));
        }
        group
            .prepare_cached("INSERT INTO cell (mailbox, cell, revision, bytes) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![room.key, cell.0, stored(revision), bytes])?;
    }
    group
        .prepare_cached("UPDATE mailbox SET revision = ?2 WHERE key = ?1")?
        .execute(params![room.key, stored(revision)])?;
    Ok(Outcome::Cell { revision })
}

/// SQLite's integers are signed; ours never are.
fn number(stored: i64) -> u64 {
    u64::try_from(stored).unwrap_or(0)
}

/// A position beyond SQLite's integers is beyond every row, too.
fn stored(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Reads rows until they hold so many bytes; `read` gives each with its size.
fn page<T>(
    mut rows: Rows<'_>,
    bytes: usize,
    read: impl Fn(&Row<'_>) -> rusqlite::Result<(T, usize)>,
) -> Result<Vec<T>, StoreError> {
    let mut page = Vec::new();
    let mut taken = 0;
    while taken < bytes
        && let Some(row) = rows.next()?
    {
        let (item, size) = read(row)?;
        taken += size;
        page.push(item);
    }
    Ok(page)
}

fn place(row: &Row<'_>) -> rusqlite::Result<Place> {
    Ok(Place { seq: number(row.get(0)?), chain: row.get(1)?, received_at: number(row.get(2)?) })
}

impl Reader for SqliteReader {
    fn mailbox(&mut self, mailbox: MailboxId) -> Result<Option<Mailbox>, StoreError> {
        let found = self
            .database
            .prepare_cached(
                "SELECT read_hash, write_hash, own_hash, last_seq, chain FROM mailbox WHERE id = ?1",
            )?
            .query_row([mailbox.0], |row| {
                Ok(Mailbox {
                    hashes: SecretHashes { read: row.get(0)?, write: row.get(1)?, own: row.get(2)? },
                    last_seq: number(row.get(3)?),
                    chain: row.get(4)?,
                })
            })
            .optional()?;
        Ok(found)
    }

    fn chain_at(&mut self, mailbox: MailboxId, seq: u64) -> Result<Option<[u8; 32]>, StoreError> {
        if seq == 0 {
            return Ok(Some(CHAIN_START));
        }
        let found = self
            .database
            .prepare_cached(
                "SELECT envelope.chain FROM envelope JOIN mailbox ON mailbox.key = envelope.mailbox
                 WHERE mailbox.id = ?1 AND envelope.seq = ?2",
            )?
            .query_row(params![mailbox.0, stored(seq)], |row| row.get(0))
            .optional()?;
        Ok(found)
    }

    fn events(&mut self, mailbox: MailboxId, after: u64, bytes: usize) -> Result<Vec<Event>, StoreError> {
        let mut query = self.database.prepare_cached(
            "SELECT envelope.seq, envelope.chain, envelope.received_at, envelope.bytes
             FROM envelope JOIN mailbox ON mailbox.key = envelope.mailbox
             WHERE mailbox.id = ?1 AND envelope.seq > ?2 ORDER BY envelope.seq LIMIT 512",
        )?;
        let rows = query.query(params![mailbox.0, stored(after)])?;
        page(rows, bytes, |row| {
            let event = Event { place: place(row)?, bytes: row.get(3)? };
            let size = event.bytes.as_ref().map_or(0, Vec::len);
            Ok((event, size))
        })
    }

    fn cells(&mut self, mailbox: MailboxId, after: u64, bytes: usize) -> Result<Vec<Cell>, StoreError> {
        let mut query = self.database.prepare_cached(
            "SELECT cell.cell, cell.revision, cell.bytes
             FROM cell JOIN mailbox ON mailbox.key = cell.mailbox
             WHERE mailbox.id = ?1 AND cell.revision > ?2 ORDER BY cell.revision LIMIT 512",
        )?;
        let rows = query.query(params![mailbox.0, stored(after)])?;
        page(rows, bytes, |row| {
            let cell = Cell { cell: CellKey(row.get(0)?), revision: number(row.get(1)?), bytes: row.get(2)? };
            let size = cell.bytes.len();
            Ok((cell, size))
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    /// No test can cut the power; what SQLite needs to survive it is checked instead.
    #[test]
    fn every_commit_waits_for_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let quota = Quota { envelopes: 1, bytes: 1, cells: 1 };
        let store = SqliteStore::open(folder.path(), quota).unwrap();
        let pragma = |name| {
            store
                .database
                .pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0))
                .unwrap()
        };
        assert_eq!(pragma("journal_mode"), rusqlite::types::Value::Text("wal".into()));
        assert_eq!(pragma("synchronous"), rusqlite::types::Value::Integer(2));
    }
}
