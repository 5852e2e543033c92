//! Colleagues whose app is of a later version, for journeys of one whose app is older: they write records of a
//! kind and fields that nobody knows yet, and a change in a format that asks for a later app.
//!
//! Nora founds the register, Otto joins and is away. It says `{"event":"ready","fragment":…}`. Wishes, one JSON
//! line each: `{"do":"write"}`: Nora writes what is of tomorrow, and leaves → `written`; `{"do":"read"}`: Otto
//! comes and reads until he has all that Nora has → `read` with what he sees of the risk.

use anyhow::{Result, bail};
use clap::Parser;
use five_years::Author;
use five_years::team::titled;
use register::kind::{ORGANIZATION, PERSON, RISK};
use register::{Command, FieldPath, Message, RecordId, Value, Write};
use serde_json::json;
use std::io::{BufRead, Write as _, stdin, stdout};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use sync::{Actor, Hash};

/// Nobody needs so long on one machine.
const PATIENCE: Duration = Duration::from_secs(60);
/// Far beyond what any app understands today.
const FORMAT: u64 = 99;

#[derive(Parser)]
#[command(about = "Colleagues with a later version of the app")]
struct Arguments {
    /// Where the relay listens: host:port
    #[arg(long)]
    relay: String,
    /// The relay's address as invitations name it
    #[arg(long)]
    url: String,
}

fn main() -> Result<()> {
    let Arguments { relay, url } = Arguments::parse();
    let begun = now();
    let [nora_id, otto_id] = [1, 2].map(|number| RecordId::new(PERSON.name, begun, [number; 10]));
    let mut nora = Author::found(&nora_id, &url, begun)?;
    let organization = RecordId::new(ORGANIZATION.name, begun, [3; 10]);
    nora.command(&titled(&organization, ORGANIZATION.title, "Northwind Tools"), begun)?;
    nora.command(&titled(&nora_id, PERSON.title, "Nora North"), begun)?;
    let risk = RecordId::new(RISK.name, begun, [4; 10]);
    nora.command(&titled(&risk, RISK.title, "Understood by everyone"), begun)?;
    meet(&relay, &mut [&mut nora], |authors| authors.iter().all(|author| author.is_in_step()))?;

    let for_otto = nora.invite(now())?;
    meet(&relay, &mut [&mut nora], |authors| authors.iter().all(|author| author.is_in_step()))?;
    let mut otto = Author::join(&for_otto, &otto_id, now())?;
    meet(&relay, &mut [&mut nora, &mut otto], |authors| {
        authors.iter().all(|author| author.has_joined() && author.is_in_step())
    })?;
    otto.command(&titled(&otto_id, PERSON.title, "Otto Oak"), now())?;
    let fragment = nora.invite(now())?.to_fragment();
    meet(&relay, &mut [&mut nora, &mut otto], is_one)?;
    [&mut nora, &mut otto].into_iter().try_for_each(|author| author.leave(now()))?;
    say(&json!({ "event": "ready", "fragment": fragment }))?;

    for line in stdin().lock().lines() {
        let wish: serde_json::Value = serde_json::from_str(&line?)?;
        match wish.get("do").and_then(serde_json::Value::as_str) {
            Some("write") => {
                write_of_tomorrow(&mut nora, &risk)?;
                meet(&relay, &mut [&mut nora], |authors| authors.iter().all(|author| author.is_in_step()))?;
                nora.leave(now())?;
                say(&json!({ "event": "written" }))?;
            }
            Some("read") => {
                let wanted = nora.vector();
                meet(&relay, &mut [&mut otto], |authors| authors.iter().all(|otto| has_all(otto, &wanted)))?;
                let read = otto.plain();
                let text = |key: &str| read.records.get(&risk).map(|risk| risk.text(key).to_owned());
                let kinds: Vec<&str> = read.records.keys().map(|id| id.kind.as_str()).collect();
                say(&json!({
                    "event": "read",
                    "title": text(RISK.title),
                    "hologram": text("hologram"),
                    "knows_the_kind": kinds.contains(&"hologram"),
                }))?;
                otto.leave(now())?;
            }
            other => bail!("unknown wish: {other:?}"),
        }
    }
    Ok(())
}

fn write_of_tomorrow(nora: &mut Author, risk: &RecordId) -> Result<()> {
    let set = |record: &RecordId, key: &str, value: &str| Command {
        message: Message::Edit,
        writes: vec![Write { record: record.clone(), path: FieldPath::of(key), value: Value::from(value) }],
    };
    let record = RecordId::new("hologram", now(), [5; 10]);
    nora.command(&titled(&record, "title", "A kind of tomorrow"), now())?;
    nora.command(&set(risk, "hologram", "A field of tomorrow"), now())?;
    nora.command_in_format(&set(risk, "description", "In a format of tomorrow"), FORMAT, now())
}

/// Whether somebody has every log as far as this.
fn has_all(author: &Author, wanted: &[(Actor, u64, Hash)]) -> bool {
    let tips = author.vector();
    let reaches =
        |actor: &Actor, counter: u64| tips.iter().any(|(of, reached, _)| of == actor && *reached >= counter);
    wanted.iter().all(|(actor, counter, _)| reaches(actor, *counter))
}

/// All have the same, and all of it lies on the relay.
fn is_one(authors: &mut [&mut Author]) -> bool {
    let vectors: Vec<_> = authors.iter().map(|author| author.vector()).collect();
    authors.iter().all(|author| author.is_in_step())
        && vectors.windows(2).all(|pair| pair.first() == pair.last())
}

/// They are at the relay until it is as it should be.
fn meet(
    address: &str,
    authors: &mut [&mut Author],
    mut is_done: impl FnMut(&mut [&mut Author]) -> bool,
) -> Result<()> {
    let begun = Instant::now();
    loop {
        let mut happened = false;
        for author in authors.iter_mut() {
            happened |= author.meet(address, now())?;
        }
        if happened {
            continue;
        }
        if is_done(authors) {
            return Ok(());
        }
        if begun.elapsed() > PATIENCE {
            bail!("{}", authors.iter().map(|author| author.state()).collect::<Vec<_>>().join("\n"));
        }
        sleep(Duration::from_millis(1));
    }
}

fn say(line: &serde_json::Value) -> Result<()> {
    println!("{line}");
    Ok(stdout().flush()?)
}

fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
