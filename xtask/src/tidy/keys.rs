//! Every key of a text that stands in the page's code has its text.
//! A key is a string like `do.save`; one put together begins with what some key begins with.

use super::Finding;
use super::language_files::texts;
use super::tree::{Tree, code};
use std::collections::{BTreeMap, BTreeSet};

/// Checks the page's strings against the English files.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut known = BTreeMap::new();
    for (_, text) in tree.below("locales/", "/en.json") {
        let Ok(texts) = texts(text) else { return Vec::new() };
        known.extend(texts);
    }
    let groups: BTreeSet<&str> = known.keys().filter_map(|key| key.split('.').next()).collect();
    let mut findings = Vec::new();
    for (path, text) in tree.below("src/", ".rs") {
        let text = text.split("#[cfg(test)]").next().unwrap_or(text);
        for (line, text) in code(text) {
            for literal in strings(text) {
                let fixed = literal.split('{').next().unwrap_or_default();
                let is_whole = fixed.len() == literal.len();
                let Some((group, rest)) = fixed.split_once('.') else { continue };
                let is_key = groups.contains(group)
                    && !(is_whole && rest.is_empty())
                    && rest.chars().all(|letter| {
                        letter.is_ascii_lowercase() || letter.is_ascii_digit() || "._".contains(letter)
                    });
                let has_text = if is_whole && !fixed.ends_with('.') {
                    known.contains_key(fixed) || known.keys().any(|key| key.starts_with(&format!("{fixed}.")))
                } else {
                    known.keys().any(|key| key.starts_with(fixed))
                };
                if is_key && !has_text {
                    findings.push(Finding::new(path, line, format!("`{literal}` has no text in locales/")));
                }
            }
        }
    }
    findings
}

/// The string literals that begin and end on one line.
fn strings(line: &str) -> impl Iterator<Item = &str> {
    line.split('"').skip(1).step_by(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(line: &str) -> usize {
        let english = r#"{"do.save":"Save","field.risk.title.label":"Risk"}"#;
        check(&Tree::of(&[("locales/start/en.json", english), ("src/pages/a.rs", line)])).len()
    }

    #[test]
    fn a_key_without_a_text_is_found() {
        assert_eq!(findings(r#"t("do.save")"#), 0);
        assert_eq!(findings(r#"t("do.sava")"#), 1);
    }

    #[test]
    fn a_key_put_together_must_begin_as_some_key_does() {
        assert_eq!(findings(r#"t(&format!("field.risk.{name}.label"))"#), 0);
        assert_eq!(findings(r#"t(&format!("field.rysk.{name}.label"))"#), 1);
    }

    #[test]
    fn other_strings_are_not_taken_for_keys() {
        assert_eq!(findings(r#"("icon.svg", "Do. Save", "e.g.", "do. something")"#), 0);
    }
}
