//! The real program on a free port, and a client that speaks to it.
//! The program ends with its handle; a client waits for an answer, but not for ever.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use futures::{SinkExt, StreamExt};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use wire::{
    CellKey, ErrorCode, MailboxId, Message, Request, RequestBody, Secret, Secrets, decode_message,
    encode_request,
};

/// Far beyond what any answer takes; a test that reaches it has failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running relay.
pub struct Program {
    child: Child,
    pub address: String,
}

impl Program {
    /// Starts it with these flags, and waits until it listens.
    pub fn start(flags: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_relay"))
            .args(["--listen", "127.0.0.1:0"])
            .args(flags)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://").expect(&line).to_owned();
        Self { child, address }
    }

    pub fn on(data: &Path) -> Self {
        Self::start(&["--data", data.to_str().unwrap()])
    }

    pub fn in_memory() -> Self {
        Self::start(&["--ephemeral"])
    }

    /// SIGKILL: it gets no chance to tidy up.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM, and its exit status.
    pub async fn terminate(mut self) -> Option<i32> {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        tokio::task::spawn_blocking(move || self.child.wait().unwrap().code()).await.unwrap()
    }

    /// An HTTP request's whole answer, headers in lower case.
    pub async fn http(&self, request_line: &str, headers: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).await.unwrap();
        let request = format!("{request_line} HTTP/1.1\r\nhost: relay\r\nconnection: close\r\n{headers}\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        tokio::time::timeout(PATIENCE, stream.read_to_end(&mut answer)).await.unwrap().unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    pub async fn get(&self, path: &str) -> String {
        self.http(&format!("GET {path}"), "").await
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The secrets of a mailbox named by one byte.
pub fn secrets(name: u8) -> Secrets {
    Secrets { read: Secret([name; 32]), write: Secret([name ^ 0x55; 32]), own: Secret([name ^ 0xaa; 32]) }
}

pub fn create(secrets: &Secrets) -> RequestBody {
    RequestBody::Create { hashes: secrets.hashes() }
}

pub fn open(secrets: &Secrets, since: u64, chain: Option<[u8; 32]>) -> RequestBody {
    RequestBody::Open { mailbox: secrets.mailbox(), read: secrets.read.clone(), since, chain, large: false }
}

pub fn put(secrets: &Secrets, bytes: &[u8]) -> RequestBody {
    RequestBody::Put { mailbox: secrets.mailbox(), write: secrets.write.clone(), bytes: bytes.to_vec() }
}

pub fn put_cell(secrets: &Secrets, cell: u8, bytes: &[u8]) -> RequestBody {
    RequestBody::PutCell {
        mailbox: secrets.mailbox(),
        write: secrets.write.clone(),
        cell: CellKey([cell; 32]),
        bytes: bytes.to_vec(),
    }
}

pub fn signal(secrets: &Secrets, bytes: &[u8]) -> RequestBody {
    RequestBody::Signal { mailbox: secrets.mailbox(), write: secrets.write.clone(), bytes: bytes.to_vec() }
}

/// An acknowledged envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Acked {
    pub seq: u64,
    pub chain: [u8; 32],
    pub received_at: u64,
}

/// A client's connection.
pub struct Client {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    next: u32,
}

impl Client {
    pub async fn connect(program: &Program) -> Self {
        let url = format!("ws://{}{}", program.address, wire::PATH);
        let (socket, _) = connect_async(url).await.unwrap();
        Self { socket, next: 1 }
    }

    /// Sends a request without waiting for its answer.
    pub async fn send(&mut self, body: RequestBody) -> u32 {
        let req = self.next;
        self.try_send(body).await.unwrap();
        req
    }

    /// Sends a request to a program that may have ended.
    pub async fn try_send(&mut self, body: RequestBody) -> Option<()> {
        let req = self.next;
        self.next += 1;
        self.socket.send(Frame::Binary(encode_request(&Request { req, body }).into())).await.ok()
    }

    pub async fn send_raw(&mut self, frame: Frame) {
        // What is refused while it is being sent fails here already.
        let _ = self.socket.send(frame).await;
    }

    /// The next message, or none if the connection ended.
    pub async fn try_recv(&mut self) -> Option<Message> {
        // Over all frames: the relay's pings must not keep a failing test waiting for ever.
        tokio::time::timeout(PATIENCE, async {
            loop {
                match self.socket.next().await {
                    Some(Ok(Frame::Binary(frame))) => return Some(decode_message(&frame).unwrap()),
                    Some(Ok(Frame::Ping(_) | Frame::Pong(_))) => {}
                    Some(Ok(_) | Err(_)) | None => return None,
                }
            }
        })
        .await
        .expect("no answer came")
    }

    pub async fn recv(&mut self) -> Message {
        self.try_recv().await.expect("the connection ended")
    }

    /// Sends a request and takes the next message, which must be its answer.
    pub async fn ask(&mut self, body: RequestBody) -> Message {
        self.send(body).await;
        self.recv().await
    }

    pub async fn create(&mut self, secrets: &Secrets) {
        let answer = self.ask(create(secrets)).await;
        assert!(matches!(answer, Message::Created { .. }), "{answer:?}");
    }

    pub async fn put(&mut self, secrets: &Secrets, bytes: &[u8]) -> Acked {
        match self.ask(put(secrets, bytes)).await {
            Message::Ack { seq, chain, received_at, .. } => Acked { seq, chain, received_at },
            other => panic!("{other:?}"),
        }
    }

    /// Opens a mailbox and returns all messages up to and including its `end`.
    pub async fn open(&mut self, secrets: &Secrets, since: u64, chain: Option<[u8; 32]>) -> Vec<Message> {
        self.open_by(open(secrets, since, chain)).await
    }

    /// Opens a mailbox from its beginning, and asks for its large cells too.
    pub async fn open_for_all(&mut self, secrets: &Secrets) -> Vec<Message> {
        let (mailbox, read) = (secrets.mailbox(), secrets.read.clone());
        self.open_by(RequestBody::Open { mailbox, read, since: 0, chain: None, large: true }).await
    }

    async fn open_by(&mut self, body: RequestBody) -> Vec<Message> {
        self.send(body).await;
        let mut messages = Vec::new();
        loop {
            let message = self.recv().await;
            let last = matches!(message, Message::End { .. } | Message::Error { .. });
            messages.push(message);
            if last {
                return messages;
            }
        }
    }

    /// Asks, and returns the refusal.
    pub async fn refused(&mut self, body: RequestBody) -> ErrorCode {
        let req = self.next;
        match self.ask(body).await {
            Message::Error { req: answered, code, .. } => {
                assert_eq!(answered, Some(req));
                code
            }
            other => panic!("{other:?}"),
        }
    }

    /// Nothing more has come: a ping's answer is the next message.
    pub async fn has_nothing_more(&mut self) {
        let answer = self.ask(RequestBody::Ping).await;
        assert!(matches!(answer, Message::Pong { .. }), "{answer:?}");
    }
}

/// The place and bytes of an event.
pub fn event(message: &Message) -> (u64, [u8; 32], Vec<u8>) {
    match message {
        Message::Event { seq, chain, bytes: Some(bytes), .. } => (*seq, *chain, bytes.clone()),
        other => panic!("{other:?}"),
    }
}

/// Checks that events follow one another from a place, and returns their bytes.
pub fn follow(messages: &[Message], mut seq: u64, mut chain: [u8; 32]) -> Vec<Vec<u8>> {
    let mut read = Vec::new();
    for message in messages {
        let (at, claimed, bytes) = event(message);
        seq += 1;
        chain = wire::chain(&chain, &wire::blob_id(&bytes));
        assert_eq!((at, claimed), (seq, chain));
        read.push(bytes);
    }
    read
}

/// Who must not be named in a mailbox's place.
pub fn nowhere() -> MailboxId {
    MailboxId([0xee; 32])
}
