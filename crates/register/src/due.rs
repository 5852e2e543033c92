//! Whether an action is in time. Today is handed in.
//! Late is what has passed the due date that stands; in time is measured by the first one, which stays.

use crate::day::{NaiveDate, day};
use crate::record::{Record, Register};
use std::cmp::Ordering;

/// An action is due soon when it is due within so many days.
pub const SOON_DAYS: i64 = 14;

/// How an action stands against its due date. The page phrases it by `due.<code>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Open and late by so many days.
    Overdue(i64),
    /// Open and due within [`SOON_DAYS`], in so many days.
    Soon(i64),
    /// Open and due later, in so many days.
    Later(i64),
    /// Open without a due date.
    Undated,
    /// Done on its due date or before.
    InTime,
    /// Done so many days after its due date.
    Late(i64),
    /// Done, but without the dates to tell whether in time.
    Done,
    /// Will not be done.
    Cancelled,
}

impl Due {
    /// The key of its phrase, after `due.`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Overdue(_) => "overdue",
            Self::Soon(0) => "today",
            Self::Soon(_) => "soon",
            Self::Later(_) => "later",
            Self::Undated => "undated",
            Self::InTime => "in_time",
            Self::Late(_) => "late",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
        }
    }

    /// The days that its phrase may name.
    pub fn days(self) -> Option<i64> {
        match self {
            Self::Overdue(days) | Self::Soon(days) | Self::Later(days) | Self::Late(days) => Some(days),
            _ => None,
        }
    }
}

/// Whether somebody still has to do it. A status of a newer version counts as open: nothing is lost from view.
pub fn is_open(action: &Record) -> bool {
    !action.is_archived() && !matches!(action.text("status"), "done" | "checked" | "cancelled")
}

/// The day that an action was due at first, where it was moved since.
pub fn first_due(action: &Record) -> Option<NaiveDate> {
    day(action.text("first_due"))
}

/// How an action stands on a day. Done in time is what was done by the first due date.
pub fn due(action: &Record, today: NaiveDate) -> Due {
    let due = day(action.text("due"));
    match action.text("status") {
        "cancelled" => Due::Cancelled,
        "done" | "checked" => match (first_due(action).or(due), day(action.text("done_on"))) {
            (Some(due), Some(done)) if done <= due => Due::InTime,
            (Some(due), Some(done)) => Due::Late((done - due).num_days()),
            _ => Due::Done,
        },
        _ => against(due, today),
    }
}

/// How anything that is still to be done on a day stands.
pub fn against(due: Option<NaiveDate>, today: NaiveDate) -> Due {
    match due.map(|due| (due - today).num_days()) {
        None => Due::Undated,
        Some(days) if days < 0 => Due::Overdue(-days),
        Some(days) if days <= SOON_DAYS => Due::Soon(days),
        Some(days) => Due::Later(days),
    }
}

/// Whether an action is open and past its due date.
pub fn is_overdue(action: &Record, today: NaiveDate) -> bool {
    is_open(action) && matches!(due(action, today), Due::Overdue(_))
}

/// The open actions, the most urgent first, undated ones last.
pub fn open_actions(register: &Register) -> Vec<&Record> {
    let mut open: Vec<&Record> = register.of_kind("action").filter(|action| is_open(action)).collect();
    open.sort_by(|a, b| match (day(a.text("due")), day(b.text("due"))) {
        (Some(a), Some(b)) => a.cmp(&b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    });
    open
}

/// The open actions that are past their due date, the latest first.
pub fn overdue_actions(register: &Register, today: NaiveDate) -> Vec<&Record> {
    open_actions(register).into_iter().filter(|action| is_overdue(action, today)).collect()
}
