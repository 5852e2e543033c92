//! The sample: a register of this device in which nothing is real. It is told as it would have happened: each of
//! its people on a device of their own, at the times of the year, through the same checks as everybody's work.
//! It is marked in its own database before anything else is in it. It has no relay, and is never connected.

use super::open::create_titled;
use super::{Session, failure_of};
use crate::documents::{changes_of, home_of, own_doc};
use crate::host::{Chance, Host};
use crate::storage::Shelf;
use bridge::{Event, Failure};
use register::day::NaiveDate;
use register::document_act::Seen;
use register::kind::{ORGANIZATION, PERSON};
use register::{Command, RecordId, Write, sign_off};
use sample::{Founding, Signing, Step, Text, Words};
use std::collections::BTreeMap;
use std::rc::Rc;
use sync::{Changes, DocId, Replica, StandIn, Stored, Transaction};

/// The name of the mark among the small states of the register's database.
const MARK: &str = "sample";
/// How many days before the first step the register is founded.
const BEFORE_DAYS: i64 = 365;
const DAY_MS: i64 = 86_400_000;
/// How often it is told how far the telling is.
const TELL_EVERY: usize = 16;
/// Whoever opens the sample was away since so long before its last day: somebody did something meanwhile.
const AWAY_DAYS: i64 = 40;

/// Whether what is stored is a sample.
pub(super) fn is_marked(stored: &Stored) -> bool {
    stored.state.iter().any(|(name, _)| name == MARK)
}

/// The sample's people but the founder, each with a device.
type Others = BTreeMap<RecordId, StandIn>;

/// What the sample's people wrote, sealed, and not taken in yet.
#[derive(Default)]
struct Told(Vec<Vec<u8>>);

impl Session {
    /// Whether it is the sample.
    pub fn is_sample(&self) -> bool {
        self.entry.is_sample
    }

    /// Whether people who are only told of could be let in.
    #[cfg(test)]
    pub fn lets_stand_ins_in(&mut self) -> bool {
        let now = self.now();
        self.replica.invite_stand_ins(now, &mut Chance(&*self.host)).is_ok()
    }

    /// A new register with the sample's year up to a day, all of it durable.
    pub async fn tell_sample(
        host: &Rc<dyn Host>,
        shelf: &Rc<dyn Shelf>,
        plan: &str,
        words: &str,
        today: &str,
    ) -> Result<Self, Failure> {
        let words = Words::read(words);
        let today = register::day::day(today).ok_or(Failure::SampleMissing)?;
        let names = sample::organization(&words).zip(sample::founder(&words));
        let (organization, founder) = names.ok_or(Failure::SampleMissing)?;
        let begun = begun(today);
        let mut random = || {
            let mut bytes = [0; 10];
            host.fill(&mut bytes);
            bytes
        };
        let founding = Founding {
            organization: RecordId::new(ORGANIZATION.name, begun, random()),
            person: RecordId::new(PERSON.name, begun, random()),
        };
        let year = sample::year(plan, &words, today, &founding, &mut random);
        let year = year.map_err(|_| Failure::SampleMissing)?;

        let person = *founding.person.uuid.as_bytes();
        let (replica, effects) = Replica::found(person, None, begun, &mut Chance(&**host));
        let register = replica.register();
        let store = shelf.open(register).await.map_err(failure_of)?;
        let mark = vec![(MARK.to_owned(), Some(vec![1]))];
        let marked = store.write(vec![Transaction { state: mark, ..Transaction::default() }]).await;
        let mut session = Self::new(Rc::clone(host), Rc::clone(shelf), store, replica);
        session.entry.is_sample = true;
        session.effects.extend(effects);
        let told = match marked {
            Ok(_) => session.tell_year(&founding, [organization, founder], &year, begun).await,
            Err(error) => Err(failure_of(error)),
        };
        if let Err(failure) = told {
            drop(session);
            // It is on no list, and its failure is told.
            let _ = shelf.discard(register).await;
            return Err(failure);
        }
        Ok(session)
    }

    async fn tell_year(
        &mut self,
        founding: &Founding,
        [organization, founder]: [&str; 2],
        year: &[Step],
        begun: u64,
    ) -> Result<(), Failure> {
        self.open_document(DocId::REGISTER).await?;
        self.open_document(home_of(&founding.person)).await?;
        self.settle().await;
        let (mut others, mut told) = (Others::new(), Told::default());
        let first = [
            create_titled(founding.person.clone(), PERSON.title, founder),
            create_titled(founding.organization.clone(), ORGANIZATION.title, organization),
        ];
        for command in &first {
            self.tell_command(None, command, begun, &mut told)?;
        }
        self.let_in(founding, year, begun, &mut others).await?;
        let away = year.last().map_or(0, |last| last.at_ms - AWAY_DAYS * DAY_MS);
        let mut has_looked = false;
        for (step, number) in year.iter().zip(0..) {
            if number % TELL_EVERY == 0 {
                self.tell_progress(number, year.len());
            }
            if step.at_ms > away && !has_looked {
                has_looked = true;
                self.take_in(&mut told).await?;
                self.note_looked(away).await?;
            }
            let at = u64::try_from(step.at_ms).unwrap_or_default();
            self.tell_command(others.get_mut(&step.by), &step.command, at, &mut told)?;
            for text in &step.texts {
                self.tell_text(others.get_mut(&step.by), text, at, &mut told)?;
            }
            for signing in &step.signings {
                let command = self.signed(signing, &step.by, at).ok_or(Failure::SampleMissing)?;
                self.tell_command(others.get_mut(&step.by), &command, at, &mut told)?;
            }
        }
        self.take_in(&mut told).await?;
        self.tell_progress(year.len(), year.len());
        self.put_away_papers().await;
        Ok(())
    }

    fn tell_progress(&self, told: usize, of: usize) {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        self.tell(Event::SampleTold { told: count(told), of: count(of) });
    }

    /// Gives everybody but the founder a device.
    async fn let_in(
        &mut self,
        founding: &Founding,
        year: &[Step],
        begun: u64,
        others: &mut Others,
    ) -> Result<(), Failure> {
        let host = Rc::clone(&self.host);
        let mut chance = Chance(&*host);
        let invited = self.replica.invite_stand_ins(begun, &mut chance);
        let (door, effects) = invited.map_err(|error| Failure::Defect(error.to_string()))?;
        self.effects.extend(effects);
        self.settle().await;
        let mut told = Told::default();
        for by in year.iter().map(|step| &step.by).filter(|by| **by != founding.person) {
            if !others.contains_key(by) {
                let admitted = door.admit(&self.replica, *by.uuid.as_bytes(), begun, &mut chance);
                let (stand_in, sealed) = admitted.map_err(|_| self.storage_failure())?;
                others.insert(by.clone(), stand_in);
                told.0.push(sealed);
            }
        }
        self.take_in(&mut told).await
    }

    fn tell_command(
        &mut self,
        mut by: Option<&mut StandIn>,
        command: &Command,
        at: u64,
        told: &mut Told,
    ) -> Result<(), Failure> {
        let mut parts: BTreeMap<DocId, Vec<Write>> = BTreeMap::new();
        for write in &command.writes {
            parts.entry(home_of(&write.record)).or_default().push(write.clone());
        }
        for (doc, writes) in parts {
            self.open_new(doc);
            let actor = self.author(by.as_deref());
            let commit = self
                .docs
                .apply(doc, actor, command.message, &writes, i64::try_from(at).unwrap_or(i64::MAX))
                .map_err(|error| Failure::Defect(error.to_string()))?;
            self.tell_patches(true, commit.patches);
            if let Some(local) = commit.changes {
                self.seal(by.as_deref_mut(), doc, changes_of(local), at, told)?;
            }
        }
        Ok(())
    }

    fn tell_text(
        &mut self,
        by: Option<&mut StandIn>,
        text: &Text,
        at: u64,
        told: &mut Told,
    ) -> Result<(), Failure> {
        let doc = own_doc(&text.record);
        self.open_new(doc);
        let actor = self.author(by.as_deref());
        let now = i64::try_from(at).unwrap_or(i64::MAX);
        let written = self.docs.write_text(doc, actor, &text.path, &text.text, now);
        match written.map_err(|error| Failure::Defect(error.to_string()))? {
            Some(local) => self.seal(by, doc, changes_of(local), at, told),
            None => Ok(()),
        }
    }

    /// A signature of what stands there now, as the engine finds it.
    fn signed(&mut self, signing: &Signing, by: &RecordId, at: u64) -> Option<Command> {
        let beside = sign_off::beside(&self.shown, self.shown.records.get(&signing.record)?);
        // What has no long text is signed by what it says itself.
        let content = self.content_in_memory(&signing.record, &beside, "");
        let seen = content.as_ref().map_or(Seen { print: "", text_print: "", heads: "" }, |content| Seen {
            print: &content.print,
            text_print: &content.text_print,
            heads: &content.heads,
        });
        signing.command(&self.shown, by, at, seen)
    }

    fn author(&mut self, by: Option<&StandIn>) -> sync::Actor {
        match by {
            Some(stand_in) => stand_in.actor(),
            None => self.replica.main_actor(&mut Chance(&*self.host)),
        }
    }

    fn seal(
        &mut self,
        by: Option<&mut StandIn>,
        doc: DocId,
        changes: Changes,
        at: u64,
        told: &mut Told,
    ) -> Result<(), Failure> {
        let mut chance = Chance(&*self.host);
        let sealed = match by {
            Some(stand_in) => {
                stand_in.write(&self.replica, doc, changes, at, &mut chance).map(|sealed| told.0.push(sealed))
            }
            None => self
                .replica
                .append(doc, changes, at, &mut chance)
                .map(|(_, effects)| self.effects.extend(effects)),
        };
        sealed.map_err(|error| Failure::Defect(error.to_string()))
    }

    /// Everything told so far is checked and made durable.
    async fn take_in(&mut self, told: &mut Told) -> Result<(), Failure> {
        self.happened(sync::Event::Envelopes(std::mem::take(&mut told.0)));
        self.settle().await;
        if self.refused.is_some() { Err(self.storage_failure()) } else { Ok(()) }
    }

    /// Papers leave memory as if somebody had closed them.
    async fn put_away_papers(&mut self) {
        for doc in self.docs.open() {
            if self.save_cache(doc).await && !self.must_stay_open(doc) {
                self.docs.close(doc);
            }
        }
    }
}

/// When the register is founded, before the first of its working days.
fn begun(today: NaiveDate) -> u64 {
    let midnight = today.and_time(Default::default()).and_utc().timestamp_millis();
    u64::try_from(midnight - BEFORE_DAYS * DAY_MS + 8 * 3_600_000).unwrap_or_default()
}
