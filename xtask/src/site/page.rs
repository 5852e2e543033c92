//! The page's HTML: its base, its one style sheet, its own files' names and, where no server can say it, its policy.
//! Every address in it is relative to the base, so that one build serves at any path.

use crate::app::scripts::EDITOR;
use anyhow::{Context, Result, ensure};

const STYLESHEET: &str = "<link rel=\"stylesheet\" href=\"";
const BASE: &str = "<base href=\"/\"";
/// What the page is made of, as `index.html` names it.
pub const PAGE: [&str; 5] =
    ["isomerge.js", "isomerge_bg.wasm", "split_later.wasm", "chunk_3.wasm", "split_further.wasm"];

/// What is filled in.
pub struct Page<'a> {
    /// The path under which the site is served.
    pub base: &'a str,
    /// The names by content of what the page is made of, in the order of [`PAGE`].
    pub page: &'a [String],
    /// The style sheet.
    pub style: &'a str,
    /// The style sheet of what comes later.
    pub later_style: &'a str,
    /// The editor's name by content.
    pub editor: &'a str,
    /// The policy, if the page must carry it.
    pub policy: Option<&'a str>,
}

/// The style sheets that trunk linked, in their order.
pub fn stylesheets(html: &str) -> Result<Vec<String>> {
    html.match_indices(STYLESHEET)
        .map(|(start, _)| {
            let rest = &html[start + STYLESHEET.len()..];
            let (address, _) = rest.split_once('"').context("a style sheet's address does not end")?;
            Ok(address.trim_start_matches('/').to_owned())
        })
        .collect()
}

/// The page as it is served.
pub fn write(html: &str, page: &Page) -> Result<String> {
    ensure!(html.contains(BASE), "trunk wrote no {BASE}>");
    let mut out = with_stylesheets(html, page)?;
    let names = page.page.iter().map(String::as_str).chain([page.editor]);
    for (blank, name) in PAGE.iter().copied().chain([EDITOR]).zip(names) {
        let blank = format!("\"{blank}\"");
        ensure!(out.contains(&blank), "index.html no longer names {blank}");
        out = out.replace(&blank, &format!("\"{name}\""));
    }
    for attribute in ["href", "src", "data-js", "data-wasm"] {
        out = out.replace(&format!("{attribute}=\"/"), &format!("{attribute}=\""));
    }
    // Trunk's base has lost its slash with the others.
    out = out.replacen("<base href=\"\"", &format!("<base href=\"{}\"", page.base), 1);
    if let Some(policy) = page.policy {
        let meta = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">", for_meta(policy));
        out = out.replacen("<base ", &format!("{meta}\n  <base "), 1);
    }
    Ok(out)
}

/// `frame-ancestors` has no meaning in an element, and browsers warn of it.
fn for_meta(policy: &str) -> String {
    let rules: Vec<_> =
        policy.split(';').map(str::trim).filter(|rule| !rule.starts_with("frame-ancestors")).collect();
    rules.join("; ")
}

/// The first screen's sheet is linked, the other named for `boot.js`.
fn with_stylesheets(html: &str, page: &Page) -> Result<String> {
    let mut out = String::new();
    let mut rest = html;
    let mut linked = false;
    while let Some(start) = rest.find(STYLESHEET) {
        let (before, link) = rest.split_at(start);
        let end = link.find('>').context("a style sheet's link does not end")?;
        out.push_str(before);
        if !linked {
            let Page { style, later_style, .. } = page;
            out.push_str(&format!(
                "{STYLESHEET}{style}\"><meta name=\"styles\" data-later=\"{later_style}\">"
            ));
            linked = true;
        }
        rest = link.get(end + 1..).unwrap_or_default();
    }
    out.push_str(rest);
    Ok(out)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const BUILT: &str = r#"<head><base href="/">
<link rel="stylesheet" href="/tokens-1.css"/><link rel="stylesheet" href="/base-2.css"/>
<meta name="engine" data-js="/engine-9.js" data-wasm="/engine-9_bg.wasm">
<meta name="page" data-js="isomerge.js" data-wasm="isomerge_bg.wasm">
<meta name="later" data-wasm="split_later.wasm" data-shared="chunk_3.wasm">
<meta name="further" data-wasm="split_further.wasm">
<meta name="editor" data-js="editor.js">
<script src="/boot-3.js" type="module"></script></head><body></body>"#;

    fn written(policy: Option<&str>) -> String {
        let names = PAGE.map(|name| name.replacen('.', "-8.", 1));
        let page = Page {
            base: "/isms/",
            page: &names,
            style: "style-4.css",
            later_style: "later-5.css",
            editor: "editor-7.js",
            policy,
        };
        write(BUILT, &page).unwrap()
    }

    #[test]
    fn the_page_names_the_sheet_of_what_comes_later_and_does_not_link_it() {
        let page = written(None);
        assert!(page.contains("data-later=\"later-5.css\""), "{page}");
    }

    #[test]
    fn style_sheets_are_found_in_order_and_become_one() {
        assert_eq!(stylesheets(BUILT).unwrap(), ["tokens-1.css", "base-2.css"]);
        assert_eq!(stylesheets(&written(None)).unwrap(), ["style-4.css"]);
    }

    #[test]
    fn only_the_base_is_absolute() {
        let page = written(None);
        assert!(page.contains(r#"<base href="/isms/""#), "{page}");
        assert_eq!(page.matches("=\"/").count(), 1, "{page}");
        assert!(page.contains("\"isomerge_bg-8.wasm\"") && page.contains("\"engine-9_bg.wasm\""), "{page}");
    }

    #[test]
    fn the_policy_stands_before_everything_that_it_governs() {
        let page = written(Some("default-src 'none'; frame-ancestors 'none'"));
        assert!(page.find("Content-Security-Policy") < page.find("<base"), "{page}");
        assert!(!page.contains("frame-ancestors"), "{page}");
    }

    #[test]
    fn a_page_that_trunk_wrote_differently_is_refused() {
        let two = ["a".to_owned(), "b".to_owned()];
        let page = Page { base: "/", page: &two, style: "s", later_style: "l", editor: "e", policy: None };
        assert!(write("<head></head>", &page).is_err());
    }
}
