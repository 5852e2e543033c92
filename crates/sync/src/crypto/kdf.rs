//! Keys from keys: HKDF-SHA256 (RFC 5869) salted with the register, HMAC-SHA256 for nonces.

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::name::RegisterId;

/// A secret key; wiped when it is dropped.
pub(crate) type Key = Zeroizing<[u8; 32]>;

/// The key that a secret yields for one purpose within one register.
pub(crate) fn derive(secret: &[u8; 32], register: &RegisterId, label: &str) -> Key {
    derive_salted(secret, &register.0, label)
}

/// The key that a secret yields for one purpose, salted with something else than a register.
pub(crate) fn derive_salted(secret: &[u8], salt: &[u8; 32], label: &str) -> Key {
    let mut key = Zeroizing::new([0; 32]);
    // 32 bytes are within what HKDF-SHA256 can give (8,160).
    let _ = Hkdf::<Sha256>::new(Some(salt), secret).expand(label.as_bytes(), key.as_mut());
    key
}

/// HMAC-SHA256 over parts, one behind the other.
pub(crate) fn hmac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new(&(*key).into_block());
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

trait IntoBlock {
    fn into_block(self) -> hmac::digest::Key<Hmac<Sha256>>;
}

impl IntoBlock for [u8; 32] {
    // HMAC pads keys shorter than a block with zeros: doing so here spares the fallible constructor.
    fn into_block(self) -> hmac::digest::Key<Hmac<Sha256>> {
        let mut block = hmac::digest::Key::<Hmac<Sha256>>::default();
        block.iter_mut().zip(self).for_each(|(to, from)| *to = from);
        block
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::hex;

    #[test]
    fn hkdf_gives_what_rfc_5869_says() {
        // Appendix A.1.
        let (_, hkdf) =
            Hkdf::<Sha256>::extract(Some(&hex::decode("000102030405060708090a0b0c").unwrap()), &[0x0b; 22]);
        let mut okm = [0; 42];
        hkdf.expand(&hex::decode("f0f1f2f3f4f5f6f7f8f9").unwrap(), &mut okm).unwrap();
        let expected = "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865";
        assert_eq!(hex::encode(&okm), expected);
    }

    #[test]
    fn hmac_is_hmac() {
        let mut mac = Hmac::<Sha256>::new_from_slice(&[7; 32]).unwrap();
        mac.update(b"one two");
        let expected: [u8; 32] = mac.finalize().into_bytes().into();
        assert_eq!(hmac(&[7; 32], &[b"one ", b"two"]), expected);
    }
}
