//! What a person notes on practices and commitments, and the evidence that they give.

use super::Session;
use crate::i18n::{choice_label, t};
use crate::platform::{clock, random};
use register::evidence::Target;
use register::line::{
    Line, LineId, Making, add_evidence, add_evidence_to_commitment, lines, set_on_commitment, set_on_line,
};
use register::practice::{Commitment, Practice};
use register::{FieldPath, Register, Value};

/// What something is noted on.
#[derive(Debug, Clone, PartialEq)]
pub enum Subject {
    /// A practice.
    Line(LineId),
    /// One of the eight commitments.
    Commitment(Commitment),
}

impl Session {
    /// Notes one thing on a practice or a commitment.
    pub fn note(self, subject: &Subject, key: &str, value: Value) {
        let command = self.peek(|register| {
            make(|making| match subject {
                Subject::Line(id) => {
                    let line = line_of(register, id)?;
                    let title = line.practice.map(practice_words).unwrap_or_default();
                    Some(set_on_line(&line, &title, key, value, making))
                }
                Subject::Commitment(of) => {
                    Some(set_on_commitment(register, *of, &commitment_words(*of), key, value, making))
                }
            })
        });
        if let Some(command) = command {
            self.write(command);
        }
    }

    /// Notes evidence on a commitment itself.
    pub fn add_evidence_to(self, commitment: Commitment, target: &Target) {
        let (today, me) = (self.today_date(), self.me());
        let title = commitment_words(commitment);
        let command = self.peek(|register| {
            make(|making| {
                add_evidence_to_commitment(register, commitment, &title, target, today, me.as_ref(), making)
            })
        });
        if !command.writes.is_empty() {
            self.write(command);
        }
    }

    /// Notes evidence on one practice or on several at once.
    pub fn add_evidence(self, ids: &[LineId], target: &Target) {
        let (today, me) = (self.today_date(), self.me());
        let command = self.peek(|register| {
            let all = lines(register);
            let asked: Vec<&Line<'_>> = all.iter().filter(|line| is_one_of(line, ids)).collect();
            make(|making| add_evidence(&asked, target, today, me.as_ref(), &practice_words, making))
        });
        self.write(command);
    }
}

fn is_one_of(line: &Line<'_>, ids: &[LineId]) -> bool {
    line.id().is_some_and(|id| ids.contains(&id))
}

/// The line of an id.
pub fn line_of<'a>(register: &'a Register, id: &LineId) -> Option<Line<'a>> {
    lines(register).into_iter().find(|line| line.id().as_ref() == Some(id))
}

fn make<T>(act: impl FnOnce(&mut Making<'_>) -> T) -> T {
    act(&mut Making { now_ms: clock::now_ms(), random: &mut random::ten_bytes })
}

/// What a practice says, in the reader's language.
pub fn practice_words(practice: &Practice) -> String {
    t(&format!("practice.{}", practice.id))
}

/// What a commitment is called, its letter before it.
pub fn commitment_words(commitment: Commitment) -> String {
    choice_label("practice", &FieldPath::of("commitment"), commitment.code())
}
