//! Restoring: the same replica from what is stored. Envelopes' bytes are not needed for it.

use std::collections::{BTreeMap, BTreeSet};

use super::Replica;
use super::inviting::Offer;
use super::keeping::state;
use super::network::Team;
use crate::backup::Kept;
use crate::cbor::Fields;
use crate::crypto::sha256;
use crate::device::DeviceKeys;
use crate::envelope::Inner;
use crate::error::RestoreError;
use crate::hex;
use crate::log::Logs;
use crate::name::{Actor, Hash, RegisterId};
use crate::random::Random;
use crate::store::Stored;

impl Replica {
    pub(super) fn from_stored(stored: Stored, now: u64, rng: &mut dyn Random) -> Result<Self, RestoreError> {
        let states: BTreeMap<String, Vec<u8>> = stored.state.into_iter().collect();
        let damaged = |name| move |_| RestoreError::Damaged(name);
        let register = states.get(state::REGISTER).ok_or(RestoreError::Empty)?;
        let fields = Fields::read(register).map_err(damaged(state::REGISTER))?;
        let register = RegisterId(fields.array(0).map_err(damaged(state::REGISTER))?);
        let person = fields.array(1).map_err(damaged(state::REGISTER))?;
        let device = states.get(state::DEVICE).ok_or(RestoreError::Damaged(state::DEVICE))?;
        let device = DeviceKeys::decode(device).map_err(damaged(state::DEVICE))?;
        let mut replica = Self::blank(register, person, device, rng);

        let under = |prefix: &'static str| {
            states.iter().filter_map(move |(name, value)| Some((name.strip_prefix(prefix)?, value)))
        };
        for (_, key) in under(state::EPOCH) {
            let key = key.as_slice().try_into().map_err(|_| RestoreError::Damaged(state::EPOCH))?;
            replica.epochs.add(&register, key);
        }
        for (_, entry) in under(state::ENTRY) {
            let inner = Inner::decode(entry).map_err(damaged(state::ENTRY))?;
            replica.membership.insert(sha256(&[&inner.header]), inner);
        }
        let hashes = |prefix| under(prefix).filter_map(|(name, _)| hex::decode_array(name).map(Hash));
        let prevs: BTreeMap<Hash, Hash> = under(state::PREV)
            .filter_map(|(name, prev)| {
                Some((Hash(hex::decode_array(name)?), Hash(prev.as_slice().try_into().ok()?)))
            })
            .collect();
        let unentitled: BTreeSet<Hash> = hashes(state::NO_RIGHT).collect();
        let weights: BTreeMap<Hash, u64> = under(state::WEIGHT)
            .filter_map(|(name, weight)| {
                let weight = u64::from_be_bytes(weight.as_slice().try_into().ok()?);
                Some((Hash(hex::decode_array(name)?), weight))
            })
            .collect();
        replica.logs = Logs::restore(&stored.keys, &prevs, &unentitled, &weights);
        for (_, log) in replica.logs.iter().filter(|(_, log)| log.forked()) {
            replica.weighing.want(log);
        }
        replica.keeping.rewritten = hashes(state::REWRITTEN).collect();
        replica.keeping.left =
            under(state::LEFT).filter_map(|(name, _)| hex::decode_array(name).map(Actor)).collect();
        replica.keeping.heads = stored.heads.into_iter().collect();
        for (name, strange) in under(state::STRANGE) {
            replica.strangers.restore(name, strange);
        }
        let lost = hashes(state::LOST).collect();
        replica.mending.look_for_gaps(&stored.keys, &replica.keeping.heads, &replica.logs, lost);
        replica.writers.previous =
            states.get(state::MAIN).and_then(|actor| actor.as_slice().try_into().ok().map(Actor));
        // A damaged one is no loss: the next backup makes another, with a new code.
        replica.backups.kept = states.get(state::BACKUP).and_then(|kept| Kept::decode(kept).ok());
        replica.backups.made =
            states.get(state::BACKED_UP).and_then(|at| at.as_slice().try_into().ok()).map(u64::from_be_bytes);
        replica.newest_format = states
            .get(state::NEWER)
            .and_then(|format| format.as_slice().try_into().ok())
            .map_or(0, u64::from_be_bytes);
        for (_, offer) in under(state::INVITATION) {
            // A damaged one is no reason to keep a register closed: another invitation can be made.
            let Ok(offer) = Offer::decode(offer) else { continue };
            // One whose entry was not stored in time invites to nothing.
            if replica.membership.is_valid(&offer.invite) {
                replica.team.offers.push(offer);
            }
        }
        if let (Some(mailbox), Some(reading)) = (replica.membership.mailbox(), states.get(state::RELAY))
            // Where the reading was is no loss: all is read again.
            && let Ok(Some(team)) = Team::decode(reading, &mailbox.id())
        {
            let offers = std::mem::take(&mut replica.team.offers);
            replica.team = team;
            replica.team.offers = offers;
        }
        replica.connect_to_team(now);
        // The stored weights are what some run of this device knew when it wrote them: they are checked.
        replica.weigh(now);
        replica.schedule();
        Ok(replica)
    }
}
