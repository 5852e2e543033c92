//! The rules of the register, as the people who use it would notice them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod acceptance;
mod acts;
mod assessments;
mod circulars;
mod commitments;
mod controls;
mod criteria;
mod digest;
mod disagreements;
mod documents;
mod finding;
mod groundwork;
mod hands;
mod kinds;
mod kpis;
mod movement;
mod new_kind;
mod notifications;
mod objectives;
mod overview;
mod people;
mod plain_register;
mod problems;
mod programmes;
mod purposes;
mod reading_lists;
mod records;
mod reference_page;
mod references;
mod resource_sums;
mod reviews;
mod sample;
mod sign_offs;
mod spreadsheets;
mod words;
