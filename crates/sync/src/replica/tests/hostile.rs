//! What a member, or anybody with the epoch's key, can do to the others by hand-made envelopes: little.

use super::world::{Dice, World};
use crate::crypto::signature::Domain;
use crate::crypto::{labels, sha256};
use crate::device::DeviceKeys;
use crate::envelope::{FORMAT, Header, Inner, Kind, OLDEST_FORMAT, Opened, domain, seal_inner};
use crate::epoch::Epoch;
use crate::membership::{Body, Role, enrolment};
use crate::name::{Actor, DeviceId, DocId, Hash, RegisterId};
use crate::{Documents, Event, SetAsideReason};

/// Ada and Ben; what Ben's device could make by hand.
pub(super) struct Forger {
    pub(super) world: World,
    pub(super) ada: usize,
    pub(super) ben: usize,
    pub(super) device: DeviceKeys,
    epoch: Epoch,
    register: RegisterId,
    pub(super) heads: Vec<Hash>,
    pub(super) counter: u64,
    pub(super) prev: Hash,
    pub(super) actor: Actor,
}

impl Forger {
    pub(super) fn new() -> Self {
        let (world, ada, ben) = World::of_two();
        Self::in_world(world, ada, ben)
    }

    pub(super) fn in_world(world: World, ada: usize, ben: usize) -> Self {
        let (device, epoch) = (world.keys(ben), world.epoch(ben));
        let register = world.nodes[ben].replica.register();
        let heads = world.nodes[ben].replica.membership.heads();
        let actor = Actor::new(device.id(), [9; 8]);
        Self { world, ada, ben, device, epoch, register, heads, counter: 0, prev: Hash::ZERO, actor }
    }

    pub(super) fn header(&self, kind: Kind, body: &[u8]) -> Header {
        Header {
            min: OLDEST_FORMAT,
            kind,
            actor: self.actor,
            counter: self.counter + 1,
            prev: self.prev,
            salt: [self.counter as u8; 16],
            membership_heads: Some(self.heads.clone()),
            body_hash: Header::body_hash(&[self.counter as u8; 16], body),
            time: 1,
            doc: Some(DocId::REGISTER),
            first_seq: Some(1),
            last_seq: Some(1),
            last_hash: Some(Hash([7; 32])),
            schema: None,
        }
    }

    /// Signs and seals a header, and goes on from it.
    pub(super) fn seal(&mut self, header: &Header, body: &[u8]) -> Vec<u8> {
        let signature = self.device.sign(domain(self.register), &header.encode());
        self.seal_with(signature, header, body)
    }

    /// The same with a signature that is nobody's.
    pub(super) fn seal_unsigned(&mut self, header: &Header, body: &[u8]) -> Vec<u8> {
        self.seal_with([7; 64], header, body)
    }

    fn seal_with(&mut self, signature: [u8; 64], header: &Header, body: &[u8]) -> Vec<u8> {
        let bytes = header.encode();
        let inner = Inner { header: bytes, signature, body: body.to_vec() };
        let sealed = seal_inner(&self.epoch, &inner).unwrap();
        if let Some(opened) = Opened::new(sealed.clone(), inner, None) {
            self.counter = header.counter;
            self.prev = opened.id;
        }
        sealed
    }

    /// A sound change, the next of its log: header and body.
    pub(super) fn change(&self, text: &str) -> (Header, Vec<u8>) {
        let body = [b"\0", text.as_bytes()].concat();
        let seq = self.counter + 1;
        let last_hash = sha256(&[&self.actor.0, &seq.to_be_bytes(), &body]);
        let header = Header {
            first_seq: Some(seq),
            last_seq: Some(seq),
            last_hash: Some(last_hash),
            ..self.header(Kind::Changes, &body)
        };
        (header, body)
    }

    /// An entry of the membership, sealed; the next of its log.
    pub(super) fn entry(&mut self, body: &[u8]) -> Vec<u8> {
        let header = Header {
            doc: None,
            first_seq: None,
            last_seq: None,
            last_hash: None,
            ..self.header(Kind::Membership, body)
        };
        self.seal(&header, body)
    }

    /// An entry by which this device adds another of the same person.
    pub(super) fn addition(&self, person: [u8; 16], seed: u64) -> Body {
        let added = DeviceKeys::generate(1, &mut Dice(seed));
        let domain =
            Domain { label: labels::SIGN_ENROL, register: self.register, stream: crate::name::Stream::TEAM };
        let (device, hpke) = (added.id(), added.hpke_public());
        let signature = added.sign(domain, &enrolment(&self.device.id(), &person, &device, &hpke));
        Body::AddOwnDevice { person, device, hpke, created: 1, signature }
    }

    /// From now on a device that nobody has let in.
    pub(super) fn as_stranger(&mut self, seed: u64) {
        self.device = DeviceKeys::generate(1, &mut Dice(seed));
        self.actor = Actor::new(self.device.id(), [9; 8]);
        (self.counter, self.prev) = (0, Hash::ZERO);
    }

    pub(super) fn send(&mut self, sealed: Vec<u8>) {
        self.world.happens(self.ada, Event::Envelopes(vec![sealed]));
    }

    pub(super) fn tip(&self) -> Option<(u64, Hash)> {
        let vector = self.world.nodes[self.ada].replica.vector();
        vector
            .into_iter()
            .find(|(actor, _, _)| *actor == self.actor)
            .map(|(_, counter, hash)| (counter, hash))
    }

    fn reasons(&self) -> Vec<SetAsideReason> {
        self.world.nodes[self.ada].replica.set_aside().into_iter().map(|entry| entry.reason).collect()
    }
}

#[test]
fn a_bad_change_is_set_aside_and_does_not_silence_its_device() {
    let mut forger = Forger::new();
    let header = forger.header(Kind::Changes, b"\0nonsense");
    let sealed = forger.seal(&header, b"\0nonsense");
    forger.send(sealed);
    assert_eq!(forger.reasons(), [SetAsideReason::Refused(crate::Refusal::Malformed)]);
    assert_eq!(forger.tip(), Some((1, forger.prev)));
    // What the device writes next, with the real program, is merged.
    forger.world.edit(forger.ben, "sound");
    assert_eq!(forger.world.changes(forger.ada).len(), 1);
}

#[test]
fn a_header_signed_by_another_is_dropped() {
    let mut forger = Forger::new();
    let honest = forger.actor;
    forger.actor = Actor::new(forger.world.nodes[forger.ada].replica.device(), [9; 8]);
    let header = forger.header(Kind::Changes, b"\0x");
    let sealed = forger.seal(&header, b"\0x");
    let before = forger.world.nodes[forger.ada].replica.vector();
    forger.send(sealed);
    assert_eq!(forger.world.nodes[forger.ada].replica.vector(), before);
    assert_ne!(honest, forger.actor);
}

#[test]
fn who_is_no_member_is_not_recorded() {
    let mut forger = Forger::new();
    forger.as_stranger(77);
    let header = forger.header(Kind::Changes, b"\0x");
    let sealed = forger.seal(&header, b"\0x");
    forger.send(sealed);
    assert_eq!(forger.tip(), None);
    assert!(forger.reasons().is_empty());
}

#[test]
fn a_body_other_than_the_header_names_is_dropped() {
    let mut forger = Forger::new();
    let header = forger.header(Kind::Changes, b"\0x");
    let sealed = forger.seal(&header, b"\0y");
    forger.send(sealed);
    assert_eq!(forger.tip(), None);
}

#[test]
fn an_editors_entries_have_no_effect() {
    let mut forger = Forger::new();
    let device = DeviceKeys::generate(1, &mut Dice(78));
    for body in [
        Body::Invite { sign: device.id(), hpke: [1; 32], role: Role::Owner },
        Body::Rotate { key_check: [9; 16], grants: Vec::new(), old_keys: Vec::new() },
        Body::AddPerson { person: [8; 16], role: Role::Owner },
        Body::AddDevice {
            invite: forger.heads[0],
            person: [1; 16],
            device: DeviceId([5; 32]),
            hpke: [6; 32],
            created: 1,
            signature: [7; 64],
        },
    ] {
        let body = body.encode();
        let header = Header { doc: None, ..forger.header(Kind::Membership, &body) };
        let sealed = forger.seal(&header, &body);
        forger.send(sealed);
        assert_eq!(forger.tip(), Some((forger.counter, forger.prev)), "counted all the same");
    }
    let node = &mut forger.world.nodes[forger.ada];
    assert_eq!(node.replica.devices().len(), 2);
    assert_eq!(node.replica.membership.heads(), forger.heads);
    forger.world.edit(forger.ada, "goes on");
    assert_eq!(forger.world.changes(forger.ben).len(), 1);
}

#[test]
fn what_asks_for_the_newest_format_that_is_known_here_is_taken_up() {
    let mut forger = Forger::new();
    let header = Header { min: FORMAT, ..forger.header(Kind::Changes, b"\0x") };
    let sealed = forger.seal(&header, b"\0x");
    forger.send(sealed);
    assert!(forger.tip().is_some());
    assert!(!forger.reasons().contains(&crate::status::SetAsideReason::Newer));
    assert!(!forger.world.nodes[forger.ada].replica.status().newer);
}

#[test]
fn what_a_newer_version_wrote_waits_and_is_passed_on() {
    let mut forger = Forger::new();
    let header = Header { min: FORMAT + 1, ..forger.header(Kind::Changes, b"\0x") };
    let newer = forger.seal(&header, b"\0x");
    forger.send(newer);
    let header = Header { kind: Kind::Unknown(77), ..forger.header(Kind::Changes, b"\0x") };
    let unknown = forger.seal(&header, b"\0x");
    forger.send(unknown);
    assert_eq!(forger.tip(), Some((2, forger.prev)));
    assert!(forger.world.nodes[forger.ada].replica.status().newer);
    assert_eq!(forger.world.nodes[forger.ada].replica.status().set_aside, 0);
    // Passed on: the relay gets them from Ada, and Ben from the relay.
    forger.world.pass(60_000);
    let vector = forger.world.nodes[forger.ben].replica.vector();
    assert!(vector.contains(&(forger.actor, 2, forger.prev)));
}

#[test]
fn a_gap_is_held_until_it_is_filled() {
    let mut forger = Forger::new();
    let mut sealed = Vec::new();
    for _ in 0..3 {
        let header = forger.header(Kind::Unknown(5), b"x");
        sealed.push(forger.seal(&header, b"x"));
    }
    for envelope in sealed.into_iter().rev() {
        assert_eq!(forger.tip(), None);
        forger.send(envelope);
    }
    assert_eq!(forger.tip(), Some((3, forger.prev)));
}

#[test]
fn who_names_no_membership_has_no_right() {
    let mut forger = Forger::new();
    let genesis = forger.world.nodes[forger.ada].replica.membership.entries()[0].0.to_owned();
    for heads in [None, Some(vec![genesis])] {
        let header = Header { membership_heads: heads, ..forger.header(Kind::Changes, b"\0x") };
        let sealed = forger.seal(&header, b"\0x");
        forger.send(sealed);
    }
    assert_eq!(forger.reasons(), [SetAsideReason::NoRight, SetAsideReason::NoRight]);
    let docs = &forger.world.nodes[forger.ada].docs;
    assert!(!docs.contains(DocId::REGISTER, &Hash([7; 32])));
    // Neither after a restart.
    let disk = forger.world.stop(forger.ada);
    let again = forger.world.start(disk, false);
    assert_eq!(forger.world.nodes[again].replica.set_aside().len(), 2);
}

#[test]
fn garbage_does_nothing() {
    let mut forger = Forger::new();
    let header = forger.header(Kind::Changes, b"\0x");
    let genuine = forger.seal(&header, b"\0x");
    for length in [0, 1, 16, 40, 100, genuine.len() - 1] {
        forger.send(genuine[..length].to_vec());
    }
    forger.send(vec![0xff; 2000]);
    assert_eq!(forger.tip(), None);
}
