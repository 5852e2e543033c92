//! The columns of a kind: its declared ones, and those that are computed.

use crate::components::badge::{due_badge, level_badge};
use crate::components::icon::Icon;
use crate::components::phrases::value_words;
use crate::i18n::{field_label, t};
use leptos::prelude::*;
use register::query::{CURRENT_SCORE, INHERENT_SCORE, TARGET_SCORE};
use register::risk_criteria::{Criteria, Rating, is_above_appetite};
use register::{Field, FieldPath, FieldType, Kind, Record, Register};

/// A column.
#[derive(Clone, Copy)]
pub enum Column {
    /// A field.
    Field(&'static Field),
    /// A risk's level.
    Score(Rating),
    /// How an action stands.
    Due,
}

/// The columns of a kind.
pub fn of(kind: &'static Kind) -> Vec<Column> {
    let mut columns: Vec<Column> =
        kind.fields.iter().filter(|field| field.in_table).map(Column::Field).collect();
    match kind.name {
        "risk" => {
            let place = columns.len().min(2);
            columns.splice(place..place, [Column::Score(Rating::Current), Column::Score(Rating::Inherent)]);
        }
        "action" => columns.push(Column::Due),
        _ => {}
    }
    columns
}

impl Column {
    /// What it sorts by.
    pub fn key(self) -> &'static str {
        match self {
            Self::Field(field) => field.key,
            Self::Score(Rating::Current) => CURRENT_SCORE,
            Self::Score(Rating::Inherent) => INHERENT_SCORE,
            Self::Score(Rating::Target) => TARGET_SCORE,
            Self::Due => "due",
        }
    }

    /// Whether the first click sorts downwards: the gravest risk, the latest review.
    pub fn begins_descending(self) -> bool {
        matches!(self, Self::Score(_))
    }

    /// Its heading.
    pub fn label(self, kind: &Kind) -> String {
        match self {
            Self::Field(field) => field_label(kind.name, &FieldPath::of(field.key)),
            Self::Score(Rating::Current) => t("column.current"),
            Self::Score(Rating::Inherent) => t("column.inherent"),
            Self::Score(Rating::Target) => t("column.target"),
            Self::Due => t("column.due"),
        }
    }

    /// How soon it goes where there is little room: `col-1` never, `col-3` first.
    pub fn class(self) -> &'static str {
        match self {
            Self::Field(Field { ty: FieldType::Reference, .. }) => "col-1 col-reference",
            Self::Field(Field { key: "title" | "name", .. }) => "col-1 col-title",
            Self::Field(Field { key: "status", .. }) => "col-2",
            Self::Field(Field { ty: FieldType::Date, key: "due" | "planned_for", .. }) => "col-2 col-date",
            Self::Field(Field { key: "function", .. }) => "col-2",
            Self::Field(Field { ty: FieldType::Date, .. }) => "col-3 col-date",
            Self::Score(Rating::Current) | Self::Due => "col-2 col-badge",
            Self::Score(Rating::Inherent | Rating::Target) => "col-3 col-badge",
            Self::Field(_) => "col-3",
        }
    }

    /// What stands in a record's cell.
    pub fn cell(self, record: &Record, register: &Register) -> AnyView {
        match self {
            Self::Score(which) => {
                let criteria = Criteria::of(register);
                let is_above = which == Rating::Current && is_above_appetite(record, &criteria);
                let mark = is_above.then(|| {
                    view! {
                        <span class="mark-above" title=t("risk.above_appetite")>
                            {Icon::Alert.view()}<span class="visually-hidden">{t("risk.above_appetite")}</span>
                        </span>
                    }
                });
                view! { {level_badge(record, which, &criteria)} {mark} }.into_any()
            }
            Self::Due => due_badge(record),
            Self::Field(field) => {
                let path = FieldPath::of(field.key);
                let words = value_words(register, &record.id.kind, &path, record.get(&path));
                if words.is_empty() && field.required {
                    view! { <span class="is-missing">{t("word.missing")}</span> }.into_any()
                } else {
                    words.into_any()
                }
            }
        }
    }
}
