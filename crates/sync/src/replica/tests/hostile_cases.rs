//! Every file in `tests/hostile/envelopes` and `tests/hostile/links` is one case: adding a file adds a test. A
//! case alters a sound envelope of a member and says what becomes of it at a colleague's.

use std::path::{Path, PathBuf};

use super::world::{Dice, World};
use crate::crypto::sha256;
use crate::device::DeviceKeys;
use crate::envelope::{Header, Inner, Kind, OLDEST_FORMAT, domain, seal_inner};
use crate::epoch::Epoch;
use crate::name::{Actor, DocId, Hash, RegisterId};
use crate::{Event, Invitation, InvitationError, hex};

/// The lines of a case, in their order.
struct Case {
    path: PathBuf,
    lines: Vec<(String, String)>,
}

impl Case {
    /// All cases of a folder, in the order of their names.
    fn all(folder: &str) -> Vec<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/hostile").join(folder);
        let mut paths: Vec<PathBuf> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        assert!(!paths.is_empty());
        paths.into_iter().map(Self::read).collect()
    }

    fn read(path: PathBuf) -> Self {
        let text = std::fs::read_to_string(&path).unwrap();
        let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let parts = lines.map(|line| {
            let (name, value) = line.split_once(':').unwrap_or_else(|| panic!("{}: {line}", path.display()));
            (name.to_owned(), value.trim().to_owned())
        });
        Self { lines: parts.collect(), path }
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.lines.iter().find(|(line, _)| line == name).map(|(_, value)| value.as_str())
    }

    fn expected(&self) -> &str {
        self.get("expect").unwrap_or_else(|| panic!("{}: no expectation", self.path.display()))
    }
}

/// What a member's device could send by hand, and who hears it.
struct Forger {
    world: World,
    ada: usize,
    ben: usize,
    device: DeviceKeys,
    stranger: DeviceKeys,
    epoch: Epoch,
    register: RegisterId,
}

const BODY: &[u8] = b"\0written by hand";

impl Forger {
    fn new() -> Self {
        let (world, ada, ben) = World::of_two();
        let (device, epoch) = (world.keys(ben), world.epoch(ben));
        let register = world.nodes[ben].replica.register();
        let stranger = DeviceKeys::generate(1, &mut Dice(77));
        Self { world, ada, ben, device, stranger, epoch, register }
    }

    /// The envelope that the case describes.
    fn make(&self, case: &Case) -> Vec<u8> {
        let author = match case.get("written by") {
            Some("stranger") => &self.stranger,
            _ => &self.device,
        };
        let device = match case.get("written as") {
            Some("colleague") => self.world.nodes[self.ada].replica.device(),
            _ => author.id(),
        };
        let actor = Actor::new(device, [9; 8]);
        let body = case.get("body").map_or_else(|| BODY.to_vec(), |body| hex::decode(body).unwrap());
        let header = self.header(case, actor, &body).encode();
        let signer = if case.get("signed by") == Some("stranger") { &self.stranger } else { author };
        let signature = signer.sign(domain(self.register), &header);
        let body = case.get("body beside").map_or(body, |body| hex::decode(body).unwrap());
        let another = Epoch::new(&self.register, [5; 32]);
        let epoch = if case.get("sealed under").is_some() { &another } else { &self.epoch };
        let mut sealed = seal_inner(epoch, &Inner { header, signature, body }).unwrap();
        for (name, value) in &case.lines {
            match name.as_str() {
                "bytes" => sealed = hex::decode(value).unwrap(),
                "cut" => sealed.truncate(value.parse().unwrap()),
                "append" => sealed.extend(hex::decode(value).unwrap()),
                "flip" => {
                    let at: isize = value.parse().unwrap();
                    let length = sealed.len();
                    sealed[if at < 0 { length - at.unsigned_abs() } else { at.unsigned_abs() }] ^= 1;
                }
                _ => {}
            }
        }
        sealed
    }

    fn header(&self, case: &Case, actor: Actor, body: &[u8]) -> Header {
        let mut header = Header {
            min: OLDEST_FORMAT,
            kind: Kind::Changes,
            actor,
            counter: 1,
            prev: Hash::ZERO,
            salt: [1; 16],
            membership_heads: Some(self.world.nodes[self.ben].replica.membership.heads()),
            body_hash: Header::body_hash(&[1; 16], body),
            time: 1_700_000_000_000,
            doc: Some(DocId::REGISTER),
            first_seq: Some(1),
            last_seq: Some(1),
            last_hash: None,
            schema: None,
        };
        let fields = case.lines.iter().filter(|(name, _)| name == "header");
        let fields: Vec<(&str, &str)> = fields.map(|(_, field)| field.split_once(' ').unwrap()).collect();
        for (field, value) in &fields {
            let number = value.parse::<u64>().ok();
            match *field {
                "min" => header.min = number.unwrap(),
                "kind" => header.kind = Kind::Unknown(number.unwrap()),
                "counter" => header.counter = number.unwrap(),
                "first_seq" => header.first_seq = number,
                "last_seq" => header.last_seq = number,
                "doc" => header.doc = None,
                "heads" => header.membership_heads = (*value == "zeros").then(|| vec![Hash::ZERO]),
                "last_hash" => {}
                other => panic!("{}: {other}", case.path.display()),
            }
        }
        if header.counter > 1 {
            header.prev = Hash([8; 32]);
        }
        let seq = header.last_seq.unwrap_or_default();
        let hash = fields.iter().find(|(field, _)| *field == "last_hash").map(|(_, value)| *value);
        header.last_hash = match hash {
            Some("zeros") => Some(Hash::ZERO),
            Some(_) => None,
            None => Some(sha256(&[&actor.0, &seq.to_be_bytes(), body])),
        };
        header
    }

    /// What became of it at Ada's, in the words of the cases.
    fn outcome(&self, at: usize) -> String {
        let node = &self.world.nodes[at];
        let replica = &node.replica;
        if let Some(strange) = replica.strange().next() {
            return format!("strange {}", strange.reason.code());
        }
        if let Some(aside) = replica.set_aside().first() {
            let code = aside.reason.code();
            return if code == "newer" { code.to_owned() } else { format!("set aside {code}") };
        }
        let by_hand = |actor: &Actor| actor.0.ends_with(&[9; 8]);
        if !replica.vector().iter().any(|(actor, _, _)| by_hand(actor)) {
            return "held".to_owned();
        }
        let hash =
            |device: &DeviceKeys| sha256(&[&Actor::new(device.id(), [9; 8]).0, &1u64.to_be_bytes(), BODY]);
        let taken = node.docs.open[&DocId::REGISTER].changes.contains(&hash(&self.device));
        if taken { "taken up" } else { "counted" }.to_owned()
    }
}

#[test]
fn every_envelope_of_the_folder_ends_as_its_file_says() {
    for case in Case::all("envelopes") {
        let name = case.path.display().to_string();
        let mut forger = Forger::new();
        let sealed = forger.make(&case);
        forger.world.happens(forger.ada, Event::Envelopes(vec![sealed.clone(), sealed.clone()]));
        assert_eq!(forger.outcome(forger.ada), case.expected(), "{name}");
        // Nothing of what there was is lost, and everybody goes on.
        let before = forger.world.changes(forger.ada).len();
        forger.world.edit(forger.ben, "Ben goes on");
        forger.world.edit(forger.ada, "Ada goes on");
        assert_eq!(forger.world.changes(forger.ada).len(), before + 2, "{name}");
        assert!(forger.world.changes(forger.ben).len() >= before, "{name}");
        // What was kept apart is there after a restart, with its bytes.
        let status = forger.world.nodes[forger.ada].replica.status();
        let disk = forger.world.stop(forger.ada);
        let again = forger.world.start(disk, false);
        if case.expected() != "held" {
            assert_eq!(forger.outcome(again), case.expected(), "{name}");
        }
        let replica = &forger.world.nodes[again].replica;
        assert_eq!(replica.status().set_aside, status.set_aside, "{name}");
        assert_eq!(replica.status().newer, status.newer, "{name}");
        assert!(replica.strange().all(|strange| strange.bytes == sealed), "{name}");
    }
}

#[test]
fn every_link_of_the_folder_is_read_as_its_file_says() {
    for case in Case::all("links") {
        let outcome = match Invitation::from_link(case.get("link").unwrap()) {
            // Sound as far as a link can tell.
            Ok(_) => "relay_unreachable",
            Err(InvitationError::Absent | InvitationError::Damaged) => "bad_link",
            Err(InvitationError::Newer) => "newer_link",
        };
        assert_eq!(outcome, case.expected(), "{}", case.path.display());
    }
}
