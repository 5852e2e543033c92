//! What can go wrong with a document on this device. Verdicts on foreign changes are not errors, see `stage`.

/// Why a document could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The bytes are not a saved document.
    #[error("not a saved document: {0}")]
    NotADocument(Box<automerge::AutomergeError>),
    /// It was born as another document, or in another register.
    #[error("another document, or another register's")]
    OtherDocument,
    /// A kind, key or row is not written as names are.
    #[error("not a place in a record: {0}")]
    BadPlace(String),
    /// A position behind the end of the text.
    #[error("the text ends before position {0}")]
    OutOfText(usize),
    /// A mark that no paper may hold, by its name.
    #[error("not a mark of a paper: {0}")]
    BadMark(String),
    /// More text at once than one change may carry.
    #[error("too much text at once")]
    TooLong,
    /// The document has something else where a record, row or text belongs.
    #[error("something else stands in the place of {0}")]
    Occupied(String),
    /// The bytes are not a sequence of changes.
    #[error("not a sequence of changes")]
    NotChanges,
    /// Automerge refused: a defect of ours.
    #[error("the document refused: {0}")]
    Refused(Box<automerge::AutomergeError>),
}

impl From<automerge::AutomergeError> for Error {
    fn from(error: automerge::AutomergeError) -> Self {
        Self::Refused(Box::new(error))
    }
}
