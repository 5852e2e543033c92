//! HPKE (RFC 9180), base mode: X25519, HKDF-SHA256, ChaCha20-Poly1305. Info names purpose, register and what
//! the secret belongs to; the additional data is the recipient.

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use zeroize::Zeroizing;

use super::Unopened;
use crate::name::{Hash, RegisterId};
use crate::random::{Random, Source};

type Suite = X25519HkdfSha256;

/// A public HPKE key.
pub(crate) type PublicKey = [u8; 32];

/// What a sealed secret belongs to.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    /// The purpose, from [`super::labels`].
    pub(crate) label: &'a str,
    /// The register.
    pub(crate) register: RegisterId,
    /// The header before the entry that carries it; what it hangs on otherwise.
    pub(crate) prev: Hash,
}

impl Context<'_> {
    fn info(&self) -> Vec<u8> {
        [self.label.as_bytes(), &[0], &self.register.0, &self.prev.0].concat()
    }
}

/// The public key of the key pair that this keying material makes.
pub(crate) fn public_key(material: &[u8; 32]) -> PublicKey {
    Suite::derive_keypair(material).1.to_bytes().into()
}

/// Seals to a recipient: the encapsulated key, then the ciphertext.
pub(crate) fn seal(
    to: &PublicKey,
    context: Context<'_>,
    plaintext: &[u8],
    rng: &mut dyn Random,
) -> Result<Vec<u8>, Unopened> {
    let key = <Suite as Kem>::PublicKey::from_bytes(to).map_err(|_| Unopened)?;
    let (encapsulated, ciphertext) = hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, Suite>(
        &OpModeS::Base,
        &key,
        &context.info(),
        plaintext,
        to,
        &mut Source(rng),
    )
    .map_err(|_| Unopened)?;
    Ok([encapsulated.to_bytes().as_slice(), &ciphertext].concat())
}

/// Opens what was sealed to the key pair that this keying material makes.
pub(crate) fn open(
    material: &[u8; 32],
    context: Context<'_>,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Unopened> {
    let (secret, public) = Suite::derive_keypair(material);
    let (encapsulated, ciphertext) = sealed.split_at_checked(32).ok_or(Unopened)?;
    let encapsulated = <Suite as Kem>::EncappedKey::from_bytes(encapsulated).map_err(|_| Unopened)?;
    hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, Suite>(
        &OpModeR::Base,
        &secret,
        &encapsulated,
        &context.info(),
        ciphertext,
        &public.to_bytes(),
    )
    .map(Zeroizing::new)
    .map_err(|_| Unopened)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::hex;

    /// Gives the vector's ephemeral keying material.
    struct Fixed([u8; 32]);

    impl Random for Fixed {
        fn fill(&mut self, bytes: &mut [u8]) {
            bytes.copy_from_slice(&self.0);
        }
    }

    #[test]
    fn it_seals_as_rfc_9180_says() {
        // Appendix A.2.1: base mode, sequence number 0.
        let ephemeral =
            hex::decode_array("909a9b35d3dc4713a5e72a4da274b55d3d3821a37e5d099e74a647db583a904b").unwrap();
        let recipient: [u8; 32] =
            hex::decode_array("1ac01f181fdf9f352797655161c58b75c656a6cc2716dcb66372da835542e1df").unwrap();
        let (_, public) = Suite::derive_keypair(&recipient);
        let (encapsulated, ciphertext) =
            hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, Suite>(
                &OpModeS::Base,
                &public,
                b"Ode on a Grecian Urn",
                b"Beauty is truth, truth beauty",
                b"Count-0",
                &mut Source(&mut Fixed(ephemeral)),
            )
            .unwrap();
        assert_eq!(
            hex::encode(&encapsulated.to_bytes()),
            "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a"
        );
        assert_eq!(
            hex::encode(&ciphertext),
            "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28"
        );
    }

    #[test]
    fn what_was_sealed_to_another_or_for_another_purpose_does_not_open() {
        let context =
            Context { label: "isomerge/1/test", register: RegisterId([3; 32]), prev: Hash([4; 32]) };
        let sealed = seal(&public_key(&[5; 32]), context, b"secret", &mut Fixed([6; 32])).unwrap();
        assert_eq!(open(&[5; 32], context, &sealed).unwrap().as_slice(), b"secret");
        assert!(open(&[7; 32], context, &sealed).is_err());
        assert!(open(&[5; 32], Context { prev: Hash([0; 32]), ..context }, &sealed).is_err());
        assert!(open(&[5; 32], Context { label: "isomerge/1/else", ..context }, &sealed).is_err());
        assert!(open(&[5; 32], context, &[1; 20]).is_err());
    }
}
