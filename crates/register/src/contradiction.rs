//! Fields of one record that contradict one another, for whichever kind has them: an end before its beginning,
//! a part larger than the whole, done without a day, checked by who did it. Tables here, no code for each kind.

use crate::day::{NaiveDate, day};
use crate::field::FieldType;
use crate::id::{FieldPath, RecordId};
use crate::kind::Kind;
use crate::record::{Record, Register};
use crate::validation::{Finding, Problem};
use uuid::Uuid;

/// A time and its end, in a record or a row.
pub const PERIODS: &[(&str, &str)] = &[
    ("from", "until"),
    ("period_from", "period_until"),
    ("begins_on", "ends_on"),
    ("acquired_on", "expires_on"),
];

/// A day and one that cannot come before it.
pub const ORDER: &[(&str, &str)] = &[
    ("requested_on", "decided_on"),
    ("requested_on", "approved_on"),
    ("raised_on", "decided_on"),
    ("received_on", "responded_on"),
    ("sent_on", "responded_on"),
    ("detected_on", "reported_on"),
    ("detected_on", "contained_on"),
    ("detected_on", "resolved_on"),
    ("found_on", "corrected_on"),
    ("done_on", "checked_on"),
    ("done_on", "effectiveness_on"),
    ("held_on", "evaluated_on"),
    ("learned_on", "applied_on"),
];

/// Days that lie ahead, or may.
const AHEAD: &[&str] = &["review_on", "next_on", "expires_on", "begins_on", "ends_on"];

/// A status that says something happened, and the day that belongs to it.
const DAYS: &[(&str, &str, Problem)] = &[
    ("held", "held_on", Problem::HeldWithoutDay),
    ("evaluated", "held_on", Problem::HeldWithoutDay),
    ("done", "done_on", Problem::DoneWithoutDay),
    ("checked", "done_on", Problem::DoneWithoutDay),
];

/// An answer that needs a reason: field, answer, where the reason stands.
const REASONS: &[(&str, &str, &str)] = &[
    ("status", "cancelled", "reason"),
    ("status", "postponed", "reason"),
    ("status", "rejected", "reason"),
    ("status", "dropped", "reason"),
    ("status", "reduced", "decision_reason"),
    ("status", "refused", "decision_reason"),
    ("status", "deferred", "decision_reason"),
    ("in_scope", "out", "out_reason"),
    ("climate_requirements", "yes", "climate_reason"),
    ("climate_requirements", "no", "climate_reason"),
    ("climate_relevant", "yes", "climate_reason"),
    ("climate_relevant", "no", "climate_reason"),
    ("sufficient", "no", "sufficient_reason"),
    ("sufficient", "partly", "sufficient_reason"),
    ("auditor_independent", "yes", "independence_reason"),
];

/// Who did something, and who looks at it afterwards: two people.
const FOUR_EYES: &[(&str, &str)] = &[
    ("done_by", "effectiveness_by"),
    ("responsible", "checked_by"),
    ("owner", "checked_by"),
    ("person", "approved_by"),
];

/// A part and the whole that it is of.
const PARTS: &[(&str, &str)] =
    &[("reached", "of_audience"), ("acknowledgements", "of_audience"), ("acknowledged", "of_people")];

/// What contradicts itself in a record of a kind.
pub fn contradictions(
    kind: &'static Kind,
    record: &Record,
    register: &Register,
    today: NaiveDate,
) -> Vec<Finding> {
    let mut found = Vec::new();
    let own = |key: &str| FieldPath::of(key);
    days_in_order(record, &own, &mut found);
    for rows in kind.all_rows() {
        for row in record.rows(rows.key) {
            days_in_order(record, &|key| FieldPath::in_row(rows.key, row, key), &mut found);
        }
    }
    happened(kind, record, today, &mut found);
    let mut say = |key: &str, problem| found.push(Finding { path: own(key), problem });
    let has = |key: &str| kind.field(&own(key)).is_some();
    for (status, key, problem) in DAYS {
        if record.text("status") == *status && has(key) && record.value(key).is_empty() {
            say(key, *problem);
        }
    }
    for (key, answer, reason) in REASONS {
        if record.text(key) == *answer && has(reason) && record.value(reason).is_empty() {
            say(reason, Problem::NeedsReason);
        }
    }
    for (doer, checker) in FOUR_EYES {
        // Who owns a thing may look at it by themselves; who did it may not.
        let does = *doer != "owner" || has("done_on");
        if does
            && has(doer)
            && has(checker)
            && !record.text(doer).is_empty()
            && record.text(doer) == record.text(checker)
        {
            say(checker, Problem::SamePerson);
        }
    }
    for (part, whole) in PARTS {
        if let (Some(part_of), Some(all)) = (record.value(part).as_int(), record.value(whole).as_int())
            && part_of > all
        {
            say(part, Problem::MoreThanAll);
        }
    }
    of_kind(record, register, &mut say);
    found
}

/// What only one kind knows.
fn of_kind(record: &Record, register: &Register, say: &mut dyn FnMut(&str, Problem)) {
    let status = record.text("status");
    match record.id.kind.as_str() {
        "nonconformity" => {
            let is_reviewed =
                !record.value("effectiveness_on").is_empty() && !record.value("effective").is_empty();
            if status == "closed" && !is_reviewed {
                say("effectiveness_on", Problem::ClosedWithoutReview);
            }
            let reviewer = record.text("effectiveness_by");
            if !reviewer.is_empty()
                && linked(record, register, "actions", "action").any(|a| a.text("owner") == reviewer)
            {
                say("effectiveness_by", Problem::SamePerson);
            }
        }
        "communication" => {
            let is_out = matches!(status, "sent" | "answered" | "closed")
                && record.text("reach") == "external"
                && record.text("direction") != "incoming";
            if is_out && record.value("cleared_by").is_empty() {
                say("cleared_by", Problem::NotCleared);
            }
        }
        "action" => {
            let (first, now) = (day(record.text("first_due")), day(record.text("due")));
            if first.is_some() && now != first && record.value("reason").is_empty() {
                say("reason", Problem::NeedsReason);
            }
        }
        "resource" if record.is_archived() && status == "refused" => say("status", Problem::RefusalStays),
        _ => {}
    }
}

/// The records that the rows of a list lead to.
fn linked<'a>(
    record: &'a Record,
    register: &'a Register,
    rows: &'a str,
    key: &'a str,
) -> impl Iterator<Item = &'a Record> {
    record.rows(rows).into_iter().filter_map(move |row: Uuid| {
        let id: RecordId = record.row_value(rows, row, key).as_text()?.parse().ok()?;
        register.records.get(&id)
    })
}

fn days_in_order(record: &Record, path: &dyn Fn(&str) -> FieldPath, found: &mut Vec<Finding>) {
    let date = |key: &str| day(record.get(&path(key)).as_text().unwrap_or_default());
    let pairs = PERIODS.iter().map(|pair| (pair, Problem::UntilBeforeFrom));
    for ((first, then), problem) in pairs.chain(ORDER.iter().map(|pair| (pair, Problem::TooEarly))) {
        if let (Some(begin), Some(end)) = (date(first), date(then))
            && end < begin
        {
            found.push(Finding { path: path(then), problem });
        }
    }
}

/// Days on which something is said to have happened lie behind us, or are today's.
fn happened(kind: &'static Kind, record: &Record, today: NaiveDate, found: &mut Vec<Finding>) {
    // Somebody further east is already a day ahead.
    let latest = today.succ_opt().unwrap_or(today);
    for path in record.fields.keys() {
        let tells = path.key == "on" || path.key.ends_with("_on") && !AHEAD.contains(&path.key.as_str());
        let is_away = path.row.as_ref().is_some_and(|(rows, row)| record.is_archived_row(rows, *row));
        if !tells || is_away || kind.field(path).is_none_or(|field| field.ty != FieldType::Date) {
            continue;
        }
        let said = day(record.get(path).as_text().unwrap_or_default());
        if said.is_some_and(|said| said > latest) {
            found.push(Finding { path: path.clone(), problem: Problem::InTheFuture });
        }
    }
}
