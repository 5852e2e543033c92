//! Sealing and opening. Sealing the same again gives the same bytes: the nonce is made from the content, so
//! that putting twice is putting once.

use crate::cbor::{Fields, Malformed, Value, map};
use crate::crypto::kdf::hmac;
use crate::crypto::{Unopened, aead, padding};
use crate::epoch::{Epoch, KeyCheck};

/// The version of the outside.
const OUTSIDE: u64 = 1;

/// The outside of an envelope: all that a relay sees.
pub(crate) struct Sealed<'b> {
    /// Which epoch's key opens it.
    pub(crate) key_check: KeyCheck,
    nonce: [u8; 24],
    ciphertext: &'b [u8],
}

impl<'b> Sealed<'b> {
    /// Reads the outside.
    pub(crate) fn read(bytes: &'b [u8]) -> Result<Self, Malformed> {
        if bytes.len() > wire::MAX_ENVELOPE {
            return Err(Malformed);
        }
        let fields = Fields::read(bytes)?;
        if fields.number(0)? != OUTSIDE {
            return Err(Malformed);
        }
        Ok(Self { key_check: fields.array(1)?, nonce: fields.array(2)?, ciphertext: fields.bytes(3)? })
    }

    /// Opens it with its epoch's keys.
    pub(crate) fn open(&self, epoch: &Epoch) -> Result<Vec<u8>, Unopened> {
        let aad = aad(&self.key_check);
        let plaintext = aead::open(&epoch.content, &self.nonce, &aad, self.ciphertext)?;
        padding::unpad(plaintext)
    }
}

/// The first byte is the version of the outside, below 256 for ever.
fn aad(key_check: &KeyCheck) -> [u8; 17] {
    let mut aad = [1; 17];
    aad.iter_mut().skip(1).zip(key_check).for_each(|(to, from)| *to = *from);
    aad
}

/// Seals content under an epoch.
pub(crate) fn seal(epoch: &Epoch, content: &[u8]) -> Result<Vec<u8>, Unopened> {
    let plaintext = padding::pad(content)?;
    let aad = aad(&epoch.check);
    let mac = hmac(&epoch.nonce, &[&aad, &plaintext]);
    let mut nonce = [0; 24];
    nonce.iter_mut().zip(mac).for_each(|(to, from)| *to = from);
    let ciphertext = aead::seal(&epoch.content, &nonce, &aad, &plaintext)?;
    let sealed = map(&[
        (0, Value::Number(OUTSIDE)),
        (1, Value::Bytes(&epoch.check)),
        (2, Value::Bytes(&nonce)),
        (3, Value::Bytes(&ciphertext)),
    ]);
    if sealed.len() > wire::MAX_ENVELOPE { Err(Unopened) } else { Ok(sealed) }
}

/// What is inside: the signed header, the signature, the body that the header names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Inner {
    pub(crate) header: Vec<u8>,
    pub(crate) signature: [u8; 64],
    pub(crate) body: Vec<u8>,
}

impl Inner {
    pub(crate) fn encode(&self) -> Vec<u8> {
        map(&[
            (0, Value::Bytes(&self.header)),
            (1, Value::Bytes(&self.signature)),
            (2, Value::Bytes(&self.body)),
        ])
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let fields = Fields::read(bytes)?;
        Ok(Self {
            header: fields.bytes(0)?.to_vec(),
            signature: fields.array(1)?,
            body: fields.bytes(2)?.to_vec(),
        })
    }
}

/// Seals an envelope.
pub(crate) fn seal_inner(epoch: &Epoch, inner: &Inner) -> Result<Vec<u8>, Unopened> {
    seal(epoch, &inner.encode())
}

/// Opens an envelope.
pub(crate) fn open_inner(epoch: &Epoch, sealed: &Sealed<'_>) -> Result<Inner, Unopened> {
    Inner::decode(&sealed.open(epoch)?).map_err(|_| Unopened)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::name::RegisterId;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_sealed_opens_and_sealing_again_repeats_the_bytes(
            header in proptest::collection::vec(any::<u8>(), 0..400),
            body in proptest::collection::vec(any::<u8>(), 0..2000),
        ) {
            let epoch = Epoch::new(&RegisterId([1; 32]), [2; 32]);
            let inner = Inner { header, signature: [3; 64], body };
            let sealed = seal_inner(&epoch, &inner).unwrap();
            prop_assert_eq!(&seal_inner(&epoch, &inner).unwrap(), &sealed);
            prop_assert_eq!(open_inner(&epoch, &Sealed::read(&sealed).unwrap()).unwrap(), inner);
        }

        #[test]
        fn foreign_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..700)) {
            let epoch = Epoch::new(&RegisterId([1; 32]), [2; 32]);
            if let Ok(sealed) = Sealed::read(&bytes) {
                let _ = open_inner(&epoch, &sealed);
            }
            let _ = Inner::decode(&bytes);
        }
    }

    #[test]
    fn an_altered_byte_anywhere_does_not_open() {
        let epoch = Epoch::new(&RegisterId([1; 32]), [2; 32]);
        let inner = Inner { header: vec![4; 200], signature: [3; 64], body: vec![5; 100] };
        let sealed = seal_inner(&epoch, &inner).unwrap();
        for at in 0..sealed.len() {
            let mut altered = sealed.clone();
            *altered.get_mut(at).unwrap() ^= 1;
            let opened = Sealed::read(&altered).ok().and_then(|sealed| {
                (sealed.key_check == epoch.check).then(|| open_inner(&epoch, &sealed).ok()).flatten()
            });
            assert_eq!(opened, None, "byte {at}");
        }
    }
}
