//! The engine of Isomerge.
fn main() {}
