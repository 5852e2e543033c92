//! What is new to somebody who was away: by what had arrived when they said that they had seen it.

use super::device::{Device, Sheet};
use super::relay::Relay;
use super::sample::news;
use super::team::team;
use super::work::Done as _;
use bridge::Request;
use register::FieldPath;
use register::digest::Happening;

fn meet(relay: &mut Relay, ada: &mut Device, ben: &mut Device) {
    relay.carry(&mut [(ada, true), (ben, true)]);
}

fn fields(happenings: &[Happening]) -> Vec<String> {
    happenings.iter().map(|one| one.path.to_string()).collect()
}

#[test]
fn who_never_said_so_is_told_nothing_until_they_do() {
    let (mut relay, mut ada, mut ben) = team();
    let first = news(&mut ben);
    assert_eq!((first.seen_at, first.happenings), (None, Vec::new()));
    ben.call(Request::Seen).unwrap_done();
    let risk = ada.new_id("risk");
    ada.set(&risk, "title", "Flood").unwrap_done();
    meet(&mut relay, &mut ada, &mut ben);
    let now = news(&mut ben);
    assert!(now.seen_at.is_some());
    assert_eq!(fields(&now.happenings), ["title"]);
    assert_eq!(now.happenings[0].record, risk);
}

#[test]
fn what_was_seen_is_no_news_after_a_restart_and_what_came_since_is() {
    let (mut relay, mut ada, mut ben) = team();
    news(&mut ben);
    ben.call(Request::Seen).unwrap_done();
    let risk = ada.new_id("risk");
    ada.set(&risk, "title", "Flood").unwrap_done();
    ben.set(&risk, "asset", "Cellar").unwrap_done();
    meet(&mut relay, &mut ada, &mut ben);
    assert_eq!(fields(&news(&mut ben).happenings), ["title"], "own work is no news");
    ben.call(Request::Seen).unwrap_done();
    assert_eq!(news(&mut ben).happenings, []);
    let mut ben = ben.restarted(7);
    assert_eq!(news(&mut ben).happenings, []);
    ada.set(&risk, "description", "Seen in 2024").unwrap_done();
    for _ in 0..3 {
        ben.pass(120_000);
        meet(&mut relay, &mut ada, &mut ben);
    }
    assert_eq!(fields(&news(&mut ben).happenings), ["description"]);
    let mut ben = ben.restarted(8);
    assert_eq!(fields(&news(&mut ben).happenings), ["description"], "not seen, so still news");
}

#[test]
fn what_comes_after_the_answer_is_not_seen_with_it() {
    let (mut relay, mut ada, mut ben) = team();
    news(&mut ben);
    ben.call(Request::Seen).unwrap_done();
    let risk = ada.new_id("risk");
    ada.set(&risk, "title", "Flood").unwrap_done();
    meet(&mut relay, &mut ada, &mut ben);
    news(&mut ben);
    ada.set(&risk, "asset", "Cellar").unwrap_done();
    meet(&mut relay, &mut ada, &mut ben);
    ben.call(Request::Seen).unwrap_done();
    assert_eq!(fields(&news(&mut ben).happenings), ["asset"]);
}

#[test]
fn work_done_before_the_last_look_is_news_when_it_arrives_after() {
    let (mut relay, mut ada, mut ben) = team();
    let risk = ada.new_id("risk");
    relay.cut(0, &mut ada);
    ada.set(&risk, "title", "Flood").unwrap_done();
    ben.pass(600_000);
    news(&mut ben);
    ben.call(Request::Seen).unwrap_done();
    for _ in 0..3 {
        ada.pass(120_000);
        meet(&mut relay, &mut ada, &mut ben);
    }
    let found = news(&mut ben);
    assert_eq!(fields(&found.happenings), ["title"]);
    assert!(found.happenings[0].at < found.seen_at.unwrap());
}

#[test]
fn minutes_that_somebody_wrote_are_news_though_nobody_has_them_open() {
    let (mut relay, mut ada, mut ben) = team();
    let review = ada.new_id("management_review");
    ada.set(&review, "title", "Review").unwrap_done();
    meet(&mut relay, &mut ada, &mut ben);
    news(&mut ben);
    ben.call(Request::Seen).unwrap_done();
    let mut sheet = Sheet::open(&mut ada, &review);
    let path = FieldPath::of("summary");
    sheet.write(&mut ada, &path, 0, "All well").unwrap();
    meet(&mut relay, &mut ada, &mut ben);
    let found = news(&mut ben);
    assert_eq!(found.happenings.len(), 1, "{found:?}");
    assert_eq!((found.happenings[0].typed, &found.happenings[0].path), (Some((8, 0)), &path));
    assert_eq!(found.happenings[0].record, review);
}
