//! Inviting: an entry that names the invitation's keys, and a welcome in the invitation's mailbox, sealed to
//! those who hold its secret, so that joining needs nobody online.

use std::collections::BTreeSet;

use wire::{MailboxId, RequestBody, Secret, SecretHashes};

use super::Replica;
use super::keeping::{After, named, state};
use super::writing::Draft;
use crate::cbor::{Fields, Malformed, Value, map};
use crate::crypto::hpke::{self, Context};
use crate::crypto::signature::Domain;
use crate::crypto::{Unopened, labels, padding};
use crate::envelope::{Inner, Opened};
use crate::error::{AppendError, InviteError};
use crate::invitation::Invitation;
use crate::membership::{Body, Role};
use crate::name::{Actor, Hash, RegisterId, Stream};
use crate::random::{Random, bytes};
use crate::relay_client::Asked;
use crate::store::Transaction;

/// The version of the welcome.
const VERSION: u64 = 1;

/// The most bytes of entries in one part of a welcome; sealed and padded it stays below the greatest envelope.
const PART: usize = 448 << 10;

/// An invitation that the relay has not got yet.
#[derive(Clone)]
pub(super) struct Offer {
    hashes: SecretHashes,
    write: Secret,
    /// The parts of the welcome.
    welcome: Vec<Vec<u8>>,
    /// The invitation's entry; what it needs lies in the store before the relay gets anything.
    pub(super) invite: Hash,
    /// Whether it was begun in this connection.
    asked: bool,
    /// The parts that the relay has not acknowledged in this connection.
    lacking: BTreeSet<usize>,
    /// When to ask again after the relay refused it.
    retry_at: Option<u64>,
}

impl Offer {
    fn new(hashes: SecretHashes, write: Secret, welcome: Vec<Vec<u8>>, invite: Hash) -> Self {
        Self { hashes, write, welcome, invite, asked: false, lacking: BTreeSet::new(), retry_at: None }
    }

    fn mailbox(&self) -> MailboxId {
        MailboxId::of(&self.hashes)
    }

    fn encode(&self) -> Vec<u8> {
        map(&[
            (0, Value::Bytes(&self.hashes.read)),
            (1, Value::Bytes(&self.hashes.own)),
            (2, Value::Bytes(&self.write.0)),
            (3, Value::List(self.welcome.iter().map(Vec::as_slice).collect())),
            (4, Value::Bytes(&self.invite.0)),
        ])
    }

    pub(super) fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let fields = Fields::read(bytes)?;
        let write = Secret(fields.array(2)?);
        let hashes = SecretHashes { read: fields.array(0)?, write: write.hash(), own: fields.array(1)? };
        let welcome = fields.list(3)?.into_iter().map(<[u8]>::to_vec).collect();
        Ok(Self::new(hashes, write, welcome, Hash(fields.array(4)?)))
    }
}

/// What a newcomer needs: the keys and the membership so far, or a part of it. Signed by an owner.
pub(super) struct Welcome {
    pub(super) keys: Vec<[u8; 32]>,
    /// Entries, ancestors first.
    pub(super) entries: Vec<Inner>,
    /// The entry of this invitation.
    pub(super) invite: Hash,
}

impl Welcome {
    fn encode(&self) -> Vec<u8> {
        let entries: Vec<_> = self.entries.iter().map(Inner::encode).collect();
        map(&[
            (0, Value::Number(VERSION)),
            (1, Value::List(self.keys.iter().map(<[u8; 32]>::as_slice).collect())),
            (2, Value::List(entries.iter().map(Vec::as_slice).collect())),
            (3, Value::Bytes(&self.invite.0)),
        ])
    }

    pub(super) fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let fields = Fields::read(bytes)?;
        if fields.number(0)? != VERSION {
            return Err(Malformed);
        }
        Ok(Self {
            keys: fields.arrays(1)?,
            entries: fields.list(2)?.into_iter().map(Inner::decode).collect::<Result<_, _>>()?,
            invite: Hash(fields.array(3)?),
        })
    }
}

/// What an owner's signature of a welcome is over.
pub(super) fn welcome_domain(register: RegisterId) -> Domain<'static> {
    Domain { label: labels::SIGN_WELCOME, register, stream: Stream::TEAM }
}

/// What a welcome is sealed for.
pub(super) fn welcome_context(register: RegisterId, mailbox: &MailboxId) -> Context<'static> {
    Context { label: labels::HPKE_WELCOME, register, prev: Hash(mailbox.0) }
}

impl Replica {
    pub(super) fn make_invitation(
        &mut self,
        now: u64,
        rng: &mut dyn Random,
    ) -> Result<Invitation, InviteError> {
        let Some(url) = self.membership.mailbox().map(|mailbox| mailbox.url.clone()) else {
            return Err(InviteError::NoRelay);
        };
        let owner =
            self.membership.member(&self.device.id()).is_some_and(|member| member.role == Role::Owner);
        if !owner {
            return Err(InviteError::NotOwner);
        }
        let invitation = Invitation::new(url, self.register, bytes(rng));
        let body = Body::Invite {
            sign: invitation.sign_public(),
            hpke: invitation.hpke_public(),
            role: Role::Editor,
        };
        // A slot of its own: no other tab can be in its way, and it never becomes an actor of a document.
        let actor = self.new_slot(rng);
        self.write_invite(actor, &body, &invitation, now, rng)?;
        self.snapshots.invited(now, rng);
        Ok(invitation)
    }

    /// The entry is written, and with it, in the same transaction, what the relay is to get.
    fn write_invite(
        &mut self,
        actor: Actor,
        body: &Body,
        invitation: &Invitation,
        now: u64,
        rng: &mut dyn Random,
    ) -> Result<(), AppendError> {
        let mut made = None;
        let states = |replica: &Self, entry: &Opened, rng: &mut dyn Random| {
            let welcome = replica.welcome(invitation, entry, rng).map_err(|_| AppendError::TooLarge)?;
            let secrets = invitation.secrets();
            let offer = made.insert(Offer::new(secrets.hashes(), secrets.write, welcome, entry.id));
            Ok(vec![(named(state::INVITATION, &invitation.mailbox().0), Some(offer.encode()))])
        };
        self.write_with(actor, Draft::entry(body), false, states, now, rng)?;
        self.team.offers.extend(made);
        Ok(())
    }

    /// The parts of a welcome: as much of the membership as a newcomer needs, up to the invitation's entry.
    fn welcome(
        &self,
        invitation: &Invitation,
        invite: &Opened,
        rng: &mut dyn Random,
    ) -> Result<Vec<Vec<u8>>, Unopened> {
        let needed = self.membership.needed().into_iter().map(|entry| &entry.inner);
        let (mut parts, mut size) = (vec![Vec::new()], 0);
        for inner in needed.chain([&invite.inner]) {
            let length = inner.header.len() + inner.body.len();
            if size + length > PART && size > 0 {
                parts.push(Vec::new());
                size = 0;
            }
            size += length;
            parts.last_mut().unwrap_or(&mut Vec::new()).push(inner.clone());
        }
        let keys: Vec<[u8; 32]> = self.epochs.iter().map(|epoch| *epoch.key).collect();
        let seal = |entries| {
            let part = Welcome { keys: keys.clone(), entries, invite: invite.id };
            self.seal_welcome(invitation, &part, rng)
        };
        parts.into_iter().map(seal).collect()
    }

    pub(super) fn seal_welcome(
        &self,
        invitation: &Invitation,
        welcome: &Welcome,
        rng: &mut dyn Random,
    ) -> Result<Vec<u8>, Unopened> {
        let welcome = welcome.encode();
        let signature = self.device.sign(welcome_domain(self.register), &welcome);
        let content = map(&[
            (0, Value::Bytes(&welcome)),
            (1, Value::Bytes(&self.device.id().0)),
            (2, Value::Bytes(&signature)),
        ]);
        let context = welcome_context(self.register, &invitation.mailbox());
        let sealed = hpke::seal(&invitation.hpke_public(), context, &padding::pad(&content)?, rng)?;
        Ok(map(&[(0, Value::Number(VERSION)), (1, Value::Bytes(&sealed))]))
    }

    /// Makes the mailboxes of invitations that the relay has not got yet.
    pub(super) fn offer_invitations(&mut self, now: u64) {
        if !self.relay.is_up() || self.joining.is_some() {
            return;
        }
        for offer in &mut self.team.offers {
            let due = offer.retry_at.is_none_or(|at| now >= at);
            if !offer.asked && due && self.membership.is_valid(&offer.invite) {
                offer.asked = true;
                let body = RequestBody::Create { hashes: offer.hashes };
                self.relay.ask(Asked::Create(offer.mailbox()), body, now, &mut self.effects);
            }
        }
    }

    /// Another connection: what was begun in the last one is begun again.
    pub(super) fn offers_again(&mut self) {
        self.team.offers.iter_mut().for_each(|offer| offer.asked = false);
    }

    /// When invitations that the relay refused are offered again.
    pub(super) fn offers_wake_at(&self) -> Option<u64> {
        let waiting = self.team.offers.iter().filter(|offer| !offer.asked);
        waiting.filter_map(|offer| offer.retry_at).min()
    }

    /// Whether the relay refuses an invitation of this device.
    pub(super) fn is_offer_refused(&self) -> bool {
        self.team.offers.iter().any(|offer| offer.retry_at.is_some())
    }

    /// The relay refuses an invitation. It is offered again later; all else goes on.
    pub(super) fn offer_refused(&mut self, mailbox: &MailboxId, again: u64) {
        if let Some(offer) = self.team.offers.iter_mut().find(|offer| offer.mailbox() == *mailbox) {
            offer.asked = false;
            offer.retry_at = Some(again);
        }
    }

    pub(super) fn put_welcome(&mut self, mailbox: MailboxId, now: u64) {
        let Some(offer) = self.team.offers.iter_mut().find(|offer| offer.mailbox() == mailbox) else {
            return;
        };
        offer.lacking = (0..offer.welcome.len()).collect();
        for (part, bytes) in offer.welcome.iter().enumerate() {
            let body = RequestBody::Put { mailbox, write: offer.write.clone(), bytes: bytes.clone() };
            self.relay.ask(Asked::Welcome(mailbox, part), body, now, &mut self.effects);
        }
    }

    /// The relay has a part of a welcome: once it has all of them, the link works.
    pub(super) fn welcome_lies(&mut self, mailbox: &MailboxId, part: usize) {
        let Some(offer) = self.team.offers.iter_mut().find(|offer| offer.mailbox() == *mailbox) else {
            return;
        };
        offer.lacking.remove(&part);
        if !offer.asked || !offer.lacking.is_empty() {
            return;
        }
        self.team.offers.retain(|offer| offer.mailbox() != *mailbox);
        let state = vec![(named(state::INVITATION, &mailbox.0), None)];
        self.store(Transaction { state, ..Transaction::default() }, After::State);
    }
}
