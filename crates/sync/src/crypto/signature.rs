//! Ed25519, verified strictly. What is signed is always label ‖ 0 ‖ register ‖ stream ‖ bytes, so that no
//! signature means anything elsewhere.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

use super::Unopened;
use crate::name::{DeviceId, RegisterId, Stream};

/// What a signature belongs to.
#[derive(Clone, Copy)]
pub(crate) struct Domain<'a> {
    /// The purpose, from [`super::labels`].
    pub(crate) label: &'a str,
    /// The register; zeros for its genesis, which makes its name.
    pub(crate) register: RegisterId,
    /// The stream.
    pub(crate) stream: Stream,
}

impl Domain<'_> {
    fn message(&self, bytes: &[u8]) -> Vec<u8> {
        [self.label.as_bytes(), &[0], &self.register.0, &self.stream.0, bytes].concat()
    }
}

/// Signs with the key that this seed makes.
pub(crate) fn sign(key: &SigningKey, domain: Domain<'_>, bytes: &[u8]) -> [u8; 64] {
    key.sign(&domain.message(bytes)).to_bytes()
}

/// Checks a signature strictly: no weak keys, no malleable signatures.
pub(crate) fn verify(
    key: &DeviceId,
    domain: Domain<'_>,
    bytes: &[u8],
    signature: &[u8; 64],
) -> Result<(), Unopened> {
    let key = VerifyingKey::from_bytes(&key.0).map_err(|_| Unopened)?;
    key.verify_strict(&domain.message(bytes), &Signature::from_bytes(signature)).map_err(|_| Unopened)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::hex;

    #[test]
    fn it_signs_as_rfc_8032_says() {
        // Section 7.1, test 3.
        let seed =
            hex::decode_array("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7").unwrap();
        let key = SigningKey::from_bytes(&seed);
        assert_eq!(
            hex::encode(key.verifying_key().as_bytes()),
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"
        );
        assert_eq!(
            hex::encode(&key.sign(&[0xaf, 0x82]).to_bytes()),
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac\
             18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        );
    }

    #[test]
    fn a_signature_means_nothing_in_another_register_stream_or_purpose() {
        let key = SigningKey::from_bytes(&[1; 32]);
        let device = DeviceId(key.verifying_key().to_bytes());
        let domain = Domain { label: "isomerge/1/test", register: RegisterId([1; 32]), stream: Stream::TEAM };
        let signature = sign(&key, domain, b"bytes");
        assert_eq!(verify(&device, domain, b"bytes", &signature), Ok(()));
        for other in [
            Domain { label: "isomerge/1/other", ..domain },
            Domain { register: RegisterId([2; 32]), ..domain },
            Domain { stream: Stream([9; 16]), ..domain },
        ] {
            assert_eq!(verify(&device, other, b"bytes", &signature), Err(Unopened));
        }
    }
}
