//! The plain register as bytes: every name and device once, records in their order. Equal registers give equal
//! bytes, so that two can be compared without being read.

use crate::NotAMessage;
use register::{Answer, DeviceId, FieldPath, Record, RecordId, Register, Value};
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use uuid::Uuid;

/// A packed register.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PackedRegister(Vec<u8>);

impl PackedRegister {
    /// Packs it.
    ///
    /// # Errors
    /// None for a register of this build; postcard's signature allows for others.
    pub fn of(register: &Register) -> Result<Self, NotAMessage> {
        Ok(Self(postcard::to_stdvec(&Form::of(register))?))
    }

    /// The register.
    ///
    /// # Errors
    /// If the bytes are not what [`Self::of`] writes.
    pub fn unpack(&self) -> Result<Register, NotAMessage> {
        let form: Form<'_, Value> = postcard::from_bytes(&self.0)?;
        form.into_register().ok_or(NotAMessage(postcard::Error::SerdeDeCustom))
    }

    /// How many bytes it has.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it has none, as no packed register does.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[derive(Serialize, Deserialize)]
struct Form<'a, V> {
    #[serde(borrow)]
    names: Vec<&'a str>,
    devices: Vec<[u8; 32]>,
    owners: Vec<(u32, Id)>,
    records: Vec<Packed<V>>,
}

/// A record's id, its kind by the place of its name.
#[derive(Serialize, Deserialize)]
struct Id(u32, [u8; 16]);

#[derive(Serialize, Deserialize)]
struct Packed<V>(Id, Vec<Field<V>>);

/// Row, key, answers.
#[derive(Serialize, Deserialize)]
struct Field<V>(Option<Id>, u32, Vec<Given<V>>);

/// Value, device, time.
#[derive(Serialize, Deserialize)]
struct Given<V>(V, u32, i64);

/// What is named by its place in a list, in the order in which it is first seen.
struct Places<T> {
    known: HashMap<T, u32>,
    list: Vec<T>,
    /// Mostly the next is the same again: a record's answers are one device's.
    last: Option<(T, u32)>,
}

impl<T: Copy + Eq + std::hash::Hash> Places<T> {
    fn new() -> Self {
        Self { known: HashMap::new(), list: Vec::new(), last: None }
    }

    fn of(&mut self, item: T) -> u32 {
        if let Some((last, place)) = self.last
            && last == item
        {
            return place;
        }
        let next = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        let place = *self.known.entry(item).or_insert_with(|| {
            self.list.push(item);
            next
        });
        self.last = Some((item, place));
        place
    }
}

impl<'a> Form<'a, &'a Value> {
    fn of(register: &'a Register) -> Self {
        let (mut names, mut devices) = (Places::new(), Places::new());
        let mut id = |kind: &'a str, uuid: &Uuid| Id(names.of(kind), *uuid.as_bytes());
        let mut owners = Vec::with_capacity(register.devices.len());
        for (device, person) in &register.devices {
            owners.push((devices.of(device.0), id(&person.kind, &person.uuid)));
        }
        let mut records = Vec::with_capacity(register.records.len());
        for record in register.records.values() {
            let mut fields = Vec::with_capacity(record.fields.len());
            for (path, answers) in &record.fields {
                let row = path.row.as_ref().map(|(rows, row)| id(rows, row));
                let key = id(&path.key, &Uuid::nil()).0;
                let given = |answer: &'a Answer| Given(&answer.value, devices.of(answer.by.0), answer.at);
                fields.push(Field(row, key, answers.iter().map(given).collect()));
            }
            records.push(Packed(id(&record.id.kind, &record.id.uuid), fields));
        }
        Self { names: names.list, devices: devices.list, owners, records }
    }
}

impl Form<'_, Value> {
    fn into_register(self) -> Option<Register> {
        let name = |place: u32| Some((*self.names.get(usize::try_from(place).ok()?)?).to_owned());
        let device = |place: u32| Some(DeviceId(*self.devices.get(usize::try_from(place).ok()?)?));
        let record_id = |Id(kind, uuid)| Some(RecordId { kind: name(kind)?, uuid: Uuid::from_bytes(uuid) });
        let mut register = Register::default();
        for (place, person) in self.owners {
            register.devices.insert(device(place)?, record_id(person)?);
        }
        let record = |Packed(id, fields)| {
            let id = record_id(id)?;
            let field = |Field(row, key, given)| {
                let row = match row {
                    Some(Id(rows, row)) => Some((name(rows)?, Uuid::from_bytes(row))),
                    None => None,
                };
                let answer = |Given(value, by, at)| Some(Answer { value, by: device(by)?, at });
                let answers = given.into_iter().map(answer).collect::<Option<Vec<_>>>()?;
                Some((FieldPath { row, key: name(key)? }, answers))
            };
            let fields = fields.into_iter().map(field).collect::<Option<BTreeMap<_, _>>>()?;
            Some((id.clone(), Record { id, fields }))
        };
        register.records = self.records.into_iter().map(record).collect::<Option<_>>()?;
        Some(register)
    }
}

/// As one piece of bytes: a list of them would be written byte by byte.
impl Serialize for PackedRegister {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for PackedRegister {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;
        impl Visitor<'_> for Bytes {
            type Value = PackedRegister;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("bytes")
            }

            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<PackedRegister, E> {
                Ok(PackedRegister(bytes.to_vec()))
            }
        }
        deserializer.deserialize_bytes(Bytes)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::collection::{btree_map, vec};
    use proptest::prelude::*;

    fn ids() -> impl Strategy<Value = RecordId> {
        ("[a-c]{1,2}", any::<[u8; 16]>())
            .prop_map(|(kind, uuid)| RecordId { kind, uuid: Uuid::from_bytes(uuid) })
    }

    fn answers() -> impl Strategy<Value = Answer> {
        let values = prop_oneof![
            Just(Value::Empty),
            ".{0,12}".prop_map(Value::Text),
            any::<i64>().prop_map(Value::Int),
            any::<bool>().prop_map(Value::Flag),
            (-1e9..1e9).prop_map(Value::Number),
        ];
        (values, 0..3_u8, any::<i64>()).prop_map(|(value, device, at)| Answer {
            value,
            by: DeviceId([device; 32]),
            at,
        })
    }

    fn fields() -> impl Strategy<Value = BTreeMap<FieldPath, Vec<Answer>>> {
        let rows = proptest::option::of(("[a-c]{1,2}", any::<[u8; 16]>()));
        let paths = (rows, "[a-f]{1,2}").prop_map(|(row, key)| FieldPath {
            row: row.map(|(rows, row)| (rows, Uuid::from_bytes(row))),
            key,
        });
        btree_map(paths, vec(answers(), 0..3), 0..6)
    }

    fn registers() -> impl Strategy<Value = Register> {
        let records = btree_map(ids(), fields(), 0..6);
        let devices = btree_map(any::<[u8; 32]>().prop_map(DeviceId), ids(), 0..4);
        (records, devices).prop_map(|(records, devices)| {
            let record = |(id, fields): (RecordId, _)| (id.clone(), Record { id, fields });
            Register { records: records.into_iter().map(record).collect(), devices }
        })
    }

    proptest! {
        #[test]
        fn what_was_packed_is_unpacked(register in registers()) {
            prop_assert_eq!(PackedRegister::of(&register).unwrap().unpack().unwrap(), register);
        }

        #[test]
        fn equal_registers_give_equal_bytes(register in registers()) {
            let packed = PackedRegister::of(&register).unwrap();
            prop_assert_eq!(PackedRegister::of(&packed.unpack().unwrap()).unwrap(), packed);
        }

        #[test]
        fn no_bytes_are_more_than_refused(bytes in vec(any::<u8>(), 0..64)) {
            let _ = PackedRegister(bytes).unpack();
        }

        #[test]
        fn a_cut_register_is_refused(register in registers(), cut in 1..20_usize) {
            let PackedRegister(mut bytes) = PackedRegister::of(&register).unwrap();
            bytes.truncate(bytes.len().saturating_sub(cut));
            prop_assert!(PackedRegister(bytes).unpack().is_err());
        }
    }
}
