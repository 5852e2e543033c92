//! A long plaintext, sealed and opened in pieces (the STREAM construction, as age has it): each chunk's nonce
//! is its number and whether it is the last, so that none can be moved, left out, repeated or cut off unnoticed.

use crate::crypto::kdf::Key;
use crate::crypto::{Unopened, aead};

/// The plaintext of every chunk but the last, which is shorter or as long.
pub(super) const CHUNK: usize = 64 << 10;
/// What the cipher adds.
const TAG: usize = 16;

/// How long a plaintext is when it is sealed.
pub(super) fn sealed_length(plaintext: u64) -> u64 {
    plaintext + TAG as u64 * plaintext.div_ceil(CHUNK as u64).max(1)
}

/// The nonce of a chunk: its number, then 1 for the last. Each key seals one stream only.
fn nonce(number: u64, last: bool) -> [u8; 24] {
    let mut nonce = [0; 24];
    let bytes = number.to_be_bytes().into_iter().chain([u8::from(last)]);
    nonce.iter_mut().skip(15).zip(bytes).for_each(|(to, from)| *to = from);
    nonce
}

/// Seals.
pub(super) struct Sealing {
    key: Key,
    aad: Vec<u8>,
    number: u64,
    rest: Vec<u8>,
}

impl Sealing {
    pub(super) fn new(key: Key, aad: Vec<u8>) -> Self {
        Self { key, aad, number: 0, rest: Vec::new() }
    }

    /// Takes in plaintext, and adds the chunks that are full and not the last to what was sealed.
    pub(super) fn push(&mut self, plaintext: &[u8], sealed: &mut Vec<u8>) -> Result<(), Unopened> {
        self.rest.extend_from_slice(plaintext);
        let mut done = 0;
        while self.rest.len() - done > CHUNK {
            let chunk = self.rest.get(done..done + CHUNK).unwrap_or_default();
            sealed.extend(aead::seal(&self.key, &nonce(self.number, false), &self.aad, chunk)?);
            self.number += 1;
            done += CHUNK;
        }
        self.rest.drain(..done);
        Ok(())
    }

    /// Seals the last chunk.
    pub(super) fn finish(self, sealed: &mut Vec<u8>) -> Result<(), Unopened> {
        sealed.extend(aead::seal(&self.key, &nonce(self.number, true), &self.aad, &self.rest)?);
        Ok(())
    }
}

/// Opens what [`Sealing`] sealed.
pub(super) struct Opening {
    key: Key,
    aad: Vec<u8>,
    number: u64,
    rest: Vec<u8>,
}

impl Opening {
    pub(super) fn new(key: Key, aad: Vec<u8>) -> Self {
        Self { key, aad, number: 0, rest: Vec::new() }
    }

    /// Takes in sealed bytes, and adds what they say to the plaintext. The last chunk is kept back.
    pub(super) fn push(&mut self, sealed: &[u8], plaintext: &mut Vec<u8>) -> Result<(), Unopened> {
        self.rest.extend_from_slice(sealed);
        let mut done = 0;
        while self.rest.len() - done > CHUNK + TAG {
            let chunk = self.rest.get(done..done + CHUNK + TAG).unwrap_or_default();
            let opened = aead::open(&self.key, &nonce(self.number, false), &self.aad, chunk);
            plaintext.extend(opened?);
            self.number += 1;
            done += CHUNK + TAG;
        }
        self.rest.drain(..done);
        Ok(())
    }

    /// Opens the last chunk.
    pub(super) fn finish(self, plaintext: &mut Vec<u8>) -> Result<(), Unopened> {
        plaintext.extend(aead::open(&self.key, &nonce(self.number, true), &self.aad, &self.rest)?);
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use zeroize::Zeroizing;

    fn sealed(plaintext: &[u8]) -> Vec<u8> {
        let mut sealing = Sealing::new(Zeroizing::new([1; 32]), b"head".to_vec());
        let mut out = Vec::new();
        for piece in plaintext.chunks(1000) {
            sealing.push(piece, &mut out).unwrap();
        }
        sealing.finish(&mut out).unwrap();
        out
    }

    fn opened(sealed: &[u8], piece: usize) -> Result<Vec<u8>, Unopened> {
        let mut opening = Opening::new(Zeroizing::new([1; 32]), b"head".to_vec());
        let mut out = Vec::new();
        for piece in sealed.chunks(piece) {
            opening.push(piece, &mut out)?;
        }
        opening.finish(&mut out)?;
        Ok(out)
    }

    #[test]
    fn any_length_is_opened_from_any_pieces() {
        for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 5] {
            let plaintext: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
            let sealed = sealed(&plaintext);
            assert_eq!(sealed.len() as u64, sealed_length(length as u64));
            for piece in [777, CHUNK + TAG, 1 << 20] {
                assert_eq!(opened(&sealed, piece).as_ref(), Ok(&plaintext), "{length} {piece}");
            }
        }
    }

    #[test]
    fn nothing_is_left_out_moved_or_altered_unnoticed() {
        let whole = sealed(&[7; 3 * CHUNK + 5]);
        let step = CHUNK + TAG;
        assert_eq!(opened(&whole[..2 * step], 5000), Err(Unopened));
        assert_eq!(opened(&whole[..2 * step + 9], 5000), Err(Unopened));
        assert_eq!(opened(&whole[..0], 5000), Err(Unopened));
        let moved = [&whole[step..2 * step], &whole[..step], &whole[2 * step..]].concat();
        assert_eq!(opened(&moved, 5000), Err(Unopened));
        assert_eq!(opened(&[&whole[..step], &whole[2 * step..]].concat(), 5000), Err(Unopened));
        assert_eq!(opened(&[&whole[..], &[0; 40]].concat(), 5000), Err(Unopened));
        for at in [0, step + 3, whole.len() - 1] {
            let mut altered = whole.clone();
            altered[at] ^= 1;
            assert_eq!(opened(&altered, 5000), Err(Unopened), "{at}");
        }
    }
}
