//! The sample company: a believable year of leadership in an ISMS, as commands that end shortly before today.
//! What happens is in one plan (`public/sample/plan.txt`); what is said, in a file of words for each language.
//! Both are fetched when somebody asks for the sample, so that nobody else carries them.
//! Knows no clock and no randomness: today and random bytes are handed in.

mod plan;
mod signing;
mod words;
mod year;

pub use plan::Place;
pub use signing::{Act, Signing};
pub use words::Words;
pub use year::{Founding, Step, Text, founder, organization, year};

/// What is wrong with the plan or its words. They come with the app: none of this is a reader's fault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SampleError {
    /// A line of the plan says nothing that is understood.
    #[error("line {0} of the plan: not understood")]
    NotUnderstood(usize),
    /// A line of the plan names a record that is not made before it.
    #[error("line {line} of the plan: no {name} before it")]
    Unknown {
        /// The line.
        line: usize,
        /// The name.
        name: String,
    },
    /// The language lacks words.
    #[error("no words for {0}")]
    NoWords(String),
}
