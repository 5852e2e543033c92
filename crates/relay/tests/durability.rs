//! What the relay has acknowledged outlives it, however it ends; and it keeps nothing but what was put.
//! `KILLS` sets the rounds of the first test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod program;

use std::collections::BTreeMap;

use program::{Acked, Client, Program, event, follow, put, put_cell, secrets, signal};
use wire::{CHAIN_START, ErrorCode, Message};

#[tokio::test]
async fn nothing_acknowledged_is_lost_when_the_relay_is_killed_while_writing() {
    const WRITERS: u64 = 3;
    let rounds: u64 = std::env::var("KILLS").map_or(6, |kills| kills.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let team = secrets(1);
    let mut acked: BTreeMap<u64, (Vec<u8>, Acked)> = BTreeMap::new();
    for round in 0..rounds {
        let mut program = Program::on(folder.path());
        let mut ada = Client::connect(&program).await;
        ada.create(&team).await;
        let (told, mut tell) = tokio::sync::mpsc::unbounded_channel();
        let mut writing = tokio::task::JoinSet::new();
        for writer in 0..WRITERS {
            let mut client = Client::connect(&program).await;
            let (team, told) = (team.clone(), told.clone());
            writing.spawn(async move {
                // Twenty at a time, until the relay dies.
                let envelope = |n: u64| [round, writer, n].map(u64::to_be_bytes).concat().repeat(20);
                let mut sent = Vec::new();
                let mut answered = 0;
                loop {
                    while sent.len() < answered + 20 {
                        let bytes = envelope(sent.len() as u64);
                        if client.try_send(put(&team, &bytes)).await.is_none() {
                            return;
                        }
                        sent.push(bytes);
                    }
                    match client.try_recv().await {
                        Some(Message::Ack { req, seq, chain, received_at }) => {
                            let bytes = sent[req as usize - 1].clone();
                            told.send((bytes, Acked { seq, chain, received_at })).unwrap();
                            answered += 1;
                        }
                        Some(other) => panic!("{other:?}"),
                        None => return,
                    }
                }
            });
        }
        drop(told);
        // Each round dies at another moment.
        for _ in 0..40 + round * 17 {
            let (bytes, ack) = tell.recv().await.unwrap();
            acked.insert(ack.seq, (bytes, ack));
        }
        program.kill();
        writing.join_all().await;
        while let Some((bytes, ack)) = tell.recv().await {
            acked.insert(ack.seq, (bytes, ack));
        }

        let program = Program::on(folder.path());
        let mut ben = Client::connect(&program).await;
        let messages = ben.open(&team, 0, None).await;
        let (end, events) = messages.split_last().unwrap();
        assert!(matches!(end, Message::End { upto, .. } if *upto == events.len() as u64));
        follow(events, 0, CHAIN_START);
        let stored: BTreeMap<u64, _> = events.iter().map(event).map(|e| (e.0, e)).collect();
        for (seq, (bytes, ack)) in &acked {
            assert_eq!(stored.get(seq), Some(&(*seq, ack.chain, bytes.clone())), "round {round}");
        }
        let (bytes, ack) = acked.values().next_back().unwrap();
        assert_eq!(ben.put(&team, bytes).await, *ack, "round {round}");
    }
}

#[tokio::test]
async fn one_commit_serves_many_that_come_together() {
    const PUTS: u64 = 200;
    let folder = tempfile::tempdir().unwrap();
    let program = Program::on(folder.path());
    let team = secrets(1);
    let mut ada = Client::connect(&program).await;
    ada.create(&team).await;
    let before = commits(&program).await;
    for number in 0..PUTS {
        ada.send(put(&team, &number.to_be_bytes())).await;
    }
    for number in 1..=PUTS {
        // Each is acknowledged by itself, in the order in which they were put.
        assert!(matches!(ada.recv().await, Message::Ack { seq, .. } if seq == number));
    }
    let groups = commits(&program).await - before;
    assert!((1..PUTS).contains(&groups), "{groups} commits");
}

/// How many groups of writes reached the disk.
async fn commits(program: &Program) -> u64 {
    let numbers = program.get("/metrics").await;
    let line = numbers.lines().find_map(|line| line.strip_prefix("relay_commits_total "));
    line.unwrap().trim().parse().unwrap()
}

#[tokio::test]
async fn an_orderly_end_says_goodbye_and_keeps_all() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::on(folder.path());
    let team = secrets(1);
    let mut ada = Client::connect(&program).await;
    ada.create(&team).await;
    let acked = ada.put(&team, b"a").await;
    ada.ask(put_cell(&team, 1, b"cell")).await;
    assert_eq!(program.terminate().await, Some(0));
    assert_eq!(ada.try_recv().await, None);

    let program = Program::on(folder.path());
    let mut ada = Client::connect(&program).await;
    let messages = ada.open(&team, 0, None).await;
    assert!(matches!(&messages[0], Message::Cell { bytes, .. } if bytes == b"cell"));
    assert_eq!(event(&messages[1]), (1, acked.chain, b"a".to_vec()));
}

#[tokio::test]
async fn a_store_put_back_to_an_older_copy_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let backup = tempfile::tempdir().unwrap();
    let team = secrets(1);
    let program = Program::on(folder.path());
    let mut ada = Client::connect(&program).await;
    ada.create(&team).await;
    ada.put(&team, b"a").await;
    assert_eq!(program.terminate().await, Some(0));
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), backup.path().join(file.file_name())).unwrap();
    }
    let program = Program::on(folder.path());
    let last = Client::connect(&program).await.put(&team, b"b").await;
    drop(program);

    let program = Program::on(backup.path());
    let mut ada = Client::connect(&program).await;
    let answer = ada.open(&team, last.seq, Some(last.chain)).await;
    assert!(matches!(answer[..], [Message::Error { code: ErrorCode::RolledBack, .. }]));
    // Somebody else has filled the place with something else.
    let other = ada.put(&team, b"c").await;
    assert_eq!(other.seq, last.seq);
    let answer = ada.open(&team, last.seq, Some(last.chain)).await;
    assert!(matches!(answer[..], [Message::Error { code: ErrorCode::RolledBack, .. }]));
}

#[tokio::test]
async fn the_data_folder_holds_the_bytes_that_were_put_and_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let team = secrets(1);
    let mut program = Program::on(folder.path());
    let mut ada = Client::connect(&program).await;
    ada.create(&team).await;
    let envelope = b"an envelope as sealed bytes ".repeat(3);
    ada.put(&team, &envelope).await;
    ada.ask(put_cell(&team, 9, b"a cell as sealed bytes")).await;
    ada.send(signal(&team, b"a signal as sealed bytes")).await;
    ada.open(&team, 0, None).await;
    program.kill();

    let kept: Vec<u8> = std::fs::read_dir(folder.path())
        .unwrap()
        .flat_map(|file| std::fs::read(file.unwrap().path()).unwrap())
        .collect();
    let holds = |bytes: &[u8]| kept.windows(bytes.len()).any(|window| window == bytes);
    assert!(holds(&envelope));
    assert!(holds(b"a cell as sealed bytes"));
    assert!(!holds(b"a signal as sealed bytes"));
    assert!(!holds(b"127.0.0.1"));
    for secret in [team.read, team.write, team.own] {
        assert!(!holds(&secret.0));
    }
}
