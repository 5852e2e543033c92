//! How a register stands for 5.1 a–h: computed from the content of evidence, never typed in, and explained.
//! A practice counts 1 with evidence that is young enough and without a gap, ½ with older or incomplete
//! evidence or a gap in its line, 0 without any. What is not applicable leaves the divisor and is counted
//! beside. Leadership itself (L1–L14) is counted apart from the eight.

use crate::day::{NaiveDate, day, day_at};
use crate::evidence::Target;
use crate::evidence::{Evidence, Standing, evidence_of, standing_of};
use crate::groundwork::{self, Gap, Lack};
use crate::id::RecordId;
use crate::line::{AsOne, Line, commitment_notes, is_noted, lines};
use crate::practice::{Commitment, Weight};
use crate::record::{Answer, Register};
use crate::top_management::is_top_manager;
use crate::value::Value;

/// Why a line does not count as a whole, or is not left out. The page phrases it by `reason.<code>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Nothing was noted that counts.
    NoEvidence,
    /// All evidence is older than the practice allows; the youngest by so many days.
    Old(i64),
    /// Something is missing in what is young enough.
    Flawed,
    /// Nobody owns the practice, nor its commitment.
    NoOwner,
    /// The day on which it was to be looked at has passed.
    ReviewPassed(NaiveDate),
    /// Nobody said when it is looked at again. Of commitments alone.
    NoReview,
    /// Left out without a reason: it counts all the same.
    NeedsReason,
    /// A core practice that nobody of top management left out: it counts all the same.
    NeedsTopManager,
    /// People gave different answers: the field's key.
    Disputed(&'static str),
    /// What the commitment leans on is missing. Of commitments alone.
    Groundwork(Gap),
}

impl Reason {
    /// The key of its phrase, after `reason.`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoEvidence => "no_evidence",
            Self::Old(_) => "old",
            Self::Flawed => "flawed",
            Self::NoOwner => "no_owner",
            Self::ReviewPassed(_) => "review_passed",
            Self::NoReview => "no_review",
            Self::NeedsReason => "needs_reason",
            Self::NeedsTopManager => "needs_top_manager",
            Self::Disputed(_) => "disputed",
            Self::Groundwork(gap) => gap.lack.code(),
        }
    }

    /// Every code, so that a test can ask each language file for its phrase.
    pub const CODES: [&'static str; 14] = [
        "no_evidence",
        "old",
        "flawed",
        "no_owner",
        "review_passed",
        "no_review",
        "needs_reason",
        "needs_top_manager",
        "disputed",
        Lack::TopManagement.code(),
        Lack::Conformity.code(),
        Lack::Reporting.code(),
        Lack::Climate.code(),
        Lack::ClimateOfParties.code(),
    ];
}

/// What a line counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Worth {
    /// Nothing.
    None,
    /// A half.
    Half,
    /// All of it.
    Full,
    /// It leaves the divisor.
    NotApplicable,
}

impl Worth {
    /// The key of its word, after `worth.`.
    pub fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Half => "half",
            Self::Full => "full",
            Self::NotApplicable => "not_applicable",
        }
    }
}

/// A line, what it counts, and why.
#[derive(Debug, Clone)]
pub struct LineReadiness<'a> {
    /// The line.
    pub line: Line<'a>,
    /// What it counts.
    pub worth: Worth,
    /// What keeps it from counting more; nothing if it counts as a whole.
    pub reasons: Vec<Reason>,
    /// All its evidence, the best first, each with how it stands.
    pub evidence: Vec<Evidence>,
}

/// How many of the lines count how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Lines that count as a whole.
    pub full: u32,
    /// Lines that count a half.
    pub half: u32,
    /// Lines that count nothing.
    pub none: u32,
    /// Lines that are left out.
    pub not_applicable: u32,
}

impl Tally {
    /// Counts one line more.
    pub fn add(&mut self, worth: Worth) {
        match worth {
            Worth::Full => self.full += 1,
            Worth::Half => self.half += 1,
            Worth::None => self.none += 1,
            Worth::NotApplicable => self.not_applicable += 1,
        }
    }

    /// The lines that are counted at all: the divisor.
    pub fn lines(self) -> u32 {
        self.full + self.half + self.none
    }

    /// What is reached, in halves of a line.
    pub fn halves(self) -> u32 {
        2 * self.full + self.half
    }

    /// What is reached of a hundred, rounded down: nothing unfinished reads as finished. Nothing at all to
    /// count reads as nothing reached.
    pub fn percent(self) -> u32 {
        (50 * self.halves()).checked_div(self.lines()).unwrap_or(0)
    }

    /// Both together.
    pub fn plus(self, other: Self) -> Self {
        Self {
            full: self.full + other.full,
            half: self.half + other.half,
            none: self.none + other.none,
            not_applicable: self.not_applicable + other.not_applicable,
        }
    }
}

/// How one commitment stands.
#[derive(Debug, Clone)]
pub struct CommitmentReadiness<'a> {
    /// Which.
    pub commitment: Commitment,
    /// What was noted on it: owner, next review.
    pub notes: AsOne<'a>,
    /// What the commitment itself lacks.
    pub reasons: Vec<Reason>,
    /// How its lines count.
    pub tally: Tally,
    /// Core lines that count nothing.
    pub core_without: u32,
    /// Its lines.
    pub lines: Vec<LineReadiness<'a>>,
}

/// How the register stands: the eight commitments, and leadership itself last.
pub fn readiness(register: &Register, today: NaiveDate) -> Vec<CommitmentReadiness<'_>> {
    let mut found: Vec<CommitmentReadiness<'_>> = Vec::with_capacity(Commitment::ALL.len());
    let gaps = groundwork::gaps(register, today);
    for commitment in Commitment::ALL {
        let notes = commitment_notes(register, commitment);
        let own = gaps.iter().filter(|gap| gap.lack.commitment() == commitment).cloned();
        let mut reasons: Vec<Reason> = own.map(Reason::Groundwork).collect();
        reasons.extend(own_reasons(&notes, today));
        let (tally, core_without, lines) = (Tally::default(), 0, Vec::new());
        found.push(CommitmentReadiness { commitment, notes, reasons, tally, core_without, lines });
    }
    for line in lines(register) {
        let Some(of) = found.iter_mut().find(|of| of.commitment == line.commitment) else { continue };
        let judged = judge(line, &of.notes, register, today);
        of.tally.add(judged.worth);
        of.core_without += u32::from(judged.line.weight == Weight::Core && judged.worth == Worth::None);
        of.lines.push(judged);
    }
    found
}

/// The eight together, without leadership itself.
pub fn of_the_eight(tallies: impl IntoIterator<Item = (Commitment, Tally)>) -> Tally {
    let eight = tallies.into_iter().filter(|(commitment, _)| *commitment != Commitment::Across);
    eight.fold(Tally::default(), |sum, (_, tally)| sum.plus(tally))
}

/// The fields of a line or a commitment to which people gave different answers, a gap until somebody chooses.
pub fn disputed(notes: &AsOne<'_>) -> impl Iterator<Item = &'static str> {
    ["owner", "next_review"].into_iter().filter(|key| notes.is_disputed(key))
}

/// What a commitment itself lacks. Leadership itself has no owner of its own: it is everyone's at the top.
fn own_reasons(notes: &AsOne<'_>, today: NaiveDate) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if notes.value("owner").is_empty() {
        reasons.push(Reason::NoOwner);
    }
    match day(notes.text("next_review")) {
        None => reasons.push(Reason::NoReview),
        Some(on) if on < today => reasons.push(Reason::ReviewPassed(on)),
        Some(_) => {}
    }
    reasons.extend(disputed(notes).map(Reason::Disputed));
    reasons
}

fn judge<'a>(
    line: Line<'a>,
    commitment: &AsOne<'_>,
    register: &Register,
    today: NaiveDate,
) -> LineReadiness<'a> {
    let evidence = evidence_of(&line.notes.records, register, today, line.max_age);
    let mut reasons = Vec::new();
    match leaving_out(&line, register) {
        LeavingOut::No => {}
        LeavingOut::Yes => return LineReadiness { line, worth: Worth::NotApplicable, reasons, evidence },
        LeavingOut::Refused(reason) => reasons.push(reason),
    }
    let best = evidence.first().map_or(&Standing::NotHere, |best| &best.standing);
    match best {
        Standing::Fresh => {}
        Standing::Flawed(..) => reasons.push(Reason::Flawed),
        Standing::Old(_) => {
            // The first is the youngest of those that count a half.
            let by = evidence.iter().filter_map(|one| match one.standing {
                Standing::Old(days) => Some(days),
                _ => None,
            });
            reasons.push(Reason::Old(by.min().unwrap_or_default()));
        }
        _ => reasons.push(Reason::NoEvidence),
    }
    if line.notes.value("owner").is_empty() && commitment.value("owner").is_empty() {
        reasons.push(Reason::NoOwner);
    }
    if let Some(on) = day(line.notes.text("next_review")).filter(|on| *on < today) {
        reasons.push(Reason::ReviewPassed(on));
    }
    reasons.extend(disputed(&line.notes).map(Reason::Disputed));
    let worth = match (best.halves(), reasons.is_empty()) {
        (0, _) => Worth::None,
        (_, true) => Worth::Full,
        (_, false) => Worth::Half,
    };
    LineReadiness { line, worth, reasons, evidence }
}

enum LeavingOut {
    No,
    Yes,
    Refused(Reason),
}

fn leaving_out(line: &Line<'_>, register: &Register) -> LeavingOut {
    if line.notes.is_disputed("not_applicable") {
        return LeavingOut::Refused(Reason::Disputed("not_applicable"));
    }
    if !line.notes.value("not_applicable").is_set_flag() {
        return LeavingOut::No;
    }
    let said = line.notes.answers("not_applicable");
    let by_top_manager =
        |answer: &&Answer| answer.value == Value::Flag(true) && is_by_top_manager(answer, register);
    if line.weight == Weight::Core && !said.iter().any(by_top_manager) {
        LeavingOut::Refused(Reason::NeedsTopManager)
    } else if line.notes.value("reason").is_empty() {
        LeavingOut::Refused(Reason::NeedsReason)
    } else {
        LeavingOut::Yes
    }
}

/// Whether an answer was given on a device of somebody who was of top management on that day: the word of a
/// top manager is their own act, not a name that somebody typed.
pub fn is_by_top_manager(answer: &Answer, register: &Register) -> bool {
    let person = register.devices.get(&answer.by).and_then(|person| register.records.get(person));
    person.zip(day_at(answer.at)).is_some_and(|(person, on)| is_top_manager(person, on))
}

/// Records that would prove a practice and are not noted on it yet, those that count most and the youngest
/// first, at most so many.
pub fn suggestions(line: &Line<'_>, register: &Register, today: NaiveDate, most: usize) -> Vec<RecordId> {
    let mut found = Vec::new();
    for kind in line.proofs() {
        for record in register.of_kind(kind) {
            let target = Target::Record(record.id.clone());
            let (on, standing) = standing_of(Some(record), register, today, line.max_age);
            if standing.halves() > 0 && !is_noted(&line.notes, &target) {
                found.push((standing.halves(), on, record.id.clone()));
            }
        }
    }
    found.sort_by(|a, b| b.cmp(a));
    found.into_iter().map(|(_, _, id)| id).take(most).collect()
}
