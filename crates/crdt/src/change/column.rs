//! Automerge's columns: run lengths of numbers, texts, differences and booleans.
//! A column that has ended gives nothing for ever, as Automerge leaves columns of nothing away.

use super::Malformed;
use super::chunk::Reader;

/// Run lengths of items.
#[derive(Debug, Clone)]
pub(super) struct Runs<'a, T: Copy> {
    reader: Reader<'a>,
    item: fn(&mut Reader<'a>) -> Option<T>,
    left: u64,
    literal: bool,
    value: Option<T>,
}

impl<'a, T: Copy> Runs<'a, T> {
    fn new(bytes: &'a [u8], item: fn(&mut Reader<'a>) -> Option<T>) -> Self {
        Self { reader: Reader::new(bytes), item, left: 0, literal: false, value: None }
    }

    pub(super) fn is_done(&self) -> bool {
        self.left == 0 && self.reader.rest().is_empty()
    }

    pub(super) fn next(&mut self) -> Result<Option<T>, Malformed> {
        if self.left == 0 {
            if self.reader.rest().is_empty() {
                return Ok(None);
            }
            let length = self.reader.signed().ok_or(Malformed)?;
            self.literal = length < 0;
            self.left = length.unsigned_abs();
            self.value = None;
            if length == 0 {
                self.left = self.reader.unsigned().filter(|length| *length > 0).ok_or(Malformed)?;
            } else if length > 0 {
                self.value = Some((self.item)(&mut self.reader).ok_or(Malformed)?);
            }
        }
        self.left -= 1;
        if self.literal { (self.item)(&mut self.reader).map(Some).ok_or(Malformed) } else { Ok(self.value) }
    }
}

pub(super) fn numbers(bytes: &[u8]) -> Runs<'_, u64> {
    Runs::new(bytes, Reader::unsigned)
}

pub(super) fn texts(bytes: &[u8]) -> Runs<'_, &str> {
    Runs::new(bytes, |reader| std::str::from_utf8(reader.prefixed()?).ok())
}

/// Numbers as differences to the one before.
#[derive(Debug, Clone)]
pub(super) struct Differences<'a> {
    runs: Runs<'a, i64>,
    last: i64,
}

impl<'a> Differences<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { runs: Runs::new(bytes, Reader::signed), last: 0 }
    }

    pub(super) fn next(&mut self) -> Result<Option<i64>, Malformed> {
        let Some(difference) = self.runs.next()? else { return Ok(None) };
        self.last = self.last.checked_add(difference).ok_or(Malformed)?;
        Ok(Some(self.last))
    }
}

/// Lengths of runs, of false first.
#[derive(Debug, Clone)]
pub(super) struct Flags<'a> {
    reader: Reader<'a>,
    left: u64,
    value: bool,
}

impl<'a> Flags<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { reader: Reader::new(bytes), left: 0, value: true }
    }

    pub(super) fn next(&mut self) -> Result<bool, Malformed> {
        while self.left == 0 {
            if self.reader.rest().is_empty() {
                return Err(Malformed);
            }
            self.left = self.reader.unsigned().ok_or(Malformed)?;
            self.value = !self.value;
        }
        self.left -= 1;
        Ok(self.value)
    }
}
