//! What a person does: opening registers, making records, setting fields.

use super::{Opened, Phase, Session, ToastKind};
use crate::components::failure;
use crate::platform::{clock, random};
use bridge::{Failure, RegisterEntry, Request, Response};
use leptos::prelude::*;
use leptos::task::spawn_local;
use register::competence::{Required, start_training};
use register::document_act::Actor;
use register::spreadsheet::{Done, Ids, Plan};
use register::vote::{Choice, cast};
use register::{Command, FieldPath, FieldType, Kind, Record, RecordId, Value, Write, act};
use uuid::Uuid;

impl Session {
    /// The registers on this device, the last opened first.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn registers(self) -> Result<Vec<RegisterEntry>, Failure> {
        match self.call(Request::Registers).await? {
            Response::Registers(entries) => Ok(entries),
            _ => Err(unexpected("registers")),
        }
    }

    /// Starts, joins or opens a register; afterwards it is the open one.
    ///
    /// # Errors
    /// What the engine says; the phase then says it too.
    pub(super) async fn open_at_once(self, request: Request) -> Result<RegisterEntry, Failure> {
        let wanted = match &request {
            Request::Open { register } => register.clone(),
            _ => String::new(),
        };
        self.wanted.set_value(wanted.clone());
        self.picture.set_value(None);
        self.opened.set(None);
        self.phase.set(Phase::Opening);
        let answer = self.call(request).await;
        let is_wanted = self.wanted.get_value() == wanted;
        let answer = match answer {
            Ok(Response::Opened { entry, .. }) if !is_wanted => return Ok(entry),
            Ok(Response::Opened { entry, register, device, me }) => {
                match self.enter(&register, Opened { entry: entry.clone(), device, me }) {
                    Ok(()) => return Ok(entry),
                    Err(failure) => failure,
                }
            }
            Ok(_) => unexpected("open"),
            Err(failure) => failure,
        };
        if is_wanted {
            self.opened.set(None);
            self.phase.set(Phase::Failed(answer.clone()));
        }
        Err(answer)
    }

    /// Nothing is open, nothing failed: the start page is shown.
    pub fn close(self) {
        self.wanted.set_value(String::new());
        self.opened.set(None);
        self.phase.set(Phase::Closed);
    }

    /// Carries out a command and waits until it is durable.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn apply(self, command: Command) -> Result<(), Failure> {
        self.writing.update(|writing| *writing += 1);
        let answer = self.call(Request::Apply(command)).await;
        self.writing.update(|writing| *writing = writing.saturating_sub(1));
        answer.map(drop)
    }

    /// Carries out a command; a failure is told in a toast.
    pub fn write(self, command: Command) {
        spawn_local(async move {
            if let Err(failure) = self.apply(command).await {
                self.say(ToastKind::Failure, failure::sentence(&failure));
            }
        });
    }

    /// The command that sets one field.
    pub fn edit(self, id: &RecordId, path: FieldPath, value: Value) -> Command {
        self.peek(|register| act::edit(register, id, path, value, clock::now_ms()))
    }

    /// Sets one field.
    pub fn set(self, id: &RecordId, path: FieldPath, value: Value) {
        self.write(self.edit(id, path, value));
    }

    /// Carries out what was put into the cells of a spreadsheet; answers it with its way back, if anything changes.
    pub fn fill_in(self, kind: &'static Kind, plan: &Plan) -> Option<Done> {
        let mut random = random::ten_bytes;
        let mut ids = Ids { year: clock::year(), now_ms: clock::now_ms(), random: &mut random };
        let done = self.peek(|register| plan.done(register, kind, &mut ids))?;
        self.write(done.command.clone());
        self.ask_to_keep();
        Some(done)
    }

    /// What plans a training for a person and a competence that a role requires, and the training.
    pub fn plan_training(self, required: &Required) -> (RecordId, Command) {
        let (today, now_ms, random) = (self.today_date(), clock::now_ms(), random::ten_bytes());
        self.peek(|register| start_training(register, required, today, now_ms, random))
    }

    /// Somebody who signs now.
    pub(super) fn acting(self, person: &RecordId) -> Actor<'_> {
        Actor { person, on: self.today_date(), now_ms: clock::now_ms(), random: random::ten_bytes() }
    }

    /// A person's vote on a decision by circular; nothing if it is not theirs to give.
    pub fn vote(self, decision: &RecordId, person: &RecordId, choice: Choice) {
        let by = self.acting(person);
        let command = self.peek(|register| cast(register.records.get(decision)?, register, by, choice));
        if let Some(command) = command {
            self.write(command);
        }
    }

    /// Chooses one of several standing answers.
    pub fn choose(self, id: &RecordId, path: FieldPath, value: Value) {
        self.write(act::choose(id, path, value));
    }

    /// Puts a record away, with a way back in the toast.
    pub fn archive(self, id: &RecordId, said: String) {
        self.write(act::archive(id));
        let id = id.clone();
        self.say_with_undo(said, move || self.write(act::restore(&id)));
    }

    /// Puts a row away, with a way back in the toast.
    pub fn archive_row(self, id: &RecordId, rows: &'static str, row: Uuid, said: String) {
        self.write(act::archive_row(id, rows, row));
        let id = id.clone();
        self.say_with_undo(said, move || self.write(act::restore_row(&id, rows, row)));
    }

    /// Adds a row at the end of a list.
    pub fn add_row(self, id: &RecordId, rows: &'static str, values: Vec<(&str, Value)>) -> Option<Uuid> {
        let made = self.peek(|register| {
            // A record that every register knows may have nothing yet.
            let unwritten = Record::new(id.clone());
            let record = register.records.get(id).unwrap_or(&unwritten);
            Some(act::add_row(record, rows, values, clock::now_ms(), random::ten_bytes()))
        });
        let (row, mut command) = made?;
        if command.writes.is_empty() {
            // A row exists from its first write on.
            let field = Kind::by_name(&id.kind).and_then(|kind| kind.rows_of(rows)?.fields.first());
            let path = FieldPath::in_row(rows, row, field.map_or("", |field| field.key));
            command.writes.push(Write { record: id.clone(), path, value: Value::from("") });
        }
        self.write(command);
        Some(row)
    }

    /// Makes a record at once, with its number, its first status and these values.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn create(
        self,
        kind: &'static Kind,
        mut values: Vec<(&str, Value)>,
    ) -> Result<RecordId, Failure> {
        let status = kind.fields.iter().find(|field| field.key == "status");
        let is_given = values.iter().any(|(key, _)| *key == "status");
        if let Some(FieldType::Choice([first, ..])) = status.map(|status| status.ty)
            && !is_given
        {
            values.push(("status", Value::from(*first)));
        }
        let (id, mut command) = self.peek(|register| {
            act::create(register, kind, values, clock::year(), clock::now_ms(), random::ten_bytes())
        });
        if command.writes.is_empty() {
            let path = FieldPath::of(kind.title);
            command.writes.push(Write { record: id.clone(), path, value: Value::from("") });
        }
        self.apply(command).await?;
        self.ask_to_keep();
        Ok(id)
    }
}

pub(super) fn unexpected(call: &str) -> Failure {
    Failure::Defect(format!("{call}: another answer"))
}
