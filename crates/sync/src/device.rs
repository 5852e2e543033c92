//! This device's keys.

use ed25519_dalek::SigningKey;
use zeroize::Zeroizing;

use crate::cbor::{Fields, Malformed, Value, map};
use crate::crypto::hpke::{self, PublicKey};
use crate::crypto::signature::{self, Domain};
use crate::name::DeviceId;
use crate::random::{Random, bytes};

/// The secret half of a device.
#[derive(Clone)]
pub(crate) struct DeviceKeys {
    sign: SigningKey,
    hpke: Zeroizing<[u8; 32]>,
    /// When they were made, in ms.
    pub(crate) created: u64,
}

impl DeviceKeys {
    pub(crate) fn generate(now: u64, rng: &mut dyn Random) -> Self {
        Self::from_seeds(&bytes(rng), bytes(rng), now)
    }

    pub(crate) fn from_seeds(sign: &[u8; 32], hpke: [u8; 32], created: u64) -> Self {
        Self { sign: SigningKey::from_bytes(sign), hpke: Zeroizing::new(hpke), created }
    }

    pub(crate) fn id(&self) -> DeviceId {
        DeviceId(self.sign.verifying_key().to_bytes())
    }

    pub(crate) fn hpke_public(&self) -> PublicKey {
        hpke::public_key(&self.hpke)
    }

    /// The HPKE key pair's keying material.
    pub(crate) fn hpke_material(&self) -> &[u8; 32] {
        &self.hpke
    }

    pub(crate) fn sign(&self, domain: Domain<'_>, bytes: &[u8]) -> [u8; 64] {
        signature::sign(&self.sign, domain, bytes)
    }

    /// For the store, which seals it at rest.
    pub(crate) fn encode(&self) -> Vec<u8> {
        map(&[
            (0, Value::Bytes(self.sign.as_bytes())),
            (1, Value::Bytes(self.hpke.as_slice())),
            (2, Value::Number(self.created)),
        ])
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let fields = Fields::read(bytes)?;
        Ok(Self::from_seeds(&fields.array(0)?, fields.array(1)?, fields.number(2)?))
    }
}
