//! The repository's text files, as the rules see them.

use crate::workspace::root;
use anyhow::Result;
use std::collections::BTreeMap;
use xshell::{Shell, cmd};

const TEXT: [&str; 12] =
    [".rs", ".toml", ".md", ".json", ".ts", ".mjs", ".js", ".css", ".html", ".txt", ".svg", ".webmanifest"];

/// Path → text.
pub struct Tree(BTreeMap<String, String>);

impl Tree {
    /// All files that git knows or would know.
    pub fn read(sh: &Shell) -> Result<Self> {
        let listed = cmd!(sh, "git ls-files --cached --others --exclude-standard").quiet().read()?;
        let mut files = BTreeMap::new();
        for path in listed.lines() {
            // Bytes that are no text, and files just deleted, are nothing to judge.
            let is_text = TEXT.iter().any(|ending| path.ends_with(ending));
            let content =
                if is_text { std::fs::read_to_string(root().join(path)) } else { Ok(String::new()) };
            if let Ok(text) = content
                && root().join(path).exists()
            {
                files.insert(path.to_owned(), text);
            }
        }
        Ok(Self(files))
    }

    /// Every file's path.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// One file's text.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// Files below a folder with an ending.
    pub fn below<'a>(&'a self, folder: &'a str, ending: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0
            .iter()
            .filter(move |(path, _)| path.starts_with(folder) && path.ends_with(ending))
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Whether a file or folder is there.
    pub fn has(&self, path: &str) -> bool {
        let folder = format!("{}/", path.trim_end_matches('/'));
        self.0.contains_key(path) || self.paths().any(|known| known.starts_with(&folder))
    }

    #[cfg(test)]
    pub fn of(files: &[(&str, &str)]) -> Self {
        Self(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())
    }
}

/// A text's lines with their numbers, comments left out.
pub fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}
