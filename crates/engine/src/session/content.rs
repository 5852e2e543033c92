//! What a record's paper says, now or at an earlier place of its history, with its fingerprint. What is signed is
//! tied to that: a later change has another.

use super::{Answer, Session};
use crate::documents::own_doc;
use bridge::{Content, Response};
use crdt::Hash;
use register::RecordId;
use sha2::{Digest, Sha256};

impl Session {
    /// The content of a paper. `beside` is what of the record belongs to it, and `heads` the place in its
    /// history; empty for what stands now.
    pub async fn content(&mut self, record: &RecordId, beside: &str, heads: &str) -> Answer {
        self.take_up().await;
        let doc = own_doc(record);
        let was_open = self.docs.document(doc).is_some();
        if !was_open && let Err(failure) = self.open_document(doc).await {
            return Some(Err(failure));
        }
        self.settle().await;
        let content = self.content_in_memory(record, beside, heads);
        if !was_open && !self.docs.is_read(doc) {
            self.docs.close(doc);
        }
        Some(Ok(Response::Content(content)))
    }

    /// The same of a paper that is open.
    pub(super) fn content_in_memory(
        &mut self,
        record: &RecordId,
        beside: &str,
        heads: &str,
    ) -> Option<Content> {
        let document = self.docs.document(own_doc(record))?;
        let heads = if heads.is_empty() { None } else { Some(read_heads(heads)?) };
        let content = document.content(heads.as_deref())?;
        Some(Content {
            heads: write_heads(&content.heads),
            print: print(&[beside.as_bytes(), &content.canonical]),
            text_print: print(&[&content.canonical]),
            texts: content.readable.into_iter().collect(),
        })
    }
}

/// SHA-256 over parts, each preceded by its length, in hexadecimal.
fn print(parts: &[&[u8]]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part);
    }
    sync::hex::encode(&digest.finalize())
}

fn write_heads(heads: &[Hash]) -> String {
    heads.iter().map(|head| sync::hex::encode(head)).collect::<Vec<_>>().join(" ")
}

fn read_heads(text: &str) -> Option<Vec<Hash>> {
    text.split_whitespace().map(sync::hex::decode_array).collect()
}
