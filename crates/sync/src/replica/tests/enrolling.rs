//! A member's device adds another of the same person, and nobody adds a device in any other way.

use super::world::{Dice, World};
use crate::Event;
use crate::crypto::labels;
use crate::crypto::signature::Domain;
use crate::device::DeviceKeys;
use crate::envelope::{Header, Inner, Kind, OLDEST_FORMAT, Opened, domain, seal_inner};
use crate::invitation::Invitation;
use crate::membership::{Body, Role, enrolment, redemption};
use crate::name::{Actor, DeviceId, Hash, RegisterId, Stream};

const ADA: [u8; 16] = [1; 16];
const BEN: [u8; 16] = [2; 16];

/// Ada, an owner, and Ben, an editor; entries made by hand as anybody with the epoch's key could.
struct Team {
    world: World,
    ada: usize,
    ben: usize,
    register: RegisterId,
}

impl Team {
    fn new() -> Self {
        let (world, ada, ben) = World::of_two();
        let register = world.nodes[ada].replica.register();
        Self { world, ada, ben, register }
    }

    /// The entry that an invitation stands in.
    fn invite_of(&self, invitation: &Invitation) -> Hash {
        let membership = &self.world.nodes[self.ada].replica.membership;
        let is_it = |id: &&Hash| matches!(membership.body(id), Some(Body::Invite { sign, .. }) if *sign == invitation.sign_public());
        *membership.entries().into_iter().map(|(id, _)| id).find(is_it).unwrap()
    }

    /// A device that comes as this person by an invitation.
    fn redeemed(&self, invitation: &Invitation, person: [u8; 16], device: &DeviceKeys) -> Body {
        let invite = self.invite_of(invitation);
        let domain = Domain { label: labels::SIGN_REDEEM, register: self.register, stream: Stream::TEAM };
        let signed = redemption(&invite, &person, &device.id(), &device.hpke_public());
        Body::AddDevice {
            invite,
            person,
            device: device.id(),
            hpke: device.hpke_public(),
            created: 1,
            signature: crate::crypto::signature::sign(&invitation.signing_key(), domain, &signed),
        }
    }

    /// An entry in a log of its own of whoever has these keys, told to Ada.
    fn write(&mut self, author: &DeviceKeys, body: &Body) -> Hash {
        let heads = self.world.nodes[self.ada].replica.membership.heads();
        self.write_over(author, body, heads)
    }

    /// The same of whoever says that they knew no more than this.
    fn write_over(&mut self, author: &DeviceKeys, body: &Body, heads: Vec<Hash>) -> Hash {
        let body = body.encode();
        let slot = self.world.nodes[self.ada].replica.vector().len() as u8;
        let header = Header {
            min: OLDEST_FORMAT,
            kind: Kind::Membership,
            actor: Actor::new(author.id(), [slot; 8]),
            counter: 1,
            prev: Hash::ZERO,
            salt: [slot; 16],
            membership_heads: Some(heads),
            body_hash: Header::body_hash(&[slot; 16], &body),
            time: 1,
            doc: None,
            first_seq: None,
            last_seq: None,
            last_hash: None,
            schema: None,
        };
        let bytes = header.encode();
        let signature = author.sign(domain(self.register), &bytes);
        let inner = Inner { header: bytes, signature, body };
        let replica = &self.world.nodes[self.ada].replica;
        let epoch = replica.epochs.current(replica.membership.current_epoch()).unwrap();
        let sealed = seal_inner(epoch, &inner).unwrap();
        let id = Opened::new(sealed.clone(), inner, None).unwrap().id;
        self.world.happens(self.ada, Event::Envelopes(vec![sealed]));
        id
    }

    fn role(&self, device: DeviceId) -> Option<([u8; 16], Role)> {
        let member = self.world.nodes[self.ada].replica.membership.member(&device)?;
        Some((member.person, member.role))
    }

    fn has_effect(&self, id: &Hash) -> bool {
        self.world.nodes[self.ada].replica.membership.is_valid(id)
    }
}

/// The entry as the program writes it, but for what a case alters.
fn entry(register: RegisterId, by: DeviceId, person: [u8; 16], added: &DeviceKeys) -> Body {
    let domain = Domain { label: labels::SIGN_ENROL, register, stream: Stream::TEAM };
    let (device, hpke) = (added.id(), added.hpke_public());
    let signature = added.sign(domain, &enrolment(&by, &person, &device, &hpke));
    Body::AddOwnDevice { person, device, hpke, created: 1, signature }
}

fn fresh(seed: u64) -> DeviceKeys {
    DeviceKeys::generate(1, &mut Dice(seed))
}

#[test]
fn a_members_device_adds_another_with_its_own_role() {
    let mut team = Team::new();
    let (bens, added, next) = (team.world.keys(team.ben), fresh(70), fresh(71));
    let id = team.write(&bens, &entry(team.register, bens.id(), BEN, &added));
    assert!(team.has_effect(&id));
    assert_eq!(team.role(added.id()), Some((BEN, Role::Editor)));
    // What was added adds in its turn.
    let id = team.write(&added, &entry(team.register, added.id(), BEN, &next));
    assert!(team.has_effect(&id));
    assert_eq!(team.role(next.id()), Some((BEN, Role::Editor)));
    let adas = team.world.keys(team.ada);
    let owner = fresh(72);
    team.write(&adas, &entry(team.register, adas.id(), ADA, &owner));
    assert_eq!(team.role(owner.id()), Some((ADA, Role::Owner)));
    // Nobody new: they are the same two persons.
    assert_eq!(team.world.nodes[team.ada].replica.status().colleagues, 1);
}

#[test]
fn nobody_adds_a_device_for_another_person() {
    let mut team = Team::new();
    let (bens, added) = (team.world.keys(team.ben), fresh(70));
    let id = team.write(&bens, &entry(team.register, bens.id(), ADA, &added));
    assert!(!team.has_effect(&id));
    assert_eq!(team.role(added.id()), None);
}

#[test]
fn who_is_no_member_adds_nothing() {
    let mut team = Team::new();
    let (stranger, added) = (fresh(69), fresh(70));
    let id = team.write(&stranger, &entry(team.register, stranger.id(), ADA, &added));
    assert!(!team.has_effect(&id));
    // Nor does a device add itself.
    let id = team.write(&added, &entry(team.register, added.id(), ADA, &added));
    assert!(!team.has_effect(&id));
    assert_eq!(team.role(added.id()), None);
}

#[test]
fn an_entry_of_another_register_means_nothing() {
    let mut team = Team::new();
    let (adas, added) = (team.world.keys(team.ada), fresh(70));
    let id = team.write(&adas, &entry(RegisterId([9; 32]), adas.id(), ADA, &added));
    assert!(!team.has_effect(&id));
}

#[test]
fn nobody_takes_over_a_device_that_another_adds_or_has() {
    let mut team = Team::new();
    let (adas, bens, added) = (team.world.keys(team.ada), team.world.keys(team.ben), fresh(70));
    // What the device signed for Ada is passed on by Ben, as it is and with his name in it.
    let hers = entry(team.register, adas.id(), ADA, &added);
    let id = team.write(&bens, &hers);
    assert!(!team.has_effect(&id));
    let Body::AddOwnDevice { device, hpke, created, signature, .. } = hers else { panic!() };
    let id = team.write(&bens, &Body::AddOwnDevice { person: BEN, device, hpke, created, signature });
    assert!(!team.has_effect(&id));
    // Ben's device as Ada's: it did not sign that.
    let taken = Body::AddOwnDevice {
        person: ADA,
        device: bens.id(),
        hpke: bens.hpke_public(),
        created: 1,
        signature: [7; 64],
    };
    let id = team.write(&adas, &taken);
    assert!(!team.has_effect(&id));
    assert_eq!(team.role(bens.id()), Some((BEN, Role::Editor)));
    // The HPKE key is signed for too.
    let own = entry(team.register, adas.id(), ADA, &added);
    let Body::AddOwnDevice { device, created, signature, .. } = own else { panic!() };
    let swapped = Body::AddOwnDevice { person: ADA, device, hpke: [6; 32], created, signature };
    let id = team.write(&adas, &swapped);
    assert!(!team.has_effect(&id));
}

#[test]
fn whoever_redeems_an_invitation_is_somebody_new() {
    let mut team = Team::new();
    let invitation = team.world.invite(team.ada);
    let redeem = |team: &mut Team, person: [u8; 16], device: &DeviceKeys| {
        let body = team.redeemed(&invitation, person, device);
        team.write(device, &body)
    };
    // Neither the founder, nor a colleague; nor does Ben's device become another of Ada's.
    let bens = team.world.keys(team.ben);
    for (person, device) in [(ADA, fresh(70)), (BEN, fresh(71)), (ADA, bens)] {
        let id = redeem(&mut team, person, &device);
        assert!(!team.has_effect(&id));
    }
    let chi = fresh(72);
    let id = redeem(&mut team, [3; 16], &chi);
    assert!(team.has_effect(&id));
    assert_eq!(team.role(chi.id()), Some(([3; 16], Role::Editor)));
    let bens = team.world.keys(team.ben);
    assert_eq!(team.role(bens.id()), Some((BEN, Role::Editor)));
}

#[test]
fn nobody_comes_as_a_colleague_by_an_invitation_that_is_older_than_they() {
    let mut team = Team::new();
    let older = team.world.invite(team.ada);
    let before = team.world.nodes[team.ada].replica.membership.heads();
    let newer = team.world.invite(team.ada);
    let chi = team.world.join_new(&newer);
    let person = team.world.nodes[chi].replica.person();
    assert_eq!(team.role(team.world.keys(chi).id()), Some((person, Role::Editor)));

    // Who has the older link says not to have heard of Chi, and may have been there first for all one knows.
    let device = fresh(90);
    let come_as = |team: &mut Team, person: [u8; 16]| {
        let body = team.redeemed(&older, person, &device);
        team.write_over(&device, &body, before.clone())
    };
    let id = come_as(&mut team, person);
    assert!(!team.has_effect(&id));
    assert_eq!(team.role(device.id()), None);
    // As themselves they may come: the invitation is open.
    let own = crate::person::person_of(&team.register, &device.id());
    let id = come_as(&mut team, own);
    assert!(team.has_effect(&id));
    assert_eq!(team.role(device.id()), Some((own, Role::Editor)));
}
