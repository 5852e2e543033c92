//! The contract of [`Storage`], to be run against every implementation.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::memory::MemoryShelf;
use super::{Cache, Shelf, StorageError, key_of, register_of};
use futures::executor::block_on;
use sync::{Actor, DocId, EnvelopeKey, Hash, Head, RegisterId, StoredEnvelope, Transaction};

const REGISTER: RegisterId = RegisterId([7; 32]);

fn envelope(doc: u8, counter: u64) -> StoredEnvelope {
    let key = EnvelopeKey { doc: DocId([doc; 16]), actor: Actor([1; 40]), counter, header: Hash([9; 32]) };
    StoredEnvelope { key, sealed: vec![doc; 3] }
}

fn head(counter: u64) -> Head {
    Head { counter, header: Hash([9; 32]), holder: [4; 16] }
}

async fn what_was_written_is_there_after_reopening(shelf: &dyn Shelf) {
    let actor = Actor([1; 40]);
    let transaction = Transaction {
        expect: vec![(actor, None)],
        heads: vec![(actor, head(1))],
        envelopes: vec![envelope(2, 1), envelope(3, 2)],
        state: vec![("keys/1".into(), Some(vec![1, 2])), ("gone".into(), None)],
    };
    let store = shelf.open(REGISTER).await.unwrap();
    assert_eq!(store.write(vec![transaction]).await.unwrap(), vec![Ok(())]);

    let store = shelf.open(REGISTER).await.unwrap();
    let stored = store.load().await.unwrap();
    assert_eq!(stored.heads, vec![(actor, head(1))]);
    assert_eq!(stored.state, vec![("keys/1".into(), vec![1, 2])]);
    assert_eq!(stored.keys, vec![envelope(2, 1).key, envelope(3, 2).key]);
    let asked = vec![envelope(3, 2).key, envelope(5, 5).key];
    assert_eq!(store.envelopes(asked).await.unwrap(), vec![envelope(3, 2)]);
}

async fn a_transaction_that_expected_another_head_leaves_nothing(shelf: &dyn Shelf) {
    let actor = Actor([2; 40]);
    let write = |expect, counter| Transaction {
        expect: vec![(actor, expect)],
        heads: vec![(actor, head(counter))],
        envelopes: vec![envelope(6, counter)],
        state: vec![],
    };
    let store = shelf.open(RegisterId([8; 32])).await.unwrap();
    let group =
        vec![write(None, 1), write(Some(head(1)), 2), write(Some(head(1)), 7), write(Some(head(2)), 3)];
    let outcome = store.write(group).await.unwrap();
    assert_eq!(outcome, vec![Ok(()), Ok(()), Err(StorageError::Taken), Ok(())]);
    let stored = store.load().await.unwrap();
    assert_eq!(stored.heads, vec![(actor, head(3))]);
    assert_eq!(stored.keys.iter().map(|key| key.counter).collect::<Vec<_>>(), vec![1, 2, 3]);
}

async fn a_cache_is_replaced_as_a_whole(shelf: &dyn Shelf) {
    let store = shelf.open(REGISTER).await.unwrap();
    let doc = DocId([5; 16]);
    assert_eq!(store.cache(doc).await.unwrap(), None);
    for document in [vec![1; 100], vec![2]] {
        let cache = Cache { covers: vec![3], document };
        store.put_cache(doc, cache.clone()).await.unwrap();
        assert_eq!(store.cache(doc).await.unwrap(), Some(cache));
    }
}

async fn a_picture_is_replaced_as_a_whole(shelf: &dyn Shelf) {
    let store = shelf.open(REGISTER).await.unwrap();
    assert_eq!(store.picture().await.unwrap(), None);
    for picture in [vec![1; 100], vec![2]] {
        store.put_picture(picture.clone()).await.unwrap();
        assert_eq!(store.picture().await.unwrap(), Some(picture));
    }
}

async fn an_opening_that_came_to_no_end_is_remembered(shelf: &dyn Shelf) {
    let store = shelf.open(REGISTER).await.unwrap();
    let (one, other) = (DocId([5; 16]), DocId([6; 16]));
    assert!(store.begin_opening(one).await.unwrap());
    store.end_opening(one).await.unwrap();
    assert!(store.begin_opening(one).await.unwrap());
    assert!(store.begin_opening(other).await.unwrap());
    let store = shelf.open(REGISTER).await.unwrap();
    assert!(!store.begin_opening(one).await.unwrap());
    store.end_opening(one).await.unwrap();
    assert!(store.begin_opening(one).await.unwrap());
}

async fn a_discarded_register_is_gone(shelf: &dyn Shelf) {
    let register = RegisterId([9; 32]);
    let store = shelf.open(register).await.unwrap();
    store
        .write(vec![Transaction { envelopes: vec![envelope(1, 1)], ..Transaction::default() }])
        .await
        .unwrap();
    store.put_picture(vec![1]).await.unwrap();
    drop(store);
    shelf.discard(register).await.unwrap();
    let store = shelf.open(register).await.unwrap();
    assert_eq!(store.load().await.unwrap(), sync::Stored::default());
    assert_eq!(store.picture().await.unwrap(), None);
}

/// All of the contract.
pub async fn holds(shelf: &dyn Shelf) {
    what_was_written_is_there_after_reopening(shelf).await;
    a_transaction_that_expected_another_head_leaves_nothing(shelf).await;
    a_cache_is_replaced_as_a_whole(shelf).await;
    a_picture_is_replaced_as_a_whole(shelf).await;
    an_opening_that_came_to_no_end_is_remembered(shelf).await;
    a_discarded_register_is_gone(shelf).await;
}

#[test]
fn memory_keeps_the_contract() {
    block_on(holds(&MemoryShelf::default()));
}

#[test]
fn a_register_is_found_by_its_name() {
    let register = RegisterId([0xa7; 32]);
    assert_eq!(register_of(&key_of(register)), Some(register));
    assert_eq!(register_of("a7"), None);
    assert_eq!(register_of(&"z7".repeat(32)), None);
}
