//! A file is named after what it holds: names that hold everything are not given.

use super::Finding;
use super::tree::Tree;

const EMPTY: [&str; 12] = [
    "util", "utils", "helper", "helpers", "common", "misc", "manager", "managers", "types", "stuff",
    "shared", "lib2",
];

/// Checks the name of every file and folder.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let named =
        |path: &&str| path.split('/').any(|part| EMPTY.contains(&part.split('.').next().unwrap_or(part)));
    tree.paths()
        .filter(named)
        .map(|path| Finding::new(path, 1, "the name does not say what it holds"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_says_nothing_is_found() {
        let tree = Tree::of(&[("src/utils.rs", ""), ("src/helpers/a.rs", ""), ("src/commonly_asked.rs", "")]);
        assert_eq!(check(&tree).len(), 2);
    }
}
