use crate::sample::{NEW_YEAR, Sample, answer, link};
use proptest::prelude::*;
use register::digest::{ByPerson, Happening, What, Who, digest, set_since};
use register::{Answer, DeviceId, FieldPath, Patch, RecordId};

const NOON: i64 = NEW_YEAR as i64 + 43_200_000;

fn device(number: u8) -> DeviceId {
    DeviceId([number; 32])
}

/// Ada (device 1) reads; Ben has the devices 2 and 4; nobody knows device 9.
fn team() -> (Sample, RecordId, RecordId) {
    let mut sample = Sample::new();
    let (ada, ben) = (sample.person("Ada", true), sample.person("Ben", true));
    for (number, person) in [(1, &ada), (2, &ben), (4, &ben)] {
        sample.register.apply(&Patch::Device { device: device(number), person: person.clone() });
    }
    (sample, ada, ben)
}

fn happening(record: &RecordId, path: &str, by: u8, at: i64, code: &str) -> Happening {
    let path: FieldPath = path.parse().unwrap();
    Happening { record: record.clone(), path, by: device(by), at, code: code.into(), typed: None }
}

#[test]
fn the_work_of_a_persons_devices_is_theirs_and_ones_own_is_no_news() {
    let (mut sample, ada, ben) = team();
    let risk = sample.add("risk", &[("title", "Flood".into())]);
    let all = [
        happening(&risk, "title", 2, NOON, "create"),
        happening(&risk, "owner", 4, NOON + 1, "edit"),
        happening(&risk, "asset", 9, NOON + 2, "edit"),
        happening(&risk, "threat", 1, NOON + 3, "edit"),
    ];
    let [stranger, of_ben]: [ByPerson; 2] = digest(&all, &sample.register, &ada).try_into().unwrap();
    assert_eq!((stranger.who, stranger.acts[0].what.clone()), (Who::Device(device(9)), What::Edited));
    assert_eq!((of_ben.who, of_ben.at), (Who::Person(ben), NOON + 1));
    assert_eq!(of_ben.acts.len(), 1);
    assert_eq!(of_ben.acts[0].what, What::Created);
    assert_eq!(of_ben.acts[0].paths, [FieldPath::of("owner"), FieldPath::of("title")]);
}

#[test]
fn the_most_telling_is_said() {
    let (mut sample, ada, _) = team();
    let risk = sample.add("risk", &[("status", "closed".into())]);
    let said =
        |sample: &Sample, all: &[Happening]| digest(all, &sample.register, &ada)[0].acts[0].what.clone();
    let rated = happening(&risk, "current_impact", 2, NOON, "edit");
    assert_eq!(said(&sample, std::slice::from_ref(&rated)), What::Rated);
    let moved = happening(&risk, "status", 2, NOON, "edit");
    assert_eq!(said(&sample, &[rated.clone(), moved.clone()]), What::Moved("closed".into()));
    let away = happening(&risk, "archived", 2, NOON, "archive");
    assert_eq!(said(&sample, &[away.clone(), moved.clone()]), What::BroughtBack);
    sample.set(&risk, "archived", true);
    assert_eq!(said(&sample, &[away, moved]), What::PutAway);
    assert_eq!(said(&sample, &[happening(&risk, "title", 2, NOON, "choose")]), What::Chose);
    let wrote = |typed| Happening { typed: Some(typed), ..happening(&risk, "body", 2, NOON, "type") };
    assert_eq!(said(&sample, &[wrote((40, 2)), wrote((2, 1))]), What::Wrote(42, 3));
}

#[test]
fn what_is_mine_comes_first_and_disagreements_are_marked() {
    let (mut sample, ada, _) = team();
    let (other, mine) = (sample.add("risk", &[]), sample.add("action", &[("owner", link(&ada))]));
    sample.answers(&other, "title", vec![answer("Flood"), Answer { by: device(2), ..answer("Fire") }]);
    let all = [happening(&other, "title", 2, NOON + 9, "edit"), happening(&mine, "due", 2, NOON, "edit")];
    let acts = digest(&all, &sample.register, &ada).remove(0).acts;
    assert_eq!((&acts[0].record, acts[0].is_mine, acts[0].is_disputed), (&mine, true, false));
    assert_eq!((&acts[1].record, acts[1].is_mine, acts[1].is_disputed), (&other, false, true));
}

#[test]
fn without_better_knowledge_the_clocks_tell_what_is_new() {
    let (mut sample, ada, _) = team();
    let risk = sample.add("risk", &[("title", "Flood".into())]);
    let later = Answer { by: device(2), at: NOON, ..answer("Fire") };
    sample.answers(&risk, "title", vec![later]);
    let found = set_since(&sample.register, NOON - 1);
    assert_eq!(found, [happening(&risk, "title", 2, NOON, "edit")]);
    assert!(set_since(&sample.register, NOON).is_empty());
    assert!(digest(&set_since(&sample.register, 0), &sample.register, &ada)[0].acts[0].what == What::Created);
}

proptest! {
    #[test]
    fn everything_that_others_did_stands_once_whatever_its_order(
        steps in prop::collection::vec((0..5u8, 0..4usize, 0..6usize, 0..50i64), 0..40), seed in any::<u64>(),
    ) {
        let (mut sample, ada, _) = team();
        let records: Vec<RecordId> = (0..4).map(|_| sample.add("risk", &[])).collect();
        let keys = ["title", "owner", "archived", "status", "current_impact", "asset"];
        let mut all: Vec<Happening> = steps
            .iter()
            .map(|(by, record, key, at)| {
                happening(&records[*record], keys[*key], *by, NOON + at, if *at == 0 { "create" } else { "edit" })
            })
            .collect();
        let found = digest(&all, &sample.register, &ada);
        for one in &all {
            let stands = found.iter().flat_map(|person| &person.acts).filter(|act| {
                act.record == one.record && act.paths.contains(&one.path)
            });
            prop_assert!(one.by == device(1) || stands.count() > 0);
        }
        prop_assert!(found.iter().all(|person| person.who != Who::Person(ada.clone())));
        let mut state = seed;
        all.sort_by_cached_key(|one| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(one.at as u64 + 1);
            state
        });
        prop_assert_eq!(digest(&all, &sample.register, &ada), found);
    }
}
