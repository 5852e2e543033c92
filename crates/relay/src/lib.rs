//! The blind relay: mailboxes of sealed envelopes, and the app's files.
//! It knows mailbox ids, sizes, times and addresses, and nothing else: of the workspace it depends on `wire`
//! alone, so it has nothing to decrypt with. What it acknowledges is on disk.

mod admission;
mod assets;
pub mod config;
mod connection;
mod hub;
mod metrics;
mod outbox;
mod readers;
mod relay;
mod router;
pub mod server;
pub mod shutdown;
pub mod store;
mod writer;
