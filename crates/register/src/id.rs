//! Names of things in a register: records, fields within them, devices.
//! All are plain text in the document, so that a newer version's names survive an older client.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// A text that is not a name of the expected form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a name of the expected form: {0}")]
pub struct NotAName(pub String);

/// A record's id, written `<kind>/<uuid v7>`. The kind may be one this version does not know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId {
    /// The name of the record's kind, `risk` for instance.
    pub kind: String,
    /// Time-ordered and unique among all replicas.
    pub uuid: Uuid,
}

impl RecordId {
    /// A new id from a clock (milliseconds since 1970) and ten random bytes, both handed in.
    pub fn new(kind: &str, now_ms: u64, random: [u8; 10]) -> Self {
        Self { kind: kind.to_owned(), uuid: new_uuid(now_ms, random) }
    }

    /// When the record was created according to the clock of the device that did, in milliseconds since 1970.
    pub fn created_ms(&self) -> u64 {
        let bytes = self.uuid.as_bytes();
        bytes.iter().take(6).fold(0, |ms, byte| (ms << 8) | u64::from(*byte))
    }
}

/// A version 7 UUID (RFC 9562) from a clock and ten random bytes, both handed in.
pub fn new_uuid(now_ms: u64, random: [u8; 10]) -> Uuid {
    uuid::Builder::from_unix_timestamp_millis(now_ms, &random).into_uuid()
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind, self.uuid)
    }
}

impl FromStr for RecordId {
    type Err = NotAName;
    fn from_str(text: &str) -> Result<Self, NotAName> {
        let (kind, uuid) = text.split_once('/').ok_or_else(|| NotAName(text.to_owned()))?;
        let uuid = Uuid::try_parse(uuid).map_err(|_| NotAName(text.to_owned()))?;
        if kind.is_empty() {
            Err(NotAName(text.to_owned()))
        } else {
            Ok(Self { kind: kind.to_owned(), uuid })
        }
    }
}

/// Where a value stands within a record: `title`, or `agenda/<row uuid>/topic` for a field of a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldPath {
    /// For a field of a row: the rows' key and the row.
    pub row: Option<(String, Uuid)>,
    /// The field's key.
    pub key: String,
}

impl FieldPath {
    /// A field of the record itself.
    pub fn of(key: &str) -> Self {
        Self { row: None, key: key.to_owned() }
    }

    /// A field of one row.
    pub fn in_row(rows: &str, row: Uuid, key: &str) -> Self {
        Self { row: Some((rows.to_owned(), row)), key: key.to_owned() }
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.row {
            None => f.write_str(&self.key),
            Some((rows, row)) => write!(f, "{rows}/{row}/{}", self.key),
        }
    }
}

impl FromStr for FieldPath {
    type Err = NotAName;
    fn from_str(text: &str) -> Result<Self, NotAName> {
        let bad = || NotAName(text.to_owned());
        let parts: Vec<&str> = text.split('/').collect();
        if parts.iter().any(|part| part.is_empty()) {
            return Err(bad());
        }
        match parts.as_slice() {
            [key] => Ok(Self::of(key)),
            [rows, row, key] => Ok(Self::in_row(rows, Uuid::try_parse(row).map_err(|_| bad())?, key)),
            _ => Err(bad()),
        }
    }
}

/// A device's public signing key: the first 32 bytes of every Automerge actor that it writes as.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DeviceId(pub [u8; 32]);

impl fmt::Debug for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeviceId(")?;
        self.0.iter().take(4).try_for_each(|byte| write!(f, "{byte:02x}"))?;
        f.write_str("…)")
    }
}

macro_rules! serde_as_text {
    ($name:ty) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
serde_as_text!(RecordId);
serde_as_text!(FieldPath);
