//! Cells: each device tells the others, in one replaceable cell of the mailbox, how far it has read. The relay
//! can neither read a cell nor tell whose it is.

use std::collections::BTreeMap;

use wire::{CellKey, RequestBody};

use super::Replica;
use crate::cbor::{Fields, Value, map};
use crate::crypto::labels;
use crate::crypto::signature::{Domain, verify};
use crate::envelope::Sealed;
use crate::membership::Mailbox;
use crate::name::{DeviceId, Stream};
use crate::relay_client::{Asked, Inbox};

impl Replica {
    pub(super) fn put_cell(&mut self, mailbox: &Mailbox, inbox: &Inbox, now: u64) {
        let cell = map(&[
            (0, Value::Bytes(&self.device.id().0)),
            (1, Value::Bytes(&mailbox.id().0)),
            (2, Value::Number(inbox.seq)),
            (3, Value::Bytes(&inbox.chain)),
        ]);
        let signature = self.device.sign(self.cell_domain(), &cell);
        let content = map(&[(0, Value::Bytes(&cell)), (1, Value::Bytes(&signature))]);
        let Some(epoch) = self.epochs.current(self.membership.current_epoch()) else { return };
        let Ok(bytes) = crate::envelope::seal_cell(epoch, &content) else { return };
        self.team.cell_seq = inbox.seq;
        let body = RequestBody::PutCell {
            mailbox: mailbox.id(),
            write: mailbox.write.clone(),
            cell: self.cell_key(&self.device.id()),
            bytes,
        };
        self.relay.ask(Asked::Cell, body, now, &mut self.effects);
    }

    fn cell_domain(&self) -> Domain<'static> {
        Domain { label: labels::SIGN_CELL, register: self.register, stream: Stream::TEAM }
    }

    /// A device's cell; the relay cannot tell which device.
    fn cell_key(&self, device: &DeviceId) -> CellKey {
        let label = labels::CELL_DEVICE.as_bytes();
        CellKey(crate::crypto::sha256(&[label, &[0], &self.register.0, &device.0]).0)
    }

    /// How far another device has read, as it says itself.
    pub(super) fn cell_of(&self, device: &DeviceId) -> Option<u64> {
        let bytes = self.team.cells.get(&self.cell_key(device))?;
        let sealed = Sealed::read(bytes).ok()?;
        let content = sealed.open(self.epochs.get(&sealed.key_check)?).ok()?;
        let fields = Fields::read(&content).ok()?;
        let (cell, signature) = (fields.bytes(0).ok()?, fields.array(1).ok()?);
        verify(device, self.cell_domain(), cell, &signature).ok()?;
        let cell = Fields::read(cell).ok()?;
        let mailbox = self.membership.mailbox()?.id();
        let genuine = cell.array(0).ok()? == device.0 && cell.array(1).ok()? == mailbox.0;
        if genuine { cell.number(2).ok() } else { None }
    }
}

/// The persons who have read all of this, of those who have a device at all.
pub(super) fn persons_of(devices: impl Iterator<Item = ([u8; 16], bool)>) -> (usize, usize) {
    let mut persons: BTreeMap<[u8; 16], bool> = BTreeMap::new();
    for (person, seen) in devices {
        *persons.entry(person).or_default() |= seen;
    }
    let seen = persons.values().filter(|seen| **seen).count();
    (seen, persons.len())
}
