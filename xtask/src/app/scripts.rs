//! Scripts and style sheets made small. This is the one place that calls esbuild.

use crate::node;
use crate::workspace::{files, root};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use xshell::{Shell, cmd};

/// esbuild, as package-lock.json names it.
pub fn esbuild(sh: &Shell) -> Result<PathBuf> {
    node::install(sh)?;
    let name = if cfg!(windows) { "esbuild.cmd" } else { "esbuild" };
    Ok(root().join("node_modules/.bin").join(name))
}

/// Makes every script and style sheet in a folder small, in place. No name that another file knows changes.
pub fn minify(sh: &Shell, folder: &Path) -> Result<()> {
    let esbuild = esbuild(sh)?;
    let is_ours = |file: &PathBuf| file.extension().is_some_and(|ending| ending == "js" || ending == "css");
    let found: Vec<PathBuf> = files(folder)?.into_iter().filter(is_ours).collect();
    // Scripts are modules: the names at their top are their own.
    cmd!(sh, "{esbuild} {found...} --minify --format=esm --target=esnext --legal-comments=none --charset=utf8 --outdir={folder} --allow-overwrite --log-level=warning")
        .run()
        .context("scripts and styles could not be made small")
}
