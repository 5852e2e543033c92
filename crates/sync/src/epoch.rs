//! Epochs: each has one random key; what is derived from it seals the stream's envelopes.

use std::collections::BTreeMap;

use zeroize::Zeroizing;

use crate::crypto::kdf::{Key, derive};
use crate::crypto::labels;
use crate::name::RegisterId;

/// Names an epoch on the outside of an envelope, without telling the key.
pub(crate) type KeyCheck = [u8; 16];

/// One epoch's keys.
pub(crate) struct Epoch {
    /// The key that all others are derived from; granted to members, never used itself.
    pub(crate) key: Key,
    /// The epoch's name.
    pub(crate) check: KeyCheck,
    pub(crate) content: Key,
    pub(crate) nonce: Key,
}

impl Epoch {
    pub(crate) fn new(register: &RegisterId, key: [u8; 32]) -> Self {
        let key = Zeroizing::new(key);
        let mut check = [0; 16];
        let long = derive(&key, register, labels::KEY_CHECK);
        check.iter_mut().zip(long.iter()).for_each(|(to, from)| *to = *from);
        Self {
            check,
            content: derive(&key, register, labels::KEY_CONTENT),
            nonce: derive(&key, register, labels::KEY_NONCE),
            key,
        }
    }
}

/// The epochs whose keys this device has.
#[derive(Default)]
pub(crate) struct Epochs(BTreeMap<KeyCheck, Epoch>);

impl Epochs {
    /// Adds a key; whether it is new.
    pub(crate) fn add(&mut self, register: &RegisterId, key: [u8; 32]) -> Option<KeyCheck> {
        let epoch = Epoch::new(register, key);
        let check = epoch.check;
        self.0.insert(check, epoch).is_none().then_some(check)
    }

    pub(crate) fn get(&self, check: &KeyCheck) -> Option<&Epoch> {
        self.0.get(check)
    }

    /// The epoch to seal under: the one that the membership names; while it names none that we have (a
    /// newcomer who has not read on), any.
    pub(crate) fn current(&self, named: Option<KeyCheck>) -> Option<&Epoch> {
        named.and_then(|check| self.0.get(&check)).or_else(|| self.0.values().next())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Epoch> {
        self.0.values()
    }
}
