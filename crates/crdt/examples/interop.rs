//! The other half of `tests/interop/interop.mjs`, which compares us with JavaScript's Automerge.
//! `write OUT` makes a document and writes `OUT.automerge` and `OUT.json`, what it holds in plain words.
//! `read IN` prints what a saved document holds in the same words.

use crdt::{Document, ForeignChanges, LocalChanges};
use register::id::new_uuid;
use register::{FieldPath, Message, Patch, RecordId, Register, Value, Write};
use serde_json::{Map, Value as Json, json};
use std::error::Error;

const REGISTER: [u8; 32] = [0x49; 32];
const DOC: [u8; 16] = [0; 16];

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["write", out] => {
            let mut document = written()?;
            std::fs::write(format!("{out}.automerge"), document.save())?;
            std::fs::write(format!("{out}.json"), told(&mut document).to_string())?;
        }
        ["read", from] => {
            let mut document = Document::load(&std::fs::read(from)?, REGISTER, DOC, actor(9))?;
            println!("{}", told(&mut document));
        }
        _ => return Err("usage: interop write OUT | interop read IN".into()),
    }
    Ok(())
}

fn actor(device: u8) -> [u8; 40] {
    [device; 40]
}

fn write(record: &RecordId, path: &str, value: impl Into<Value>) -> Outcome<Write> {
    Ok(Write { record: record.clone(), path: path.parse()?, value: value.into() })
}

fn take(document: &mut Document, changes: &Option<LocalChanges>) {
    if let Some(changes) = changes {
        document.stage(&ForeignChanges {
            actor: changes.actor,
            first_seq: changes.first_seq,
            last_seq: changes.last_seq,
            last_hash: changes.last_hash,
            format: changes.format,
            bytes: &changes.bytes,
        });
        document.settle();
    }
}

/// Two people at work, apart in part: records, rows, a disagreement, a text typed by both.
fn written() -> Outcome<Document> {
    let (mut ada, mut ben) = (Document::new(REGISTER, DOC, actor(1)), Document::new(REGISTER, DOC, actor(2)));
    let risk = RecordId::new("risk", 1_700_000_000_000, [1; 10]);
    let review = RecordId::new("management_review", 1_700_000_000_001, [2; 10]);
    let row = new_uuid(1_700_000_000_002, [3; 10]);
    let topic = format!("agenda/{row}/topic");
    let made = [
        write(&risk, "title", "Überschwemmung 🌊")?,
        write(&risk, "likelihood", 3)?,
        write(&risk, "archived", false)?,
        write(&risk, "cost", Value::Number(-1.5))?,
        write(&risk, "note", Value::Empty)?,
        write(&review, &topic, "e\u{301} 👩‍👩‍👧 🇩🇪")?,
        write(&review, "big", -(1i64 << 40))?,
    ];
    take(&mut ben, &ada.apply(Message::Create, &made, 1_700_000_000_000)?.changes);
    let high = ada.apply(Message::Edit, &[write(&risk, "likelihood", 5)?], 1_700_000_000_100)?.changes;
    let low = ben.apply(Message::Edit, &[write(&risk, "likelihood", 1)?], 1_700_000_000_200)?.changes;
    let body: FieldPath = "body".parse()?;
    ada.splice(&body, 0, 0, "first 🌊\nsecond", 1_700_000_000_300)?;
    ben.splice(&body, 0, 0, "👩‍👩‍👧 ben\n\n", 1_700_000_000_300)?;
    ben.splice(&body, 8, 2, "e\u{301}", 1_700_000_000_300)?;
    let (typed, typed_too) = (ada.commit_text(1_700_000_000_400), ben.commit_text(1_700_000_000_500));
    take(&mut ada, &low);
    take(&mut ada, &typed_too);
    take(&mut ben, &high);
    take(&mut ben, &typed);
    let length = ada.text(&body).encode_utf16().count();
    ada.splice(&body, length - 1, 1, "d.", 1_700_000_000_600)?;
    ada.commit_text(1_700_000_000_600);
    Ok(ada)
}

/// What a document holds: of each field the shown value, then the others in the order of their writing.
fn told(document: &mut Document) -> Json {
    let mut register = Register::default();
    document.patches().iter().for_each(|patch: &Patch| register.apply(patch));
    let mut records = Map::new();
    for (id, record) in &register.records {
        let mut fields = Map::new();
        for (path, answers) in &record.fields {
            let mut values = answers.iter().map(|answer| json(&answer.value));
            let shown = values.next();
            let mut others: Vec<Json> = values.collect();
            others.sort_by_key(Json::to_string);
            fields.insert(path.to_string(), shown.into_iter().chain(others).collect());
        }
        records.insert(id.to_string(), Json::Object(fields));
    }
    let texts: Map<String, Json> =
        document.texts().iter().map(|path| (path.to_string(), document.text(path).into())).collect();
    let heads: Vec<String> = document.heads().iter().map(|hash| hex(hash)).collect();
    json!({ "heads": heads, "records": records, "texts": texts })
}

fn json(value: &Value) -> Json {
    match value {
        Value::Empty => Json::Null,
        Value::Text(text) => json!(text),
        Value::Int(int) => json!(int),
        Value::Number(number) => json!(number),
        Value::Flag(flag) => json!(flag),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
