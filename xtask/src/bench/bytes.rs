//! What a first visit transfers, read from the assembled site: compressed where the relay sends it compressed.

use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Bytes of a first visit.
pub struct FirstVisit {
    /// What the app needs to work: the page, the engine, the service worker's shell, one language.
    pub all: u64,
    /// The same with what is fetched when it is first used, and kept for offline behind all else.
    pub kept: u64,
    /// What the page cannot paint without: the document, its style and scripts, the page's WebAssembly, its words.
    pub before_paint: u64,
}

const LANGUAGES: &str = "locales";
/// The folder of the texts that the first screen needs.
const FIRST_TEXTS: &str = "start";

/// Reads a site's folder.
pub fn first_visit(site: &Path) -> Result<FirstVisit> {
    let html = fs::read_to_string(site.join("index.html")).context("the site has no index.html")?;
    let worker = fs::read_to_string(site.join("sw.js")).context("the site has no sw.js")?;
    let first_texts = largest(&site.join(LANGUAGES).join(FIRST_TEXTS))?;
    let mut needed = needed_to_paint(&html);
    for script in needed.clone().iter().filter(|name| name.ends_with(".js")) {
        let source =
            fs::read_to_string(site.join(script)).with_context(|| format!("the site has no {script}"))?;
        needed.extend(imported(&source));
    }
    let before_paint =
        sum(site, needed.iter().map(String::as_str))? + size(site, "index.html")? + first_texts;
    let shell = listed(&worker, "SHELL")?;
    let behind = listed(&worker, "BEHIND")?;
    let everything: BTreeSet<&str> = shell.iter().chain(&needed).map(String::as_str).collect();
    let others = ["index.html", "sw.js", "config.json"].into_iter().filter(|name| site.join(name).exists());
    let all = sum(site, everything)? + sum(site, others)? + whole_language(&site.join(LANGUAGES))?;
    let kept = all + sum(site, behind.iter().map(String::as_str))?;
    Ok(FirstVisit { all, kept, before_paint })
}

/// The files that the document names, but for the engine's, icons and the manifest.
fn needed_to_paint(html: &str) -> BTreeSet<String> {
    let tags = html.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag);
    let counts = |tag: &&str| {
        let is_page = tag.starts_with("meta") && tag.contains("name=\"page\"");
        let is_style = tag.starts_with("link") && tag.contains("stylesheet");
        tag.starts_with("script") || is_page || is_style
    };
    tags.filter(counts).flat_map(|tag| tag.split('"').skip(1).step_by(2)).filter_map(file).collect()
}

/// The scripts that a script of the page cannot begin without.
fn imported(source: &str) -> Vec<String> {
    let named = source.split("import").skip(1).filter_map(|rest| {
        // What is imported stands before the name of its file: `* as a from`, `{ b } from`, or nothing.
        let (before, rest) = rest.split_once('"')?;
        let is_import = before.trim().is_empty() || before.trim_end().ends_with("from");
        (is_import && !before.contains([';', '('])).then(|| rest.split('"').next().unwrap_or_default())
    });
    named.filter_map(file).collect()
}

/// A value of an attribute as a file of the site, if it is one.
fn file(value: &str) -> Option<String> {
    let name = value.trim_start_matches("./").trim_start_matches('/');
    let is_file = [".js", ".wasm", ".css"].iter().any(|ending| name.ends_with(ending));
    is_file.then(|| name.to_owned())
}

/// What the service worker fetches before it takes over, in one of its lists.
fn listed(worker: &str, name: &str) -> Result<Vec<String>> {
    let begin = format!("const {name} = ");
    let list = worker.split_once(&begin).with_context(|| format!("sw.js has no {name}"))?.1;
    let list = list.split_once(';').with_context(|| format!("{name} has no end"))?.0;
    let names: Vec<String> =
        serde_json::from_str(list).with_context(|| format!("{name} is no list of names"))?;
    Ok(names.into_iter().filter(|name| name != "./").collect())
}

fn sum<'a>(site: &Path, names: impl IntoIterator<Item = &'a str>) -> Result<u64> {
    names.into_iter().map(|name| size(site, name)).sum()
}

fn size(site: &Path, name: &str) -> Result<u64> {
    let compressed = site.join(format!("{name}.br"));
    let sent = if compressed.exists() { compressed } else { site.join(name) };
    Ok(fs::metadata(&sent).with_context(|| format!("the site has no {name}"))?.len())
}

/// A language in use is kept in every folder.
fn whole_language(folder: &Path) -> Result<u64> {
    let mut sum = 0;
    for entry in fs::read_dir(folder).with_context(|| format!("no {}", folder.display()))? {
        sum += largest(&entry?.path())?;
    }
    Ok(sum)
}

/// The larger language is the one that counts.
fn largest(folder: &Path) -> Result<u64> {
    let mut largest = 0;
    for entry in fs::read_dir(folder).with_context(|| format!("no {}", folder.display()))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".json") {
            largest = largest.max(size(folder, &name)?);
        }
    }
    Ok(largest)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_engine_and_icons_do_not_hold_up_the_paint() {
        let html = r#"<link rel="icon" href="icon.svg"><link rel="stylesheet" href="style-1.css">
            <meta name="page" data-js="/page.js" data-wasm="/page_bg.wasm"><meta name="engine" data-js="engine.js">
            <script type="module" src="./boot.js"></script>"#;
        let needed: Vec<String> = needed_to_paint(html).into_iter().collect();
        assert_eq!(needed, ["boot.js", "page.js", "page_bg.wasm", "style-1.css"]);
    }

    #[test]
    fn what_a_script_imports_is_needed_and_what_it_may_fetch_is_not() {
        let source = "import * as parts from \"./parts-1.js\"\nfetch(new URL(\"./split_later-1.wasm\"))";
        assert_eq!(imported(source), ["parts-1.js"]);
        let small = "import*as p from\"./parts-1.js\";import{a as b}from\"./c.js\";import(\"./later.js\");imports={\"./d.js\":p}";
        assert_eq!(imported(small), ["parts-1.js", "c.js"]);
    }

    #[test]
    fn the_shell_is_what_the_service_worker_lists() {
        let worker = "const SHELL = [\"./\", \"a.js\"];\nconst BEHIND = [\"b.js\"];\nrest";
        assert_eq!(listed(worker, "SHELL").unwrap(), ["a.js"]);
        assert_eq!(listed(worker, "BEHIND").unwrap(), ["b.js"]);
    }
}
