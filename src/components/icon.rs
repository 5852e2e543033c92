//! Our own small pictures, drawn on a grid of 24. They are decoration: words stand beside them.

use leptos::prelude::*;

/// A picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// The overview.
    Overview,
    /// The commitments.
    Commitment,
    /// Management reviews.
    Review,
    /// Decisions.
    Decision,
    /// Actions.
    Action,
    /// Risks.
    Risk,
    /// People.
    People,
    /// Settings.
    Settings,
    /// Something to add.
    Add,
    /// Something to look for.
    Search,
    /// Something to close.
    Close,
    /// Done, well.
    Check,
    /// Something needs a person.
    Alert,
    /// Waiting for something outside.
    Clock,
    /// Being written or sent.
    Busy,
    /// Two answers.
    Fork,
    /// Put away.
    Archive,
    /// What was done.
    History,
    /// Back.
    Back,
    /// Rising order.
    Up,
    /// Falling order.
    Down,
    /// A link to share.
    Share,
    /// Kept on this device.
    Device,
    /// More of it.
    More,
    /// Open or closed.
    Chevron,
    /// Risks on a map.
    Map,
    /// Controls.
    Control,
    /// Where to.
    Direct,
    /// Documents.
    Document,
    /// What is told to others.
    Communication,
    /// What is told in confidence.
    Confidence,
    /// Training and competence.
    Training,
    /// What was learned.
    Learn,
    /// Audits and what they found.
    Audit,
    /// Money, people and technology; what is worth protecting.
    Resource,
    /// How things are done.
    Process,
}

impl Icon {
    /// The picture of a kind.
    pub fn of_kind(kind: &str) -> Self {
        match kind {
            "management_review" => Self::Review,
            "decision" => Self::Decision,
            "action" => Self::Action,
            "commitment" | "practice" => Self::Commitment,
            "risk" | "assessment_round" => Self::Risk,
            "control" => Self::Control,
            "risk_criteria" => Self::Settings,
            "person" | "role" | "area" | "recognition" => Self::People,
            "incident" => Self::Alert,
            "document" => Self::Document,
            "communication" | "feedback" | "coordination_meeting" => Self::Communication,
            "concern" => Self::Confidence,
            "training" | "competence" => Self::Training,
            "nonconformity" | "audit" | "finding" | "certificate" => Self::Audit,
            "lesson_learned" | "improvement_idea" | "benchmark" | "exercise" => Self::Learn,
            "resource" | "asset" | "supplier" => Self::Resource,
            "business_activity" | "isms_change" | "exception" => Self::Process,
            "objective" | "kpi" | "strategic_goal" | "intended_outcome" | "issue" | "interested_party"
            | "obligation" => Self::Direct,
            "leadership_act" => Self::Commitment,
            _ => Self::Overview,
        }
    }

    fn strokes(self) -> &'static str {
        match self {
            Self::Overview => "M4 4h7v9H4zM13 4h7v5h-7zM13 11h7v9h-7zM4 15h7v5H4z",
            Self::Commitment => "M4 20V10M9.3 20V4M14.7 20v-7M20 20V7M3 20h18",
            Self::Review => {
                "M7 3v3M17 3v3M4 7.5a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2V19a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2zM4 10h16M8 14h5M8 17.5h8"
            }
            Self::Decision => {
                "M12 3v18M7 21h10M5 7h14M5 7l-3 7a3.2 3.2 0 0 0 6 0zM19 7l-3 7a3.2 3.2 0 0 0 6 0z"
            }
            Self::Action => {
                "M20 12v7a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 19V6a1.5 1.5 0 0 1 1.5-1.5H15M8.5 11.5l3.5 3.5L21 5.5"
            }
            Self::Risk => {
                "M12 3 4.5 6v5.5c0 4.6 3 8 7.500 9.500 4.500-1.500 7.500-4.900 7.500-9.500V6zM12 8v5M12 16.200v.1"
            }
            Self::People => {
                "M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM2.500 20a6.500 6.500 0 0 1 13 0M16 4.300a3.500 3.500 0 0 1 0 6.500M18 14.200a6.500 6.500 0 0 1 3.500 5.800"
            }
            Self::Settings => "M4 7h9M17 7h3M4 12h3M11 12h9M4 17h7M15 17h5M15 5v4M9 10v4M13 15v4",
            Self::Add => "M12 5v14M5 12h14",
            Self::Search => "M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM15.500 15.500 21 21",
            Self::Close => "M6 6l12 12M18 6 6 18",
            Self::Check => "M5 12.500l4.500 4.500L19 7.500",
            Self::Alert => "M12 4 2.500 20h19zM12 10v4.500M12 17.200v.1",
            Self::Clock => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5.500l3.500 2",
            Self::Busy => "M12 3a9 9 0 1 1-8.500 6",
            Self::Fork => "M12 21v-7M12 14 5.500 7.500M12 14l6.500-6.500M5 11.500V7h4.500M14.500 7H19v4.500",
            Self::Archive => "M3.500 4.500h17v4h-17zM5 8.500V19.500h14V8.500M10 12.500h4",
            Self::History => "M4 12a8 8 0 1 0 2.500-5.800L4 8.500M4 4v4.500h4.500M12 8v4.500l3 1.800",
            Self::Back => "M19 12H5M11 6l-6 6 6 6",
            Self::Up => "M12 19V6M6.500 11.500 12 6l5.500 5.500",
            Self::Down => "M12 5v13M6.500 12.500 12 18l5.500-5.500",
            Self::Share => {
                "M9.500 14.500l5-5M8 11l-2.500 2.500a3.500 3.500 0 0 0 5 5L13 16M16 13l2.500-2.500a3.500 3.500 0 0 0-5-5L11 8"
            }
            Self::Device => "M4 5h16v11H4zM9 20h6M12 16v4",
            Self::More => "M4 7h16M4 12h16M4 17h16",
            Self::Chevron => "M9 6l6 6-6 6",
            Self::Map => "M4 4h16v16H4zM4 9.300h16M4 14.700h16M9.300 4v16M14.700 4v16",
            Self::Control => "M4 5h7v6H4zM13 5h7v6h-7zM4 13h7v6H4zM14 16l2 2 4-4.500",
            Self::Direct => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM15.500 8.500l-2 5-5 2 2-5z",
            Self::Document => "M7 3h7l4 4v14H7zM14 3v4h4M10 12h5M10 16h5",
            Self::Communication => "M4 5h16v11H10l-5 4v-4H4zM8 9h8M8 12.500h5",
            Self::Confidence => {
                "M4 5h16v11H10l-5 4v-4H4zM9.500 10h5v3.500h-5zM10.500 10V9a1.500 1.500 0 0 1 3 0v1"
            }
            Self::Training => "M3 9l9-4 9 4-9 4zM7 11v5c0 1.500 2.200 3 5 3s5-1.500 5-3v-5",
            Self::Learn => {
                "M9 18h6M10 21h4M12 3a6 6 0 0 0-3.500 10.900c.6.500 1 1.200 1 2.100h5c0-.9.4-1.600 1-2.100A6 6 0 0 0 12 3z"
            }
            Self::Audit => "M9 4h6v3H9zM9 5.500H6V21h12V5.500h-3M9 13l2.500 2.500L15.500 11",
            Self::Resource => "M4 7.500 12 3l8 4.500v9L12 21l-8-4.500zM4 7.500l8 4.500 8-4.500M12 12v9",
            Self::Process => "M4 4h6v6H4zM14 14h6v6h-6zM10 7h7v7M7 10v7h7",
        }
    }

    /// Draws it.
    pub fn view(self) -> AnyView {
        view! {
            <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
                <path d=self.strokes() />
            </svg>
        }
        .into_any()
    }
}
