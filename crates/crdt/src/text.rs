//! Long texts: read as plain lines, written by splices. Positions are UTF-16 code units, as a textarea counts.
//! A line break is a paragraph's marker; the first marker, at index 0, is not part of the text.

use crate::birth::{birth, put_paragraph};
use crate::document::Document;
use crate::error::Error;
use crate::local::LocalChanges;
use crate::place::field_path;
use automerge::iter::Span;
use automerge::transaction::Transactable;
use automerge::{ObjId, ObjType, ReadDoc, Value as Stored};
use register::{FieldPath, Message};

/// Most bytes in one splice, so that it fits an envelope.
pub(crate) const MAX_INSERT: usize = 400_000;
/// About how much goes into one change, so that it keeps within its cap of operations.
#[cfg(not(test))]
const PART: usize = 40_000;
#[cfg(test)]
const PART: usize = 50;

/// What a line break in an inserted text becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Breaks {
    /// A new paragraph.
    Paragraphs,
    /// Itself: in code.
    Characters,
}

impl Document {
    /// A text; empty if nobody wrote it yet.
    pub fn text(&self, path: &FieldPath) -> String {
        self.text_at(&path.to_string())
    }

    pub(crate) fn text_at(&self, path: &str) -> String {
        let mut text = String::new();
        let Some(id) = self.text_id(path) else { return text };
        let Ok(spans) = self.automerge.spans(&id) else { return text };
        for (index, span) in spans.enumerate() {
            match span {
                Span::Text { text: part, .. } => text.push_str(&part),
                Span::Block(_) if index == 0 => {}
                Span::Block(_) => text.push('\n'),
            }
        }
        text
    }

    pub(crate) fn text_id(&self, path: &str) -> Option<ObjId> {
        match self.automerge.get(&self.texts, path) {
            Ok(Some((Stored::Object(ObjType::Text), id))) => Some(id),
            _ => None,
        }
    }

    /// The paths of all texts that somebody wrote in.
    pub fn texts(&self) -> Vec<FieldPath> {
        self.automerge.keys(&self.texts).filter_map(|key| field_path(&key)).collect()
    }

    /// Replaces a part of a text. Committed with [`Document::commit_text`], or before anything else is done.
    /// Positions within a character count as before it, and a character is deleted as a whole.
    ///
    /// # Errors
    /// If the path is no field's, the text ends earlier, or too much comes at once.
    pub fn splice(
        &mut self,
        path: &FieldPath,
        at: usize,
        delete: usize,
        insert: &str,
        now_ms: i64,
    ) -> Result<(), Error> {
        if insert.len() > MAX_INSERT {
            return Err(Error::TooLong);
        }
        if delete == 0 && insert.is_empty() {
            return Ok(());
        }
        let id = self.text_to_write(path)?;
        let length = self.automerge.length(&id);
        let first = usize::from(self.is_block(&id, 0));
        let (from, to) = (at.saturating_add(first), at.saturating_add(first).saturating_add(delete));
        if to > length {
            return Err(Error::OutOfText(to));
        }
        let from = if self.is_within_character(&id, from) { from - 1 } else { from };
        let to = if delete > 0 && self.is_within_character(&id, to) { to + 1 } else { to.max(from) };
        let to = if delete == 0 { from } else { to };
        self.replace_in_parts(&id, from, to, insert, Breaks::Paragraphs, now_ms)
    }

    /// Replaces what is large in several changes, the old from its end, the new from its beginning.
    pub(crate) fn replace_in_parts(
        &mut self,
        id: &ObjId,
        from: usize,
        mut to: usize,
        insert: &str,
        breaks: Breaks,
        now_ms: i64,
    ) -> Result<(), Error> {
        while to - from > PART {
            let part = to - PART;
            let part = if self.is_within_character(id, part) { part - 1 } else { part };
            self.step(id, part, to - part, "", breaks, now_ms)?;
            to = part;
        }
        let (mut at, mut delete, mut rest) = (from, to - from, insert);
        loop {
            let (part, after) = rest.split_at(rest.floor_char_boundary(PART));
            self.step(id, at, delete, part, breaks, now_ms)?;
            at += part.encode_utf16().count();
            delete = 0;
            rest = after;
            if rest.is_empty() {
                return Ok(());
            }
        }
    }

    fn step(
        &mut self,
        id: &ObjId,
        at: usize,
        delete: usize,
        insert: &str,
        breaks: Breaks,
        now_ms: i64,
    ) -> Result<(), Error> {
        self.make_room(now_ms);
        let written = match breaks {
            Breaks::Paragraphs => self.replace(id, at, delete, insert),
            Breaks::Characters => {
                let delete = isize::try_from(delete).map_err(|_| Error::TooLong)?;
                self.automerge.splice_text(id, at, delete, insert).map_err(Error::from)
            }
        };
        if written.is_err() {
            self.typed_at = None;
            self.automerge.rollback();
        }
        written
    }

    /// Before something more is written: what is large goes in several changes.
    pub(crate) fn make_room(&mut self, now_ms: i64) {
        if self.automerge.pending_ops() > PART {
            self.commit_typing();
        }
        self.typed_at = Some(now_ms);
    }

    fn replace(&mut self, id: &ObjId, from: usize, delete: usize, insert: &str) -> Result<(), Error> {
        let delete = isize::try_from(delete).map_err(|_| Error::TooLong)?;
        let mut at = from;
        for (index, line) in insert.split('\n').enumerate() {
            if index == 0 {
                self.automerge.splice_text(id, at, delete, line)?;
            } else {
                put_paragraph(&mut self.automerge, id, at)?;
                at += 1;
                if !line.is_empty() {
                    self.automerge.splice_text(id, at, 0, line)?;
                }
            }
            at += line.encode_utf16().count();
        }
        Ok(())
    }

    /// Closes what was typed since the last time as a change, and hands out every change not handed out yet.
    pub fn commit_text(&mut self, now_ms: i64) -> Option<LocalChanges> {
        if self.typed_at.is_some() {
            self.typed_at = Some(now_ms);
        }
        self.commit_typing();
        self.report()
    }

    /// Closes what was typed as a change. Nothing may leave this to Automerge, which would forget the time.
    pub(crate) fn commit_typing(&mut self) {
        if let Some(at) = self.typed_at.take() {
            self.commit(Message::Type.code(), at);
        }
    }

    /// A text that somebody writes in: born if it was not.
    pub(crate) fn text_to_write(&mut self, path: &FieldPath) -> Result<ObjId, Error> {
        let key = path.to_string();
        if field_path(&key).as_ref() != Some(path) {
            return Err(Error::BadPlace(key));
        }
        match self.text_id(&key) {
            Some(id) => Ok(id),
            None => self.bear(&key),
        }
    }

    /// The text is born here, exactly as it would be anywhere.
    fn bear(&mut self, path: &str) -> Result<ObjId, Error> {
        self.commit_typing();
        self.absorb();
        if let Some(id) = self.text_id(path) {
            return Ok(id);
        }
        let birth = birth(&self.genesis, &self.doc, path)?;
        self.automerge.apply_changes([birth.clone()])?;
        self.automerge.reset_diff_cursor();
        self.note(&birth);
        self.unreported.push(birth);
        self.text_id(path).ok_or_else(|| Error::Occupied(path.to_owned()))
    }

    fn is_block(&self, id: &ObjId, index: usize) -> bool {
        matches!(self.automerge.get(id, index), Ok(Some((Stored::Object(_), _))))
    }

    /// Whether an index stands between the two halves of one character.
    pub(crate) fn is_within_character(&self, id: &ObjId, index: usize) -> bool {
        let element = |index: usize| self.automerge.get(id, index).ok().flatten().map(|(_, element)| element);
        index > 0 && element(index - 1).is_some_and(|before| element(index) == Some(before))
    }
}

/// The smallest splice that leads from one text to another.
pub(crate) fn difference(before: &str, after: &str) -> (usize, usize, String) {
    let head: usize =
        before.chars().zip(after.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let (common, old) = before.split_at(head);
    let new = after.get(head..).unwrap_or_default();
    let tail: usize =
        old.chars().rev().zip(new.chars().rev()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let inner = |text: &str| text.get(..text.len() - tail).unwrap_or_default().to_owned();
    (common.encode_utf16().count(), inner(old).encode_utf16().count(), inner(new))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::{ForeignChanges, Verdict};

    #[test]
    fn what_is_large_goes_in_several_changes_and_characters_stay_whole() {
        let path = FieldPath::of("body");
        let document = |device| Document::new([1; 32], [2; 16], [device; 40]);
        let (mut ada, mut ben) = (document(1), document(2));
        let page = "x🌊\n".repeat(60);
        ada.splice(&path, 0, 0, &page, 1).unwrap();
        assert_eq!(ada.text(&path), page);
        ada.splice(&path, 1, 4 * 60 - 2, "\n🌊y", 2).unwrap();
        assert_eq!(ada.text(&path), "x\n🌊y\n");
        let changes = ada.commit_text(3).unwrap();
        assert!(changes.last_seq > 4);
        let LocalChanges { actor, first_seq, last_seq, last_hash, format, bytes } = &changes;
        let (actor, first_seq, last_seq, last_hash) = (*actor, *first_seq, *last_seq, *last_hash);
        let format = *format;
        let foreign = ForeignChanges { actor, first_seq, last_seq, last_hash, format, bytes };
        assert_eq!(ben.stage(&foreign), Verdict::Staged);
        ben.settle();
        assert_eq!(ben.text(&path), "x\n🌊y\n");
        assert_eq!(ben.heads(), ada.heads());
    }

    #[test]
    fn the_difference_of_two_texts_is_small() {
        assert_eq!(difference("one 🌊 three", "one 🌋 three"), (4, 2, "🌋".to_owned()));
        assert_eq!(difference("aa", "aaa"), (2, 0, "a".to_owned()));
        assert_eq!(difference("", "new"), (0, 0, "new".to_owned()));
    }
}
