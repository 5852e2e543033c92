//! Makes a five-year register at a running relay, then does as the bench says, a line of JSON for each wish.
//!
//! It says `{"event":"ready","fragment":…}` when the register stands; what follows `#j=` of an invitation.
//! Wishes: `{"do":"invite"}` → `invited`; `{"do":"edit","count":1000,"title":"…"}` (offline edits, the last of
//! them a new risk with this title, then all of them sent) → `sent`; `{"do":"quit"}`.

use anyhow::{Context, Result, bail};
use clap::Parser;
use five_years::team::titled;
use five_years::{Chance, Plan, Size, Team};
use register::kind::{MANAGEMENT_REVIEW, RISK};
use register::{Command, FieldPath, RecordId};
use serde_json::{Value, json};
use std::io::{BufRead, Write, stdin, stdout};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

#[derive(Parser)]
#[command(about = "A team's register after five years")]
struct Arguments {
    /// Where the relay listens: host:port
    #[arg(long)]
    relay: String,
    /// The relay's address as invitations name it
    #[arg(long)]
    url: String,
    /// What is done follows from it
    #[arg(long, default_value_t = 2022)]
    seed: u64,
    /// A small register, to see whether all works
    #[arg(long)]
    small: bool,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let begun = Instant::now();
    let plan = Plan::new(if arguments.small { Size::SMALL } else { Size::FIVE_YEARS }, arguments.seed);
    let mut team = Team::found(&plan, &arguments.relay, &arguments.url, plan.begin())?;
    team.work(&plan, &|month| eprint!("\r\u{2192} {month} of {} months", plan.months.len()))?;
    eprintln!();
    if !team.has_one_register() {
        bail!("the authors have different registers");
    }
    let wire_bytes = type_thousand(&mut team)?;
    let fragment = team.invite()?.to_fragment();
    team.snapshot(&plan)?;
    let (stored, bytes) = team.authors.first().map(five_years::Author::stored).unwrap_or_default();
    let saved = team.authors.first_mut().map(five_years::Author::saved_size).unwrap_or_default();
    let review =
        plan.review.as_ref().map(|(id, path)| json!({ "id": id.to_string(), "path": path.to_string() }));
    say(&json!({
        "event": "ready",
        "fragment": fragment,
        "review": review,
        "organization": plan.organization,
        "envelopes": stored,
        "sealed_kb": bytes / 1000,
        "register_kb": saved / 1000,
        "wire_bytes_1000": wire_bytes,
        "seconds": begun.elapsed().as_secs(),
    }))?;
    team.part()?;
    let mut chance = Chance::new(arguments.seed + 1);
    for line in stdin().lock().lines() {
        let wish: Value = serde_json::from_str(&line?)?;
        match wish.get("do").and_then(Value::as_str) {
            Some("invite") => {
                team.meet(now())?;
                let fragment = team.invite()?.to_fragment();
                say(&json!({ "event": "invited", "fragment": fragment }))?;
            }
            Some("edit") => {
                let count = wish.get("count").and_then(Value::as_u64).unwrap_or(1000);
                let title = wish.get("title").and_then(Value::as_str).context("an edit needs a title")?;
                edit(&mut team, &plan, &mut chance, count, title)?;
                say(&json!({ "event": "sent", "title": title }))?;
            }
            Some("quit") => break,
            other => bail!("unknown wish: {other:?}"),
        }
        team.part()?;
    }
    Ok(())
}

fn say(line: &Value) -> Result<()> {
    println!("{line}");
    Ok(stdout().flush()?)
}

fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// The sealed bytes of 1,000 typed characters, a pause every 100.
fn type_thousand(team: &mut Team) -> Result<usize> {
    let (author, clock) = team.colleague()?;
    let review = RecordId::new(MANAGEMENT_REVIEW.name, clock, [7; 10]);
    let path = FieldPath::in_row("agenda", review.uuid, "minutes");
    author.command(&titled(&review, MANAGEMENT_REVIEW.title, "A measured review"), clock)?;
    // The text is born before it is measured, as most are.
    author.type_in(&review, &path, 0, "Minutes. ", clock)?;
    let before = author.sealed_bytes;
    let burst = "The recovery test took four hours; the backup operator will repeat it before the audit in May, too. ";
    for number in 0..10 {
        author.type_in(&review, &path, 9 + number * burst.len(), burst, clock)?;
    }
    let sealed = author.sealed_bytes - before;
    team.meet(clock)?;
    Ok(sealed)
}

/// A colleague's offline work, sent at once.
fn edit(team: &mut Team, plan: &Plan, chance: &mut Chance, count: u64, title: &str) -> Result<()> {
    team.meet(now())?;
    let (author, clock) = team.colleague()?;
    author.leave(clock)?;
    let risks: Vec<RecordId> = plan.records_of(RISK.name);
    for number in 1..count {
        let risk = chance.of(&risks).context("there are no risks")?;
        let text = format!("Looked at again, {number} of {count} for {title}");
        author.command(
            &Command::set(risk, FieldPath::of("description"), text.as_str().into()),
            clock + number,
        )?;
    }
    let new = RecordId::new(RISK.name, clock + count, chance.ten_bytes());
    author.command(&titled(&new, RISK.title, title), clock + count)?;
    team.meet(clock + count)
}
