//! What people who share a mailbox notice of the relay.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod program;

use program::{Client, Program, event, follow, put_cell, secrets, signal};
use wire::{CHAIN_START, CellKey, ErrorCode, Message, SMALL_CELL};

#[tokio::test]
async fn what_one_puts_the_other_gets_and_the_first_gets_its_acknowledgement_alone() {
    let program = Program::in_memory();
    let team = secrets(1);
    let mut ada = Client::connect(&program).await;
    let mut ben = Client::connect(&program).await;
    ada.create(&team).await;
    assert!(matches!(ada.open(&team, 0, None).await[..], [Message::End { upto: 0, .. }]));
    assert!(matches!(ben.open(&team, 0, None).await[..], [Message::End { upto: 0, .. }]));
    let acked = ada.put(&team, b"sealed").await;
    assert_eq!(event(&ben.recv().await), (1, acked.chain, b"sealed".to_vec()));
    ada.has_nothing_more().await;
    let acked = ben.put(&team, b"answer").await;
    assert_eq!(acked.seq, 2);
    assert_eq!(event(&ada.recv().await), (2, acked.chain, b"answer".to_vec()));
}

#[tokio::test]
async fn a_late_reader_gets_all_and_one_who_returns_only_the_rest() {
    let program = Program::in_memory();
    let team = secrets(1);
    let mut ada = Client::connect(&program).await;
    ada.create(&team).await;
    let first = ada.put(&team, b"a").await;
    let last = ada.put(&team, b"b").await;

    let mut ben = Client::connect(&program).await;
    let read = ben.open(&team, 0, None).await;
    assert_eq!(follow(&read[..2], 0, CHAIN_START), [b"a", b"b"]);
    assert!(matches!(read[2], Message::End { upto: 2, chain, .. } if chain == last.chain));

    let mut chi = Client::connect(&program).await;
    let read = chi.open(&team, 1, Some(first.chain)).await;
    assert_eq!(follow(&read[..1], 1, first.chain), [b"b"]);
    assert!(matches!(read[1], Message::End { upto: 2, .. }));
    let read = chi.open(&team, 2, Some(last.chain)).await;
    assert!(matches!(read[..], [Message::End { upto: 2, chain, .. }] if chain == last.chain));
    ada.put(&team, b"c").await;
    assert_eq!(event(&chi.recv().await).0, 3);
    chi.has_nothing_more().await;
}

#[tokio::test]
async fn putting_twice_is_putting_once() {
    let program = Program::in_memory();
    let team = secrets(1);
    let mut ada = Client::connect(&program).await;
    let mut ben = Client::connect(&program).await;
    ada.create(&team).await;
    ada.create(&team).await;
    ben.open(&team, 0, None).await;
    let first = ada.put(&team, b"same").await;
    ada.put(&team, b"other").await;
    assert_eq!(ada.put(&team, b"same").await, first);
    assert_eq!(event(&ben.recv().await).2, b"same");
    assert_eq!(event(&ben.recv().await).2, b"other");
    assert_eq!(ben.put(&team, b"same").await, first);
    ben.has_nothing_more().await;
}

#[tokio::test]
async fn a_cell_shows_its_last_content_and_news_of_it_reaches_the_others() {
    let program = Program::in_memory();
    let team = secrets(1);
    let mut ada = Client::connect(&program).await;
    ada.create(&team).await;
    for content in [b"old", b"new"] {
        assert!(matches!(ada.ask(put_cell(&team, 7, content)).await, Message::CellAck { .. }));
    }
    ada.put(&team, b"a").await;
    let mut ben = Client::connect(&program).await;
    let read = ben.open(&team, 0, None).await;
    let cell = CellKey([7; 32]);
    let mailbox = team.mailbox();
    assert_eq!(read[0], Message::Cell { mailbox, cell, bytes: b"new".to_vec() });
    assert_eq!(event(&read[1]).0, 1);
    assert!(matches!(read[2], Message::End { .. }));
    ada.ask(put_cell(&team, 7, b"newest")).await;
    assert_eq!(ben.recv().await, Message::Cell { mailbox, cell, bytes: b"newest".to_vec() });
}

#[tokio::test]
async fn a_large_cell_is_news_to_nobody_and_comes_to_who_asks_for_such() {
    let program = Program::in_memory();
    let team = secrets(1);
    let mut ada = Client::connect(&program).await;
    let mut ben = Client::connect(&program).await;
    ada.create(&team).await;
    ben.open(&team, 0, None).await;
    let (largest_small, large) = (vec![1; SMALL_CELL], vec![2; SMALL_CELL + 1]);
    for (cell, bytes) in [(7, &largest_small), (8, &large)] {
        assert!(matches!(ada.ask(put_cell(&team, cell, bytes)).await, Message::CellAck { .. }));
    }
    let said = |cell: u8, bytes: &[u8]| Message::Cell {
        mailbox: team.mailbox(),
        cell: CellKey([cell; 32]),
        bytes: bytes.to_vec(),
    };
    assert_eq!(ben.recv().await, said(7, &largest_small));
    ben.has_nothing_more().await;

    // Who comes later gets it for the asking alone, even after having read without.
    let mut chi = Client::connect(&program).await;
    assert_eq!(chi.open(&team, 0, None).await[..1], [said(7, &largest_small)]);
    let read = chi.open_for_all(&team).await;
    assert_eq!(read[..2], [said(7, &largest_small), said(8, &large)]);
    assert!(matches!(read[2..], [Message::End { upto: 0, .. }]));
}

#[tokio::test]
async fn a_signal_reaches_who_is_there_and_is_kept_nowhere() {
    let program = Program::in_memory();
    let team = secrets(1);
    let mut ada = Client::connect(&program).await;
    let mut ben = Client::connect(&program).await;
    ada.create(&team).await;
    ben.open(&team, 0, None).await;
    ada.send(signal(&team, b"here")).await;
    assert_eq!(ben.recv().await, Message::Signal { mailbox: team.mailbox(), bytes: b"here".to_vec() });
    ada.has_nothing_more().await;
    let mut chi = Client::connect(&program).await;
    assert!(matches!(chi.open(&team, 0, None).await[..], [Message::End { upto: 0, .. }]));
}

#[tokio::test]
async fn a_relay_whose_past_is_not_the_readers_says_so() {
    let program = Program::in_memory();
    let team = secrets(1);
    let mut ada = Client::connect(&program).await;
    ada.create(&team).await;
    let acked = ada.put(&team, b"a").await;
    let rolled_back =
        |messages: Vec<Message>| matches!(messages[..], [Message::Error { code: ErrorCode::RolledBack, .. }]);
    assert!(rolled_back(ada.open(&team, 2, None).await));
    assert!(rolled_back(ada.open(&team, u64::MAX, None).await));
    assert!(rolled_back(ada.open(&team, 1, Some([9; 32])).await));
    assert!(rolled_back(ada.open(&team, 0, Some([9; 32])).await));
    assert!(matches!(ada.open(&team, 1, Some(acked.chain)).await[..], [Message::End { .. }]));
    assert_eq!(follow(&ada.open(&team, 0, None).await[..1], 0, CHAIN_START), [b"a"]);
}

#[tokio::test]
async fn opening_while_others_write_misses_and_repeats_nothing() {
    const WRITERS: u8 = 4;
    const EACH: u32 = 150;
    let program = Program::in_memory();
    let team = secrets(1);
    Client::connect(&program).await.create(&team).await;
    let mut writing = tokio::task::JoinSet::new();
    for writer in 0..WRITERS {
        let mut client = Client::connect(&program).await;
        let team = team.clone();
        writing.spawn(async move {
            for n in 0..EACH {
                let mut bytes = vec![writer; 2000];
                bytes.extend(n.to_be_bytes());
                client.put(&team, &bytes).await;
            }
        });
    }
    let mut reading = tokio::task::JoinSet::new();
    for _ in 0..6 {
        let mut client = Client::connect(&program).await;
        let team = team.clone();
        reading.spawn(async move {
            let mut messages = client.open(&team, 0, None).await;
            messages.pop();
            while messages.len() < usize::from(WRITERS) * EACH as usize {
                messages.push(client.recv().await);
            }
            assert_eq!(follow(&messages, 0, CHAIN_START).len(), messages.len());
        });
    }
    writing.join_all().await;
    reading.join_all().await;
}

#[tokio::test]
async fn a_slow_reader_is_cut_off_delays_nobody_and_finds_its_place_again() {
    const COUNT: u64 = 120;
    let program = Program::start(&["--ephemeral", "--queue-bytes", "1"]);
    let team = secrets(1);
    let mut ada = Client::connect(&program).await;
    let mut slow = Client::connect(&program).await;
    let mut ben = Client::connect(&program).await;
    ada.create(&team).await;
    slow.open(&team, 0, None).await;
    ben.open(&team, 0, None).await;
    let mut bytes = vec![0; 500_000];
    for n in 0..COUNT {
        bytes[..8].copy_from_slice(&n.to_be_bytes());
        ada.put(&team, &bytes).await;
        assert_eq!(event(&ben.recv().await).0, n + 1);
    }
    let mut messages = Vec::new();
    while let Some(message) = slow.try_recv().await {
        messages.push(message);
    }
    assert!((messages.len() as u64) < COUNT, "the slow reader was never cut off");
    follow(&messages, 0, CHAIN_START);
    let (seq, chain) = messages.last().map_or((0, CHAIN_START), |last| {
        let (seq, chain, _) = event(last);
        (seq, chain)
    });
    let mut back = Client::connect(&program).await;
    let rest = back.open(&team, seq, Some(chain)).await;
    let (end, events) = rest.split_last().unwrap();
    assert_eq!(follow(events, seq, chain).len() as u64, COUNT - seq);
    assert!(matches!(end, Message::End { upto: COUNT, .. }));
}
