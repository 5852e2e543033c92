//! The year as steps: who does what when, in the order in which it happened.

use crate::SampleError;
use crate::plan::{Line, Place, Said, Sitting, read};
use crate::signing::Signing;
use crate::words::Words;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use register::control::Control;
use register::day::day_text;
use register::evidence::EVIDENCE;
use register::id::new_uuid;
use register::practice::Practice;
use register::{
    Answer, Command, DeviceId, FieldPath, Kind, Message, Patch, RecordId, Register, Value, Write, act,
    reference,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A long text, for the paper of its record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The record.
    pub record: RecordId,
    /// Which of its texts.
    pub path: FieldPath,
    /// The text; its paragraphs are apart by an empty line.
    pub text: String,
}

/// What one person did in one sitting.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Who: the `person` record.
    pub by: RecordId,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// The fields that were set; perhaps none.
    pub command: Command,
    /// The long texts that were written.
    pub texts: Vec<Text>,
    /// What was signed after all that.
    pub signings: Vec<Signing>,
}

/// What stands in a register from its founding: the plan's `organization` and its first person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Founding {
    /// The organization's record.
    pub organization: RecordId,
    /// The founder's record.
    pub person: RecordId,
}

const ORGANIZATION: &str = "organization";
/// Who founds the sample's register, and so whose eyes see it.
const FOUNDER: &str = "ceo";

/// The sample company's name.
pub fn organization(words: &Words) -> Option<&str> {
    words.get("organization.name")
}

/// The name of the person who founds its register.
pub fn founder(words: &Words) -> Option<&str> {
    words.get("ceo.name")
}

/// The steps of the year up to today, oldest first. Nothing in them happens on a weekend, nor after
/// yesterday; dates that lie ahead (a due date, the next review) may.
///
/// # Errors
/// If the plan and the words do not go together.
pub fn year(
    plan: &str,
    words: &Words,
    today: NaiveDate,
    founding: &Founding,
    random: &mut dyn FnMut() -> [u8; 10],
) -> Result<Vec<Step>, SampleError> {
    let mut telling = Telling {
        words,
        today,
        random,
        names: BTreeMap::from([
            (ORGANIZATION.to_owned(), founding.organization.clone()),
            (FOUNDER.to_owned(), founding.person.clone()),
        ]),
        rows: BTreeMap::new(),
        register: Register::default(),
        last_ms: 0,
    };
    read(plan)?.iter().map(|sitting| telling.step(sitting)).collect()
}

struct Telling<'t> {
    words: &'t Words,
    today: NaiveDate,
    random: &'t mut dyn FnMut() -> [u8; 10],
    /// The plan's names.
    names: BTreeMap<String, RecordId>,
    /// Record, rows' key, the row's name in the plan.
    rows: BTreeMap<(RecordId, String, String), Uuid>,
    /// What stands so far, for numbers and agendas.
    register: Register,
    last_ms: i64,
}

/// The length of a sitting, and the beginning of a working day, in milliseconds.
const SITTING_MS: i64 = 7 * 60_000;
const MORNING_MS: i64 = 8 * 3_600_000;

impl Telling<'_> {
    fn step(&mut self, sitting: &Sitting) -> Result<Step, SampleError> {
        let day = self.day(sitting.day);
        let midnight = day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis();
        let at_ms = (midnight + MORNING_MS).max(self.last_ms + SITTING_MS);
        self.last_ms = at_ms;
        let by = self.named(&sitting.by, sitting.number)?;
        let is_new = !self.names.contains_key(&sitting.name);
        let id = match self.names.get(&sitting.name) {
            Some(id) => id.clone(),
            None => self.made(sitting, at_ms)?,
        };
        let mut sat = Sat {
            id,
            by: by.clone(),
            day,
            at_ms,
            command: Vec::new(),
            texts: Vec::new(),
            signings: Vec::new(),
        };
        if is_new {
            self.begin(sitting, &mut sat)?;
        }
        for line in &sitting.lines {
            self.line(line, &mut sat)?;
        }
        let message = if is_new { Message::Create } else { Message::Edit };
        let command = Command { message, writes: sat.command };
        self.carry_out(&command, at_ms);
        Ok(Step { by, at_ms, command, texts: sat.texts, signings: sat.signings })
    }

    fn made(&mut self, sitting: &Sitting, at_ms: i64) -> Result<RecordId, SampleError> {
        let now_ms = u64::try_from(at_ms).map_err(|_| SampleError::NotUnderstood(sitting.number))?;
        let control = Control::by_number(&sitting.name).filter(|_| sitting.kind == "control");
        let id = match control {
            Some(control) => control.record_id(),
            None => RecordId::new(&sitting.kind, now_ms, (self.random)()),
        };
        self.names.insert(sitting.name.clone(), id.clone());
        Ok(id)
    }

    /// What a record has from its making: its number, or which practice it is about.
    fn begin(&mut self, sitting: &Sitting, sat: &mut Sat) -> Result<(), SampleError> {
        // Controls of Annex A have the numbers of the standard.
        if let Some(kind) = Kind::by_name(&sitting.kind).filter(|_| Control::by_record(&sat.id).is_none()) {
            let planned = sitting.lines.iter().find_map(|line| match line.said {
                Said::Day(day) if line.place.key == "planned_for" => Some(self.day(day).year()),
                _ => None,
            });
            let year = planned.unwrap_or_else(|| sat.day.year());
            if let Some(number) = reference::next(&self.register, kind, year) {
                sat.set(FieldPath::of(reference::REFERENCE), Value::Text(number));
            }
        }
        if let Some(practice) = Practice::by_id(&sitting.name).filter(|_| sitting.kind == "practice") {
            let title = self.word(&format!("practice.{}", practice.id))?;
            sat.set(FieldPath::of("title"), title.into());
            sat.set(FieldPath::of("practice"), practice.id.into());
            sat.set(FieldPath::of("commitment"), practice.commitment.code().into());
        }
        Ok(())
    }

    fn line(&mut self, line: &Line, sat: &mut Sat) -> Result<(), SampleError> {
        let value = match &line.said {
            Said::Agenda => {
                self.carry_out(&Command { message: Message::Edit, writes: sat.command.clone() }, sat.at_ms);
                return self.agenda(sat);
            }
            Said::Each(names) => {
                let Some((rows, _)) = &line.place.row else { return Ok(()) };
                for name in names {
                    let target = self.named(name, line.number)?;
                    let row = self.row(sat);
                    let path = FieldPath::in_row(rows, row, &line.place.key);
                    sat.set(path, Value::Text(target.to_string()));
                }
                return Ok(());
            }
            Said::Proofs(names) => {
                return names.iter().try_for_each(|name| self.proof(name, line.number, sat));
            }
            Said::Paper(key) => {
                let path = self.path(&line.place, sat);
                let text = self.word(key)?.to_owned();
                sat.texts.push(Text { record: sat.id.clone(), path, text });
                return Ok(());
            }
            Said::Signed(act, note) => {
                let note = note.as_deref().map(|key| self.word(key)).transpose()?.unwrap_or_default();
                let note = note.to_owned();
                let (record, on, random) = (sat.id.clone(), sat.day, (self.random)());
                sat.signings.push(Signing { record, act: *act, note, on, random });
                return Ok(());
            }
            Said::Words(key) => Value::from(self.word(key)?),
            Said::Link(name) => Value::Text(self.named(name, line.number)?.to_string()),
            Said::Day(day) => Value::Text(day_text(self.day(*day))),
            Said::Literal(text) => Value::from(text.as_str()),
            Said::Int(int) => Value::Int(*int),
            Said::Flag(flag) => Value::Flag(*flag),
        };
        let path = self.path(&line.place, sat);
        sat.set(path, value);
        Ok(())
    }

    fn agenda(&mut self, sat: &mut Sat) -> Result<(), SampleError> {
        let Some(review) = self.register.records.get(&sat.id) else { return Ok(()) };
        for input in register::kind::INPUTS {
            self.word(&format!("input.{input}"))?;
        }
        let words = self.words;
        let topic = |input: &str| words.get(&format!("input.{input}")).unwrap_or_default().to_owned();
        let command = act::start_agenda(review, &topic);
        self.carry_out(&command, sat.at_ms);
        for write in command.writes {
            if let (Some((rows, row)), "input", Some(input)) =
                (&write.path.row, write.path.key.as_str(), write.value.as_text())
            {
                self.rows.insert((sat.id.clone(), rows.clone(), input.to_owned()), *row);
            }
            sat.command.push(write);
        }
        Ok(())
    }

    fn proof(&mut self, name: &str, line: usize, sat: &mut Sat) -> Result<(), SampleError> {
        let target = self.named(name, line)?;
        let row = self.row(sat);
        let (on, by) = (day_text(sat.day), sat.by.to_string());
        for (key, text) in [("record", target.to_string()), ("captured_on", on), ("captured_by", by)] {
            sat.set(FieldPath::in_row(EVIDENCE, row, key), Value::Text(text));
        }
        Ok(())
    }

    fn path(&mut self, place: &Place, sat: &Sat) -> FieldPath {
        let Some((rows, name)) = &place.row else { return FieldPath::of(&place.key) };
        let known = (sat.id.clone(), rows.clone(), name.clone());
        let row = match self.rows.get(&known) {
            Some(row) => *row,
            None => {
                let row = self.row(sat);
                self.rows.insert(known, row);
                row
            }
        };
        FieldPath::in_row(rows, row, &place.key)
    }

    fn row(&mut self, sat: &Sat) -> Uuid {
        new_uuid(u64::try_from(sat.at_ms).unwrap_or_default(), (self.random)())
    }

    fn named(&self, name: &str, line: usize) -> Result<RecordId, SampleError> {
        let known = self.names.get(name).cloned();
        // Every register knows the controls of Annex A, whether somebody wrote of them or not.
        let known = known.or_else(|| Control::by_number(name).map(Control::record_id));
        known.ok_or_else(|| SampleError::Unknown { line, name: name.to_owned() })
    }

    fn word(&self, key: &str) -> Result<&str, SampleError> {
        self.words
            .get(key)
            .filter(|text| !text.is_empty())
            .ok_or_else(|| SampleError::NoWords(key.to_owned()))
    }

    /// So many days from today, on a working day: the Friday before a weekend.
    fn day(&self, days: i64) -> NaiveDate {
        let far = Days::new(days.unsigned_abs());
        let day = if days < 0 { self.today.checked_sub_days(far) } else { self.today.checked_add_days(far) };
        let day = day.unwrap_or(self.today);
        let back = match day.weekday() {
            Weekday::Sat => 1,
            Weekday::Sun => 2,
            _ => 0,
        };
        day.checked_sub_days(Days::new(back)).unwrap_or(day)
    }

    fn carry_out(&mut self, command: &Command, at: i64) {
        for Write { record, path, value } in &command.writes {
            let answers = vec![Answer { value: value.clone(), by: DeviceId([0; 32]), at }];
            self.register.apply(&Patch::Field { record: record.clone(), path: path.clone(), answers });
        }
    }
}

/// A sitting while it is told.
struct Sat {
    id: RecordId,
    by: RecordId,
    day: NaiveDate,
    at_ms: i64,
    command: Vec<Write>,
    texts: Vec<Text>,
    signings: Vec<Signing>,
}

impl Sat {
    fn set(&mut self, path: FieldPath, value: Value) {
        self.command.push(Write { record: self.id.clone(), path, value });
    }
}
