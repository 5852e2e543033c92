//! Every language says everything: in each folder the same keys, the same places to fill, nothing empty. No key has
//! a text in two folders.

use super::Finding;
use super::tree::Tree;
use std::collections::{BTreeMap, BTreeSet};

/// Key → text of one language file, or what is wrong with it.
pub fn texts(text: &str) -> Result<BTreeMap<String, String>, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

/// The folder that a language file lies in.
fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(folder, _)| folder)
}

/// Compares every language with every other, folder by folder.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut folders: BTreeMap<&str, BTreeMap<&str, BTreeMap<String, String>>> = BTreeMap::new();
    for (path, text) in tree.below("locales/", ".json") {
        match texts(text) {
            Ok(texts) => drop(folders.entry(folder(path)).or_default().insert(path, texts)),
            Err(error) => findings.push(Finding::new(path, 1, error)),
        }
    }
    folders.values().for_each(|languages| compare(languages, &mut findings));
    let mut homes: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    for (path, texts) in folders.values().flatten() {
        let language = path.trim_start_matches(folder(path));
        for key in texts.keys() {
            if let Some(home) = homes.insert((language, key), path) {
                findings.push(Finding::new(path, 1, format!("`{key}` stands in {home} as well")));
            }
        }
    }
    findings
}

fn compare(languages: &BTreeMap<&str, BTreeMap<String, String>>, findings: &mut Vec<Finding>) {
    let mut all: BTreeMap<&String, &String> = BTreeMap::new();
    for (key, text) in languages.values().flatten() {
        let longest = all.entry(key).or_insert(text);
        if text.len() > longest.len() {
            *longest = text;
        }
    }
    for (path, texts) in languages {
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
}

fn places(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(place, _)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(english: &str, german: &str) -> usize {
        check(&Tree::of(&[("locales/start/en.json", english), ("locales/start/de.json", german)])).len()
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
    fn a_key_that_two_folders_have_is_found() {
        let one = r#"{"do.save":"Save"}"#;
        let tree = Tree::of(&[("locales/start/en.json", one), ("locales/register/en.json", one)]);
        assert_eq!(check(&tree).len(), 1);
    }

    #[test]
    fn a_file_that_is_no_json_is_found() {
        assert!(findings("{", "{}") > 0);
    }
}
