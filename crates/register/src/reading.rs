//! A long text to be read, all of it: what somebody approves must be what they saw. Blocks stand one after the
//! other, each with the containers around it; what this version does not know is named, never left out.

use serde::{Deserialize, Serialize};

/// A text, block by block.
pub type Reading = Vec<Block>;

/// What stands on lines of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// The lists and quotations around it, outermost first, its own among them.
    pub inside: Vec<Container>,
    /// Whether the last of these begins anew with it.
    pub begins: bool,
    /// What is written.
    pub runs: Vec<Run>,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BlockKind {
    /// A paragraph.
    Paragraph,
    /// A heading, of a level from 1 to 6.
    Heading(u8),
    /// Code, its spaces and lines as they are.
    Code,
    /// Something of a newer version, by its name.
    Unknown(String),
}

/// What holds blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Container {
    /// An item of a list without numbers.
    Item,
    /// An item of a numbered list.
    NumberedItem,
    /// A quotation.
    Quote,
}

/// A part of what is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Run {
    /// Words under the same marks.
    Words(Words),
    /// A table: its cells by rows, the first row being its head.
    Table(Vec<Vec<String>>),
    /// Something of a newer version: its name, and all that it says.
    Unknown(String, Vec<String>),
}

/// Words under the same marks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// What is written.
    pub text: String,
    /// Whether it is bold.
    pub strong: bool,
    /// Whether it is in italics.
    pub em: bool,
    /// Whether it is code.
    pub code: bool,
    /// Where it leads.
    pub link: Option<String>,
    /// Marks of a newer version, by their names, with what they say.
    pub others: Vec<String>,
}

impl Run {
    /// Whether nothing can be seen of it.
    pub fn is_blank(&self) -> bool {
        matches!(self, Self::Words(words) if words.text.trim().is_empty())
    }
}

/// Whether nothing is written.
pub fn is_blank(reading: &[Block]) -> bool {
    let is_bare = |block: &Block| !matches!(block.kind, BlockKind::Unknown(_));
    reading.iter().all(|block| is_bare(block) && block.runs.iter().all(Run::is_blank))
}

/// Whether an address leads to a page or to somebody's mail; nothing else may be followed from what is read.
pub fn leads_out(address: &str) -> bool {
    let begins =
        |with: &&str| address.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    ["https://", "http://", "mailto:"].iter().any(begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_and_mail_can_be_followed() {
        assert!(leads_out("HTTPS://example.org") && leads_out("mailto:ada@example.org"));
        for not in ["javascript:alert(1)", "/r/1", "#x", "data:text/html,x", " https://example.org", "ä"] {
            assert!(!leads_out(not), "{not}");
        }
    }
}
