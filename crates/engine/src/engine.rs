//! What the page asks, answered: one register open at a time, everything in the order it comes.

use crate::host::{Alarm, Host, Input};
use crate::restoring::Restoring;
use crate::session::{Answer, Session, failure_of};
use crate::storage::{Shelf, key_of, register_of};
use bridge::{Call, Failure, FromEngine, RegisterEntry, Request, Response};
use std::rc::Rc;
use sync::{Invitation, InvitationError};

/// The engine.
pub struct Engine {
    host: Rc<dyn Host>,
    shelf: Rc<dyn Shelf>,
    session: Option<Session>,
    restoring: Option<Restoring>,
}

impl Engine {
    /// With no register open.
    pub fn new(host: Rc<dyn Host>, shelf: Rc<dyn Shelf>) -> Self {
        Self { host, shelf, session: None, restoring: None }
    }

    /// Takes up one input. What several bring about is written at once by [`Self::settle`].
    pub async fn take(&mut self, input: Input) {
        match input {
            Input::Call(Call { id, request }) => {
                if let Some(session) = &mut self.session {
                    session.take_up_first().await;
                }
                if let Some(result) = self.call(id, request).await {
                    self.host.post(&FromEngine::Answer { id, result });
                }
            }
            input => {
                let Some(session) = &mut self.session else { return };
                match input {
                    Input::Alarm(Alarm::Idle) => session.idle().await,
                    Input::Alarm(Alarm::Rehearsal) => session.rehearse().await,
                    Input::Alarm(Alarm::Picture) => session.picture_is_due().await,
                    input => session.take(input),
                }
            }
        }
    }

    /// Whether something came that is to be shown before anything else is taken up.
    pub fn has_first_sight(&self) -> bool {
        self.session.as_ref().is_some_and(Session::has_first_sight)
    }

    /// What is open, for tests that act as a device of ours never would.
    #[cfg(test)]
    pub fn session(&mut self) -> Option<&mut Session> {
        self.session.as_mut()
    }

    /// Brings everything that was taken up to its end.
    pub async fn settle(&mut self) {
        let Some(session) = &mut self.session else { return };
        session.settle().await;
        match session.joining_outcome() {
            None => session.save_full_caches().await,
            Some((id, outcome)) => {
                let result = match outcome {
                    Ok(()) => self.announce().await,
                    Err(failure) => {
                        self.discard().await;
                        Err(failure)
                    }
                };
                self.host.post(&FromEngine::Answer { id, result });
            }
        }
        if let Some(session) = &mut self.session {
            session.tell_status();
        }
    }

    async fn call(&mut self, id: u32, request: Request) -> Answer {
        match request {
            Request::Registers => {
                let list = self.shelf.list().await.map(|mut list| {
                    // What is real comes first.
                    list.sort_by_key(|entry| entry.is_sample);
                    list
                });
                Some(list.map(Response::Registers).map_err(failure_of))
            }
            Request::Found { organization, person, relay, purpose } => {
                self.leave().await;
                let names = [organization.as_str(), person.as_str()];
                let found = Session::found(&self.host, &self.shelf, names, relay, purpose).await;
                Some(self.enter(found).await)
            }
            Request::Open { register } => {
                self.leave().await;
                let restored = self.restore(&register).await;
                Some(self.enter(restored).await)
            }
            Request::Sample { plan, words, today } => Some(self.sample(&plan, &words, &today).await),
            Request::DiscardSample => Some(self.discard_sample().await),
            Request::Join { link, person } => self.join(id, &link, &person).await,
            Request::Restore { code } => {
                self.leave().await;
                let begun = Restoring::begin(&code);
                Some(begun.map(|restoring| self.restoring = Some(restoring)).map(|()| Response::Done))
            }
            Request::RestorePiece(bytes) => Some(self.restore_piece(&bytes).await),
            Request::RestoreEnd => Some(self.restore_end().await),
            Request::Apply(command) => {
                let session = self.session.as_mut().filter(|session| session.is_announced());
                let Some(session) = session else { return Some(Err(Failure::NotOpen)) };
                if session.has_failed_work() {
                    session.retry_refused();
                    session.settle().await;
                }
                session.command(Some(id), command).err().map(Err)
            }
            request => match self.session.as_mut().filter(|session| session.is_announced()) {
                None => Some(Err(Failure::NotOpen)),
                Some(session) => Self::ask(session, id, request).await,
            },
        }
    }

    async fn ask(session: &mut Session, id: u32, request: Request) -> Answer {
        match request {
            Request::Invite { .. } | Request::Backup { .. } if session.is_sample() => {
                Some(Err(Failure::Sample))
            }
            Request::Invite { page } => session.invite(&page).await,
            Request::History(record) => session.history(&record).await,
            Request::StoodAt { kind, at } => session.stood_at(&kind, at).await,
            Request::Content { record, beside, heads } => session.content(&record, &beside, &heads).await,
            Request::OpenPaper(record) => session.open_paper(&record).await,
            Request::PaperChanges { record, changes } => {
                session.paper_changes(id, &record, changes).err().map(Err)
            }
            Request::ClosePaper(record) => {
                session.settle().await;
                session.close_paper(&record).await;
                Some(Ok(Response::Done))
            }
            Request::SetAside => Some(session.set_aside().await),
            Request::SetAsideFile => Some(session.set_aside_file().await),
            Request::Backup { new_code } => Some(session.begin_backup(new_code).await),
            Request::BackupPiece => Some(session.backup_piece().await),
            Request::BackedUp => Some(session.backed_up().await),
            Request::News => Some(session.news().await),
            Request::Seen => Some(session.seen().await),
            _ => Some(Err(Failure::NotOpen)),
        }
    }

    async fn join(&mut self, id: u32, link: &str, name: &str) -> Answer {
        let invitation = match Invitation::from_link(link) {
            Ok(invitation) => invitation,
            Err(InvitationError::Newer) => return Some(Err(Failure::NewerLink)),
            Err(InvitationError::Absent | InvitationError::Damaged) => return Some(Err(Failure::BadLink)),
        };
        self.leave().await;
        // Who is a member already need not join again, even if the tab was closed before the list knew.
        match Session::restore(&self.host, &self.shelf, invitation.register()).await {
            Ok(Some(session)) if session.is_sample() => return Some(Err(Failure::Sample)),
            Ok(Some(mut session)) => {
                let key = key_of(invitation.register());
                let known = self.shelf.list().await.unwrap_or_default();
                if let Some(entry) = known.iter().find(|entry| entry.key == key) {
                    session.go_by(entry);
                }
                let introduced = session.introduce(name);
                session.settle().await;
                return Some(self.enter(introduced.map(|()| session)).await);
            }
            Ok(None) => {}
            Err(failure) => return Some(Err(failure)),
        }
        match Session::join(&self.host, &self.shelf, id, &invitation, name).await {
            Ok(session) => {
                self.session = Some(session);
                None
            }
            Err(failure) => Some(Err(failure)),
        }
    }

    /// Opens the sample that is here, else tells one. One that does not open is worth nothing: it is told anew.
    async fn sample(&mut self, plan: &str, words: &str, today: &str) -> Result<Response, Failure> {
        self.leave().await;
        let known = self.shelf.list().await.map_err(failure_of)?;
        for entry in known.iter().filter(|entry| entry.is_sample) {
            match self.restore(&entry.key).await {
                Ok(session) => return self.enter(Ok(session)).await,
                Err(_) => self.discard_entry(entry).await?,
            }
        }
        let told = Session::tell_sample(&self.host, &self.shelf, plan, words, today).await;
        self.enter(told).await
    }

    async fn discard_sample(&mut self) -> Result<Response, Failure> {
        if self.session.as_ref().is_some_and(Session::is_sample) {
            self.session = None;
            self.host.disconnect();
        }
        let known = self.shelf.list().await.map_err(failure_of)?;
        for entry in known.iter().filter(|entry| entry.is_sample) {
            self.discard_entry(entry).await?;
        }
        Ok(Response::Done)
    }

    async fn discard_entry(&self, entry: &RegisterEntry) -> Result<(), Failure> {
        let register = register_of(&entry.key).ok_or(Failure::NoRegister)?;
        self.shelf.discard(register).await.map_err(failure_of)
    }

    async fn restore_piece(&mut self, bytes: &[u8]) -> Result<Response, Failure> {
        let mut restoring = self.restoring.take().ok_or(Failure::NotOpen)?;
        let taken = restoring.take(bytes, &*self.host, &self.shelf).await?;
        self.restoring = Some(restoring);
        Ok(taken)
    }

    async fn restore_end(&mut self) -> Result<Response, Failure> {
        let restoring = self.restoring.take().ok_or(Failure::NotOpen)?;
        let (register, recovered) = restoring.end(&*self.host, &self.shelf).await?;
        let restored = Session::restore(&self.host, &self.shelf, register).await;
        let mut restored = restored.and_then(|session| session.ok_or(Failure::NoRegister));
        if let Ok(session) = &mut restored {
            session.note_restored(recovered);
        }
        self.enter(restored).await
    }

    async fn restore(&self, key: &str) -> Result<Session, Failure> {
        let register = register_of(key).ok_or(Failure::NoRegister)?;
        let known = self.shelf.list().await.map_err(failure_of)?;
        if !known.iter().any(|entry| entry.key == key) {
            return Err(Failure::NoRegister);
        }
        let restored = Session::restore(&self.host, &self.shelf, register).await?;
        // It is on the list, and nothing of it is there.
        let mut session = restored.ok_or(Failure::Evicted)?;
        if let Some(entry) = known.iter().find(|entry| entry.key == key) {
            session.go_by(entry);
        }
        Ok(session)
    }

    async fn enter(&mut self, session: Result<Session, Failure>) -> Result<Response, Failure> {
        self.session = Some(session?);
        self.announce().await
    }

    async fn announce(&mut self) -> Result<Response, Failure> {
        let session = self.session.as_mut().ok_or(Failure::NotOpen)?;
        let opened = session.announce()?;
        // A register that cannot be put on the list would not be found again.
        session.put_on_list().await?;
        Ok(opened)
    }

    async fn leave(&mut self) {
        if let Some(mut session) = self.session.take() {
            session.settle().await;
            session.save_all_caches().await;
            session.keep_picture().await;
            self.host.disconnect();
        }
    }

    async fn discard(&mut self) {
        if let Some(session) = self.session.take() {
            self.host.disconnect();
            let register = session.register();
            drop(session);
            // It is on no list; the next attempt clears it again.
            let _ = self.shelf.discard(register).await;
        }
    }
}
