//! What a team of eight does to its register in five years, and the native clients that do it.
//! What is done follows from a seed, so that two runs of the bench measure the same register; keys do not.

pub mod author;
pub mod chance;
mod desk;
mod mix;
pub mod plan;
mod socket;
pub mod team;
mod values;
mod words;

pub use author::Author;
pub use chance::Chance;
pub use plan::{Plan, Size, Step};
pub use team::Team;
