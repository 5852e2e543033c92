//! What a person is told about saving, sending and being seen, and what was set aside and why.

use crate::documents::Refusal;
use crate::name::DocId;
use crate::store::EnvelopeKey;

/// How it stands with the relay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Network {
    /// This register has no relay.
    None,
    /// Not connected; another attempt follows.
    Waiting,
    /// Connecting, or connected and not yet caught up.
    Connecting,
    /// Connected, and all that lay there was read.
    Online,
}

/// What is wrong with the relay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// It answered with what no relay says.
    Nonsense,
    /// It lost what lay there, or went back to an older state: this device fills it again.
    Forgot,
    /// It takes nothing: no room, no permission, or it is of another version.
    Refuses,
    /// It has too much to do, or is asked too often.
    Busy,
    /// It takes everything but an invitation, which is offered again later.
    RefusesInvitation,
}

/// The status line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SyncStatus {
    /// Appends whose transaction is not durable yet.
    pub saving: usize,
    /// Envelopes of this device that the relay has not acknowledged.
    pub unsent: usize,
    /// The connection.
    pub network: Network,
    /// Other persons who have read all that this device has sent.
    pub seen_by: usize,
    /// Other persons in the register.
    pub colleagues: usize,
    /// Whether what is shown comes from a snapshot, and the logs are still being read.
    pub verifying: bool,
    /// Envelopes set aside.
    pub set_aside: usize,
    /// Whether something waits for a newer version of this program.
    pub newer: bool,
    /// What is wrong with the relay, if anything is.
    pub trouble: Option<Trouble>,
}

/// Why an envelope's content is not merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SetAsideReason {
    /// The change itself was refused.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// Its author had no right to it.
    #[error("its author had no right to it")]
    NoRight,
    /// A copy of the device wrote too, and the other branch stands.
    #[error("a copy of this device wrote too, and the other branch stands")]
    Forked,
    /// It is this device's own, and stands on what is in no log: on a snapshot that lied.
    #[error("stands on what is in no log")]
    Missing,
    /// It needs a newer version of this program.
    #[error("needs a newer version of this program")]
    Newer,
    /// It passed every check, and this version cannot show it all the same.
    #[error("this version cannot show it")]
    NotTakenUp,
    /// What this device had stored of it does not open any more.
    #[error("its stored bytes are damaged")]
    Damaged,
}

impl SetAsideReason {
    /// In one word, which language files phrase.
    pub fn code(self) -> &'static str {
        match self {
            Self::Refused(refusal) => match refusal {
                Refusal::Malformed => "malformed",
                Refusal::ForeignActor => "foreign_actor",
                Refusal::BrokenSequence => "broken_sequence",
                Refusal::BrokenCounter => "broken_counter",
                Refusal::DanglingReference => "dangling_reference",
                Refusal::OtherDocument => "other_document",
                Refusal::OnRefused => "on_refused",
            },
            Self::NoRight => "no_right",
            Self::Forked => "forked",
            Self::Missing => "missing",
            Self::Newer => "newer",
            Self::NotTakenUp => "not_taken_up",
            Self::Damaged => "damaged",
        }
    }
}

/// Why something that came is nobody's envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StrangeReason {
    /// It does not have the shape of one.
    #[error("it is no envelope")]
    NoEnvelope,
    /// It names a key that is known, and does not open under it.
    #[error("it was altered, or cut off")]
    Altered,
    /// It is larger than any that this program writes.
    #[error("it is beyond the bounds")]
    TooLarge,
    /// Whom it names did not sign it.
    #[error("its signature is not its author's")]
    Unsigned,
}

impl StrangeReason {
    /// In one word, which language files phrase.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoEnvelope => "no_envelope",
            Self::Altered => "altered",
            Self::TooLarge => "too_large",
            Self::Unsigned => "unsigned",
        }
    }
}

/// Something that came and is nobody's envelope; kept to be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strange {
    /// Why.
    pub reason: StrangeReason,
    /// When it came, in ms.
    pub at: u64,
    /// The bytes as they came.
    pub bytes: Vec<u8>,
}

/// What is inside an envelope, for whoever looks at one that was set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inside {
    /// Its author's claim of when, in ms.
    pub time: u64,
    /// Header, signature and body, deciphered.
    pub plain: Vec<u8>,
}

/// One envelope that was set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAsideEntry {
    /// Where it is filed; its actor tells the device.
    pub key: EnvelopeKey,
    /// Whose device wrote it, if known.
    pub person: Option<[u8; 16]>,
    /// The document concerned.
    pub doc: DocId,
    /// Why.
    pub reason: SetAsideReason,
}
