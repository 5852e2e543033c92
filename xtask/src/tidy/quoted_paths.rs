//! What README and ARCHITECTURE send a reader to is there.

use super::Finding;
use super::tree::Tree;

const MAPS: [&str; 4] = ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "docs/"];
const ENDINGS: [&str; 9] = [".rs", ".md", ".toml", ".js", ".ts", ".html", ".json", ".css", ".txt"];

/// Checks each path in backticks and each relative link.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in MAPS.iter().flat_map(|map| tree.below(map, ".md")) {
        let mut fenced = false;
        for (index, line) in text.lines().enumerate() {
            if line.trim_start().starts_with("```") {
                fenced = !fenced;
            }
            if fenced {
                continue;
            }
            let quoted = line
                .split('`')
                .skip(1)
                .step_by(2)
                .filter(|text| is_path(tree, text))
                .map(|text| (text, text.to_owned()));
            let linked = line
                .split("](")
                .skip(1)
                .filter_map(|rest| rest.split(')').next())
                .filter(|link| is_relative(link));
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let linked = linked.map(|link| (link, beside(folder, link.split('#').next().unwrap_or(link))));
            for (shown, wanted) in quoted.chain(linked) {
                if !tree.has(&wanted) {
                    findings.push(Finding::new(path, index + 1, format!("`{shown}` is not there")));
                }
            }
        }
    }
    findings
}

/// A path begins with a folder of the repository, or is a file's name at its root.
fn is_path(tree: &Tree, text: &str) -> bool {
    let plain = text.chars().all(|letter| letter.is_ascii_alphanumeric() || "._-/".contains(letter));
    match text.split_once('/') {
        Some((first, _)) => plain && !first.is_empty() && tree.has(first) && first != "target",
        None => {
            plain
                && text.chars().next().is_some_and(char::is_uppercase)
                && ENDINGS.iter().any(|ending| text.ends_with(ending))
        }
    }
}

fn is_relative(link: &str) -> bool {
    !link.contains("://") && !link.starts_with('#') && !link.starts_with("mailto:") && !link.is_empty()
}

fn beside(folder: &str, link: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in link.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(markdown: &str) -> usize {
        check(&Tree::of(&[("README.md", markdown), ("src/app.rs", ""), ("docs/protocol.md", "")])).len()
    }

    #[test]
    fn a_map_to_nowhere_is_found() {
        assert_eq!(findings("`src/app.rs`, `src/`, `docs/protocol.md`"), 0);
        assert_eq!(findings("`src/gone.rs` and [that](docs/gone.md)"), 2);
        assert_eq!(findings("`ARCHITECTURE.md`"), 1);
    }

    #[test]
    fn what_is_no_path_is_left_alone() {
        assert_eq!(
            findings(
                "`a/b`, `cargo xtask serve`, `target/x`, [x](https://a.b/c), [y](#z)\n```\n`src/no.rs`\n```"
            ),
            0
        );
    }
}
