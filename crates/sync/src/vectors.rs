//! The formats, pinned: every file in `tests/vectors` is one case, and adding a file adds a test. A case is a
//! list of `name: value` lines; values are hexadecimal unless their name says otherwise.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;

use ed25519_dalek::SigningKey;

use crate::accept::authentic::signed;
use crate::cbor::Fields;
use crate::crypto::{labels, padding, sha256, signature};
use crate::envelope::{Header, Inner, Opened, Sealed, domain, open_inner, seal_cell, seal_inner};
use crate::epoch::Epoch;
use crate::membership::Body;
use crate::name::Stream;
use crate::snapshot::{self, SnapshotHead};
use crate::{BackupError, BackupReader, BackupWriter, Invitation, RecoveryCode, RegisterId, hex};

/// One case.
struct Vector(BTreeMap<String, String>);

impl Vector {
    fn read(text: &str) -> Self {
        let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        Self(
            lines
                .map(|line| line.split_once(": ").unwrap())
                .map(|(k, v)| (k.to_owned(), v.to_owned()))
                .collect(),
        )
    }

    fn text(&self, name: &str) -> &str {
        self.0.get(name).unwrap_or_else(|| panic!("no {name}"))
    }

    fn bytes(&self, name: &str) -> Vec<u8> {
        hex::decode(self.text(name)).unwrap()
    }

    fn array<const N: usize>(&self, name: &str) -> [u8; N] {
        self.bytes(name).try_into().unwrap()
    }

    fn epoch(&self) -> Epoch {
        Epoch::new(&self.register(), self.array("epoch-key"))
    }

    fn register(&self) -> RegisterId {
        RegisterId(self.array("register"))
    }
}

fn check(vector: &Vector) {
    match vector.text("case") {
        "epoch" => {
            let epoch = vector.epoch();
            assert_eq!(epoch.check, vector.array("key-check"));
            assert_eq!(*epoch.content, vector.array("content"));
            assert_eq!(*epoch.nonce, vector.array("nonce"));
        }
        "padding" => {
            let padded = padding::pad(&vector.bytes("content")).unwrap();
            assert_eq!(hex::encode(&padded), vector.text("padded"));
        }
        "envelope" => envelope(vector),
        "snapshot" => snapshot(vector),
        "refused" => {
            let bytes = vector.bytes("sealed");
            let opened = Sealed::read(&bytes).ok().and_then(|sealed| {
                let inner = open_inner(&vector.epoch(), &sealed).ok()?;
                let opened = Opened::new(bytes.clone(), inner, None)?;
                signed(&vector.register(), &opened).then_some(())
            });
            assert_eq!(opened, None);
        }
        "invitation" => {
            let invitation = Invitation::from_link(vector.text("link")).unwrap();
            assert!(vector.text("link").ends_with(&invitation.to_fragment()));
            assert_eq!(invitation.relay(), vector.text("relay"));
            assert_eq!(invitation.register(), vector.register());
            let secrets = invitation.secrets();
            assert_eq!(secrets.read.0, vector.array("read"));
            assert_eq!(secrets.write.0, vector.array("write"));
            assert_eq!(secrets.own.0, vector.array("own"));
            assert_eq!(invitation.mailbox().0, vector.array("mailbox"));
            assert_eq!(invitation.sign_public().0, vector.array("sign-public"));
            assert_eq!(invitation.hpke_public(), vector.array("hpke-public"));
        }
        "backup" => backup(vector),
        "backup-refused" => {
            let reason = read_backup(vector).err().map(|error| format!("{error:?}"));
            assert_eq!(reason.as_deref(), Some(vector.text("reason")));
        }
        other => panic!("unknown case {other}"),
    }
}

fn read_backup(vector: &Vector) -> Result<(BackupReader, Vec<Vec<u8>>), BackupError> {
    let mut reader = BackupReader::new(&RecoveryCode::from_text(vector.text("code")).unwrap());
    let mut envelopes = Vec::new();
    for byte in vector.bytes("file").chunks(7) {
        envelopes.extend(reader.push(byte)?.envelopes);
    }
    envelopes.extend(reader.finish()?.envelopes);
    Ok((reader, envelopes))
}

fn backup(vector: &Vector) {
    let code = RecoveryCode::from_text(vector.text("code")).unwrap();
    assert_eq!(code.to_text().as_str(), vector.text("code"));
    assert_eq!(*code.key(), vector.array("key"));
    let (reader, envelopes) = read_backup(vector).unwrap();
    let listed: Vec<_> = vector.text("envelopes").split(' ').map(|hex| hex::decode(hex).unwrap()).collect();
    assert_eq!(envelopes, listed);
    let head = reader.head().unwrap();
    assert_eq!(head.register, vector.register());
    assert_eq!(head.person, vector.array("person"));
    assert_eq!(head.device.encode(), vector.bytes("device"));
    assert_eq!(head.epochs, [vector.array("epoch-key")]);
    assert_eq!(head.relay, vector.0.get("relay").map(|relay| hex::decode(relay).unwrap()));
    assert_eq!(head.made.to_string(), vector.text("made"));
    // Writing the same with the same salt gives the same file.
    let size = listed.iter().map(|envelope| envelope.len() as u64).sum();
    let mut writer = BackupWriter::new(&code.key(), head, size, &mut Salt(vector.array("salt")));
    listed.iter().for_each(|envelope| writer.envelope(envelope));
    let file = [writer.take(), writer.finish()].concat();
    assert_eq!(hex::encode(&file), vector.text("file"));
}

/// Gives a vector's salt.
struct Salt([u8; 32]);

impl crate::Random for Salt {
    fn fill(&mut self, bytes: &mut [u8]) {
        bytes.copy_from_slice(&self.0);
    }
}

fn envelope(vector: &Vector) {
    let sealed = vector.bytes("sealed");
    let inner = open_inner(&vector.epoch(), &Sealed::read(&sealed).unwrap()).unwrap();
    assert_eq!(hex::encode(&inner.header), vector.text("header"));
    assert_eq!(hex::encode(&inner.body), vector.text("body"));
    assert_eq!(hex::encode(&inner.signature), vector.text("signature"));
    // Sealing again gives the same bytes, whatever a newer version put into them.
    assert_eq!(seal_inner(&vector.epoch(), &inner).unwrap(), sealed);
    let id = sha256(&[&inner.header]);
    assert_eq!(id.0, vector.array("id"));
    let genesis = id.0 == vector.register().0;
    let register = if genesis { RegisterId([0; 32]) } else { vector.register() };
    let key = SigningKey::from_bytes(&vector.array("seed"));
    assert_eq!(signature::sign(&key, domain(register), &inner.header), inner.signature);
    let header = Header::decode(&inner.header).unwrap();
    if vector.text("newer") == "no" {
        assert_eq!(header.encode(), inner.header);
        assert_eq!(Inner::decode(&inner.encode()).unwrap(), inner);
    }
    if let Some(entry) = vector.0.get("entry") {
        let body = Body::decode(&inner.body).unwrap();
        assert_eq!(body.encode(), inner.body);
        assert_eq!(format!("{body:?}").split([' ', '(']).next(), Some(entry.as_str()));
    }
    assert!(Opened::new(sealed, inner, None).is_some_and(|opened| signed(&vector.register(), &opened)));
}

fn snapshot(vector: &Vector) {
    let register = vector.register();
    let open = |name: &str| {
        let sealed = vector.bytes(name);
        let content = Sealed::read(&sealed).unwrap().open(&vector.epoch()).unwrap();
        assert_eq!(seal_cell(&vector.epoch(), &content).unwrap(), sealed);
        content
    };
    let content = open("head-sealed");
    let fields = Fields::read(&content).unwrap();
    let bytes = fields.bytes(0).unwrap();
    assert_eq!(hex::encode(bytes), vector.text("head"));
    let domain = signature::Domain { label: labels::SIGN_SNAPSHOT, register, stream: Stream::TEAM };
    let key = SigningKey::from_bytes(&vector.array("seed"));
    assert_eq!(signature::sign(&key, domain, bytes), fields.array(1).unwrap());
    let head = SnapshotHead::decode(bytes).unwrap();
    assert_eq!(head.encode(), bytes);
    assert_eq!(snapshot::head_cell(&register).0, vector.array("head-cell"));
    assert_eq!(snapshot::piece_cell(&register, head.set, 0).0, vector.array("piece-cell"));
    let body = snapshot::join(&head, &[open("piece-sealed")]).unwrap();
    assert_eq!(hex::encode(&body), vector.text("body"));
    let documents = snapshot::decode_body(&body).unwrap();
    assert_eq!(snapshot::encode_body(&documents), body);
    assert_eq!(documents.first().unwrap().doc.0, vector.array("document"));
}

#[test]
fn every_vector_holds() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let mut count = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        println!("{}", path.display());
        check(&Vector::read(&std::fs::read_to_string(&path).unwrap()));
        count += 1;
    }
    assert!(count >= 12, "{count} vectors");
}
