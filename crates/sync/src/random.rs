//! Randomness, handed in: the crate has no source of its own.

use core::convert::Infallible;

/// A cryptographically secure source of random bytes.
pub trait Random {
    /// Fills the whole slice.
    fn fill(&mut self, bytes: &mut [u8]);
}

/// As many random bytes as asked for.
pub(crate) fn bytes<const N: usize>(rng: &mut dyn Random) -> [u8; N] {
    let mut bytes = [0; N];
    rng.fill(&mut bytes);
    bytes
}

/// A random number below `bound`, near enough to even for spreading delays.
pub(crate) fn below(rng: &mut dyn Random, bound: u64) -> u64 {
    u64::from_be_bytes(bytes(rng)) % bound.max(1)
}

/// The handed-in source as the cryptographic libraries want it.
pub(crate) struct Source<'a>(pub(crate) &'a mut dyn Random);

impl rand_core::TryRng for Source<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::from_le_bytes(bytes(self.0)))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from_le_bytes(bytes(self.0)))
    }

    fn try_fill_bytes(&mut self, to: &mut [u8]) -> Result<(), Infallible> {
        self.0.fill(to);
        Ok(())
    }
}

impl rand_core::TryCryptoRng for Source<'_> {}
