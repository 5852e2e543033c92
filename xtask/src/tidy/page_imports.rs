//! Pages stay apart: they import one another only where one is the frame of the other, and of the browser
//! only what a sentence on screen needs. Components import no page.

use super::Finding;
use super::tree::{Tree, code};

/// Pages that are frames for others, each with its reason.
const FRAMES: [(&str, &str); 8] = [
    ("frame", "what surrounds every page of an open register"),
    ("listing", "the list that every kind shares"),
    ("record", "what a record of any kind shows beside its own page"),
    ("not_found", "what every page shows in the place of what is not there"),
    ("kpi", "what stands above a KPI's form, shown by the record's frame"),
    ("objectives", "what stands above an objective's form, shown by the record's frame"),
    ("document", "a kind with a page of its own, shown by the record's frame"),
    ("management_review", "a kind with a page of its own, shown by the record's frame"),
];

/// What of the platform a page may use, each with its reason.
const ALLOWED: [(&str, &str); 7] = [
    ("intl", "dates, numbers and order as the reader writes them"),
    ("clock", "what is overdue depends on today"),
    ("prefs", "what a page remembers of how it is looked at"),
    ("mark", "the bench measures from it when a page shows true figures"),
    ("dom", "focus goes where the reader's attention is"),
    ("clipboard", "cells are copied and pasted"),
    ("timer", "what comes in bursts is asked for once they pause"),
];

/// Checks pages and components.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.below("src/pages/", ".rs").filter(|(path, _)| *path != "src/pages/mod.rs") {
        let top_level = path.matches('/').count() == 2;
        for (line, text) in code(text) {
            for name in after(text, "crate::platform::") {
                if !ALLOWED.iter().any(|(allowed, _)| *allowed == name) {
                    findings.push(Finding::new(path, line, format!("a page does not use platform::{name}")));
                }
            }
            let mut others = after(text, "crate::pages::");
            if top_level {
                others.extend(after(text, "super::"));
            }
            for name in others.iter().filter(|name| name.starts_with(char::is_lowercase)) {
                if !FRAMES.iter().any(|(frame, _)| frame == name) {
                    findings.push(Finding::new(
                        path,
                        line,
                        format!("a page does not import the page {name}"),
                    ));
                }
            }
        }
    }
    for (path, text) in tree.below("src/components/", ".rs") {
        for (line, _) in code(text).filter(|(_, text)| text.contains("crate::pages")) {
            findings.push(Finding::new(path, line, "a component does not import a page"));
        }
    }
    findings
}

/// The names that follow a path's beginning, those in braces one by one.
fn after(line: &str, beginning: &str) -> Vec<String> {
    let word = |text: &str| {
        text.trim()
            .chars()
            .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
            .collect::<String>()
    };
    line.match_indices(beginning)
        .filter_map(|(at, _)| line.get(at + beginning.len()..))
        .flat_map(|rest| match rest.strip_prefix('{') {
            Some(several) => several.split('}').next().unwrap_or_default().split(',').map(word).collect(),
            None => vec![word(rest)],
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_imports_another_is_found() {
        let tree = Tree::of(&[(
            "src/pages/people.rs",
            "use super::listing::ListOf;\nuse super::settings::Settings;",
        )]);
        assert_eq!(
            check(&tree),
            [Finding::new("src/pages/people.rs", 2, "a page does not import the page settings")]
        );
    }

    #[test]
    fn a_page_that_reaches_for_storage_is_found() {
        let tree = Tree::of(&[("src/pages/people.rs", "use crate::platform::{intl, storage};")]);
        assert_eq!(
            check(&tree),
            [Finding::new("src/pages/people.rs", 1, "a page does not use platform::storage")]
        );
    }

    #[test]
    fn a_component_that_imports_a_page_is_found() {
        assert_eq!(check(&Tree::of(&[("src/components/table.rs", "use crate::pages::People;")])).len(), 1);
    }
}
