//! The membership: a graph of entries by hash, judged by the graph alone. Who is an owner, whose device is
//! whose, which keys and mailboxes there are: all of it follows from the entries that are valid.

mod entry;

pub(crate) use entry::{Body, Grant, Mailbox, enrolment, redemption};

use std::collections::{BTreeMap, BTreeSet};

use crate::crypto::hpke::PublicKey;
use crate::crypto::labels;
use crate::crypto::signature::{Domain, verify};
use crate::envelope::{Header, Inner, MAX_HEADS};
use crate::epoch::KeyCheck;
use crate::name::{DeviceId, Hash, RegisterId, Stream};
use crate::person::may_come_as;

/// What a member may do. Later versions add contributors and readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// Writes the membership too.
    Owner,
    /// Writes everything else.
    Editor,
}

impl Role {
    pub(crate) fn number(self) -> u64 {
        match self {
            Self::Owner => 1,
            Self::Editor => 2,
        }
    }

    pub(crate) fn from_number(number: u64) -> Option<Self> {
        match number {
            1 => Some(Self::Owner),
            2 => Some(Self::Editor),
            _ => None,
        }
    }
}

/// A device that is a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) person: [u8; 16],
    pub(crate) hpke: PublicKey,
    pub(crate) role: Role,
    /// The entry that made it a member.
    pub(crate) entry: Hash,
}

/// An authentic entry.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) inner: Inner,
    header: Header,
    body: Option<Body>,
    /// All entries that its author knew, itself included.
    ancestors: BTreeSet<Hash>,
    /// The member that it makes, if it is valid.
    makes: Option<(DeviceId, Member)>,
}

/// The graph.
pub(crate) struct Membership {
    register: RegisterId,
    /// Entries whose ancestors are all here.
    entries: BTreeMap<Hash, Entry>,
    /// Entries that name others which have not come.
    waiting: BTreeMap<Hash, Entry>,
    valid: BTreeSet<Hash>,
    members: BTreeMap<DeviceId, Member>,
    heads: BTreeSet<Hash>,
}

impl Membership {
    pub(crate) fn new(register: RegisterId) -> Self {
        Self {
            register,
            entries: BTreeMap::new(),
            waiting: BTreeMap::new(),
            valid: BTreeSet::new(),
            members: BTreeMap::new(),
            heads: BTreeSet::new(),
        }
    }

    /// Takes in an entry whose signature was checked; gives those that came into the graph by it. Entries from
    /// outside are held, within bounds, until they need not wait; see [`crate::accept::held`].
    pub(crate) fn insert(&mut self, id: Hash, inner: Inner) -> Vec<Hash> {
        if self.entries.contains_key(&id) || self.waiting.contains_key(&id) {
            return Vec::new();
        }
        let Ok(header) = Header::decode(&inner.header) else { return Vec::new() };
        let body = Body::decode(&inner.body);
        self.waiting.insert(id, Entry { inner, header, body, ancestors: BTreeSet::new(), makes: None });
        let mut added = Vec::new();
        loop {
            let ready: Vec<Hash> = self
                .waiting
                .iter()
                .filter(|(_, entry)| self.knows(entry.header.membership_heads.as_deref().unwrap_or_default()))
                .map(|(id, _)| *id)
                .collect();
            if ready.is_empty() {
                return added;
            }
            for id in ready {
                if let Some(entry) = self.waiting.remove(&id) {
                    self.admit(id, entry);
                    added.push(id);
                }
            }
        }
    }

    fn admit(&mut self, id: Hash, mut entry: Entry) {
        let heads = entry.header.membership_heads.clone().unwrap_or_default();
        entry.ancestors = self.closure(&heads);
        let valid = self.judge(&id, &entry);
        if valid {
            entry.makes = self.made_by(id, &entry);
            self.valid.insert(id);
            self.enter(&entry);
        }
        entry.ancestors.insert(id);
        // An invalid entry is no head: nobody need know it.
        if valid {
            self.heads.retain(|head| !entry.ancestors.contains(head));
            if !self.entries.values().any(|other| other.ancestors.contains(&id)) {
                self.heads.insert(id);
            }
        }
        self.entries.insert(id, entry);
    }

    /// Whether an entry may do what it does, given only what its author knew.
    fn judge(&self, id: &Hash, entry: &Entry) -> bool {
        let author = entry.header.actor.device();
        let Some(body) = &entry.body else { return false };
        match body {
            Body::Genesis { device, .. } => {
                id.0 == self.register.0 && entry.header.counter == 1 && *device == author
            }
            Body::Rotate { .. } | Body::Mailbox(_) | Body::Invite { .. } | Body::AddPerson { .. } => {
                self.role_at(&entry.ancestors, &author) == Some(Role::Owner)
            }
            Body::AddDevice { invite, person, device, hpke, signature, .. } => {
                let Some(Body::Invite { sign, .. }) = self.valid_body(&entry.ancestors, invite) else {
                    return false;
                };
                let domain =
                    Domain { label: labels::SIGN_REDEEM, register: self.register, stream: Stream::TEAM };
                *device == author
                    && may_come_as(&self.register, device, person)
                    && !self.is_person(&entry.ancestors, person)
                    && verify(sign, domain, &redemption(invite, person, device, hpke), signature).is_ok()
            }
            Body::AddOwnDevice { person, device, hpke, signature, .. } => {
                let domain =
                    Domain { label: labels::SIGN_ENROL, register: self.register, stream: Stream::TEAM };
                self.role_of_person(&entry.ancestors, &author, person).is_some()
                    && verify(device, domain, &enrolment(&author, person, device, hpke), signature).is_ok()
            }
        }
    }

    fn valid_body(&self, among: &BTreeSet<Hash>, id: &Hash) -> Option<&Body> {
        let known = among.contains(id) && self.valid.contains(id);
        if known { self.entries.get(id)?.body.as_ref() } else { None }
    }

    /// The member that a valid entry makes.
    fn made_by(&self, id: Hash, entry: &Entry) -> Option<(DeviceId, Member)> {
        let (device, person, hpke, role) = match entry.body.as_ref()? {
            Body::Genesis { person, device, hpke, .. } => (device, person, hpke, Role::Owner),
            Body::AddDevice { invite, person, device, hpke, .. } => {
                let Some(Body::Invite { role, .. }) = self.entries.get(invite).and_then(|e| e.body.as_ref())
                else {
                    return None;
                };
                (device, person, hpke, *role)
            }
            Body::AddOwnDevice { person, device, hpke, .. } => {
                let author = entry.header.actor.device();
                (device, person, hpke, self.role_of_person(&entry.ancestors, &author, person)?)
            }
            Body::Rotate { .. } | Body::Mailbox(_) | Body::Invite { .. } | Body::AddPerson { .. } => {
                return None;
            }
        };
        Some((*device, Member { person: *person, hpke: *hpke, role, entry: id }))
    }

    fn enter(&mut self, entry: &Entry) {
        let Some((device, member)) = entry.makes.clone() else { return };
        // Of several entries for one device the highest role counts, then the lowest hash.
        let rank = |member: &Member| (member.role, member.entry);
        match self.members.get(&device) {
            Some(present) if rank(present) <= rank(&member) => {}
            _ => drop(self.members.insert(device, member)),
        }
    }

    /// Whether all of these are in the graph.
    pub(crate) fn knows(&self, heads: &[Hash]) -> bool {
        heads.iter().all(|head| self.entries.contains_key(head))
    }

    fn closure(&self, heads: &[Hash]) -> BTreeSet<Hash> {
        heads
            .iter()
            .filter_map(|head| self.entries.get(head))
            .flat_map(|e| e.ancestors.iter().copied())
            .collect()
    }

    /// What these entries made of a device.
    fn made_of<'a>(
        &'a self,
        ancestors: &'a BTreeSet<Hash>,
        device: &'a DeviceId,
    ) -> impl Iterator<Item = &'a Member> {
        ancestors
            .iter()
            .filter_map(|id| self.entries.get(id)?.makes.as_ref())
            .filter(move |(made, _)| made == device)
            .map(|(_, member)| member)
    }

    fn role_at(&self, ancestors: &BTreeSet<Hash>, device: &DeviceId) -> Option<Role> {
        self.made_of(ancestors, device).map(|member| member.role).min()
    }

    /// Whether these entries made any device one of this person's.
    fn is_person(&self, ancestors: &BTreeSet<Hash>, person: &[u8; 16]) -> bool {
        let made = ancestors.iter().filter_map(|id| self.entries.get(id)?.makes.as_ref());
        made.into_iter().any(|(_, member)| member.person == *person)
    }

    /// The role of a device as one of this person's.
    fn role_of_person(
        &self,
        ancestors: &BTreeSet<Hash>,
        device: &DeviceId,
        person: &[u8; 16],
    ) -> Option<Role> {
        let of_person = self.made_of(ancestors, device).filter(|member| member.person == *person);
        of_person.map(|member| member.role).min()
    }

    /// The role of a device by the membership that these heads name.
    pub(crate) fn role(&self, heads: &[Hash], device: &DeviceId) -> Option<Role> {
        self.role_at(&self.closure(heads), device)
    }

    /// The device's membership, whenever it was made one.
    pub(crate) fn member(&self, device: &DeviceId) -> Option<&Member> {
        self.members.get(device)
    }

    pub(crate) fn members(&self) -> impl Iterator<Item = (&DeviceId, &Member)> {
        self.members.iter()
    }

    /// The valid entries that no valid entry stands on.
    pub(crate) fn heads(&self) -> Vec<Hash> {
        self.heads.iter().copied().collect()
    }

    /// What a header written now names: the heads, and of more than a header may name those that stand on most,
    /// first of all one that stands on what the header needs.
    pub(crate) fn heads_over(&self, needed: &Hash) -> Vec<Hash> {
        let mut heads = self.heads();
        if heads.len() > MAX_HEADS {
            heads.sort_by_key(|head| {
                let ancestors = self.entries.get(head).map(|entry| &entry.ancestors);
                let stands = ancestors.is_some_and(|ancestors| ancestors.contains(needed));
                (!stands, std::cmp::Reverse(ancestors.map_or(0, BTreeSet::len)), *head)
            });
            heads.truncate(MAX_HEADS);
            heads.sort_unstable();
        }
        heads
    }

    /// What a header of this member names.
    pub(crate) fn heads_for(&self, author: &DeviceId) -> Vec<Hash> {
        self.heads_over(&self.member(author).map_or(Hash::ZERO, |member| member.entry))
    }

    pub(crate) fn is_valid(&self, id: &Hash) -> bool {
        self.valid.contains(id)
    }

    /// Whether an entry is in the graph and judged.
    pub(crate) fn is_judged(&self, id: &Hash) -> bool {
        self.entries.contains_key(id)
    }

    /// An entry's signed bytes, once it is in the graph.
    pub(crate) fn inner(&self, id: &Hash) -> Option<&Inner> {
        self.entries.get(id).map(|entry| &entry.inner)
    }

    /// A valid entry's body.
    pub(crate) fn body(&self, id: &Hash) -> Option<&Body> {
        if self.is_valid(id) { self.entries.get(id)?.body.as_ref() } else { None }
    }

    /// All judged entries, ancestors first.
    pub(crate) fn entries(&self) -> Vec<(&Hash, &Entry)> {
        let mut entries: Vec<_> = self.entries.iter().collect();
        entries.sort_by_key(|(id, entry)| (entry.ancestors.len(), **id));
        entries
    }

    /// The valid entries and what they stand on, ancestors first: what a newcomer needs.
    pub(crate) fn needed(&self) -> Vec<&Entry> {
        let valid = self.entries.iter().filter(|(id, _)| self.valid.contains(id));
        let needed: BTreeSet<&Hash> = valid.flat_map(|(_, entry)| &entry.ancestors).collect();
        self.entries().into_iter().filter(|(id, _)| needed.contains(id)).map(|(_, entry)| entry).collect()
    }

    /// Valid entries, the newest first: more ancestors first, then the lower hash.
    fn newest(&self) -> impl Iterator<Item = (&Hash, &Entry)> {
        let mut valid: Vec<_> = self.entries.iter().filter(|(id, _)| self.valid.contains(id)).collect();
        valid.sort_by_key(|(id, entry)| (std::cmp::Reverse(entry.ancestors.len()), **id));
        valid.into_iter()
    }

    /// The epoch to seal under.
    pub(crate) fn current_epoch(&self) -> Option<KeyCheck> {
        self.newest().find_map(|(_, entry)| match &entry.body {
            Some(Body::Rotate { key_check, .. }) => Some(*key_check),
            _ => None,
        })
    }

    /// The team's mailbox.
    pub(crate) fn mailbox(&self) -> Option<&Mailbox> {
        self.newest().find_map(|(_, entry)| match &entry.body {
            Some(Body::Mailbox(mailbox)) => Some(mailbox),
            _ => None,
        })
    }

    /// What each valid rotation carries for its receivers: the header before it, grants, old keys.
    pub(crate) fn rotations(&self) -> impl Iterator<Item = (Hash, &KeyCheck, &[Grant], &[Vec<u8>])> {
        self.entries.iter().filter(|(id, _)| self.valid.contains(id)).filter_map(|(_, entry)| {
            match entry.body.as_ref()? {
                Body::Rotate { key_check, grants, old_keys } => {
                    Some((entry.header.prev, key_check, grants.as_slice(), old_keys.as_slice()))
                }
                _ => None,
            }
        })
    }
}
