//! What a register is for. Concerns lie in a register of the confidants' own: its keys are theirs alone, as those of
//! every register are its members'. Which record types a register has follows from what it is for.

use crate::kind::{ACTION, CONCERN, KINDS, Kind, ORGANIZATION, PERSON};
use crate::record::Register;
use serde::{Deserialize, Serialize};

/// The field of the organization's record that says what the register is for. The app fills it in when the register
/// begins; each device goes by what stood there when it first opened the register, so that nobody turns one into another.
pub const HOLDS: &str = "holds";

/// What a register is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Purpose {
    /// The management system: every register that says nothing else.
    #[default]
    Isms,
    /// Concerns, which confidants alone read.
    Concerns,
}

/// The record types of a confidants' register: concerns, and what work on them needs.
static OF_CONFIDANTS: &[&Kind] = &[&CONCERN, &ACTION, &PERSON, &ORGANIZATION];
/// The record types that no other register has.
static OF_CONFIDANTS_ALONE: &[&Kind] = &[&CONCERN];

fn is_among(kinds: &[&Kind], name: &str) -> bool {
    kinds.iter().any(|kind| kind.name == name)
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 2] = [Self::Isms, Self::Concerns];
    /// Their names in the register, in their order.
    pub const NAMES: &[&str] = &["isms", "concerns"];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Isms => "isms",
            Self::Concerns => "concerns",
        }
    }

    /// The purpose of that name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.name() == name)
    }

    /// Whether a register for this has records of a kind.
    pub fn has(self, kind: &str) -> bool {
        match self {
            Self::Isms => !is_among(OF_CONFIDANTS_ALONE, kind),
            Self::Concerns => is_among(OF_CONFIDANTS, kind),
        }
    }

    /// The record types of a register for this, in the order of the reference page.
    pub fn kinds(self) -> impl Iterator<Item = &'static Kind> {
        KINDS.iter().copied().filter(move |kind| self.has(kind.name))
    }

    /// What a register says that it is for; none as long as nothing is known of its organization. Where answers
    /// disagree, it is the confidants'.
    pub fn told_by(register: &Register) -> Option<Self> {
        let mut organizations = register.all_of_kind(ORGANIZATION.name).peekable();
        organizations.peek()?;
        let answers = organizations
            .flat_map(|organization| organization.fields.iter())
            .filter(|(path, _)| path.row.is_none() && path.key == HOLDS)
            .flat_map(|(_, answers)| answers);
        let mut told = answers.filter_map(|answer| Self::by_name(answer.value.as_text()?));
        Some(if told.any(|purpose| purpose == Self::Concerns) { Self::Concerns } else { Self::Isms })
    }
}
