//! The bodies of membership entries.

use crate::cbor::{Fields, Malformed, Value, map};
use crate::crypto::hpke::PublicKey;
use crate::epoch::KeyCheck;
use crate::membership::Role;
use crate::name::{DeviceId, Hash, Stream};

mod kind {
    pub(super) const GENESIS: u64 = 1;
    pub(super) const ROTATE: u64 = 2;
    pub(super) const MAILBOX: u64 = 3;
    pub(super) const INVITE: u64 = 4;
    pub(super) const ADD_PERSON: u64 = 5;
    pub(super) const ADD_DEVICE: u64 = 6;
    pub(super) const ADD_OWN_DEVICE: u64 = 7;
}

/// A secret, sealed by HPKE to one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Grant {
    pub(crate) to: PublicKey,
    pub(crate) sealed: Vec<u8>,
}

impl Grant {
    fn encode(&self) -> Vec<u8> {
        map(&[(0, Value::Bytes(&self.to)), (1, Value::Bytes(&self.sealed))])
    }

    fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let fields = Fields::read(bytes)?;
        Ok(Self { to: fields.array(0)?, sealed: fields.bytes(1)?.to_vec() })
    }

    fn decode_all(list: &[&[u8]]) -> Result<Vec<Self>, Malformed> {
        list.iter().map(|bytes| Self::decode(bytes)).collect()
    }
}

/// Where a stream's envelopes lie, with the capabilities to read and write there.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Mailbox {
    pub(crate) stream: Stream,
    pub(crate) url: String,
    pub(crate) read: wire::Secret,
    pub(crate) write: wire::Secret,
    /// The hash of the owners' capability: with it any member can create the mailbox again.
    pub(crate) own_hash: [u8; 32],
    /// The capability itself, for each owner's device.
    pub(crate) own: Vec<Grant>,
}

impl Mailbox {
    pub(crate) fn hashes(&self) -> wire::SecretHashes {
        wire::SecretHashes { read: self.read.hash(), write: self.write.hash(), own: self.own_hash }
    }

    pub(crate) fn id(&self) -> wire::MailboxId {
        wire::MailboxId::of(&self.hashes())
    }
}

impl std::fmt::Debug for Mailbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mailbox").field("url", &self.url).field("id", &self.id()).finish_non_exhaustive()
    }
}

/// What an entry does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Body {
    /// Founds the register: its first device and person.
    Genesis { random: [u8; 32], person: [u8; 16], device: DeviceId, hpke: PublicKey, created: u64 },
    /// Begins an epoch.
    Rotate { key_check: KeyCheck, grants: Vec<Grant>, old_keys: Vec<Vec<u8>> },
    /// Names a mailbox.
    Mailbox(Mailbox),
    /// Invites whoever holds the invitation's secret.
    Invite { sign: DeviceId, hpke: PublicKey, role: Role },
    /// Adds a person who has no device yet.
    AddPerson { person: [u8; 16], role: Role },
    /// Redeems an invitation.
    AddDevice {
        invite: Hash,
        person: [u8; 16],
        device: DeviceId,
        hpke: PublicKey,
        created: u64,
        /// By the invitation's signing key, over [`redemption`].
        signature: [u8; 64],
    },
    /// A member's device adds another of the same person.
    AddOwnDevice {
        person: [u8; 16],
        device: DeviceId,
        hpke: PublicKey,
        created: u64,
        /// By the added device, over [`enrolment`].
        signature: [u8; 64],
    },
}

/// What the invitation's key signs when a device redeems it.
pub(crate) fn redemption(invite: &Hash, person: &[u8; 16], device: &DeviceId, hpke: &PublicKey) -> Vec<u8> {
    [invite.0.as_slice(), person, &device.0, hpke].concat()
}

/// What a device signs that another of its person adds: nobody can add a device that is not theirs, nor pass on
/// what it signed for another.
pub(crate) fn enrolment(by: &DeviceId, person: &[u8; 16], device: &DeviceId, hpke: &PublicKey) -> Vec<u8> {
    [by.0.as_slice(), person, &device.0, hpke].concat()
}

impl Body {
    pub(crate) fn encode(&self) -> Vec<u8> {
        match self {
            Self::Genesis { random, person, device, hpke, created } => map(&[
                (0, Value::Number(kind::GENESIS)),
                (1, Value::Bytes(random)),
                (2, Value::Bytes(person)),
                (3, Value::Bytes(&device.0)),
                (4, Value::Bytes(hpke)),
                (5, Value::Number(*created)),
            ]),
            Self::Rotate { key_check, grants, old_keys } => {
                let grants: Vec<_> = grants.iter().map(Grant::encode).collect();
                map(&[
                    (0, Value::Number(kind::ROTATE)),
                    (1, Value::Bytes(key_check)),
                    (2, Value::List(grants.iter().map(Vec::as_slice).collect())),
                    (3, Value::List(old_keys.iter().map(Vec::as_slice).collect())),
                ])
            }
            Self::Mailbox(mailbox) => {
                let own: Vec<_> = mailbox.own.iter().map(Grant::encode).collect();
                map(&[
                    (0, Value::Number(kind::MAILBOX)),
                    (1, Value::Bytes(&mailbox.stream.0)),
                    (2, Value::Text(&mailbox.url)),
                    (3, Value::Bytes(&mailbox.id().0)),
                    (4, Value::Bytes(&mailbox.read.0)),
                    (5, Value::Bytes(&mailbox.write.0)),
                    (6, Value::Bytes(&mailbox.own_hash)),
                    (7, Value::List(own.iter().map(Vec::as_slice).collect())),
                ])
            }
            Self::Invite { sign, hpke, role } => map(&[
                (0, Value::Number(kind::INVITE)),
                (1, Value::Bytes(&sign.0)),
                (2, Value::Bytes(hpke)),
                (3, Value::Number(role.number())),
            ]),
            Self::AddPerson { person, role } => map(&[
                (0, Value::Number(kind::ADD_PERSON)),
                (1, Value::Bytes(person)),
                (2, Value::Number(role.number())),
            ]),
            Self::AddDevice { invite, person, device, hpke, created, signature } => map(&[
                (0, Value::Number(kind::ADD_DEVICE)),
                (1, Value::Bytes(&invite.0)),
                (2, Value::Bytes(person)),
                (3, Value::Bytes(&device.0)),
                (4, Value::Bytes(hpke)),
                (5, Value::Number(*created)),
                (6, Value::Bytes(signature)),
            ]),
            Self::AddOwnDevice { person, device, hpke, created, signature } => map(&[
                (0, Value::Number(kind::ADD_OWN_DEVICE)),
                (2, Value::Bytes(person)),
                (3, Value::Bytes(&device.0)),
                (4, Value::Bytes(hpke)),
                (5, Value::Number(*created)),
                (6, Value::Bytes(signature)),
            ]),
        }
    }

    /// Nothing if it is no entry that this version knows: such an entry has no effect here.
    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        Self::read(bytes).ok().flatten()
    }

    fn read(bytes: &[u8]) -> Result<Option<Self>, Malformed> {
        let fields = Fields::read(bytes)?;
        let role = |key| fields.number(key).and_then(|role| Role::from_number(role).ok_or(Malformed));
        Ok(Some(match fields.number(0)? {
            kind::GENESIS => Self::Genesis {
                random: fields.array(1)?,
                person: fields.array(2)?,
                device: DeviceId(fields.array(3)?),
                hpke: fields.array(4)?,
                created: fields.number(5)?,
            },
            kind::ROTATE => Self::Rotate {
                key_check: fields.array(1)?,
                grants: Grant::decode_all(&fields.list(2)?)?,
                old_keys: fields.list(3)?.into_iter().map(<[u8]>::to_vec).collect(),
            },
            kind::MAILBOX => {
                let mailbox = Mailbox {
                    stream: Stream(fields.array(1)?),
                    url: fields.text(2)?.to_owned(),
                    read: wire::Secret(fields.array(4)?),
                    write: wire::Secret(fields.array(5)?),
                    own_hash: fields.array(6)?,
                    own: Grant::decode_all(&fields.list(7)?)?,
                };
                if mailbox.id().0 != fields.array(3)? {
                    return Err(Malformed);
                }
                Self::Mailbox(mailbox)
            }
            kind::INVITE => {
                Self::Invite { sign: DeviceId(fields.array(1)?), hpke: fields.array(2)?, role: role(3)? }
            }
            kind::ADD_PERSON => Self::AddPerson { person: fields.array(1)?, role: role(2)? },
            kind::ADD_DEVICE => Self::AddDevice {
                invite: Hash(fields.array(1)?),
                person: fields.array(2)?,
                device: DeviceId(fields.array(3)?),
                hpke: fields.array(4)?,
                created: fields.number(5)?,
                signature: fields.array(6)?,
            },
            kind::ADD_OWN_DEVICE => Self::AddOwnDevice {
                person: fields.array(2)?,
                device: DeviceId(fields.array(3)?),
                hpke: fields.array(4)?,
                created: fields.number(5)?,
                signature: fields.array(6)?,
            },
            _ => return Ok(None),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_read_as_they_were_written() {
        let grant = Grant { to: [1; 32], sealed: vec![2; 80] };
        let bodies = [
            Body::Genesis {
                random: [1; 32],
                person: [2; 16],
                device: DeviceId([3; 32]),
                hpke: [4; 32],
                created: 5,
            },
            Body::Rotate { key_check: [1; 16], grants: vec![grant.clone()], old_keys: vec![vec![1, 2]] },
            Body::Mailbox(Mailbox {
                stream: Stream::TEAM,
                url: "ws://127.0.0.1/v1/relay".into(),
                read: wire::Secret([1; 32]),
                write: wire::Secret([2; 32]),
                own_hash: [3; 32],
                own: vec![grant],
            }),
            Body::Invite { sign: DeviceId([1; 32]), hpke: [2; 32], role: Role::Editor },
            Body::AddPerson { person: [1; 16], role: Role::Owner },
            Body::AddDevice {
                invite: Hash([1; 32]),
                person: [2; 16],
                device: DeviceId([3; 32]),
                hpke: [4; 32],
                created: 5,
                signature: [6; 64],
            },
            Body::AddOwnDevice {
                person: [2; 16],
                device: DeviceId([3; 32]),
                hpke: [4; 32],
                created: 5,
                signature: [6; 64],
            },
        ];
        for body in bodies {
            assert_eq!(Body::decode(&body.encode()), Some(body));
        }
    }
}
