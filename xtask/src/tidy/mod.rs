//! `cargo xtask tidy`: the rules of the house that a program can check, one file for each.
//! The tests call it too, so that nobody can forget it.

mod arrows;
mod keys;
mod language_files;
mod names;
mod page_cryptography;
mod page_imports;
mod patience;
mod platform;
mod purity;
mod quoted_paths;
mod spoken_words;
mod tree;

use crate::workspace::{root, say};
use anyhow::{Result, bail};
use std::fmt;
use tree::Tree;
use xshell::{Shell, cmd};

/// A place where a rule is broken.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    path: String,
    line: usize,
    what: String,
}

impl Finding {
    fn new(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, what: what.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}", self.path, self.line, self.what)
    }
}

/// Checks every rule; fails if one is broken.
pub fn run(sh: &Shell) -> Result<()> {
    let findings = findings(sh)?;
    for finding in &findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => {
            say("tidy: every rule of the house is kept");
            Ok(())
        }
        broken => bail!("tidy: rules are broken in {broken} places"),
    }
}

fn findings(sh: &Shell) -> Result<Vec<Finding>> {
    let tree = Tree::read(sh)?;
    let mut findings = Vec::new();
    for check in [
        platform::check,
        purity::check,
        page_cryptography::check,
        page_imports::check,
        names::check,
        patience::check,
        language_files::check,
        keys::check,
        quoted_paths::check,
        spoken_words::check,
    ] {
        findings.extend(check(&tree));
    }
    let root = root();
    let metadata = cmd!(
        sh,
        "cargo metadata --format-version 1 --locked --filter-platform wasm32-unknown-unknown --manifest-path {root}/Cargo.toml"
    );
    findings.extend(arrows::check(&serde_json::from_str(&metadata.quiet().read()?)?));
    findings.sort();
    Ok(findings)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    #[test]
    fn the_house_keeps_its_rules() {
        let findings = super::findings(&crate::workspace::shell().unwrap()).unwrap();
        let told: Vec<_> = findings.iter().map(ToString::to_string).collect();
        assert!(told.is_empty(), "{}", told.join("\n"));
    }
}
