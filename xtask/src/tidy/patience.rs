//! Tests are run, all of them, and wait for what they wait for: none is left out, none sleeps.

use super::Finding;
use super::tree::{Tree, code};

/// Spelled in two halves, so that this file does not find itself.
const RUST: [(&str, &str); 3] = [("#[ign", "ore"), ("thread::sl", "eep"), ("time::sl", "eep(")];
const BROWSER: [&str; 8] = [
    "test.skip",
    "test.only",
    "test.fixme",
    "describe.skip",
    "describe.only",
    "waitForTimeout",
    "setTimeout(resolve",
    "it.skip",
];
/// A bench keeps a person's pace while it measures; it asserts nothing.
const PACED: &str = "tests/bench/";

/// Checks Rust tests and browser tests.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut look = |path: &str, text: &str, words: &[String]| {
        for (line, text) in code(text) {
            for word in words.iter().filter(|word| text.contains(word.as_str())) {
                findings.push(Finding::new(path, line, format!("a test does not use {word}")));
            }
        }
    };
    let rust: Vec<String> = RUST.iter().map(|(one, two)| format!("{one}{two}")).collect();
    for (path, text) in ["src/", "crates/", "xtask/"].into_iter().flat_map(|folder| tree.below(folder, ".rs"))
    {
        // Code that serves may wait; the tests at its end may not.
        let tests = if path.contains("/tests/") { Some(0) } else { text.find("#[cfg(test)]") };
        if let Some(start) = tests {
            let before = text.get(..start).unwrap_or_default().matches('\n').count();
            let blank = "\n".repeat(before);
            look(path, &format!("{blank}{}", text.get(start..).unwrap_or_default()), &rust);
        }
    }
    let browser: Vec<String> = BROWSER.iter().map(|word| (*word).to_owned()).collect();
    let scripts = tree.below("tests/", ".ts").chain(tree.below("tests/", ".mjs"));
    for (path, text) in scripts.filter(|(path, _)| !path.starts_with(PACED)) {
        look(path, text, &browser);
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_left_out_is_found() {
        let left_out = format!("{}{}]\nfn a() {{}}", RUST[0].0, RUST[0].1);
        let tree =
            Tree::of(&[("crates/sync/tests/a.rs", &left_out), ("tests/a.spec.ts", "\ntest.only('x', f)")]);
        let lines: Vec<_> = check(&tree).iter().map(|finding| finding.line).collect();
        assert_eq!(lines, [1, 2]);
    }

    #[test]
    fn a_server_may_wait_and_its_tests_may_not() {
        let waits = format!("tokio::{}{}x)", RUST[2].0, RUST[2].1);
        let server = Tree::of(&[("crates/relay/src/a.rs", &waits)]);
        let tested =
            Tree::of(&[("crates/relay/src/a.rs", &format!("#[cfg(test)]\nmod tests {{\n{waits}\n}}"))]);
        assert_eq!(check(&server), []);
        assert_eq!(check(&tested).iter().map(|finding| finding.line).collect::<Vec<_>>(), [3]);
    }
}
