//! Words on screen come from the language files: a view has no literal with letters, neither between its tags nor
//! in an attribute that is read out.

use super::Finding;
use super::tree::{Tree, code};

const VIEWS: [&str; 2] = ["src/components/", "src/pages/"];
const READ_OUT: [&str; 4] = ["aria-label=\"", "title=\"", "placeholder=\"", "alt=\""];

/// Checks every view.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in VIEWS.iter().flat_map(|view| tree.below(view, ".rs")) {
        for (line, text) in code(text) {
            let literals =
                READ_OUT.iter().flat_map(|attribute| after(text, attribute)).chain(between_tags(text));
            findings.extend(literals.filter(|literal| has_word(literal)).map(|literal| {
                Finding::new(path, line, format!("\"{literal}\" belongs into the language files"))
            }));
        }
    }
    findings
}

/// The literals behind each mention of something that ends with a quotation mark.
fn after<'a>(line: &'a str, mention: &str) -> Vec<&'a str> {
    line.match_indices(mention)
        .filter_map(|(at, _)| line.get(at + mention.len()..)?.split('"').next())
        .collect()
}

/// The literals that stand where a tag ends. `=>` and `->` end none.
fn between_tags(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices('>').filter_map(|(at, _)| {
        let (before, behind) = (line.get(..at)?, line.get(at + 1..)?);
        let is_tag = !before.ends_with(['=', '-', ' ']);
        behind.trim_start().strip_prefix('"').filter(|_| is_tag)?.split('"').next()
    })
}

/// Two letters side by side: signs and clause numbers are the same in every language.
fn has_word(literal: &str) -> bool {
    let letters: Vec<char> = literal.chars().collect();
    letters.windows(2).any(|pair| pair.iter().all(|letter| letter.is_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str) -> usize {
        check(&Tree::of(&[("src/pages/risk.rs", line)])).len()
    }

    #[test]
    fn words_in_a_view_are_found() {
        assert_eq!(found(r#"<h1>"Risks"</h1>"#), 1);
        assert_eq!(found(r#"<p class="quiet">"Nothing yet"</p>"#), 1);
        assert_eq!(found(r#"<button aria-label="Close">"#), 1);
    }

    #[test]
    fn signs_clauses_and_codes_are_left_alone() {
        assert_eq!(found(r#"<span class="clause">"5.1"</span> " · ""#), 0);
        assert_eq!(found(r#"Mood::Calm => "calm","#), 0);
        assert_eq!(found(r#"let at = if a > "b" { 1 } else { 2 };"#), 0);
        assert_eq!(found(r#"<th title=t("rows.tools")>"#), 0);
    }
}
