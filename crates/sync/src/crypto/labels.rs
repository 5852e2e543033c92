//! Domain separation: every key and signature is made for one purpose, named here and nowhere else.

macro_rules! labels {
    ($($(#[$doc:meta])* $name:ident = $label:literal;)*) => {
        $($(#[$doc])* pub(crate) const $name: &str = concat!("isomerge/1/", $label);)*

        #[cfg(test)]
        const ALL: &[&str] = &[$($name),*];
    };
}

labels! {
    // Keys derived from an epoch key.
    /// Seals envelopes and cells.
    KEY_CONTENT = "content";
    /// Makes nonces.
    KEY_NONCE = "nonce";
    /// Seals signals.
    #[allow(dead_code, reason = "signals come later, their key has its name already")]
    KEY_SIGNAL = "signal";
    /// Names the epoch on the outside of an envelope.
    KEY_CHECK = "key-check";
    // Keys derived from an invitation's secret.
    /// The invitation mailbox's read capability.
    INVITATION_READ = "invitation/read";
    /// The invitation mailbox's write capability.
    INVITATION_WRITE = "invitation/write";
    /// The invitation mailbox's own capability.
    INVITATION_OWN = "invitation/own";
    /// The invitation's signing key.
    INVITATION_SIGN = "invitation/sign";
    /// The invitation's HPKE key.
    INVITATION_HPKE = "invitation/hpke";
    // From a recovery code.
    /// Its check letters.
    BACKUP_CODE = "backup/code";
    /// What a device keeps of it, to make backups.
    BACKUP_KEY = "backup/key";
    /// Seals one backup file.
    BACKUP_FILE = "backup/file";
    /// Tells on the file's outside whether a code is its.
    BACKUP_CHECK = "backup/check";
    // Signatures.
    /// Over an envelope's header.
    SIGN_ENVELOPE = "sign/envelope";
    /// Over a device's cell.
    SIGN_CELL = "sign/cell";
    /// Over a welcome.
    SIGN_WELCOME = "sign/welcome";
    /// By an invitation, over the device that redeems it.
    SIGN_REDEEM = "sign/redeem";
    /// By a device, over its being added by another of its person.
    SIGN_ENROL = "sign/enrol";
    /// Over the head of a snapshot.
    SIGN_SNAPSHOT = "sign/snapshot";
    // HPKE.
    /// An epoch key, to a device or invitation.
    HPKE_GRANT = "hpke/grant";
    /// A mailbox's own capability, to an owner's device.
    HPKE_OWN = "hpke/own";
    /// A welcome, to an invitation.
    HPKE_WELCOME = "hpke/welcome";
    // Names.
    /// The person who comes with a device.
    PERSON = "person";
    /// A device's cell in a mailbox.
    CELL_DEVICE = "cell/device";
    /// The head of the newest snapshot in a mailbox.
    CELL_SNAPSHOT = "cell/snapshot";
    /// A piece of a snapshot.
    CELL_PIECE = "cell/piece";
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_two_purposes_share_a_label() {
        let distinct: std::collections::BTreeSet<_> = super::ALL.iter().collect();
        assert_eq!(distinct.len(), super::ALL.len());
        // No label is another's beginning: followed by a zero byte, none can be mistaken for another.
        assert!(super::ALL.iter().all(|label| !label.contains('\0')));
    }
}
