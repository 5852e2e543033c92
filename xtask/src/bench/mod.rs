//! `cargo xtask bench`: measures the release build in a real browser on a five-year register, writes
//! `target/bench/report.json` (one flat object of numbers) and prints a table against the limits.

mod bytes;
mod report;

use crate::app::{self, Profile};
use crate::workspace::{root, say, target};
use crate::{browser, node, relay};
use anyhow::{Context, Result, ensure};
use clap::Args;
use report::Report;
use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use xshell::{Shell, cmd};

/// Eight authors' five years come from one address within a minute.
const UNLIMITED: &[&str] = &["--requests-per-second", "1000000", "--request-burst", "1000000"];

/// Measure speed and size.
#[derive(Args)]
pub struct Bench {
    /// How often each time is taken; the report has medians
    #[arg(long, default_value_t = 10)]
    runs: u32,
    /// A small register and the quick build: shows whether the bench works, its figures mean nothing
    #[arg(long)]
    small: bool,
    /// Measure these alone: opening, joining, pages, typing, merging (comma-separated)
    #[arg(long)]
    only: Option<String>,
}

impl Bench {
    /// Measures, writes, prints. A missed limit is no failure: the table says so.
    pub fn run(self, sh: &Shell) -> Result<()> {
        let profile = Profile::of(self.small);
        let site = app::site(sh, profile)?;
        let relay_program = relay::build(sh)?;
        let team = build_team(sh)?;
        node::install(sh)?;
        let chromium = browser::find(sh)?;
        let folder = target().join("bench");
        fs::create_dir_all(&folder)?;

        let mut report = Report::default();
        let visit = bytes::first_visit(&site)?;
        report.put("app_brotli_kb", visit.all as f64 / 1000.0);
        report.put("offline_brotli_kb", visit.kept as f64 / 1000.0);
        report.put("before_paint_kb", visit.before_paint as f64 / 1000.0);

        let data = folder.join("relay-data");
        if data.exists() {
            fs::remove_dir_all(&data)?;
        }
        let mut relay = relay::start_with(&relay_program, 0, &data, &site, UNLIMITED)?;
        let measured = folder.join("browser.json");
        let script = root().join("tests/bench/main.mjs");
        let (runs, url) = (self.runs.to_string(), relay.url.clone());
        let (only, size) = (self.only.unwrap_or_default(), if self.small { "small" } else { "five-years" });
        say("measuring in the browser; another busy program on this machine would be measured too");
        let outcome = cmd!(sh, "node {script}")
            .env("BENCH_RELAY", url)
            .env("BENCH_TEAM", &team)
            .env("BENCH_CHROMIUM", &chromium)
            .env("BENCH_RUNS", runs)
            .env("BENCH_ONLY", only)
            .env("BENCH_SIZE", size)
            .env("BENCH_FOLDER", &folder)
            .env("BENCH_OUT", &measured)
            .run();
        relay.child.kill()?;
        relay.child.wait()?;
        outcome.context("the browser could not be measured")?;
        let browser: Value = serde_json::from_str(&fs::read_to_string(&measured)?)?;
        report.take(&browser);

        let path = folder.join("report.json");
        fs::write(&path, report.json()?)?;
        println!("{}", report.table());
        say(format!("written to {}", path.display()));
        Ok(())
    }
}

/// The program that makes the five-year register. The development profile has its dependencies at speed,
/// and shares them with the tests.
fn build_team(sh: &Shell) -> Result<PathBuf> {
    say("building the team that makes the five-year register");
    cmd!(sh, "cargo build --quiet --package five_years").run()?;
    let program = target().join("debug").join(format!("five_years{}", std::env::consts::EXE_SUFFIX));
    ensure!(program.is_file(), "no {}", program.display());
    Ok(program)
}
