//! By whose hand an act of leadership is known (5.1): the leader's own, one that others wrote down and the leader
//! confirmed, or one that is only reported. The devices that signed say it, not what was typed.

use crate::command::{Command, Message, Write};
use crate::id::{FieldPath, RecordId};
use crate::record::{Answer, Record, Register};
use crate::value::Value;

/// What of an act a confirmation is about.
const SAID: &[&str] = &["title", "actor", "held_on", "before_whom", "act_type"];

/// By whose hand. The page phrases it by `hand.<code>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hand {
    /// The leader wrote all of it.
    Own,
    /// Others wrote, and the leader confirmed it as it stands.
    Confirmed(Option<RecordId>),
    /// Others wrote; the leader has not confirmed what stands there now.
    Reported(Option<RecordId>),
}

impl Hand {
    /// The key of its phrase, after `hand.`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Confirmed(_) => "confirmed",
            Self::Reported(_) => "reported",
        }
    }

    /// Every code, so that a test can ask each language file for its phrase.
    pub const CODES: [&'static str; 3] = ["own", "confirmed", "reported"];
}

fn answer<'a>(act: &'a Record, key: &str) -> Option<&'a Answer> {
    act.fields.get(&FieldPath::of(key))?.first()
}

/// By whose hand an act is known; none while nobody says whose act it is.
pub fn hand(act: &Record, register: &Register) -> Option<Hand> {
    let actor: RecordId = act.text("actor").parse().ok()?;
    let author = |answer: &Answer| register.devices.get(&answer.by);
    let said: Vec<&Answer> =
        SAID.iter().filter_map(|key| answer(act, key)).filter(|said| !said.value.is_empty()).collect();
    let by_others = said.iter().find(|said| author(said) != Some(&actor));
    let Some(other) = by_others else { return Some(Hand::Own) };
    let named: Option<RecordId> = act.text("recorded_by").parse().ok().filter(|named| *named != actor);
    let recorded_by = named.or_else(|| author(other).cloned());
    let is_confirmed = answer(act, "confirmed_by").is_some_and(|yes| {
        yes.value.as_text() == Some(act.text("actor"))
            && author(yes) == Some(&actor)
            && said.iter().all(|said| author(said) == Some(&actor) || said.at <= yes.at)
    });
    Some(if is_confirmed { Hand::Confirmed(recorded_by) } else { Hand::Reported(recorded_by) })
}

/// Confirms an act as it stands, by the leader whose act it is.
pub fn confirm(act: &Record, register: &Register, me: &RecordId) -> Option<Command> {
    let is_mine = act.text("actor") == me.to_string();
    let needs_it = matches!(hand(act, register), Some(Hand::Reported(_)));
    (is_mine && needs_it).then(|| Command {
        message: Message::Edit,
        writes: vec![Write {
            record: act.id.clone(),
            path: FieldPath::of("confirmed_by"),
            value: Value::Text(me.to_string()),
        }],
    })
}
