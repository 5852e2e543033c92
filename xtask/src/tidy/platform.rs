//! The browser's own interfaces are named in `platform` alone; elsewhere only the types of elements and events.

use super::Finding;
use super::tree::{Tree, code};

/// Files that may name more, each with its reason.
const EXCEPTIONS: [(&str, &str); 2] = [
    (
        "crates/engine/src/paper.rs",
        "it is what JavaScript values the page calls for: the exported face of a paper in the window",
    ),
    ("crates/engine/src/paper_rich.rs", "the same face, as an editor of rich text sees it"),
];

/// Elements and events are what a view is made of.
const VIEWS: [&str; 2] = ["src/components/", "src/pages/"];

/// Checks every crate that runs in a browser.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.below("src/", ".rs").chain(tree.below("crates/", ".rs")) {
        let in_platform = path.contains("/platform/") || path.ends_with("/platform.rs");
        if in_platform || EXCEPTIONS.iter().any(|(known, _)| *known == path) {
            continue;
        }
        let in_view = VIEWS.iter().any(|view| path.starts_with(view));
        for (line, text) in code(text) {
            for (library, rest) in mentions(text) {
                if in_view && library == "web_sys" && is_view_type(rest) {
                    continue;
                }
                findings.push(Finding::new(path, line, format!("{library} belongs into a platform folder")));
            }
        }
    }
    findings
}

fn mentions(line: &str) -> impl Iterator<Item = (&'static str, &str)> {
    ["web_sys", "js_sys"].into_iter().flat_map(move |library| {
        line.match_indices(library)
            .filter_map(move |(at, _)| Some((library, line.get(at + library.len()..)?)))
    })
}

fn is_view_type(rest: &str) -> bool {
    let Some(names) = rest.strip_prefix("::") else { return false };
    let names = match names.strip_prefix('{') {
        Some(list) => list.split('}').next().unwrap_or_default(),
        None => names.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default(),
    };
    let is_view =
        |name: &str| ["Element", "Event", "EventTarget", "Node"].iter().any(|end| name.ends_with(end));
    names.split(',').all(|name| is_view(name.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_opens_storage_is_found() {
        let tree = Tree::of(&[
            ("src/pages/risk.rs", "let w = web_sys::window();"),
            ("src/platform/dom.rs", "web_sys::window()"),
        ]);
        assert_eq!(
            check(&tree),
            [Finding::new("src/pages/risk.rs", 1, "web_sys belongs into a platform folder")]
        );
    }

    #[test]
    fn a_view_may_name_an_event_but_a_session_may_not() {
        let line = "fn on(event: web_sys::KeyboardEvent) {}";
        assert_eq!(check(&Tree::of(&[("src/components/a.rs", line)])), []);
        assert_eq!(check(&Tree::of(&[("src/session/a.rs", line)])).len(), 1);
    }
    #[test]
    fn a_view_may_name_several_at_once_but_only_elements_and_events() {
        let named =
            |names: &str| check(&Tree::of(&[("src/components/a.rs", &format!("use web_sys::{{{names}}};"))]));
        assert_eq!(named("Event, HtmlTextAreaElement"), []);
        assert_eq!(named("Event, Window").len(), 1);
    }
}
