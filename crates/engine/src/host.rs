//! What a session asks of its surroundings, and what it hears from them. The worker answers with the
//! browser, tests with a world of their own.

use bridge::{Call, FromEngine};
use sync::RegisterId;

/// Four clocks are set at most, one for each purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alarm {
    /// The replica wants to act.
    Replica,
    /// Nothing happened for a while: time to tidy up.
    Idle,
    /// What was told has settled: time to keep the picture.
    Picture,
    /// Nobody waits: time to rehearse the next opening.
    Rehearsal,
}

/// What a relay connection tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RelayNews {
    /// It stands.
    Connected,
    /// One binary frame.
    Frame(Vec<u8>),
    /// It is gone, or could not be made.
    Lost,
}

/// What a session hears.
#[derive(Debug, Clone)]
pub enum Input {
    /// The page asks.
    Call(Call),
    /// A relay connection tells something. News of connections that were left are ignored.
    Relay {
        /// The number that [`Host::connect`] gave.
        connection: u32,
        /// What it tells.
        news: RelayNews,
    },
    /// Another tab put envelopes into the common store.
    Tabs(Vec<Vec<u8>>),
    /// A clock that was set is due.
    Alarm(Alarm),
    /// The network may be back.
    Online,
}

/// The surroundings.
pub trait Host {
    /// Milliseconds since 1970.
    fn now(&self) -> u64;
    /// Fills with randomness fit for keys.
    fn fill(&self, bytes: &mut [u8]);
    /// Tells the page.
    fn post(&self, message: &FromEngine);
    /// Connects to a relay, leaving any other connection; [`Input::Relay`] tells what comes of it.
    fn connect(&self, url: &str) -> u32;
    /// Leaves the relay.
    fn disconnect(&self);
    /// Sends a frame over the connection.
    fn send(&self, frame: &[u8]);
    /// From now on, hears what other tabs share of this register.
    fn join_tabs(&self, register: RegisterId);
    /// Hands envelopes to the other tabs.
    fn share(&self, envelopes: &[Vec<u8>]);
    /// The name of the code that runs here, if it comes from what the service worker keeps.
    fn kept_code(&self) -> Option<String>;
    /// Sets a clock to a time in milliseconds since 1970, in place of what it was set to.
    fn set_alarm(&self, alarm: Alarm, at: u64);
}

/// The host's randomness, as sync wants it.
pub struct Chance<'a>(pub &'a dyn Host);

impl sync::Random for Chance<'_> {
    fn fill(&mut self, bytes: &mut [u8]) {
        self.0.fill(bytes);
    }
}
