//! How an envelope is accepted: one step a file, in the protocol's order. The first layer decides whether it
//! is recorded and counted ([`open`], [`caps`], [`authentic`], [`admit`]); the second whether its content is
//! merged ([`content`]). What passes the first is counted whatever the second says: a bad envelope never
//! silences its device.

pub(crate) mod admit;
pub(crate) mod authentic;
pub(crate) mod caps;
pub(crate) mod content;
pub(crate) mod held;
pub(crate) mod open;
