//! An outline written into an empty text: `# …` begins a heading, `- …` an item of a list, anything else a
//! paragraph; empty lines only part them.

use crate::document::Document;
use crate::error::Error;
use crate::rich::Item;
use register::FieldPath;
use std::collections::BTreeMap;

impl Document {
    /// Writes an outline. False if something stands there already: nobody's words are mixed with it.
    ///
    /// # Errors
    /// If the path is no field's, or the outline is too long.
    pub fn write_outline(&mut self, path: &FieldPath, outline: &str, now_ms: i64) -> Result<bool, Error> {
        if !self.text(path).trim().is_empty() {
            return Ok(false);
        }
        let mut at = 0;
        for line in outline.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (marker, words) = block(line);
            if at == 0 {
                // A text is born with a paragraph's marker.
                self.splice_rich(path, 1, 0, words, now_ms)?;
                self.update_block(path, 0, &marker, now_ms)?;
            } else {
                self.split_block(path, at, &marker, now_ms)?;
                self.splice_rich(path, at + 1, 0, words, now_ms)?;
            }
            at += 1 + words.encode_utf16().count();
        }
        Ok(at > 0)
    }
}

/// A line's block and its words.
fn block(line: &str) -> (BTreeMap<String, Item>, &str) {
    let signs = line.bytes().take_while(|byte| *byte == b'#').count();
    match line.get(signs..).and_then(|rest| rest.strip_prefix(' ')) {
        Some(words) if (1..=6).contains(&signs) => (marker("heading", Some(signs)), words.trim()),
        _ => match line.strip_prefix("- ") {
            Some(words) => (marker("unordered-list-item", None), words.trim()),
            None => (marker("paragraph", None), line),
        },
    }
}

fn marker(kind: &str, level: Option<usize>) -> BTreeMap<String, Item> {
    let level = level.and_then(|level| u8::try_from(level).ok());
    let attrs = level.map(|level| ("level".to_owned(), Item::Number(level.into()))).into_iter().collect();
    BTreeMap::from([
        ("type".to_owned(), Item::Text(kind.to_owned())),
        ("parents".to_owned(), Item::List(Vec::new())),
        ("attrs".to_owned(), Item::Map(attrs)),
        ("isEmbed".to_owned(), Item::Flag(false)),
    ])
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;
    use register::reading::{BlockKind, Run};

    #[test]
    fn an_outline_becomes_headings_items_and_paragraphs_and_reads_as_it_was_written() {
        let body = FieldPath::of("body");
        let mut ada = Document::new([1; 32], [2; 16], [1; 40]);
        let outline = "# Purpose\n\nWhy we do this 🌊.\n\n## Scope\n- all sites\n- all systems\n";
        assert!(ada.write_outline(&body, outline, 1).unwrap());
        ada.commit_text(1);
        let content = ada.content(None).unwrap();
        let read: Vec<_> = content.readable["body"]
            .iter()
            .map(|block| match block.runs.as_slice() {
                [Run::Words(words)] => (block.kind.clone(), block.begins, words.text.as_str()),
                other => panic!("{other:?}"),
            })
            .collect();
        let expected = [
            (BlockKind::Heading(1), false, "Purpose"),
            (BlockKind::Paragraph, false, "Why we do this 🌊."),
            (BlockKind::Heading(2), false, "Scope"),
            (BlockKind::Paragraph, true, "all sites"),
            (BlockKind::Paragraph, true, "all systems"),
        ];
        assert_eq!(read, expected);
        assert!(!ada.write_outline(&body, outline, 2).unwrap(), "what stands there stays alone");
        let mut ben = Document::new([1; 32], [2; 16], [2; 40]);
        ben.write_outline(&body, outline, 9).unwrap();
        ben.commit_text(9);
        assert_eq!(ben.content(None).unwrap().canonical, content.canonical);
    }
}
