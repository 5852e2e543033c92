//! What each author does in each month, decided before anybody does it: nothing here knows documents or network.
//! In a month all work apart; at its end they meet, and the next month builds on what all did.

use crate::chance::Chance;
use crate::mix;
use crate::values::{day_after, value};
use crate::words;
use register::act;
use register::kind::{MANAGEMENT_REVIEW, PERSON};
use register::reference::{REFERENCE, is_yearly};
use register::{Command, Field, FieldPath, FieldType, Kind, Message, Record, RecordId, Value, Write};
use std::collections::BTreeMap;

/// 1 November 2021, 08:00 UTC.
const BEGIN: u64 = 1_635_753_600_000;
const MONTH: u64 = 30 * 86_400_000;

/// How much was done.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// People who write, each on a device of their own.
    pub authors: usize,
    /// Months, each with one review and its minutes.
    pub months: usize,
    /// Records, people and reviews among them.
    pub records: usize,
    /// Fields set after their record was made, one by one.
    pub edits: usize,
    /// Characters of a review's minutes.
    pub minutes: usize,
    /// Characters that are typed between two pauses.
    pub burst: usize,
}

impl Size {
    /// What issue 3 measures on.
    pub const FIVE_YEARS: Self =
        Self { authors: 8, months: 60, records: 3000, edits: 20_000, minutes: 8000, burst: 40 };

    /// Enough to see whether all works.
    pub const SMALL: Self = Self { authors: 3, months: 2, records: 30, edits: 60, minutes: 400, burst: 40 };
}

/// One thing that somebody does.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Fields are set.
    Do {
        /// When, milliseconds since 1970.
        at: u64,
        /// What.
        command: Command,
    },
    /// Something is typed in a long text.
    Type {
        /// When, milliseconds since 1970.
        at: u64,
        /// The record whose paper it is.
        record: RecordId,
        /// The text.
        path: FieldPath,
        /// Where, in characters from the beginning.
        place: usize,
        /// What.
        text: String,
    },
}

impl Step {
    /// When, milliseconds since 1970.
    pub fn at(&self) -> u64 {
        let (Self::Do { at, .. } | Self::Type { at, .. }) = self;
        *at
    }
}

/// What all do.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The organization.
    pub organization: String,
    /// Each author's record and name; the first founds the register.
    pub authors: Vec<(RecordId, String)>,
    /// The review whose minutes are complete, the last but one.
    pub review: Option<(RecordId, FieldPath)>,
    /// Months, in each the steps of each author.
    pub months: Vec<Vec<Vec<Step>>>,
}

impl Plan {
    /// The plan of a seed.
    pub fn new(size: Size, seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let person = |number: usize, chance: &mut Chance| {
            (RecordId::new(PERSON.name, BEGIN, chance.ten_bytes()), words::name(number))
        };
        let authors: Vec<_> = (0..size.authors.max(1)).map(|number| person(number, &mut chance)).collect();
        let known = authors.iter().map(|(id, _)| id.clone()).collect();
        let mut planner = Planner {
            size,
            chance,
            known,
            numbers: BTreeMap::new(),
            made: BTreeMap::new(),
            minutes: Vec::new(),
        };
        let months = (0..size.months).map(|month| planner.month(month)).collect();
        let review = planner.minutes.iter().rev().nth(1).or(planner.minutes.last()).cloned();
        Self { organization: "Norddeutsche Ventiltechnik".to_owned(), authors, review, months }
    }

    /// When it begins, milliseconds since 1970.
    pub fn begin(&self) -> u64 {
        BEGIN
    }

    /// The records of a kind that are made.
    pub fn records_of(&self, kind: &str) -> Vec<RecordId> {
        let made = self.steps().filter_map(|step| match step {
            Step::Do { command, .. } if command.message == Message::Create => command.writes.first(),
            _ => None,
        });
        made.map(|write| write.record.clone()).filter(|id| id.kind == kind).collect()
    }

    /// All steps, whoever does them.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.months.iter().flatten().flatten()
    }
}

struct Planner {
    size: Size,
    chance: Chance,
    /// Records that everybody has at the beginning of the month.
    known: Vec<RecordId>,
    numbers: BTreeMap<String, u32>,
    /// How many records of each kind were made.
    made: BTreeMap<&'static str, usize>,
    /// The minutes of each month.
    minutes: Vec<(RecordId, FieldPath)>,
}

impl Planner {
    fn month(&mut self, month: usize) -> Vec<Vec<Step>> {
        let authors = self.size.authors.max(1);
        let mut work: Vec<Vec<Step>> = vec![Vec::new(); authors];
        let at = BEGIN + MONTH * month as u64;
        let mut made = Vec::new();
        let secretary = month % authors;
        self.review(at, work.get_mut(secretary), &mut made);
        self.revise(month, at, work.get_mut((month + 1) % authors));

        let records = self.size.records.saturating_sub(authors + self.size.months);
        for number in share(records, self.size.months, month) {
            let step = self.create(mix::kind_of(number), at, &mut made);
            push(&mut work, number, step);
        }
        for number in share(self.size.edits, self.size.months, month) {
            let step = self.edit(at);
            push(&mut work, number, step);
        }
        self.known.append(&mut made);
        // Everybody's clock goes on through the month.
        for steps in &mut work {
            let pace = MONTH / (steps.len() as u64 + 1);
            for (step, place) in steps.iter_mut().zip(0_u64..) {
                let (Step::Do { at: when, .. } | Step::Type { at: when, .. }) = step;
                *when = at + pace * place;
            }
        }
        work
    }

    /// A review with its agenda, attendance, and four fifths of the minutes as the secretary types them.
    fn review(&mut self, at: u64, work: Option<&mut Vec<Step>>, made: &mut Vec<RecordId>) {
        let Some(work) = work else { return };
        work.push(self.create(&MANAGEMENT_REVIEW, at, made));
        let Some(id) = made.last().cloned() else { return };
        let record = Record::new(id.clone());
        let agenda = act::start_agenda(&record, &|input| input.replace('_', " "));
        let Some(item) = agenda.writes.first().and_then(|write| write.path.row.as_ref()).map(|(_, row)| *row)
        else {
            return;
        };
        let people: Vec<RecordId> = self.known.iter().filter(|id| id.kind == PERSON.name).cloned().collect();
        let mut attendance = act::invite(&record, &people);
        for person in &people {
            let path = FieldPath::in_row("attendance", person.uuid, "presence");
            attendance.writes.push(Write { record: id.clone(), path, value: "present".into() });
        }
        let commands = [agenda, attendance].into_iter().map(|command| Step::Do { at, command });
        work.extend(commands);
        let minutes = FieldPath::in_row("agenda", item, "minutes");
        let typed = words::prose(&mut self.chance, self.size.minutes * 4 / 5);
        let mut place = 0;
        let letters: Vec<char> = typed.chars().collect();
        for burst in letters.chunks(self.size.burst.max(1)) {
            let text: String = burst.iter().collect();
            work.push(Step::Type { at, record: id.clone(), path: minutes.clone(), place, text });
            place += burst.len();
        }
        self.minutes.push((id, minutes));
    }

    /// A colleague adds the last fifth to last month's minutes, here and there.
    fn revise(&mut self, month: usize, at: u64, work: Option<&mut Vec<Step>>) {
        let Some(work) = work else { return };
        let Some((record, path)) = month.checked_sub(1).and_then(|last| self.minutes.get(last)).cloned()
        else {
            return;
        };
        let mut length = self.size.minutes * 4 / 5;
        while length < self.size.minutes {
            let burst = self.size.burst.clamp(1, self.size.minutes - length);
            let text = words::prose(&mut self.chance, burst);
            let place = self.chance.place(length + 1);
            work.push(Step::Type { at, record: record.clone(), path: path.clone(), place, text });
            length += burst;
        }
    }

    fn create(&mut self, kind: &'static Kind, at: u64, made: &mut Vec<RecordId>) -> Step {
        let nth = self.made.entry(kind.name).or_default();
        let id = mix::id_of(kind, *nth, at + made.len() as u64, &mut self.chance);
        let mut values = mix::values(&id, kind, *nth, &self.known, at, &mut self.chance);
        *nth += 1;
        if !kind.prefix.is_empty() {
            values.insert(0, (FieldPath::of(REFERENCE), Value::Text(self.number(kind, at))));
        }
        let writes =
            values.into_iter().map(|(path, value)| Write { record: id.clone(), path, value }).collect();
        made.push(id);
        Step::Do { at, command: Command { message: Message::Create, writes } }
    }

    fn number(&mut self, kind: &Kind, at: u64) -> String {
        let stem = match day_after(at, 0) {
            Some(day) if is_yearly(kind) => format!("{}-{}-", kind.prefix, day.format("%Y")),
            _ => format!("{}-", kind.prefix),
        };
        let number = self.numbers.entry(stem.clone()).or_default();
        *number += 1;
        if is_yearly(kind) { format!("{stem}{number:02}") } else { format!("{stem}{number:03}") }
    }

    /// One field of a record that all have, or a note where a record has no other.
    fn edit(&mut self, at: u64) -> Step {
        let is_worked_on = |id: &&RecordId| id.kind != PERSON.name;
        let known: Vec<&RecordId> = self.known.iter().filter(is_worked_on).collect();
        // In the first month there are only people: their function is edited.
        let id = self.chance.of(&known).copied().or(self.known.first()).cloned();
        let Some((id, kind)) = id.and_then(|id| Kind::by_name(&id.kind).map(|kind| (id, kind))) else {
            return Step::Do { at, command: Command { message: Message::Edit, writes: Vec::new() } };
        };
        let changes = |field: &&Field| {
            let is_plain = !matches!(field.ty, FieldType::Reference | FieldType::Paper);
            // Names stay, and what must go together is not torn apart.
            is_plain
                && !matches!(
                    field.key,
                    "name"
                        | "status"
                        | "done_on"
                        | "held_on"
                        | "decided_on"
                        | "agenda_item"
                        | "from"
                        | "until"
                        | "top_management"
                )
        };
        let fields: Vec<&Field> = kind.fields.iter().filter(changes).collect();
        let writes = self.chance.of(&fields).copied().map(|field| {
            let mut new = value(field, &self.known, at, &mut self.chance);
            if matches!(new, Value::Empty) {
                new = Value::Text(words::thing(&mut self.chance)).filter_for(field);
            }
            set(&id, field.key, new)
        });
        Step::Do { at, command: Command { message: Message::Edit, writes: writes.into_iter().collect() } }
    }
}

trait FilterFor {
    fn filter_for(self, field: &Field) -> Self;
}

impl FilterFor for Value {
    /// Only lines and notes take any text.
    fn filter_for(self, field: &Field) -> Self {
        if matches!(field.ty, FieldType::Line { .. } | FieldType::Note { .. }) { self } else { Self::Empty }
    }
}

/// The numbers of one month's share of so many.
fn share(total: usize, months: usize, month: usize) -> std::ops::Range<usize> {
    let months = months.max(1);
    total * month / months..total * (month + 1) / months
}

fn push(work: &mut [Vec<Step>], number: usize, step: Step) {
    let authors = work.len().max(1);
    if let Some(steps) = work.get_mut(number % authors) {
        steps.push(step);
    }
}

fn set(record: &RecordId, key: &str, value: Value) -> Write {
    Write { record: record.clone(), path: FieldPath::of(key), value }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;
    use register::{Answer, DeviceId, Patch, Register};

    fn as_it_stands(plan: &Plan) -> Register {
        let mut register = Register::default();
        for (person, name) in &plan.authors {
            let answers = vec![Answer { value: name.as_str().into(), by: DeviceId([0; 32]), at: 0 }];
            register.apply(&Patch::Field { record: person.clone(), path: FieldPath::of("name"), answers });
        }
        for step in plan.steps() {
            let Step::Do { at, command } = step else { continue };
            for write in &command.writes {
                let answer = Answer { value: write.value.clone(), by: DeviceId([0; 32]), at: *at as i64 };
                register.apply(&Patch::Field {
                    record: write.record.clone(),
                    path: write.path.clone(),
                    answers: vec![answer],
                });
            }
        }
        register
    }

    #[test]
    fn the_same_seed_makes_the_same_plan() {
        let steps = |seed| Plan::new(Size::SMALL, seed).steps().cloned().collect::<Vec<_>>();
        assert_eq!(steps(7), steps(7));
        assert_ne!(steps(7), steps(8));
    }

    #[test]
    fn the_five_years_are_as_large_as_promised() {
        let plan = Plan::new(Size::FIVE_YEARS, 1);
        let register = as_it_stands(&plan);
        assert_eq!(register.records.len(), 3000);
        let fields: usize = register.records.values().map(|record| record.fields.len()).sum();
        assert!((30_000..42_000).contains(&fields), "{fields} fields in 3,000 records");
        let commands = |wanted: Message| {
            let is_wanted =
                |step: &&Step| matches!(step, Step::Do { command, .. } if command.message == wanted);
            plan.steps().filter(is_wanted).count()
        };
        assert_eq!(commands(Message::Create), 3000 - 8);
        assert_eq!(commands(Message::Edit), 20_000 + 2 * 60);
        let typed = |wanted: &RecordId| -> usize {
            plan.steps()
                .map(|step| match step {
                    Step::Type { record, text, .. } if record == wanted => text.chars().count(),
                    _ => 0,
                })
                .sum()
        };
        assert_eq!(typed(&plan.review.clone().unwrap().0), 8000);
        assert!(plan.months.iter().flatten().all(|steps| steps.len() > 30), "everybody works each month");
    }

    #[test]
    fn what_is_planned_keeps_the_registers_rules() {
        let plan = Plan::new(Size::FIVE_YEARS, 1);
        let register = as_it_stands(&plan);
        let today = register::day::day("2026-12-01").unwrap();
        let findings: usize = register
            .records
            .values()
            .map(|record| register::validation::findings(record, &register, today).len())
            .sum();
        assert!(findings < register.records.len() / 4, "{findings} findings");
    }

    #[test]
    fn every_kind_is_filled() {
        let register = as_it_stands(&Plan::new(Size::FIVE_YEARS, 1));
        for kind in register::Purpose::Isms.kinds() {
            let apart = ["organization", "risk_criteria", "commitment"].contains(&kind.name);
            let count = register.of_kind(kind.name).count();
            assert!(apart || count >= 8, "{count} of {}", kind.name);
        }
    }

    #[test]
    fn time_goes_on_for_each_author() {
        let plan = Plan::new(Size::SMALL, 3);
        for author in 0..3 {
            let times = plan.months.iter().flat_map(|month| month.get(author).into_iter().flatten());
            let times: Vec<u64> = times.map(|(Step::Do { at, .. } | Step::Type { at, .. })| *at).collect();
            assert!(times.is_sorted());
        }
    }
}
