//! Tells `sw.js` what to keep: before it takes over the shell, and behind it what a page fetches when it is first
//! opened; languages and the sample once they are used.

use super::files::Files;
use crate::workspace::content_name;
use anyhow::{Result, ensure};
use serde_json::json;

const NEVER: [&str; 4] = ["sw.js", "config.json", "404.html", "index.html"];

/// Folders of files that not everybody uses.
const ON_USE: [&str; 3] = ["locales/", "sample/", "outlines/"];

/// The beginnings of names of what no first visit waits for.
const BEHIND: [&str; 2] = ["split_further", "editor"];

/// The service worker's source with version and lists filled in.
pub fn write(source: &str, files: &Files) -> Result<String> {
    let mut shell = vec!["./"];
    let (mut behind, mut on_use) = (Vec::new(), Vec::new());
    let mut contents: Vec<&[u8]> = vec![source.as_bytes()];
    for (name, content) in files.iter() {
        if name == "index.html" || !NEVER.contains(&name) {
            contents.push(name.as_bytes());
            contents.push(content);
        }
        if ON_USE.iter().any(|folder| name.starts_with(folder)) {
            on_use.push(name);
        } else if BEHIND.iter().any(|beginning| name.starts_with(beginning)) {
            behind.push(name);
        } else if !NEVER.contains(&name) {
            shell.push(name);
        }
    }
    let written = [
        ("const VERSION = \"unassembled\";", format!("const VERSION = {};", json!(content_name(&contents)))),
        ("const SHELL = [];", format!("const SHELL = {};", json!(shell))),
        ("const BEHIND = [];", format!("const BEHIND = {};", json!(behind))),
        ("const ON_USE = [];", format!("const ON_USE = {};", json!(on_use))),
    ];
    let mut out = source.to_owned();
    for (blank, filled) in &written {
        ensure!(out.matches(blank).count() == 1, "sw.js no longer has the line `{blank}`");
        out = out.replace(blank, filled);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const SOURCE: &str =
        "const VERSION = \"unassembled\";\nconst SHELL = [];\nconst BEHIND = [];\nconst ON_USE = [];\n";

    #[test]
    fn the_page_is_kept_under_its_folder_and_languages_wait_for_use() {
        let files = Files::of(&[
            ("index.html", "x"),
            ("a.js", "y"),
            ("editor-1.js", "z"),
            ("locales/start/de.json", "{}"),
            ("sample/de.txt", ""),
            ("config.json", "{}"),
        ]);
        let out = write(SOURCE, &files).unwrap();
        assert!(out.contains(r#"const SHELL = ["./","a.js"];"#), "{out}");
        assert!(out.contains(r#"const BEHIND = ["editor-1.js"];"#), "{out}");
        assert!(out.contains(r#"const ON_USE = ["locales/start/de.json","sample/de.txt"];"#), "{out}");
    }

    #[test]
    fn any_changed_file_makes_a_new_version() {
        let before = write(SOURCE, &Files::of(&[("index.html", "x"), ("a.js", "y")])).unwrap();
        let page = write(SOURCE, &Files::of(&[("index.html", "z"), ("a.js", "y")])).unwrap();
        let script = write(SOURCE, &Files::of(&[("index.html", "x"), ("a.js", "z")])).unwrap();
        assert!(before != page && before != script && page != script);
    }

    #[test]
    fn a_source_without_the_blanks_is_refused() {
        assert!(write("const VERSION = 1;", &Files::of(&[])).is_err());
    }
}
