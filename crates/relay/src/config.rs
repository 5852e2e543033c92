//! How the relay is told what to do: flags, or environment variables named `RELAY_…`.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser};

/// The blind relay: mailboxes of sealed envelopes, and the app's files.
#[derive(Debug, Clone, Parser)]
#[command(version, group(ArgGroup::new("store").required(true).args(["data", "ephemeral"])))]
pub struct Config {
    /// Where to listen; port 0 takes a free one.
    #[arg(long, env = "RELAY_LISTEN", default_value = "127.0.0.1:8443")]
    pub listen: SocketAddr,

    /// The folder that keeps the mailboxes.
    #[arg(long, env = "RELAY_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,

    /// Keep the mailboxes in memory only: all is lost when the relay ends.
    #[arg(long, env = "RELAY_EPHEMERAL")]
    pub ephemeral: bool,

    /// The folder with the app's files; without it the relay serves none.
    #[arg(long, env = "RELAY_ASSETS", value_name = "DIR")]
    pub assets: Option<PathBuf>,

    /// A proxy stands before the relay: take a client's address from the last entry of X-Forwarded-For.
    #[arg(long, env = "RELAY_BEHIND_PROXY")]
    pub behind_proxy: bool,

    /// What each may use.
    #[command(flatten)]
    pub limits: Limits,
}

/// What each mailbox, address and connection may use.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Limits")]
pub struct Limits {
    /// Envelopes in a mailbox.
    #[arg(long, env = "RELAY_MAILBOX_ENVELOPES", default_value_t = 500_000)]
    pub mailbox_envelopes: u64,

    /// Bytes of all envelopes in a mailbox.
    #[arg(long, env = "RELAY_MAILBOX_BYTES", default_value_t = 2 << 30)]
    pub mailbox_bytes: u64,

    /// Cells in a mailbox.
    #[arg(long, env = "RELAY_MAILBOX_CELLS", default_value_t = 1_000)]
    pub mailbox_cells: u64,

    /// Mailboxes that an address may make in a day.
    #[arg(long, env = "RELAY_MAILBOXES_PER_ADDRESS", default_value = "1000")]
    pub mailboxes_per_address: NonZeroU32,

    /// Connections in all.
    #[arg(long, env = "RELAY_CONNECTIONS", default_value_t = 2_000)]
    pub connections: usize,

    /// Connections of one address.
    #[arg(long, env = "RELAY_CONNECTIONS_PER_ADDRESS", default_value_t = 200)]
    pub connections_per_address: usize,

    /// Mailboxes that a connection may have open.
    #[arg(long, env = "RELAY_MAILBOXES_PER_CONNECTION", default_value_t = 100)]
    pub mailboxes_per_connection: usize,

    /// Requests of one address in a second, once its burst is used up.
    #[arg(long, env = "RELAY_REQUESTS_PER_SECOND", default_value = "500")]
    pub requests_per_second: NonZeroU32,

    /// Requests of one address at once.
    #[arg(long, env = "RELAY_REQUEST_BURST", default_value = "5000")]
    pub request_burst: NonZeroU32,

    /// How long a request beyond the rate is kept waiting before it is refused, in ms.
    #[arg(long, env = "RELAY_PATIENCE_MS", default_value_t = 5_000)]
    pub patience_ms: u64,

    /// News waiting for a reader, in bytes; whoever is slower is disconnected and reads again from its place.
    #[arg(long, env = "RELAY_QUEUE_BYTES", default_value_t = 8 << 20)]
    pub queue_bytes: u32,
}
