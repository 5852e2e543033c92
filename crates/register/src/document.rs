//! Controlled documents (7.5): which way one may go, what was approved, published and read, and what it
//! lacks. What was signed is tied to a fingerprint of the content, see [`counted`]: a later change shows.

use crate::day::{NaiveDate, day};
use crate::due::{Due, against};
use crate::field::FieldType;
use crate::id::RecordId;
use crate::record::{Record, Register};
use uuid::Uuid;

/// The ways from each status: the first is the usual one. A document that is approved or published begins its
/// next version as a draft; what was published stays readable.
const WAYS: &[(&str, &[&str])] = &[
    ("draft", &["in_review", "withdrawn"]),
    ("in_review", &["approved", "changes_requested", "draft", "withdrawn"]),
    ("changes_requested", &["in_review", "draft", "withdrawn"]),
    ("approved", &["published", "draft", "withdrawn"]),
    ("published", &["draft", "superseded", "withdrawn"]),
    ("superseded", &[]),
    ("withdrawn", &["draft"]),
];

/// Where a document may go from a status. From one that is not known or not said, only back to a draft.
pub fn ways(status: &str) -> &'static [&'static str] {
    WAYS.iter().find(|(from, _)| *from == status).map_or(&["draft"], |(_, to)| to)
}

/// Whether a document may go from one status to another.
pub fn may_go(from: &str, to: &str) -> bool {
    ways(from).contains(&to)
}

/// The fields that belong to what is approved, besides the text.
const COUNTED: &[&str] = &["title", "type", "classification", "effective_from"];

/// What of the record belongs to the content, as one text: the same on every device, whatever the order of
/// making. The engine takes the fingerprint of this and of the paper's text.
pub fn counted(document: &Record) -> String {
    let mut all = String::new();
    for key in COUNTED {
        let value = document.text(key).trim();
        // The length tells where a value ends, whatever stands in it.
        all.push_str(&format!("{key} {} {value}\n", value.len()));
    }
    all
}

/// The version that the next publication bears: one above the highest whole number before the first point.
pub fn next_version(document: &Record) -> String {
    let published = versions(document);
    let whole = |text: &str| text.trim().split('.').next().and_then(|whole| whole.parse::<u32>().ok());
    let highest = published.iter().filter_map(|version| whole(&version.version)).max();
    match highest {
        Some(highest) => format!("{}.0", highest.saturating_add(1)),
        None => "1.0".to_owned(),
    }
}

/// Somebody's yes to a content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The row.
    pub row: Uuid,
    /// Who.
    pub person: Option<RecordId>,
    /// When.
    pub on: Option<NaiveDate>,
    /// What the version was called then.
    pub version: String,
    /// The fingerprint of the content.
    pub content: String,
    /// Where in the paper's history it stands.
    pub heads: String,
}

fn signed(document: &Record, rows: &'static str) -> Vec<Signed> {
    let text = |row, key| document.row_value(rows, row, key).as_text().unwrap_or_default().to_owned();
    let one = |row| Signed {
        row,
        person: text(row, "person").parse().ok(),
        on: day(&text(row, "on")),
        version: text(row, "version"),
        content: text(row, "print"),
        heads: text(row, "heads"),
    };
    document.rows(rows).into_iter().map(one).collect()
}

/// All approvals, the oldest first.
pub fn approvals(document: &Record) -> Vec<Signed> {
    signed(document, "approvals")
}

/// The approvals of exactly this content.
pub fn approvals_of(document: &Record, content: &str) -> Vec<Signed> {
    let mut all = approvals(document);
    all.retain(|approval| !content.is_empty() && approval.content == content);
    all
}

/// A published version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The row.
    pub row: Uuid,
    /// What it is called.
    pub version: String,
    /// When it was published.
    pub on: Option<NaiveDate>,
    /// By whom.
    pub by: Option<RecordId>,
    /// The document's title then.
    pub title: String,
    /// The fingerprint of the content.
    pub content: String,
    /// The fingerprint of the text alone.
    pub words: String,
    /// Where in the paper's history it stands.
    pub heads: String,
}

/// The published versions, the newest first.
pub fn versions(document: &Record) -> Vec<Version> {
    let text = |row, key| document.row_value("versions", row, key).as_text().unwrap_or_default().to_owned();
    let one = |row| Version {
        row,
        version: text(row, "version"),
        on: day(&text(row, "on")),
        by: text(row, "by").parse().ok(),
        title: text(row, "title"),
        content: text(row, "print"),
        words: text(row, "text_print"),
        heads: text(row, "heads"),
    };
    let mut all: Vec<Version> = document.rows("versions").into_iter().map(one).collect();
    all.sort_by(|a, b| b.on.cmp(&a.on).then_with(|| b.row.cmp(&a.row)));
    all
}

/// The version in force: the last one published, unless the document is in force no more.
pub fn in_force(document: &Record) -> Option<Version> {
    let is_over = matches!(document.text("status"), "superseded" | "withdrawn") || document.is_archived();
    if is_over { None } else { versions(document).into_iter().next() }
}

/// Whether somebody has read what is in force. The page phrases it by `acknowledged.<code>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acknowledged {
    /// Exactly this content.
    Current(NaiveDate),
    /// An earlier content only.
    Earlier(NaiveDate),
    /// Nothing yet.
    NotYet,
}

impl Acknowledged {
    /// The key of its phrase, after `acknowledged.`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Current(_) => "current",
            Self::Earlier(_) => "earlier",
            Self::NotYet => "not_yet",
        }
    }
}

/// Each person that the document is distributed to or that acknowledged it, with how they stand against the
/// version in force.
pub fn acknowledgements(document: &Record) -> Vec<(RecordId, Acknowledged)> {
    let content = in_force(document).map(|version| version.content).unwrap_or_default();
    let all = signed(document, "acknowledgements");
    let mut people: Vec<RecordId> = recipients(document);
    for person in all.iter().filter_map(|read| read.person.clone()) {
        if !people.contains(&person) {
            people.push(person);
        }
    }
    let standing = |person: &RecordId| {
        let theirs = all.iter().filter(|read| read.person.as_ref() == Some(person));
        let mut best = Acknowledged::NotYet;
        for read in theirs {
            let Some(on) = read.on else { continue };
            let is_current = !content.is_empty() && read.content == content;
            best = match (is_current, best) {
                (true, _) => Acknowledged::Current(on),
                (false, Acknowledged::Current(_)) => best,
                (false, _) => Acknowledged::Earlier(on),
            };
        }
        best
    };
    people.into_iter().map(|person| (person.clone(), standing(&person))).collect()
}

/// The people whom the document is distributed to.
pub fn recipients(document: &Record) -> Vec<RecordId> {
    let mut people: Vec<RecordId> = Vec::new();
    for row in document.rows("distribution") {
        let person = document.row_value("distribution", row, "person").as_text().unwrap_or_default();
        if let Ok(person) = person.parse::<RecordId>()
            && !people.contains(&person)
        {
            people.push(person);
        }
    }
    people
}

/// Whether somebody is expected to look at the document again, and when that is.
pub fn is_kept(document: &Record) -> bool {
    !document.is_archived() && !matches!(document.text("status"), "superseded" | "withdrawn")
}

/// How the next review stands.
pub fn review_due(document: &Record, today: NaiveDate) -> Due {
    against(day(document.text("next_review")), today)
}

/// The documents whose next review has passed or comes soon, the most urgent first.
pub fn reviews_due(register: &Register, today: NaiveDate) -> Vec<(&Record, Due)> {
    let kept = register.of_kind("document").filter(|document| is_kept(document));
    let mut due: Vec<(&Record, Due)> = kept
        .map(|document| (document, review_due(document, today)))
        .filter(|(_, due)| matches!(due, Due::Overdue(_) | Due::Soon(_)))
        .collect();
    due.sort_by(|(a, _), (b, _)| a.text("next_review").cmp(b.text("next_review")));
    due
}

/// The parts of the policy's fit with the strategic direction (5.1 a).
pub const FIT: [&str; 4] = ["fit_goals", "fit_investment", "fit_appetite", "fit_culture"];

/// What a document lacks as proof. The page phrases it by `document_lack.<code>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lack {
    /// Anything that was published: it is said to be in force.
    Version,
    /// An approval of exactly what was published.
    Approval,
    /// Words of its own: what was published is the outline, untouched.
    OwnWords,
    /// Anyone whom it is distributed to.
    Distribution,
    /// So many people who have not read it yet.
    Unread(usize),
    /// So many people who have read an earlier version only.
    ReadEarlier(usize),
    /// A review: the day has passed by so many days.
    Review(i64),
    /// A part of the fit with the strategic direction, by its field.
    Fit(&'static str),
    /// A strategic goal that the policy serves.
    Goal,
    /// What took its place.
    Successor,
    /// Why it was withdrawn.
    Reason,
}

impl Lack {
    /// The key of its phrase, after `document_lack.`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Version => "version",
            Self::Approval => "approval",
            Self::OwnWords => "own_words",
            Self::Distribution => "distribution",
            Self::Unread(_) => "unread",
            Self::ReadEarlier(_) => "read_earlier",
            Self::Review(_) => "review",
            Self::Fit(_) => "fit",
            Self::Goal => "goal",
            Self::Successor => "successor",
            Self::Reason => "reason",
        }
    }

    /// Every code, so that a test can ask each language file for its phrase.
    pub const CODES: [&'static str; 11] = [
        "version",
        "approval",
        "own_words",
        "distribution",
        "unread",
        "read_earlier",
        "review",
        "fit",
        "goal",
        "successor",
        "reason",
    ];
}

/// What a document lacks on a day. States that two people brought about apart and that do not fit together, such
/// as published without any version, are among it.
pub fn lacks(document: &Record, today: NaiveDate) -> Vec<Lack> {
    let mut lacks = Vec::new();
    let status = document.text("status");
    match status {
        "superseded" if document.value("superseded_by").is_empty() => lacks.push(Lack::Successor),
        "withdrawn" if document.value("reason").is_empty() => lacks.push(Lack::Reason),
        _ => {}
    }
    if !is_kept(document) {
        return lacks;
    }
    match in_force(document) {
        Some(version) => {
            // What is kept elsewhere is approved there.
            let is_external = document.text("origin") == "external";
            if !is_external && approvals_of(document, &version.content).is_empty() {
                lacks.push(Lack::Approval);
            }
            let outline = document.text("outline_print");
            if !outline.is_empty() && version.words == outline {
                lacks.push(Lack::OwnWords);
            }
            if document.rows("distribution").is_empty() {
                lacks.push(Lack::Distribution);
            }
            let read = acknowledgements(document);
            let count =
                |wanted: fn(&Acknowledged) -> bool| read.iter().filter(|(_, how)| wanted(how)).count();
            let unread = count(|how| matches!(how, Acknowledged::NotYet));
            let earlier = count(|how| matches!(how, Acknowledged::Earlier(_)));
            lacks.extend((unread > 0).then_some(Lack::Unread(unread)));
            lacks.extend((earlier > 0).then_some(Lack::ReadEarlier(earlier)));
        }
        None if status == "published" => lacks.push(Lack::Version),
        None if status == "approved" && approvals(document).is_empty() => lacks.push(Lack::Approval),
        None => {}
    }
    if let Due::Overdue(days) = review_due(document, today) {
        lacks.push(Lack::Review(days));
    }
    if document.text("type") == "policy" {
        lacks.extend(FIT.into_iter().filter(|part| document.value(part).is_empty()).map(Lack::Fit));
        if document.rows("goals").is_empty() {
            lacks.push(Lack::Goal);
        }
    }
    lacks
}

/// The types of documents that the ISMS must hold and that nobody has begun: a gap each.
pub fn missing_types(register: &Register) -> Vec<&'static str> {
    let types = crate::kind::DOCUMENT.fields.iter().find(|field| field.key == "type");
    let Some(FieldType::Choice(types)) = types.map(|field| field.ty) else { return Vec::new() };
    let is_held = |wanted: &str| {
        register.of_kind("document").any(|document| is_kept(document) && document.text("type") == wanted)
    };
    types.iter().copied().filter(|wanted| *wanted != "other" && !is_held(wanted)).collect()
}
