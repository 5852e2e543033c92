//! What client and relay say to one another: requests, messages, and the chain both compute.
//! Pure: knows no socket, clock or randomness. One binary WebSocket message holds one frame.
//!
//! A frame is one CBOR map with ascending unsigned integer keys (`frame.rs` has the table). A decoder skips
//! keys that it does not know, so that a newer side may say more to an older one.

mod chain;
mod error_code;
mod frame;
#[cfg(feature = "in-memory")]
pub mod in_memory;
mod mailbox;
mod message;
mod request;

pub use chain::{CHAIN_START, blob_id, chain};
pub use error_code::ErrorCode;
pub use frame::DecodeError;
pub use mailbox::{CellKey, MailboxId, Secret, SecretHashes, Secrets};
pub use message::{Message, decode_message, encode_message};
pub use request::{Request, RequestBody, decode_request, encode_request};

/// The path of the relay's WebSocket; its number is the protocol's version.
pub const PATH: &str = "/v1/relay";

/// The most bytes of one envelope, cell or signal.
pub const MAX_ENVELOPE: usize = 1 << 20;

/// The most bytes of a cell that everybody is told of; greater ones are for who asks for them.
pub const SMALL_CELL: usize = 16 << 10;

/// The most bytes of one frame: the greatest envelope and what surrounds it.
pub const MAX_FRAME: usize = MAX_ENVELOPE + 1024;
