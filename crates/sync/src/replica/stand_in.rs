//! Stand-ins: devices of people who are only told of, as in a sample. An owner's replica lets them in like
//! anybody who was invited, and every envelope of theirs is signed with keys of their own, sealed, and checked
//! like a colleague's. Their keys live no longer than the telling; the invitation never leaves this memory.

use ed25519_dalek::SigningKey;

use super::Replica;
use super::writing::Draft;
use crate::crypto::labels;
use crate::crypto::signature::{self, Domain};
use crate::device::DeviceKeys;
use crate::documents::Changes;
use crate::effect::Effect;
use crate::error::{AppendError, InviteError};
use crate::invitation::Invitation;
use crate::log::Point;
use crate::membership::{Body, Role, redemption};
use crate::name::{Actor, DocId, Hash, Stream};
use crate::random::{Random, bytes};

/// What lets stand-ins in.
pub struct StandIns {
    key: SigningKey,
    invite: Hash,
}

/// One of them, who writes to one log.
pub struct StandIn {
    device: DeviceKeys,
    actor: Actor,
    tip: Point,
    /// The membership heads that the log named last.
    heads: Vec<Hash>,
}

impl Replica {
    /// Begins to let stand-ins in. They can come once what the effects ask for is stored.
    ///
    /// # Errors
    /// If the register can be met at a relay, where people are, or this device is no owner's.
    pub fn invite_stand_ins(
        &mut self,
        now: u64,
        rng: &mut dyn Random,
    ) -> Result<(StandIns, Vec<Effect>), InviteError> {
        let owner =
            self.membership.member(&self.device.id()).is_some_and(|member| member.role == Role::Owner);
        if !owner || self.membership.mailbox().is_some() {
            return Err(InviteError::NotOwner);
        }
        let invitation = Invitation::new(String::new(), self.register, bytes(rng));
        let body = Body::Invite {
            sign: invitation.sign_public(),
            hpke: invitation.hpke_public(),
            role: Role::Editor,
        };
        let actor = self.new_slot(rng);
        let ticket = self.write(actor, Draft::entry(&body), false, Vec::new(), now, rng)?;
        let invite = self.keeping.envelopes_of(ticket).first().map(|verified| verified.get().id);
        let invite = invite.ok_or(AppendError::NotHeld)?;
        Ok((StandIns { key: invitation.signing_key(), invite }, self.take_effects()))
    }
}

impl StandIns {
    /// Lets one in; with the envelope that says so, for [`crate::Event::Envelopes`].
    ///
    /// # Errors
    /// If the invitation is not stored yet.
    pub fn admit(
        &self,
        replica: &Replica,
        person: [u8; 16],
        now: u64,
        rng: &mut dyn Random,
    ) -> Result<(StandIn, Vec<u8>), AppendError> {
        if !replica.membership.is_valid(&self.invite) {
            return Err(AppendError::NoMember);
        }
        let device = DeviceKeys::generate(now, rng);
        let (id, hpke) = (device.id(), device.hpke_public());
        let domain = Domain { label: labels::SIGN_REDEEM, register: replica.register, stream: Stream::TEAM };
        let body = Body::AddDevice {
            invite: self.invite,
            person,
            device: id,
            hpke,
            created: now,
            signature: signature::sign(&self.key, domain, &redemption(&self.invite, &person, &id, &hpke)),
        };
        let actor = Actor::new(id, bytes(rng));
        let heads = replica.membership.heads_over(&self.invite);
        let named = Some(heads.clone());
        let verified = replica.compose_as(&device, actor, None, named, Draft::entry(&body), now, rng)?;
        let opened = verified.get();
        Ok((StandIn { device, actor, tip: (1, opened.id), heads }, opened.sealed.clone()))
    }
}

impl StandIn {
    /// The actor that it writes as.
    pub fn actor(&self) -> Actor {
        self.actor
    }

    /// The envelope of its next changes, for [`crate::Event::Envelopes`].
    ///
    /// # Errors
    /// If they are another actor's, or too large for one envelope.
    pub fn write(
        &mut self,
        replica: &Replica,
        doc: DocId,
        changes: Changes,
        now: u64,
        rng: &mut dyn Random,
    ) -> Result<Vec<u8>, AppendError> {
        if changes.actor != self.actor {
            return Err(AppendError::NotHeld);
        }
        let heads = replica.membership.heads_for(&self.device.id());
        let named = (self.heads != heads).then(|| heads.clone());
        let draft = Draft::changes(doc, changes);
        let verified =
            replica.compose_as(&self.device, self.actor, Some(self.tip), named, draft, now, rng)?;
        let opened = verified.get();
        self.tip = (opened.header.counter, opened.id);
        self.heads = heads;
        Ok(opened.sealed.clone())
    }
}
