use register::kind::KINDS;
use register::reference_page::markdown;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The English texts of the open register: flat, one text a line.
fn english() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let file = fs::read_to_string(root.join("locales/register/en.json")).unwrap();
    let lines = file.lines().filter_map(|line| line.trim().trim_end_matches(',').split_once("\": \""));
    lines
        .map(|(key, text)| {
            let text = text.trim_end_matches('"').replace("\\\"", "\"");
            (key.trim_start_matches('"').to_owned(), text)
        })
        .collect()
}

#[test]
fn the_reference_in_the_docs_says_what_the_descriptions_say() {
    let texts = english();
    let now = markdown(&|key| texts.get(key).cloned());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference.md");
    // `cargo xtask reference` writes it.
    if std::env::var_os("WRITE_REFERENCE").is_some() {
        fs::write(&path, &now).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap();
    assert!(written == now, "docs/reference.md is not as the descriptions are: cargo xtask reference");
}

#[test]
fn the_reference_names_every_kind_and_leaves_no_key_untranslated() {
    let texts = english();
    let page = markdown(&|key| texts.get(key).cloned());
    for kind in KINDS {
        let name = texts.get(&format!("kind.{}.one", kind.name)).unwrap();
        assert!(page.contains(&format!("## {name}\n")), "{name}");
    }
    for group in ["type.", "kind.", "reference.holds", "word.needed"] {
        assert!(!page.contains(&format!(" {group}")), "{group}");
    }
}
