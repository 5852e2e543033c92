//! The domain of Isomerge, pure: record types and their fields, the plain register, commands and
//! patches, and the rules computed from them.
//! Knows nothing of a CRDT, a browser, a clock or randomness: times and random bytes are handed in.

pub mod acceptance;
pub mod act;
pub mod as_text;
pub mod command;
pub mod competence;
pub mod contradiction;
pub mod control;
pub mod day;
pub mod digest;
pub mod disagreement;
pub mod document;
pub mod document_act;
pub mod due;
pub mod evidence;
pub mod field;
pub mod fold;
pub mod id;
pub mod kind;
pub mod kpi;
pub mod line;
pub mod links;
pub mod objective;
pub mod patch;
pub mod people;
pub mod period;
pub mod practice;
pub mod purpose;
pub mod query;
pub mod raci;
pub mod readiness;
pub mod reading;
pub mod recent;
pub mod record;
pub mod reference;
pub mod reference_page;
pub mod review;
pub mod risk_criteria;
pub mod risk_movement;
pub mod spreadsheet;
pub mod statement;
pub mod top_management;
pub mod validation;
pub mod value;
pub mod wording;

pub use command::{Command, Message, Write};
pub use field::{Field, FieldType, Rows};
pub use id::{DeviceId, FieldPath, RecordId};
pub use kind::{Kind, Place};
pub use patch::Patch;
pub use purpose::Purpose;
pub use query::Query;
pub use record::{Answer, Answers, Record, Register};
pub use validation::Problem;
pub use value::Value;
