//! A WebSocket to the relay that never blocks: what has come is there, what cannot be sent yet is kept.

use anyhow::{Context, Result};
use std::io::ErrorKind;
use std::net::TcpStream;
use tokio_tungstenite::tungstenite::{Error, Message, WebSocket, client};

/// A connection to the relay.
pub struct Socket(WebSocket<TcpStream>);

impl Socket {
    /// Connects to a relay at `host:port`, which knows itself under `url`.
    pub fn connect(address: &str, url: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).with_context(|| format!("no relay at {address}"))?;
        stream.set_nodelay(true)?;
        let (socket, _) =
            client(url, stream).map_err(|error| anyhow::anyhow!("no WebSocket at {url}: {error}"))?;
        socket.get_ref().set_nonblocking(true)?;
        Ok(Self(socket))
    }

    /// Sends a frame, or keeps it until there is room.
    pub fn send(&mut self, frame: Vec<u8>) -> Result<()> {
        patiently(self.0.write(Message::Binary(frame.into()))).map(|_| ())
    }

    /// Pushes on what was kept.
    pub fn flush(&mut self) -> Result<()> {
        patiently(self.0.flush()).map(|_| ())
    }

    /// The next frame, if one has come.
    pub fn receive(&mut self) -> Result<Option<Vec<u8>>> {
        loop {
            match patiently(self.0.read())? {
                Some(Message::Binary(frame)) => return Ok(Some(frame.to_vec())),
                Some(Message::Close(_)) => anyhow::bail!("the relay closed the connection"),
                Some(_) => {}
                None => return Ok(None),
            }
        }
    }
}

/// Nothing where it would have to wait.
fn patiently<T>(outcome: Result<T, Error>) -> Result<Option<T>> {
    match outcome {
        Ok(done) => Ok(Some(done)),
        Err(Error::Io(error)) if error.kind() == ErrorKind::WouldBlock => Ok(None),
        Err(error) => Err(error.into()),
    }
}
