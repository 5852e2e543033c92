//! The 93 controls of Annex A of ISO/IEC 27001:2022, which every register knows, with the attributes by which
//! ISO/IEC 27002:2022 sorts them. Their titles are in the language files, under `control.<number>`. What a team
//! says of a control is in its `control` record, see [`crate::statement`]: its id follows from the control, so
//! that two who first touch one control apart write in one record.

mod list;

pub use list::CONTROLS;

use crate::id::RecordId;
use uuid::Uuid;

/// The four themes of Annex A.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Theme {
    /// A.5.
    Organizational,
    /// A.6.
    People,
    /// A.7.
    Physical,
    /// A.8.
    Technological,
}

/// The codes of the themes, as they stand in the document.
pub const THEMES: &[&str] = &["organizational", "people", "physical", "technological"];

impl Theme {
    /// The themes, in the order of Annex A.
    pub const ALL: [Self; 4] = [Self::Organizational, Self::People, Self::Physical, Self::Technological];

    /// Its code in the document and the key of its word, after `choice.control.theme.`.
    pub fn code(self) -> &'static str {
        THEMES.get(self as usize).copied().unwrap_or_default()
    }

    /// The theme of a code; none if only a newer version knows it.
    pub fn by_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.code() == code)
    }
}

/// By what controls are sorted. The words are in the language files, under `attribute.<code>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Attribute {
    /// When it acts: before, during or after something happens.
    ControlType,
    /// What of information it preserves.
    SecurityProperty,
    /// Which of the five functions of cybersecurity it belongs to.
    CybersecurityConcept,
    /// Which practitioners' capability it belongs to.
    OperationalCapability,
    /// Which of four domains it belongs to.
    SecurityDomain,
}

impl Attribute {
    /// All five, in the order of the standard.
    pub const ALL: [Self; 5] = [
        Self::ControlType,
        Self::SecurityProperty,
        Self::CybersecurityConcept,
        Self::OperationalCapability,
        Self::SecurityDomain,
    ];

    /// The key of its words, after `attribute.`.
    pub fn code(self) -> &'static str {
        match self {
            Self::ControlType => "control_type",
            Self::SecurityProperty => "security_property",
            Self::CybersecurityConcept => "cybersecurity_concept",
            Self::OperationalCapability => "operational_capability",
            Self::SecurityDomain => "security_domain",
        }
    }

    /// The codes of its values, in the order of the standard; the keys of their words, after
    /// `attribute.<code>.`.
    pub fn values(self) -> &'static [&'static str] {
        match self {
            Self::ControlType => &["preventive", "detective", "corrective"],
            Self::SecurityProperty => &["confidentiality", "integrity", "availability"],
            Self::CybersecurityConcept => &["identify", "protect", "detect", "respond", "recover"],
            Self::OperationalCapability => &[
                "governance",
                "asset_management",
                "information_protection",
                "human_resource_security",
                "physical_security",
                "system_and_network_security",
                "application_security",
                "secure_configuration",
                "identity_and_access_management",
                "threat_and_vulnerability_management",
                "continuity",
                "supplier_relationships_security",
                "legal_and_compliance",
                "information_security_event_management",
                "information_security_assurance",
            ],
            Self::SecurityDomain => &["governance_and_ecosystem", "protection", "defence", "resilience"],
        }
    }
}

/// A control of Annex A. Attributes are sets of bits: the n-th bit is the n-th value of the attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Control {
    clause: u8,
    place: u8,
    types: u8,
    properties: u8,
    concepts: u8,
    capabilities: u16,
    domains: u8,
}

impl Control {
    /// Its number, `5.1`, and the key of its title, after `control.`.
    pub fn number(&self) -> String {
        format!("{}.{}", self.clause, self.place)
    }

    /// Its number as people say it, `A.5.1`.
    pub fn reference(&self) -> String {
        format!("A.{}.{}", self.clause, self.place)
    }

    /// Its theme.
    pub fn theme(&self) -> Theme {
        match self.clause {
            5 => Theme::Organizational,
            6 => Theme::People,
            7 => Theme::Physical,
            _ => Theme::Technological,
        }
    }

    /// The record of what a team says of it, in every register.
    pub fn record_id(&self) -> RecordId {
        RecordId { kind: KIND.to_owned(), uuid: self.uuid() }
    }

    /// The control whose record that is; none for other records, own controls among them.
    pub fn by_record(id: &RecordId) -> Option<&'static Self> {
        if id.kind != KIND {
            return None;
        }
        CONTROLS.iter().find(|control| control.uuid() == id.uuid)
    }

    /// The control of a number, `5.1` or `A.5.1`.
    pub fn by_number(number: &str) -> Option<&'static Self> {
        let number = number.trim();
        let number = number.strip_prefix(['A', 'a']).map_or(number, |rest| rest.trim_start_matches('.'));
        CONTROLS.iter().find(|control| control.number() == number)
    }

    /// Its values of an attribute, in the order of the standard.
    pub fn values(&self, attribute: Attribute) -> impl Iterator<Item = &'static str> {
        let set = self.set(attribute);
        let values = attribute.values().iter().enumerate();
        values.filter(move |(bit, _)| set >> bit & 1 == 1).map(|(_, code)| *code)
    }

    /// Whether it has this value of an attribute.
    pub fn has(&self, attribute: Attribute, value: &str) -> bool {
        self.values(attribute).any(|code| code == value)
    }

    fn set(&self, attribute: Attribute) -> u16 {
        match attribute {
            Attribute::ControlType => self.types.into(),
            Attribute::SecurityProperty => self.properties.into(),
            Attribute::CybersecurityConcept => self.concepts.into(),
            Attribute::OperationalCapability => self.capabilities,
            Attribute::SecurityDomain => self.domains.into(),
        }
    }

    /// A version 8 UUID (RFC 9562) that names the control; no other record has its like.
    fn uuid(&self) -> Uuid {
        Uuid::from_bytes([0, 0, 0, 0, 0x27, 0x02, 0x80, 0, 0x80, 0, 0, 0, 0, 0, self.clause, self.place])
    }
}

/// The kind of the records.
const KIND: &str = "control";
