//! Making a backup: what is stored, in one file, piece by piece, so that everything else goes on meanwhile.

use super::{Session, failure_of};
use crate::host::Chance;
use bridge::{Failure, Response};
use std::collections::BTreeMap;
use sync::{BackupWriter, EnvelopeKey, Stored, SyncStatus, backup_order};

/// So many envelopes are read at once.
const READ: usize = 1024;
/// A piece of the file has about so many bytes.
const PIECE: usize = 1 << 20;

/// Where an envelope stands in the file.
type Place = (bool, sync::Actor, u64, sync::Hash);

/// A backup under way.
pub(super) struct Backup {
    stored: Stored,
    /// Read so far, in the order of the file: stored they lie by document.
    found: BTreeMap<Place, Vec<u8>>,
    read: usize,
    writer: Option<BackupWriter>,
}

impl Session {
    /// Whether nothing of the register is anywhere else.
    pub(super) fn is_only_copy(&self, status: &SyncStatus) -> bool {
        status.colleagues == 0 && !self.replica.is_on_relay() && self.replica.backed_up_at().is_none()
    }

    /// This register was just restored from a backup.
    pub fn note_restored(&mut self, recovered: sync::Recovered) {
        let count = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let short = (count(recovered.taken), count(recovered.of));
        self.restored_short = (!recovered.is_whole()).then_some(short);
    }

    /// Begins a backup, with a recovery code if there is none or a new one is wanted.
    pub async fn begin_backup(&mut self, new_code: bool) -> Result<Response, Failure> {
        self.settle().await;
        let code = if new_code || !self.replica.has_recovery_code() {
            Some(self.make_recovery_code().await?)
        } else {
            None
        };
        let stored = self.store.load().await.map_err(failure_of)?;
        self.backup = Some(Backup { stored, found: BTreeMap::new(), read: 0, writer: None });
        Ok(Response::Backup { code })
    }

    async fn make_recovery_code(&mut self) -> Result<String, Failure> {
        let now = self.now();
        let made = self.replica.make_recovery_code(now, &mut Chance(&*self.host));
        let (code, effects) = made.map_err(|error| Failure::Defect(error.to_string()))?;
        self.effects.extend(effects);
        self.settle().await;
        if self.refused.is_some() {
            self.replica.forget_recovery_code();
            return Err(self.storage_failure());
        }
        Ok(code.to_text().to_string())
    }

    /// The next piece of the backup.
    pub async fn backup_piece(&mut self) -> Result<Response, Failure> {
        let Some(mut backup) = self.backup.take() else { return Err(Failure::NotOpen) };
        let rest = backup.stored.keys.get(backup.read..).unwrap_or_default();
        if let Some(keys) = rest.get(..READ.min(rest.len())).filter(|keys| !keys.is_empty()) {
            self.gather(keys, &mut backup.found).await?;
            backup.read += READ;
            self.backup = Some(backup);
            return Ok(Response::BackupPiece { bytes: Vec::new(), last: false });
        }
        let mut writer = match backup.writer.take() {
            Some(writer) => writer,
            None => self.writer(&backup)?,
        };
        while writer.ready() < PIECE {
            let Some((_, sealed)) = backup.found.pop_first() else {
                return Ok(Response::BackupPiece { bytes: writer.finish(), last: true });
            };
            writer.envelope(&sealed);
        }
        let bytes = writer.take();
        backup.writer = Some(writer);
        self.backup = Some(backup);
        Ok(Response::BackupPiece { bytes, last: false })
    }

    async fn gather(
        &self,
        keys: &[EnvelopeKey],
        found: &mut BTreeMap<Place, Vec<u8>>,
    ) -> Result<(), Failure> {
        let envelopes = self.store.envelopes(keys.to_vec()).await.map_err(failure_of)?;
        // A backup that lacks something would be found wanting when it is needed.
        if envelopes.len() != keys.len() {
            return Err(Failure::Damaged("an envelope is missing".into()));
        }
        found.extend(envelopes.into_iter().map(|stored| (backup_order(&stored.key), stored.sealed)));
        Ok(())
    }

    fn writer(&self, backup: &Backup) -> Result<BackupWriter, Failure> {
        let count = backup.found.len() as u64;
        let size = backup.found.values().map(|sealed| sealed.len() as u64).sum();
        let now = self.now();
        let writer = self.replica.begin_backup(&backup.stored, count, size, now, &mut Chance(&*self.host));
        writer.ok_or_else(|| Failure::Defect("a backup without a recovery code".into()))
    }

    /// The file was handed to the browser.
    pub async fn backed_up(&mut self) -> Result<Response, Failure> {
        let now = self.now();
        let effects = self.replica.backed_up(now);
        self.effects.extend(effects);
        self.settle().await;
        Ok(Response::Done)
    }
}
