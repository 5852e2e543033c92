//! The connection to the relay: at most one, numbered, so that news of one that was left are told apart.

use crate::host::{Input, RelayNews};
use crate::platform::web_socket::{News, Socket};
use futures::channel::mpsc::UnboundedSender;

/// The connection.
pub struct Relay {
    inputs: UnboundedSender<Input>,
    number: u32,
    socket: Option<Socket>,
}

impl Relay {
    /// Not connected. What is heard goes into `inputs`.
    pub fn new(inputs: UnboundedSender<Input>) -> Self {
        Self { inputs, number: 0, socket: None }
    }

    /// Connects, leaving any other connection.
    pub fn connect(&mut self, url: &str) -> u32 {
        self.number = self.number.wrapping_add(1);
        let connection = self.number;
        let inputs = self.inputs.clone();
        let tell = move |news| {
            let news = match news {
                News::Connected => RelayNews::Connected,
                News::Frame(frame) => RelayNews::Frame(frame),
                News::Lost => RelayNews::Lost,
            };
            // Without anyone listening the engine is gone.
            let _ = inputs.unbounded_send(Input::Relay { connection, news });
        };
        self.socket = None;
        match Socket::connect(url, tell.clone()) {
            Ok(socket) => self.socket = Some(socket),
            Err(_) => tell(News::Lost),
        }
        connection
    }

    /// Leaves the connection.
    pub fn disconnect(&mut self) {
        self.socket = None;
    }

    /// Sends a frame.
    pub fn send(&self, frame: &[u8]) {
        if let Some(socket) = &self.socket {
            socket.send(frame);
        }
    }
}
