//! `cargo xtask test`: everything that CI runs, in order, each step told before it begins.
//! A step that fails does not hide the next; the last line sums up.

mod count;

use crate::app::{self, Profile};
use crate::workspace::{root, say, target};
use crate::{browser, node, relay, tidy};
use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use count::Count;
use std::ffi::OsString;
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Instant;
use xshell::{Shell, cmd};

/// Run everything that CI runs.
#[derive(Args)]
pub struct Test {
    /// A part of the tests
    #[arg(long, value_enum)]
    only: Option<Part>,
    /// Only tests whose name contains this
    #[arg(long)]
    filter: Option<String>,
    /// How many seeds the simulator tries
    #[arg(long, default_value_t = 1000)]
    seeds: u32,
    /// How often browser and relay are killed; without it a few times
    #[arg(long)]
    kills: Option<u32>,
    /// The quick build of the app for the browser tests
    #[arg(long)]
    fast: bool,
}

/// A part of the tests.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// The rules of the house, formatting, clippy
    Tidy,
    /// All that needs no browser
    Host,
    /// People's journeys
    Browser,
}

impl Test {
    /// Runs the steps; fails if any did.
    pub fn run(self, sh: &Shell) -> Result<()> {
        let mut outcome = Outcome::default();
        let wants = |part| self.only.is_none_or(|only| only == part);
        if wants(Part::Tidy) && self.filter.is_none() {
            outcome.step("rules of the house", || tidy::run(sh));
            outcome.step("formatting", || Ok(cmd!(sh, "cargo fmt --all --check").quiet().run()?));
            outcome.step("clippy", || {
                Ok(cmd!(sh, "cargo clippy --locked --workspace --all-targets -- -D warnings")
                    .quiet()
                    .run()?)
            });
            outcome.step("clippy for the browser", || {
                let wasm = "wasm32-unknown-unknown";
                Ok(cmd!(sh, "cargo clippy --locked -p isomerge -p engine --target {wasm} -- -D warnings")
                    .quiet()
                    .run()?)
            });
        }
        if wants(Part::Host) {
            let seeds = self.seeds;
            let title = format!("host tests, {seeds} seeds in the simulator");
            outcome.counted(&title, || self.host());
            if self.filter.is_none() {
                outcome.counted("documents of JavaScript's Automerge", || interop(sh));
            }
        }
        if wants(Part::Browser) {
            outcome.counted("browser tests", || self.browser(sh));
        }
        outcome.end()
    }

    fn host(&self) -> Result<Count> {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
        command.args(["test", "--locked", "--workspace", "--no-fail-fast"]).current_dir(root());
        command.env("SEEDS", self.seeds.to_string());
        if let Some(kills) = self.kills {
            command.env("KILLS", kills.to_string());
        }
        if let Some(filter) = &self.filter {
            command.arg("--").arg(filter);
        }
        let mut count = Count::default();
        let success = passed_on(command, |line| count.add_cargo_line(line))?;
        // A crate that does not compile prints no result.
        if !success && count.failed == 0 {
            bail!("the host tests could not be built");
        }
        Ok(count)
    }

    fn browser(&self, sh: &Shell) -> Result<Count> {
        node::install(sh)?;
        let chromium = browser::find(sh)?;
        let site = app::site(sh, Profile::of(self.fast))?;
        let elsewhere = app::static_site(sh, Profile::of(self.fast))?;
        let relay = relay::build(sh)?;
        cmd!(sh, "cargo build --quiet --package five_years --bin newer_colleague").run()?;
        let newer = target().join("debug").join(format!("newer_colleague{}", std::env::consts::EXE_SUFFIX));
        cmd!(sh, "node node_modules/typescript/bin/tsc --project tests/tsconfig.json").quiet().run()?;
        let report = target().join("browser-tests.json");
        if report.exists() {
            fs::remove_file(&report)?;
        }
        let mut command = Command::new("node");
        command.arg("node_modules/@playwright/test/cli.js").arg("test").current_dir(root());
        command.arg("--reporter=list,json").env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report);
        command.env("CHROMIUM", chromium).env("ISOMERGE_SITE", site).env("ISOMERGE_RELAY", relay);
        command.env("ISOMERGE_STATIC", elsewhere).env("ISOMERGE_XTASK", std::env::current_exe()?);
        command.env("ISOMERGE_NEWER", newer);
        if let Some(kills) = self.kills {
            command.env("KILLS", kills.to_string());
        }
        if let Some(filter) = &self.filter {
            command.arg("--grep").arg(filter).arg("--pass-with-no-tests");
        }
        let success = passed_on(command, |_| {})?;
        let count = fs::read_to_string(&report)
            .map_or_else(|_| Ok(Count::default()), |json| Count::of_playwright(&json))?;
        if !success && count.failed == 0 {
            bail!("the browser tests could not run");
        }
        Ok(count)
    }
}

/// What Rust saved, JavaScript's Automerge loads, and the other way round: one test.
fn interop(sh: &Shell) -> Result<Count> {
    node::install(sh)?;
    let mut command = Command::new("node");
    command.arg("tests/interop/interop.mjs").current_dir(root());
    let success = passed_on(command, |_| {})?;
    Ok(Count { passed: success.into(), failed: (!success).into() })
}

/// Runs a program, shows what it says and hears it too; answers whether it succeeded.
fn passed_on(mut command: Command, mut hear: impl FnMut(&str)) -> Result<bool> {
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    if let Some(out) = child.stdout.take() {
        for line in BufReader::new(out).lines() {
            let line = line?;
            println!("{line}");
            hear(&line);
        }
    }
    Ok(child.wait()?.success())
}

#[derive(Default)]
struct Outcome {
    count: Count,
    broken: Vec<String>,
}

impl Outcome {
    fn step(&mut self, title: &str, run: impl FnOnce() -> Result<()>) {
        self.counted(title, || run().map(|()| Count::default()));
    }

    fn counted(&mut self, title: &str, run: impl FnOnce() -> Result<Count>) {
        say(title);
        let started = Instant::now();
        let failed = match run() {
            Ok(count) => {
                self.count += count;
                count.failed > 0
            }
            Err(error) => {
                eprintln!("{error:#}");
                true
            }
        };
        if failed {
            self.broken.push(title.to_owned());
        }
        let word = if failed { "FAILED" } else { "ok" };
        say(format!("{title}: {word}, {:.0} s", started.elapsed().as_secs_f32()));
    }

    fn end(self) -> Result<()> {
        for title in &self.broken {
            println!("failed: {title}");
        }
        println!("{} passed, {} failed", self.count.passed, self.count.failed);
        if self.broken.is_empty() { Ok(()) } else { std::process::exit(1) }
    }
}
