//! The page knows no cryptography but one thing: it opens its own sealed picture, through WebCrypto, in `boot.js`.

use super::Finding;
use super::tree::{Tree, code};

/// The one call there is.
const OPENING: &str = "crypto.subtle.decrypt";

/// Checks what runs in the window: its scripts and its Rust.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let scripts = ["boot.js", "sw.js"].into_iter().filter_map(|path| Some((path, tree.text(path)?)));
    let mut has_opened = false;
    for (path, text) in scripts.chain(tree.below("src/", ".rs")) {
        for (line, text) in code(text).filter(|(_, text)| text.to_lowercase().contains("subtle")) {
            let opens = path == "boot.js" && text.matches("subtle").count() == 1 && text.contains(OPENING);
            if !opens || std::mem::replace(&mut has_opened, true) {
                findings.push(Finding::new(
                    path,
                    line,
                    "the page does nothing with keys but open its picture",
                ));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOOT: &str = "const opened = await crypto.subtle.decrypt(a, key, b);";

    #[test]
    fn the_page_may_open_its_picture_once() {
        assert_eq!(check(&Tree::of(&[("boot.js", BOOT)])), []);
        assert_eq!(check(&Tree::of(&[("boot.js", &format!("{BOOT}\n{BOOT}"))])).len(), 1);
    }

    #[test]
    fn a_page_that_seals_or_opens_elsewhere_is_found() {
        for (path, line) in [
            ("boot.js", "crypto.subtle.encrypt(a, key, b)"),
            ("sw.js", BOOT),
            ("src/platform/seal.rs", "let subtle: web_sys::SubtleCrypto = crypto.subtle();"),
        ] {
            assert_eq!(check(&Tree::of(&[(path, line)])).len(), 1, "{path}");
        }
    }
}
