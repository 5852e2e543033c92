//! The picture of a register: what the engine keeps, sealed, so that the next page shows the register before
//! the engine has read it. It is never a source of truth: what does not open, does not read, or was kept by
//! another version of the app is no picture, and what differs from the register is corrected by the engine.

use crate::{NotAMessage, PackedRegister};
use register::{DeviceId, RecordId};
use serde::{Deserialize, Serialize};

/// To be raised with every change of what a picture's bytes mean; the test below says when that is.
const FORMAT: u16 = 2;

/// Where the sealed picture lies in the register's database: store and key.
pub const PLACE: (&str, &str) = ("documents", "picture");
/// Where the key that seals it lies there.
pub const KEY_PLACE: (&str, &str) = ("keys", "picture");

/// What a page needs to show a register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// The organization's name.
    pub organization: String,
    /// This device.
    pub device: DeviceId,
    /// The person whose device this is.
    pub me: RecordId,
    /// Whether the register has a relay.
    pub has_relay: bool,
    /// Whether it is the sample.
    pub is_sample: bool,
    /// The register.
    pub register: PackedRegister,
}

impl Picture {
    /// Its bytes.
    ///
    /// # Errors
    /// None for a picture of this build; postcard's signature allows for others.
    pub fn encode(&self) -> Result<Vec<u8>, NotAMessage> {
        crate::encode(&(FORMAT, self))
    }

    /// The picture of these bytes, if this version reads them.
    ///
    /// # Errors
    /// If another version or something else wrote them.
    pub fn decode(bytes: &[u8]) -> Result<Self, NotAMessage> {
        let (format, rest) = postcard::take_from_bytes::<u16>(bytes)?;
        if format == FORMAT { crate::decode(rest) } else { Err(NotAMessage(postcard::Error::SerdeDeCustom)) }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use register::{Answer, FieldPath, Patch, Register, Value};
    use uuid::Uuid;

    fn picture() -> Picture {
        let (me, risk) = (id("person", 1), id("risk", 2));
        let device = DeviceId([7; 32]);
        let mut register = Register::default();
        register.apply(&Patch::Device { device, person: me.clone() });
        let values =
            [Value::from("Fire"), Value::Int(-3), Value::Number(0.5), Value::Flag(true), Value::Empty];
        let keys = ["title", "scale", "share", "archived", "note"];
        for (path, value) in keys.map(FieldPath::of).into_iter().zip(values) {
            let answers = vec![Answer { value, ..given("") }];
            register.apply(&Patch::Field { record: risk.clone(), path, answers });
        }
        let path = FieldPath::in_row("agenda", Uuid::from_bytes([9; 16]), "topic");
        register.apply(&Patch::Field { record: risk, path, answers: vec![given("Review")] });
        register.apply(&Patch::Record { record: me.clone() });
        let register = PackedRegister::of(&register).unwrap();
        Picture { organization: "Acme".into(), device, me, has_relay: true, is_sample: false, register }
    }

    fn given(text: &str) -> Answer {
        Answer { value: Value::from(text), by: DeviceId([7; 32]), at: 1_700_000_000_000 }
    }

    fn id(kind: &str, byte: u8) -> RecordId {
        RecordId { kind: kind.into(), uuid: Uuid::from_bytes([byte; 16]) }
    }

    /// If this fails, pictures have come to mean something else: raise `FORMAT`, then take over the new bytes.
    #[test]
    fn a_changed_meaning_asks_for_a_new_format() {
        let bytes = picture().encode().unwrap();
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(
            hex,
            concat!(
                "020441636d6507070707070707070707070707070707070707070707070707070707070707072b706572736f",
                "6e2f30313031303130312d303130312d303130312d303130312d3031303130313031303130310100fc01090670",
                "6572736f6e086172636869766564046e6f7465057363616c65057368617265057469746c65066167656e6461",
                "05746f706963047269736b010707070707070707070707070707070707070707070707070707070707070707",
                "0100000101010101010101010101010101010102000101010101010101010101010101010100080202020202",
                "02020202020202020202020600010104010080a0abfef962000201000080a0abfef96200030102050080a0ab",
                "fef96200040103000000000000e03f0080a0abfef9620005010104466972650080a0abfef962010609090909",
                "090909090909090909090909070101065265766965770080a0abfef962",
            )
        );
    }

    #[test]
    fn it_is_read_as_it_was_written() {
        assert_eq!(Picture::decode(&picture().encode().unwrap()).unwrap(), picture());
    }

    #[test]
    fn another_versions_picture_is_none() {
        let mut bytes = picture().encode().unwrap();
        *bytes.first_mut().unwrap() += 1;
        assert!(Picture::decode(&bytes).is_err());
    }

    #[test]
    fn half_a_picture_is_none() {
        let bytes = picture().encode().unwrap();
        for end in 0..bytes.len() {
            let read = Picture::decode(&bytes[..end]).and_then(|picture| picture.register.unpack());
            assert!(read.is_err(), "the first {end} bytes");
        }
    }
}
