//! The words of one language: texts of any length under `[key]` lines, paragraphs as they are.

use std::collections::BTreeMap;

/// What is said in the sample, in one language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words(BTreeMap<String, String>);

impl Words {
    /// Reads a file of words.
    pub fn read(file: &str) -> Self {
        let mut words = BTreeMap::new();
        let mut key = String::new();
        let mut text = String::new();
        for line in file.lines().chain(["[]"]) {
            match line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                Some(next) => {
                    if !key.is_empty() {
                        words.insert(std::mem::take(&mut key), text.trim().to_owned());
                    }
                    next.clone_into(&mut key);
                    text.clear();
                }
                None => {
                    text.push_str(line);
                    text.push('\n');
                }
            }
        }
        Self(words)
    }

    /// The words of a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    /// Every key.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
