//! Every language says everything: the same keys, the same places to fill, nothing empty.

use super::Finding;
use super::tree::Tree;
use std::collections::{BTreeMap, BTreeSet};

/// Key → text of one language file, or what is wrong with it.
pub fn texts(text: &str) -> Result<BTreeMap<String, String>, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

/// Compares every language with every other.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut languages = BTreeMap::new();
    for (path, text) in tree.below("locales/", ".json") {
        match texts(text) {
            Ok(texts) => drop(languages.insert(path, texts)),
            Err(error) => findings.push(Finding::new(path, 1, error)),
        }
    }
    let mut all: BTreeMap<&String, &String> = BTreeMap::new();
    for (key, text) in languages.values().flatten() {
        let longest = all.entry(key).or_insert(text);
        if text.len() > longest.len() {
            *longest = text;
        }
    }
    for (path, texts) in &languages {
        for (key, elsewhere) in &all {
            match texts.get(*key) {
                None => findings.push(Finding::new(path, 1, format!("`{key}` has no text"))),
                Some(text) if text.trim().is_empty() && !elsewhere.trim().is_empty() => {
                    findings.push(Finding::new(path, 1, format!("`{key}` is empty")));
                }
                // One thing may be counted by a word.
                Some(text) if places(text) != places(elsewhere) && !key.ends_with(".one") => {
                    findings.push(Finding::new(
                        path,
                        1,
                        format!("`{key}` fills other places than another language"),
                    ));
                }
                Some(_) => {}
            }
        }
    }
    findings
}

fn places(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(place, _)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(english: &str, german: &str) -> usize {
        check(&Tree::of(&[("locales/en.json", english), ("locales/de.json", german)])).len()
    }

    #[test]
    fn a_text_that_one_language_lacks_is_found() {
        assert_eq!(findings(r#"{"do.save":"Save"}"#, r#"{"do.save":"Speichern"}"#), 0);
        assert_eq!(findings(r#"{"do.save":"Save"}"#, "{}"), 1);
        assert_eq!(findings("{}", r#"{"do.save":"Speichern"}"#), 1);
        assert_eq!(findings(r#"{"do.save":"Save"}"#, r#"{"do.save":" "}"#), 1);
    }

    #[test]
    fn a_place_that_one_language_forgets_is_found() {
        assert!(findings(r#"{"a.b":"{n} of {m}"}"#, r#"{"a.b":"{n}"}"#) > 0);
    }

    #[test]
    fn a_file_that_is_no_json_is_found() {
        assert!(findings("{", "{}") > 0);
    }
}
