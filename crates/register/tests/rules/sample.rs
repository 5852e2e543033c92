//! A small register that the tests write in: Ada and Ben are top managers, Chi is not.

use register::day::day;
use register::{Answer, Command, DeviceId, FieldPath, Kind, Patch, RecordId, Register, Value};

pub use register::day::NaiveDate;

/// 1 January 2026, 00:00 UTC.
pub const NEW_YEAR: u64 = 1_767_225_600_000;

pub fn date(text: &str) -> NaiveDate {
    day(text).expect("a date")
}

pub fn answer(value: impl Into<Value>) -> Answer {
    Answer { value: value.into(), by: DeviceId([1; 32]), at: NEW_YEAR as i64 }
}

/// Carries out a command as one device that nobody disagrees with.
pub fn carry_out(register: &mut Register, command: &Command) {
    for write in &command.writes {
        register.apply(&Patch::Field {
            record: write.record.clone(),
            path: write.path.clone(),
            answers: vec![answer(write.value.clone())],
        });
    }
}

pub struct Sample {
    pub register: Register,
    pub made: u8,
}

impl Sample {
    pub fn new() -> Self {
        Self { register: Register::default(), made: 0 }
    }

    /// A record with these values and without a number.
    pub fn add(&mut self, kind: &str, values: &[(&str, Value)]) -> RecordId {
        self.made += 1;
        let id = RecordId::new(kind, NEW_YEAR + u64::from(self.made), [self.made; 10]);
        self.register.apply(&Patch::Record { record: id.clone() });
        for (key, value) in values {
            self.set(&id, key, value.clone());
        }
        id
    }

    pub fn set(&mut self, id: &RecordId, key: &str, value: impl Into<Value>) {
        self.answers(id, key, vec![answer(value)]);
    }

    pub fn answers(&mut self, id: &RecordId, key: &str, answers: Vec<Answer>) {
        self.register.apply(&Patch::Field { record: id.clone(), path: key.parse().unwrap(), answers });
    }

    pub fn person(&mut self, name: &str, is_top: bool) -> RecordId {
        self.add("person", &[("name", name.into()), ("top_management", is_top.into())])
    }

    pub fn record(&self, id: &RecordId) -> &register::Record {
        self.register.records.get(id).expect("the record is there")
    }
}

pub fn kind(name: &str) -> &'static Kind {
    Kind::by_name(name).expect("a kind")
}

pub fn link(id: &RecordId) -> Value {
    Value::Text(id.to_string())
}

pub fn path(text: &str) -> FieldPath {
    text.parse().expect("a path")
}
