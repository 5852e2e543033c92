//! What was accepted of a risk, by whom, and whether it still holds (8.3). Accepting what remains and approving
//! the plan are two acts. Each act is a row of its own that nobody changes afterwards: it freezes what was
//! accepted, and is stale as soon as that is no longer what stands.

use crate::command::{Command, Message, Write};
use crate::day::{NaiveDate, day, day_text};
use crate::id::{FieldPath, RecordId, new_uuid};
use crate::record::{Answer, Record, Register};
use crate::risk_criteria::{Criteria, rating, residual};
use crate::statement::CONTROLS_OF_RISK;
use crate::top_management::is_top_manager;
use crate::value::Value;
use chrono::Days;
use uuid::Uuid;

/// The key of the rows that hold the acts.
pub const ACCEPTANCES: &str = "acceptances";

/// What an act is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matter {
    /// What remains of the risk.
    Residual,
    /// The plan that treats it.
    Plan,
}

impl Matter {
    /// Its code in the document.
    pub fn code(self) -> &'static str {
        match self {
            Self::Residual => "residual",
            Self::Plan => "plan",
        }
    }
}

/// What somebody did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Asked for it.
    Proposed,
    /// Said yes.
    Accepted,
    /// Said no.
    Rejected,
    /// Took a yes back.
    Revoked,
    /// Said that a yes is over.
    Expired,
}

impl Verdict {
    const ALL: [Self; 5] = [Self::Proposed, Self::Accepted, Self::Rejected, Self::Revoked, Self::Expired];

    /// Its code in the document and the key of its word, after `choice.risk.acceptances.state.`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
        }
    }
}

/// One act.
#[derive(Debug, Clone, PartialEq)]
pub struct Act {
    /// Its row.
    pub row: Uuid,
    /// What it is about.
    pub matter: Matter,
    /// What was done.
    pub verdict: Verdict,
    /// Who did it.
    pub by: Option<RecordId>,
    /// The day of it.
    pub on: Option<NaiveDate>,
    /// The last day on which it holds.
    pub until: Option<NaiveDate>,
    /// The likelihood and impact that were accepted.
    pub frozen: Option<(i64, i64)>,
    /// A fingerprint of the plan that was approved.
    pub print: String,
    /// Who wrote it down, where that is somebody else than who did it.
    pub recorded_by: Option<RecordId>,
    /// Whether something of it was changed after it was done.
    pub is_altered: bool,
}

/// Why an acceptance no longer fits what stands. The page phrases it by `stale.<code>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stale {
    /// Another rating remains than the one accepted.
    RatingChanged {
        /// What was accepted.
        from: Option<(i64, i64)>,
        /// What remains now.
        to: Option<(i64, i64)>,
    },
    /// The risk has another owner than the one who accepted.
    OwnerChanged,
    /// The plan says something else than when it was approved.
    PlanChanged,
    /// The act was changed after it was done.
    Altered,
}

impl Stale {
    /// The key of its phrase, after `stale.`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::RatingChanged { .. } => "rating_changed",
            Self::OwnerChanged => "owner_changed",
            Self::PlanChanged => "plan_changed",
            Self::Altered => "altered",
        }
    }

    /// Every code, so that a test can ask each language file for its phrase.
    pub const CODES: [&'static str; 4] = ["rating_changed", "owner_changed", "plan_changed", "altered"];
}

/// How an acceptance stands. The page phrases it by `acceptance.<code>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nobody asked for it.
    None,
    /// It is for the owner to say.
    Proposed,
    /// The owner said yes; above the appetite a top manager has to say it too.
    AwaitsTopManager,
    /// It holds.
    Accepted,
    /// It was given, and what it was given for is no longer what stands.
    Stale,
    /// Its time is over.
    Expired,
    /// The answer was no.
    Rejected,
    /// It was taken back.
    Revoked,
}

impl Standing {
    /// The key of its phrase, after `acceptance.`.
    pub fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Proposed => "proposed",
            Self::AwaitsTopManager => "awaits_top_manager",
            Self::Accepted => "accepted",
            Self::Stale => "stale",
            Self::Expired => "expired",
            Self::Rejected => "rejected",
            Self::Revoked => "revoked",
        }
    }

    /// Every code, so that a test can ask each language file for its phrase.
    pub const CODES: [&'static str; 8] =
        ["none", "proposed", "awaits_top_manager", "accepted", "stale", "expired", "rejected", "revoked"];
}

/// How one matter of a risk stands, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Acceptance {
    /// How it stands.
    pub standing: Standing,
    /// Why it is stale; nothing if it is not.
    pub reasons: Vec<Stale>,
    /// Whether a top manager has to accept it too.
    pub needs_top_manager: bool,
    /// What the owner did last, or where the owner changed, what the one before did.
    pub owner: Option<Act>,
    /// What a top manager did last.
    pub top_manager: Option<Act>,
}

/// The acts of a risk, the oldest first. Rows that say nothing of what was done are none.
pub fn acts(risk: &Record, register: &Register) -> Vec<Act> {
    risk.rows(ACCEPTANCES).into_iter().filter_map(|row| act_of(risk, row, register)).collect()
}

fn act_of(risk: &Record, row: Uuid, register: &Register) -> Option<Act> {
    let text = |key: &str| risk.row_value(ACCEPTANCES, row, key).as_text().unwrap_or_default();
    let step = |key: &str| risk.row_value(ACCEPTANCES, row, key).as_int();
    let verdict = Verdict::ALL.into_iter().find(|verdict| verdict.code() == text("state"))?;
    let by: Option<RecordId> = text("by").parse().ok();
    let signed = answer(risk, row, "state");
    let recorded_by =
        signed.and_then(|signed| register.devices.get(&signed.by)).filter(|who| Some(*who) != by.as_ref());
    let one_act = |key: &&str| match (answer(risk, row, key), signed) {
        (Some(answer), Some(signed)) => (answer.by, answer.at) == (signed.by, signed.at),
        _ => true,
    };
    Some(Act {
        row,
        matter: if text("of") == "plan" { Matter::Plan } else { Matter::Residual },
        verdict,
        by,
        on: day(text("on")),
        until: day(text("until")),
        frozen: step("likelihood").zip(step("impact")),
        print: text("print").to_owned(),
        recorded_by: recorded_by.cloned(),
        is_altered: !["of", "by", "on", "until", "likelihood", "impact", "print"].iter().all(one_act),
    })
}

fn answer<'a>(risk: &'a Record, row: Uuid, key: &str) -> Option<&'a Answer> {
    risk.fields.get(&FieldPath::in_row(ACCEPTANCES, row, key))?.first()
}

/// How a matter of a risk stands on a day.
pub fn acceptance(
    risk: &Record,
    register: &Register,
    matter: Matter,
    criteria: &Criteria,
    today: NaiveDate,
) -> Acceptance {
    let acts: Vec<Act> = acts(risk, register).into_iter().filter(|act| act.matter == matter).collect();
    let owner: Option<RecordId> = risk.text("owner").parse().ok();
    let of_top = |act: &Act| {
        let person = act.by.as_ref().and_then(|by| register.records.get(by));
        person.is_some_and(|person| is_top_manager(person, act.on.unwrap_or(today)))
    };
    let is_answer = |act: &&Act| act.verdict != Verdict::Proposed;
    let by_owner = acts.iter().rev().filter(is_answer).find(|act| act.by.is_some() && act.by == owner);
    let by_another = || acts.iter().rev().filter(is_answer).find(|act| !of_top(act));
    let top_manager = acts.iter().rev().filter(is_answer).find(|act| of_top(act));
    let asked_last = acts.last().is_some_and(|act| act.verdict == Verdict::Proposed);
    let mut is_above = false;
    if matter == Matter::Residual {
        let remains = rating(risk, residual(risk, criteria), criteria);
        is_above = criteria.always_top_manager
            || risk.text("nature") != "opportunity"
                && remains.is_some_and(|(likelihood, impact)| criteria.is_above(likelihood * impact));
    }
    let holder = by_owner.or_else(by_another);
    let mut reasons = Vec::new();
    let standing = match holder {
        _ if asked_last => Standing::Proposed,
        None => match top_manager {
            // A top manager who does not own the risk cannot accept it in the owner's place.
            Some(_) => Standing::Proposed,
            None => Standing::None,
        },
        Some(act) => {
            if by_owner.is_none() {
                reasons.push(Stale::OwnerChanged);
            }
            stands(act, risk, criteria, today, &mut reasons)
        }
    };
    let standing = match (standing, top_manager) {
        (Standing::Accepted, None) if is_above => Standing::AwaitsTopManager,
        (Standing::Accepted, Some(act)) if is_above => {
            match stands(act, risk, criteria, today, &mut reasons) {
                Standing::Expired => Standing::AwaitsTopManager,
                standing => standing,
            }
        }
        (standing, _) => standing,
    };
    if standing != Standing::Stale {
        reasons.clear();
    }
    Acceptance {
        standing,
        reasons,
        needs_top_manager: is_above,
        owner: holder.cloned(),
        top_manager: top_manager.cloned(),
    }
}

/// How one act stands by itself.
fn stands(
    act: &Act,
    risk: &Record,
    criteria: &Criteria,
    today: NaiveDate,
    reasons: &mut Vec<Stale>,
) -> Standing {
    match act.verdict {
        Verdict::Rejected => return Standing::Rejected,
        Verdict::Revoked => return Standing::Revoked,
        Verdict::Proposed => return Standing::Proposed,
        Verdict::Expired => return Standing::Expired,
        Verdict::Accepted => {}
    }
    match act.matter {
        Matter::Residual => {
            let to = rating(risk, residual(risk, criteria), criteria);
            if act.frozen != to {
                reasons.push(Stale::RatingChanged { from: act.frozen, to });
            }
        }
        Matter::Plan if act.print != plan_print(risk) => reasons.push(Stale::PlanChanged),
        Matter::Plan => {}
    }
    if act.is_altered {
        reasons.push(Stale::Altered);
    }
    if !reasons.is_empty() {
        Standing::Stale
    } else if act.until.is_some_and(|until| until < today) {
        Standing::Expired
    } else {
        Standing::Accepted
    }
}

/// A fingerprint of the plan: it differs once treatment, plan, due day, target or controls differ.
pub fn plan_print(risk: &Record) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut take = |text: &str| {
        for byte in text.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    for key in ["treatment", "plan", "due", "target_likelihood", "target_impact"] {
        match risk.value(key) {
            Value::Int(step) => take(&step.to_string()),
            value => take(value.as_text().unwrap_or_default().trim()),
        }
    }
    let rows = risk.rows(CONTROLS_OF_RISK);
    let mut controls: Vec<&str> =
        rows.iter().filter_map(|row| risk.row_value(CONTROLS_OF_RISK, *row, "control").as_text()).collect();
    controls.sort_unstable();
    controls.dedup();
    controls.into_iter().for_each(take);
    format!("{hash:016x}")
}

/// Who does something to a risk's acceptance, and when.
pub struct Signing<'a> {
    /// Who does it.
    pub by: &'a RecordId,
    /// The day of it.
    pub on: NaiveDate,
    /// A clock in milliseconds since 1970.
    pub now_ms: u64,
    /// Ten random bytes.
    pub random: [u8; 10],
}

/// Puts one act down, with what it freezes. An acceptance holds for as long as the criteria say.
pub fn sign(
    risk: &Record,
    matter: Matter,
    verdict: Verdict,
    criteria: &Criteria,
    note: &str,
    signing: &Signing<'_>,
) -> Command {
    let row = new_uuid(signing.now_ms, signing.random);
    let mut writes = Vec::new();
    let mut set = |key: &str, value: Value| {
        writes.push(Write { record: risk.id.clone(), path: FieldPath::in_row(ACCEPTANCES, row, key), value });
    };
    set("of", matter.code().into());
    set("state", verdict.code().into());
    set("by", Value::Text(signing.by.to_string()));
    set("on", Value::Text(day_text(signing.on)));
    match matter {
        Matter::Residual => {
            if let Some((likelihood, impact)) = rating(risk, residual(risk, criteria), criteria) {
                set("likelihood", likelihood.into());
                set("impact", impact.into());
            }
        }
        Matter::Plan => set("print", Value::Text(plan_print(risk))),
    }
    let days = Days::new(u64::try_from(criteria.acceptance_days).unwrap_or_default());
    if verdict == Verdict::Accepted
        && matter == Matter::Residual
        && let Some(until) = signing.on.checked_add_days(days)
    {
        set("until", Value::Text(day_text(until)));
    }
    if !note.trim().is_empty() {
        set("note", Value::Text(note.trim().to_owned()));
    }
    Command { message: Message::Edit, writes }
}
