use crate::sample::{NEW_YEAR, Sample, carry_out};
use register::field::{ANY_KIND, BY_APP};
use register::kind::{CONCERN, KINDS, ORGANIZATION};
use register::purpose::HOLDS;
use register::{FieldType, Purpose, Register, Value, act};

fn founded(answers: &[(&'static str, &str)]) -> Register {
    let mut register = Register::default();
    let values = answers.iter().map(|(key, text)| (*key, Value::from(*text))).collect();
    let (_, command) = act::create(&register, &ORGANIZATION, values, 2026, NEW_YEAR, [1; 10]);
    carry_out(&mut register, &command);
    register
}

#[test]
fn a_register_is_the_management_systems_unless_it_says_otherwise() {
    assert_eq!(Purpose::told_by(&Register::default()), None, "nothing is known yet");
    assert_eq!(Purpose::told_by(&founded(&[("name", "Acme")])), Some(Purpose::Isms));
    let says = |name| Purpose::told_by(&founded(&[("name", "Acme"), (HOLDS, name)]));
    assert_eq!(says("concerns"), Some(Purpose::Concerns));
    assert_eq!(says("isms"), Some(Purpose::Isms));
    assert_eq!(says("of a newer version"), Some(Purpose::Isms));
}

#[test]
fn purposes_are_found_by_their_names_and_a_form_never_asks_for_one() {
    let names: Vec<&str> = Purpose::ALL.into_iter().map(Purpose::name).collect();
    assert_eq!(names, Purpose::NAMES);
    assert!(Purpose::ALL.into_iter().all(|purpose| Purpose::by_name(purpose.name()) == Some(purpose)));
    assert!(BY_APP.contains(&HOLDS));
}

#[test]
fn every_kind_has_a_register_and_concerns_are_the_confidants_alone() {
    assert!(KINDS.iter().all(|kind| Purpose::ALL.into_iter().any(|purpose| purpose.has(kind.name))));
    assert!(!Purpose::Isms.has(CONCERN.name));
    let confidants: Vec<&str> = Purpose::Concerns.kinds().map(|kind| kind.name).collect();
    assert_eq!(confidants, ["action", "person", "organization", "concern"]);
}

#[test]
fn a_concern_leads_to_nothing_that_could_be_counted_for_who_brought_it() {
    let people = |ty| matches!(ty, FieldType::Link(kinds) if kinds == ANY_KIND || kinds.contains(&"person"));
    let own = CONCERN.fields.iter().filter(|field| people(field.ty)).map(|field| field.key);
    assert_eq!(own.collect::<Vec<_>>(), ["owner"], "who looks into it, and nobody else");
    let rows = CONCERN.rows.iter().flat_map(|rows| rows.fields);
    assert_eq!(rows.filter(|field| people(field.ty)).count(), 0);
}

#[test]
fn a_concern_has_its_number_and_names_what_it_lacks() {
    let mut sample = Sample::new();
    let values = vec![("title", Value::from("Told to look away"))];
    let (id, command) = act::create(&sample.register, &CONCERN, values, 2026, NEW_YEAR, [3; 10]);
    carry_out(&mut sample.register, &command);
    let concern = &sample.register.records[&id];
    assert!(concern.text("reference").starts_with("CN-"), "{}", concern.text("reference"));
    let gaps: Vec<String> = register::validation::gaps(concern).iter().map(ToString::to_string).collect();
    assert!(gaps.contains(&"protection".to_owned()), "{gaps:?}");
}
