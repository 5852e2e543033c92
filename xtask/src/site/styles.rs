//! Which style sheets the first screen needs. The others are one file of their own, fetched with the page's later
//! parts: nothing behind their doors shows before it is there (`src/platform/styles.rs`).

/// The start page, the frame of an open register and its overview, by the files' names in `style/`.
const FIRST: [&str; 15] = [
    "tokens",
    "base",
    "buttons",
    "inputs",
    "field",
    "badge",
    "failure",
    "toasts",
    "status_line",
    "panel",
    "frame",
    "navigation",
    "start",
    "sample",
    "overview",
];

/// Parts the sheets that trunk wrote, in their order, into those of the first screen and the others.
pub fn parted(sheets: Vec<String>) -> (Vec<String>, Vec<String>) {
    sheets.into_iter().partition(|sheet| {
        let stem = sheet.rsplit_once('-').map_or(sheet.as_str(), |(stem, _)| stem);
        FIRST.contains(&stem)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::workspace::root;
    use std::fs;

    #[test]
    fn what_no_first_screen_needs_comes_later() {
        let sheets = ["base-12.css", "rich_text-34.css", "status_line-56.css"].map(str::to_owned).to_vec();
        let (first, later) = parted(sheets);
        assert_eq!(first, ["base-12.css", "status_line-56.css"]);
        assert_eq!(later, ["rich_text-34.css"]);
    }

    #[test]
    fn every_sheet_of_the_first_screen_is_linked() {
        let html = fs::read_to_string(root().join("index.html")).unwrap();
        for name in FIRST {
            assert!(html.contains(&format!("/{name}.css\"")), "{name}");
        }
    }
}
