//! The register and its papers in Automerge: one shape for every document, born the same on every replica;
//! local work as changes and hand-made patches; foreign changes judged before Automerge sees them.
//! Knows nothing of envelopes, storage, clocks or randomness: times and actors are handed in.

mod birth;
mod change;
mod content;
mod dependencies;
mod document;
mod error;
mod genesis;
mod graft;
mod graph;
mod happening;
mod history;
mod judge;
mod local;
mod mark;
mod outline;
mod place;
mod read;
mod reading;
mod rich;
mod rich_patch;
mod settle;
mod stage;
mod stood;
mod text;
mod value;

pub use content::Content;
pub use dependencies::dependencies;
pub use document::Document;
pub use error::Error;
pub use graft::Fallen;
pub use history::HistoryItem;
pub use local::{Commit, LocalChanges};
pub use rich::{Item, Span};
pub use rich_patch::RichPatch;
pub use settle::{Settled, TextSplice};
pub use stage::{ForeignChanges, Refusal, Verdict};

/// The hash of an Automerge change.
pub type Hash = [u8; 32];
/// An Automerge actor: a device's public key, then its slot.
pub type Actor = [u8; 40];
