//! A text to be read as it is approved: headings, lists, quotations, tables and marks, in lines of a comfortable
//! length. What this version does not know is shown by its name and what it says.

use leptos::prelude::*;
use register::reading::{Block, BlockKind, Container, Run, Words, leads_out};

/// The text.
pub fn reading(text: &[Block]) -> AnyView {
    view! { <div class="prose">{blocks(text, 0)}</div> }.into_any()
}

/// Blocks that stand in as many containers.
fn blocks(all: &[Block], depth: usize) -> Vec<AnyView> {
    let around = |block: &Block| block.inside.get(depth).copied();
    let groups = all.chunk_by(|one, other| around(one).is_some() && around(one) == around(other));
    groups
        .flat_map(|group| match group.first().and_then(around) {
            None => group.iter().map(block).collect(),
            Some(container) => contained(group, container, depth),
        })
        .collect()
}

/// Blocks of one list, or of quotations in a row.
fn contained(all: &[Block], container: Container, depth: usize) -> Vec<AnyView> {
    let begins = |block: &Block| block.begins && block.inside.len() == depth + 1;
    let parts = all.chunk_by(|_, next| !begins(next)).map(|part| blocks(part, depth + 1));
    let item = |inner| view! { <li>{inner}</li> };
    match container {
        Container::Quote => {
            parts.map(|inner| view! { <blockquote>{inner}</blockquote> }.into_any()).collect()
        }
        Container::Item => vec![view! { <ul>{parts.map(item).collect::<Vec<_>>()}</ul> }.into_any()],
        Container::NumberedItem => vec![view! { <ol>{parts.map(item).collect::<Vec<_>>()}</ol> }.into_any()],
    }
}

/// A block; what stands in it as a thing of its own parts its lines.
fn block(block: &Block) -> AnyView {
    let is_words = |run: &Run| matches!(run, Run::Words(_));
    let parts = block.runs.chunk_by(|one, other| is_words(one) && is_words(other));
    let parts: Vec<AnyView> = parts
        .filter(|part| !part.iter().all(Run::is_blank))
        .map(|part| match part {
            [Run::Table(rows)] => table(rows),
            [Run::Unknown(name, says)] => unknown(name, says),
            words => lines(&block.kind, words),
        })
        .collect();
    match &block.kind {
        BlockKind::Unknown(name) => view! { {unknown(name, &[])} {parts} }.into_any(),
        _ => parts.into_any(),
    }
}

fn lines(kind: &BlockKind, runs: &[Run]) -> AnyView {
    let words =
        runs.iter().filter_map(|run| if let Run::Words(words) = run { Some(marked(words)) } else { None });
    let words: Vec<AnyView> = words.collect();
    match kind {
        BlockKind::Heading(1) => view! { <h3>{words}</h3> }.into_any(),
        BlockKind::Heading(2) => view! { <h4>{words}</h4> }.into_any(),
        BlockKind::Heading(3) => view! { <h5>{words}</h5> }.into_any(),
        BlockKind::Heading(_) => view! { <h6>{words}</h6> }.into_any(),
        BlockKind::Code => view! { <pre><code>{words}</code></pre> }.into_any(),
        BlockKind::Paragraph | BlockKind::Unknown(_) => view! { <p>{words}</p> }.into_any(),
    }
}

fn marked(words: &Words) -> AnyView {
    let mut view = words.text.clone().into_any();
    if words.code {
        view = view! { <code>{view}</code> }.into_any();
    }
    if words.em {
        view = view! { <em>{view}</em> }.into_any();
    }
    if words.strong {
        view = view! { <strong>{view}</strong> }.into_any();
    }
    if !words.others.is_empty() {
        let says = format!(" [{}]", words.others.join(", "));
        view = view! { <span class="prose-unknown">{view} <small>{says}</small></span> }.into_any();
    }
    match &words.link {
        Some(address) if leads_out(address) => view! {
            <a href=address.clone() title=address.clone() rel="noopener noreferrer" target="_blank">{view}</a>
        }
        .into_any(),
        Some(address) => {
            let says = format!(" ({address})");
            view! { {view} <small class="quiet">{says}</small> }.into_any()
        }
        None => view,
    }
}

fn table(rows: &[Vec<String>]) -> AnyView {
    let mut rows = rows.iter();
    let head = rows.next().cloned().unwrap_or_default();
    let head: Vec<_> = head.into_iter().map(|cell| view! { <th scope="col">{cell}</th> }).collect();
    let row = |cells: &Vec<String>| {
        let cells: Vec<_> = cells.iter().map(|cell| view! { <td>{cell.clone()}</td> }).collect();
        view! { <tr>{cells}</tr> }
    };
    let rows: Vec<_> = rows.map(row).collect();
    view! {
        <div class="prose-table">
            <table>
                <thead><tr>{head}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn unknown(name: &str, says: &[String]) -> AnyView {
    let words = [&[name.to_owned()], says].concat().join(" · ");
    view! { <p class="prose-unknown">"▣ " {words}</p> }.into_any()
}
