//! Names and chain against values computed by other means (`sha256sum`).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use wire::{CHAIN_START, MailboxId, Secret, SecretHashes, Secrets, blob_id, chain};

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_chain_is_sha_256_over_the_previous_one_and_the_blob() {
    let abc = blob_id(b"abc");
    assert_eq!(hex(&abc), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(
        hex(&chain(&CHAIN_START, &abc)),
        "589f9ffed4c477966bfb8d41f37895b08c69047df8f911d6f3b57fbe08faee8d"
    );
}

#[test]
fn a_mailbox_is_named_by_the_hashes_of_its_secrets() {
    let secrets = Secrets { read: Secret([1; 32]), write: Secret([2; 32]), own: Secret([3; 32]) };
    assert_eq!(hex(&secrets.mailbox().0), "729969b0ac54fe0a13908c80eeef14be4fc658a6a62107dffd2ebab15c2d2a7a");
    assert_eq!(secrets.mailbox(), MailboxId::of(&secrets.hashes()));
}

#[test]
fn who_swaps_two_secrets_names_another_mailbox() {
    let hashes = SecretHashes { read: [1; 32], write: [2; 32], own: [3; 32] };
    let swapped = SecretHashes { read: [2; 32], write: [1; 32], own: [3; 32] };
    assert_ne!(MailboxId::of(&hashes), MailboxId::of(&swapped));
}
