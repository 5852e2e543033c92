//! What every store must do, run over each of them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use wire::{CHAIN_START, CellKey, ErrorCode, MailboxId, SecretHashes, blob_id, chain};

use super::memory::MemoryStore;
use super::sqlite::SqliteStore;
use super::{Cell, Event, Mailbox, Outcome, Place, Quota, Store, StoreError, Write};

const QUOTA: Quota = Quota { envelopes: 5, bytes: 1000, cells: 2 };
const HASHES: SecretHashes = SecretHashes { read: [1; 32], write: [2; 32], own: [3; 32] };

fn mailbox() -> MailboxId {
    MailboxId::of(&HASHES)
}

fn put(bytes: &[u8]) -> Write {
    Write::Put { mailbox: mailbox(), write: HASHES.write, bytes: bytes.to_vec() }
}

fn put_cell(cell: u8, bytes: &[u8]) -> Write {
    Write::PutCell {
        mailbox: mailbox(),
        write: HASHES.write,
        cell: CellKey([cell; 32]),
        bytes: bytes.to_vec(),
    }
}

/// Runs one promise over both stores, each with the mailbox made.
fn on_each_store(promise: impl Fn(&mut dyn Store)) {
    let folder = tempfile::tempdir().unwrap();
    let mut memory = MemoryStore::new(QUOTA);
    let mut sqlite = SqliteStore::open(folder.path(), QUOTA).unwrap();
    for store in [&mut memory as &mut dyn Store, &mut sqlite] {
        let made = store.commit(0, &[Write::Create { hashes: HASHES }]).unwrap();
        assert_eq!(made, [Outcome::Created { fresh: true }]);
        promise(store);
    }
}

#[test]
fn envelopes_are_counted_and_chained() {
    on_each_store(|store| {
        let first = Place { seq: 1, chain: chain(&CHAIN_START, &blob_id(b"a")), received_at: 10 };
        let second = Place { seq: 2, chain: chain(&first.chain, &blob_id(b"b")), received_at: 10 };
        let outcomes = store.commit(10, &[put(b"a"), put(b"b")]).unwrap();
        assert_eq!(
            outcomes,
            [Outcome::Put { place: first, fresh: true }, Outcome::Put { place: second, fresh: true }]
        );
        let mut reader = store.reader().unwrap();
        assert_eq!(
            reader.events(mailbox(), 0, 100).unwrap(),
            [
                Event { place: first, bytes: Some(b"a".to_vec()) },
                Event { place: second, bytes: Some(b"b".to_vec()) },
            ]
        );
        assert_eq!(
            reader.mailbox(mailbox()).unwrap(),
            Some(Mailbox { hashes: HASHES, last_seq: 2, chain: second.chain })
        );
        assert_eq!(reader.chain_at(mailbox(), 0).unwrap(), Some(CHAIN_START));
        assert_eq!(reader.chain_at(mailbox(), 1).unwrap(), Some(first.chain));
        assert_eq!(reader.chain_at(mailbox(), 3).unwrap(), None);
        assert_eq!(reader.chain_at(mailbox(), u64::MAX).unwrap(), None);
    });
}

#[test]
fn putting_twice_is_putting_once() {
    on_each_store(|store| {
        let first = store.commit(10, &[put(b"a")]).unwrap();
        let Some(Outcome::Put { place, fresh: true }) = first.first() else { panic!("{first:?}") };
        let later = store.commit(99, &[put(b"b"), put(b"a"), put(b"b")]).unwrap();
        assert_eq!(later[1], Outcome::Put { place: *place, fresh: false });
        assert!(matches!(later[2], Outcome::Put { place: Place { seq: 2, .. }, fresh: false }));
        assert_eq!(store.reader().unwrap().events(mailbox(), 0, 100).unwrap().len(), 2);
    });
}

#[test]
fn making_a_mailbox_again_keeps_what_is_in_it() {
    on_each_store(|store| {
        store.commit(10, &[put(b"a")]).unwrap();
        let again = store.commit(11, &[Write::Create { hashes: HASHES }]).unwrap();
        assert_eq!(again, [Outcome::Created { fresh: false }]);
        assert_eq!(store.reader().unwrap().mailbox(mailbox()).unwrap().unwrap().last_seq, 1);
    });
}

#[test]
fn one_refusal_leaves_the_rest_of_its_group() {
    on_each_store(|store| {
        let unknown = MailboxId([9; 32]);
        let outcomes = store
            .commit(
                10,
                &[
                    Write::Put { mailbox: unknown, write: HASHES.write, bytes: b"a".to_vec() },
                    Write::Put { mailbox: mailbox(), write: HASHES.read, bytes: b"a".to_vec() },
                    Write::PutCell {
                        mailbox: mailbox(),
                        write: HASHES.own,
                        cell: CellKey([0; 32]),
                        bytes: vec![],
                    },
                    put(b"b"),
                ],
            )
            .unwrap();
        assert_eq!(
            outcomes[..3],
            [
                Outcome::Refused(ErrorCode::Gone),
                Outcome::Refused(ErrorCode::Denied),
                Outcome::Refused(ErrorCode::Denied),
            ]
        );
        assert!(matches!(outcomes[3], Outcome::Put { place: Place { seq: 1, .. }, fresh: true }));
        let mut reader = store.reader().unwrap();
        assert_eq!(reader.mailbox(unknown).unwrap(), None);
        assert_eq!(reader.events(unknown, 0, 100).unwrap(), []);
        assert_eq!(reader.cells(mailbox(), 0, 100).unwrap(), []);
    });
}

#[test]
fn a_full_mailbox_refuses_new_envelopes_but_answers_known_ones() {
    on_each_store(|store| {
        let five: Vec<Write> = (0..5).map(|n| put(&[n])).collect();
        store.commit(10, &five).unwrap();
        let outcomes = store.commit(11, &[put(&[5]), put(&[4])]).unwrap();
        assert_eq!(outcomes[0], Outcome::Refused(ErrorCode::Quota));
        assert!(matches!(outcomes[1], Outcome::Put { place: Place { seq: 5, .. }, fresh: false }));
    });
    on_each_store(|store| {
        let outcomes = store.commit(10, &[put(&[0; 900]), put(&[0; 101]), put(&[0; 100])]).unwrap();
        assert!(matches!(outcomes[0], Outcome::Put { .. }));
        assert_eq!(outcomes[1], Outcome::Refused(ErrorCode::Quota));
        assert!(matches!(outcomes[2], Outcome::Put { place: Place { seq: 2, .. }, .. }));
    });
}

#[test]
fn a_cell_holds_its_last_content_and_stands_outside_the_chain() {
    on_each_store(|store| {
        let outcomes =
            store.commit(10, &[put_cell(1, b"old"), put_cell(2, b"two"), put_cell(1, b"new")]).unwrap();
        assert_eq!(outcomes, [1, 2, 3].map(|revision| Outcome::Cell { revision }));
        let two = Cell { cell: CellKey([2; 32]), revision: 2, bytes: b"two".to_vec() };
        let one = Cell { cell: CellKey([1; 32]), revision: 3, bytes: b"new".to_vec() };
        let mut reader = store.reader().unwrap();
        assert_eq!(reader.cells(mailbox(), 0, 100).unwrap(), [two, one.clone()]);
        assert_eq!(reader.cells(mailbox(), 2, 100).unwrap(), [one]);
        assert_eq!(reader.mailbox(mailbox()).unwrap().unwrap().chain, CHAIN_START);
        let outcomes = store.commit(10, &[put_cell(3, b"third"), put_cell(2, b"fits")]).unwrap();
        assert_eq!(outcomes, [Outcome::Refused(ErrorCode::Quota), Outcome::Cell { revision: 4 }]);
    });
}

#[test]
fn reading_in_pages_misses_and_repeats_nothing() {
    on_each_store(|store| {
        let sizes = [10, 300, 1, 1, 200];
        let writes: Vec<Write> =
            sizes.iter().enumerate().map(|(n, size)| put(&vec![n as u8; *size])).collect();
        store.commit(10, &writes).unwrap();
        let mut reader = store.reader().unwrap();
        let mut pages = Vec::new();
        let mut after = 0;
        loop {
            let page = reader.events(mailbox(), after, 300).unwrap();
            let Some(last) = page.last() else { break };
            after = last.place.seq;
            pages.push(page.len());
        }
        assert_eq!(pages, [2, 3]);
        assert_eq!(reader.events(mailbox(), u64::MAX, 300).unwrap(), []);
    });
}

#[test]
fn the_database_outlives_its_program_and_belongs_to_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = SqliteStore::open(folder.path(), QUOTA).unwrap();
    store.commit(10, &[Write::Create { hashes: HASHES }, put(b"a"), put_cell(1, b"c")]).unwrap();
    assert!(matches!(SqliteStore::open(folder.path(), QUOTA), Err(StoreError::InUse)));
    drop(store);
    let mut store = SqliteStore::open(folder.path(), QUOTA).unwrap();
    let outcomes = store.commit(11, &[put(b"a"), put(b"b"), put_cell(1, b"d")]).unwrap();
    assert!(matches!(outcomes[0], Outcome::Put { place: Place { received_at: 10, .. }, fresh: false }));
    assert!(matches!(outcomes[1], Outcome::Put { place: Place { seq: 2, .. }, fresh: true }));
    assert_eq!(outcomes[2], Outcome::Cell { revision: 2 });
}

#[test]
fn a_newer_relays_database_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    drop(SqliteStore::open(folder.path(), QUOTA).unwrap());
    let database = rusqlite::Connection::open(folder.path().join("relay.sqlite")).unwrap();
    database.pragma_update(None, "user_version", 7).unwrap();
    drop(database);
    assert!(matches!(SqliteStore::open(folder.path(), QUOTA), Err(StoreError::Format(7))));
}
