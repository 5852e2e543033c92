//! The formats, pinned: every file in `tests/vectors` is one case, and adding a file adds a test. A case is a
//! list of `name: value` lines; values are hexadecimal unless their name says otherwise.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;

use ed25519_dalek::SigningKey;

use crate::accept::authentic::signed;
use crate::crypto::{padding, sha256, signature};
use crate::envelope::{Header, Inner, Opened, Sealed, domain, open_inner, seal_inner};
use crate::epoch::Epoch;
use crate::membership::Body;
use crate::{Invitation, RegisterId, hex};

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
        other => panic!("unknown case {other}"),
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
