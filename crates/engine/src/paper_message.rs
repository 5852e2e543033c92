//! What the worker tells the page's copy of an open paper. The bridge passes the bytes on without looking.
//! The other way go the chunks of a change as they are.

use serde::{Deserialize, Serialize};

/// What the worker tells the page's copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PaperNews {
    /// Others' work, to be taken up: for each batch of one writer its chunks, births first.
    Changes(Vec<Vec<u8>>),
    /// The document was rebuilt: the page must open it again.
    Rebuilt,
}
