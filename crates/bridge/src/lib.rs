//! What page and engine say to one another: calls with an answer each, and events that come unasked.
//! Encoded with postcard; page and engine are always of one build, so the encoding needs no versions.

mod packed;
pub mod picture;
pub mod text_splice;

pub use packed::PackedRegister;

use register::digest::Happening;
use register::reading::Reading;
use register::{Command, DeviceId, FieldPath, Patch, Purpose, Record, RecordId, Value};
use serde::{Deserialize, Serialize};

/// A register's name on this device: its id in lower-case hexadecimal, 64 characters.
pub type RegisterKey = String;

/// From the page: a call, answered by [`FromEngine::Answer`] with the same id.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Call {
    /// Unique among this page's calls.
    pub id: u32,
    /// What is asked.
    pub request: Request,
}

/// What the page can ask for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Request {
    /// The registers on this device. Answer: [`Response::Registers`].
    Registers,
    /// Start a new register and open it. Answer: [`Response::Opened`].
    Found {
        /// The organization's name.
        organization: String,
        /// The founder's name.
        person: String,
        /// Where the relay is (`wss://…/v1/relay`); none for a register that stays here for now.
        relay: Option<String>,
        /// What it is for.
        purpose: Purpose,
    },
    /// Join by an invitation and open the register. Answer: [`Response::Opened`].
    Join {
        /// The link, or what follows its `#j=`.
        link: String,
        /// The newcomer's name.
        person: String,
    },
    /// Open a register of this device. Answer: [`Response::Opened`].
    Open {
        /// Which.
        register: RegisterKey,
    },
    /// Carry out a command. Answered by [`Response::Done`] once it is durable on this device; the patches
    /// have come before that.
    Apply(Command),
    /// Make an invitation. Answer: [`Response::Invitation`].
    Invite {
        /// The address of the app, up to and without `#`.
        page: String,
    },
    /// Who set what when in a record, newest first. Answer: [`Response::History`].
    History(RecordId),
    /// How the records of a kind stood at a time. Answer: [`Response::Stood`].
    StoodAt {
        /// The kind's name.
        kind: String,
        /// Milliseconds since 1970, by the clocks of those who wrote.
        at: i64,
    },
    /// What a record's paper says, with its fingerprint. Answer: [`Response::Content`].
    Content {
        /// The record.
        record: RecordId,
        /// What of the record belongs to the content, see `register::document::counted`.
        beside: String,
        /// The place in the paper's history, from [`Content::heads`]; empty for what stands now.
        heads: String,
    },
    /// Open a record's paper for this page. Answer: [`Response::Paper`].
    OpenPaper(RecordId),
    /// Changes that this page made to an open paper. Answered by [`Response::Done`] once durable.
    PaperChanges {
        /// The record.
        record: RecordId,
        /// Automerge change chunks, one behind the other.
        changes: Vec<u8>,
    },
    /// This page is done with a paper.
    ClosePaper(RecordId),
    /// What was set aside. Answer: [`Response::SetAside`].
    SetAside,
    /// All that was set aside, to be saved. Answer: [`Response::SetAsideFile`].
    SetAsideFile,
    /// Begin a backup of the open register. Answer: [`Response::Backup`].
    Backup {
        /// Whether it is to have a recovery code of its own though there is one already.
        new_code: bool,
    },
    /// The next piece of the backup. Answer: [`Response::BackupPiece`].
    BackupPiece,
    /// The backup was handed to the browser. Answer: [`Response::Done`].
    BackedUp,
    /// Begin to restore a backup. Answer: [`Response::Done`] if it can be a recovery code.
    Restore {
        /// The recovery code, however it was typed.
        code: String,
    },
    /// The next bytes of the backup that is being restored. Answer: [`Response::Restoring`].
    RestorePiece(Vec<u8>),
    /// Those were all. Answer: [`Response::Opened`].
    RestoreEnd,
    /// Open the sample of this device; if there is none, tell it first, with [`Event::SampleTold`] on the way.
    /// Answer: [`Response::Opened`].
    Sample {
        /// What happens in the sample company's year.
        plan: String,
        /// The words of one language.
        words: String,
        /// The day up to which it is told, as `2026-11-25`.
        today: String,
    },
    /// Take the sample off this device, open or not. Answer: [`Response::Done`], also if there was none.
    DiscardSample,
    /// What is new to the person whose device this is. Answer: [`Response::News`].
    News,
    /// The news of the last answer were seen. Answered by [`Response::Done`] once durable.
    Seen,
}

/// What the engine answers.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Response {
    /// The registers on this device, the last opened first.
    Registers(Vec<RegisterEntry>),
    /// A register is open; events follow.
    Opened {
        /// Its name.
        entry: RegisterEntry,
        /// Everything but long texts.
        register: PackedRegister,
        /// This device.
        device: DeviceId,
        /// The person whose device this is.
        me: RecordId,
    },
    /// Carried out.
    Done,
    /// An invitation's link. Whoever has it can join.
    Invitation(String),
    /// The record's history.
    History(Vec<HistoryEntry>),
    /// How the records stood, each field with the one answer that showed.
    Stood(Vec<Record>),
    /// What a paper says; none if changes that it stands on are not here yet.
    Content(Option<Content>),
    /// The paper's document, as saved bytes, and the actor that this page writes as.
    Paper {
        /// Automerge document bytes.
        document: Vec<u8>,
        /// 40 bytes, this page's alone.
        actor: Vec<u8>,
    },
    /// What was set aside.
    SetAside(Vec<SetAside>),
    /// All that was set aside, as JSON.
    SetAsideFile(Vec<u8>),
    /// A backup is begun; its pieces are asked for one by one.
    Backup {
        /// The recovery code, if it was made just now: it cannot be shown again.
        code: Option<String>,
    },
    /// The next bytes of a backup's file.
    BackupPiece {
        /// Perhaps none for once.
        bytes: Vec<u8>,
        /// Whether the file is complete.
        last: bool,
    },
    /// The bytes were taken in.
    Restoring {
        /// Envelopes read so far.
        read: u32,
        /// Envelopes in all.
        of: u32,
    },
    /// What is new.
    News(News),
}

/// What came since the person last said that they had seen what is new, by whatever clock it was made.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct News {
    /// When they said so, milliseconds since 1970; none if they never did on this device.
    pub seen_at: Option<i64>,
    /// What devices other than this one did since; without [`Self::seen_at`], or if it is too much to be told one
    /// by one, nothing.
    pub happenings: Vec<Happening>,
    /// Whether it was too much: what stands and was set since is then for the page to find.
    pub is_too_much: bool,
}

/// What a paper says at one time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The place in its history, to be asked for again.
    pub heads: String,
    /// The fingerprint of all of it: texts, and what of the record belongs to them. SHA-256 in hexadecimal.
    pub print: String,
    /// The fingerprint of the texts alone.
    pub text_print: String,
    /// The texts by their paths, to be read.
    pub texts: Vec<(String, Reading)>,
}

/// What an invitation's link says behind its secret of what it leads to.
pub fn said_beside(purpose: Purpose) -> String {
    if purpose == Purpose::default() { String::new() } else { format!("{FOR}{}", purpose.name()) }
}

/// What a link says of what it leads to: for whoever opens it to know, and for nothing else.
pub fn purpose_said(link: &str) -> Purpose {
    let said = link.split_once(FOR).and_then(|(_, name)| Purpose::by_name(name.trim()));
    said.unwrap_or_default()
}

const FOR: &str = "&for=";

/// A register on this device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterEntry {
    /// Its name on this device.
    pub key: RegisterKey,
    /// The organization's name when it was last open.
    pub organization: String,
    /// When it was last open, milliseconds since 1970.
    pub opened_at: i64,
    /// Whether it is the sample, in which nothing is real.
    pub is_sample: bool,
    /// What it is for, as this device first learned it; none as long as it has not.
    pub purpose: Option<Purpose>,
}

impl RegisterEntry {
    /// What stands for an entry that does not read: the register itself may be whole.
    pub fn unread(key: RegisterKey) -> Self {
        Self { key, organization: String::new(), opened_at: 0, is_sample: false, purpose: None }
    }

    /// Whether it stands for one that does not read. Opening the register writes it anew.
    pub fn is_unread(&self) -> bool {
        self.organization.is_empty() && self.opened_at == 0
    }
}

/// One value of one field was set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// The device that did it.
    pub by: DeviceId,
    /// When, by its clock: milliseconds since 1970.
    pub at: i64,
    /// The change's code, see [`register::Message`]. Unknown codes of newer versions are possible.
    pub code: String,
    /// The number that the record bore then, if it had one.
    pub number: Option<String>,
    /// Where. For long texts, the text's place.
    pub path: FieldPath,
    /// What stood there in the eyes of who wrote.
    pub from: Value,
    /// What was set. For long texts, the number of characters written and deleted is in `typed`.
    pub to: Value,
    /// For long texts: characters written, characters deleted.
    pub typed: Option<(u32, u32)>,
    /// For long texts: what blocks that stood already were made or, as tables, changed within, by the names of the
    /// format. Unknown names of newer versions are possible.
    pub shapes: Vec<String>,
}

/// Something that was set aside, never merged and never deleted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SetAside {
    /// The device that signed it, if anybody did.
    pub by: Option<DeviceId>,
    /// That device's claim of when, else when it came; milliseconds since 1970.
    pub at: i64,
    /// A code, phrased by the language file under `set_aside.<code>`.
    pub reason: String,
}

/// From the engine.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum FromEngine {
    /// The answer to a call.
    Answer {
        /// The call's id.
        id: u32,
        /// What came of it.
        result: Result<Response, Failure>,
    },
    /// Something happened.
    Event(Event),
}

/// What happens unasked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Event {
    /// The register changed.
    Patches {
        /// Whether this page's own command did it.
        own: bool,
        /// What changed.
        patches: Vec<Patch>,
    },
    /// A colleague wrote in a paper that this page has open.
    Paper {
        /// The record.
        record: RecordId,
        /// Automerge change chunks, one behind the other.
        changes: Vec<u8>,
    },
    /// Where the work of this device is.
    Status(Status),
    /// How much of the sample's year is told.
    SampleTold {
        /// Days of work told.
        told: u32,
        /// Of so many.
        of: u32,
    },
}

/// Where the work of this device is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Status {
    /// Commands not yet durable on this device.
    pub saving: u32,
    /// Envelopes durable here that the relay has not acknowledged.
    pub unsent: u32,
    /// The connection to the relay.
    pub network: Network,
    /// People other than me who have all that I sent.
    pub seen_by: u32,
    /// People other than me.
    pub colleagues: u32,
    /// Whether what is shown came with an invitation's snapshot, and everything is still being read and checked.
    pub verifying: bool,
    /// Envelopes set aside.
    pub set_aside: u32,
    /// Whether a newer version wrote something that this one cannot show.
    pub newer: bool,
    /// What is wrong with the relay, if anything is.
    pub relay_trouble: Option<RelayTrouble>,
    /// Whether storage refused a write: what was typed since is in memory only.
    pub storage_failed: bool,
    /// Whether what is stored on this device was deleted while it was open.
    pub store_gone: bool,
    /// When a backup was last handed over on this device, milliseconds since 1970.
    pub backed_up_at: Option<i64>,
    /// Whether there is a recovery code.
    pub has_recovery_code: bool,
    /// Whether nothing of the register is anywhere but on this device: no relay has any of it, no colleague has
    /// joined, and no backup was made.
    pub only_copy: bool,
    /// Of the backup that was just restored, how many entries are here and how many it should have had, if some
    /// are lacking.
    pub restored_short: Option<(u32, u32)>,
}

/// What is wrong with the relay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RelayTrouble {
    /// It answers with what no relay says.
    Nonsense,
    /// It lost what lay there, or went back to an older state; it is being filled again.
    Forgot,
    /// It takes nothing.
    Refuses,
    /// It has too much to do, or is asked too often.
    Busy,
    /// It takes everything but an invitation, which is offered again later.
    RefusesInvitation,
}

/// The connection to the relay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Network {
    /// This register has no relay.
    #[default]
    None,
    /// Not connected; waiting to try again.
    Waiting,
    /// Being connected, or reading what is new.
    Connecting,
    /// Connected, and up to date with the relay.
    Online,
}

/// What went wrong, as a code that the page phrases: what happened, what was kept, what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Failure {
    /// The link is damaged, or is not an invitation.
    #[error("the link is not an invitation")]
    BadLink,
    /// The link was made by a newer version.
    #[error("the link is of a newer version")]
    NewerLink,
    /// The register is on this device's list, and nothing of it is stored any more.
    #[error("what was stored of the register is gone")]
    Evicted,
    /// What is stored was deleted while it was open.
    #[error("the store was deleted")]
    StoreGone,
    /// The invitation's relay could not be reached.
    #[error("the relay could not be reached")]
    RelayUnreachable,
    /// The relay has no such invitation, or it does not open with this link.
    #[error("the invitation is not there")]
    NoInvitation,
    /// No such register on this device.
    #[error("no such register on this device")]
    NoRegister,
    /// The call needs an open register.
    #[error("no register is open")]
    NotOpen,
    /// The browser cannot read the file that was chosen.
    #[error("the file cannot be read")]
    UnreadableFile,
    /// The register has no relay: nobody could come to it.
    #[error("the register has no relay")]
    NoRelay,
    /// Only an owner may do that.
    #[error("only an owner may do that")]
    NotOwner,
    /// What was typed is no recovery code.
    #[error("not a recovery code")]
    BadCode,
    /// The file is no backup.
    #[error("not a backup")]
    NoBackup,
    /// The recovery code is of another backup.
    #[error("the recovery code is of another backup")]
    OtherCode,
    /// The end of the backup is missing.
    #[error("the end of the backup is missing")]
    BackupCutOff,
    /// The backup was altered.
    #[error("the backup is damaged")]
    BackupDamaged,
    /// The backup was made by a newer version.
    #[error("the backup is of a newer version")]
    NewerBackup,
    /// The backup's register is on this device.
    #[error("the register is on this device already")]
    AlreadyHere,
    /// The open register is the sample: nobody is invited to it, and it is not backed up.
    #[error("only a real register can do that")]
    Sample,
    /// The sample's words could not be had.
    #[error("the sample could not be had")]
    SampleMissing,
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// The browser's storage refused.
    #[error("storage refused: {0}")]
    Storage(String),
    /// Stored data does not open or is damaged.
    #[error("stored data is damaged: {0}")]
    Damaged(String),
    /// Anything else: a defect of ours.
    #[error("unexpected: {0}")]
    Defect(String),
}

/// Bytes that are not a message of this build.
#[derive(Debug, thiserror::Error)]
#[error("not a message of this build")]
pub struct NotAMessage(#[from] postcard::Error);

/// Encodes a message.
///
/// # Errors
/// None for the types of this crate; postcard's signature allows for others.
pub fn encode<T: Serialize>(message: &T) -> Result<Vec<u8>, NotAMessage> {
    Ok(postcard::to_stdvec(message)?)
}

/// Decodes a message.
///
/// # Errors
/// If the bytes are not what [`encode`] writes.
pub fn decode<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, NotAMessage> {
    Ok(postcard::from_bytes(bytes)?)
}
