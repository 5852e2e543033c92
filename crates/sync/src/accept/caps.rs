//! Step 2: it keeps within the limits of format 1. They are constants and concern one envelope alone, so that
//! they never depend on the order of arrival.

use crate::envelope::{Kind, Opened};

/// The most bytes of a header.
pub(crate) const MAX_HEADER: usize = 8 * 1024;
/// The most bytes of a membership entry.
pub(crate) const MAX_ENTRY: usize = 256 * 1024;
/// The greatest counter and sequence number: far beyond use, far from overflow.
pub(crate) const MAX_NUMBER: u64 = 1 << 48;

/// Whether it keeps within them.
pub(crate) fn within(opened: &Opened) -> bool {
    let header = &opened.header;
    let numbers = [Some(header.counter), header.first_seq, header.last_seq, header.schema];
    opened.inner.header.len() <= MAX_HEADER
        && (header.kind != Kind::Membership || opened.inner.body.len() <= MAX_ENTRY)
        && numbers.into_iter().flatten().all(|number| number <= MAX_NUMBER)
}
