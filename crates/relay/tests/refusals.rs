//! What the relay refuses, and that it says why.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod program;

use program::{Client, Program, create, nowhere, open, put, put_cell, secrets, signal};
use tokio_tungstenite::tungstenite::Message as Frame;
use wire::{ErrorCode, MAX_ENVELOPE, MAX_FRAME, Message, RequestBody, Secret};

#[tokio::test]
async fn each_capability_opens_its_own_door_only() {
    let program = Program::in_memory();
    let team = secrets(1);
    let mut ada = Client::connect(&program).await;
    ada.create(&team).await;
    let mut reader = team.clone();
    reader.write = Secret([0; 32]);
    assert_eq!(ada.refused(with_mailbox_of(&team, put(&reader, b"a"))).await, ErrorCode::Denied);
    assert_eq!(ada.refused(with_mailbox_of(&team, put_cell(&reader, 1, b"a"))).await, ErrorCode::Denied);
    assert_eq!(ada.refused(with_mailbox_of(&team, signal(&reader, b"a"))).await, ErrorCode::Denied);
    let mut writer = team.clone();
    writer.read = team.write.clone();
    assert_eq!(ada.refused(with_mailbox_of(&team, open(&writer, 0, None))).await, ErrorCode::Denied);
    assert!(matches!(ada.open(&team, 0, None).await[..], [Message::End { upto: 0, .. }]));
}

/// The request, addressed to a mailbox that its secrets do not name.
fn with_mailbox_of(team: &wire::Secrets, body: RequestBody) -> RequestBody {
    let named = team.mailbox();
    match body {
        RequestBody::Open { read, since, chain, large, .. } => {
            RequestBody::Open { mailbox: named, read, since, chain, large }
        }
        RequestBody::Put { write, bytes, .. } => RequestBody::Put { mailbox: named, write, bytes },
        RequestBody::PutCell { write, cell, bytes, .. } => {
            RequestBody::PutCell { mailbox: named, write, cell, bytes }
        }
        RequestBody::Signal { write, bytes, .. } => RequestBody::Signal { mailbox: named, write, bytes },
        other => other,
    }
}

#[tokio::test]
async fn a_mailbox_that_nobody_made_is_gone() {
    let program = Program::in_memory();
    let mut ada = Client::connect(&program).await;
    let team = secrets(1);
    for body in [open(&team, 0, None), put(&team, b"a"), put_cell(&team, 1, b"a"), signal(&team, b"a")] {
        assert_eq!(ada.refused(body).await, ErrorCode::Gone);
    }
    let lost = RequestBody::Put { mailbox: nowhere(), write: Secret([1; 32]), bytes: vec![] };
    assert_eq!(ada.refused(lost).await, ErrorCode::Gone);
}

#[tokio::test]
async fn an_oversized_envelope_is_refused_by_name_and_the_connection_stays() {
    let program = Program::in_memory();
    let team = secrets(1);
    let mut ada = Client::connect(&program).await;
    ada.create(&team).await;
    assert_eq!(ada.put(&team, &vec![1; MAX_ENVELOPE]).await.seq, 1);
    assert_eq!(ada.refused(put(&team, &vec![1; MAX_ENVELOPE + 1])).await, ErrorCode::TooLarge);
    assert_eq!(ada.refused(put_cell(&team, 1, &vec![1; MAX_FRAME + 1])).await, ErrorCode::TooLarge);
    assert_eq!(ada.put(&team, b"small").await.seq, 2);
}

#[tokio::test]
async fn a_huge_message_ends_its_connection_and_nothing_else() {
    let program = Program::in_memory();
    let team = secrets(1);
    let mut ada = Client::connect(&program).await;
    let mut ben = Client::connect(&program).await;
    ben.create(&team).await;
    ada.send_raw(Frame::Binary(vec![0; 40 * MAX_FRAME].into())).await;
    match ada.try_recv().await {
        Some(Message::Error { req: None, code: ErrorCode::TooLarge, .. }) | None => {}
        other => panic!("{other:?}"),
    }
    assert_eq!(ben.put(&team, b"a").await.seq, 1);
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_and_what_is_newer_is_told_from_it() {
    let program = Program::in_memory();
    let mut ada = Client::connect(&program).await;
    ada.send_raw(Frame::Binary(vec![0xff, 0x00].into())).await;
    let malformed = Message::Error { req: None, code: ErrorCode::Malformed, retry_after_ms: None };
    assert_eq!(ada.recv().await, malformed);
    // Kind 8 (to be: close), request 5.
    ada.send_raw(Frame::Binary(vec![0xa2, 0x00, 0x08, 0x01, 0x05].into())).await;
    let newer = Message::Error { req: Some(5), code: ErrorCode::Version, retry_after_ms: None };
    assert_eq!(ada.recv().await, newer);
    ada.has_nothing_more().await;
    ada.send_raw(Frame::Text("hello".into())).await;
    assert_eq!(ada.recv().await, malformed);
    assert_eq!(ada.try_recv().await, None);
}

#[tokio::test]
async fn a_full_mailbox_and_a_busy_address_are_told() {
    let program =
        Program::start(&["--ephemeral", "--mailbox-envelopes", "2", "--mailboxes-per-address", "1"]);
    let team = secrets(1);
    let mut ada = Client::connect(&program).await;
    ada.create(&team).await;
    ada.create(&team).await;
    ada.put(&team, b"a").await;
    ada.put(&team, b"b").await;
    assert_eq!(ada.refused(put(&team, b"c")).await, ErrorCode::Quota);
    assert_eq!(ada.put(&team, b"a").await.seq, 1);
    assert_eq!(ada.refused(create(&secrets(2))).await, ErrorCode::Quota);
}

#[tokio::test]
async fn too_many_mailboxes_on_one_connection_are_told() {
    let program = Program::start(&["--ephemeral", "--mailboxes-per-connection", "1"]);
    let mut ada = Client::connect(&program).await;
    ada.create(&secrets(1)).await;
    ada.create(&secrets(2)).await;
    ada.open(&secrets(1), 0, None).await;
    assert_eq!(ada.refused(open(&secrets(2), 0, None)).await, ErrorCode::Quota);
    assert!(matches!(ada.open(&secrets(1), 0, None).await[..], [Message::End { .. }]));
}

#[tokio::test]
async fn one_connection_too_many_is_told_why() {
    let program = Program::start(&["--ephemeral", "--connections-per-address", "1"]);
    let mut ada = Client::connect(&program).await;
    ada.has_nothing_more().await;
    let mut ben = Client::connect(&program).await;
    let Message::Error { req: None, code, retry_after_ms } = ben.recv().await else { panic!() };
    assert_eq!(code, ErrorCode::Quota);
    assert!(retry_after_ms.is_some());
    assert_eq!(ben.try_recv().await, None);
    ada.has_nothing_more().await;
}

#[tokio::test]
async fn requests_beyond_the_rate_are_told_when_to_come_back() {
    let program = Program::start(&[
        "--ephemeral",
        "--requests-per-second",
        "1",
        "--request-burst",
        "2",
        "--patience-ms",
        "0",
    ]);
    let mut ada = Client::connect(&program).await;
    ada.has_nothing_more().await;
    ada.has_nothing_more().await;
    let answer = ada.ask(RequestBody::Ping).await;
    let Message::Error { code: ErrorCode::Busy, retry_after_ms: Some(ms), .. } = answer else {
        panic!("{answer:?}")
    };
    assert!((1..=1000).contains(&ms));
}
