//! The site: what was built, made ready to be served for years. Files are named by their content,
//! the styles are two files, the page tells its base and policy, the service worker knows what to
//! keep, and everything lies there compressed.

mod compress;
mod files;
mod page;
mod service_worker;
mod styles;

use crate::app::page::PARTS;
use crate::app::scripts::EDITOR;
use crate::workspace::{content_name, root};
use anyhow::{Context, Result};
use files::Files;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// What differs from one site to the next.
#[derive(Debug)]
pub struct Options {
    /// The path under which the site is served.
    pub base: String,
    /// Whether the page carries its policy itself, for hosts that set no headers.
    pub policy_in_page: bool,
    /// Whether to write a `404.html`, for hosts that know no deep links.
    pub not_found_page: bool,
    /// The content of `config.json`: `relay`, `public_url`, or neither.
    pub config: Value,
}

impl Default for Options {
    fn default() -> Self {
        Self { base: "/".to_owned(), policy_in_page: false, not_found_page: false, config: json!({}) }
    }
}

impl Options {
    /// Tells one set of options from another.
    pub fn fingerprint(&self) -> String {
        content_name(&[format!("{self:?}").as_bytes()])
    }
}

/// Gives the page's scripts and parts names that belong together: its script and the one that fetches its
/// parts import each other, so that neither can be named after its own content alone.
fn page_files(files: &mut Files) -> Result<Vec<String>> {
    let is_part = |name: &str| name.starts_with("split_") || name.starts_with("chunk_");
    let parts = files.iter().map(|(name, _)| name.to_owned());
    let parts: Vec<String> =
        parts.filter(|name| is_part(name) && !page::PAGE.contains(&name.as_str())).collect();
    let mut names = page::PAGE.to_vec();
    names.push(PARTS);
    names.extend(parts.iter().map(String::as_str));
    let named = files.name_by_content(&names)?;
    let renamed: Vec<(String, String)> =
        names.iter().map(|name| (*name).to_owned()).zip(named.clone()).collect();
    for (_, script) in renamed.iter().filter(|(_, name)| name.ends_with(".js")) {
        files.refer(script, &renamed)?;
    }
    Ok(named.into_iter().take(page::PAGE.len()).collect())
}

/// Writes the site made of `built` to `out`, which changes only when all is ready.
pub fn assemble(built: &Path, out: &PathBuf, options: &Options, quality: u32) -> Result<()> {
    let mut files = Files::read(built)?;
    let page = page_files(&mut files)?;
    let editor = files.name_by_content(&[EDITOR])?.concat();
    let (first, later) = styles::parted(page::stylesheets(files.text("index.html")?)?);
    let style = files.join(&first, "style", "css")?;
    let later_style = files.join(&later, "later", "css")?;
    let policy = fs::read_to_string(root().join("content-security-policy.txt"))?;
    let page = page::Page {
        base: &options.base,
        page: &page,
        style: &style,
        later_style: &later_style,
        editor: &editor,
        policy: options.policy_in_page.then_some(policy.trim()),
    };
    let index = page::write(files.text("index.html")?, &page)?;
    if options.not_found_page {
        files.put("404.html", index.clone());
    }
    files.put("index.html", index);
    files.put("config.json", serde_json::to_string(&options.config)?);
    let source = fs::read_to_string(root().join("sw.js"))?;
    files.put("sw.js", service_worker::write(&source, &files)?);

    let fresh = PathBuf::from(format!("{}.new", out.display()));
    let old = PathBuf::from(format!("{}.old", out.display()));
    for leftover in [&fresh, &old] {
        if leftover.exists() {
            fs::remove_dir_all(leftover)?;
        }
    }
    for (name, content) in files.iter() {
        let path = fresh.join(name);
        fs::create_dir_all(path.parent().unwrap_or(&fresh))?;
        fs::write(&path, content)?;
        if let Some(compressed) = compress::brotli(name, content, quality)? {
            fs::write(fresh.join(format!("{name}.br")), compressed)?;
        }
    }
    if out.exists() {
        fs::rename(out, &old)?;
    }
    fs::rename(&fresh, out).with_context(|| format!("cannot write {}", out.display()))?;
    if old.exists() {
        fs::remove_dir_all(&old)?;
    }
    Ok(())
}
