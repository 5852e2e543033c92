//! How many tests passed and failed, read from what the test programs report.

use anyhow::{Context, Result};
use serde_json::Value;
use std::ops::AddAssign;

/// Tests that ran.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// As promised.
    pub passed: u64,
    /// Not.
    pub failed: u64,
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl Count {
    /// Adds a line such as `test result: ok. 3 passed; 1 failed; …`; other lines say nothing.
    pub fn add_cargo_line(&mut self, line: &str) {
        let Some(result) = line.strip_prefix("test result: ") else { return };
        for part in result.split([';', '.']) {
            let mut words = part.split_whitespace();
            let (Some(number), Some(word)) =
                (words.next().and_then(|word| word.parse::<u64>().ok()), words.next())
            else {
                continue;
            };
            match word {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                _ => {}
            }
        }
    }

    /// Playwright's JSON report. A test that passed at a second try passed.
    pub fn of_playwright(json: &str) -> Result<Self> {
        let report: Value = serde_json::from_str(json).context("Playwright's report is no JSON")?;
        let number = |name: &str| report["stats"][name].as_u64().unwrap_or_default();
        Ok(Self { passed: number("expected") + number("flaky"), failed: number("unexpected") })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn cargos_results_add_up_and_other_lines_do_not_count() {
        let mut count = Count::default();
        count
            .add_cargo_line("test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured; 2 filtered out");
        count.add_cargo_line("test result: ok. 2 passed; 0 failed; 0 ignored");
        count.add_cargo_line("5 passed; 5 failed");
        assert_eq!(count, Count { passed: 5, failed: 1 });
    }

    #[test]
    fn playwrights_report_is_counted() {
        let count =
            Count::of_playwright(r#"{"stats":{"expected":7,"unexpected":2,"flaky":1,"skipped":0}}"#).unwrap();
        assert_eq!(count, Count { passed: 8, failed: 2 });
    }
}
