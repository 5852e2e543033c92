//! Spans as a text to be read: what the editor shows, in the same order, with nothing left out.

use crate::mark::address;
use crate::rich::{Item, items_of, map_of};
use automerge::iter::Span;
use register::reading::{Block, BlockKind, Container, Reading, Run, Words};
use std::collections::BTreeMap;

/// The editor's table.
const TABLE: &str = "isomerge-table";
/// No deeper than that is shown as deep as it is: whoever wrote it, it must not exhaust the reader's stack.
const DEEPEST: usize = 16;

type Marker = BTreeMap<String, Item>;

/// A text's blocks.
pub(crate) fn reading(spans: &[Span]) -> Reading {
    let mut blocks: Reading = Vec::new();
    for span in spans {
        let run = match span {
            Span::Text { text, marks } => {
                let marks = marks.as_deref().map(items_of).unwrap_or_default();
                words(text, marks)
            }
            Span::Block(marker) => {
                let marker = map_of(marker);
                if marker.get("isEmbed") != Some(&Item::Flag(true)) {
                    blocks.push(block(&marker));
                    continue;
                }
                embedded(&marker)
            }
        };
        let Some(last) = blocks.last_mut() else {
            let (kind, inside) = (BlockKind::Paragraph, Vec::new());
            blocks.push(Block { kind, inside, begins: false, runs: vec![run] });
            continue;
        };
        match (last.runs.last_mut(), run) {
            // How texts are cut says nothing.
            (Some(Run::Words(before)), Run::Words(next)) if has_same_marks(before, &next) => {
                before.text.push_str(&next.text);
            }
            (_, run) => last.runs.push(run),
        }
    }
    blocks
}

fn has_same_marks(one: &Words, other: &Words) -> bool {
    let marks = |words: &Words| (words.strong, words.em, words.code);
    marks(one) == marks(other) && one.link == other.link && one.others == other.others
}

fn container(name: &str) -> Option<Container> {
    match name {
        "unordered-list-item" => Some(Container::Item),
        "ordered-list-item" => Some(Container::NumberedItem),
        "blockquote" => Some(Container::Quote),
        _ => None,
    }
}

fn block(marker: &Marker) -> Block {
    let name = name_of(marker);
    let own = container(&name);
    let parents = match marker.get("parents") {
        Some(Item::List(parents)) => parents.as_slice(),
        _ => &[],
    };
    let parents = parents.iter().filter_map(|parent| match parent {
        Item::Text(name) => container(name),
        _ => None,
    });
    let mut inside: Vec<Container> = parents.take(DEEPEST).collect();
    inside.extend(own);
    let kind = match name.as_str() {
        "paragraph" | "" => BlockKind::Paragraph,
        "heading" => BlockKind::Heading(level(marker)),
        "code-block" => BlockKind::Code,
        _ if own.is_some() => BlockKind::Paragraph,
        _ => BlockKind::Unknown(name),
    };
    Block { kind, inside, begins: own.is_some(), runs: Vec::new() }
}

fn name_of(marker: &Marker) -> String {
    match marker.get("type") {
        Some(Item::Text(name)) => name.clone(),
        _ => String::new(),
    }
}

fn map<'a>(of: &'a Marker, key: &str) -> Option<&'a Marker> {
    match of.get(key) {
        Some(Item::Map(map)) => Some(map),
        _ => None,
    }
}

fn level(marker: &Marker) -> u8 {
    match map(marker, "attrs").and_then(|attrs| attrs.get("level")) {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
        Some(Item::Number(level)) => level.clamp(1.0, 6.0) as u8,
        _ => 1,
    }
    .clamp(1, 6)
}

fn words(text: &str, marks: Marker) -> Run {
    let mut words = Words { text: text.to_owned(), ..Words::default() };
    for (name, value) in marks {
        match (name.as_str(), &value) {
            ("strong", _) => words.strong = true,
            ("em", _) => words.em = true,
            ("code", _) => words.code = true,
            ("link", Item::Text(link)) if address(link).is_some() => {
                words.link = address(link).map(str::to_owned);
            }
            (_, Item::Flag(true)) => words.others.push(name),
            _ => words.others.push(format!("{name}: {}", said(&value))),
        }
    }
    Run::Words(words)
}

fn embedded(marker: &Marker) -> Run {
    let name = name_of(marker);
    if name != TABLE {
        let mut all = Vec::new();
        for (key, value) in marker.iter().filter(|(key, _)| !matches!(key.as_str(), "type" | "isEmbed")) {
            texts(key, value, &mut all);
        }
        return Run::Unknown(name, all);
    }
    let none = Marker::new();
    let attrs = map(marker, "attrs").unwrap_or(&none);
    let (rows, columns) = (ordered(attrs, "rows"), ordered(attrs, "columns"));
    // A cell whose row or column somebody took away went with it, as in the editor.
    let cells = map(attrs, "cells").unwrap_or(&none);
    let cell = |row: &str, column: &str| cells.get(&format!("{row} {column}")).map(said).unwrap_or_default();
    let line = |row: &&str| columns.iter().map(|column| cell(row, column)).collect();
    Run::Table(rows.iter().map(line).collect())
}

/// The names of rows or columns in their order.
fn ordered<'a>(attrs: &'a Marker, key: &str) -> Vec<&'a str> {
    let Some(places) = map(attrs, key) else { return Vec::new() };
    let place = |(name, place): (&'a String, &Item)| match place {
        Item::Number(place) => Some((*place, name.as_str())),
        _ => None,
    };
    let mut names: Vec<(f64, &str)> = places.iter().filter_map(place).collect();
    names.sort_by(|(one, a), (other, b)| one.total_cmp(other).then_with(|| a.cmp(b)));
    names.into_iter().map(|(_, name)| name).collect()
}

fn said(item: &Item) -> String {
    match item {
        Item::Empty => String::new(),
        Item::Flag(flag) => flag.to_string(),
        Item::Number(number) => number.to_string(),
        Item::Text(text) => text.clone(),
        Item::List(_) | Item::Map(_) => {
            let mut all = Vec::new();
            texts("", item, &mut all);
            all.join(", ")
        }
    }
}

/// Every value in something that is not known, under its name.
fn texts(name: &str, item: &Item, all: &mut Vec<String>) {
    match item {
        Item::List(items) => items.iter().for_each(|item| texts(name, item, all)),
        Item::Map(items) => items.iter().for_each(|(name, item)| texts(name, item, all)),
        Item::Empty => {}
        single if name.is_empty() => all.push(said(single)),
        single => all.push(format!("{name}: {}", said(single))),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::Document;
    use register::FieldPath;

    fn body() -> FieldPath {
        FieldPath::of("body")
    }

    fn text(text: &str) -> Item {
        Item::Text(text.to_owned())
    }

    fn named<const N: usize>(entries: [(&str, Item); N]) -> Marker {
        entries.into_iter().map(|(key, item)| (key.to_owned(), item)).collect()
    }

    fn marker(kind: &str, parents: &[&str], attrs: Marker, is_embed: bool) -> Marker {
        named([
            ("type", text(kind)),
            ("parents", Item::List(parents.iter().map(|parent| text(parent)).collect())),
            ("attrs", Item::Map(attrs)),
            ("isEmbed", Item::Flag(is_embed)),
        ])
    }

    fn add(document: &mut Document, kind: &str, parents: &[&str], words: &str) {
        let at = length(document);
        document.split_block(&body(), at, &marker(kind, parents, Marker::new(), false), 1).unwrap();
        document.splice_rich(&body(), at + 1, 0, words, 1).unwrap();
    }

    fn length(document: &Document) -> usize {
        let length = |span: &crate::Span| match span {
            crate::Span::Text { text, .. } => text.encode_utf16().count(),
            crate::Span::Block(_) => 1,
        };
        document.spans(&body()).iter().map(length).sum()
    }

    fn table(first_cell: &str) -> Marker {
        let attrs = named([
            ("rows", Item::Map(named([("b", Item::Number(1.0)), ("a", Item::Number(2.0))]))),
            ("columns", Item::Map(named([("x", Item::Number(1.5)), ("y", Item::Number(2.0))]))),
            (
                "cells",
                Item::Map(named([
                    ("b x", text(first_cell)),
                    ("a y", text("30 days")),
                    ("gone x", text("no")),
                ])),
            ),
        ]);
        marker(TABLE, &[], attrs, true)
    }

    fn read(document: &mut Document) -> (Reading, Vec<u8>) {
        document.commit_text(1);
        let content = document.content(None).unwrap();
        (content.readable["body"].clone(), content.canonical)
    }

    fn plain(text: &str) -> Words {
        Words { text: text.to_owned(), ..Words::default() }
    }

    fn written() -> Document {
        let mut ada = Document::new([1; 32], [2; 16], [1; 40]);
        ada.splice(&body(), 0, 0, "We must not copy 🌊 keys.", 1).unwrap();
        let link = text("{\"href\":\"https://example.org\",\"title\":\"\"}");
        ada.mark(&body(), 9, 12, "strong", &Item::Flag(true), true, 1).unwrap();
        ada.mark(&body(), 13, 17, "link", &link, false, 1).unwrap();
        ada.mark(&body(), 21, 25, "em", &Item::Flag(true), true, 1).unwrap();
        ada.mark(&body(), 21, 25, "strike", &Item::Flag(true), true, 1).unwrap();
        add(&mut ada, "ordered-list-item", &[], "one");
        add(&mut ada, "unordered-list-item", &["ordered-list-item"], "inner");
        add(&mut ada, "paragraph", &["ordered-list-item"], "more of one");
        add(&mut ada, "from-2030", &[], "kept");
        ada
    }

    #[test]
    fn marks_links_lists_tables_and_what_is_not_known_are_all_there_to_be_read() {
        let mut ada = written();
        let at = length(&ada);
        ada.split_block(&body(), at, &table("What"), 1).unwrap();
        let seal = named([("by", text("Ben"))]);
        ada.split_block(&body(), at + 1, &marker("seal", &[], seal, true), 1).unwrap();
        let (reading, _) = read(&mut ada);
        let block =
            |kind, inside: &[Container], begins, runs| Block { kind, inside: inside.to_vec(), begins, runs };
        let words = |words: Words| Run::Words(words);
        let first = vec![
            words(plain("We must ")),
            words(Words { strong: true, ..plain("not") }),
            words(plain(" ")),
            words(Words { link: Some("https://example.org".to_owned()), ..plain("copy") }),
            words(plain(" 🌊 ")),
            words(Words { em: true, others: vec!["strike".to_owned()], ..plain("keys") }),
            words(plain(".")),
        ];
        let last = vec![
            words(plain("kept")),
            Run::Table(vec![
                vec!["What".to_owned(), String::new()],
                vec![String::new(), "30 days".to_owned()],
            ]),
            Run::Unknown("seal".to_owned(), vec!["by: Ben".to_owned()]),
        ];
        use BlockKind::{Paragraph, Unknown};
        use Container::{Item as Dot, NumberedItem};
        assert_eq!(
            reading,
            [
                block(Paragraph, &[], false, first),
                block(Paragraph, &[NumberedItem], true, vec![words(plain("one"))]),
                block(Paragraph, &[NumberedItem, Dot], true, vec![words(plain("inner"))]),
                block(Paragraph, &[NumberedItem], false, vec![words(plain("more of one"))]),
                block(Unknown("from-2030".to_owned()), &[], false, last),
            ]
        );
    }

    #[test]
    fn another_mark_or_another_cell_is_another_fingerprint_and_reads_differently() {
        let mut ada = written();
        let before = read(&mut ada);
        ada.mark(&body(), 1, 3, "strong", &Item::Flag(true), true, 2).unwrap();
        let marked = read(&mut ada);
        assert!(before.0 != marked.0 && before.1 != marked.1);
        let at = length(&ada);
        ada.split_block(&body(), at, &table("What"), 2).unwrap();
        let with_table = read(&mut ada);
        ada.update_block(&body(), at, &table("Who"), 3).unwrap();
        let with_other = read(&mut ada);
        assert!(with_table.0 != with_other.0 && with_table.1 != with_other.1);
    }
}
