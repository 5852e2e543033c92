//! A text to be read: headings, lists and paragraphs, in lines of a comfortable length.

use leptos::prelude::*;

enum Block {
    Heading(usize, String),
    Items(Vec<String>),
    Paragraph(String),
}

/// The blocks of a text that has headings as `# …` and items of lists as `- …`.
fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for line in text.lines().map(str::trim_end).filter(|line| !line.trim().is_empty()) {
        let signs = line.bytes().take_while(|byte| *byte == b'#').count();
        let heading =
            line.get(signs..).and_then(|rest| rest.strip_prefix(' ')).filter(|_| (1..=6).contains(&signs));
        match (heading, line.strip_prefix("- "), blocks.last_mut()) {
            (Some(words), _, _) => blocks.push(Block::Heading(signs, words.to_owned())),
            (_, Some(item), Some(Block::Items(items))) => items.push(item.to_owned()),
            (_, Some(item), _) => blocks.push(Block::Items(vec![item.to_owned()])),
            _ => blocks.push(Block::Paragraph(line.to_owned())),
        }
    }
    blocks
}

/// The text.
pub fn reading(text: &str) -> AnyView {
    let one = |block: Block| match block {
        Block::Heading(1, words) => view! { <h3>{words}</h3> }.into_any(),
        Block::Heading(2, words) => view! { <h4>{words}</h4> }.into_any(),
        Block::Heading(_, words) => view! { <h5>{words}</h5> }.into_any(),
        Block::Items(items) => {
            view! { <ul>{items.into_iter().map(|item| view! { <li>{item}</li> }).collect_view()}</ul> }
                .into_any()
        }
        Block::Paragraph(words) => view! { <p>{words}</p> }.into_any(),
    };
    view! { <div class="prose">{blocks(text).into_iter().map(one).collect_view()}</div> }.into_any()
}
