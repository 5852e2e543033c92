//! Inviting: an entry that names the invitation's keys, and a welcome in the invitation's mailbox, sealed to
//! those who hold its secret, so that joining needs nobody online.

use wire::{MailboxId, RequestBody, Secret, SecretHashes};

use super::Replica;
use super::keeping::{After, named, state};
use super::writing::Draft;
use crate::cbor::{Fields, Malformed, Value, map};
use crate::crypto::hpke::{self, Context};
use crate::crypto::signature::Domain;
use crate::crypto::{Unopened, labels, padding};
use crate::envelope::{Inner, Kind};
use crate::error::{AppendError, InviteError};
use crate::invitation::Invitation;
use crate::membership::{Body, Role};
use crate::name::{Hash, RegisterId, Stream};
use crate::random::{Random, bytes};
use crate::relay_client::Asked;
use crate::store::Transaction;

/// The version of the welcome.
const VERSION: u64 = 1;

/// An invitation that the relay has not got yet.
#[derive(Clone)]
pub(super) struct Offer {
    hashes: SecretHashes,
    write: Secret,
    welcome: Vec<u8>,
    /// The invitation's entry; what it needs lies in the store before the relay gets anything.
    pub(super) invite: Hash,
    /// Whether it was begun in this connection.
    asked: bool,
}

impl Offer {
    fn mailbox(&self) -> MailboxId {
        MailboxId::of(&self.hashes)
    }

    fn encode(&self) -> Vec<u8> {
        map(&[
            (0, Value::Bytes(&self.hashes.read)),
            (1, Value::Bytes(&self.hashes.own)),
            (2, Value::Bytes(&self.write.0)),
            (3, Value::Bytes(&self.welcome)),
            (4, Value::Bytes(&self.invite.0)),
        ])
    }

    pub(super) fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let fields = Fields::read(bytes)?;
        let write = Secret(fields.array(2)?);
        Ok(Self {
            hashes: SecretHashes { read: fields.array(0)?, write: write.hash(), own: fields.array(1)? },
            write,
            welcome: fields.bytes(3)?.to_vec(),
            invite: Hash(fields.array(4)?),
            asked: false,
        })
    }
}

/// What a newcomer needs: the keys and the membership so far. Signed by an owner.
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
        let welcome = |id: Hash, inner: Inner, replica: &Self, rng: &mut dyn Random| {
            let entries = replica.membership.entries();
            let mut entries: Vec<Inner> = entries.into_iter().map(|(_, entry)| entry.inner.clone()).collect();
            entries.push(inner);
            let keys = replica.epochs.iter().map(|epoch| *epoch.key).collect();
            replica.seal_welcome(&invitation, &Welcome { keys, entries, invite: id }, rng)
        };
        self.write_invite(actor, &body, &invitation, welcome, now, rng).map_err(|_| InviteError::NotOwner)?;
        self.snapshots.invited(now, rng);
        Ok(invitation)
    }

    /// The entry is written, and with it, in the same transaction, what the relay is to get.
    fn write_invite(
        &mut self,
        actor: crate::name::Actor,
        body: &Body,
        invitation: &Invitation,
        welcome: impl Fn(Hash, Inner, &Self, &mut dyn Random) -> Result<Vec<u8>, Unopened>,
        now: u64,
        rng: &mut dyn Random,
    ) -> Result<(), AppendError> {
        let ticket = self.write(actor, Draft::entry(body), false, Vec::new(), now, rng)?;
        let Some((id, inner)) = self.keeping.pending_entry(ticket) else { return Err(AppendError::NotHeld) };
        let secrets = invitation.secrets();
        let welcome = welcome(id, inner, self, rng).map_err(|_| AppendError::TooLarge)?;
        let hashes = secrets.hashes();
        let offer = Offer { hashes, write: secrets.write, welcome, invite: id, asked: false };
        let name = named(state::INVITATION, &invitation.mailbox().0);
        self.store(
            Transaction { state: vec![(name, Some(offer.encode()))], ..Transaction::default() },
            After::State,
        );
        self.team.offers.push(offer);
        Ok(())
    }

    fn seal_welcome(
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
            if !offer.asked && self.membership.is_valid(&offer.invite) {
                offer.asked = true;
                let body = RequestBody::Create { hashes: offer.hashes, token: None };
                self.relay.ask(Asked::Create(offer.mailbox()), body, now, &mut self.effects);
            }
        }
    }

    /// Another connection: what was begun in the last one is begun again.
    pub(super) fn offers_again(&mut self) {
        self.team.offers.iter_mut().for_each(|offer| offer.asked = false);
    }

    pub(super) fn put_welcome(&mut self, mailbox: MailboxId, now: u64) {
        if let Some(offer) = self.team.offers.iter().find(|offer| offer.mailbox() == mailbox).cloned() {
            let body = RequestBody::Put { mailbox, write: offer.write, bytes: offer.welcome };
            self.relay.ask(Asked::Welcome(mailbox), body, now, &mut self.effects);
        }
    }

    /// The relay has a welcome: the link works from now on.
    pub(super) fn welcome_lies(&mut self, mailbox: &MailboxId) {
        self.team.offers.retain(|offer| offer.mailbox() != *mailbox);
        let state = vec![(named(state::INVITATION, &mailbox.0), None)];
        self.store(Transaction { state, ..Transaction::default() }, After::State);
        self.effects.push(crate::effect::Effect::StatusChanged);
    }
}

impl super::keeping::Keeping {
    /// The membership entry that an append under way carries.
    fn pending_entry(&self, ticket: crate::event::Ticket) -> Option<(Hash, Inner)> {
        let opened = self.envelopes_of(ticket).first()?.get();
        (opened.header.kind == Kind::Membership).then(|| (opened.id, opened.inner.clone()))
    }
}
