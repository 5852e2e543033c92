//! A colleague's app knows more: kinds, fields, choices, rows and blocks of tomorrow. What is known of it is there,
//! and none of it is lost or altered by whatever an app of today does.

use super::backup::{back_up, restore};
use super::device::{Device, Sheet};
use super::relay::Relay;
use super::team::team;
use super::work::Done as _;
use bridge::{Request, Response};
use crdt::{Item, Span};
use register::{Command, FieldPath, Message, RecordId, Value, Write};
use std::collections::BTreeMap;

struct Tomorrow {
    hologram: RecordId,
    risk: RecordId,
    review: RecordId,
    /// A row of a list that nobody knows.
    row: FieldPath,
    minutes: FieldPath,
    blocks: Vec<Span>,
}

fn write(device: &mut Device, record: &RecordId, path: FieldPath, value: Value) {
    let write = Write { record: record.clone(), path, value };
    device.call(Request::Apply(Command { message: Message::Edit, writes: vec![write] })).unwrap_done();
}

/// A block of a type with attributes and keys that nobody knows, inside a container that nobody knows.
fn block_of_tomorrow() -> BTreeMap<String, Item> {
    let text = |text: &str| Item::Text(text.to_owned());
    let attrs = BTreeMap::from([("depth".to_owned(), Item::Number(3.0)), ("of".to_owned(), text("light"))]);
    BTreeMap::from([
        ("type".to_owned(), text("hologram")),
        ("parents".to_owned(), Item::List(vec![text("stage")])),
        ("attrs".to_owned(), Item::Map(attrs)),
        ("isEmbed".to_owned(), Item::Flag(false)),
        ("tomorrow".to_owned(), Item::Flag(true)),
    ])
}

/// Ada's app is of tomorrow.
fn write_of_tomorrow(ada: &mut Device) -> Tomorrow {
    let hologram = ada.new_id("hologram");
    ada.set(&hologram, "title", "A kind of tomorrow").unwrap_done();
    let risk = ada.new_id("risk");
    ada.set(&risk, "title", "Flood").unwrap_done();
    ada.set(&risk, "hologram", "A field of tomorrow").unwrap_done();
    ada.set(&risk, "treatment", "teleport").unwrap_done();
    let row = FieldPath::in_row("wormholes", ada.new_id("row").uuid, "leads_to");
    write(ada, &risk, row.clone(), Value::from("A row of tomorrow"));
    let review = ada.new_id("management_review");
    ada.set(&review, "title", "Spring").unwrap_done();
    let minutes = FieldPath::in_row("agenda", ada.new_id("row").uuid, "minutes");
    let mut sheet = Sheet::open(ada, &review);
    sheet.write(ada, &minutes, 0, "Before. After.").unwrap_done();
    sheet.document.split_block(&minutes, 8, &block_of_tomorrow(), 3).unwrap();
    sheet.document.mark(&minutes, 1, 7, "glow", &Item::Flag(true), true, 3).unwrap();
    let changes = sheet.document.commit_text(4).unwrap().bytes;
    ada.call(Request::PaperChanges { record: review.clone(), changes }).unwrap_done();
    let blocks = sheet.document.spans(&minutes);
    Tomorrow { hologram, risk, review, row, minutes, blocks }
}

fn is_all_there(device: &mut Device, tomorrow: &Tomorrow) {
    let Tomorrow { hologram, risk, review, row, minutes, blocks } = tomorrow;
    assert_eq!(device.text(hologram, "title"), "A kind of tomorrow");
    assert_eq!(device.text(risk, "hologram"), "A field of tomorrow");
    assert_eq!(device.text(risk, "treatment"), "teleport");
    let answers = device.register.records[risk].fields[row].clone();
    assert_eq!(answers[0].value, Value::from("A row of tomorrow"));
    let sheet = Sheet::open(device, review);
    // What is known of it can be read, and the rest is as it was written.
    assert_eq!(sheet.document.text(minutes).replace('\n', ""), "Before. After.");
    let marks = |spans: &[Span], named: &str| {
        spans.iter().any(|span| matches!(span, Span::Text { marks, .. } if marks.contains_key(named)))
    };
    let spans = sheet.document.spans(minutes);
    assert!(marks(&spans, "glow"));
    assert!(spans.contains(&Span::Block(block_of_tomorrow())));
    assert_eq!(&spans, blocks);
    device.call(Request::ClosePaper(review.clone())).unwrap_done();
    assert_eq!(device.status.set_aside, 0);
}

fn met(relay: &mut Relay, ada: &mut Device, ben: &mut Device) {
    for _ in 0..3 {
        relay.carry(&mut [(&mut *ada, true), (&mut *ben, true)]);
        ada.pass(30_000);
        ben.pass(30_000);
    }
}

#[test]
fn what_an_app_of_tomorrow_wrote_outlives_edits_merges_rebuilds_and_backups_of_today() {
    let (mut relay, mut ada, mut ben) = team();
    let tomorrow = write_of_tomorrow(&mut ada);
    met(&mut relay, &mut ada, &mut ben);
    is_all_there(&mut ben, &tomorrow);

    // Both work in the same records, apart.
    relay.cut(0, &mut ada);
    relay.cut(1, &mut ben);
    ben.set(&tomorrow.risk, "title", "Flood in the cellar").unwrap_done();
    ben.set(&tomorrow.risk, "description", "Of today").unwrap_done();
    ada.set(&tomorrow.risk, "asset", "The cellar").unwrap_done();
    met(&mut relay, &mut ada, &mut ben);
    assert_eq!(ada.register.records, ben.register.records);
    assert_eq!(ada.text(&tomorrow.risk, "title"), "Flood in the cellar");
    for device in [&mut ada, &mut ben] {
        is_all_there(device, &tomorrow);
    }

    // From its envelopes alone, then from its caches.
    ben.rest();
    ben.shelf.stores()[0].forge_caches(|_| Vec::new());
    let mut ben = ben.restarted(21);
    is_all_there(&mut ben, &tomorrow);
    ben.rest();
    let mut ben = ben.restarted(22);
    is_all_there(&mut ben, &tomorrow);

    let (code, file) = back_up(&mut ben, true);
    let mut again = Device::new(23);
    let restored = restore(&mut again, &code.unwrap(), &file);
    assert!(matches!(restored, Ok(Response::Opened { .. })), "{restored:?}");
    is_all_there(&mut again, &tomorrow);
    assert_eq!(again.text(&tomorrow.risk, "description"), "Of today");
}
