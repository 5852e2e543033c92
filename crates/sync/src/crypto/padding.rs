//! Padmé: lengths are rounded up so that they tell little, at the price of at most 12 per cent.

use super::Unopened;

/// The least length, so that most envelopes look alike.
const LEAST: usize = 512;

/// The length that `length` bytes are padded to.
pub(crate) fn padded(length: usize) -> usize {
    if length <= LEAST {
        return LEAST;
    }
    let exponent = length.ilog2();
    let kept = exponent.ilog2() + 1;
    let mask = (1usize << (exponent - kept)) - 1;
    (length + mask) & !mask
}

/// The content's length (four bytes, big-endian), the content, zeros.
pub(crate) fn pad(content: &[u8]) -> Result<Vec<u8>, Unopened> {
    let length = u32::try_from(content.len()).map_err(|_| Unopened)?;
    let mut out = Vec::with_capacity(padded(content.len() + 4));
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(content);
    out.resize(padded(out.len()), 0);
    Ok(out)
}

/// Reads what [`pad`] wrote and nothing else: the zeros are checked, as is their number.
pub(crate) fn unpad(mut padded_bytes: Vec<u8>) -> Result<Vec<u8>, Unopened> {
    let (length, rest) = padded_bytes.split_first_chunk::<4>().ok_or(Unopened)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| Unopened)?;
    let zeros = rest.get(length..).ok_or(Unopened)?;
    if zeros.iter().any(|byte| *byte != 0) || padded_bytes.len() != padded(length + 4) {
        return Err(Unopened);
    }
    padded_bytes.truncate(length + 4);
    padded_bytes.drain(..4);
    Ok(padded_bytes)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lengths_are_those_of_padme() {
        for (length, expected) in
            [(0, 512), (512, 512), (513, 544), (1000, 1024), (9999, 10_240), (1 << 20, 1 << 20)]
        {
            assert_eq!(padded(length), expected, "{length}");
        }
    }

    #[test]
    fn what_hides_in_the_padding_is_refused() {
        let mut bytes = pad(b"content").unwrap();
        *bytes.last_mut().unwrap() = 1;
        assert_eq!(unpad(bytes), Err(Unopened));
        let mut longer = pad(b"content").unwrap();
        longer.push(0);
        assert_eq!(unpad(longer), Err(Unopened));
    }

    proptest! {
        #[test]
        fn padding_costs_little_and_is_undone(content in proptest::collection::vec(any::<u8>(), 0..5000)) {
            let bytes = pad(&content).unwrap();
            prop_assert!(bytes.len() <= (content.len() + 4).max(LEAST) * 112 / 100 + 1);
            prop_assert_eq!(unpad(bytes).unwrap(), content);
        }

        #[test]
        fn foreign_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..700)) {
            let _ = unpad(bytes);
        }
    }
}
