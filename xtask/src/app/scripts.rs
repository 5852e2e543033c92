//! Scripts and style sheets made small. This is the one place that calls esbuild.

use crate::node;
use crate::workspace::{files, root};
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use xshell::{Shell, cmd};

/// esbuild, as package-lock.json names it.
pub fn esbuild(sh: &Shell) -> Result<PathBuf> {
    node::install(sh)?;
    let name = if cfg!(windows) { "esbuild.cmd" } else { "esbuild" };
    Ok(root().join("node_modules/.bin").join(name))
}

/// The editor of rich text, one file with all that it needs. It is fetched when the first paper opens.
pub const EDITOR: &str = "editor.js";

/// What others wrote of it.
const PACKAGES: [&str; 12] = [
    "orderedmap",
    "prosemirror-commands",
    "prosemirror-history",
    "prosemirror-inputrules",
    "prosemirror-keymap",
    "prosemirror-model",
    "prosemirror-schema-list",
    "prosemirror-state",
    "prosemirror-transform",
    "prosemirror-view",
    "rope-sequence",
    "w3c-keyname",
];

/// Builds the editor into `dist`, with the licences under which parts of it are passed on.
pub fn editor(sh: &Shell, dist: &Path) -> Result<()> {
    let esbuild = esbuild(sh)?;
    let (entry, out) = (root().join("editor/main.ts"), dist.join(EDITOR));
    cmd!(sh, "{esbuild} {entry} --bundle --format=esm --target=esnext --legal-comments=none --charset=utf8 --outfile={out} --log-level=warning")
        .run()
        .context("the editor could not be built")?;
    fs::write(dist.join("editor-licences.txt"), licences()?)?;
    Ok(())
}

/// Each licence once, with the packages that are under it.
fn licences() -> Result<String> {
    let mut packages: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for package in PACKAGES {
        let path = root().join("node_modules").join(package).join("LICENSE");
        let licence = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        packages.entry(licence).or_default().push(package);
    }
    let parts = packages.iter().map(|(licence, packages)| format!("{}\n\n{licence}", packages.join(", ")));
    Ok(parts.collect::<Vec<_>>().join("\n\n"))
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
