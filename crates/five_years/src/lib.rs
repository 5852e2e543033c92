//! What a team of eight does to its register in five years, and the native clients that do it.
//! Everything follows from a seed, so that two runs of the bench measure the same register.

pub mod chance;
pub mod plan;
mod values;
mod words;

pub use chance::Chance;
pub use plan::{Plan, Size, Step};
