use crate::sample::{NEW_YEAR, Sample, answer, path};
use proptest::prelude::*;
use register::id::new_uuid;
use register::{Answer, DeviceId, FieldPath, Patch, RecordId, Register, Value};

fn a_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Empty),
        ".{0,12}".prop_map(Value::Text),
        any::<i64>().prop_map(Value::Int),
        any::<bool>().prop_map(Value::Flag),
    ]
}

fn an_id() -> impl Strategy<Value = RecordId> {
    ("[a-z][a-z_]{0,8}", 0..(1_u64 << 48), any::<[u8; 10]>())
        .prop_map(|(kind, at, random)| RecordId::new(&kind, at, random))
}

fn a_path() -> impl Strategy<Value = FieldPath> {
    let row = proptest::option::of(("[a-z_]{1,6}", any::<[u8; 10]>()));
    (row, "[a-z_]{1,8}").prop_map(|(row, key)| FieldPath {
        row: row.map(|(rows, random)| (rows, new_uuid(NEW_YEAR, random))),
        key,
    })
}

fn a_patch() -> impl Strategy<Value = Patch> {
    let an_answer = (a_value(), any::<[u8; 32]>(), any::<i64>()).prop_map(|(value, by, at)| Answer {
        value,
        by: DeviceId(by),
        at,
    });
    prop_oneof![
        4 => (an_id(), a_path(), proptest::collection::vec(an_answer, 0..3))
            .prop_map(|(record, path, answers)| Patch::Field { record, path, answers }),
        1 => an_id().prop_map(|record| Patch::Record { record }),
        1 => (any::<[u8; 32]>(), an_id()).prop_map(|(device, person)| Patch::Device { device: DeviceId(device), person }),
    ]
}

proptest! {
    #[test]
    fn a_repeated_patch_does_no_harm(patches in proptest::collection::vec(a_patch(), 0..20)) {
        let (mut once, mut twice) = (Register::default(), Register::default());
        for patch in &patches {
            once.apply(patch);
            twice.apply(patch);
            twice.apply(patch);
        }
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn names_survive_being_written_down(id in an_id(), path in a_path()) {
        prop_assert_eq!(id.to_string().parse::<RecordId>().unwrap(), id);
        prop_assert_eq!(path.to_string().parse::<FieldPath>().unwrap(), path);
    }

    #[test]
    fn an_id_tells_when_its_record_was_made(at in 0..(1_u64 << 48), random: [u8; 10]) {
        prop_assert_eq!(RecordId::new("risk", at, random).created_ms(), at);
    }

    #[test]
    fn any_text_is_a_name_or_an_error(text: String) {
        let _ = text.parse::<RecordId>();
        let _ = text.parse::<FieldPath>();
    }
}

#[test]
fn half_a_name_is_no_name() {
    for text in ["", "risk", "risk/", "/0197", "risk/x", "risk/01970000-0000-7000-8000-000000000000/x"] {
        assert!(text.parse::<RecordId>().is_err(), "{text}");
    }
    for text in
        ["", "/", "agenda/", "agenda/x/topic", "a/b", "a//b", "agenda/01970000-0000-7000-8000-000000000000"]
    {
        assert!(text.parse::<FieldPath>().is_err(), "{text}");
    }
}

#[test]
fn rows_are_those_of_the_list_without_the_archived_by_position() {
    let mut sample = Sample::new();
    let review = sample.add("management_review", &[]);
    let [a, b, c, d] = [1, 2, 3, 4].map(|made| new_uuid(NEW_YEAR + made, [0; 10]));
    for (row, place) in [(a, Some(3000)), (b, Some(1000)), (c, None), (d, Some(2000))] {
        sample.set(&review, &format!("agenda/{row}/topic"), "x");
        if let Some(place) = place {
            sample.set(&review, &format!("agenda/{row}/position"), place);
        }
    }
    sample.set(&review, &format!("attendance/{a}/note"), "another list");
    sample.set(&review, &format!("agenda/{d}/archived"), true);
    let record = sample.record(&review);
    assert_eq!(record.rows("agenda"), [a, b, c]);
    assert_eq!(record.rows_in_order("agenda"), [b, a, c]);
    assert_eq!(record.rows("attendance"), [a]);
    sample.set(&review, &format!("agenda/{d}/archived"), false);
    assert_eq!(sample.record(&review).rows_in_order("agenda"), [b, d, a, c]);
}

#[test]
fn only_different_values_are_a_disagreement() {
    let mut sample = Sample::new();
    let risk = sample.add("risk", &[("title", "Fire".into())]);
    let by = |device: u8, value: i64| Answer { by: DeviceId([device; 32]), ..answer(value) };
    sample.answers(&risk, "current_impact", vec![by(1, 4), by(2, 5)]);
    sample.answers(&risk, "current_likelihood", vec![by(1, 4), by(2, 4)]);
    let disputed: Vec<&FieldPath> = sample.record(&risk).disagreements().map(|(path, _)| path).collect();
    assert_eq!(disputed, [&path("current_impact")]);
    assert_eq!(sample.record(&risk).value("current_impact"), &Value::Int(4));
}

#[test]
fn taking_the_last_answer_away_empties_the_field() {
    let mut sample = Sample::new();
    let risk = sample.add("risk", &[("title", "Fire".into())]);
    sample.answers(&risk, "title", Vec::new());
    assert_eq!(sample.record(&risk).value("title"), &Value::Empty);
    assert_eq!(sample.record(&risk).title(), "");
}

#[test]
fn archived_records_leave_the_lists_and_come_back() {
    let mut sample = Sample::new();
    let risk = sample.add("risk", &[]);
    sample.set(&risk, "archived", true);
    assert_eq!(sample.register.of_kind("risk").count(), 0);
    sample.set(&risk, "archived", false);
    assert_eq!(sample.register.of_kind("risk").count(), 1);
}

#[test]
fn an_author_is_the_person_of_the_device_once_named() {
    let mut sample = Sample::new();
    let ada = sample.add("person", &[]);
    let device = DeviceId([7; 32]);
    sample.register.apply(&Patch::Device { device, person: ada.clone() });
    assert_eq!(sample.register.author(&device), None);
    sample.set(&ada, "name", "Ada");
    assert_eq!(sample.register.author(&device), Some("Ada"));
    assert_eq!(sample.register.author(&DeviceId([8; 32])), None);
}
