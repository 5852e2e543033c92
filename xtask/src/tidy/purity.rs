//! The pure core is handed its times and its random bytes, and reaches no file, thread or network by itself: only
//! so can it be simulated. What their manifests may not name is in `arrows`; this looks for what comes with `std`
//! and with libraries that they do use.

use super::Finding;
use super::tree::{Tree, code};

const PURE: [&str; 5] = [
    "crates/register/src/",
    "crates/crdt/src/",
    "crates/sync/src/",
    "crates/wire/src/",
    "crates/sample/src/",
];

/// What gives away a clock, a source of randomness, or the world outside.
const IMPURE: [&str; 14] = [
    "SystemTime",
    "Instant::",
    "Utc::now",
    "Local::now",
    "getrandom",
    "OsRng",
    "thread_rng",
    "new_v4",
    "now_v7",
    "ActorId::random",
    "std::fs",
    "std::net",
    "std::thread",
    "std::env",
];

/// Files that are tests as a whole.
fn is_test(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("/tests.rs") || path.ends_with("/vectors.rs")
}

/// Checks the pure crates.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in PURE.iter().flat_map(|folder| tree.below(folder, ".rs")) {
        if is_test(path) {
            continue;
        }
        for (line, text) in code(text) {
            for impure in IMPURE.iter().filter(|impure| text.contains(**impure)) {
                let what = format!("{impure}: a pure crate is handed times, randomness and bytes");
                findings.push(Finding::new(path, line, what));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pure_crate_that_reads_the_clock_is_found_and_a_test_that_reads_a_file_is_not() {
        let tree = Tree::of(&[
            ("crates/sync/src/replica/writing.rs", "let now = SystemTime::now();"),
            ("crates/sync/src/replica/tests/world.rs", "std::fs::read_dir(folder)"),
            ("crates/engine/src/worker.rs", "getrandom::fill(&mut bytes)"),
        ]);
        let found = check(&tree);
        assert_eq!(found.len(), 1);
        assert!(found.iter().all(|finding| finding.path.ends_with("writing.rs")));
    }
}
