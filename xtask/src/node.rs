//! What comes from npm: exactly what package-lock.json names, in `node_modules`.

use crate::workspace::{exclusive, fingerprint, root, say};
use anyhow::{Context, Result, bail};
use std::fs;
use xshell::{Shell, cmd};

const OLDEST_NODE: u32 = 20;

/// Installs the locked packages unless they are there.
pub fn install(sh: &Shell) -> Result<()> {
    let version = cmd!(sh, "node --version")
        .quiet()
        .read()
        .context("Node.js was not found: please install Node.js 20 or newer")?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < OLDEST_NODE) {
        bail!("Node.js {OLDEST_NODE} or newer is needed, found {version}");
    }
    let _lock = exclusive("node_modules")?;
    let wanted = fingerprint(&[root().join("package-lock.json")])?;
    let stamp = root().join("node_modules/.installed");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    say("installing the locked npm packages");
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    cmd!(sh, "{npm} ci --no-audit --no-fund")
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .run()
        .context("npm could not install the packages that package-lock.json names")?;
    fs::write(stamp, wanted)?;
    Ok(())
}
