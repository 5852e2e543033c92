//! Why a relay refused: one number for each reason, never a wording to be parsed.

/// Why a relay refused a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// The mailbox, the address or the connection has used up what it may.
    Quota,
    /// The bytes exceed what one envelope may hold.
    TooLarge,
    /// The relay does not know this kind of request: one of the two sides is older.
    Version,
    /// Try again, after the given time.
    Busy,
    /// No such mailbox here, or no longer.
    Gone,
    /// The mailbox was closed and names its successor.
    Moved,
    /// The relay's rows are not those that the client has seen: read all again.
    RolledBack,
    /// The secret does not open this mailbox.
    Denied,
    /// The frame could not be read.
    Malformed,
    /// A reason that only a newer version knows.
    Unknown(u32),
}

impl ErrorCode {
    /// The number on the wire.
    pub fn number(self) -> u32 {
        match self {
            Self::Quota => 2,
            Self::TooLarge => 3,
            Self::Version => 4,
            Self::Busy => 5,
            Self::Gone => 6,
            Self::Moved => 7,
            Self::RolledBack => 8,
            Self::Denied => 9,
            Self::Malformed => 10,
            Self::Unknown(number) => number,
        }
    }

    /// The reason behind a number on the wire.
    pub fn from_number(number: u32) -> Self {
        match number {
            2 => Self::Quota,
            3 => Self::TooLarge,
            4 => Self::Version,
            5 => Self::Busy,
            6 => Self::Gone,
            7 => Self::Moved,
            8 => Self::RolledBack,
            9 => Self::Denied,
            10 => Self::Malformed,
            other => Self::Unknown(other),
        }
    }

    /// The word for logs and documentation.
    pub fn name(self) -> &'static str {
        match self {
            Self::Quota => "quota",
            Self::TooLarge => "too-large",
            Self::Version => "version",
            Self::Busy => "busy",
            Self::Gone => "gone",
            Self::Moved => "moved",
            Self::RolledBack => "rolled-back",
            Self::Denied => "denied",
            Self::Malformed => "malformed",
            Self::Unknown(_) => "unknown",
        }
    }
}
