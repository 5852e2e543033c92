//! `cargo xtask reference`: writes `docs/reference.md` from the descriptions of the record types.

use anyhow::Result;
use xshell::{Shell, cmd};

/// Writes the page; the tests of `register` compare it.
pub fn run(sh: &Shell) -> Result<()> {
    let test = "the_reference_in_the_docs_says_what_the_descriptions_say";
    cmd!(sh, "cargo test --locked -p register --test rules {test}").env("WRITE_REFERENCE", "1").run()?;
    Ok(())
}
