//! The first change of every document: the same bytes on every replica, naming register and document, so that
//! no change of one document can be replayed in another, and every container exists once.

use crate::error::Error;
use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, AutoCommit, Change, ObjType, ROOT, TextEncoding};
use sha2::{Digest, Sha256};

/// Texts count as browsers do.
pub(crate) const ENCODING: TextEncoding = TextEncoding::Utf16CodeUnit;

pub(crate) const REGISTER: &str = "register";
pub(crate) const DOC: &str = "doc";
pub(crate) const SCHEMA: &str = "schema";
pub(crate) const RECORDS: &str = "records";
pub(crate) const TEXTS: &str = "texts";

/// The version of what a document holds. Changes are additive, see the kinds.
const SCHEMA_VERSION: i64 = 1;
const LABEL: &[u8] = b"isomerge/1/document-genesis";

/// Where genesis makes the containers: the counters of its operations.
pub(crate) const RECORDS_OP: u32 = 4;
pub(crate) const TEXTS_OP: u32 = 5;

/// The genesis change of a document.
pub(crate) fn genesis(register: &[u8; 32], doc: &[u8; 16]) -> Result<Change, Error> {
    let actor: [u8; 32] =
        Sha256::new().chain_update(LABEL).chain_update(register).chain_update(doc).finalize().into();
    let mut born = AutoCommit::new_with_encoding(ENCODING).with_actor(ActorId::from(actor));
    born.put(ROOT, REGISTER, register.to_vec())?;
    born.put(ROOT, DOC, doc.to_vec())?;
    born.put(ROOT, SCHEMA, SCHEMA_VERSION)?;
    born.put_object(ROOT, RECORDS, ObjType::Map)?;
    born.put_object(ROOT, TEXTS, ObjType::Map)?;
    born.commit_with(CommitOptions::default().with_time(0));
    born.get_last_local_change().ok_or(Error::OtherDocument)
}
