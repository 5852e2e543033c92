//! The rules of the register, as the people who use it would notice them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod acts;
mod commitments;
mod criteria;
mod digest;
mod finding;
mod kinds;
mod plain_register;
mod problems;
mod references;
mod reviews;
mod sample;
mod words;
