//! Founding: genesis, the first epoch, the first mailbox; works without any network.

use super::Replica;
use super::keeping::{After, named, state};
use super::writing::{Draft, sign};
use crate::cbor::{Value, map};
use crate::crypto::hpke::{self, Context};
use crate::crypto::{labels, sha256};
use crate::device::DeviceKeys;
use crate::envelope::{Inner, Opened, Verified, seal_inner};
use crate::membership::{Body, Grant, Mailbox};
use crate::name::{Actor, Hash, RegisterId, Stream};
use crate::random::{Random, bytes};
use crate::store::{StoredEnvelope, Transaction};

impl Replica {
    pub(super) fn new_register(
        person: [u8; 16],
        relay: Option<String>,
        now: u64,
        rng: &mut dyn Random,
    ) -> Self {
        let device = DeviceKeys::generate(now, rng);
        let actor = Actor::new(device.id(), bytes(rng));
        let genesis = Body::Genesis {
            random: bytes(rng),
            person,
            device: device.id(),
            hpke: device.hpke_public(),
            created: now,
        };
        let (_, genesis) = sign(&device, None, actor, None, None, Draft::entry(&genesis), now, rng);
        let register = RegisterId(sha256(&[&genesis.header]).0);
        let mut replica = Self::blank(register, person, device, rng);
        let key = bytes(rng);
        let check = replica.epochs.add(&register, key).unwrap_or_default();

        let mut entries = vec![genesis];
        let mut tip = replica.found_entry(entries.last(), 1);
        let grants = replica.grant(&key, labels::HPKE_GRANT, tip.1, rng);
        let rotate = Body::Rotate { key_check: check, grants, old_keys: Vec::new() };
        entries.push(replica.next_entry(actor, tip, &rotate, now, rng));
        tip = replica.found_entry(entries.last(), 2);
        if let Some(url) = relay {
            let own: [u8; 32] = bytes(rng);
            let mailbox = Body::Mailbox(Mailbox {
                stream: Stream::TEAM,
                url: url.clone(),
                read: wire::Secret(bytes(rng)),
                write: wire::Secret(bytes(rng)),
                own_hash: wire::Secret(own).hash(),
                own: replica.grant(&own, labels::HPKE_OWN, tip.1, rng),
            });
            entries.push(replica.next_entry(actor, tip, &mailbox, now, rng));
            tip = replica.found_entry(entries.last(), 3);
        }

        let mut transaction = Transaction { expect: vec![(actor, None)], ..Transaction::default() };
        transaction.state = replica.identity_states();
        transaction.state.push((named(state::EPOCH, &check), Some(key.to_vec())));
        transaction.state.push((state::MAIN.to_owned(), Some(actor.0.to_vec())));
        let mut envelopes = Vec::new();
        for inner in entries {
            let id = sha256(&[&inner.header]);
            transaction.state.push((named(state::ENTRY, &id.0), Some(inner.encode())));
            let sealed = replica.epochs.get(&check).and_then(|epoch| seal_inner(epoch, &inner).ok());
            // Entries of this size always seal.
            if let Some(opened) = sealed.and_then(|sealed| Opened::new(sealed, inner, None)) {
                let envelope = StoredEnvelope { key: opened.key(), sealed: opened.sealed.clone() };
                transaction.envelopes.push(envelope);
                envelopes.push(Verified::authentic(opened));
            }
        }
        let head = replica.writers.head(tip);
        transaction.heads.push((actor, head));
        replica.writers.previous = Some(actor);
        replica.writers.continue_at(actor, tip, head, replica.membership.heads());
        replica.store(transaction, After::Append { actor, head, envelopes, told: false });
        replica.team.absent = true;
        replica.connect_to_team(now);
        replica.schedule();
        replica
    }

    /// The states that tell who this is.
    pub(super) fn identity_states(&self) -> Vec<(String, Option<Vec<u8>>)> {
        let register = map(&[(0, Value::Bytes(&self.register.0)), (1, Value::Bytes(&self.person))]);
        vec![
            (state::REGISTER.to_owned(), Some(register)),
            (state::DEVICE.to_owned(), Some(self.device.encode())),
        ]
    }

    /// Seals a secret to this device.
    fn grant(&self, secret: &[u8; 32], label: &str, prev: Hash, rng: &mut dyn Random) -> Vec<Grant> {
        let to = self.device.hpke_public();
        let context = Context { label, register: self.register, prev };
        hpke::seal(&to, context, secret, rng).map(|sealed| Grant { to, sealed }).into_iter().collect()
    }

    fn next_entry(
        &self,
        actor: Actor,
        tip: (u64, Hash),
        body: &Body,
        now: u64,
        rng: &mut dyn Random,
    ) -> Inner {
        let heads = Some(self.membership.heads());
        let draft = Draft::entry(body);
        sign(&self.device, Some(self.register), actor, Some(tip), heads, draft, now, rng).1
    }

    /// Takes one of the first entries into the graph; gives its point.
    fn found_entry(&mut self, entry: Option<&Inner>, counter: u64) -> (u64, Hash) {
        let Some(inner) = entry else { return (counter, Hash::ZERO) };
        let id = sha256(&[&inner.header]);
        self.membership.insert(id, inner.clone());
        (counter, id)
    }
}
