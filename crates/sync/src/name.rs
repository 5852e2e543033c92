//! Names in the protocol: fixed-length byte strings, told apart by type.

use std::fmt;

macro_rules! name {
    ($(#[$doc:meta])* $name:ident, $length:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $length]);

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}(", stringify!($name))?;
                self.0.iter().take(4).try_for_each(|byte| write!(f, "{byte:02x}"))?;
                f.write_str(")")
            }
        }
    };
}

name!(
    /// SHA-256 of something.
    Hash,
    32
);
name!(
    /// A register: SHA-256 of its genesis entry's header.
    RegisterId,
    32
);
name!(
    /// A device's Ed25519 public key.
    DeviceId,
    32
);
name!(
    /// A document: its record's UUID; zeros for the register document.
    DocId,
    16
);
name!(
    /// An Automerge actor and the log that it writes: a device's public key, then its slot, 8 random bytes.
    Actor,
    40
);

name!(
    /// An audience with its own keys and mailbox.
    Stream,
    16
);

impl Stream {
    /// The whole team: the only stream so far.
    pub const TEAM: Self = Self([0; 16]);
}

impl Hash {
    /// Where there is nothing to name: before the first envelope of a log.
    pub const ZERO: Self = Self([0; 32]);
}

impl DocId {
    /// The register document.
    pub const REGISTER: Self = Self([0; 16]);
    /// Where membership entries are filed: no document at all.
    pub const MEMBERSHIP: Self = Self([0xff; 16]);
}

impl Actor {
    /// The actor of a device's slot.
    pub fn new(device: DeviceId, slot: [u8; 8]) -> Self {
        let mut bytes = [0; 40];
        let (key, tail) = bytes.split_at_mut(32);
        key.copy_from_slice(&device.0);
        tail.copy_from_slice(&slot);
        Self(bytes)
    }

    /// The device that writes as this actor.
    pub fn device(&self) -> DeviceId {
        let mut key = [0; 32];
        key.iter_mut().zip(&self.0).for_each(|(to, from)| *to = *from);
        DeviceId(key)
    }
}
