//! The team at work: everybody apart for a month, then all meet at the relay, and so on for five years.

use crate::author::Author;
use crate::plan::Plan;
use anyhow::{Context, Result, bail, ensure};
use register::kind::{ORGANIZATION, PERSON};
use register::{Command, FieldPath, Message, RecordId, Value, Write};
use std::thread::sleep;
use std::time::{Duration, Instant};
use sync::{DocId, Invitation};

/// Nobody needs so long for a month's work on one machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// All authors, and where they meet.
pub struct Team {
    /// The founder first.
    pub authors: Vec<Author>,
    /// Where the relay listens, `host:port`.
    address: String,
    /// The team's clock when the last meeting began.
    clock: u64,
}

impl Team {
    /// Founds the register and lets everybody join. `url` is the relay's as invitations name it.
    pub fn found(plan: &Plan, address: &str, url: &str, now: u64) -> Result<Self> {
        let Some(((founder, name), others)) = plan.authors.split_first() else { bail!("nobody is there") };
        let mut author = Author::found(founder, url, now)?;
        let organization = RecordId::new(ORGANIZATION.name, now, [1; 10]);
        author.command(&titled(&organization, ORGANIZATION.title, &plan.organization), now)?;
        author.command(&titled(founder, PERSON.title, name), now)?;
        let mut team = Self { authors: vec![author], address: address.to_owned(), clock: now };
        team.meet(now)?;
        for (person, name) in others {
            let invitation = team.invite()?;
            let mut author = Author::join(&invitation, person, team.clock)?;
            let begun = Instant::now();
            while !author.has_joined() {
                let now = team.clock + elapsed(begun);
                author.meet(&team.address, now)?;
                pause(begun, || author.state())?;
                if author.is_early() {
                    team.meet(now)?;
                    author = Author::join(&invitation, person, now)?;
                }
            }
            author.command(&titled(person, PERSON.title, name), team.clock + elapsed(begun))?;
            team.authors.push(author);
        }
        team.meet(now)?;
        Ok(team)
    }

    /// An invitation by the founder, who must be where the relay is.
    pub fn invite(&mut self) -> Result<Invitation> {
        let clock = self.clock;
        let invitation = self.authors.first_mut().context("nobody is there")?.invite(clock)?;
        self.meet(clock)?;
        Ok(invitation)
    }

    /// Does all that is planned. `tell` hears how many months are done.
    pub fn work(&mut self, plan: &Plan, tell: &dyn Fn(usize)) -> Result<()> {
        for (month, number) in plan.months.iter().zip(1..) {
            let last = month.iter().flatten().map(crate::plan::Step::at).max().unwrap_or(self.clock);
            self.part()?;
            for (author, steps) in self.authors.iter_mut().zip(month) {
                for step in steps {
                    author.work(step)?;
                }
            }
            self.meet(last)?;
            tell(number);
        }
        Ok(())
    }

    /// The founder puts a snapshot on the relay, as the app does when nothing happens for a while.
    pub fn snapshot(&mut self, plan: &Plan) -> Result<()> {
        let persons: Vec<DocId> =
            plan.authors.iter().map(|(person, _)| DocId(*person.uuid.as_bytes())).collect();
        let clock = self.clock;
        self.authors.first_mut().context("nobody is there")?.snapshot(&persons, clock)?;
        self.meet(clock)
    }

    /// Everybody meets at the relay, until all have everything.
    pub fn meet(&mut self, from: u64) -> Result<()> {
        self.clock = self.clock.max(from);
        let begun = Instant::now();
        loop {
            let now = self.clock + elapsed(begun);
            let mut happened = false;
            for author in &mut self.authors {
                happened |= author.meet(&self.address, now)?;
            }
            if !happened && self.authors.iter().all(Author::is_in_step) && self.is_of_one_mind() {
                break;
            }
            if !happened {
                pause(begun, || self.authors.iter().map(Author::state).collect::<Vec<_>>().join("\n"))?;
            }
        }
        self.clock += elapsed(begun);
        let set_aside: usize = self.authors.iter().map(Author::set_aside).sum();
        ensure!(set_aside == 0, "{set_aside} envelopes of honest authors were set aside");
        Ok(())
    }

    /// Everybody leaves the relay: idle connections would be closed one by one.
    pub fn part(&mut self) -> Result<()> {
        let clock = self.clock;
        self.authors.iter_mut().try_for_each(|author| author.leave(clock))
    }

    fn is_of_one_mind(&self) -> bool {
        let mut vectors = self.authors.iter().map(Author::vector);
        let first = vectors.next();
        vectors.all(|vector| Some(vector) == first)
    }

    /// One author, number 1 if there are several, with the time on the team's clock.
    pub fn colleague(&mut self) -> Result<(&mut Author, u64)> {
        let number = usize::from(self.authors.len() > 1);
        Ok((self.authors.get_mut(number).context("nobody is there")?, self.clock))
    }

    /// Whether all have the same register document.
    pub fn has_one_register(&mut self) -> bool {
        let heads: Vec<_> = self.authors.iter_mut().map(Author::heads).collect();
        heads.windows(2).all(|pair| pair.first() == pair.last())
    }
}

fn elapsed(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX)
}

fn pause(since: Instant, state: impl Fn() -> String) -> Result<()> {
    if since.elapsed() > PATIENCE {
        bail!("the relay let the team wait:\n{}", state());
    }
    sleep(Duration::from_micros(300));
    Ok(())
}

/// A command that makes a record known by this title.
pub fn titled(record: &RecordId, key: &str, title: &str) -> Command {
    let write = Write { record: record.clone(), path: FieldPath::of(key), value: Value::from(title) };
    Command { message: Message::Create, writes: vec![write] }
}
