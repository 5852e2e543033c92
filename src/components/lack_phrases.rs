//! What KPIs, objectives and documents lack as proof, in words.

use crate::components::health::day_words;
use crate::components::phrases::record_words;
use crate::i18n::{field_label, t, t_count, t_with};
use register::{FieldPath, Register, document, kpi, objective};

fn count(number: i64) -> usize {
    usize::try_from(number).unwrap_or_default()
}

/// What a KPI lacks.
pub fn kpi_lack_words(lack: kpi::Lack) -> String {
    let key = format!("kpi_lack.{}", lack.code());
    match lack {
        kpi::Lack::Aim => t(&key),
        kpi::Lack::Value(from, to) => t_with(&key, &[("from", &day_words(from)), ("to", &day_words(to))]),
        kpi::Lack::TwoValues(on) => t_with(&key, &[("day", &day_words(on))]),
    }
}

/// What an objective lacks.
pub fn objective_lack_words(register: &Register, lack: &objective::Lack) -> String {
    let key = format!("objective_lack.{}", lack.code());
    match lack {
        objective::Lack::Overdue(days) => t_count(&key, count(*days)),
        objective::Lack::Value(kpi) => t_with(&key, &[("kpi", &record_words(register, kpi))]),
        _ => t(&key),
    }
}

/// What a document lacks.
pub fn document_lack_words(lack: &document::Lack) -> String {
    let key = format!("document_lack.{}", lack.code());
    match lack {
        document::Lack::Unread(people) | document::Lack::ReadEarlier(people) => t_count(&key, *people),
        document::Lack::Review(days) => t_count(&key, count(*days)),
        document::Lack::Fit(part) => {
            t_with(&key, &[("part", &field_label("document", &FieldPath::of(part)))])
        }
        _ => t(&key),
    }
}
