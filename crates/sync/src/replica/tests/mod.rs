//! What a person would notice of a replica, played through in a small world.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod alone;
mod backup;
mod enrolling;
mod forks;
mod holding;
mod hostile;
mod hostile_cases;
mod inviting;
mod mending;
mod order;
mod snapshots;
mod team;
mod world;
