use crate::sample::{NaiveDate, Sample, kind, link};
use register::as_text::{Phrases, Stored, as_text};
use register::{FieldPath, RecordId, Register, Value};

struct German;

impl Phrases for German {
    fn choice(&self, kind: &str, key: &str, choice: &str) -> String {
        format!("{kind}.{key}.{choice}")
    }
    fn date(&self, date: NaiveDate) -> String {
        date.format("%d.%m.%Y").to_string()
    }
    fn flag(&self, is_set: bool) -> String {
        if is_set { "ja".into() } else { "nein".into() }
    }
    fn untitled(&self, _: &RecordId) -> String {
        "ohne Titel".into()
    }
}

fn say(register: &Register, of: &str, key: &str, value: &Value, phrases: &dyn Phrases) -> String {
    as_text(of, kind(of).field(&FieldPath::of(key)), value, register, phrases)
}

#[test]
fn a_value_reads_in_the_readers_language() {
    let mut sample = Sample::new();
    let (ada, nobody) = (sample.person("Ada", true), sample.add("person", &[]));
    let review =
        sample.add("management_review", &[("reference", "MR-2026-01".into()), ("title", "Spring".into())]);
    let german = |of, key, value: Value| say(&sample.register, of, key, &value, &German);
    assert_eq!(german("action", "due", "2026-03-01".into()), "01.03.2026");
    assert_eq!(german("action", "status", "open".into()), "action.status.open");
    assert_eq!(german("action", "owner", link(&ada)), "Ada");
    assert_eq!(german("action", "owner", link(&nobody)), "ohne Titel");
    assert_eq!(german("action", "source", link(&review)), "MR-2026-01 Spring");
    assert_eq!(german("risk", "integrity", true.into()), "ja");
    assert_eq!(german("risk", "title", Value::Empty), "");
}

#[test]
fn what_does_not_fit_is_shown_as_it_is_stored() {
    let sample = Sample::new();
    let stored = |key, value: Value| say(&sample.register, "action", key, &value, &German);
    assert_eq!(stored("due", "soon".into()), "soon");
    assert_eq!(stored("status", "paused".into()), "paused");
    assert_eq!(stored("owner", "Ada".into()), "Ada");
    assert_eq!(stored("of_a_newer_version", 7.into()), "7");
    let gone = "person/01970000-0000-7000-8000-000000000000";
    assert_eq!(say(&sample.register, "action", "owner", &gone.into(), &Stored), gone);
}
