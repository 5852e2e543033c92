use crate::sample::{NEW_YEAR, Sample, carry_out, date};
use proptest::prelude::*;
use register::document_act::Actor;
use register::reading_list::{MOST, enter, lists, read_without_device, readers};
use uuid::Uuid;

#[test]
fn a_pasted_list_is_read_whatever_parts_its_cells() {
    let read = readers(
        "Ada Alba\t2026-03-01\n\n  Ben Brook ; 1.3.2026\nBrook, Chi, 2026-03-02\nADA ALBA;2026-04-01\nEve 3/4/2026\n",
    );
    let told: Vec<(&str, Option<String>)> =
        read.iter().map(|one| (one.name.as_str(), one.on.map(|on| on.to_string()))).collect();
    assert_eq!(
        told,
        [
            ("Ada Alba", Some("2026-03-01".into())),
            ("Ben Brook", Some("2026-03-01".into())),
            ("Brook, Chi", Some("2026-03-02".into())),
            ("Eve 3/4/2026", None),
        ]
    );
}

#[test]
fn a_list_counts_for_the_version_in_force_and_twice_the_same_people_once() {
    let mut sample = Sample::new();
    let ada = sample.person("Ada", true);
    let document = sample.add("document", &[("status", "published".into())]);
    let publish = |sample: &mut Sample, row: u8, print: &str| {
        let row = Uuid::from_bytes([row; 16]);
        for (key, value) in [("version", "1.0"), ("on", "2026-03-01"), ("print", print)] {
            sample.set(&document, &format!("versions/{row}/{key}"), value);
        }
    };
    let list = |sample: &mut Sample, made: u8, names: &str, of: Option<i64>| {
        let by = Actor { person: &ada, on: date("2026-03-05"), now_ms: NEW_YEAR, random: [made; 10] };
        let command = enter(sample.record(&document), by, names, of, "Bremen, line 2");
        if let Some(command) = &command {
            carry_out(&mut sample.register, command);
        }
        command.is_some()
    };
    assert!(!list(&mut sample, 1, "Ben", None), "nothing is in force yet");
    publish(&mut sample, 1, "first");
    assert_eq!(read_without_device(sample.record(&document)), None);
    assert!(!list(&mut sample, 2, " \n", None) && !list(&mut sample, 2, &"a".repeat(MOST + 1), None));
    assert!(list(&mut sample, 2, "Ben\nChi", Some(5)));
    assert!(list(&mut sample, 3, "chi\nEve", None));
    assert_eq!(read_without_device(sample.record(&document)), Some((3, 5)));
    publish(&mut sample, 2, "second");
    assert_eq!(read_without_device(sample.record(&document)), None, "what was read is in force no more");
    assert_eq!(lists(sample.record(&document)).len(), 2);
}

proptest! {
    #[test]
    fn whatever_is_pasted_gives_no_name_twice_and_none_that_is_empty(text in "(?s).{0,200}") {
        let read = readers(&text);
        let names: std::collections::BTreeSet<_> = read.iter().map(|one| register::fold::fold(&one.name)).collect();
        prop_assert_eq!(names.len(), read.len());
        prop_assert!(read.iter().all(|one| !one.name.trim().is_empty()));
        prop_assert!(read.len() <= text.lines().count());
    }
}
