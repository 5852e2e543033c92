//! The backup file: an outside that anybody can tell, then a sealed stream of a head and the envelopes, as they
//! are stored. Written and read in pieces, so that neither page nor engine stops for it.

use crate::cbor::{Fields, Malformed, Value, map};
use crate::crypto::kdf::{Key, derive_salted};
use crate::crypto::{labels, sha256};
use crate::device::DeviceKeys;
use crate::name::RegisterId;
use crate::random::{Random, bytes};

use super::RecoveryCode;
use super::chunks::{Opening, Sealing, sealed_length};

/// What every backup begins with, in all versions.
const MAGIC: &[u8; 16] = b"isomerge backup\n";
/// The version that is written.
const VERSION: u32 = 1;
/// Magic, version, the file's length, salt, key check, and the first bytes of a hash of them: so in all versions.
const OUTSIDE: usize = 16 + 4 + 8 + 32 + 16 + 8;
/// An envelope has at most 1 MiB.
const LONGEST_ITEM: usize = 2 << 20;

/// Why a file is no backup that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BackupError {
    /// It is something else.
    #[error("not a backup")]
    Foreign,
    /// A newer version of this program wrote it.
    #[error("the backup is of a newer version of this program")]
    Newer,
    /// It is a backup, and the code is another's.
    #[error("the recovery code is of another backup")]
    OtherCode,
    /// Its end is missing.
    #[error("the end of the backup is missing")]
    CutOff,
    /// Some of it was altered.
    #[error("the backup is damaged")]
    Damaged,
}

/// What a device keeps so that a backup is one call.
pub(crate) struct Kept {
    /// Follows from the recovery code.
    pub(crate) key: Key,
    /// The member whose keys go into the file.
    pub(crate) device: DeviceKeys,
}

impl Kept {
    pub(crate) fn encode(&self) -> Vec<u8> {
        map(&[(0, Value::Bytes(self.key.as_slice())), (1, Value::Bytes(&self.device.encode()))])
    }

    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let fields = Fields::read(bytes)?;
        Ok(Self { key: Key::new(fields.array(0)?), device: DeviceKeys::decode(fields.bytes(1)?)? })
    }
}

/// What stands before the envelopes.
pub(crate) struct Head {
    pub(crate) register: RegisterId,
    pub(crate) person: [u8; 16],
    /// The recovery device.
    pub(crate) device: DeviceKeys,
    pub(crate) epochs: Vec<[u8; 32]>,
    /// How far the relay was read, as it is stored.
    pub(crate) relay: Option<Vec<u8>>,
    /// When the backup was made, in ms, by the clock of who made it.
    pub(crate) made: u64,
    /// How many envelopes follow.
    pub(crate) count: u64,
}

impl Head {
    fn encode(&self) -> Vec<u8> {
        let device = self.device.encode();
        let mut entries = vec![
            (0, Value::Bytes(&self.register.0)),
            (1, Value::Bytes(&self.person)),
            (2, Value::Bytes(&device)),
            (3, Value::List(self.epochs.iter().map(<[u8; 32]>::as_slice).collect())),
            (4, Value::Number(self.made)),
            (5, Value::Number(self.count)),
        ];
        entries.extend(self.relay.as_ref().map(|relay| (6, Value::Bytes(relay))));
        map(&entries)
    }

    fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let fields = Fields::read(bytes)?;
        Ok(Self {
            register: RegisterId(fields.array(0)?),
            person: fields.array(1)?,
            device: DeviceKeys::decode(fields.bytes(2)?)?,
            epochs: fields.arrays(3)?,
            relay: fields.optional(6, |fields, key| fields.bytes(key).map(<[u8]>::to_vec))?,
            made: fields.number(4)?,
            count: fields.number(5)?,
        })
    }
}

/// What stands unsealed at the beginning.
fn outside(version: u32, length: u64, salt: &[u8; 32], check: &[u8]) -> Vec<u8> {
    let mut outside = [MAGIC.as_slice(), &version.to_be_bytes(), &length.to_be_bytes(), salt, check].concat();
    let sum = sha256(&[&outside]);
    outside.extend(sum.0.iter().take(8));
    outside
}

fn key_check(key: &Key, salt: &[u8; 32]) -> Vec<u8> {
    derive_salted(key.as_slice(), salt, labels::BACKUP_CHECK).iter().take(16).copied().collect()
}

/// Writes a backup.
pub struct BackupWriter {
    sealing: Sealing,
    /// Sealed and not handed out.
    ready: Vec<u8>,
}

impl BackupWriter {
    /// `size`: the envelopes' bytes in all.
    pub(crate) fn new(key: &Key, head: &Head, size: u64, rng: &mut dyn Random) -> Self {
        let salt = bytes(rng);
        let first = head.encode();
        let plaintext = 4 * (1 + head.count) + first.len() as u64 + size;
        let length = OUTSIDE as u64 + sealed_length(plaintext);
        let outside = outside(VERSION, length, &salt, &key_check(key, &salt));
        let sealing =
            Sealing::new(derive_salted(key.as_slice(), &salt, labels::BACKUP_FILE), outside.clone());
        let mut writer = Self { sealing, ready: outside };
        writer.item(&first);
        writer
    }

    fn item(&mut self, bytes: &[u8]) {
        // Chunks and envelopes are far below what the cipher and the length can take.
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes();
        let _ = self.sealing.push(&length, &mut self.ready);
        let _ = self.sealing.push(bytes, &mut self.ready);
    }

    /// Adds an envelope, sealed as it is stored. Membership entries come first, then each log in its order.
    pub fn envelope(&mut self, sealed: &[u8]) {
        self.item(sealed);
    }

    /// How many bytes are ready.
    pub fn ready(&self) -> usize {
        self.ready.len()
    }

    /// The next bytes of the file.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.ready)
    }

    /// The last bytes of the file.
    pub fn finish(self) -> Vec<u8> {
        let mut ready = self.ready;
        let _ = self.sealing.finish(&mut ready);
        ready
    }
}

/// What was read of a backup by the bytes that came last.
#[derive(Debug, Default)]
pub struct Contents {
    /// Envelopes, sealed as they were stored.
    pub envelopes: Vec<Vec<u8>>,
}

/// Reads a backup.
pub struct BackupReader {
    key: Key,
    /// Of the outside, until it is whole.
    begun: Vec<u8>,
    opening: Option<Opening>,
    plaintext: Vec<u8>,
    head: Option<Head>,
    /// Envelopes that came.
    came: u64,
    /// Bytes of the file that came.
    read: u64,
    /// How many there must be.
    length: u64,
}

impl BackupReader {
    /// With the code that opens it.
    pub fn new(code: &RecoveryCode) -> Self {
        Self {
            key: code.key(),
            begun: Vec::new(),
            opening: None,
            plaintext: Vec::new(),
            head: None,
            came: 0,
            read: 0,
            length: 0,
        }
    }

    /// The register, as soon as that was read.
    pub fn register(&self) -> Option<RegisterId> {
        self.head.as_ref().map(|head| head.register)
    }

    /// How many envelopes were read, and how many there are.
    pub fn progress(&self) -> (u64, u64) {
        (self.came, self.head.as_ref().map_or(0, |head| head.count))
    }

    pub(crate) fn kept(&self) -> Option<Kept> {
        let device = self.head.as_ref()?.device.clone();
        Some(Kept { key: self.key.clone(), device })
    }

    pub(crate) fn head(&self) -> Option<&Head> {
        self.head.as_ref()
    }

    /// Takes in the next bytes of the file.
    ///
    /// # Errors
    /// As soon as the file or the code is found wanting. Nothing more can be read then.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Contents, BackupError> {
        let mut bytes = bytes;
        self.read += bytes.len() as u64;
        if self.opening.is_none() {
            let (first, rest) =
                bytes.split_at_checked(OUTSIDE.saturating_sub(self.begun.len())).unwrap_or((bytes, &[]));
            self.begun.extend_from_slice(first);
            bytes = rest;
            let length = self.begun.len().min(MAGIC.len());
            if self.begun.get(..length) != MAGIC.get(..length) {
                return Err(BackupError::Foreign);
            }
            if self.begun.len() < OUTSIDE {
                return Ok(Contents::default());
            }
            self.opening = Some(self.begin()?);
        }
        let Some(opening) = &mut self.opening else { return Err(BackupError::Damaged) };
        opening.push(bytes, &mut self.plaintext).map_err(|_| BackupError::Damaged)?;
        self.items()
    }

    /// That was all of the file.
    ///
    /// # Errors
    /// If it was not whole.
    pub fn finish(&mut self) -> Result<Contents, BackupError> {
        if self.begun.is_empty() {
            return Err(BackupError::Foreign);
        }
        let opening = self.opening.take().filter(|_| self.read >= self.length).ok_or(BackupError::CutOff)?;
        opening.finish(&mut self.plaintext).map_err(|_| BackupError::Damaged)?;
        let contents = self.items()?;
        let whole = self.head.as_ref().is_some_and(|head| head.count == self.came);
        if whole && self.plaintext.is_empty() { Ok(contents) } else { Err(BackupError::Damaged) }
    }

    fn begin(&mut self) -> Result<Opening, BackupError> {
        let damaged = BackupError::Damaged;
        let (said, sum) = self.begun.split_at_checked(OUTSIDE - 8).ok_or(damaged)?;
        if sha256(&[said]).0.get(..8) != Some(sum) {
            return Err(damaged);
        }
        let field = |from: usize, to: usize| said.get(from..to).unwrap_or_default();
        if field(16, 20) != VERSION.to_be_bytes() {
            return Err(BackupError::Newer);
        }
        let length = u64::from_be_bytes(field(20, 28).try_into().map_err(|_| damaged)?);
        let salt: [u8; 32] = field(28, 60).try_into().map_err(|_| damaged)?;
        if field(60, 76) != key_check(&self.key, &salt) {
            return Err(BackupError::OtherCode);
        }
        self.length = length;
        let key = derive_salted(self.key.as_slice(), &salt, labels::BACKUP_FILE);
        Ok(Opening::new(key, self.begun.clone()))
    }

    /// What is whole of the plaintext.
    fn items(&mut self) -> Result<Contents, BackupError> {
        let mut contents = Contents::default();
        let mut done = 0;
        while let Some(rest) = self.plaintext.get(done..)
            && let Some((length, rest)) = rest.split_first_chunk::<4>()
        {
            let length = u32::from_be_bytes(*length) as usize;
            if length > LONGEST_ITEM {
                return Err(BackupError::Damaged);
            }
            let Some(item) = rest.get(..length) else { break };
            if self.head.is_none() {
                self.head = Some(Head::decode(item).map_err(|_| BackupError::Damaged)?);
            } else {
                contents.envelopes.push(item.to_vec());
                self.came += 1;
            }
            done += 4 + length;
        }
        self.plaintext.drain(..done);
        Ok(contents)
    }
}
