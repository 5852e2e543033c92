//! The sample: told, opened again, taken away; its people are authors, and nobody real is drawn into it.

use super::device::{Device, Outgoing};
use super::relay::Relay;
use super::team::{URL, invited};
use super::work::Done as _;
use bridge::{Content, Failure, Network, News, RegisterEntry, Request, Response};
use register::Record;
use register::digest::{Who, digest};
use register::document::in_force;
use register::readiness::readiness;
use register::sign_off::{beside, sign_offs};
use std::collections::BTreeSet;

const PLAN: &str = include_str!("../../../../public/sample/plan.txt");
const LANGUAGES: [&str; 2] =
    [include_str!("../../../../public/sample/en.txt"), include_str!("../../../../public/sample/de.txt")];
const TODAY: &str = "2027-01-15";

fn request(words: &str) -> Request {
    Request::Sample { plan: PLAN.into(), words: words.into(), today: TODAY.into() }
}

fn told(device: &mut Device, words: &str) -> RegisterEntry {
    let answer = device.call(request(words));
    let Ok(Response::Opened { entry, .. }) = answer else { panic!("{answer:?}") };
    entry
}

fn list(device: &mut Device) -> Vec<RegisterEntry> {
    let answer = device.call(Request::Registers);
    let Ok(Response::Registers(list)) = answer else { panic!("{answer:?}") };
    list
}

pub fn news(device: &mut Device) -> News {
    let answer = device.call(Request::News);
    let Ok(Response::News(news)) = answer else { panic!("{answer:?}") };
    news
}

#[test]
fn a_year_is_told_by_its_people_in_every_language() {
    for words in LANGUAGES {
        let mut ada = Device::new(1);
        let entry = told(&mut ada, words);
        assert!(entry.is_sample);
        let count = |kind| ada.register.of_kind(kind).count();
        assert_eq!((count("risk"), count("person"), count("management_review")), (25, 8, 5));
        assert_eq!((ada.status.set_aside, ada.status.storage_failed), (0, false));
        let today = register::day::day(TODAY).unwrap();
        assert!(readiness(&ada.register, today).iter().any(|of| of.tally.percent() > 0));
        let authors: BTreeSet<&str> = ada
            .register
            .records
            .values()
            .flat_map(|record| record.fields.values().flatten())
            .map(|answer| ada.register.author(&answer.by).expect("a name"))
            .collect();
        assert!(authors.len() >= 4, "{authors:?}");
        let progress = ada.sample_told.clone();
        assert!(progress.len() > 3 && progress.is_sorted());
        let (done, of) = *progress.last().unwrap();
        assert!(done == of && of > 100);
    }
}

#[test]
fn what_its_people_signed_is_what_stands_there() {
    let mut ada = Device::new(1);
    told(&mut ada, LANGUAGES[0]);
    let policy = ada.register.of_kind("document").find(|document| document.text("type") == "policy");
    let policy = policy.unwrap().clone();
    let version = in_force(&policy).expect("it is in force");
    let content = self::content(&mut ada, &policy, &version.heads);
    assert_eq!((content.print, content.text_print), (version.content, version.words));
    let reviews: Vec<_> = ada
        .register
        .of_kind("management_review")
        .filter(|of| of.text("status") == "signed")
        .cloned()
        .collect();
    assert_eq!(reviews.len(), 3);
    for review in reviews {
        let now = self::content(&mut ada, &review, "");
        let signed = sign_offs(&review, &ada.register);
        assert!(signed.len() >= 6 && signed.iter().all(|one| one.content == now.print), "{}", review.title());
    }
}

fn content(device: &mut Device, record: &Record, heads: &str) -> Content {
    let beside = beside(&device.register, record);
    let request = Request::Content { record: record.id.clone(), beside, heads: heads.to_owned() };
    match device.call(request) {
        Ok(Response::Content(Some(content))) => content,
        answer => panic!("{answer:?}"),
    }
}

#[test]
fn its_reviews_have_minutes_and_its_records_a_history_of_several_people() {
    let mut ada = Device::new(1);
    told(&mut ada, LANGUAGES[0]);
    let review = ada.register.of_kind("management_review").find(|review| review.text("status") == "closed");
    let review = review.unwrap().id.clone();
    let sheet = super::device::Sheet::open(&mut ada, &review);
    let minutes: String = sheet.document.texts().iter().map(|path| sheet.document.text(path)).collect();
    assert!(minutes.len() > 2_000, "{}", minutes.len());
    assert!(minutes.contains("Helena"));
    let answer = ada.call(Request::History(review));
    let Ok(Response::History(history)) = answer else { panic!("{answer:?}") };
    let by: BTreeSet<_> = history.iter().map(|entry| ada.register.author(&entry.by).unwrap()).collect();
    assert!(by.len() >= 2, "{by:?}");
    assert!(history.windows(2).all(|pair| pair[0].at >= pair[1].at));
    let days = (history[0].at - history[history.len() - 1].at) / 86_400_000;
    assert!(days > 1, "it happened over {days} days");
}

#[test]
fn nobody_is_invited_to_it_and_it_meets_nobody() {
    let mut ada = Device::new(1);
    told(&mut ada, LANGUAGES[0]);
    assert_eq!(ada.call(Request::Invite { page: "https://x/".into() }).unwrap_err(), Failure::Sample);
    assert_eq!(ada.call(Request::Backup { new_code: false }).unwrap_err(), Failure::Sample);
    ada.pass(120_000);
    let mut ada = ada.restarted(2);
    assert_eq!(ada.call(Request::Invite { page: "https://x/".into() }).unwrap_err(), Failure::Sample);
    assert_eq!(ada.status.network, Network::None);
    let connects = |outgoing: &Outgoing| matches!(outgoing, Outgoing::Connect(_));
    assert!(!ada.tab.outgoing.borrow().iter().any(connects));
}

#[test]
fn it_is_the_same_after_a_restart_and_opens_from_what_was_saved() {
    let mut ada = Device::new(1);
    let entry = told(&mut ada, LANGUAGES[0]);
    let before = ada.register.clone();
    let mut ada = ada.restarted(2);
    assert_eq!(ada.entry.clone().unwrap().key, entry.key);
    assert!(ada.entry.clone().unwrap().is_sample && list(&mut ada)[0].is_sample);
    assert_eq!(ada.register, before);
    // Caches aside, its envelopes say the same.
    ada.shelf.stores().iter().for_each(|store| store.tamper_caches(|cache| cache.truncate(9)));
    let ada = ada.restarted(3);
    assert_eq!(ada.register, before);
    assert_eq!(ada.status.set_aside, 0);
}

#[test]
fn there_is_one_until_it_is_taken_away_and_then_a_new_one() {
    let mut ada = Device::new(1);
    let first = told(&mut ada, LANGUAGES[0]);
    assert_eq!(told(&mut ada, LANGUAGES[1]).key, first.key);
    ada.call(Request::DiscardSample).unwrap_done();
    assert_eq!(list(&mut ada), []);
    assert_eq!(ada.call(Request::News).unwrap_err(), Failure::NotOpen);
    ada.call(Request::DiscardSample).unwrap_done();
    assert_ne!(told(&mut ada, LANGUAGES[1]).key, first.key);
    assert_eq!(list(&mut ada).len(), 1);
}

#[test]
fn a_real_register_beside_it_has_nothing_of_it_and_stays() {
    let mut ada = Device::new(1);
    ada.found(None);
    let real = ada.entry.clone().unwrap();
    assert!(!real.is_sample);
    let before = ada.register.clone();
    told(&mut ada, LANGUAGES[0]);
    ada.open(&real.key);
    assert_eq!(ada.register, before);
    ada.call(Request::DiscardSample).unwrap_done();
    assert_eq!(ada.call(Request::News).map(drop), Ok(()));
    let left = list(&mut ada);
    assert_eq!((left.len(), &left[0].key), (1, &real.key));
}

#[test]
fn what_its_people_did_lately_is_news() {
    let mut ada = Device::new(1);
    told(&mut ada, LANGUAGES[0]);
    let found = news(&mut ada);
    assert!(found.seen_at.is_some() && !found.is_too_much);
    let me = ada.me.clone().unwrap();
    let people = digest(&found.happenings, &ada.register, &me);
    assert!(people.len() >= 2, "{people:?}");
    assert!(people.iter().all(|by| matches!(&by.who, Who::Person(person) if *person != me)));
    let codes: BTreeSet<&str> = found.happenings.iter().map(|one| one.code.as_str()).collect();
    assert!(codes.contains("create") && codes.contains("edit"), "{codes:?}");
    let weeks = 41 * 86_400_000;
    let last = found.happenings.iter().map(|one| one.at).max().unwrap();
    assert!(found.happenings.iter().all(|one| last - one.at < weeks));
}

#[test]
fn what_cannot_be_told_leaves_nothing_behind() {
    let mut ada = Device::new(1);
    assert_eq!(ada.call(request("no words")).unwrap_err(), Failure::SampleMissing);
    assert_eq!(list(&mut ada), []);
    assert!(ada.shelf.stores().is_empty());
}

#[test]
fn a_team_that_meets_at_a_relay_has_no_stand_ins() {
    let (mut relay, mut ada) = (Relay::default(), Device::new(1));
    ada.found(Some(URL));
    invited(&mut relay, &mut ada);
    let session = ada.engine.session().unwrap();
    assert!(!session.lets_stand_ins_in());
}
