//! What was set aside: looked at, and written to a file with everything that is known of it, so that nothing
//! is ever lost by being refused.

use super::Session;
use bridge::{Failure, Response, SetAside};
use std::collections::BTreeMap;
use sync::base64::encode_padded as base64;
use sync::hex::encode as hex;
use sync::{EnvelopeKey, Inside, SetAsideEntry, SetAsideReason, StoredEnvelope};

/// What the file says of itself.
const NOTE: &str = "Set aside by Isomerge: neither merged nor deleted. The times are milliseconds since 1970. \
'signed' is an envelope's plain content in Base64: CBOR with 0 the signed header, 1 the signature, 2 the body \
(Automerge changes). 'bytes' is what came or was stored, in Base64, where it does not open; 'saved' a whole document of a first \
view for newcomers, as Automerge saves it. The file is not \
encrypted.";

/// One entry with what is stored of it.
struct Looked {
    entry: SetAsideEntry,
    stored: Option<Vec<u8>>,
    inside: Option<Inside>,
}

impl Looked {
    /// By its author's clock; nothing is known of one that does not open.
    fn at(&self) -> i64 {
        self.inside.as_ref().and_then(|inside| i64::try_from(inside.time).ok()).unwrap_or_default()
    }
}

impl Session {
    /// What was set aside.
    pub async fn set_aside(&mut self) -> Result<Response, Failure> {
        let looked = self.look_at_set_aside().await;
        let of_members = looked.iter().map(|looked| SetAside {
            by: Some(register::DeviceId(looked.entry.key.actor.device().0)),
            at: looked.at(),
            reason: looked.entry.reason.code().to_owned(),
        });
        let strange = self.replica.strange().map(|strange| SetAside {
            by: None,
            at: i64::try_from(strange.at).unwrap_or_default(),
            reason: strange.reason.code().to_owned(),
        });
        let mut all: Vec<SetAside> =
            of_members.chain(strange).chain(self.snapshots_aside()).chain(self.caches_aside()).collect();
        all.sort_by_key(|entry| std::cmp::Reverse(entry.at));
        Ok(Response::SetAside(all))
    }

    /// All of it as JSON.
    pub async fn set_aside_file(&mut self) -> Result<Response, Failure> {
        let looked = self.look_at_set_aside().await;
        let mut entries: Vec<String> = looked.iter().map(of_member).collect();
        entries.extend(self.replica.strange().map(|strange| {
            object(&[
                ("reason", text(strange.reason.code())),
                ("came_at", strange.at.to_string()),
                ("bytes", text(&base64(&strange.bytes))),
            ])
        }));
        for (kept, document) in self.look_at_distrusted().await {
            let mut fields = vec![
                ("reason", text("snapshot")),
                ("by_device", text(&hex(&kept.by.0))),
                ("at", kept.at.to_string()),
                ("document", text(&hex(&kept.doc.0))),
            ];
            fields.extend(document.map(|document| ("saved", text(&base64(&document)))));
            entries.push(object(&fields));
        }
        let file = object(&[
            ("note", text(NOTE)),
            ("register", text(&hex(&self.register().0))),
            ("entries", format!("[\n{}\n]", entries.join(",\n"))),
        ]);
        Ok(Response::SetAsideFile(file.into_bytes()))
    }

    /// Reads what is stored of each; a store that refuses leaves it out.
    async fn look_at_set_aside(&self) -> Vec<Looked> {
        let entries = self.replica.set_aside();
        let keys: Vec<EnvelopeKey> = entries.iter().map(|entry| entry.key).collect();
        let stored = self.store.envelopes(keys).await.unwrap_or_default();
        let mut stored: BTreeMap<EnvelopeKey, Vec<u8>> =
            stored.into_iter().map(|stored| (stored.key, stored.sealed)).collect();
        let look = |entry: SetAsideEntry| {
            let stored = stored.remove(&entry.key);
            let readable = stored.clone().filter(|_| entry.reason != SetAsideReason::Damaged);
            let inside =
                readable.and_then(|sealed| self.replica.inside(StoredEnvelope { key: entry.key, sealed }));
            Looked { entry, stored, inside }
        };
        entries.into_iter().map(look).collect()
    }
}

fn of_member(looked: &Looked) -> String {
    let SetAsideEntry { key, person, doc, reason } = &looked.entry;
    let mut fields = vec![
        ("reason", text(reason.code())),
        ("by_device", text(&hex(&key.actor.device().0))),
        ("document", text(&hex(&doc.0))),
        ("log", text(&hex(&key.actor.0))),
        ("counter", key.counter.to_string()),
        ("header_sha256", text(&hex(&key.header.0))),
    ];
    fields.extend(person.map(|person| ("by_person", text(&hex(&person)))));
    match (&looked.inside, &looked.stored) {
        (Some(inside), _) => {
            fields.push(("at", inside.time.to_string()));
            fields.push(("signed", text(&base64(&inside.plain))));
        }
        (None, Some(stored)) => fields.push(("bytes", text(&base64(stored)))),
        (None, None) => {}
    }
    object(&fields)
}

fn object(fields: &[(&str, String)]) -> String {
    let fields: Vec<String> = fields.iter().map(|(name, value)| format!("{}: {value}", text(name))).collect();
    format!("{{{}}}", fields.join(", "))
}

/// A string of which all letters may stand in JSON as they are.
fn text(plain: &str) -> String {
    format!("\"{plain}\"")
}
