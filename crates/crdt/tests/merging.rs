//! Whatever three replicas do apart, and in whatever order it reaches them, they end as one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod team;

use crdt::{Document, LocalChanges, Verdict};
use proptest::prelude::*;
use register::Value;
use team::{DOC, REGISTER, Replica, actor, record, row, write};

#[derive(Debug, Clone)]
enum Step {
    Set { who: usize, record: u8, field: u8, value: i64 },
    Type { who: usize, text: u8, at: usize, delete: usize, insert: String },
    Commit { who: usize },
    Receive { who: usize, order: u64 },
    Restart { who: usize },
}

const TEAM: usize = 3;
const FIELDS: usize = 6;

fn field(number: u8) -> String {
    match number as usize % FIELDS {
        0 => "title".into(),
        1 => "likelihood".into(),
        2 => "note".into(),
        3 => format!("agenda/{}/topic", row(1)),
        4 => format!("agenda/{}/discussed", row(1)),
        _ => format!("attendance/{}/presence", row(2)),
    }
}

fn value(number: i64) -> Value {
    match number % 5 {
        0 => Value::Empty,
        1 => Value::Int(number),
        2 => Value::Flag(number % 2 == 0),
        3 => Value::Number(number as f64 / 3.0),
        _ => Value::Text(format!("v{number} 🌊")),
    }
}

fn insert() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("a"),
        Just("bc "),
        Just("\n"),
        Just("🌊"),
        Just("e\u{301}"),
        Just("👩‍👩‍👧"),
        Just("🇩🇪"),
        Just("")
    ];
    prop::collection::vec(part, 0..4).prop_map(|parts| parts.concat())
}

fn step() -> impl Strategy<Value = Step> {
    let who = 0..TEAM;
    prop_oneof![
        4 => (who.clone(), 0..3u8, 0..6u8, 0..12i64)
            .prop_map(|(who, record, field, value)| Step::Set { who, record, field, value }),
        4 => (who.clone(), 0..2u8, 0..30usize, 0..4usize, insert())
            .prop_map(|(who, text, at, delete, insert)| Step::Type { who, text, at, delete, insert }),
        2 => who.clone().prop_map(|who| Step::Commit { who }),
        3 => (who.clone(), any::<u64>()).prop_map(|(who, order)| Step::Receive { who, order }),
        1 => who.prop_map(|who| Step::Restart { who }),
    ]
}

/// Everything sent so far, shuffled by a seed, some of it twice.
fn shuffled(sent: &[LocalChanges], mut seed: u64) -> Vec<LocalChanges> {
    let mut order: Vec<LocalChanges> = sent.to_vec();
    order.extend(sent.iter().take(2).cloned());
    for at in (1..order.len()).rev() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        order.swap(at, (seed >> 33) as usize % (at + 1));
    }
    order
}

fn text(number: u8) -> &'static str {
    if number == 0 { "body" } else { "summary" }
}

/// The nearest place at or before a position where no character is cut.
fn whole(units: &[u16], at: usize) -> usize {
    let at = at.min(units.len());
    if units.get(at).is_some_and(|unit| (0xdc00..0xe000).contains(unit)) { at - 1 } else { at }
}

fn run(steps: Vec<Step>, last: u64) {
    let mut team: Vec<Replica> = (0..TEAM).map(|who| Replica::new(who as u8 + 1)).collect();
    let mut sent: Vec<LocalChanges> = Vec::new();
    for (now, step) in steps.into_iter().enumerate() {
        let now = now as i64 + 1;
        match step {
            Step::Set { who, record: number, field: key, value: content } => {
                let typed = team[who].document.commit_text(now);
                sent.extend(typed);
                sent.extend(team[who].set(&[write(&record(number), &field(key), value(content))], now));
            }
            Step::Type { who, text: number, at, delete, insert } => {
                let units: Vec<u16> = team[who]
                    .texts
                    .get(&text(number).parse().unwrap())
                    .map(|text| text.encode_utf16().collect())
                    .unwrap_or_default();
                let from = whole(&units, at);
                let to = whole(&units, from + delete).max(from);
                team[who].type_in(text(number), from, to - from, &insert, now);
            }
            Step::Commit { who } => sent.extend(team[who].document.commit_text(now)),
            Step::Receive { who, order } => {
                team[who].take_all(&shuffled(&sent, order));
                team[who].settle();
                team[who].check();
            }
            Step::Restart { who } => {
                sent.extend(team[who].document.commit_text(now));
                let saved = team[who].document.save();
                let mut again = Document::load(&saved, REGISTER, DOC, actor(who as u8 + 1, 1)).unwrap();
                assert_eq!(again.heads(), team[who].document.heads());
                assert_eq!(again.patches(), team[who].document.patches());
                team[who].document = again;
            }
        }
    }
    for replica in &mut team {
        sent.extend(replica.document.commit_text(1_000));
    }
    let mut late = Replica::new(9);
    late.take_all(&shuffled(&sent, last));
    late.settle();
    late.check();
    for (who, replica) in team.iter_mut().enumerate() {
        replica.take_all(&shuffled(&sent, last.rotate_left(who as u32 + 1)));
        replica.settle();
        replica.check();
        assert_eq!(replica.document.heads(), late.document.heads());
        assert_eq!(replica.document.patches(), late.document.patches());
        assert_eq!(
            replica.texts.iter().filter(|(_, text)| !text.is_empty()).collect::<Vec<_>>(),
            late.texts.iter().filter(|(_, text)| !text.is_empty()).collect::<Vec<_>>()
        );
        assert!(sent.iter().all(|changes| replica.take(changes) == Verdict::Known));
    }
    let heads = late.document.heads();
    let mut loaded = Document::load(&late.document.save(), REGISTER, DOC, actor(9, 2)).unwrap();
    assert_eq!(loaded.heads(), heads);
    assert_eq!(loaded.patches(), late.document.patches());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]
    #[test]
    fn replicas_that_have_the_same_envelopes_are_equal(
        steps in prop::collection::vec(step(), 1..40),
        last in any::<u64>(),
    ) {
        run(steps, last);
    }
}
