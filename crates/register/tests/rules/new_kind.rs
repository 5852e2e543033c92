//! A record type of tomorrow: one description and one fixture. Whatever takes a description works with it.

use crate::sample::{NEW_YEAR, Sample, answer, carry_out, date, link, path};
use register::as_text::{Stored, as_text};
use register::field::{ANY_KIND, Field, FieldType as Ty, Rows};
use register::links::leading_to;
use register::query::{Filter, Query, Reading, Sort, Test, find};
use register::validation::{Problem, findings_of, gaps_of, parse};
use register::{Answer, DeviceId, FieldPath, Kind, Place, RecordId, Value, act, reference};

/// A visit of an authority, with a field of each type.
static VISIT: Kind = Kind {
    name: "visit",
    clause: "9.2",
    prefix: "V",
    title: "title",
    place: Place::Register,
    fields: &[
        Field::new("reference", Ty::Reference).in_table(),
        Field::new("title", Ty::Line { max: 60 }).required().in_table(),
        Field::new("notes", Ty::Note { max: 500 }),
        Field::new("from", Ty::Date).in_table(),
        Field::new("until", Ty::Date),
        Field::new("mood", Ty::Choice(&["fine", "tense"])).in_table(),
        Field::new("weight", Ty::Scale { max: 5 }),
        Field::new("visitors", Ty::Whole { min: 1, max: 50 }),
        Field::new("share", Ty::Number { min: 0, max: 100, decimals: 1 }),
        Field::new("announced", Ty::Flag),
        Field::new("host", Ty::Link(&["person"])).required().in_table(),
        Field::new("about", Ty::Link(ANY_KIND)),
    ],
    rows: &[Rows { key: "guests", fields: &[Field::new("name", Ty::Line { max: 40 }).required()] }],
};

const FIXTURE: &[(&str, &str)] = &[
    ("title", "Visit of the data protection authority"),
    ("notes", "They asked for the deletion concept"),
    ("from", "2026-03-02"),
    ("until", "2026-03-04"),
    ("mood", "tense"),
    ("weight", "4"),
    ("visitors", "3"),
    ("share", "12.5"),
    ("announced", "yes"),
    ("external_ref", "LDI-77/26"),
    ("tags", "privacy, north"),
];

/// The fixture typed as a person would, and the person who is the host.
fn visited() -> (Sample, RecordId, RecordId) {
    let mut sample = Sample::new();
    let ada = sample.person("Ada", true);
    let typed = FIXTURE.iter().map(|(key, text)| {
        let field = VISIT.field(&FieldPath::of(key)).expect(key);
        (*key, parse(field, text).expect(key))
    });
    let values = typed.chain([("host", link(&ada))]).collect();
    let (id, command) = act::create(&sample.register, &VISIT, values, 2026, NEW_YEAR, [9; 10]);
    carry_out(&mut sample.register, &command);
    (sample, id, ada)
}

fn found(sample: &Sample, query: &Query) -> usize {
    find(&sample.register, &VISIT, query, &Reading::default()).len()
}

#[test]
fn it_is_numbered_whole_and_without_contradiction() {
    let (sample, id, _) = visited();
    let record = sample.record(&id);
    assert_eq!(record.text("reference"), "V-001");
    assert_eq!(reference::next(&sample.register, &VISIT, 2026).as_deref(), Some("V-002"));
    assert_eq!(gaps_of(&VISIT, record), []);
    assert_eq!(findings_of(&VISIT, record, &sample.register, date("2026-06-01")), []);
}

#[test]
fn it_is_searched_by_its_words_its_old_number_and_its_tags_filtered_and_sorted() {
    let (sample, _, _) = visited();
    for words in ["authority", "deletion", "ldi-77", "privacy", "ada", "v-001"] {
        assert_eq!(found(&sample, &Query { search: words.into(), ..Query::default() }), 1, "{words}");
    }
    assert_eq!(found(&sample, &Query { search: "customs".into(), ..Query::default() }), 0);
    let filters = [
        Filter { key: "mood".into(), test: Test::OneOf(vec!["tense".into()]) },
        Filter { key: "share".into(), test: Test::AtLeast(Value::Number(12.0)) },
        Filter { key: "from".into(), test: Test::AtMost("2026-03-02".into()) },
    ];
    assert_eq!(found(&sample, &Query { filters: filters.to_vec(), ..Query::default() }), 1);
    for field in VISIT.all_fields() {
        let sort = vec![Sort { key: field.key.into(), descending: true }];
        assert_eq!(found(&sample, &Query { sort, ..Query::default() }), 1, "{}", field.key);
    }
}

#[test]
fn it_reads_in_words_and_leads_to_what_it_links() {
    let (sample, id, ada) = visited();
    let record = sample.record(&id);
    let say =
        |key: &str| as_text("visit", VISIT.field(&path(key)), record.value(key), &sample.register, &Stored);
    assert_eq!(say("host"), "Ada");
    assert_eq!(say("share"), "12.5");
    assert_eq!(say("from"), "2026-03-02");
    let leads = leading_to(&sample.register, &ada);
    assert_eq!(leads.iter().map(|lead| lead.path.to_string()).collect::<Vec<_>>(), ["host"]);
}

#[test]
fn what_cannot_be_is_said_at_its_field() {
    let (mut sample, id, ada) = visited();
    sample.set(&id, "until", "2026-03-01");
    sample.set(&id, "share", Value::Number(140.0));
    sample.set(&ada, "archived", true);
    let found = findings_of(&VISIT, sample.record(&id), &sample.register, date("2026-06-01"));
    let at =
        |key: &str| found.iter().find(|finding| finding.path == path(key)).map(|finding| finding.problem);
    assert_eq!(at("until"), Some(Problem::UntilBeforeFrom));
    assert_eq!(at("share"), Some(Problem::OutOfBounds { min: 0, max: 100 }));
    assert_eq!(at("host"), Some(Problem::ArchivedRecord));
    assert_eq!(sample.record(&id).value("share"), &Value::Number(140.0));
    let share = VISIT.field(&path("share")).unwrap();
    assert_eq!(parse(share, "140"), Err(Problem::OutOfBounds { min: 0, max: 100 }));
}

#[test]
fn two_who_disagree_on_any_field_keep_both_answers_until_somebody_chooses() {
    let (mut sample, id, _) = visited();
    for (key, _) in FIXTURE {
        let mine = sample.record(&id).value(key).clone();
        let theirs = Answer { by: DeviceId([2; 32]), ..answer(Value::Empty) };
        sample.answers(&id, key, vec![answer(mine.clone()), theirs]);
        let disputed: Vec<String> =
            sample.record(&id).disagreements().map(|(path, _)| path.to_string()).collect();
        assert_eq!(disputed, [*key]);
        carry_out(&mut sample.register, &act::choose(&id, path(key), mine));
        assert_eq!(sample.record(&id).disagreements().count(), 0);
    }
}
