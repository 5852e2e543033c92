//! The birth of a text: a change that any replica makes with the same bytes, so that two devices which first
//! write a text apart write the same text. It travels with the changes that need it.

use crate::error::Error;
use crate::genesis::{ENCODING, TEXTS};
use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, AutoCommit, Change, ObjId, ObjType, ROOT, ReadDoc};
use sha2::{Digest, Sha256};

/// Whether an actor can only be a birth's: no device's slot is all zeros.
pub(crate) fn is_birth_actor(actor: &[u8]) -> bool {
    actor.len() == 40 && actor.iter().skip(32).all(|byte| *byte == 0)
}

/// The change in which a text is born, with one empty paragraph.
pub(crate) fn birth(genesis: &Change, doc: &[u8; 16], path: &str) -> Result<Change, Error> {
    let mut actor = [0; 40];
    let name: [u8; 32] = Sha256::new().chain_update(doc).chain_update(path).finalize().into();
    actor.iter_mut().zip(name).for_each(|(to, from)| *to = from);
    let mut born = AutoCommit::new_with_encoding(ENCODING);
    born.apply_changes([genesis.clone()])?;
    born.set_actor(ActorId::from(actor));
    let Some((_, texts)) = born.get(ROOT, TEXTS)? else { return Err(Error::Occupied(TEXTS.to_owned())) };
    let text = born.put_object(texts, path, ObjType::Text)?;
    put_paragraph(&mut born, &text, 0)?;
    born.commit_with(CommitOptions::default().with_time(0));
    born.get_last_local_change().ok_or_else(|| Error::Occupied(path.to_owned()))
}

/// Begins a paragraph at an index of a text.
pub(crate) fn put_paragraph(doc: &mut AutoCommit, text: &ObjId, index: usize) -> Result<(), Error> {
    let block = doc.split_block(text, index)?;
    doc.put(&block, "type", "paragraph")?;
    doc.put_object(&block, "parents", ObjType::List)?;
    doc.put_object(&block, "attrs", ObjType::Map)?;
    doc.put(&block, "isEmbed", false)?;
    Ok(())
}
