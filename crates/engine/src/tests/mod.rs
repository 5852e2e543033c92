//! What people would notice of the engine, played through with stores and a relay in memory.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod backup;
mod clone;
mod damage;
mod device;
mod falling;
mod newer;
mod news;
mod paper;
mod picture;
mod purpose;
mod relay;
mod sample;
mod snapshot;
mod team;
mod work;
