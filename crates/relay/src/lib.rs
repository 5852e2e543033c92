//! The blind relay.

pub mod store;
