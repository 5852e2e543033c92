//! The page: compiled by cargo, taken apart into what the first screen needs and what comes later
//! (`src/parts.rs` draws the line), bound to JavaScript and, for what people get, made small.

use super::Profile;
use crate::workspace::{files, root, target};
use anyhow::{Context, Result, anyhow, ensure};
use std::fs;
use std::path::Path;
use wasm_split_cli_support::{Options, transform};
use xshell::{Shell, cmd};

/// The script by which the page fetches its later parts.
pub const PARTS: &str = "parts.js";

/// What each part is made of, as `index.html` names it: what both need is a file of its own.
const PARTS_OF: [(&str, &[&str]); 2] =
    [("later", &["chunk_3", "split_later"]), ("further", &["chunk_3", "split_further"])];

/// Builds the page into `dist`. The target folder is the shell's `CARGO_TARGET_DIR`.
pub fn build(sh: &Shell, profile: Profile, dist: &Path) -> Result<()> {
    let name = profile.name();
    cmd!(sh, "cargo build --bin isomerge --target wasm32-unknown-unknown --profile {name}")
        .run()
        .context("the page could not be compiled")?;
    let whole = target().join("web/wasm32-unknown-unknown").join(name).join("isomerge.wasm");
    let work = profile.folder().join("parts");
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    let first = work.join("isomerge.wasm");
    split(&whole, &work, &first)?;
    cmd!(sh, "wasm-bindgen --target web --keep-lld-exports --no-typescript --out-name isomerge --out-dir {dist} {first}")
        .run()?;
    for part in files(&work)?.iter().filter(|file| **file != first) {
        fs::copy(part, dist.join(part.file_name().context("a part has no name")?))?;
    }
    if profile == Profile::Web {
        let ours = |file: &&std::path::PathBuf| {
            file.extension().is_some_and(|extension| extension == "wasm")
                && file.file_name().is_some_and(|name| !name.to_string_lossy().starts_with("engine"))
        };
        let html = fs::read_to_string(root().join("index.html"))?;
        let features = features(&html)?;
        for wasm in files(dist)?.iter().filter(ours) {
            let features = &features;
            cmd!(sh, "wasm-opt -Oz {features...} {wasm} -o {wasm}").run()?;
        }
    }
    Ok(())
}

/// What the browsers that we run in know and the compiler uses, as `index.html` says it to trunk for the engine.
fn features(html: &str) -> Result<Vec<&str>> {
    let (_, rest) =
        html.split_once("data-wasm-opt-params=\"").context("index.html names no features for wasm-opt")?;
    Ok(rest.split('"').next().unwrap_or_default().split(' ').collect())
}

/// Takes the page apart at the doors that `src/parts.rs` makes.
fn split(whole: &Path, work: &Path, first: &Path) -> Result<()> {
    let wasm = fs::read(whole).with_context(|| format!("cannot read {}", whole.display()))?;
    let link = format!("./{PARTS}");
    let mut options = Options::new(&wasm);
    options.output_dir = work;
    options.main_out_path = first;
    options.main_module = "./isomerge.js";
    options.link_name = &link;
    let parts = transform(options)
        .map_err(|error| anyhow!("the page could not be taken apart: {error:#}"))?
        .prefetch_map;
    for (part, files) in PARTS_OF {
        let found = parts.get(part).map(Vec::as_slice).unwrap_or_default();
        ensure!(found == files, "the part {part} is made of {found:?}: index.html must name them");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_page_is_made_for_the_browsers_that_the_engine_is_made_for() {
        let html = fs::read_to_string(root().join("index.html")).unwrap();
        let features = features(&html).unwrap();
        assert!(features.contains(&"--enable-bulk-memory"));
        assert!(features.iter().all(|feature| feature.starts_with("--enable-")));
    }
}
