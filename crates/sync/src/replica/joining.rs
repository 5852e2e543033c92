//! Joining: the welcome is read and checked against the link, the invitation redeemed by this device.

use wire::{ErrorCode, Message};

use super::Replica;
use super::inviting::{Welcome, welcome_context, welcome_domain};
use super::keeping::{After, named, state};
use super::writing::Draft;
use crate::accept::authentic::signed;
use crate::accept::caps;
use crate::cbor::Fields;
use crate::crypto::signature::{self, Domain, verify};
use crate::crypto::{Unopened, hpke, labels, padding};
use crate::device::DeviceKeys;
use crate::documents::Documents;
use crate::effect::Effect;
use crate::envelope::{Kind, Opened, Verified};
use crate::event::JoinError;
use crate::invitation::Invitation;
use crate::membership::{Body, Role, redemption};
use crate::name::{Actor, DeviceId, Hash, Stream};
use crate::person::person_of;
use crate::random::{Random, bytes};
use crate::relay_client::{Asked, RelayClient};
use crate::store::{StoredEnvelope, Transaction};

/// How many attempts to reach the relay are made before the person is told.
const ATTEMPTS: u32 = 3;

/// A joining under way.
pub(super) struct Joining {
    invitation: Invitation,
    /// What lies in the invitation's mailbox.
    found: Vec<Vec<u8>>,
    /// Whether it was redeemed and is being stored.
    redeemed: bool,
}

impl Replica {
    pub(super) fn begin_joining(
        invitation: &Invitation,
        person: Option<[u8; 16]>,
        now: u64,
        rng: &mut dyn Random,
    ) -> Self {
        let device = DeviceKeys::generate(now, rng);
        let person = person.unwrap_or_else(|| person_of(&invitation.register(), &device.id()));
        let mut replica = Self::blank(invitation.register(), person, device, rng);
        replica.relay = RelayClient::new(Some(invitation.relay().to_owned()));
        replica.joining =
            Some(Joining { invitation: invitation.clone(), found: Vec::new(), redeemed: false });
        replica.relay.connect(now, &mut replica.effects);
        replica.schedule();
        replica
    }

    pub(super) fn open_invitation(&mut self, now: u64) {
        let Some(joining) = self.joining.as_mut().filter(|joining| !joining.redeemed) else { return };
        joining.found.clear();
        let (mailbox, read) = (joining.invitation.mailbox(), joining.invitation.secrets().read);
        self.ask_open(mailbox, read, now);
    }

    pub(super) fn joining_heard(
        &mut self,
        asked: Option<Asked>,
        message: Message,
        now: u64,
        rng: &mut dyn Random,
    ) {
        let Some(joining) = self.joining.as_mut().filter(|joining| !joining.redeemed) else { return };
        match (asked, message) {
            (None, Message::Event { mailbox, bytes: Some(bytes), .. })
                if mailbox == joining.invitation.mailbox() =>
            {
                joining.found.push(bytes);
            }
            (Some(Asked::Open(_)), Message::End { .. }) => {
                let (invitation, found) = (joining.invitation.clone(), std::mem::take(&mut joining.found));
                let nothing = found.is_empty();
                let genuine = self
                    .take_welcome(&invitation, &found)
                    .and_then(|invite| self.redeem(&invitation, invite, now, rng))
                    .is_ok();
                match (genuine, nothing) {
                    (true, _) => {}
                    (false, true) => self.join_failed(JoinError::NoInvitation),
                    (false, false) => self.join_failed(JoinError::NotGenuine),
                }
            }
            (Some(Asked::Open(_)), Message::Error { code, .. }) => match code {
                ErrorCode::Gone | ErrorCode::Denied => self.join_failed(JoinError::NoInvitation),
                _ => self.hang_up(now, rng),
            },
            _ => {}
        }
    }

    /// Takes in the parts of a welcome and checks that it is what the link promises: signed by an owner, in a
    /// membership that begins with the genesis which the register's name is the hash of. What is not genuine of
    /// it is left out. Gives the invitation's entry.
    fn take_welcome(&mut self, invitation: &Invitation, found: &[Vec<u8>]) -> Result<Hash, Unopened> {
        let parts: Vec<(DeviceId, Welcome)> =
            found.iter().filter_map(|bytes| self.open_welcome(invitation, bytes).ok()).collect();
        let mut told = Vec::new();
        for (signer, welcome) in parts {
            for inner in welcome.entries {
                let entry = Opened::new(Vec::new(), inner, None)
                    .filter(|opened| opened.header.kind == Kind::Membership && caps::within(opened))
                    .filter(|opened| signed(&self.register, opened));
                if let Some(opened) = entry {
                    self.membership.insert(opened.id, opened.inner);
                }
            }
            told.push((signer, welcome.keys, welcome.invite));
        }
        let is_owner = |signer: &DeviceId| {
            self.membership.member(signer).is_some_and(|member| member.role == Role::Owner)
        };
        let invites = |invite: &Hash| match self.membership.body(invite) {
            Some(Body::Invite { sign, .. }) => *sign == invitation.sign_public(),
            _ => false,
        };
        told.retain(|(signer, _, invite)| is_owner(signer) && invites(invite));
        for key in told.iter().flat_map(|(_, keys, _)| keys) {
            self.epochs.add(&self.register, *key);
        }
        let sealable = self.membership.current_epoch().is_some_and(|check| self.epochs.get(&check).is_some());
        let whole = sealable && self.membership.mailbox().is_some();
        told.last().filter(|_| whole).map(|(_, _, invite)| *invite).ok_or(Unopened)
    }

    /// Opens a part of a welcome; with who signed it.
    fn open_welcome(&self, invitation: &Invitation, bytes: &[u8]) -> Result<(DeviceId, Welcome), Unopened> {
        let malformed = |_| Unopened;
        let outside = Fields::read(bytes).map_err(malformed)?;
        let context = welcome_context(self.register, &invitation.mailbox());
        let sealed = outside.bytes(1).map_err(malformed)?;
        let content = hpke::open(&invitation.hpke_material(), context, sealed)?;
        let content = padding::unpad(content.to_vec())?;
        let fields = Fields::read(&content).map_err(malformed)?;
        let signer = DeviceId(fields.array(1).map_err(malformed)?);
        let signature = fields.array(2).map_err(malformed)?;
        let welcome = fields.bytes(0).map_err(malformed)?;
        verify(&signer, welcome_domain(self.register), welcome, &signature)?;
        Ok((signer, Welcome::decode(welcome).map_err(malformed)?))
    }

    /// Writes the entry that makes this device a member, and stores all of it at once.
    fn redeem(
        &mut self,
        invitation: &Invitation,
        invite: Hash,
        now: u64,
        rng: &mut dyn Random,
    ) -> Result<(), Unopened> {
        let (device, hpke) = (self.device.id(), self.device.hpke_public());
        let domain = Domain { label: labels::SIGN_REDEEM, register: self.register, stream: Stream::TEAM };
        let signed = redemption(&invite, &self.person, &device, &hpke);
        let body = Body::AddDevice {
            invite,
            person: self.person,
            device,
            hpke,
            created: self.device.created,
            signature: signature::sign(&invitation.signing_key(), domain, &signed),
        };
        let actor = Actor::new(device, bytes(rng));
        let heads = Some(self.membership.heads_over(&invite));
        let verified =
            self.compose(actor, None, heads, Draft::entry(&body), now, rng).map_err(|_| Unopened)?;
        let opened = verified.get();
        let (id, key, sealed) = (opened.id, opened.key(), opened.sealed.clone());
        self.membership.insert(id, opened.inner.clone());
        if !self.membership.is_valid(&id) {
            return Err(Unopened);
        }
        let head = self.writers.head((1, id));
        let mut state = self.identity_states();
        state.push((state::MAIN.to_owned(), Some(actor.0.to_vec())));
        for (id, entry) in self.membership.entries() {
            state.push((named(state::ENTRY, &id.0), Some(entry.inner.encode())));
        }
        for epoch in self.epochs.iter() {
            state.push((named(state::EPOCH, &epoch.check), Some(epoch.key.to_vec())));
        }
        let transaction = Transaction {
            expect: vec![(actor, None)],
            heads: vec![(actor, head)],
            envelopes: vec![StoredEnvelope { key, sealed }],
            state,
        };
        self.writers.previous = Some(actor);
        self.writers.continue_at(actor, (1, id), head, self.membership.heads_for(&device));
        if let Some(joining) = &mut self.joining {
            joining.redeemed = true;
        }
        self.store(transaction, After::Joined { actor, head, envelope: Box::new(verified) });
        Ok(())
    }

    /// The redeemed invitation is stored: from now on this is a member like any other.
    pub(super) fn joined(&mut self, envelope: Verified, now: u64, docs: &mut dyn Documents) {
        self.joining = None;
        self.effects.push(Effect::Joined);
        self.appended(vec![envelope], now, docs);
        self.connect_to_team(now);
        self.open_team(now);
    }

    pub(super) fn join_failed(&mut self, error: JoinError) {
        if self.joining.take().is_some() {
            self.effects.push(Effect::JoinFailed(error));
            self.effects.push(Effect::RelayClose);
            self.relay = RelayClient::new(None);
        }
    }

    /// An attempt to reach the relay failed.
    pub(super) fn joining_stalls(&mut self) {
        let waiting = self.joining.as_ref().is_some_and(|joining| !joining.redeemed);
        if waiting && self.relay.attempts() >= ATTEMPTS {
            self.join_failed(JoinError::RelayUnreachable);
        }
    }
}
