//! Backing up and coming back: a recovery device that is a member beside this one, and a new device that it
//! adds wherever a backup is restored.

use super::Replica;
use super::keeping::{After, named, state};
use super::network::Team;
use super::writing::{Draft, sign};
use crate::backup::{BackupReader, BackupWriter, Head, Kept, RecoveryCode};
use crate::crypto::labels;
use crate::crypto::signature::Domain;
use crate::device::DeviceKeys;
use crate::effect::Effect;
use crate::envelope::{Opened, Verified, seal_inner};
use crate::error::{AppendError, RecoverError};
use crate::membership::{Body, enrolment};
use crate::name::{Actor, Stream};
use crate::random::{Random, bytes};
use crate::store::{Stored, StoredEnvelope, Transaction};

/// What is known of backups of this device.
#[derive(Default)]
pub(super) struct Backups {
    /// What makes one, once there is a recovery code.
    pub(super) kept: Option<Kept>,
    /// When the last file was handed over, in ms.
    pub(super) made: Option<u64>,
}

/// How much of a backup was restored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recovered {
    /// Envelopes that are in their logs.
    pub taken: u64,
    /// Envelopes that the file says it has. Those that are not in their logs are none, or stand on what is not
    /// there.
    pub of: u64,
}

impl Recovered {
    /// Whether nothing is lacking.
    pub fn is_whole(self) -> bool {
        self.taken == self.of
    }
}

impl Replica {
    /// Whether there is a recovery code, so that a backup is one call.
    pub fn has_recovery_code(&self) -> bool {
        self.backups.kept.is_some()
    }

    /// When the last backup was handed over, in ms.
    pub fn backed_up_at(&self) -> Option<u64> {
        self.backups.made
    }

    /// Whether anything of the register lies on a relay, as far as this device was told.
    pub fn is_on_relay(&self) -> bool {
        !self.team.shown.tips.is_empty()
    }

    /// Makes a recovery code and the recovery device that it stands for. Earlier codes open earlier files still.
    /// If the store refuses what follows, [`Self::forget_recovery_code`].
    ///
    /// # Errors
    /// If this device is no member yet.
    pub fn make_recovery_code(
        &mut self,
        now: u64,
        rng: &mut dyn Random,
    ) -> Result<(RecoveryCode, Vec<Effect>), AppendError> {
        let code = RecoveryCode::generate(rng);
        let kept = Kept { key: code.key(), device: DeviceKeys::generate(now, rng) };
        let entry = self.add_own_device(&self.device, &kept.device);
        // A slot of its own: no other tab can be in its way, and it never becomes an actor of a document.
        let actor = self.new_slot(rng);
        let states = vec![(state::BACKUP.to_owned(), Some(kept.encode()))];
        self.write(actor, Draft::entry(&entry), false, states, now, rng)?;
        self.backups.kept = Some(kept);
        self.schedule();
        Ok((code, self.take_effects()))
    }

    /// The recovery code was not stored: there is none.
    pub fn forget_recovery_code(&mut self) {
        self.backups.kept = None;
    }

    fn add_own_device(&self, by: &DeviceKeys, added: &DeviceKeys) -> Body {
        let domain = Domain { label: labels::SIGN_ENROL, register: self.register, stream: Stream::TEAM };
        let (device, hpke) = (added.id(), added.hpke_public());
        let signed = enrolment(&by.id(), &self.person, &device, &hpke);
        Body::AddOwnDevice {
            person: self.person,
            device,
            hpke,
            created: added.created,
            signature: added.sign(domain, &signed),
        }
    }

    /// Begins a backup of what is stored: `count` envelopes with `size` bytes in all, which are then handed to
    /// the writer in the order of [`crate::backup_order`]. None without a recovery code.
    pub fn begin_backup(
        &self,
        stored: &Stored,
        count: u64,
        size: u64,
        now: u64,
        rng: &mut dyn Random,
    ) -> Option<BackupWriter> {
        let kept = self.backups.kept.as_ref()?;
        let relay = stored.state.iter().find(|(name, _)| name == state::RELAY);
        let head = Head {
            register: self.register,
            person: self.person,
            device: kept.device.clone(),
            epochs: self.epochs.iter().map(|epoch| *epoch.key).collect(),
            relay: relay.map(|(_, reading)| reading.clone()),
            made: now,
            count,
        };
        Some(BackupWriter::new(&kept.key, &head, size, rng))
    }

    /// A backup was handed over.
    pub fn backed_up(&mut self, at: u64) -> Vec<Effect> {
        self.backups.made = Some(at);
        self.store(Transaction { state: vec![made(at)], ..Transaction::default() }, After::State);
        self.take_effects()
    }

    /// Whether this is what a device keeps of a register.
    pub fn is_stored(stored: &Stored) -> bool {
        stored.state.iter().any(|(name, _)| name == state::REGISTER)
    }

    /// A replica to read a backup into, by [`crate::Event::Envelopes`] in the order of the file, on a store that
    /// has nothing of the register. It connects to nothing. None before the reader has come to the register.
    pub fn recover(reader: &BackupReader, now: u64, rng: &mut dyn Random) -> Option<Self> {
        let head = reader.head()?;
        let mut replica = Self::blank(head.register, head.person, DeviceKeys::generate(now, rng), rng);
        for key in &head.epochs {
            replica.epochs.add(&head.register, *key);
        }
        Some(replica)
    }

    /// All of the backup was read: this device becomes a member. Once what follows is stored, the register is
    /// opened as after any restart. Tells how much of the file is in it.
    ///
    /// # Errors
    /// If the file's recovery device is no member by the file's own envelopes.
    pub fn recovered(
        &mut self,
        reader: &BackupReader,
        now: u64,
        rng: &mut dyn Random,
    ) -> Result<(Recovered, Vec<Effect>), RecoverError> {
        let (head, kept) = reader
            .head()
            .zip(reader.kept())
            .filter(|(head, _)| head.register == self.register)
            .ok_or(RecoverError)?;
        let recovered = Recovered { taken: self.logs.keys().count() as u64, of: head.count };
        let entry = self.add_own_device(&kept.device, &self.device);
        let actor = Actor::new(kept.device.id(), bytes(rng));
        let heads = Some(self.membership.heads_for(&kept.device.id()));
        let draft = Draft::entry(&entry);
        let (_, inner) = sign(&kept.device, Some(self.register), actor, None, heads, draft, now, rng);
        let epoch = self.epochs.current(self.membership.current_epoch()).ok_or(RecoverError)?;
        let sealed = seal_inner(epoch, &inner).map_err(|_| RecoverError)?;
        let opened = Opened::new(sealed, inner, None).ok_or(RecoverError)?;
        let id = opened.id;
        self.membership.insert(id, opened.inner.clone());
        if !self.membership.is_valid(&id) {
            return Err(RecoverError);
        }
        let writer = self.writers.head((1, id));
        let mut states = self.identity_states();
        states.push((named(state::ENTRY, &id.0), Some(opened.inner.encode())));
        for epoch in self.epochs.iter() {
            states.push((named(state::EPOCH, &epoch.check), Some(epoch.key.to_vec())));
        }
        states.push((state::BACKUP.to_owned(), Some(kept.encode())));
        states.push(made(head.made));
        states.extend(self.reading(head).map(|reading| (state::RELAY.to_owned(), Some(reading))));
        let transaction = Transaction {
            expect: vec![(actor, None)],
            heads: vec![(actor, writer)],
            envelopes: vec![StoredEnvelope { key: opened.key(), sealed: opened.sealed.clone() }],
            state: states,
        };
        let verified = Verified::authentic(opened);
        self.store(transaction, After::Append { actor, head: writer, envelopes: vec![verified], told: true });
        Ok((recovered, self.take_effects()))
    }

    /// From where this device reads the relay on; from the beginning if the file lacks something.
    fn reading(&self, head: &Head) -> Option<Vec<u8>> {
        let mailbox = self.membership.mailbox()?.id();
        let whole = self.logs.keys().count() as u64 == head.count;
        let mut team = Team::decode(head.relay.as_deref().filter(|_| whole)?, &mailbox).ok()??;
        team.own_seq = 0;
        Some(team.encode(&mailbox, &team.inbox))
    }
}

/// The state that tells when a backup was made.
fn made(at: u64) -> (String, Option<Vec<u8>>) {
    (state::BACKED_UP.to_owned(), Some(at.to_be_bytes().to_vec()))
}
