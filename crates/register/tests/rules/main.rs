//! The rules of the register, as the people who use it would notice them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod acceptance;
mod acts;
mod commitments;
mod controls;
mod criteria;
mod digest;
mod disagreements;
mod documents;
mod finding;
mod groundwork;
mod kinds;
mod kpis;
mod movement;
mod new_kind;
mod objectives;
mod overview;
mod people;
mod plain_register;
mod problems;
mod records;
mod reference_page;
mod references;
mod reviews;
mod sample;
mod spreadsheets;
mod programmes;
mod purposes;
mod reading_lists;
mod words;
