//! The site's files in memory, by their path within the site.

use crate::workspace;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Path → content.
pub struct Files(BTreeMap<String, Vec<u8>>);

impl Files {
    /// Reads a folder.
    pub fn read(folder: &Path) -> Result<Self> {
        let mut files = BTreeMap::new();
        for path in workspace::files(folder)? {
            let name = path.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
            files.insert(name, fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?);
        }
        Ok(Self(files))
    }

    /// All files, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(name, content)| (name.as_str(), content.as_slice()))
    }

    /// Adds or replaces a file.
    pub fn put(&mut self, name: &str, content: impl Into<Vec<u8>>) {
        self.0.insert(name.to_owned(), content.into());
    }

    /// A file that is text.
    pub fn text(&self, name: &str) -> Result<&str> {
        let content = self.0.get(name).with_context(|| format!("the build wrote no {name}"))?;
        std::str::from_utf8(content).with_context(|| format!("{name} is not UTF-8"))
    }

    /// Renames files that belong together, so that their names tell their common content.
    pub fn name_by_content(&mut self, names: &[&str]) -> Result<Vec<String>> {
        let contents = names.iter().map(|name| self.take(name)).collect::<Result<Vec<_>>>()?;
        let parts: Vec<&[u8]> = contents.iter().map(Vec::as_slice).collect();
        let hash = workspace::content_name(&parts);
        let mut named = Vec::new();
        for (name, content) in names.iter().zip(contents) {
            // The suffix of wasm-bindgen's file stays last, as it is in trunk's own names.
            let (stem, rest) = match name.split_once("_bg.") {
                Some((stem, extension)) => (stem, format!("_bg.{extension}")),
                None => {
                    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
                    (stem, format!(".{extension}"))
                }
            };
            let new = format!("{stem}-{hash}{rest}");
            self.0.insert(new.clone(), content);
            named.push(new);
        }
        Ok(named)
    }

    /// Has a script import and fetch what was renamed since it was written. The names by which WebAssembly
    /// knows its imports stay.
    pub fn refer(&mut self, script: &str, renamed: &[(String, String)]) -> Result<()> {
        let mut text = self.text(script)?.to_owned();
        for (old, new) in renamed {
            for before in ["from ", "from", "new URL("] {
                text = text.replace(&format!("{before}\"./{old}\""), &format!("{before}\"./{new}\""));
            }
        }
        self.put(script, text);
        Ok(())
    }

    /// Joins files into one, named by its content.
    pub fn join(&mut self, names: &[String], stem: &str, extension: &str) -> Result<String> {
        let mut joined = Vec::new();
        for name in names {
            joined.extend(self.take(name)?);
            joined.push(b'\n');
        }
        let name = format!("{stem}-{}.{extension}", workspace::content_name(&[&joined]));
        self.0.insert(name.clone(), joined);
        Ok(name)
    }

    fn take(&mut self, name: &str) -> Result<Vec<u8>> {
        self.0.remove(name).with_context(|| format!("the build wrote no {name}"))
    }

    #[cfg(test)]
    pub fn of(files: &[(&str, &str)]) -> Self {
        Self(files.iter().map(|(name, content)| ((*name).to_owned(), content.as_bytes().to_vec())).collect())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn both_halves_of_the_engine_share_one_name() {
        let mut files = Files::of(&[("engine.js", "a"), ("engine_bg.wasm", "b")]);
        let named = files.name_by_content(&["engine.js", "engine_bg.wasm"]).unwrap();
        let hash = workspace::content_name(&[b"a", b"b"]);
        assert_eq!(named, [format!("engine-{hash}.js"), format!("engine-{hash}_bg.wasm")]);
    }

    #[test]
    fn scripts_name_one_another_by_their_new_names() {
        let written =
            "import * as b from \"./b.js\"; fetch(new URL(\"./b.js\", here)); imports = { \"./b.js\": b };";
        let mut files = Files::of(&[("a.js", written)]);
        files.refer("a.js", &[("b.js".to_owned(), "b-1.js".to_owned())]).unwrap();
        let expected = "import * as b from \"./b-1.js\"; fetch(new URL(\"./b-1.js\", here)); imports = { \"./b.js\": b };";
        assert_eq!(files.text("a.js").unwrap(), expected);
    }

    #[test]
    fn scripts_made_small_name_one_another_too() {
        let written = "import*as b from\"./b.js\";fetch(new URL(\"./b.js\",here));imports={\"./b.js\":b};";
        let mut files = Files::of(&[("a.js", written)]);
        files.refer("a.js", &[("b.js".to_owned(), "b-1.js".to_owned())]).unwrap();
        let expected =
            "import*as b from\"./b-1.js\";fetch(new URL(\"./b-1.js\",here));imports={\"./b.js\":b};";
        assert_eq!(files.text("a.js").unwrap(), expected);
    }

    #[test]
    fn a_file_that_was_not_built_is_missed() {
        assert!(Files::of(&[]).name_by_content(&["engine.js"]).is_err());
    }
}
