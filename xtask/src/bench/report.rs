//! The figures, their limits, and the table. A figure that could not be measured is absent with its reason:
//! nothing is ever invented.

use anyhow::Result;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt::Write;

/// What is asked for: name, limit, what it is.
const LIMITS: &[(&str, f64, &str)] = &[
    ("app_brotli_kb", 600.0, "what the first visit transfers"),
    ("before_paint_kb", 150.0, "what must arrive before the first paint"),
    ("open_first_paint_ms", 400.0, "a new tab until the overview shows true figures"),
    ("open_editable_ms", 1000.0, "a new tab until it can be edited"),
    ("open_cold_first_paint_ms", 400.0, "the same for a new browser process"),
    ("open_cold_ms", 1000.0, "a new browser process until it can be edited"),
    ("page_p95_ms", 100.0, "from a click to the page, over every page"),
    ("keystroke_work_p99_ms", 8.0, "main thread per key in minutes of 8,000 characters"),
    ("merge_1000_ms", 250.0, "from a colleague's 1,000 changes to the screen"),
    ("longest_task_ms", 50.0, "longest task on the page meanwhile"),
    ("join_ms", 3000.0, "a newcomer from link to overview"),
    ("wire_bytes_1000", 8000.0, "sealed bytes for 1,000 typed characters"),
];

/// What was measured.
#[derive(Default)]
pub struct Report {
    figures: BTreeMap<String, f64>,
    reasons: BTreeMap<String, String>,
}

impl Report {
    /// Adds a figure.
    pub fn put(&mut self, name: &str, figure: f64) {
        self.figures.insert(name.to_owned(), figure);
    }

    /// Takes over `{figures: {name: number}, reasons: {name: text}}`.
    pub fn take(&mut self, measured: &Value) {
        let entries = |key: &str| measured.get(key).and_then(Value::as_object).cloned().unwrap_or_default();
        for (name, figure) in entries("figures") {
            if let Some(figure) = figure.as_f64() {
                self.figures.insert(name, figure);
            }
        }
        for (name, reason) in entries("reasons") {
            self.reasons.insert(name, reason.as_str().unwrap_or_default().to_owned());
        }
    }

    /// One flat object: every figure that was asked for, null where there is none, and whatever else was measured.
    pub fn json(&self) -> Result<String> {
        let mut all: Map<String, Value> =
            LIMITS.iter().map(|(name, ..)| ((*name).to_owned(), Value::Null)).collect();
        all.extend(self.figures.iter().map(|(name, figure)| (name.clone(), Value::from(rounded(*figure)))));
        Ok(serde_json::to_string_pretty(&all)?)
    }

    /// For people.
    pub fn table(&self) -> String {
        let mut table = String::new();
        // Writing to a String does not fail.
        let _ = writeln!(table, "{:<26}{:>10}{:>10}", "figure", "measured", "at most");
        for (name, limit, words) in LIMITS {
            let _ = match self.figures.get(*name) {
                Some(figure) => {
                    let verdict = if figure <= limit { "" } else { "  MISSED" };
                    writeln!(table, "{name:<26}{:>10}{limit:>10}  {words}{verdict}", rounded(*figure))
                }
                None => {
                    let reason = self.reasons.get(*name).map_or("not measured", String::as_str);
                    writeln!(table, "{name:<26}{:>10}{limit:>10}  {words}: {reason}", "-")
                }
            };
        }
        for (name, figure) in &self.figures {
            if !LIMITS.iter().any(|(known, ..)| known == name) {
                let _ = writeln!(table, "{name:<26}{:>10}", rounded(*figure));
            }
        }
        table
    }
}

fn rounded(figure: f64) -> f64 {
    (figure * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn what_was_not_measured_is_null_and_the_table_says_why() {
        let mut report = Report::default();
        report.put("join_ms", 1234.56);
        report.take(&json!({ "figures": { "open_cold_ms": 2000, "envelopes": 7 }, "reasons": { "merge_1000_ms": "no colleague" } }));
        let json: Value = serde_json::from_str(&report.json().unwrap()).unwrap();
        assert_eq!(json.get("join_ms"), Some(&json!(1234.6)));
        assert_eq!(json.get("merge_1000_ms"), Some(&Value::Null));
        let table = report.table();
        assert!(
            table.contains("no colleague") && table.contains("MISSED") && table.contains("envelopes"),
            "{table}"
        );
    }
}
