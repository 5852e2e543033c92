//! What a replica says of itself.

use super::Replica;
use super::cells::persons_of;
use crate::envelope::FORMAT;
use crate::name::{Actor, Hash};
use crate::status::{Network, SetAsideEntry, SetAsideReason, SyncStatus, Trouble};
use crate::store::EnvelopeKey;

impl Replica {
    pub(super) fn view_status(&self) -> SyncStatus {
        let others = self.membership.members().filter(|(_, member)| member.person != self.person);
        let seen = others.map(|(device, member)| {
            (member.person, self.cell_of(device).is_some_and(|seq| seq >= self.team.own_seq))
        });
        let (seen_by, colleagues) = persons_of(seen);
        let aside = self.all_set_aside();
        SyncStatus {
            saving: self.keeping.saving(),
            unsent: self.unsent(),
            network: self.view_network(),
            seen_by: if self.team.own_seq == 0 { 0 } else { seen_by },
            colleagues,
            verifying: self.is_verifying(),
            set_aside: aside.iter().filter(|(_, reason)| *reason != SetAsideReason::Newer).count()
                + self.mending.damaged().len()
                + self.strangers.count(),
            newer: self.newest_format > FORMAT,
            trouble: self.view_trouble(),
        }
    }

    /// A relay that forgot is well again once it lacks nothing.
    fn view_trouble(&self) -> Option<Trouble> {
        let trouble =
            self.trouble.filter(|it| *it != Trouble::Forgot || !self.team.is_open() || self.lacks_any());
        trouble.or_else(|| self.is_offer_refused().then_some(Trouble::RefusesInvitation))
    }

    fn view_network(&self) -> Network {
        if self.relay.url().is_none() {
            Network::None
        } else if self.relay.is_up() {
            if self.team.is_open() { Network::Online } else { Network::Connecting }
        } else if self.relay.is_connecting() {
            Network::Connecting
        } else {
            Network::Waiting
        }
    }

    /// What is set aside, and own work that waits for what would have come by now.
    fn all_set_aside(&self) -> Vec<(EnvelopeKey, SetAsideReason)> {
        let mut aside = self.content.set_aside();
        if self.team.is_open() && self.reads.is_empty() {
            let lost = self.content.waiting().into_iter().filter(|(key, on)| {
                self.is_own(&key.actor) && !on.is_empty() && !aside.iter().any(|(known, _)| known == key)
            });
            let lost: Vec<_> = lost.map(|(key, _)| (key, SetAsideReason::Missing)).collect();
            aside.extend(lost);
        }
        aside
    }

    pub(super) fn view_set_aside(&self) -> Vec<SetAsideEntry> {
        self.all_set_aside()
            .into_iter()
            .chain(self.mending.damaged().iter().map(|key| (*key, SetAsideReason::Damaged)))
            .map(|(key, reason)| SetAsideEntry {
                key,
                person: self.membership.member(&key.actor.device()).map(|member| member.person),
                doc: key.doc,
                reason,
            })
            .collect()
    }

    pub(super) fn view_vector(&self) -> Vec<(Actor, u64, Hash)> {
        let tips = self.logs.iter().flat_map(|(actor, log)| {
            log.ends().into_iter().map(|(counter, header)| (*actor, counter, header))
        });
        tips.collect()
    }
}
