//! The link that invites: what it carries, and the keys that its secret yields.

use ed25519_dalek::SigningKey;
use wire::{MailboxId, Secret, Secrets};

use crate::base64;
use crate::cbor::{Fields, Value, map};
use crate::crypto::hpke::{self, PublicKey};
use crate::crypto::kdf::{Key, derive};
use crate::crypto::labels;
use crate::name::{DeviceId, RegisterId};

/// The version of the link.
const VERSION: u64 = 1;
/// What precedes the invitation in a link.
const MARK: &str = "#j=";
/// What ends it where the link says something besides.
const BESIDE: char = '&';

/// An invitation as its link carries it. Whoever holds it can join.
#[derive(Clone, PartialEq, Eq)]
pub struct Invitation {
    relay: String,
    mailbox: MailboxId,
    register: RegisterId,
    secret: [u8; 32],
}

/// Why a link is no invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvitationError {
    /// It bears none.
    #[error("the link bears no invitation")]
    Absent,
    /// It is cut off or altered.
    #[error("the invitation is incomplete or damaged")]
    Damaged,
    /// It was made by a newer version.
    #[error("the invitation is for a newer version of this program")]
    Newer,
}

impl Invitation {
    pub(crate) fn new(relay: String, register: RegisterId, secret: [u8; 32]) -> Self {
        let mailbox = secrets(&secret, &register).mailbox();
        Self { relay, mailbox, register, secret }
    }

    /// The part behind `#j=`.
    pub fn to_fragment(&self) -> String {
        base64::encode(&map(&[
            (0, Value::Number(VERSION)),
            (1, Value::Text(&self.relay)),
            (2, Value::Bytes(&self.mailbox.0)),
            (3, Value::Bytes(&self.register.0)),
            (4, Value::Bytes(&self.secret)),
        ]))
    }

    /// Reads what [`Self::to_fragment`] wrote. What a link says besides, behind an `&`, is not part of it.
    ///
    /// # Errors
    /// If it is something else.
    pub fn from_fragment(fragment: &str) -> Result<Self, InvitationError> {
        let damaged = |_| InvitationError::Damaged;
        let fragment = fragment.split(BESIDE).next().unwrap_or_default();
        let bytes = base64::decode(fragment.trim()).ok_or(InvitationError::Damaged)?;
        let fields = Fields::read(&bytes).map_err(damaged)?;
        if fields.number(0).map_err(damaged)? != VERSION {
            return Err(InvitationError::Newer);
        }
        let register = RegisterId(fields.array(3).map_err(damaged)?);
        let secret = fields.array(4).map_err(damaged)?;
        let relay = fields.text(1).map_err(damaged)?.to_owned();
        let invitation = Self::new(relay, register, secret);
        // The mailbox follows from the secret; that the link names it too finds a link with a wrong letter.
        let named: [u8; 32] = fields.array(2).map_err(damaged)?;
        if invitation.mailbox.0 == named { Ok(invitation) } else { Err(InvitationError::Damaged) }
    }

    /// Reads a whole link, or just its fragment, as people paste it.
    ///
    /// # Errors
    /// If it bears no invitation.
    pub fn from_link(link: &str) -> Result<Self, InvitationError> {
        // Programs for mail break long lines.
        let link: String = link.split_whitespace().collect();
        match link.split_once(MARK) {
            Some((_, fragment)) => Self::from_fragment(fragment),
            None if link.is_empty() || link.contains(['/', '#']) => Err(InvitationError::Absent),
            None => Self::from_fragment(&link),
        }
    }

    /// The register that it invites to.
    pub fn register(&self) -> RegisterId {
        self.register
    }

    /// The relay that it names.
    pub fn relay(&self) -> &str {
        &self.relay
    }

    pub(crate) fn mailbox(&self) -> MailboxId {
        self.mailbox
    }

    pub(crate) fn secrets(&self) -> Secrets {
        secrets(&self.secret, &self.register)
    }

    /// The key that signs for a device which redeems the invitation.
    pub(crate) fn signing_key(&self) -> SigningKey {
        SigningKey::from_bytes(&self.derive(labels::INVITATION_SIGN))
    }

    pub(crate) fn sign_public(&self) -> DeviceId {
        DeviceId(self.signing_key().verifying_key().to_bytes())
    }

    /// What the welcome's key pair is made from.
    pub(crate) fn hpke_material(&self) -> Key {
        self.derive(labels::INVITATION_HPKE)
    }

    pub(crate) fn hpke_public(&self) -> PublicKey {
        hpke::public_key(&self.hpke_material())
    }

    fn derive(&self, label: &str) -> Key {
        derive(&self.secret, &self.register, label)
    }
}

impl std::fmt::Debug for Invitation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Invitation")
            .field("relay", &self.relay)
            .field("register", &self.register)
            .finish_non_exhaustive()
    }
}

fn secrets(secret: &[u8; 32], register: &RegisterId) -> Secrets {
    let capability = |label| Secret(*derive(secret, register, label));
    Secrets {
        read: capability(labels::INVITATION_READ),
        write: capability(labels::INVITATION_WRITE),
        own: capability(labels::INVITATION_OWN),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn invitation() -> Invitation {
        Invitation::new("wss://relay.example/v1/relay".into(), RegisterId([1; 32]), [2; 32])
    }

    #[test]
    fn a_link_is_read_however_it_was_pasted() {
        let fragment = invitation().to_fragment();
        let link = format!("https://isomerge.example/app/#j={fragment}");
        let told = format!("{link}&for=concerns");
        for pasted in [fragment.clone(), link.clone(), format!("  {link}\n"), told] {
            assert_eq!(Invitation::from_link(&pasted).unwrap(), invitation());
        }
    }

    #[test]
    fn a_link_with_a_wrong_or_missing_letter_is_damaged() {
        let fragment = invitation().to_fragment();
        for at in 0..fragment.len() {
            let mut letters: Vec<char> = fragment.chars().collect();
            letters.remove(at);
            let shorter: String = letters.iter().collect();
            assert!(Invitation::from_fragment(&shorter).is_err(), "{at}");
        }
        assert_eq!(Invitation::from_link("https://isomerge.example/app/"), Err(InvitationError::Absent));
        assert_eq!(Invitation::from_link(""), Err(InvitationError::Absent));
    }

    #[test]
    fn nothing_shows_the_secret_in_a_log() {
        assert!(!format!("{:?}", invitation()).contains("2, 2"));
    }
}
