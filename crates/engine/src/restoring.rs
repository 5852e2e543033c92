//! Restoring: a backup's envelopes go through the same checks as a colleague's, into a store that has nothing of
//! the register yet; the last transaction makes this device a member. From then on it is a register like others.

use crate::documents::Documents;
use crate::host::{Chance, Host};
use crate::session::failure_of;
use crate::storage::{Shelf, Storage, StorageError};
use bridge::{Failure, Response};
use std::collections::VecDeque;
use std::rc::Rc;
use sync::{
    Actor, BackupError, BackupReader, Contents, Effect, Event, Recovered, RecoveryCode, RegisterId, Replica,
};

/// A register being restored.
pub struct Restoring {
    reader: BackupReader,
    place: Option<Place>,
}

/// Where it is restored to. No document is open: what the envelopes say is read when the register is opened.
struct Place {
    replica: Replica,
    store: Rc<dyn Storage>,
    documents: Documents,
}

impl Restoring {
    /// Begins, with a code as somebody typed it.
    pub fn begin(code: &str) -> Result<Self, Failure> {
        let code = RecoveryCode::from_text(code).map_err(|_| Failure::BadCode)?;
        Ok(Self { reader: BackupReader::new(&code), place: None })
    }

    /// Takes in the next bytes of the file.
    pub async fn take(
        &mut self,
        bytes: &[u8],
        host: &dyn Host,
        shelf: &Rc<dyn Shelf>,
    ) -> Result<Response, Failure> {
        let taken = match self.reader.push(bytes) {
            Ok(contents) => self.take_in(contents, host, shelf).await,
            Err(error) => Err(told(error)),
        };
        if let Err(failure) = taken {
            self.clear(shelf).await;
            return Err(failure);
        }
        let count = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let (read, of) = self.reader.progress();
        Ok(Response::Restoring { read: count(read), of: count(of) })
    }

    /// The file is through: this device becomes a member, and the register one of this device.
    pub async fn end(
        mut self,
        host: &dyn Host,
        shelf: &Rc<dyn Shelf>,
    ) -> Result<(RegisterId, Recovered), Failure> {
        let ended = match self.reader.finish() {
            Ok(contents) => self.enrol(contents, host, shelf).await,
            Err(error) => Err(told(error)),
        };
        if ended.is_err() {
            self.clear(shelf).await;
        }
        ended
    }

    async fn take_in(
        &mut self,
        contents: Contents,
        host: &dyn Host,
        shelf: &Rc<dyn Shelf>,
    ) -> Result<(), Failure> {
        if self.place.is_none() {
            let Some(replica) = Replica::recover(&self.reader, host.now(), &mut Chance(host)) else {
                return Ok(());
            };
            let register = replica.register();
            let store = shelf.open(register).await.map_err(failure_of)?;
            if is_taken(&*store).await? {
                return Err(Failure::AlreadyHere);
            }
            let nobody = Actor::new(replica.device(), [0xff; 8]);
            self.place = Some(Place { replica, store, documents: Documents::new(register, nobody) });
        }
        if let Some(place) = &mut self.place
            && !contents.envelopes.is_empty()
        {
            place.happened(Event::Envelopes(contents.envelopes), host).await?;
        }
        Ok(())
    }

    async fn enrol(
        &mut self,
        contents: Contents,
        host: &dyn Host,
        shelf: &Rc<dyn Shelf>,
    ) -> Result<(RegisterId, Recovered), Failure> {
        self.take_in(contents, host, shelf).await?;
        let place = self.place.as_mut().ok_or(Failure::BackupDamaged)?;
        // Another tab may have been quicker.
        if is_taken(&*place.store).await? {
            return Err(Failure::AlreadyHere);
        }
        let enrolled = place.replica.recovered(&self.reader, host.now(), &mut Chance(host));
        let (recovered, effects) = enrolled.map_err(|_| Failure::BackupDamaged)?;
        place.carry_out(effects, host).await?;
        Ok((place.replica.register(), recovered))
    }

    /// Nothing came of it. What was written is of no use; what another tab has made of it meanwhile stays.
    async fn clear(&mut self, shelf: &Rc<dyn Shelf>) {
        let Some(Place { replica, store, .. }) = self.place.take() else { return };
        let is_empty = matches!(is_taken(&*store).await, Ok(false));
        drop(store);
        if is_empty {
            // It is on no list; the next attempt writes the same again.
            let _ = shelf.discard(replica.register()).await;
        }
    }
}

impl Place {
    async fn happened(&mut self, event: Event, host: &dyn Host) -> Result<(), Failure> {
        let effects = self.replica.handle(event, host.now(), &mut Chance(host), &mut self.documents);
        self.carry_out(effects, host).await
    }

    /// Writes what is to be written. All else is for when the register is open.
    async fn carry_out(&mut self, effects: Vec<Effect>, host: &dyn Host) -> Result<(), Failure> {
        let mut effects = VecDeque::from(effects);
        while let Some(effect) = effects.pop_front() {
            if let Effect::Store(ticket, transaction) = effect {
                let written = self.store.write(vec![transaction]).await.map_err(failure_of)?;
                written.into_iter().collect::<Result<(), StorageError>>().map_err(failure_of)?;
                let stored = Event::Stored(ticket);
                let follow = self.replica.handle(stored, host.now(), &mut Chance(host), &mut self.documents);
                effects.extend(follow);
            }
        }
        Ok(())
    }
}

/// Whether a store has a register, be it damaged: nothing is written over it.
async fn is_taken(store: &dyn Storage) -> Result<bool, Failure> {
    match store.load().await {
        Ok(stored) => Ok(Replica::is_stored(&stored)),
        Err(StorageError::Damaged(_)) => Ok(true),
        Err(error) => Err(failure_of(error)),
    }
}

fn told(error: BackupError) -> Failure {
    match error {
        BackupError::Foreign => Failure::NoBackup,
        BackupError::Newer => Failure::NewerBackup,
        BackupError::OtherCode => Failure::OtherCode,
        BackupError::CutOff => Failure::BackupCutOff,
        BackupError::Damaged => Failure::BackupDamaged,
    }
}
