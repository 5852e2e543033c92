//! Signing a management review's minutes (9.3.3): each attendee says yes, yes with a reservation, no, or that they
//! took note, tied to exactly what stood there. A later change is an amendment: it shows, and takes no signature away.

use crate::act::add_row;
use crate::command::{Command, Message, Write};
use crate::day::{NaiveDate, day, day_text};
use crate::document;
use crate::document_act::{Actor, Seen};
use crate::id::{FieldPath, RecordId};
use crate::record::{Record, Register};
use crate::review::{VERDICT, agenda, attendees, decisions};
use crate::value::Value;
use uuid::Uuid;

/// The key of the rows that hold the signatures.
pub const SIGN_OFFS: &str = "sign_offs";

/// What somebody says to the minutes. The page phrases it by its choice of `sign_offs.says`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// That is how it was.
    Agree,
    /// The same, but for something that they name.
    WithReservation,
    /// That is not how it was.
    Disagree,
    /// They were not there and have read it.
    TookNote,
}

impl Says {
    /// All, the usual one first.
    pub const ALL: [Self; 4] = [Self::Agree, Self::WithReservation, Self::Disagree, Self::TookNote];

    /// As it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Agree => "agree",
            Self::WithReservation => "with_reservation",
            Self::Disagree => "disagree",
            Self::TookNote => "took_note",
        }
    }

    /// Read from what is stored.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|says| says.code() == code)
    }

    /// Whether it needs words: a reservation that nobody names helps nobody.
    pub fn needs_note(self) -> bool {
        matches!(self, Self::WithReservation | Self::Disagree)
    }
}

/// One signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOff {
    /// The row.
    pub row: Uuid,
    /// Who.
    pub person: RecordId,
    /// When.
    pub on: Option<NaiveDate>,
    /// What they say.
    pub says: Says,
    /// Their reservation, or why not.
    pub note: String,
    /// The fingerprint of minutes and record.
    pub content: String,
    /// The fingerprint of the minutes alone.
    pub words: String,
    /// Where in the paper's history the minutes stand.
    pub heads: String,
    /// Who wrote it down, where that is somebody else.
    pub recorded_by: Option<RecordId>,
}

/// What of a record belongs to the content that is signed, besides its long texts: the same on every device.
pub fn beside(register: &Register, record: &Record) -> String {
    if record.id.kind == "management_review" { counted(register, record) } else { document::counted(record) }
}

/// What of a review belongs to its minutes: who was there, what was on the agenda, decided and concluded. Not what
/// becomes of decisions afterwards, nor the review's own status.
pub fn counted(register: &Register, review: &Record) -> String {
    let mut all = String::new();
    // The length tells where a value ends, whatever stands in it.
    let mut say = |key: &str, value: &Value| {
        let text = match value {
            Value::Flag(true) => "yes".to_owned(),
            value => value.as_text().map(str::trim).unwrap_or_default().to_owned(),
        };
        all.push_str(&format!("{key} {} {text}\n", text.len()));
    };
    for key in ["title", "held_on", "place", "chair", "minute_taker", "summary"] {
        say(key, review.value(key));
    }
    for (verdict, reason) in VERDICT {
        say(verdict, review.value(verdict));
        say(reason, review.value(reason));
    }
    for row in agenda(review) {
        say("item", &Value::Text(row.to_string()));
        for key in ["topic", "input", "discussed"] {
            say(key, review.row_value("agenda", row, key));
        }
    }
    for row in review.rows("attendance") {
        for key in ["person", "presence", "note"] {
            say(key, review.row_value("attendance", row, key));
        }
    }
    for decision in decisions(review, register) {
        for key in ["title", "reason", "decided_by", "decided_on"] {
            say(key, decision.value(key));
        }
    }
    all
}

/// All signatures, the oldest first. Rows that do not say whose or what are none.
pub fn sign_offs(review: &Record, register: &Register) -> Vec<SignOff> {
    let one = |row: Uuid| {
        let text = |key| review.row_value(SIGN_OFFS, row, key).as_text().unwrap_or_default().to_owned();
        let person: RecordId = text("person").parse().ok()?;
        let signed = review.fields.get(&FieldPath::in_row(SIGN_OFFS, row, "says"))?.first()?;
        let recorded_by = register.devices.get(&signed.by).filter(|who| **who != person).cloned();
        Some(SignOff {
            row,
            on: day(&text("on")),
            says: Says::of(signed.value.as_text()?)?,
            note: text("note"),
            content: text("print"),
            words: text("text_print"),
            heads: text("heads"),
            recorded_by,
            person,
        })
    };
    review.rows(SIGN_OFFS).into_iter().filter_map(one).collect()
}

/// Whose signature is awaited: attendees who have said nothing yet.
pub fn awaited(review: &Record, register: &Register) -> Vec<RecordId> {
    let signed = sign_offs(review, register);
    let mut people = attendees(review);
    people.retain(|person| signed.iter().all(|sign_off| sign_off.person != *person));
    people
}

/// What a person may say to the minutes: whoever took part stands for them, whoever was only asked takes note.
pub fn may_say(review: &Record, person: &RecordId) -> &'static [Says] {
    if !matches!(review.text("status"), "closed" | "signed") {
        return &[];
    }
    let id = person.to_string();
    let is_listed = |row: Uuid| review.row_value("attendance", row, "person").as_text() == Some(&id);
    if attendees(review).contains(person) {
        &Says::ALL
    } else if review.rows("attendance").into_iter().any(is_listed) {
        &[Says::TookNote]
    } else {
        &[]
    }
}

/// Signs exactly these minutes. With the last attendee's signature the review is signed.
pub fn sign(
    review: &Record,
    register: &Register,
    by: Actor<'_>,
    seen: Seen<'_>,
    says: Says,
    note: &str,
) -> Option<Command> {
    let note = note.trim();
    let last = sign_offs(review, register).into_iter().rfind(|sign_off| sign_off.person == *by.person);
    let is_said = last.is_some_and(|last| {
        last.content == seen.print && last.says == says && last.note == note && last.recorded_by.is_none()
    });
    if seen.print.is_empty()
        || is_said
        || !may_say(review, by.person).contains(&says)
        || says.needs_note() && note.is_empty()
    {
        return None;
    }
    let mut values = vec![
        ("person", Value::Text(by.person.to_string())),
        ("on", Value::Text(day_text(by.on))),
        ("says", Value::from(says.code())),
        ("note", Value::from(note)),
        ("print", Value::from(seen.print)),
        ("text_print", Value::from(seen.text_print)),
        ("heads", Value::from(seen.heads)),
    ];
    values.retain(|(_, value)| !value.is_empty());
    let (_, mut command) = add_row(review, SIGN_OFFS, values, by.now_ms, by.random);
    if awaited(review, register).iter().all(|person| person == by.person) {
        command.writes.extend(status_signed(review));
    }
    Some(command)
}

/// Says that all have signed: two who signed apart were each not the last.
pub fn complete(review: &Record, register: &Register) -> Option<Command> {
    let has_signatures = !sign_offs(review, register).is_empty();
    let write = status_signed(review)?;
    (has_signatures && awaited(review, register).is_empty())
        .then(|| Command { message: Message::Move, writes: vec![write] })
}

fn status_signed(review: &Record) -> Option<Write> {
    (review.text("status") == "closed").then(|| Write {
        record: review.id.clone(),
        path: FieldPath::of("status"),
        value: Value::from("signed"),
    })
}
