//! Becoming a member: from an invitation to a register that the newcomer sees.

use super::{Session, failure_of};
use crate::host::{Chance, Host};
use crate::storage::Shelf;
use bridge::Failure;
use std::rc::Rc;
use sync::{DocId, Invitation, JoinError, Network, Replica};

/// Where a newcomer is on the way.
#[derive(Debug)]
pub struct Joining {
    call: u32,
    name: String,
    progress: Progress,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Progress {
    Asking,
    Member,
    Ready,
    Failed(Failure),
}

impl Session {
    /// Begins to join; [`Self::joining_outcome`] tells when it is through.
    pub async fn join(
        host: &Rc<dyn Host>,
        shelf: &Rc<dyn Shelf>,
        call: u32,
        invitation: &Invitation,
        name: &str,
    ) -> Result<Self, Failure> {
        let (replica, effects) = Replica::join(invitation, host.now(), &mut Chance(&**host));
        let store = shelf.open(replica.register()).await.map_err(failure_of)?;
        let mut session = Self::new(Rc::clone(host), Rc::clone(shelf), store, replica);
        session.joining = Some(Joining { call, name: name.to_owned(), progress: Progress::Asking });
        session.effects.extend(effects);
        session.open_document(DocId::REGISTER).await?;
        session.settle().await;
        Ok(session)
    }

    /// The call that joins, with what came of it; none while that is open.
    pub fn joining_outcome(&mut self) -> Option<(u32, Result<(), Failure>)> {
        let outcome = match &self.joining.as_ref()?.progress {
            Progress::Ready => Ok(()),
            Progress::Failed(failure) => Err(failure.clone()),
            Progress::Asking | Progress::Member => return None,
        };
        Some((self.joining.take()?.call, outcome))
    }

    pub(super) fn joined(&mut self) {
        let Some(joining) = &mut self.joining else { return };
        joining.progress = Progress::Member;
        let name = joining.name.clone();
        if let Err(failure) = self.introduce(&name) {
            self.fail_joining(failure);
        }
    }

    pub(super) fn join_failed(&mut self, error: JoinError) {
        self.fail_joining(match error {
            JoinError::RelayUnreachable => Failure::RelayUnreachable,
            JoinError::NoInvitation | JoinError::NotGenuine => Failure::NoInvitation,
            JoinError::NotStored => self.storage_failure(),
        });
    }

    fn fail_joining(&mut self, failure: Failure) {
        if let Some(joining) = &mut self.joining {
            joining.progress = Progress::Failed(failure);
        }
    }

    /// A newcomer is shown the register once there is a snapshot of it, else once the relay has said all it has.
    pub(super) fn joined_and_caught_up(&mut self) {
        if let Some(joining) = &mut self.joining
            && joining.progress == Progress::Member
            && self.works.is_empty()
            && (self.docs.is_shown(DocId::REGISTER) || self.replica.status().network == Network::Online)
        {
            joining.progress = Progress::Ready;
        }
    }
}
