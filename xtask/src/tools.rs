//! The programs that build the web app: trunk, wasm-bindgen, wasm-opt.
//! Taken from PATH where the version is right, else put under `target/tools`.

use crate::node;
use crate::workspace::{exclusive, root, say, target};
use anyhow::{Context, Result, bail};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use xshell::{Shell, cmd};

const TRUNK: &str = "0.21.14";
const OLDEST_WASM_OPT: u32 = 132;

/// Finds or installs each tool; answers a PATH on which they come first.
pub fn path(sh: &Shell) -> Result<OsString> {
    let own = target().join("tools");
    let mut folders: Vec<PathBuf> = Vec::new();
    let bindgen = bindgen_version(&sh.read_file(root().join("Cargo.lock"))?)?;

    let wanted =
        [("trunk", TRUNK, "trunk", true), ("wasm-bindgen", bindgen.as_str(), "wasm-bindgen-cli", false)];
    for (program, version, package, locked) in wanted {
        if says(sh, Path::new(program)).is_some_and(|found| found == version) {
            continue;
        }
        let bin = own.join("bin");
        let installed = bin.join(format!("{program}{}", std::env::consts::EXE_SUFFIX));
        if says(sh, &installed).is_none_or(|found| found != version) {
            let _lock = exclusive("tools")?;
            if says(sh, &installed).is_none_or(|found| found != version) {
                install(sh, &own, package, version, locked)?;
            }
        }
        if !folders.contains(&bin) {
            folders.push(bin);
        }
    }

    if says(sh, Path::new("wasm-opt")).is_none_or(|found| !recent_enough(&found)) {
        node::install(sh)?;
        folders.push(root().join("node_modules/.bin"));
    }

    let inherited = sh.var_os("PATH").unwrap_or_default();
    folders.extend(std::env::split_paths(&inherited));
    std::env::join_paths(folders).context("a folder's name cannot stand in PATH")
}

/// The tools run for seconds and are compiled once: a quick compilation is worth more than a quick tool.
fn install(sh: &Shell, own: &Path, package: &str, version: &str, locked: bool) -> Result<()> {
    say(format!("installing {package} {version} under {} (once, takes minutes)", own.display()));
    let locked = locked.then_some("--locked");
    cmd!(sh, "cargo install {package} --version {version} --root {own} --force {locked...}")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "256")
        .run()
        .with_context(|| format!("{package} {version} could not be installed"))
}

/// What a program says its version is: the first word that begins with a digit.
fn says(sh: &Shell, program: &Path) -> Option<String> {
    let answer = cmd!(sh, "{program} --version").quiet().ignore_stderr().read().ok()?;
    version_in(&answer)
}

fn version_in(answer: &str) -> Option<String> {
    answer.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit())).map(str::to_owned)
}

fn recent_enough(wasm_opt: &str) -> bool {
    wasm_opt.parse().is_ok_and(|version: u32| version >= OLDEST_WASM_OPT)
}

/// The generator and the library it generates for must be of one version: the lock file's.
fn bindgen_version(lock: &str) -> Result<String> {
    let mut lines = lock.lines();
    while let Some(line) = lines.next() {
        if line == "name = \"wasm-bindgen\"" {
            let version = lines.next().and_then(|line| line.strip_prefix("version = "));
            return version
                .map(|quoted| quoted.trim_matches('"').to_owned())
                .context("Cargo.lock is cut short");
        }
    }
    bail!("Cargo.lock names no wasm-bindgen")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_version_is_read_from_each_tools_own_phrase() {
        assert_eq!(version_in("trunk 0.21.14").as_deref(), Some("0.21.14"));
        assert_eq!(version_in("wasm-opt version 132 (version_132)").as_deref(), Some("132"));
        assert_eq!(version_in("no such thing"), None);
    }

    #[test]
    fn an_older_optimiser_is_not_taken() {
        assert!(recent_enough("132"));
        assert!(!recent_enough("108"));
    }

    #[test]
    fn the_generator_follows_the_lock_file() {
        let lock = "[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(bindgen_version(lock).unwrap(), "0.2.130");
        assert!(bindgen_version("").is_err());
    }
}
