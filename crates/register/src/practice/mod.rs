//! The practices by which leadership shows the commitments of 5.1 a–h: what each is, how old its evidence may be,
//! and what usually proves it. They are our guidance, not the standard's requirements.
//! Their words are in the language files: what a practice says under `practice.<id>`; commitments, themes,
//! weights and expectations as the choices of the kind `practice`, `choice.theme.<code>` for instance.

mod list;

pub use list::PRACTICES;

/// One of the eight commitments (5.1 a–h), or leadership itself, which runs across all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Commitment {
    /// Leadership itself: counted apart from the eight.
    Across,
    /// Policy and objectives fit the strategic direction.
    A,
    /// The requirements are built into the organization's processes.
    B,
    /// Resources are available.
    C,
    /// The importance is communicated.
    D,
    /// The intended outcomes are achieved.
    E,
    /// People are directed and supported.
    F,
    /// Continual improvement is promoted.
    G,
    /// Other managers are supported in their areas.
    H,
}

/// The codes of the eight and of what runs across them, as they stand in the document.
pub const COMMITMENTS: &[&str] = &["a", "b", "c", "d", "e", "f", "g", "h", "across"];

impl Commitment {
    /// The eight, and what runs across them last, as people read them.
    pub const ALL: [Self; 9] =
        [Self::A, Self::B, Self::C, Self::D, Self::E, Self::F, Self::G, Self::H, Self::Across];

    /// Its code in the document and the key of its words, after `choice.practice.commitment.`.
    pub fn code(self) -> &'static str {
        match self {
            Self::A => "a",
            Self::B => "b",
            Self::C => "c",
            Self::D => "d",
            Self::E => "e",
            Self::F => "f",
            Self::G => "g",
            Self::H => "h",
            Self::Across => "across",
        }
    }

    /// The commitment of a code; none if only a newer version knows it.
    pub fn by_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|commitment| commitment.code() == code)
    }
}

/// What practices have in common: one act often serves all lines of a theme, and people see themes before
/// lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the words are in the language files, under `choice.theme.<code>`")]
pub enum Theme {
    Policy,
    Strategy,
    Objectives,
    Risk,
    Processes,
    Roles,
    Resources,
    Communication,
    Dialogue,
    Training,
    Culture,
    Example,
    Recognition,
    Managers,
    Measurement,
    Review,
    Audit,
    Incidents,
    Improvement,
    Change,
    Compliance,
}

/// The codes of the themes, as they stand in the document.
pub const THEMES: &[&str] = &[
    "policy",
    "strategy",
    "objectives",
    "risk",
    "processes",
    "roles",
    "resources",
    "communication",
    "dialogue",
    "training",
    "culture",
    "example",
    "recognition",
    "managers",
    "measurement",
    "review",
    "audit",
    "incidents",
    "improvement",
    "change",
    "compliance",
];

impl Theme {
    const ALL: [Self; 21] = [
        Self::Policy,
        Self::Strategy,
        Self::Objectives,
        Self::Risk,
        Self::Processes,
        Self::Roles,
        Self::Resources,
        Self::Communication,
        Self::Dialogue,
        Self::Training,
        Self::Culture,
        Self::Example,
        Self::Recognition,
        Self::Managers,
        Self::Measurement,
        Self::Review,
        Self::Audit,
        Self::Incidents,
        Self::Improvement,
        Self::Change,
        Self::Compliance,
    ];

    /// Its code in the document and the key of its words, after `choice.theme.`.
    pub fn code(self) -> &'static str {
        THEMES.get(self as usize).copied().unwrap_or_default()
    }

    /// The theme of a code; none if only a newer version knows it.
    pub fn by_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.code() == code)
    }
}

/// How much a practice weighs when somebody wants to leave it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Left out only by a top manager's word.
    Core,
    /// Left out by anybody, with a reason.
    Supporting,
}

/// The codes of the weights, as they stand in the document.
pub const WEIGHTS: &[&str] = &["core", "supporting"];

impl Weight {
    /// Its code in the document and the key of its word, after `choice.practice.weight.`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Core => "core",
            Self::Supporting => "supporting",
        }
    }
}

/// What the evidence of a practice has to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Expects {
    /// That it was said, in writing or before people.
    Says,
    /// That it was done.
    Does,
    /// That it has its effect.
    Works,
}

/// The codes of what is expected, as they stand in the document.
pub const EXPECTATIONS: &[&str] = &["says", "does", "works"];

impl Expects {
    /// The expectation of a code; none if it is left open, or only a newer version knows it.
    pub fn by_code(code: &str) -> Option<Self> {
        [Self::Says, Self::Does, Self::Works].into_iter().find(|expects| expects.code() == code)
    }

    /// Its code in the document and the key of its word, after `choice.practice.expects.`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Says => "says",
            Self::Does => "does",
            Self::Works => "works",
        }
    }
}

/// A practice that every register knows.
#[derive(Debug, Clone, Copy)]
pub struct Practice {
    /// Its id, `a3` or `L7`: never changed once released.
    pub id: &'static str,
    /// Which commitment it shows.
    pub commitment: Commitment,
    /// What it has in common with others.
    pub theme: Theme,
    /// How much it weighs.
    pub weight: Weight,
    /// How old its evidence may be, in days.
    pub max_age: i64,
    /// What its evidence has to show.
    pub expects: Expects,
    /// The kinds of records that usually prove it, the best first. Some of them only a newer version knows.
    pub proofs: &'static [&'static str],
}

impl Practice {
    /// The practice of an id; none if only a newer version knows it.
    pub fn by_id(id: &str) -> Option<&'static Self> {
        PRACTICES.iter().find(|practice| practice.id == id)
    }

    /// The practices of a commitment, in their order.
    pub fn of(commitment: Commitment) -> impl Iterator<Item = &'static Self> {
        PRACTICES.iter().filter(move |practice| practice.commitment == commitment)
    }
}
